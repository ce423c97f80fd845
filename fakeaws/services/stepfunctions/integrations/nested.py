"""states:startExecution: an execution as a task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import Arn
from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Result
from fakeaws.router import operation_model
from fakeaws.services.stepfunctions import errors
from fakeaws.services.stepfunctions.engine.failures import TASK_FAILED
from fakeaws.services.stepfunctions.executions.answers import described
from fakeaws.services.stepfunctions.executions.execution import SUCCEEDED, Execution
from fakeaws.services.stepfunctions.integrations.refusals import refusal
from fakeaws.services.stepfunctions.integrations.services import ServiceCall
from fakeaws.services.stepfunctions.integrations.shapes import as_in_api, milliseconds, result
from fakeaws.services.stepfunctions.language.definition.resources import SYNC_2
from fakeaws.services.stepfunctions.language.json_text import Json, read_json, write_json

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt
    from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase


class StartExecution(ServiceCall):
    """The child runs where its machine's ARN says, in the account of the task's role."""

    def __init__(self) -> None:
        super().__init__("stepfunctions", "StartExecution")

    def region(self, attempt: Attempt) -> str | None:
        arn = Arn.or_none(attempt.job.get("stateMachineArn", ""))
        return None if arn is None else arn.region

    def watch(self, answer: Result, attempt: Attempt) -> None:
        service: StepFunctionsBase = attempt.engine.service
        account = service.caller(attempt).account
        child: Any = service.world.router.service("stepfunctions", account, self.region(attempt) or service.region)
        execution: Execution = child.executions[answer["executionArn"]]
        if execution.express:
            # What waits for it would ask for its description, which express executions do not have.
            error = errors.wrong_resource_type("express")
            attempt.fail(*refusal(self.model, error, attempt.request_id))
            return
        attempt.job = execution
        if execution.running:
            execution.waiting_end.append((self.ended, (attempt,)))
        else:
            self.ended(execution, attempt)

    def ended(self, execution: Execution, attempt: Attempt) -> None:
        """The child has come to its end."""
        if attempt.done:
            return
        document = _document(execution, attempt.engine.world.wall_us)
        if execution.status != SUCCEEDED:
            attempt.fail(TASK_FAILED, write_json(document))
            return
        if attempt.resource.pattern == SYNC_2:
            document |= {name: read_json(document[name]) for name in ("Input", "Output")}
        attempt.succeed(document)

    def cancel(self, attempt: Attempt) -> None:
        """The child is stopped, if it can be."""
        execution = attempt.job
        if not isinstance(execution, Execution) or not execution.running:
            return
        service: StepFunctionsBase = attempt.engine.service
        service.world.ask(
            "stepfunctions",
            "StopExecution",
            {"executionArn": execution.arn},
            caller=service.caller(attempt),
            region=execution.ids[0],
            cause=attempt.record,
            then=self.stopped,
        )

    def stopped(self, answer: Result | AwsError) -> None:
        """Whether or not: the task is over."""


def _document(execution: Execution, wall_us: int) -> dict[str, Json]:
    """A child's description as the result or cause of its task, its input and output as texts; nothing about redrives."""
    answer = described(execution, wall_us, included=True)
    document = result(operation_model("stepfunctions", "DescribeExecution"), answer, as_in_api, milliseconds)
    return {name: value for name, value in document.items() if not name.startswith("Redrive")}
