"""Logs of functions on their way to CloudWatch Logs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fakeaws.aws.errors import AwsError
from fakeaws.router import SERVICES

if TYPE_CHECKING:
    from fakeaws.aws.service import Caller
    from fakeaws.services.lambda_.operations.base import LambdaBase

#: AWS's limits of one PutLogEvents, in bytes with the overhead of each event, and in events.
_BATCH_BYTES = 1_048_576
_BATCH_EVENTS = 10_000
_OVERHEAD = 26
#: Lambda cuts longer events.
_EVENT_CHARACTERS = 65_536


class LogDelivery:
    """The log stream of one environment. AWS drops what it cannot deliver, and so does this."""

    def __init__(self, service: LambdaBase, caller: Caller, group: str, stream: str) -> None:
        self._service = service
        self._caller = caller
        self._group = group
        self._stream = stream
        self._made = False

    def deliver(self, events: list[tuple[int, str]], cause: int | None) -> None:
        """Put the events of an invocation into the stream; called in an event of the simulation."""
        if "logs" not in SERVICES:
            return
        try:
            if not self._made:
                self._make_stream(cause)
                self._made = True
            for batch in _batches(events):
                self._call("PutLogEvents", cause, logStreamName=self._stream, logEvents=batch)
        except AwsError:  # such as a group that somebody has deleted: the next invocation makes it anew
            self._made = False
            self._service.log_groups.pop(self._group, None)

    def _make_stream(self, cause: int | None) -> None:
        groups = self._service.log_groups
        if self._group not in groups:
            try:
                self._call("CreateLogGroup", cause)
            except AwsError as error:
                if error.code != "ResourceAlreadyExistsException":
                    raise
            groups[self._group] = None
        self._call("CreateLogStream", cause, logStreamName=self._stream)

    def _call(self, operation: str, cause: int | None, **params: Any) -> None:
        self._service.world.call(
            "logs",
            operation,
            {"logGroupName": self._group, **params},
            caller=self._caller,
            region=self._service.region,
            cause=cause,
        )


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
