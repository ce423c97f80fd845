"""Logs of functions on their way to CloudWatch Logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.aws.errors import AwsError
from fakeaws.aws.log_batches import log_batches
from fakeaws.router import SERVICES

if TYPE_CHECKING:
    from fakeaws.aws.service import Caller
    from fakeaws.services.lambda_.operations.base import LambdaBase

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
            cut = ((timestamp, text[:_EVENT_CHARACTERS]) for timestamp, text in events)
            for batch in log_batches(cut):
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
