"""A log stream: its events in the order of their timestamps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from fakeaws.services.logs.events import Event

#: Of a sequence token, before the number of batches.
_BEFORE_COUNT = 44


class LogStream:
    """A stream of a group."""

    __slots__ = (
        "arn",
        "batches",
        "creation_ms",
        "events",
        "last_ingestion_ms",
        "mark",
        "name",
        "stored_bytes",
        "token_start",
    )

    def __init__(self, name: str, group_arn: str, creation_ms: int) -> None:
        self.name = name
        self.arn = f"{group_arn}:log-stream:{name}"
        self.creation_ms = creation_ms
        self.events: list[Event] = []
        self.stored_bytes = 0
        self.last_ingestion_ms = 0
        self.batches = 0
        #: What its events' ids have in common.
        self.mark = int.from_bytes(blake2b(f"{self.arn}/{creation_ms}".encode(), digest_size=10).digest(), "big")
        self.token_start = f"49{self.mark:025}".ljust(_BEFORE_COUNT, "0")

    @property
    def sequence_token(self) -> str:
        """AWS still gives it, and takes any: 56 digits, of which the last count the batches."""
        return f"{self.token_start}{self.batches:012}"

    def append(self, batch: Sequence[Event]) -> None:
        """Take in events that are in order among themselves."""
        events = self.events
        self.batches += 1
        if not batch:
            return
        self.last_ingestion_ms = batch[0].ingestion
        for event in batch:
            self.stored_bytes += event.size
        if not events or events[-1] < batch[0]:
            events += batch
        else:
            place = bisect_left(events, batch[0])
            events[place:] = sorted([*events[place:], *batch])

    def expire(self, before_ms: int) -> None:
        """Let go of events from before that time."""
        events = self.events
        if events and events[0].timestamp < before_ms:
            end = bisect_left(events, (before_ms,))
            self.stored_bytes -= sum(event.size for event in events[:end])
            del events[:end]

    def shown(self) -> dict[str, Any]:
        """As DescribeLogStreams shows it."""
        found: dict[str, Any] = {"logStreamName": self.name, "creationTime": self.creation_ms}
        if self.batches:
            found["uploadSequenceToken"] = self.sequence_token
        if self.last_ingestion_ms:
            found["lastIngestionTime"] = self.last_ingestion_ms
        if self.events:
            found["firstEventTimestamp"] = self.events[0].timestamp
            found["lastEventTimestamp"] = self.events[-1].timestamp
        return {**found, "arn": self.arn, "storedBytes": 0}
