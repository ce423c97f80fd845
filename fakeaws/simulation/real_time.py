"""``time="real"``: the same services on the machine's own clock.

Nothing is frozen and no thread is an actor: sleeps really sleep. Every AWS call is a guest that holds the world's lock
while it runs; before it, all events that have come due meanwhile run at the times at which they were due. A call that waits
(a long poll) gives the lock up and looks again when something wakes it or the next event is due.
"""

from __future__ import annotations

import datetime as _datetime
import threading
from typing import Any

from fakeaws.simulation.actors import Actor, ActorKilled, local
from fakeaws.simulation.clock import Clock, from_us, to_us
from fakeaws.simulation.real import Real
from fakeaws.simulation.simulation import Simulation


class RealClock(Clock):
    """The machine's clock. ``start`` shifts the wall clock; elapsed time is real."""

    __slots__ = ("_began",)

    def enter(self, start: _datetime.datetime | None) -> None:
        """Begin now."""
        self._began = Real.monotonic()
        self.elapsed_us = 0
        self.offset_us = to_us(start) if start is not None else Real.time_ns() // 1000
        self.monotonic_base_us = self.offset_us

    def leave(self) -> None:
        """Nothing was frozen."""

    def real_elapsed_us(self) -> int:
        """Microseconds since the world began, by the machine's clock."""
        return int((Real.monotonic() - self._began) * 1_000_000)

    @property
    def now(self) -> _datetime.datetime:
        """The world's time as an aware UTC datetime."""
        return from_us(self.real_elapsed_us() + self.offset_us)

    def moved_by(self) -> int:
        """Nobody moves it."""
        return 0

    def set_elapsed(self, elapsed_us: int) -> None:
        """Where the events have got to; the wall clock goes its own way."""
        self.elapsed_us = max(elapsed_us, self.elapsed_us)


class RealTimeSimulation(Simulation):
    """One call at a time, on the machine's clock."""

    __slots__ = ("_lock",)

    clock: RealClock

    def __init__(self, clock: RealClock, owner: Any = None) -> None:
        super().__init__(clock, owner)
        self._lock = Real.allocate_lock()

    @property
    def is_real(self) -> bool:
        """Whether time is the machine's."""
        return True

    def enter_guest(self, role: str) -> Actor:
        """Take the lock for a call of the calling thread; named after the thread, the main thread's is the test."""
        thread = threading.current_thread()
        main = thread is self.test.thread
        guest = self.test if main else Actor(self, thread.name, -1)
        guest.thread = thread
        self._lock.acquire()
        self.current = guest
        local.actor = guest
        self._catch_up()
        return guest

    def leave_guest(self, actor: Actor) -> None:
        """Give the lock back."""
        local.actor = None
        self._lock.release()

    def park(self, what: object, until_us: int | None = None) -> bool:
        """Wait in real time, without the lock, until woken or ``until_us``."""
        if local.actor is None:
            guest = self.enter_guest("test")
            try:
                return self.park(what, until_us)
            finally:
                self.leave_guest(guest)
        me = self.current
        me.waiting, me.parked, me.woken, me.ready = what, True, False, False
        try:
            while not me.woken:
                due = self.scheduler.next_due()
                ends = [moment for moment in (due, until_us) if moment is not None]
                limit = max((min(ends) - self.clock.real_elapsed_us()) / 1e6, 0.0) if ends else 3600.0
                self._without_lock(me, limit)
                self._catch_up()
                if until_us is not None and self.clock.elapsed_us >= until_us:
                    break
                if me is self.test and self._watching and self.activity != self._watched_from:
                    break
            if me.pending is not None:
                raise ActorKilled(me.name)
            return me.woken
        finally:
            me.waiting, me.parked = None, False
            if me is self.test:
                self._watching = False

    def _without_lock(self, me: Actor, seconds: float) -> None:
        local.actor = None
        self._lock.release()
        try:
            me.gate.acquire(timeout=min(seconds, 3600.0))
        finally:
            self._lock.acquire()
            self.current = me
            local.actor = me

    def wake(self, actor: Actor) -> None:
        """Let a parked call go on."""
        if actor.parked and not actor.woken:
            actor.woken = True
            actor.gate.release()

    def handover(self) -> None:
        """Run what has come due."""
        self.look()

    def look(self) -> None:
        """Run what has come due."""
        if local.actor is not None:
            self._catch_up()
        else:
            self.leave_guest(self.enter_guest("test"))

    def sleep(self, delta_us: int) -> None:
        """Really sleep."""
        Real.sleep(delta_us / 1e6)

    def sleep_until(self, elapsed_us: int, what: object = "the end of a sleep") -> None:
        """Really sleep, with the events on the way."""
        self.park(what, elapsed_us)

    def _catch_up(self) -> None:
        now = self.clock.real_elapsed_us()
        while not self.busy:
            timer = self.scheduler.pop_due(now)
            if timer is None:
                break
            self.clock.set_elapsed(timer[0])
            self._fire(timer)
        self.clock.set_elapsed(now)
