"""How the rules of diagnoses speak: instants, durations, messages and numbers of them."""

from __future__ import annotations

import datetime as _datetime

from fakeaws.timeline.text import offset, short_id

SECOND = 1_000_000
_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"))


def instant(at_us: int) -> str:
    """``+00:00:45``, as the timeline prints it."""
    return offset(_datetime.timedelta(microseconds=at_us))


def span(us: int) -> str:
    """``45 s``, ``4 h``, ``3.5 d``: in the largest unit of which it is at least two, seconds otherwise."""
    seconds = us / SECOND
    for size, unit in _UNITS:
        if seconds >= 2 * size:
            return f"{_number(seconds / size)} {unit}"
    return f"{_number(seconds)} s"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") if value >= 0.1 or value == 0 else f"{value:.3g}"


def message(message_id: str) -> str:
    """``message 1f0c6d2a``."""
    return f"message {short_id(message_id)}"


def count(number: int, noun: str) -> str:
    """``1 message``, ``3 messages``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def so_did(others: int) -> str:
    """The sentence that counts further cases; "" if there are none."""
    return f" So did {count(others, 'other message')}." if others else ""


def whole_seconds_above(us: int) -> int:
    """The smallest number of whole seconds that is longer."""
    return us // SECOND + 1
