"""`queue.SimpleQueue` for actors and real threads alike.

Like the one in C it may be entered again by a finaliser or a signal handler while it works: it takes no lock, each step
is one operation on a deque.
"""

from __future__ import annotations

import types
from collections import deque
from queue import Empty
from typing import Any

from fakeaws.simulation.actors import ActorKilled
from fakeaws.simulation.real import Real
from fakeaws.simulation.tickets import Ticket, due, grant, has_baton, waiting_actor


class _RealTicket:
    """A real thread's place in the line; like `Ticket` it is granted with the item in hand."""

    __slots__ = ("gate", "granted", "item")

    def __init__(self) -> None:
        self.gate = Real.allocate_lock()
        self.gate.acquire()
        self.granted = False
        self.item: object = None


class SimpleQueue:
    """Stands in for ``queue.SimpleQueue``: unbounded, first in, first out; who waits first is served first."""

    __slots__ = ("__weakref__", "_items", "_waiters")

    def __init__(self) -> None:
        self._items: deque[Any] = deque()
        self._waiters: deque[Ticket | _RealTicket] = deque()

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        """Add an item; ``block`` and ``timeout`` are ignored, there is always room."""
        self._items.append(item)
        if self._waiters:
            self._serve()

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """Take the first item; wait for one, an actor in virtual time. Raises ``queue.Empty`` at the time-out."""
        if timeout is not None and block and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        try:
            return self._items.popleft()
        except IndexError:
            pass
        if not block or timeout == 0:
            raise Empty
        actor = waiting_actor()
        if actor is None:
            return self._get_really(timeout)
        simulation = actor.simulation
        simulation.look()
        ticket = Ticket(actor, "SimpleQueue.get")
        self._waiters.append(ticket)
        if self._items:
            self._serve()  # a real thread put an item before it could see the ticket
        if not ticket.granted:
            try:
                simulation.park(ticket, None if timeout is None else due(simulation, timeout))
            except BaseException as error:
                if self._withdraw(ticket):
                    raise
                if not isinstance(error, ActorKilled):
                    self._items.appendleft(ticket.item)
                    self._serve()
                    raise
        if self._withdraw(ticket):
            raise Empty
        return ticket.item

    def _get_really(self, timeout: float | None) -> Any:
        ticket = _RealTicket()
        self._waiters.append(ticket)
        if self._items:
            self._serve()
        ticket.gate.acquire(True, -1 if timeout is None else timeout)
        if self._withdraw(ticket):
            raise Empty
        return ticket.item

    def _withdraw(self, ticket: Ticket | _RealTicket) -> bool:
        """Leave the line; false if the ticket got its item."""
        while not ticket.granted:
            try:
                self._waiters.remove(ticket)
            except ValueError:  # another thread has it in its hands at this moment, or it was passed over
                if isinstance(ticket, Ticket) and ticket.actor.killed:
                    return True
                Real.sleep(0)
            else:
                return True
        return False

    def _serve(self) -> None:
        """Hand items to those who wait, both in order."""
        items, waiters = self._items, self._waiters
        while items and waiters:
            try:
                ticket = waiters.popleft()
            except IndexError:
                return
            if isinstance(ticket, Ticket):
                if not has_baton(ticket.actor.simulation):
                    waiters.appendleft(ticket)
                    ticket.actor.simulation.from_outside(self._serve)
                    return
                if ticket.actor.killed:
                    continue
            try:
                ticket.item = items.popleft()
            except IndexError:
                waiters.appendleft(ticket)
                continue
            if isinstance(ticket, Ticket):
                grant(ticket)
            else:
                ticket.granted = True
                ticket.gate.release()

    def put_nowait(self, item: Any) -> None:
        """The same as ``put``."""
        self.put(item)

    def get_nowait(self) -> Any:
        """Take the first item, or raise ``queue.Empty``."""
        return self.get(block=False)

    def empty(self) -> bool:
        """Whether nothing is in it now."""
        return not self._items

    def qsize(self) -> int:
        """How many items are in it now."""
        return len(self._items)

    __class_getitem__ = classmethod(types.GenericAlias)  # type: ignore[var-annotated]
