"""Dual-mode locks: the state lives in a real lock, only an actor's waiting is virtual.

So one lock serves actors and real threads alike, and outside worlds it is a lock as ever. A lock that is set free while
actors wait for it is taken again at once and given to the first in line, with the baton in hand.
"""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Any, NoReturn

from fakeaws.simulation.import_hooks import when_imported
from fakeaws.simulation.patches import Patches
from fakeaws.simulation.real import Real
from fakeaws.simulation.stack import local

if TYPE_CHECKING:
    from fakeaws.simulation.simulation import Simulation
    from fakeaws.simulation.tickets import Ticket

_get_ident = Real.get_ident
_FOREVER = -1


class _LockType(type):
    """Lets ``isinstance(x, threading.Lock)`` be true for C locks made before the library was loaded, too."""

    c_type: type

    def __instancecheck__(cls, instance: object) -> bool:
        return super().__instancecheck__(instance) or isinstance(instance, cls.c_type)


class _Dual:
    """What both kinds of lock share: the real lock, the line before it, and who holds it."""

    __slots__ = ("__weakref__", "_debt", "_forfeited", "_owner", "_try", "_unlock", "_waiters")

    def __init__(self) -> None:
        real = Real.allocate_lock()
        self._try = real.acquire
        self._unlock = real.release
        #: An empty tuple until the first actor waits.
        self._waiters: deque[Ticket] | tuple[()] = ()
        #: The ident of the thread that took it; of no meaning while nobody holds it.
        self._owner = 0
        #: The ident of a thread that could not take it back at the end of a `Condition.wait`, else 0, and how many
        #: releases it will try all the same.
        self._forfeited = 0
        self._debt = 0

    def locked(self) -> bool:
        """Whether anybody holds it."""
        if self._try(False):
            self._unlock()
            return False
        return True

    def _wait(self, blocking: bool, timeout: float) -> bool:
        """The part of ``acquire`` behind the first failed try."""
        if not blocking:
            if timeout != _FOREVER:
                raise ValueError("can't specify a timeout for a non-blocking call")
            return False
        actor = local.actor
        if actor is not None:
            from fakeaws.simulation.actors import ActorKilled
            from fakeaws.simulation.tickets import Ticket, due, waiting_actor

            actor = waiting_actor()
        if actor is None or (timeout != _FOREVER and not 0 < timeout <= threading.TIMEOUT_MAX):
            if timeout:
                self._refuse_in_event()
            if self._try(True, timeout):
                self._owner = _get_ident()
                return True
            return False
        simulation = actor.simulation
        simulation.look()
        ticket = Ticket(actor, self._describe)
        ticket.is_notice = self._owner == _get_ident()
        if not isinstance(self._waiters, deque):
            self._waiters = deque()
        waiters = self._waiters
        waiters.append(ticket)
        if self._try(False):  # a real thread let go before it could see the ticket
            waiters.remove(ticket)
            self._owner = _get_ident()
            return True
        try:
            simulation.park(ticket, None if timeout == _FOREVER else due(simulation, timeout))
        except BaseException as error:
            if not ticket.granted:
                raise
            if not isinstance(error, ActorKilled):
                self._free()
                raise
            # Killed when the lock was already its own: whoever gave it counts on that (a `notify` would be lost). It
            # meets its end at its next hand-over.
            return True
        finally:
            waiters.remove(ticket)
        return ticket.granted

    def _free(self) -> None:
        self._owner = 0
        self._unlock()
        if self._waiters:
            self._pass_on()

    def _pass_on(self) -> None:
        """It has just been set free and actors wait: take it for the first of them, unless somebody was faster."""
        from fakeaws.simulation.tickets import grant, has_baton

        for ticket in list(self._waiters):
            actor = ticket.actor
            if not has_baton(actor.simulation):
                actor.simulation.from_outside(self._pass_on)
                return
            if actor.killed and actor.pending is not None and not ticket.is_notice:  # it will leave by itself
                continue
            if self._try(False):
                self._owner = (actor.thread.ident or 0) if actor.thread is not None else 0
                grant(ticket)
            return

    def _refuse_in_event(self) -> None:
        actor = local.actor
        if actor is None or not actor.simulation.busy:
            return
        holder = self._holder(actor.simulation)
        if holder:
            raise RuntimeError(f"an event of the world must not wait, and this lock is held by {holder}")

    def _holder(self, simulation: Simulation) -> str:
        """The name of the actor that holds it, or "" if none does."""
        for actor in simulation.actors:
            if actor.thread is not None and actor.thread.ident == self._owner:
                return actor.name
        return ""

    def _describe(self, simulation: Simulation) -> str:
        holder = self._holder(simulation)
        return f"a lock held by {holder}" if holder else "a lock"

    # -- `threading.Condition` ---------------------------------------------------------------------------------------

    def _take_back(self, count: int) -> None:
        """Take the lock again at the end of a `Condition.wait`, which an actor's end must not prevent."""
        if self._try(False):
            self._owner = _get_ident()
            return
        actor = local.actor
        pending = None
        if actor is not None and actor.killed:
            pending, actor.pending = actor.pending, None
        try:
            self._wait(True, _FOREVER)
        except BaseException:
            self._forfeited = _get_ident()
            self._debt = count
            raise
        finally:
            if pending is not None and actor is not None:
                actor.pending = pending

    def _forgive(self) -> bool:
        """Whether this release is by the thread that could not take the lock back; then it has nothing to release."""
        if self._forfeited != _get_ident():
            return False
        self._debt -= 1
        if not self._debt:
            self._forfeited = 0
        return True

    def _at_fork_reinit(self) -> None:
        self._try.__self__._at_fork_reinit()  # type: ignore[attr-defined]
        self._waiters = ()
        self._owner = self._forfeited = 0


class Lock(_Dual, metaclass=_LockType):
    """Stands in for ``threading.Lock``."""

    __slots__ = ()
    c_type = type(Real.allocate_lock())

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Take it; an actor waits in virtual time."""
        if self._try(False):
            self._owner = _get_ident()
            return True
        return self._wait(blocking, timeout)

    __enter__ = acquire
    acquire_lock = acquire

    def release(self) -> None:
        """Set it free, whoever holds it. Raises ``RuntimeError`` if nobody does."""
        if self._forfeited and self._forgive():
            return
        self._unlock()
        if self._waiters:
            self._pass_on()

    release_lock = release

    def __exit__(self, *exc: object) -> None:
        if self._forfeited and self._forgive():
            return
        self._unlock()
        if self._waiters:
            self._pass_on()

    locked_lock = _Dual.locked
    _is_owned = _Dual.locked

    def _acquire_restore(self, state: object) -> None:
        self._take_back(1)

    def __repr__(self) -> str:
        return f"<{'locked' if self.locked() else 'unlocked'} _thread.lock object at {id(self):#x}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("cannot pickle '_thread.lock' object")


class RLock(_Dual, metaclass=_LockType):
    """Stands in for ``threading.RLock``."""

    __slots__ = ("_count",)
    c_type = type(Real.rlock())

    def __init__(self) -> None:
        super().__init__()
        self._count = 0

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Take it, or take it once more; an actor waits in virtual time."""
        me = _get_ident()
        if self._owner == me:
            self._count += 1
            return True
        if self._try(False):
            self._owner = me
            self._count = 1
            return True
        if self._wait(blocking, timeout):
            self._count = 1
            return True
        return False

    __enter__ = acquire

    def release(self) -> None:
        """Undo one ``acquire``. Raises ``RuntimeError`` in a thread that does not hold it."""
        if self._owner != _get_ident():
            if self._forfeited and self._forgive():
                return
            raise RuntimeError("cannot release un-acquired lock")
        self._count = count = self._count - 1
        if not count:
            self._owner = 0
            self._unlock()
            if self._waiters:
                self._pass_on()

    def __exit__(self, *exc: object) -> None:
        self.release()

    def _release_save(self) -> tuple[int, int]:
        if self._owner != _get_ident():
            raise RuntimeError("cannot release un-acquired lock")
        state = (self._count, self._owner)
        self._count = 0
        self._free()
        return state

    def _acquire_restore(self, state: tuple[int, int]) -> None:
        self._take_back(state[0])
        self._count = state[0]

    def _is_owned(self) -> bool:
        return self._owner == _get_ident()

    def _recursion_count(self) -> int:
        return self._count if self._is_owned() else 0

    def _at_fork_reinit(self) -> None:
        super()._at_fork_reinit()
        self._count = 0

    def __repr__(self) -> str:
        state = "locked" if self.locked() else "unlocked"
        owner = self._owner if state == "locked" else 0
        return f"<{state} _thread.RLock object owner={owner} count={self._count} at {id(self):#x}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("cannot pickle '_thread.RLock' object")


def install(table: Patches) -> None:
    """Add this module's rows. What `threading` and `queue` build on top of locks is theirs, in Python, and follows."""
    replacements: tuple[tuple[Any, str, Any], ...] = (
        (threading, "Lock", Lock),
        (threading, "RLock", RLock),
        (threading, "_allocate_lock", Lock),
    )
    for owner, name, replacement in replacements:
        table.replace(owner, name, replacement)

    def queue_imported(module: Any) -> None:
        from fakeaws.simulation.simple_queue import SimpleQueue

        table.replace(module, "SimpleQueue", SimpleQueue)

    when_imported("queue", queue_imported)
