"""What a share has used lately."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple


class _Mark(NamedTuple):
    """A change of the rate; the integrals over rate, and over twice rate × time, from the beginning to it."""

    us: int
    rate: int
    total: int
    moment: int


class Usage:
    """vCPU × time, of which newer counts more: the weight of an instant falls linearly to 0 over the window.

    The rate is in thousandths of a vCPU, times in microseconds; sums are exact. A question costs the same however many
    jobs there were.
    """

    __slots__ = ("_marks",)

    def __init__(self) -> None:
        self._marks: deque[_Mark] = deque()

    @property
    def rate(self) -> int:
        """What is in use."""
        return self._marks[-1].rate if self._marks else 0

    def change(self, milli: int, now_us: int) -> None:
        """So much more is in use from now on; less if negative."""
        marks = self._marks
        if not marks:
            marks.append(_Mark(now_us, milli, 0, 0))
            return
        last = marks[-1]
        if last.us == now_us:
            marks.pop()
        total, moment = _until(last, now_us)
        marks.append(_Mark(now_us, last.rate + milli, total, moment))

    def remains(self, now_us: int, window_us: int) -> bool:
        """Whether anything was in use within the window."""
        marks = self._marks
        return bool(marks) and (marks[-1].rate > 0 or marks[-1].us > now_us - window_us)

    def at(self, now_us: int, window_us: int) -> float:
        """In thousandths of a vCPU × microseconds."""
        marks = self._marks
        if not marks:
            return 0.0
        cut_us = now_us - window_us
        while len(marks) > 1 and marks[1].us <= cut_us:
            marks.popleft()
        first, last = marks[0], marks[-1]
        before = _until(first, max(cut_us, first.us))
        until = _until(last, now_us)
        total, moment = until[0] - before[0], until[1] - before[1]
        # The integral of rate * (1 - age / window), by now and the instants' own times.
        return (2 * total * (window_us - now_us) + moment) / (2 * window_us)


def _until(mark: _Mark, us: int) -> tuple[int, int]:
    return mark.total + mark.rate * (us - mark.us), mark.moment + mark.rate * (us * us - mark.us * mark.us)
