"""One world's simulation: its actors, how they come and go, and guests from real threads. See `baton` for who runs when."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from fakeaws.simulation import looking  # noqa: F401 - connects the worlds with freezegun's hooks
from fakeaws.simulation.actors import Actor, ActorKilled, local
from fakeaws.simulation.baton import Baton
from fakeaws.simulation.clock import Clock

#: How often, in real seconds, a thread that waits to be a guest looks whether the world is still there.
GUEST_LOOKS_SECONDS = 0.5


class Simulation(Baton):
    """The baton, the actors and the scheduler of one world."""

    __slots__ = ()

    def __init__(self, clock: Clock, owner: Any = None) -> None:
        super().__init__(clock, owner, Actor(self, "test", 0, background=False))

    # -- actors --------------------------------------------------------------------------------------------------

    def name_for(self, role: str) -> str:
        """``role``, or ``role-2``, ``role-3`` … when this world has it already."""
        count = self.count(role)
        return role if count == 1 else f"{role}-{count}"

    def count(self, role: str) -> int:
        """1, 2, 3 …: how often this world has been asked for that role."""
        count = self._counts[role] = self._counts.get(role, 0) + 1
        return count

    def next_hash(self) -> int:
        """The next hash of a thread or a future (see `threads`)."""
        self.hash_count += 1
        return self.hash_count

    def add(self, role: str) -> Actor:
        """A new background actor that can run at once; its thread begins with `begin`."""
        actor = Actor(self, self.name_for(role), len(self.actors))
        actor.surroundings = self.current.surroundings
        self.actors.append(actor)
        actor.parked = True
        actor.waiting = "its turn"
        self._make_ready(actor)
        return actor

    def withdraw(self, actor: Actor) -> None:
        """Take back an actor whose thread could not be started."""
        actor.done = True
        self.actors.remove(actor)
        self.ready.remove(actor)

    def begin(self, actor: Actor) -> None:
        """Called first in the actor's own thread: wait for the baton."""
        actor.gate.acquire()
        local.actor = actor
        actor.waiting = None

    def finish(self, actor: Actor) -> None:
        """Called last in the actor's own thread: hand the baton on for good."""
        if actor.done:  # given up before: somebody else has the baton
            local.actor = None
            return
        self._end(actor)
        following = self._pick()  # events that it runs still belong to this world
        local.actor = None
        self._turn_to(following)
        following.gate.release()

    def kill(self, actor: Actor) -> None:
        """End a background actor: it raises `ActorKilled` at its next hand-over, and again at each later one."""
        actor.killed = True
        actor.pending = ActorKilled(actor.name)
        if actor.parked and not actor.ready:
            self._make_ready(actor)

    def give_up(self, actor: Actor) -> None:
        """Never give this actor the baton again; called by another."""
        self._end(actor)
        if actor.timer is not None:
            self.scheduler.cancel(actor.timer)
        if actor.ready and actor in self.ready:
            self.ready.remove(actor)

    # -- real threads --------------------------------------------------------------------------------------------

    def from_outside(self, fn: Callable[..., object], *args: object) -> None:
        """Let the baton's holder call ``fn(*args)`` at its next hand-over. For threads that are no actors."""
        self._external.append((fn, args))
        self._bell.ring()

    def enter_guest(self, role: str) -> Actor:
        """Make the calling real thread an actor until `leave_guest`; waits for the baton."""
        actor = Actor(self, role, -1)
        actor.thread = threading.current_thread()
        self.from_outside(self._welcome, actor)
        while not actor.gate.acquire(timeout=GUEST_LOOKS_SECONDS):
            if self.left:
                raise ConnectionAbortedError("the world was left before the call of this thread had its turn")
        local.actor = actor
        actor.waiting = None
        return actor

    def _welcome(self, actor: Actor) -> None:
        self.actors.append(actor)
        actor.parked = True
        actor.waiting = "its turn"
        self._make_ready(actor)

    def leave_guest(self, actor: Actor) -> None:
        """End a guest's visit."""
        self.finish(actor)

    def admit_guests(self) -> None:
        """For an actor that waits for something real: let guests and others run, time stands still."""
        if self._external or self.ready:
            self.handover()
