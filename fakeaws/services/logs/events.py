"""Log events as streams keep them, and their ids."""

from __future__ import annotations

from typing import Any, NamedTuple


class Event(NamedTuple):
    """One log event. Events of one account and region are in order by ``(timestamp, number)``.

    ``timestamp`` and ``ingestion``: milliseconds since 1970; ``number``: its place among all that came in, from 1;
    ``size``: bytes as AWS counts them.
    """

    timestamp: int
    number: int
    message: str
    ingestion: int
    size: int


#: Where an event's id has its timestamp, and the mark of its stream.
_TIMESTAMP, _MARK = 144, 64
_NUMBER = (1 << _MARK) - 1
_DIGITS = 56


def event_id(timestamp: int, mark: int, number: int) -> str:
    """56 digits (57 from the year 2112 on) in the order of timestamps, as AWS makes them; ``mark``: 80 bits of the stream."""
    return f"{timestamp << _TIMESTAMP | mark << _MARK | number:0{_DIGITS}}"


def position_in(id: str) -> tuple[int, int]:
    """Timestamp and number in an id; ``ValueError`` for what is none."""
    if not (id.isascii() and id.isdigit() and len(id) >= _DIGITS):
        raise ValueError(f"not the id of an event: {id!r}")
    value = int(id)
    return value >> _TIMESTAMP, value & _NUMBER


def shown(event: Event) -> dict[str, Any]:
    """As GetLogEvents shows it."""
    return {"timestamp": event.timestamp, "message": event.message, "ingestionTime": event.ingestion}
