"""Executions' events on their way to CloudWatch Logs: ``loggingConfiguration``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from fakeaws.aws.errors import AwsError
from fakeaws.aws.log_batches import log_batches
from fakeaws.aws.service import Caller
from fakeaws.services.stepfunctions.configuration import log_group_name, log_groups
from fakeaws.simulation.clock import from_us

if TYPE_CHECKING:
    from fakeaws.aws.arns import Arn
    from fakeaws.aws.service import Result
    from fakeaws.services.stepfunctions.executions.execution import Execution
    from fakeaws.services.stepfunctions.executions.history import Event
    from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase

_PRINCIPAL = "delivery.logs.amazonaws.com"

_FATAL = frozenset(("ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut"))
_ERRORS = ("Failed", "Aborted", "TimedOut")


def is_logged(level: str, type: str) -> bool:
    """Whether a level has events of that type."""
    if level == "ALL":
        return True
    if level == "ERROR":
        return type.endswith(_ERRORS) or type == "FailStateEntered"
    return level == "FATAL" and type in _FATAL


def record_of(event: Event, execution: Execution, include_data: bool) -> str:
    """The message: ids and instants are texts."""
    record = {
        "id": str(event.id),
        "type": event.type,
        "details": event.all_details(include_data) or {},
        "previous_event_id": str(event.previous),
        "event_timestamp": str(event.wall_us // 1000),
        "execution_arn": execution.arn,
        "redrive_count": str(execution.redrive_count),
    }
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


class Destination(NamedTuple):
    """A log group, and the state machine that writes to it."""

    group: Arn
    machine: str


class ExecutionLog:
    """Listens to the history of one execution."""

    __slots__ = ("_destination", "_execution", "_include_data", "_level", "_logs")

    def __init__(
        self, logs: ExecutionLogs, execution: Execution, destination: Destination, level: str, include_data: bool
    ) -> None:
        self._logs = logs
        self._execution = execution
        self._destination = destination
        self._level = level
        self._include_data = include_data

    def heard(self, event: Event) -> None:
        """An event was added."""
        if is_logged(self._level, event.type):
            record = record_of(event, self._execution, self._include_data)
            self._logs.add(self._destination, event.wall_us // 1000, record)


class ExecutionLogs:
    """Of one account and region: what an instant brought is delivered at its end, a call for each log stream.

    AWS drops what it cannot deliver, and so does this.
    """

    def __init__(self, service: StepFunctionsBase) -> None:
        self._service = service
        self._names = service.world.streams.stream(f"states.log-streams/{service.account}/{service.region}")
        self._waiting: dict[Destination, list[tuple[int, str]]] = {}
        #: The minute that each destination's stream was made for, and its name; None while it is being made.
        self._streams: dict[Destination, tuple[str, str | None]] = {}
        self._flushing = False

    def follow(self, execution: Execution) -> None:
        """Log an execution, as its revision wants it."""
        logging = execution.revision.logging
        level = logging.get("level", "OFF")
        if level == "OFF":
            return
        for group in log_groups(logging):
            if group is not None:
                destination = Destination(group, execution.state_machine.name)
                include_data = bool(logging.get("includeExecutionData"))
                execution.history.listener = ExecutionLog(self, execution, destination, level, include_data)

    def add(self, destination: Destination, milliseconds: int, record: str) -> None:
        """A record to deliver."""
        self._waiting.setdefault(destination, []).append((milliseconds, record))
        if not self._flushing:
            self._flushing = True
            world = self._service.world
            world.simulation.at_last(world.now_us, self._instant_ends)

    def _instant_ends(self) -> None:
        # Branches that fail fail their state at the end of the instant, too: what that says goes with the rest.
        self._service.world.simulation.at_last(self._service.world.now_us, self.flush)

    def flush(self) -> None:
        """Deliver what waits."""
        self._flushing = False
        minute = f"{from_us(self._service.world.wall_us):%Y-%m-%d-%H-%M}"
        for destination in list(self._waiting):
            made_for, stream = self._streams.get(destination, ("", None))
            if made_for != minute:
                self._make_stream(destination, minute)
            elif stream is not None:
                self._put(destination, stream)

    def _make_stream(self, destination: Destination, minute: str) -> None:
        self._streams[destination] = (minute, None)
        stream = f"states/{destination.machine}/{minute}/{self._names.getrandbits(32):08x}"
        self._ask("CreateLogStream", destination, stream, self._made, minute)

    def _made(self, answer: Result | AwsError, destination: Destination, stream: str, minute: str) -> None:
        if isinstance(answer, AwsError):
            self._streams.pop(destination, None)
            self._waiting.pop(destination, None)
        else:
            self._streams[destination] = (minute, stream)
            self._put(destination, stream)

    def _put(self, destination: Destination, stream: str) -> None:
        for batch in log_batches(self._waiting.pop(destination, ())):
            self._ask("PutLogEvents", destination, stream, self._delivered, logEvents=batch)

    def _delivered(self, answer: Result | AwsError, destination: Destination, stream: str) -> None:
        if isinstance(answer, AwsError):  # such as a group that somebody has deleted
            self._streams.pop(destination, None)

    def _ask(self, operation: str, destination: Destination, stream: str, then: Any, *args: Any, **params: Any) -> None:
        service = self._service
        service.world.ask(
            "logs",
            operation,
            {"logGroupName": log_group_name(destination.group), "logStreamName": stream, **params},
            caller=Caller(service.account, "", _PRINCIPAL, service=_PRINCIPAL),
            region=destination.group.region,
            then=then,
            args=(destination, stream, *args),
        )
