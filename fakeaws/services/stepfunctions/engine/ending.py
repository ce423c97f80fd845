"""The end of an execution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.engine.failures import Failure
from fakeaws.services.stepfunctions.executions.execution import ABORTED, FAILED, SUCCEEDED, TIMED_OUT, Execution

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.engine import Engine

_EVENTS = {
    SUCCEEDED: "ExecutionSucceeded",
    FAILED: "ExecutionFailed",
    TIMED_OUT: "ExecutionTimedOut",
    ABORTED: "ExecutionAborted",
}


def close(engine: Engine, execution: Execution, status: str, last: int, failure: Failure | None = None) -> None:
    """Let it end with that status; ``last``: the event before. Nothing of it goes on; who waits for it hears."""
    if not execution.running:
        return
    execution.status = status
    execution.stopped_us = engine.world.wall_us
    if execution.timer is not None:
        engine.world.simulation.cancel(execution.timer)
        execution.timer = None
    root = execution.root
    if status == SUCCEEDED:
        assert root is not None
        execution.output_text = root.text
        execution.history.end(_EVENTS[status], last, {"output": root.text})
    else:
        assert failure is not None
        if root is not None:
            root.done = True
            if root.visit is not None and root.visit.work is not None:
                root.visit.work.cancel()
        if status != TIMED_OUT:
            execution.error, execution.cause = failure.error, failure.cause
        execution.history.end(_EVENTS[status], last, failure.details)
    del engine.running[execution]
    if not execution.express:
        engine.open_standard -= 1
    engine.service.ended(execution)
    listeners, execution.waiting_end = execution.waiting_end, []
    for fn, args in listeners:
        fn(execution, *args)
