"""What containers print, on its way to CloudWatch Logs: the log driver ``awslogs``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from fakeaws.aws.errors import AwsError
from fakeaws.aws.log_batches import log_batches
from fakeaws.aws.role_credentials import role_session
from fakeaws.aws.service import Caller
from fakeaws.services.batch.workloads.work import Ended

if TYPE_CHECKING:
    from fakeaws.aws.service import Result
    from fakeaws.services.batch.jobs.job import Attempt, Job
    from fakeaws.services.batch.operations.base import BatchBase
    from fakeaws.services.batch.service_jobs.job import ServiceAttempt
    from fakeaws.services.batch.workloads.container import Container

GROUP = "/aws/batch/job"
_PRINCIPAL = "ecs-tasks.amazonaws.com"
#: The driver splits longer lines.
_EVENT_BYTES = 262_118


class Destination(NamedTuple):
    """A log stream."""

    region: str
    group: str
    stream: str


class AttemptLog:
    """Of one attempt. ``lines`` are all that it printed so far, with their milliseconds since 1970."""

    __slots__ = ("_caller", "_destination", "_logs", "_sent", "_waits", "lines", "made", "refusal")

    def __init__(self, logs: JobLogs, destination: Destination | None, caller: Caller) -> None:
        self._logs = logs
        self._destination = destination
        self._caller = caller
        self._sent = 0
        self._waits = False
        self.lines: list[tuple[int, str]] = []
        self.made = False
        #: What CloudWatch Logs said to CreateLogStream.
        self.refusal: AwsError | None = None

    @property
    def text(self) -> str:
        """All lines, each with its end."""
        return "".join(f"{line}\n" for _, line in self.lines)

    def add(self, line: str) -> None:
        """One more line, now; it is delivered at the end of the instant."""
        world = self._logs.world
        self.lines.append((world.wall_us // 1000, line))
        if not self._waits and self._destination is not None and not world.simulation.closing:
            self._waits = True
            world.simulation.at_last(world.now_us, self._deliver)

    def make_stream(self) -> None:
        """Ask for the stream."""
        if self._destination is not None:
            self.refusal = None
            self._ask("CreateLogStream", self._made)

    def _made(self, answer: Result | AwsError) -> None:
        if isinstance(answer, AwsError):
            self.refusal = answer
            return
        self.made = True
        self._deliver()

    def _deliver(self) -> None:
        self._waits = False
        if not self.made:
            return
        new, self._sent = self.lines[self._sent :], len(self.lines)
        events = ((milliseconds, part) for milliseconds, line in new for part in _parts(line))
        for batch in log_batches(events):
            self._ask("PutLogEvents", self._delivered, logEvents=batch)

    def _delivered(self, answer: Result | AwsError) -> None:
        """Docker drops what it cannot deliver."""

    def _ask(self, operation: str, then: Any, **params: Any) -> None:
        destination = self._destination
        assert destination is not None
        self._logs.world.ask(
            "logs",
            operation,
            {"logGroupName": destination.group, "logStreamName": destination.stream, **params},
            caller=self._caller,
            region=destination.region,
            then=then,
        )


class JobLogs:
    """Of one account and region."""

    def __init__(self, service: BatchBase) -> None:
        self._service = service
        self.world = service.world
        self._groups: dict[tuple[str, str], None] = {}
        self._caller = Caller(service.account, "", _PRINCIPAL, service=_PRINCIPAL)

    def begin(self, job: Job, container: Container) -> Ended | None:
        """Make the stream of an attempt that is about to run; how it ends if there cannot be one."""
        attempt = job.attempts[-1]
        destination = self.destination(job, attempt, container)
        role = container.settings.get("executionRoleArn")
        caller = self._caller if role is None else role_session(role, task_id(attempt)) or self._caller
        attempt.log = log = AttemptLog(self, destination, caller)
        if destination is None:
            return None
        attempt.log_stream = destination.stream
        makes_group = destination.group == GROUP or _options(container).get("awslogs-create-group") == "true"
        if makes_group:
            self._make_group(destination, caller)
        log.make_stream()
        if log.refusal is not None and makes_group:  # somebody has deleted the group meanwhile
            self._groups.pop((destination.region, destination.group), None)
            self._make_group(destination, caller)
            log.make_stream()
        if log.refusal is None:
            return None
        attempt.log_stream = None
        said = f"{log.refusal.code}: {log.refusal.message}"
        return Ended(
            None,
            "CannotStartContainerError: Error response from daemon: failed to initialize logging driver: "
            f"failed to create Cloudwatch log stream: {said}",
            "Task failed to start",
        )

    def unsent(self) -> AttemptLog:
        """Of an attempt whose lines go nowhere."""
        return AttemptLog(self, None, self._caller)

    def add(self, attempt: Attempt | ServiceAttempt, line: str) -> None:
        """An attempt has printed a line."""
        attempt.log.add(line)

    def destination(self, job: Job, attempt: Attempt, container: Container) -> Destination | None:
        """Where an attempt logs; None if its driver does not write to CloudWatch Logs."""
        configuration = container.settings.get("logConfiguration") or {}
        if configuration.get("logDriver", "awslogs") != "awslogs":
            return None
        options = _options(container)
        prefix = options.get("awslogs-stream-prefix") or job.definition.name[:200]
        stream = f"{prefix}/default/{task_id(attempt)}"
        return Destination(
            options.get("awslogs-region", self._service.region), options.get("awslogs-group", GROUP), stream
        )

    def _make_group(self, destination: Destination, caller: Caller) -> None:
        where = (destination.region, destination.group)
        if where not in self._groups:
            self._groups[where] = None
            self.world.ask(
                "logs",
                "CreateLogGroup",
                {"logGroupName": destination.group},
                caller=caller,
                region=destination.region,
                then=self._group_made,
            )

    def _group_made(self, answer: Result | AwsError) -> None:
        """It may have been there before."""


def task_id(attempt: Attempt) -> str:
    """The id of the ECS task."""
    return attempt.task_arn.rsplit("/", 1)[1]


def _options(container: Container) -> dict[str, str]:
    found: dict[str, str] = (container.settings.get("logConfiguration") or {}).get("options") or {}
    return found


def _parts(line: str) -> Iterator[str]:
    """A line as events: an empty one is none, a long one is several."""
    if len(line) * 4 <= _EVENT_BYTES:
        if line:
            yield line
        return
    data = line.encode("utf-8", "backslashreplace")
    while data:
        part = data[:_EVENT_BYTES].decode("utf-8", "ignore")
        yield part
        data = data[len(part.encode()) :]
