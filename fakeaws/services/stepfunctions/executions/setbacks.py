"""Failures of states, and what they led to."""

from __future__ import annotations

from typing import Final, NamedTuple

RETRIED: Final = "retried"
CAUGHT: Final = "caught"
#: Of the branch, iteration or execution, if nothing around it retries or catches.
FATAL: Final = "fatal"


class Setback(NamedTuple):
    """One failure of a state.

    ``entered`` is the id of the visit's Entered event, ``after`` how many events the history had; ``led_to`` RETRIED, CAUGHT
    or FATAL; ``place`` that of the retrier or catcher; ``pause_us`` until the next attempt.
    """

    entered: int
    after: int
    wall_us: int
    error: str | None
    cause: str | None
    led_to: str
    place: int | None = None
    pause_us: int = 0
