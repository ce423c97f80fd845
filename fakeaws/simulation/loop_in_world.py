"""An asyncio event loop that runs in an actor: it waits in virtual time and can be woken by other actors.

Only the waiting is replaced: inside a world the loop's selector is a `LoopInWorld`, which parks the actor instead of
blocking in the kernel. A loop may enter and leave worlds while it exists, even while it runs; its timers are then moved
to the other time base, so that remaining durations stay. Windows' proactor loops wait in virtual time too, but real
sockets are not looked at in them.
"""

from __future__ import annotations

import heapq
import selectors
from asyncio import base_events, events
from collections.abc import Callable
from typing import Any

from fakeaws.errors import NotSupportedError
from fakeaws.simulation.actors import Actor, local
from fakeaws.simulation.foreign_loops import only_cancels
from fakeaws.simulation.loop_report import LoopWait
from fakeaws.simulation.patches import Patches
from fakeaws.simulation.real import Real
from fakeaws.simulation.real_io import listens
from fakeaws.simulation.simulation import Simulation
from fakeaws.simulation.stack import stack

_STATE = "_fakeaws_state"
#: asyncio treats timers that are this near as due. Virtual time is whole microseconds.
_RESOLUTION = 1e-6
_FAR_FUTURE = 1e14
#: Iterations without waiting that a loop may make after its actor was killed.
_LAST_ROUNDS = 1_000


class LoopInWorld:
    """Stands in for a loop's selector while the loop belongs to a world."""

    __slots__ = (
        "_actor",
        "_last_rounds",
        "_slow_callback",
        "_woken",
        "base_us",
        "loop",
        "real_resolution",
        "selector",
        "simulation",
        "waiting",
    )

    def __init__(self, loop: Any, simulation: Simulation) -> None:
        self.loop = loop
        self.simulation = simulation
        #: What the times of the loop's timers are counted from.
        self.base_us = simulation.clock.monotonic_base_us
        self.selector = loop._selector
        self.real_resolution = loop._clock_resolution
        self.waiting = LoopWait(loop)
        #: The actor while it is parked here, and only then.
        self._actor: Actor | None = None
        self._woken = False
        self._last_rounds = 0
        self._slow_callback: float | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.selector, name)

    # -- waiting -------------------------------------------------------------------------------------------------

    def select(self, timeout: float | None = None) -> list[Any]:
        """Stand in for ``selector.select``: others run meanwhile, and time passes if the loop has nothing to do."""
        self._restore_slow_callback()
        simulation = self.simulation
        actor = local.actor
        if actor is None or _world() is not simulation:
            events: list[Any] = self.selector.select(timeout)
            return events
        if simulation.busy:
            raise RuntimeError("an event of the world must not run an event loop")
        if timeout == 0:
            if not self._runs_its_last(actor):
                simulation.handover()
            _follow(self.loop)
        else:
            simulation.look()
            _follow(self.loop)
            if not self._look_real() and not self._woken and not self.loop._ready:
                self._park(actor)
        self._woken = False
        return self._look_real()

    def _park(self, actor: Actor) -> None:
        simulation = self.simulation
        real = self._has_real_input()
        if real:
            simulation.real_inputs.append(self)
        self._actor = actor
        try:
            simulation.park(self.waiting, self._next_timer_us())
        finally:
            self._actor = None
            if real:
                simulation.real_inputs.remove(self)

    def _runs_its_last(self, actor: Actor) -> bool:
        """Whether the actor was killed and its loop still cancels its tasks: they must be able to run to their ends."""
        if not actor.killed:
            return False
        self._last_rounds += 1
        return self._last_rounds <= _LAST_ROUNDS

    def _next_timer_us(self) -> int | None:
        scheduled = self.loop._scheduled
        if not scheduled or scheduled[0]._when > _FAR_FUTURE:
            return None
        due: int = round(scheduled[0]._when * 1e6) - self.simulation.clock.monotonic_base_us
        return max(due, self.simulation.clock.elapsed_us)

    # -- being woken ---------------------------------------------------------------------------------------------

    def wake(self) -> None:
        """Let the loop look for new callbacks. Call it with the baton."""
        self._woken = True
        if self._actor is not None:
            self.simulation.wake(self._actor)

    # -- real descriptors (see real_io) --------------------------------------------------------------------------

    def _has_real_input(self) -> bool:
        """Whether there is anything to look at besides the loop's own pipe, which signal handlers write to."""
        if not isinstance(self.selector, selectors.BaseSelector):
            return False
        return len(self.selector.get_map()) > 1 or bool(getattr(self.loop, "_signal_handlers", None))

    def _look_real(self) -> list[Any]:
        return self.selector.select(0) if self._has_real_input() else []

    def ready(self, seconds: float) -> bool:
        """See `real_io.RealInput`."""
        if not self.selector.select(seconds):
            return False
        self.wake()
        return True

    def expects(self) -> bool:
        """See `real_io.RealInput`."""
        own = self.loop._ssock.fileno()
        return any(not listens(key.fd) for key in self.selector.get_map().values() if key.fd != own)

    # -- entering a world from inside a callback -----------------------------------------------------------------

    def hush_slow_callback(self) -> None:
        """In debug mode, let the callback that is running now not be called slow because time's base changed."""
        self._slow_callback = self.loop.slow_callback_duration
        self.loop.slow_callback_duration = float("inf")

    def _restore_slow_callback(self) -> None:
        if self._slow_callback is not None:
            self.loop.slow_callback_duration = self._slow_callback
            self._slow_callback = None

    def detach(self) -> None:
        """Give the loop its selector back."""
        self._restore_slow_callback()
        if self.loop._selector is self:
            self.loop._selector = self.selector
        self.loop._clock_resolution = self.real_resolution


# -- which world a loop belongs to -------------------------------------------------------------------------------------


def _world() -> Simulation | None:
    """The world that a loop run by the caller belongs to: none in real threads, not even while they are guests."""
    actor = local.actor
    if actor is None or actor.number < 0 or actor.simulation.is_real:
        return None
    return actor.simulation


class _Original:
    """asyncio's own functions."""

    run_once: Callable[..., Any]
    call_at: Callable[..., Any]
    time: Callable[..., float]
    get_event_loop: Callable[[Any], Any]


def settle(loop: Any) -> None:
    """Let the loop belong to the world of the calling thread's actor, or to none, and rebase its timers.

    The base of one world changes too: a world that nothing happened in yet takes a freeze's time for its start.
    """
    state: LoopInWorld | None = loop.__dict__.get(_STATE)
    simulation = _world()
    if not hasattr(loop, "_scheduled"):
        return
    if simulation is not None:
        _refuse_real_asyncio(loop)
    old_now = Real.monotonic() if state is None else (state.base_us + state.simulation.clock.elapsed_us) / 1e6
    new_now = _Original.time(loop) if simulation is None else simulation.clock.monotonic()
    _rebase(loop, old_now, new_now, known=state is not None and simulation is not None)
    if state is not None:
        if simulation is not None and state.simulation is simulation:
            state.base_us = simulation.clock.monotonic_base_us
            return
        state.detach()
        del loop.__dict__[_STATE]
    if simulation is not None and loop._selector is not None:
        state = LoopInWorld(loop, simulation)
        loop.__dict__[_STATE] = state
        loop._selector = state
        loop._clock_resolution = _RESOLUTION
        if loop._debug and loop.is_running():
            state.hush_slow_callback()


def _rebase(loop: Any, old_now: float, new_now: float, *, known: bool) -> None:
    """Move timers from one time base to another.

    Unless it is ``known`` that all are in the old one, those nearer to the new stay: a freeze of the caller's may have
    been there before the world.
    """
    shift = new_now - old_now
    moved = False
    for handle in loop._scheduled:
        if known or abs(handle._when - old_now) < abs(handle._when - new_now):
            handle._when += shift
            moved = True
    if moved:
        heapq.heapify(loop._scheduled)


def _refuse_real_asyncio(loop: Any) -> None:
    if type(loop).time.__module__.partition(".")[0] == "freezegun" and not only_cancels(loop):
        raise NotSupportedError(
            "freeze_time(real_asyncio=True) lets event loops wait in real time; inside a world they wait in virtual "
            "time and agree with the frozen one: leave real_asyncio out"
        )


# -- drop-ins of BaseEventLoop -----------------------------------------------------------------------------------------


def _follow(loop: Any) -> None:
    """Settle the loop if it is not in the world, or not in the time base, that it runs in now."""
    world = _world()
    state: LoopInWorld | None = loop.__dict__.get(_STATE)
    if state is None:
        if world is not None:
            settle(loop)
    elif state.simulation is not world or state.base_us != world.clock.monotonic_base_us:
        settle(loop)


def _run_once(loop: Any) -> None:
    _follow(loop)
    _Original.run_once(loop)


def _call_at(loop: Any, when: float, callback: Callable[..., Any], *args: Any, **options: Any) -> Any:
    _follow(loop)  # before the first timer of the new base is added to those of the old
    return _Original.call_at(loop, when, callback, *args, **options)


def _time(loop: Any) -> float:
    world = _world()
    if world is not None:
        return world.clock.monotonic()
    if stack:  # a real thread beside a world must not see frozen time
        return Real.monotonic()
    return _Original.time(loop)


def _wake_up(original: Callable[[Any], None]) -> Callable[[Any], None]:
    """A loop's ``_write_to_self``: how other threads, executors and signals tell it of a new callback."""

    def write_to_self(loop: Any) -> None:
        state: LoopInWorld | None = loop.__dict__.get(_STATE)
        if state is None:
            original(loop)
            return
        actor = local.actor
        if actor is not None and actor.simulation.current is actor:
            state.wake()
            return
        # A real thread, or a signal handler while another actor has the baton. The pipe as well: the loop may be
        # leaving the world at this moment.
        state.simulation.from_outside(state.wake)
        original(loop)

    return write_to_self


def _get_event_loop(self: Any) -> Any:
    """Stand in for the policy's ``get_event_loop``: what has surroundings of its own has a main thread, too."""
    actor = local.actor
    surroundings = None if actor is None else actor.surroundings
    if (
        surroundings is not None
        and surroundings.main is actor
        and self._local._loop is None
        and not self._local._set_called
    ):
        self.set_event_loop(surroundings.event_loop(self.new_event_loop))
    return _Original.get_event_loop(self)


def install(table: Patches) -> None:
    """Add this module's rows."""
    policy: Any = getattr(events, "BaseDefaultEventLoopPolicy", None)
    if policy is not None:
        _Original.get_event_loop = staticmethod(table.replace(policy, "get_event_loop", _get_event_loop))
    from asyncio import proactor_events, selector_events

    owner = base_events.BaseEventLoop
    _Original.run_once = staticmethod(table.replace(owner, "_run_once", _run_once))
    _Original.call_at = staticmethod(table.replace(owner, "call_at", _call_at))
    _Original.time = staticmethod(table.replace(owner, "time", _time))
    kinds: tuple[Any, ...] = (selector_events.BaseSelectorEventLoop, proactor_events.BaseProactorEventLoop)
    for kind in kinds:
        table.replace(kind, "_write_to_self", _wake_up(kind._write_to_self))
