"""What PutLogEvents takes: batches in order, not too large, and of these the events of the last two weeks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from fakeaws.services.logs import errors, limits
from fakeaws.services.logs.events import Event


def taken_in(
    given: Sequence[Mapping[str, Any]], now_ms: int, oldest_ms: int | None, number: int
) -> tuple[list[Event], dict[str, int]]:
    """The events that are kept, numbered from ``number`` on, and AWS's ``rejectedLogEventsInfo`` for the others.

    ``oldest_ms``: where the group's retention begins. Raises AWS's refusal of the whole batch.
    """
    events: list[Event] = []
    total = 0
    last = 0
    overhead = limits.EVENT_OVERHEAD
    for each in given:
        timestamp, message = each["timestamp"], each["message"]
        size = overhead + (len(message) if message.isascii() else len(message.encode("utf-8", "surrogatepass")))
        if timestamp < last:
            raise errors.invalid_parameter(
                "Log events in a single PutLogEvents request must be in chronological order."
            )
        last = timestamp
        total += size
        events.append(Event(timestamp, number, message, now_ms, size))
        number += 1
    if total > limits.BATCH_BYTES:
        raise errors.invalid_parameter(f"Upload too large: {total} bytes exceeds limit of {limits.BATCH_BYTES}")
    rejected: dict[str, int] = {}
    too_old = now_ms - limits.TOO_OLD_MS
    if events[0].timestamp < max(too_old, oldest_ms or 0) or last > now_ms + limits.TOO_NEW_MS:
        events, rejected = _valid(events, now_ms, oldest_ms)
    if events and events[-1].timestamp - events[0].timestamp > limits.BATCH_SPAN_MS:
        raise errors.invalid_parameter(
            "The batch of log events in a single PutLogEvents request cannot span more than 24 hours."
        )
    return events, rejected


def _valid(events: list[Event], now_ms: int, oldest_ms: int | None) -> tuple[list[Event], dict[str, int]]:
    timestamps = [event.timestamp for event in events]
    rejected: dict[str, int] = {}
    begin = bisect_left(timestamps, now_ms - limits.TOO_OLD_MS)
    if begin:
        rejected["tooOldLogEventEndIndex"] = begin
    if oldest_ms is not None:
        expired = bisect_left(timestamps, oldest_ms)
        if expired > begin:
            begin = rejected["expiredLogEventEndIndex"] = expired
    end = bisect_right(timestamps, now_ms + limits.TOO_NEW_MS)
    if end < len(events):
        rejected["tooNewLogEventStartIndex"] = end
    return events[begin:end], rejected
