"""Whether an execution may be redriven."""

from __future__ import annotations

from fakeaws.services.stepfunctions import limits
from fakeaws.services.stepfunctions.executions.execution import RUNNING, SUCCEEDED, Execution

REDRIVABLE = "REDRIVABLE"
NOT_REDRIVABLE = "NOT_REDRIVABLE"
BY_MAP_RUN = "REDRIVABLE_BY_MAP_RUN"


def redrive_status(execution: Execution, wall_us: int) -> tuple[str, str | None]:
    """``redriveStatus`` and ``redriveStatusReason`` at that instant (since 1970); no reason where it may be redriven."""
    reason = _reason(execution, wall_us)
    if reason is not None:
        return NOT_REDRIVABLE, reason
    return (REDRIVABLE if execution.map_run is None else BY_MAP_RUN), None


def _reason(execution: Execution, wall_us: int) -> str | None:
    if execution.status in (RUNNING, SUCCEEDED):
        return f"Execution is {execution.status} and cannot be redriven"
    if execution.state_machine.deleting:
        return "State machine is in DELETING status"
    if len(execution.history) >= limits.HISTORY_EVENTS - 1 and not execution.express:
        return "Execution history event limit exceeded"
    if wall_us - execution.started_us >= limits.STANDARD_US:
        return "Execution has exceeded the max execution time"
    if execution.stopped_us is not None and wall_us - execution.stopped_us > limits.REDRIVE_US:
        return "Execution redrivable period exceeded"
    if execution.redrive_count >= limits.REDRIVES:
        return "Execution redrive limit exceeded"
    return None
