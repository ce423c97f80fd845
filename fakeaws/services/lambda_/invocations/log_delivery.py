"""Logs of functions on their way to CloudWatch Logs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fakeaws.aws.errors import AwsError
from fakeaws.router import SERVICES
from fakeaws.services.lambda_.environments.credentials import execution_caller

if TYPE_CHECKING:
    from fakeaws.services.lambda_.environments.environment import Environment

#: AWS's limits of one PutLogEvents, in bytes with the overhead of each event, and in events.
_BATCH_BYTES = 1_048_576
_BATCH_EVENTS = 10_000
_OVERHEAD = 26
#: Lambda cuts longer events.
_EVENT_CHARACTERS = 65_536


class LogDelivery:
    """What one environment has to tell at the end of an invocation. AWS drops what it cannot deliver, and so does this."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def deliver(self, events: list[tuple[int, str]], cause: int | None) -> None:
        """Put the events into the environment's stream; called in an event of the simulation."""
        if "logs" not in SERVICES:
            return
        environment = self._environment
        group, stream = environment.log_group, environment.log_stream
        try:
            if not environment.log_stream_made:
                self._make_stream(group, stream, cause)
                environment.log_stream_made = True
            for batch in _batches(events):
                self._call("PutLogEvents", cause, logGroupName=group, logStreamName=stream, logEvents=batch)
        except AwsError:
            environment.log_stream_made = False

    def _make_stream(self, group: str, stream: str, cause: int | None) -> None:
        try:
            self._call("CreateLogStream", cause, logGroupName=group, logStreamName=stream)
        except AwsError as error:
            if error.code != "ResourceNotFoundException":
                raise
            self._call("CreateLogGroup", cause, logGroupName=group)
            self._call("CreateLogStream", cause, logGroupName=group, logStreamName=stream)

    def _call(self, operation: str, cause: int | None, **params: Any) -> None:
        environment = self._environment
        version = environment.version
        region = version.function.service.region
        caller = execution_caller(version)
        environment.world.call("logs", operation, params, caller=caller, region=region, cause=cause)


def _batches(events: list[tuple[int, str]]) -> Iterator[list[dict[str, Any]]]:
    """In order of time: the wall clock may have gone back meanwhile."""
    batch: list[dict[str, Any]] = []
    size = 0
    for timestamp, text in sorted(events, key=_timestamp):
        message = text[:_EVENT_CHARACTERS]
        more = _OVERHEAD + (len(message) if message.isascii() else len(message.encode("utf-8", "backslashreplace")))
        if batch and (size + more > _BATCH_BYTES or len(batch) == _BATCH_EVENTS):
            yield batch
            batch, size = [], 0
        batch.append({"timestamp": timestamp, "message": message})
        size += more
    if batch:
        yield batch


def _timestamp(event: tuple[int, str]) -> int:
    return event[0]
