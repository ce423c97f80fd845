"""Threads that an actor starts become actors; all others stay real.

A new actor's thread is started really, with the standard library's handshake, and waits for the baton before its first
own line. It hands the baton on when the standard library has struck it off its lists.
"""

from __future__ import annotations

import functools
import os
import re
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fakeaws.simulation import real_threads
from fakeaws.simulation.actors import Actor, ActorKilled, local
from fakeaws.simulation.import_hooks import when_imported
from fakeaws.simulation.patches import Patches
from fakeaws.simulation.real import Real
from fakeaws.simulation.real_threads import real_thread_modules as real_thread_modules
from fakeaws.simulation.stack import stack
from fakeaws.simulation.tickets import Ticket, due, waiting_actor

if TYPE_CHECKING:
    from fakeaws.simulation.simulation import Simulation

_ACTOR = "_fakeaws_actor"


class _Original:
    """The standard library's own."""

    start: Callable[[Any], None]
    bootstrap: Callable[[Any], None]
    join: Callable[..., None]
    is_alive: Callable[[Any], bool]


# -- starting ----------------------------------------------------------------------------------------------------------


def _start(self: threading.Thread) -> None:
    """Stand in for ``Thread.start``."""
    actor = local.actor
    if actor is None or not getattr(self, "_initialized", False) or self._started.is_set():  # type: ignore[attr-defined]
        _Original.start(self)
    elif actor.simulation.is_real or _is_tool(self):
        _start_really(self)
    else:
        adopt(self, actor.simulation)


def _is_tool(thread: threading.Thread) -> bool:
    target = getattr(thread, "_target", None) or getattr(thread, "function", None)
    return (
        real_threads.is_real(type(thread).__module__)
        or real_threads.is_real(getattr(target, "__module__", None))
        or real_threads.called_by_tool(sys._getframe(2))
    )


def _start_really(thread: threading.Thread) -> None:
    actor, local.actor = local.actor, None
    try:
        _Original.start(thread)
    finally:
        local.actor = actor


def adopt(thread: threading.Thread, simulation: Simulation, role: str | None = None) -> Actor:
    """Start a thread as a new actor of ``simulation``, whose baton the caller has; it runs when its turn comes.

    ``role`` names it; without one it is named after the thread's own name, its target or its executor.
    """
    actor = simulation.add(role or _role(thread, simulation))
    actor.thread = thread
    own = thread.__dict__
    own[_ACTOR] = actor
    shadowed = own.get("run")
    own["run"] = functools.partial(_run, thread, actor, shadowed)
    # An actor that refuses to end must not keep the process from exiting: really a daemon, whatever it is told to be.
    daemonic, thread._daemonic = thread._daemonic, True  # type: ignore[attr-defined]
    try:
        _start_really(thread)
    except BaseException:
        del own[_ACTOR], own["run"]
        simulation.withdraw(actor)
        raise
    finally:
        thread._daemonic = daemonic  # type: ignore[attr-defined]
    return actor


def _run(thread: threading.Thread, actor: Actor, shadowed: Callable[[], None] | None) -> None:
    """What the new thread does in place of ``run``: wait for the baton, then run."""
    if shadowed is None:
        del thread.__dict__["run"]
    else:
        thread.__dict__["run"] = shadowed
    actor.simulation.begin(actor)
    if actor.killed:
        return
    try:
        thread.run()
    except (ActorKilled, SystemExit):
        pass
    except BaseException as error:
        if fail(actor, error):
            raise


def fail(actor: Actor, error: BaseException) -> bool:
    """Note that an exception ended an actor; false if it only followed from the actor's being killed.

    The test hears of it at its end at the latest.
    """
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ActorKilled):
            return False
        cause = cause.__context__
    actor.error = error
    actor.simulation.failed.append(actor)
    return True


def _bootstrap(self: threading.Thread) -> None:
    """Stand in for ``Thread._bootstrap``: the thread's very first and very last Python code."""
    actor: Actor | None = self.__dict__.get(_ACTOR)
    if actor is None:
        _Original.bootstrap(self)
        return
    try:
        _Original.bootstrap(self)
    finally:
        actor.simulation.finish(actor)


# -- names -------------------------------------------------------------------------------------------------------------

_DEFAULT_NAME = r"Thread-\d+( \(.*\))?"
_DEFAULT_POOL = r"ThreadPoolExecutor-\d+"


def _role(thread: threading.Thread, simulation: Simulation) -> str:
    name = thread.name
    target = getattr(thread, "_target", None)
    if target is not None and getattr(target, "__module__", "") == "concurrent.futures.thread":
        pool = name.rpartition("_")[0]
        role = f"{'pool' if not pool or re.fullmatch(_DEFAULT_POOL, pool) else pool}-worker"
        return f"{role}-{simulation.count(role)}"
    if not re.fullmatch(_DEFAULT_NAME, name):
        return name
    return name_of(target or getattr(thread, "function", None)) or type(thread).__name__


def name_of(fn: Any) -> str:
    """The name of a function, however it is wrapped; "" if it has none."""
    while isinstance(fn, functools.partial):
        fn = fn.func
    name = getattr(fn, "__name__", "") or ("" if fn is None else type(fn).__name__)
    return "thread" if name == "<lambda>" else name


# -- joining -----------------------------------------------------------------------------------------------------------


def _join(self: threading.Thread, timeout: float | None = None) -> None:
    """Stand in for ``Thread.join``: an actor waits in virtual time."""
    target: Actor | None = self.__dict__.get(_ACTOR)
    actor = waiting_actor()
    if target is None and actor is not None and self.is_alive():
        _join_real(self, actor, timeout)
    elif target is None or actor is None or actor is target:
        _Original.join(self, timeout)
    else:
        if not target.done:
            wait_for(target, actor, timeout)
        if _is_done(target):
            end_really(self)


def _join_real(thread: threading.Thread, actor: Actor, timeout: float | None) -> None:
    """Wait really for a thread that is no actor; its AWS calls, as a guest's, get their turns meanwhile."""
    deadline = None if timeout is None else Real.monotonic() + timeout
    while True:
        local.actor = None
        try:
            _Original.join(thread, _REAL_JOIN_SLICE)
            alive = _Original.is_alive(thread)
        finally:
            local.actor = actor
        if not alive or (deadline is not None and Real.monotonic() >= deadline):
            return
        actor.simulation.admit_guests()


_REAL_JOIN_SLICE = 0.002


def _is_done(actor: Actor) -> bool:
    return actor.done


def wait_for(target: Actor, actor: Actor, timeout: float | None) -> None:
    """Let ``actor``, the calling one, wait in virtual time for the end of another; look at ``target.done`` then."""
    simulation = actor.simulation
    simulation.look()
    if target.done:
        return
    if timeout is not None and timeout <= 0:
        simulation.handover()
        return
    waiters = target.waiters
    waiters.append(actor)
    try:
        what = Ticket(actor, f"the end of {target.name}")
        simulation.park(what, None if timeout is None else due(simulation, timeout))
    finally:
        if actor in waiters:
            waiters.remove(actor)


def end_really(thread: threading.Thread) -> None:
    """The actor is done; its thread is gone some microseconds later, unless it was given up."""
    actor, local.actor = local.actor, None
    try:
        _Original.join(thread, 1.0)
    finally:
        local.actor = actor


def _is_alive(self: threading.Thread) -> bool:
    """Stand in for ``Thread.is_alive``."""
    actor: Actor | None = self.__dict__.get(_ACTOR)
    return not actor.done if actor is not None else _Original.is_alive(self)


def close(simulation: Simulation) -> list[str]:
    """End the world's actors; see `ending.close`."""
    from fakeaws.simulation import ending

    return ending.close(simulation)


# -- the order of sets -------------------------------------------------------------------------------------------------


def _hash(self: Any) -> int:
    """Stand in for the hash of threads and futures: counted inside a world, so that the order of sets is repeatable."""
    try:
        value: int = self._fakeaws_hash
    except AttributeError:
        actor = local.actor
        value = object.__hash__(self) if actor is None else actor.simulation.next_hash()
        self._fakeaws_hash = value
    return value


def install(table: Patches) -> None:
    """Add this module's rows."""
    owner = threading.Thread
    _Original.start = staticmethod(table.replace(owner, "start", _start))
    _Original.bootstrap = staticmethod(table.replace(owner, "_bootstrap", _bootstrap))
    _Original.join = staticmethod(table.replace(owner, "join", _join))
    _Original.is_alive = staticmethod(table.replace(owner, "is_alive", _is_alive))
    table.replace(owner, "__hash__", _hash)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_after_fork_in_child)
    when_imported("concurrent.futures.thread", functools.partial(_install_executors, table))


def _after_fork_in_child() -> None:
    """Only the forking thread lives on, and not as an actor: its world is its parent's."""
    local.actor = None
    for simulation in stack:
        for actor in simulation.actors:
            actor.done = actor.thread is not threading.current_thread()


def _install_executors(table: Patches, module: Any) -> None:
    from fakeaws.simulation import executors

    table.replace(sys.modules["concurrent.futures._base"].Future, "__hash__", _hash)
    executors.install(table, module)
