"""``aws.clock`` and ``aws.aclock``: how a test lets time pass."""

from __future__ import annotations

import datetime as _datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from fakeaws.errors import TimedOut, UseAsyncClock

if TYPE_CHECKING:
    from fakeaws.world import World

T = TypeVar("T")


class _Reading:
    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def now(self) -> _datetime.datetime:
        """The world's wall clock: an aware UTC datetime."""
        return self._world.simulation.clock.now

    @property
    def elapsed(self) -> _datetime.timedelta:
        """How much time has passed since the world began; unlike ``now`` it never goes back."""
        return _datetime.timedelta(microseconds=self._world.simulation.clock.elapsed_us)

    def _delta_us(
        self,
        delta: _datetime.timedelta | float | None,
        days: float,
        hours: float,
        minutes: float,
        seconds: float,
        milliseconds: float,
    ) -> int:
        if delta is None:
            delta = _datetime.timedelta(0)
        elif not isinstance(delta, _datetime.timedelta):
            delta = _datetime.timedelta(seconds=delta)
        total = delta + _datetime.timedelta(
            days=days, hours=hours, minutes=minutes, seconds=seconds, milliseconds=milliseconds
        )
        total_us = total // _datetime.timedelta(microseconds=1)
        if total_us < 0:
            raise ValueError(
                f"aws.clock only goes forward, and {total} is negative; freezegun's move_to can set the wall clock back"
            )
        return total_us

    def _until_us(self, when: _datetime.datetime) -> int:
        moment = when if when.tzinfo is not None else when.replace(tzinfo=_datetime.timezone.utc)
        return (moment - self.now) // _datetime.timedelta(microseconds=1)

    def _timed_out(self, what: str, within: _datetime.timedelta) -> TimedOut:
        simulation = self._world.simulation
        busy = self._world.under_way()
        actors = [actor.describe() for actor in simulation.actors if actor is not simulation.test and not actor.done]
        under_way = "".join(f"\n  {line}" for line in busy + actors) or "\n  nothing"
        return TimedOut(f"{what} did not come true within {within} of virtual time; under way:{under_way}")


class WorldClock(_Reading):
    """Virtual time, moved by the test. Due events run on the way, each at its own time."""

    def advance(
        self,
        delta: _datetime.timedelta | float | None = None,
        *,
        days: float = 0,
        hours: float = 0,
        minutes: float = 0,
        seconds: float = 0,
        milliseconds: float = 0,
    ) -> None:
        """Let that much time pass (``delta``: a timedelta or seconds). Raises `UseAsyncClock` in a running loop."""
        delta_us = self._delta_us(delta, days, hours, minutes, seconds, milliseconds)
        self._check_no_loop("advance(…)")
        simulation = self._world.simulation
        simulation.look()
        simulation.sleep_until(simulation.clock.elapsed_us + delta_us, "aws.clock.advance")
        simulation.progressed()

    def advance_to(self, when: _datetime.datetime) -> None:
        """Let time pass until the wall clock shows ``when`` (a naive one is UTC)."""
        self.advance(_datetime.timedelta(microseconds=self._until_us(when)))

    def run_until(self, predicate: Callable[[], T], *, within: _datetime.timedelta | float) -> T:
        """Let time pass until ``predicate()`` is true and return its value.

        It is tried now and whenever all that was due at one instant is done. Raises `TimedOut`, with what is under way,
        after ``within`` (timedelta or seconds) of virtual time.
        """
        self._check_no_loop("run_until(…)")
        simulation = self._world.simulation
        simulation.handover()
        limit = _datetime.timedelta(microseconds=self._delta_us(within, 0, 0, 0, 0, 0))
        deadline = simulation.clock.elapsed_us + limit // _datetime.timedelta(microseconds=1)
        while True:
            value = predicate()
            if value:
                simulation.progressed()
                return value
            if simulation.clock.elapsed_us >= deadline:
                raise self._timed_out(_name_of(predicate), limit)
            simulation.watch_next_instant()
            simulation.park("aws.clock.run_until", deadline)

    def run_until_idle(self, *, within: _datetime.timedelta | float = _datetime.timedelta(hours=1)) -> None:
        """Let time pass until nothing is under way: no message visible to a live consumer, in flight, delayed or being
        delivered, no invocation, execution, job or flow run. Raises `TimedOut` otherwise.

        Waiting polls, retention, alarms and recurring schedules do not count.
        """
        self.run_until(self._idle, within=within)

    def _idle(self) -> bool:
        return not self._world.under_way()

    def _check_no_loop(self, what: str) -> None:
        from fakeaws.simulation.loops import running_loop_here

        if running_loop_here():
            raise UseAsyncClock(f"aws.clock.{what} would block the running event loop: use `await aws.aclock.{what}`")


class AsyncWorldClock(_Reading):
    """`WorldClock` for tests inside a running event loop: the same four, awaitable."""

    async def advance(
        self,
        delta: _datetime.timedelta | float | None = None,
        *,
        days: float = 0,
        hours: float = 0,
        minutes: float = 0,
        seconds: float = 0,
        milliseconds: float = 0,
    ) -> None:
        """Let that much time pass (``delta``: a timedelta or seconds)."""
        from fakeaws.simulation.loops import advance_us

        delta_us = self._delta_us(delta, days, hours, minutes, seconds, milliseconds)
        await advance_us(self._world.simulation, delta_us)
        self._world.simulation.progressed()

    async def advance_to(self, when: _datetime.datetime) -> None:
        """Let time pass until the wall clock shows ``when`` (a naive one is UTC)."""
        await self.advance(_datetime.timedelta(microseconds=self._until_us(when)))

    async def run_until(self, predicate: Callable[[], T], *, within: _datetime.timedelta | float) -> T:
        """Let time pass until ``predicate()`` is true and return its value; `TimedOut` after ``within``."""
        from fakeaws.simulation.loops import advance_us, next_instant

        simulation = self._world.simulation
        limit = _datetime.timedelta(microseconds=self._delta_us(within, 0, 0, 0, 0, 0))
        deadline = simulation.clock.elapsed_us + limit // _datetime.timedelta(microseconds=1)
        await advance_us(simulation, 0)
        while True:
            value = predicate()
            if value:
                return value
            if simulation.clock.elapsed_us >= deadline:
                raise self._timed_out(_name_of(predicate), limit)
            await next_instant(simulation, deadline)

    async def run_until_idle(self, *, within: _datetime.timedelta | float = _datetime.timedelta(hours=1)) -> None:
        """Let time pass until nothing is under way; see `WorldClock.run_until_idle`."""
        await self.run_until(self._world.clock._idle, within=within)


def _name_of(predicate: Callable[[], object]) -> str:
    code = getattr(predicate, "__code__", None)
    name = getattr(predicate, "__name__", "the condition")
    if name == "_idle":
        return "an idle world"
    if code is not None and name == "<lambda>":
        return f"the condition at {code.co_filename.rsplit('/', 1)[-1]}:{code.co_firstlineno}"
    return name
