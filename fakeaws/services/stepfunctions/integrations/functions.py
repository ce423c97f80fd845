"""Lambda functions as tasks: by their ARN, and by lambda:invoke."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import Arn
from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Result
from fakeaws.router import operation_model
from fakeaws.services.stepfunctions.integrations.calls import ask
from fakeaws.services.stepfunctions.integrations.integration import Integration
from fakeaws.services.stepfunctions.integrations.refusals import refusal
from fakeaws.services.stepfunctions.integrations.services import ServiceCall
from fakeaws.services.stepfunctions.integrations.shapes import envelope
from fakeaws.services.stepfunctions.integrations.shapes.envelope import http_date
from fakeaws.services.stepfunctions.integrations.shapes.results import text_of
from fakeaws.services.stepfunctions.language.json_text import Json, JsonTextError, read_json, text_size, write_json

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt

UNKNOWN = "Lambda.Unknown"


class Functions:
    """The payload is the effective input, the result the function's answer."""

    def start(self, attempt: Attempt) -> None:
        attempt.started()
        function = attempt.resource.arn
        params = {"FunctionName": function, "Payload": attempt.text.encode()}
        ask(attempt, "lambda", "Invoke", params, self.answered, region=Arn.parse(function).region)

    def answered(self, answer: Result | AwsError, attempt: Attempt) -> None:
        """The function's answer, or the service's refusal."""
        attempt.waiter = None
        if isinstance(answer, AwsError):
            model = operation_model("lambda", "Invoke")
            attempt.fail(*refusal(model, answer, attempt.request_id))
            return
        text = text_of(answer["Payload"])
        if "FunctionError" in answer:
            attempt.fail(*function_error(text))
        else:
            attempt.succeed(payload_of(text))

    def cancel(self, attempt: Attempt) -> None:
        """The invocation goes on; its answer is not wanted."""


class InvokeFunction(ServiceCall):
    """lambda:invoke: the payload is any JSON; a result that is JSON is parsed."""

    def __init__(self) -> None:
        super().__init__("lambda", "Invoke")

    def params(self, attempt: Attempt) -> dict[str, Any]:
        params = super().params(attempt)
        if "Payload" in params:
            params["Payload"] = write_json(attempt.parameters["Payload"]).encode()
        return params

    def region(self, attempt: Attempt) -> str | None:
        arn = Arn.or_none(attempt.job.get("FunctionName", ""))
        return None if arn is None else arn.region

    def answered(self, answer: Result | AwsError, attempt: Attempt) -> None:
        if not isinstance(answer, AwsError) and "FunctionError" in answer:
            attempt.waiter = None
            attempt.fail(*function_error(text_of(answer["Payload"])))
        else:
            super().answered(answer, attempt)

    def shown(self, answer: Result, attempt: Attempt) -> dict[str, Json]:
        shown: dict[str, Json] = {"StatusCode": answer["StatusCode"]}
        for name in ("ExecutedVersion", "LogResult"):
            if name in answer:
                shown[name] = answer[name]
        text = text_of(answer["Payload"]) if "Payload" in answer else ""
        if "Payload" in answer:
            shown["Payload"] = payload_of(text)
        world = attempt.engine.world
        request_id = attempt.request_id
        headers = _headers(answer, text, request_id, world.wall_us)
        return envelope(
            self.model,
            answer,
            shown,
            request_id=request_id,
            wall_us=world.wall_us,
            headers=headers,
            status=answer["StatusCode"],
        )


def payload_of(text: str) -> Json:
    """A function's answer: its value if it is JSON, else the text."""
    if not text:
        return None
    try:
        return read_json(text)
    except JsonTextError:
        return text


def function_error(text: str) -> tuple[str, str]:
    """Error and cause for the payload of a function that failed."""
    value = payload_of(text)
    name = value.get("errorType") if isinstance(value, dict) else None
    if isinstance(name, str) and name:
        return name, text
    return UNKNOWN, (
        f"The cause could not be determined because Lambda did not return an error type. Returned payload: {text}"
    )


def _headers(answer: Result, text: str, request_id: str, wall_us: int) -> dict[str, str]:
    """Of an answer of Lambda's; the trace is made of the request's id."""
    trace = f"root=1-{wall_us // 1_000_000:08x}-{request_id.replace('-', '')[:24]};sampled=0"
    found = {
        "x-amzn-Remapped-Content-Length": "0",
        "x-amzn-RequestId": request_id,
        "Connection": "keep-alive",
        "Content-Length": str(text_size(text)),
        "Date": http_date(wall_us),
        "X-Amzn-Trace-Id": trace,
        "Content-Type": "application/json",
    }
    if "ExecutedVersion" in answer:
        found = {"X-Amz-Executed-Version": answer["ExecutedVersion"], **found}
    if "LogResult" in answer:
        found["X-Amz-Log-Result"] = answer["LogResult"]
    return found


FUNCTIONS: Integration = Functions()
