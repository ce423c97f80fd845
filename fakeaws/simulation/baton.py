"""One world's simulation: who runs, what is due, when time may jump.

There is one baton. The actor that holds it runs; it gives it up only at a hand-over point (an AWS call, a sleep, a wait,
its end). Whoever gives it up picks the next itself, in this order:

1. events that are due, in order of time and scheduling;
2. background actors that can run, first come first served;
3. events that are due, but come last at their instant;
4. the test's actor, so that a call of the test sees everything that was due;
5. else time jumps to the next due event. With none left, that is a `Deadlock`.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fakeaws.errors import Deadlock, Stalled
from fakeaws.simulation.actors import MAX_SWALLOWED_KILLS, Actor, ActorKilled, local
from fakeaws.simulation.clock import Clock
from fakeaws.simulation.real import Bell, Real
from fakeaws.simulation.scheduler import LAST, Scheduler, Timer

if TYPE_CHECKING:
    from fakeaws.simulation.real_io import RealInput
    from fakeaws.simulation.surroundings import Surroundings

DAY_US = 86_400_000_000
#: A background actor that makes so many calls while no time passes waits a little: 1 ms, then twice as long each time.
TURNS_AT_ONE_INSTANT = 1_000
SPIN_US = 1_000
LONGEST_SPIN_US = 1_000_000
#: Virtual time without any change in a service after which polling actors count as stalled.
STALLED_AFTER_US = 30 * DAY_US
#: Real seconds that a wait nobody inside can end is left to threads outside the world.
GRACE_SECONDS = 0.2
#: Real seconds that an interrupted test gives the actor that runs to reach a hand-over, before it is ended.
INTERRUPT_SECONDS = 1.0
#: How often, in real seconds, a thread that waits to be a guest looks whether the world is still there.
GUEST_LOOKS_SECONDS = 0.5


#: Threads of the library's own, which wake nobody.
own_threads: set[int | None] = set()


def _threads_besides(inside: set[int | None]) -> bool:
    return any(ident not in inside and ident not in own_threads for ident in sys._current_frames())


class Baton:
    """Who has it, who gets it next, and when time jumps. `Simulation` adds how actors come and go."""

    __slots__ = (
        "_bell",
        "_counts",
        "_external",
        "_watched_from",
        "_watching",
        "activity",
        "actors",
        "beats",
        "busy",
        "clock",
        "closing",
        "current",
        "dead",
        "ended",
        "executors",
        "failed",
        "hash_count",
        "left",
        "lost",
        "owner",
        "pid",
        "progress_us",
        "ready",
        "real_inputs",
        "scheduler",
        "stalled_after_us",
        "surroundings",
        "test",
        "test_ready",
    )

    def __init__(self, clock: Clock, owner: Any, test: Actor) -> None:
        self.clock = clock
        self.owner = owner
        #: The process that the simulation lives in; its threads do not survive a fork.
        self.pid = os.getpid()
        self.scheduler = Scheduler()
        self.test = test
        self.current = test
        #: Those in place; ``None``: the test's own.
        self.surroundings: Surroundings | None = None
        self.actors: list[Actor] = [test]
        self.ready: deque[Actor] = deque()
        self.test_ready = False
        #: True while an event runs: an event must not wait, and primitives are real meanwhile.
        self.busy = False
        self.dead = False
        self.closing = False
        #: Its actors have ended; guests come no more.
        self.left = False
        #: Some actor lost the baton while it was blocked in C, and may come back.
        self.lost = False
        self.progress_us = 0
        self.stalled_after_us = STALLED_AFTER_US
        #: Counts hand-overs and events: the watch-dog looks whether it moves.
        self.beats = 0
        self._counts: dict[str, int] = {}
        # Real threads speak to the baton's holder only through these two, and ring when something is there.
        self._bell = Bell()
        self._external: deque[tuple[Callable[..., object], tuple[Any, ...]]] = deque()
        self._watching = False
        self._watched_from = 0
        #: Counts events and turns of background actors: whether anything happened since.
        self.activity = 0
        #: Background actors that an exception of their own ended, in that order.
        self.failed: list[Actor] = []
        #: Actors that ended before the world did, by name: whether each came to its own end, neither killed nor failed.
        self.ended: dict[str, bool] = {}
        #: Thread pools that are used in the world (see `executors`).
        self.executors: list[Any] = []
        self.hash_count = 0
        #: Actors that wait for real descriptors (see `real_io`).
        self.real_inputs: list[RealInput] = []

    @property
    def is_real(self) -> bool:
        """Whether time is the machine's and no thread an actor (see `real_time`)."""
        return False

    # -- time ----------------------------------------------------------------------------------------------------

    def at(self, due_us: int, fn: Callable[..., object], *args: object) -> Timer:
        """Call ``fn(*args)`` at ``due_us`` (elapsed microseconds). It must not wait."""
        return self.scheduler.at(due_us, fn, *args)

    def after(self, delay_us: int, fn: Callable[..., object], *args: object) -> Timer:
        """Call ``fn(*args)`` in ``delay_us`` microseconds. It must not wait."""
        return self.scheduler.at(self.clock.elapsed_us + delay_us, fn, *args)

    def at_last(self, due_us: int, fn: Callable[..., object], *args: object) -> Timer:
        """Like `at`, but after all other events and background actors of that instant: the deadline that they may meet."""
        return self.scheduler.at_last(due_us, fn, *args)

    def cancel(self, timer: Timer) -> None:
        """Take a timer back; harmless if it has fired."""
        self.scheduler.cancel(timer)

    def look(self) -> None:
        """Follow the frozen time, wherever somebody moved it to (the clock rule)."""
        if self.lost:
            self._refuse_lost()
        moved = self.clock.moved_by()
        if moved > 0:
            target = self.clock.elapsed_us + moved
            self.clock.set_elapsed(self.clock.elapsed_us)
            self.sleep_until(target, "the frozen time that was set")
        elif moved < 0:
            self.clock.step_back(-moved)
            if self.owner is not None:
                self.owner.on_step_back(-moved)

    def sleep_until(self, elapsed_us: int, what: object = "the end of a sleep") -> None:
        """Let the calling actor wait until the given elapsed time; due events and other actors run meanwhile."""
        self.park(what, max(elapsed_us, self.clock.elapsed_us))

    def sleep(self, delta_us: int) -> None:
        """``time.sleep`` of the calling actor."""
        self.look()
        if delta_us <= 0:
            self.handover()
        else:
            self.park("the end of a sleep", self.clock.elapsed_us + delta_us)

    # -- giving up the baton -------------------------------------------------------------------------------------

    def park(self, what: object, until_us: int | None = None) -> bool:
        """Wait until `wake` or, if given, elapsed time ``until_us``; true if woken."""
        if self.lost:
            self._refuse_lost()
        me = self.current
        if me.pending is not None:
            self._meet(me)
        self.clock.pristine = False
        me.waiting = what
        me.parked = True
        me.woken = False
        if until_us is not None:
            me.timer = self.scheduler.at(until_us, self._time_out, me)
        self._switch(me)
        if me is self.test:
            self._watching = False
        timer = me.timer
        if timer is not None:
            self.scheduler.cancel(timer)
            me.timer = None
        me.waiting = None
        if me.pending is not None:
            self._meet(me)
        return me.woken

    def wake(self, actor: Actor) -> None:
        """Make a parked actor runnable; one that already is stays so. Call it with the baton."""
        if actor.parked and not actor.ready:
            actor.woken = True
            self._make_ready(actor)

    def handover(self) -> None:
        """Run what is due and let others have their turn; no time passes by itself."""
        if self.lost:
            self._refuse_lost()
        me = self.current
        if me.pending is not None:
            self._meet(me)
        self.beats += 1
        self.look()
        if me.background and self._spins(me):
            return
        heap = self.scheduler.heap
        if self.ready or self._external or (heap and heap[0][0] <= self.clock.elapsed_us):
            self.clock.pristine = False
            self.let_others_run()
            if me.pending is not None:
                self._meet(me)

    def _spins(self, me: Actor) -> bool:
        """Whether a background actor has gone on for so long at one instant that some time has to pass; then it does."""
        now = self.clock.elapsed_us
        if me.instant_us != now:
            me.instant_us, me.turns, me.spins = now, 0, 0
        me.turns += 1
        if me.turns < TURNS_AT_ONE_INSTANT:
            return False
        self.park("its turn, after many at one instant", now + min(SPIN_US << me.spins, LONGEST_SPIN_US))
        me.instant_us, me.turns, me.spins = self.clock.elapsed_us, 0, me.spins + 1
        return True

    def let_others_run(self) -> None:
        """Run what is due and give others their turn, without a look at the frozen time and at what is pending."""
        me = self.current
        me.waiting = "its turn"
        me.parked = True
        me.woken = True
        self._make_ready(me)
        self._switch(me)
        me.waiting = None

    def _time_out(self, actor: Actor) -> None:
        if actor.parked and not actor.ready:
            self._make_ready(actor)

    def _make_ready(self, actor: Actor) -> None:
        actor.ready = True
        if actor is self.test:
            self.test_ready = True
        else:
            self.ready.append(actor)

    def _switch(self, me: Actor) -> None:
        try:
            following = self._pick()
            if following is me:
                return
            self._turn_to(following)
            following.gate.release()
            me.gate.acquire()
        except BaseException:
            self._interrupted(me)
            raise

    def _interrupted(self, me: Actor) -> None:
        """Ctrl-C or a time-out's signal in the main thread: nobody else may run on, and one at a time stays true."""
        self.dead = True
        if self.current is not me and not me.gate.acquire(timeout=INTERRUPT_SECONDS):
            from fakeaws.simulation.watchdog import end_in

            end_in(self.current)
            if not me.gate.acquire(timeout=INTERRUPT_SECONDS):
                self.take_baton_from(self.current)
        self._turn_to(me)
        me.parked = me.ready = False
        if me is self.test:
            self.test_ready = False
        if me.timer is not None:
            self.scheduler.cancel(me.timer)
            me.timer = None

    def _turn_to(self, actor: Actor) -> None:
        """Make it the one that runs, in its surroundings."""
        self.current = actor
        if actor.surroundings is not self.surroundings:
            self.surround(actor.surroundings)

    def surround(self, surroundings: Surroundings | None) -> None:
        """Put these in place for whoever runs now."""
        from fakeaws.simulation.surroundings import change

        before, self.surroundings = self.surroundings, surroundings
        change(before, surroundings)

    def _pick(self) -> Actor:
        scheduler, clock = self.scheduler, self.clock
        self.beats += 1
        while True:
            if self.dead:
                return self._taken(self.test)
            if self._external:
                self._admit()
            timer = scheduler.pop_due(clock.elapsed_us)
            if timer is not None and (timer[1] < LAST or not self.ready):
                self._fire(timer)
            elif self.ready:
                if timer is not None:
                    scheduler.put_back(timer)
                self.activity += 1
                return self._taken(self.ready.popleft())
            elif self.test_ready:
                self.test_ready = False
                return self._taken(self.test)
            else:
                due = scheduler.next_due()
                if due is None:
                    self._nothing_left()
                elif self._watching and self.activity != self._watched_from:
                    self._watching = False
                    return self._taken(self.test)
                elif not self.real_inputs or not self._real_input_arrived(last_resort=False):
                    self._jump(due)

    def _taken(self, actor: Actor) -> Actor:
        actor.ready = False
        actor.parked = False
        return actor

    def watch_next_instant(self) -> None:
        """Let the test's coming `park` end also once everything at an instant at which something happened is done."""
        self._watching = True
        self._watched_from = self.activity

    def _fire(self, timer: Timer) -> None:
        self.busy = True
        self.activity += 1
        self.beats += 1
        try:
            self.scheduler.fire(timer)
        except BaseException as error:  # an error in an event is nobody's but the test's
            self.interrupt_test(error)
        finally:
            self.busy = False

    def _jump(self, due_us: int) -> None:
        if due_us - self.progress_us > self.stalled_after_us and not self._passes_time(self.test):
            self.progress_us = due_us
            self.interrupt_test(
                Stalled(
                    f"nothing changed in any service for {self.stalled_after_us // DAY_US} virtual days while actors "
                    "went on polling and sleeping; end them, or let the test wait for something that happens:"
                    + self._listing()
                )
            )
            return
        self.clock.set_elapsed(due_us)

    @staticmethod
    def _passes_time(actor: Actor) -> bool:
        waiting = actor.waiting
        return isinstance(waiting, str) or getattr(waiting, "passes_time", False) is True

    def _nothing_left(self) -> None:
        if self.real_inputs and self._real_input_arrived(last_resort=True):
            return
        if self._may_be_woken_from_outside():
            return
        if self.test.pending is not None:
            self._make_ready(self.test)
            return
        self.interrupt_test(Deadlock("every actor waits and nothing is due:" + self._listing()))

    def _real_input_arrived(self, *, last_resort: bool) -> bool:
        from fakeaws.simulation.real_io import arrived

        return arrived(self.real_inputs, last_resort=last_resort)

    def _may_be_woken_from_outside(self) -> bool:
        """Whether a thread outside the world ended the wait within the grace; true: look again."""
        inside = {actor.thread.ident for actor in self.actors if actor.thread is not None}
        deadline = Real.perf_counter() + GRACE_SECONDS
        self._bell.wait(GRACE_SECONDS / 100)  # a thread that has just been started cannot be seen yet
        while not self._external:
            if Real.perf_counter() > deadline or not _threads_besides(inside):
                return False
            self._bell.wait(GRACE_SECONDS / 10)
        return True

    def _listing(self) -> str:
        return "".join(f"\n  {actor.describe()}" for actor in self.actors if not actor.done)

    def interrupt_test(self, error: BaseException) -> None:
        """Let the test's actor meet ``error`` at its hand-over; the first error stays."""
        if self.test.pending is None:
            self.test.pending = error
        if self.test.parked and not self.test.ready:
            self._make_ready(self.test)

    def progressed(self) -> None:
        """Something changed in a service, or the test let time pass on purpose."""
        self.progress_us = self.clock.elapsed_us

    # -- the baton when an actor ends ---------------------------------------------------------------------------

    def _end(self, actor: Actor) -> None:
        actor.done = True
        if actor in self.actors:
            self.actors.remove(actor)
        if actor.number >= 0 and not self.closing:
            self.ended[actor.name] = actor.error is None and not actor.killed
        for other in actor.waiters:
            other.simulation.wake(other)
        actor.waiters.clear()

    def _meet(self, actor: Actor) -> None:
        error = actor.pending
        assert error is not None
        if not actor.killed:
            actor.pending = None
            raise error
        actor.swallowed += 1
        if actor.swallowed > MAX_SWALLOWED_KILLS:
            actor.waiting = "nothing any more: it swallowed its own end"
            actor.parked = True
            self.abandon(actor)
        raise ActorKilled(actor.name)

    def abandon(self, actor: Actor) -> None:
        """Never give this actor the baton again; called in its own thread, it does not return."""
        self._end(actor)
        following = self._pick()
        self._turn_to(following)
        following.gate.release()
        while True:
            actor.gate.acquire()

    def take_baton_from(self, actor: Actor) -> None:
        """Give the test the baton of an actor that is blocked in C; called by the watch-dog or the interrupted test.

        If its thread ever comes back it meets `ActorKilled` wherever it would wait.
        """
        self.lost = True
        actor.killed = True
        self._end(actor)
        self.busy = False
        self.test_ready = False
        self._turn_to(self._taken(self.test))
        self.test.gate.release()

    def _refuse_lost(self) -> None:
        actor = local.actor
        if actor is not None and actor is not self.current and actor.done:
            raise ActorKilled(actor.name)

    def _admit(self) -> None:
        while self._external:
            fn, args = self._external.popleft()
            fn(*args)
