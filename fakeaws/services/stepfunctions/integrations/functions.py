"""Tasks whose resource is a function's ARN."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import Arn
from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Result
from fakeaws.services.stepfunctions.integrations.integration import Integration
from fakeaws.services.stepfunctions.language.json_text import JsonTextError, read_json

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt


class Functions:
    """The payload is the effective input, the result the function's answer."""

    def start(self, attempt: Attempt) -> None:
        attempt.started()
        service = attempt.engine.service
        attempt.waiter = service.world.ask(
            "lambda",
            "Invoke",
            {"FunctionName": attempt.resource.arn, "Payload": attempt.text.encode()},
            caller=service.caller(attempt),
            region=Arn.parse(attempt.resource.arn).region,
            cause=attempt.record,
            then=self.answered,
            args=(attempt,),
        )

    def answered(self, answer: Result | AwsError, attempt: Attempt) -> None:
        """The function's answer, or the service's refusal."""
        attempt.waiter = None
        if isinstance(answer, AwsError):
            attempt.fail(f"Lambda.{answer.code}", answer.message)
            return
        text = _text(answer["Payload"])
        if "FunctionError" in answer:
            attempt.fail(_error_type(text), text)
        else:
            attempt.succeed(read_json(text) if text else None)

    def cancel(self, attempt: Attempt) -> None:
        """The invocation goes on; its answer is not wanted."""


def _text(payload: Any) -> str:
    read = getattr(payload, "read", None)
    data = read() if read is not None else payload
    return data if isinstance(data, str) else bytes(data).decode()


def _error_type(text: str) -> str:
    try:
        value = read_json(text)
    except JsonTextError:
        return "Lambda.Unknown"
    name = value.get("errorType") if isinstance(value, dict) else None
    return name if isinstance(name, str) else "Lambda.Unknown"


FUNCTIONS: Integration = Functions()
