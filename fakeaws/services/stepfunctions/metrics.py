"""AWS/States: what became of executions, functions, activities and service integrations.

https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from fakeaws.aws.metrics import MINUTE_US, Datum, Dimensions

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt
    from fakeaws.services.stepfunctions.executions.execution import Execution
    from fakeaws.world import World

NAMESPACE = "AWS/States"

#: By the beginning of an attempt's events: of its counts, of its times, its dimension.
_FAMILIES = {
    "Activity": ("Activities", "Activity", "ActivityArn"),
    "LambdaFunction": ("LambdaFunctions", "LambdaFunction", "LambdaFunctionArn"),
    "Task": ("ServiceIntegrations", "ServiceIntegration", "ServiceIntegrationResourceArn"),
}
_ENDED = {
    "SUCCEEDED": "ExecutionsSucceeded",
    "FAILED": "ExecutionsFailed",
    "TIMED_OUT": "ExecutionsTimedOut",
    "ABORTED": "ExecutionsAborted",
}


class StatesMetrics:
    """Of one account and region. While nobody looks, it only keeps what happened, and when."""

    def __init__(self, world: World) -> None:
        self._world = world
        #: Elapsed time, metric, dimensions, value; in the order of their happening.
        self._notes: list[tuple[int, str, Dimensions, float]] = []

    def note(self, metric: str, dimensions: Dimensions, value: float = 1.0) -> None:
        """One value, now; those whose name ends with ``Time`` are milliseconds."""
        self._notes.append((self._world.now_us, metric, dimensions, value))

    # -- executions --------------------------------------------------------------------------------------------------

    def of_execution(self, metric: str, execution: Execution, value: float = 1.0) -> None:
        """Of the state machine, and of the version and the alias by which the execution was started."""
        by_machine = ("StateMachineArn", execution.state_machine.arn)
        self.note(metric, (by_machine,), value)
        if execution.alias is not None:
            self.note(metric, (("Alias", execution.alias.name), by_machine), value)
        if execution.version is not None:
            self.note(metric, (by_machine, ("Version", str(execution.version.number))), value)

    def began(self, execution: Execution) -> None:
        """An execution is newly started, or redriven."""
        self.of_execution("ExecutionsRedriven" if execution.redrive_count else "ExecutionsStarted", execution)

    def ended(self, execution: Execution) -> None:
        """An execution has come to its end."""
        assert execution.stopped_us is not None
        ended = _ENDED[execution.status]
        self.of_execution(ended, execution)
        if execution.redrive_count:
            self.of_execution(f"Redriven{ended}", execution)
        self.of_execution("ExecutionTime", execution, (execution.stopped_us - execution.started_us) / 1000)

    # -- tasks -------------------------------------------------------------------------------------------------------

    def task_scheduled(self, attempt: Attempt) -> None:
        """An attempt of a task begins."""
        counted, _, dimension = _FAMILIES[attempt.family]
        self.note(f"{counted}Scheduled", ((dimension, attempt.resource.arn),))

    def task_started(self, attempt: Attempt) -> None:
        """Somebody works on it."""
        counted, timed, dimension = _FAMILIES[attempt.family]
        dimensions = ((dimension, attempt.resource.arn),)
        self.note(f"{counted}Started", dimensions)
        self.note(f"{timed}ScheduleTime", dimensions, self._milliseconds(attempt.scheduled_us))

    def task_ended(self, attempt: Attempt, outcome: str) -> None:
        """``outcome``: ``Succeeded``, ``Failed``, ``TimedOut``, of activities also ``HeartbeatTimedOut``."""
        counted, timed, dimension = _FAMILIES[attempt.family]
        dimensions = ((dimension, attempt.resource.arn),)
        if outcome == "HeartbeatTimedOut" and attempt.family != "Activity":
            outcome = "TimedOut"
        self.note(f"{counted}{outcome}", dimensions)
        if attempt.started_us is not None:
            self.note(f"{timed}RunTime", dimensions, self._milliseconds(attempt.started_us))
        self.note(f"{timed}Time", dimensions, self._milliseconds(attempt.scheduled_us))

    # -- who looks ---------------------------------------------------------------------------------------------------

    def until(self, elapsed_us: int) -> list[Datum]:
        """As `Service.metrics_until`."""
        offset_us = self._world.wall_us - self._world.now_us
        until_us = (elapsed_us + offset_us) // MINUTE_US * MINUTE_US - offset_us
        values: dict[tuple[int, str, Dimensions], Counter[float]] = {}
        told = 0
        for at_us, metric, dimensions, value in self._notes:
            if at_us >= until_us:
                break
            told += 1
            minute_us = (at_us + offset_us) // MINUTE_US * MINUTE_US
            values.setdefault((minute_us, metric, dimensions), Counter())[value] += 1
        del self._notes[:told]
        return [
            Datum(
                NAMESPACE, metric, dimensions, minute_us, _unit(metric), tuple(seen), tuple(map(float, seen.values()))
            )
            for (minute_us, metric, dimensions), seen in values.items()
        ]

    def _milliseconds(self, since_us: int) -> float:
        return (self._world.now_us - since_us) / 1000


def _unit(metric: str) -> str:
    return "Milliseconds" if metric.endswith("Time") else "Count"
