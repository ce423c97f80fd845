"""Due events, in the order of their times and, at one time, of their scheduling.

Times are whole microseconds since the world began. An event holds a bound method and plain arguments, never a closure,
so that a world can be copied.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias, TypeVar

#: ``[due_us, sequence, fn, args]``; a cancelled or fired one has ``fn is None``. A list because heapq compares it in C.
Timer: TypeAlias = list[Any]

T = TypeVar("T")

#: What is numbered from here on comes last at its instant.
LAST = 1 << 60

_COMPACT_FROM = 64


class Scheduler:
    """A heap of timers. Knows no threads and moves no clock: the kernel asks what is due and fires it."""

    __slots__ = ("_dead", "_sequence", "heap")

    def __init__(self) -> None:
        self.heap: list[Timer] = []
        self._sequence = 0
        self._dead = 0

    def __len__(self) -> int:
        return len(self.heap) - self._dead

    def at(self, due_us: int, fn: Callable[..., object], *args: object) -> Timer:
        """Call ``fn(*args)`` when the world's time is ``due_us``; one in the past is due at once."""
        self._sequence = sequence = self._sequence + 1
        timer: Timer = [due_us, sequence, fn, args]
        heapq.heappush(self.heap, timer)
        return timer

    def at_last(self, due_us: int, fn: Callable[..., object], *args: object) -> Timer:
        """Like `at`, but after every event of that instant that is not such a last one itself."""
        self._sequence = sequence = self._sequence + 1
        timer: Timer = [due_us, LAST + sequence, fn, args]
        heapq.heappush(self.heap, timer)
        return timer

    def put_back(self, timer: Timer) -> None:
        """Take back `pop_due`: the timer stays due."""
        heapq.heappush(self.heap, timer)

    def for_each(self, due_us: int, fn: Callable[[T], object], things: Iterable[T]) -> list[Timer]:
        """Call ``fn(thing)`` for each of the things, one timer each, when the world's time is ``due_us``."""
        heap, sequence = self.heap, self._sequence
        timers: list[Timer] = []
        for thing in things:
            sequence += 1
            timer: Timer = [due_us, sequence, fn, (thing,)]
            heapq.heappush(heap, timer)
            timers.append(timer)
        self._sequence = sequence
        return timers

    def cancel(self, timer: Timer) -> None:
        """Take a timer back; one that fired or was cancelled is left alone."""
        if timer[2] is None:
            return
        timer[2] = None
        timer[3] = ()
        self._dead += 1
        if self._dead > _COMPACT_FROM and self._dead * 2 > len(self.heap):
            self.heap = [entry for entry in self.heap if entry[2] is not None]
            heapq.heapify(self.heap)
            self._dead = 0

    def next_due(self) -> int | None:
        """When the next live timer is due, or ``None``."""
        heap = self.heap
        while heap:
            if heap[0][2] is not None:
                due: int = heap[0][0]
                return due
            heapq.heappop(heap)
            self._dead -= 1
        return None

    def pop_due(self, now_us: int) -> Timer | None:
        """Remove and return the next live timer that is due at ``now_us``, or ``None``."""
        due = self.next_due()
        if due is None or due > now_us:
            return None
        return heapq.heappop(self.heap)

    def fire(self, timer: Timer) -> None:
        """Run a timer that `pop_due` returned; afterwards it counts as fired."""
        fn, args = timer[2], timer[3]
        timer[2] = None
        timer[3] = ()
        fn(*args)
