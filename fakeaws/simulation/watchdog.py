"""Really blocked: an actor that keeps the baton while it waits in C, or computes, for longer than a limit of real time.

Virtual time stands still then, and without help the test run hangs. One thread per process looks now and then whether
the innermost world still moves. It names the place, ends what can be ended and lets the test go on to its failure.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
import time
from types import FrameType
from typing import TYPE_CHECKING, Any

from fakeaws.errors import FakeAwsError
from fakeaws.simulation.actors import Actor, ActorKilled, application_place
from fakeaws.simulation.baton import own_threads
from fakeaws.simulation.real import Bell, Real
from fakeaws.simulation.stack import stack

if TYPE_CHECKING:
    from fakeaws.simulation.simulation import Simulation

#: Looks per limit, and the seconds between two of them at the most and at the least.
_LOOKS = 20
_LONGEST, _SHORTEST = 1.0, 0.02
#: Seconds without any world after which the thread waits for the next one instead of looking.
_IDLE_SECONDS = 5.0
_SAMPLES, _SAMPLE_SECONDS = 20, 0.005
_PARKED_SECONDS = 3600.0
#: Modules whose frames mean that somebody stopped the actor on purpose.
_DEBUGGERS = frozenset(("bdb", "pdb", "cmd", "pydevd", "_pydevd_bundle", "debugpy", "ipdb", "IPython", "pudb"))
_SIGNAL = getattr(signal, "SIGURG", None)


class Settings:
    """What the plugin may set."""

    #: Real seconds without a hand-over after which an actor counts as blocked; 0 turns the watch-dog off.
    limit_seconds: float = 20.0


class _Watch:
    """The one thread's state."""

    pid = 0
    #: Wakes the thread between two looks.
    bell = Bell()
    #: Worlds that are watched now.
    worlds: int = 0
    parked = False
    #: What the test in the main thread is to raise when the signal comes.
    error: BaseException | None = None
    error_in: Simulation | None = None


def start(simulation: Simulation) -> None:
    """Watch a world that has just been entered. Cheap: the thread, if it is there, need not be woken for it."""
    if Settings.limit_seconds <= 0 or simulation.is_real or _traced():
        return
    _arm_signal(simulation)
    _Watch.worlds += 1
    simulation.test.data["watched"] = True
    if _Watch.pid != os.getpid():
        _Watch.pid = os.getpid()
        _Watch.parked = False
        _Watch.bell = Bell()
        _thread.start_new_thread(_look_on, ())
    elif _Watch.parked or _period() < _LONGEST:
        _Watch.bell.ring()


def stop(simulation: Simulation) -> None:
    """Watch it no longer; harmless if `start` did not happen."""
    data = simulation.test.data
    if data.pop("watched", False):
        _Watch.worlds -= 1
    if _Watch.error_in is simulation:
        _Watch.error = _Watch.error_in = None
    if "signal" in data and _SIGNAL is not None:
        signal.signal(_SIGNAL, data.pop("signal"))


def _traced() -> bool:
    """Whether a debugger is at work; coverage measurement is none."""
    if "pydevd" in sys.modules:
        return True
    tracer = sys.gettrace()
    if tracer is not None:
        module = getattr(tracer, "__module__", None) or type(tracer).__module__
        return not module.startswith("coverage")
    monitoring = getattr(sys, "monitoring", None)
    return monitoring is not None and monitoring.get_tool(monitoring.DEBUGGER_ID) is not None


# -- looking -----------------------------------------------------------------------------------------------------------


def _period() -> float:
    return min(_LONGEST, max(_SHORTEST, Settings.limit_seconds / _LOOKS))


def _look_on() -> None:
    own_threads.add(Real.get_ident())
    seen: tuple[int, int, Actor] | None = None
    still = idle = 0.0
    bell = _Watch.bell
    while True:
        if idle >= _IDLE_SECONDS:
            _Watch.parked = True
            while not _Watch.worlds:
                bell.wait(_PARKED_SECONDS)
            _Watch.parked = False
            idle = 0.0
        period = _period()
        rung = bell.wait(period)
        if not _Watch.worlds or not stack:
            idle += period
            seen = None
            continue
        idle = 0.0
        try:
            simulation = stack[-1]
            current = simulation.current
            now = (id(simulation), simulation.beats, current)
        except IndexError:
            continue
        if now != seen or rung:
            seen, still = now, 0.0
            continue
        still += period
        limit = Settings.limit_seconds
        if 0 < limit <= still and simulation.test.data.get("watched"):
            still = 0.0
            _act(simulation, current, limit)


def _act(simulation: Simulation, actor: Actor, limit: float) -> None:
    thread = actor.thread
    ident = thread.ident if thread is not None else None
    if ident is None or _debugged(sys._current_frames().get(ident)):
        return
    spinning = _moves(ident)
    if simulation.current is not actor:
        return
    frame = sys._current_frames().get(ident)
    place = application_place(frame)
    at = f" at {place}" if place else ""
    if spinning:
        did = f"{actor.name} computed for {limit:g} s of real time without a hand-over{at}"
        advice = "a loop that polls must sleep or wait in it"
    else:
        did = f"{actor.name} has really blocked for {limit:g} s of real time{at}{_call(frame)}"
        advice = "only locks made after fakeaws was imported, sleeps and queues wait in virtual time"
    error = FakeAwsError(
        f"{did}, while virtual time stands still; {advice} (the limit is the setting fakeaws_watchdog, in seconds)"
    )
    if actor is not simulation.test:
        simulation.interrupt_test(error)
        simulation.kill(actor)
        end_in(actor)
        if not spinning or actor.data.get("ended by watch-dog"):
            simulation.take_baton_from(actor)
        actor.data["ended by watch-dog"] = True
    elif not spinning or len(simulation.actors) > 1:  # a test that only computes, alone in its world, is merely slow
        _interrupt(simulation, ident, error)


def _moves(ident: int) -> bool:
    """Whether the thread computes: it needs the processor, or its place in Python code changes."""
    first, before = _position(ident), _processor_seconds(ident)
    for _ in range(_SAMPLES):
        Real.sleep(_SAMPLE_SECONDS)
        if _position(ident) != first or _processor_seconds(ident) - before > _SAMPLE_SECONDS:
            return True
    return False


def _processor_seconds(ident: int) -> float:
    if not hasattr(time, "pthread_getcpuclockid"):
        return 0.0
    return time.clock_gettime(time.pthread_getcpuclockid(ident))


def _position(ident: int) -> tuple[int, int] | None:
    frame = sys._current_frames().get(ident)
    return None if frame is None else (id(frame), frame.f_lasti)


def _debugged(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_globals.get("__name__", "").partition(".")[0] in _DEBUGGERS:
            return True
        frame = frame.f_back
    return False


def _call(frame: FrameType | None) -> str:
    if frame is None:
        return ""
    module = frame.f_globals.get("__name__", "")
    if module.partition(".")[0] in sys.stdlib_module_names and module != "__main__":
        return f" (in {module}.{frame.f_code.co_name})"
    return ""


# -- ending ------------------------------------------------------------------------------------------------------------


def end_in(actor: Actor) -> None:
    """Raise `ActorKilled` in another actor's thread, as soon as that executes Python code."""
    if actor.thread is not None and actor.thread.ident is not None:
        _raise_in(actor.thread.ident, ActorKilled)


def _raise_in(ident: int, exception: type[BaseException]) -> None:
    import ctypes

    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(ident), ctypes.py_object(exception))


def _interrupt(simulation: Simulation, ident: int, error: FakeAwsError) -> None:
    """Raise ``error`` in the test. The main thread is reached by a signal even where it waits in C."""
    if "signal" in simulation.test.data and _SIGNAL is not None:
        _Watch.error, _Watch.error_in = error, simulation
        signal.pthread_kill(ident, _SIGNAL)
    else:
        _raise_in(ident, _with_text(error))


def _with_text(error: FakeAwsError) -> type[FakeAwsError]:
    """A class whose instances, made without arguments, read like ``error``."""

    def __init__(self: Any) -> None:  # noqa: N807
        FakeAwsError.__init__(self, *error.args)

    return type("FakeAwsError", (FakeAwsError,), {"__init__": __init__, "__module__": FakeAwsError.__module__})


def _arm_signal(simulation: Simulation) -> None:
    if _SIGNAL is None or threading.current_thread() is not threading.main_thread():
        return
    if signal.getsignal(_SIGNAL) is signal.SIG_DFL:
        simulation.test.data["signal"] = signal.signal(_SIGNAL, _on_signal)


def _on_signal(number: int, frame: FrameType | None) -> None:
    error, _Watch.error = _Watch.error, None
    simulation, _Watch.error_in = _Watch.error_in, None
    if error is not None and stack and stack[-1] is simulation:
        raise error
