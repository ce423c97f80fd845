"""How a state, a branch or an execution fails."""

from __future__ import annotations

from typing import Any, NamedTuple

from fakeaws.services.stepfunctions.language.errors import RUNTIME

TIMEOUT = "States.Timeout"
HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout"
TASK_FAILED = "States.TaskFailed"
DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded"
ALL = "States.ALL"


class Failure(NamedTuple):
    """An error's name and cause, as Retry and Catch see them; either may be missing.

    ``of_task``: a task failed, not the interpreter: what States.TaskFailed stands for. ``heartbeat``: no heartbeat came in
    time, which both States.Timeout and States.HeartbeatTimeout stand for.
    """

    error: str | None
    cause: str | None = None
    of_task: bool = False
    heartbeat: bool = False

    @property
    def catchable(self) -> bool:
        """Whether Retry and Catch see it."""
        return self.error != RUNTIME

    @property
    def details(self) -> dict[str, Any]:
        """As in the details of events: what is missing is not there."""
        shown = {"error": self.error, "cause": self.cause}
        return {name: value for name, value in shown.items() if value is not None}

    @property
    def output(self) -> dict[str, Any]:
        """The Error Output."""
        return {"Error": self.error, "Cause": self.cause}

    def is_named(self, names: tuple[str, ...]) -> bool:
        """Whether an ErrorEquals has it."""
        if not self.catchable:
            return False
        if ALL in names or self.error in names:
            return True
        if self.heartbeat and HEARTBEAT_TIMEOUT in names:
            return True
        return self.of_task and self.error != TIMEOUT and TASK_FAILED in names


class Failed(Exception):
    """Ends the work of a state with a failure whose cause is complete as it is."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"{failure.error}: {failure.cause}")
        self.failure = failure


def data_limit_exceeded(what: str) -> Failure:
    """The result of ``what`` (a state's name, a function's ARN, a resource type) is too large."""
    return Failure(
        DATA_LIMIT_EXCEEDED,
        f"The state/task '{what}' returned a result with a size exceeding the maximum number of bytes service limit.",
    )
