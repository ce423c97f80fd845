"""Firing a method at each instant that a schedule names."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fakeaws.aws.schedules.expressions import Schedule
    from fakeaws.simulation.scheduler import Timer
    from fakeaws.world import World


class Ticker:
    """Calls ``method(due_us, *args)`` at each instant of a schedule, in virtual time, from `start` to `stop`.

    ``due_us`` is the instant, in microseconds since 1970. There is one timer at a time, so a schedule costs nothing
    between its instants; start a ticker only while there is something to do. ``method`` is a bound method, so that the
    world can be copied; it may stop the ticker. What it does itself is for its owner to show as under way; the wait for
    the next instant is not.
    """

    __slots__ = ("_args", "_method", "_schedule", "_timer", "_world", "next_us")

    def __init__(self, world: World, schedule: Schedule, method: Callable[..., object], *args: Any) -> None:
        self._world = world
        self._schedule = schedule
        self._method = method
        self._args = args
        self._timer: Timer | None = None
        #: The instant that comes next; ``None`` if none does, or while it is stopped.
        self.next_us: int | None = None

    @property
    def running(self) -> bool:
        """Whether an instant is still to come."""
        return self._timer is not None

    def start(self, after_us: int | None = None) -> None:
        """Wait for the first instant after ``after_us``, which is not before now; without it, after now."""
        self.stop()
        now_us = self._world.wall_us
        self._wait(now_us if after_us is None else max(after_us, now_us), now_us)

    def stop(self) -> None:
        """Fire no more, until the next `start`."""
        if self._timer is not None:
            self._world.simulation.cancel(self._timer)
        self._timer = self.next_us = None

    def _wait(self, after_us: int, from_us: int) -> None:
        """``from_us``: what AWS's clock shows now, whatever a test has done to the wall clock since the start."""
        next_us = self._schedule.next_after(after_us)
        self.next_us = next_us
        if next_us is None:
            self._timer = None
            return
        self._timer = self._world.simulation.at(self._world.now_us + next_us - from_us, self._fire, next_us)

    def _fire(self, due_us: int) -> None:
        self._wait(due_us, due_us)
        self._method(due_us, *self._args)
