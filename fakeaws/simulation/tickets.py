"""A place in the line of a primitive: how actors wait for locks, queues and the ends of threads.

Whoever waits keeps its ticket in the thing that it waits for; whoever lets it go on grants the ticket with the baton in
hand. Threads that are no actors ask the baton's holder to do it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

from fakeaws.simulation.actors import Actor, local
from fakeaws.simulation.real_threads import called_by_tool

if TYPE_CHECKING:
    from fakeaws.simulation.simulation import Simulation


class Ticket:
    """What an actor is parked for; ``granted`` says that it got it. Completes "waits for …" in a deadlock's text.

    ``what`` is the text, or a function that makes it for a simulation: nothing is looked up before it is read.
    """

    __slots__ = ("actor", "granted", "is_notice", "item", "what")

    def __init__(self, actor: Actor, what: str | Callable[[Simulation], str]) -> None:
        self.actor = actor
        self.granted = False
        #: Whether it waits for somebody's `notify`: its own lock, not one that others want too.
        self.is_notice = False
        self.item: object = None
        self.what = what

    def __str__(self) -> str:
        thread = self.actor.thread
        frame = sys._current_frames().get(thread.ident or 0) if thread is not None else None
        primitive = _primitive(frame)
        if primitive:
            return primitive
        return self.what if isinstance(self.what, str) else self.what(self.actor.simulation)


def waiting_actor() -> Actor | None:
    """The calling actor if its wait is to be virtual; ``None``: wait really.

    Waits are real in threads that are no actors, inside events, in signal handlers that interrupt a parked actor, and
    for tools that stop an actor's thread on purpose.
    """
    actor = local.actor
    if actor is None:
        return None
    simulation = actor.simulation
    if simulation.busy or simulation.current is not actor or simulation.is_real or called_by_tool(sys._getframe(2)):
        return None
    return actor


def has_baton(simulation: Simulation) -> bool:
    """Whether the calling thread runs for this simulation now."""
    actor = local.actor
    return actor is not None and simulation.current is actor


def grant(ticket: Ticket) -> None:
    """Let the ticket's actor go on; from any thread."""
    ticket.granted = True
    wake(ticket.actor)


def wake(actor: Actor) -> None:
    """Wake a parked actor; from any thread."""
    simulation = actor.simulation
    if has_baton(simulation):
        simulation.wake(actor)
    else:
        simulation.from_outside(simulation.wake, actor)


def due(simulation: Simulation, seconds: float) -> int:
    """The elapsed time (µs) at which a wait of so many seconds ends: never at once, or loops would spin."""
    return simulation.clock.elapsed_us + max(1, round(seconds * 1_000_000))


def _primitive(frame: FrameType | None) -> str:
    """The standard library's primitive that the application waits in, such as ``Queue.get``; "" for a bare lock."""
    found = ""
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        name = frame.f_code.co_name
        if module in _PRIMITIVES:
            if name == "_worker":
                return "work"
            if name in _BOTTOM:
                break
            owner = frame.f_locals.get("self")
            found = f"{type(owner).__name__}.{name}" if owner is not None else f"{module.replace('._base', '')}.{name}"
        elif not module.startswith("fakeaws.simulation."):
            break
        frame = frame.f_back
    return found.replace("__enter__", "acquire")


_PRIMITIVES = frozenset(("threading", "queue", "concurrent.futures._base", "concurrent.futures.thread"))
_BOTTOM = frozenset(("run", "_bootstrap", "_bootstrap_inner"))
