"""Log events as services deliver them: calls of PutLogEvents that are not too large."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

#: AWS's limits of one PutLogEvents, in bytes with the overhead of each event, and in events.
_BATCH_BYTES = 1_048_576
_BATCH_EVENTS = 10_000
_OVERHEAD = 26


def log_batches(events: Iterable[tuple[int, str]]) -> Iterator[list[dict[str, Any]]]:
    """``logEvents`` of one call after the other, from ``(milliseconds since 1970, message)``.

    In order of time: the wall clock may have gone back meanwhile.
    """
    batch: list[dict[str, Any]] = []
    size = 0
    for timestamp, message in sorted(events, key=_timestamp):
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
