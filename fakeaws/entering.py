"""The order in which a world takes hold of the process and lets go of it, in one place.

In: clock, stack of worlds, actor of the calling thread, environment, randomness, watch-dog, running event loop.
Out: the other way round, after the actors have ended.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from fakeaws.intercept.environment import Environment
from fakeaws.intercept.install import install as install_hooks
from fakeaws.problems import Noted, Own
from fakeaws.settings import current_run
from fakeaws.simulation import loops, patches, randomness, threads, watchdog
from fakeaws.simulation import stack as _stack
from fakeaws.simulation.actors import Actor, local
from fakeaws.simulation.simulation import Simulation

if TYPE_CHECKING:
    import datetime as _datetime

    from fakeaws.world import World


class Stay:
    """A world's stay in the process: what `enter` did and `leave` has to undo, last first."""

    __slots__ = ("_ended", "_reported", "_undo", "own", "raised", "world")

    def __init__(self, world: World, own: Own) -> None:
        self.world = world
        #: The test's own code, for telling what it has heard of.
        self.own = own
        #: Errors of the library that were raised in this world.
        self.raised: list[Noted] = []
        self._ended: list[str] = []
        self._reported: list[BaseException] = []
        self._undo: list[tuple[Callable[..., object], tuple[object, ...]]] = []

    def __deepcopy__(self, memo: dict[int, Any]) -> Stay:
        """A copied world is not entered."""
        return Stay(deepcopy(self.world, memo), set(self.own))

    @property
    def open(self) -> bool:
        """Whether the world is entered."""
        return bool(self._undo)

    # -- in ----------------------------------------------------------------------------------------------------------

    def enter(self, start: _datetime.datetime | None) -> None:
        """Take hold; an error on the way undoes what was done."""
        try:
            self._enter(start)
        except BaseException:
            self._run_undo()
            raise

    def _enter(self, start: _datetime.datetime | None) -> None:
        world, simulation = self.world, self.world.simulation
        undo = self._undo.append
        patches.install_for_worlds()
        install_hooks(patches.table)
        undo((loops.leave, (simulation,)))
        undo((simulation.clock.leave, ()))
        simulation.clock.enter(start)
        undo((_pop, (simulation,)))
        _stack.stack.append(simulation)
        undo((_set_actor, (local.actor,)))
        simulation.test.thread = threading.current_thread()
        local.actor = simulation.test if world.time == "virtual" else None
        environment = Environment()
        undo((environment.leave, ()))
        environment.enter(world.region)
        if world.randomness == "seeded":
            undo((randomness.leave, (simulation,)))
            randomness.enter(simulation, world.seed)
        if world.time == "virtual":
            undo((watchdog.stop, (simulation,)))
            watchdog.start(simulation)
        loops.enter(simulation)

    # -- out ---------------------------------------------------------------------------------------------------------

    def leave(self) -> list[str]:
        """Let go; returns what the test has to hear about, one text each."""
        try:
            self.end_actors()
            return self.problems()
        finally:
            self._run_undo()

    def end_actors(self) -> None:
        """End background actors, and moto if it ran; what they have to tell is kept for `problems`."""
        world, simulation = self.world, self.world.simulation
        try:
            if world.time == "virtual":
                self._ended += threads.close(simulation)
        finally:
            self._reported += [actor.error for actor in simulation.failed if actor.error is not None]
            simulation.failed.clear()
            simulation.closing = False
            hear = current_run().world_ends
            if hear is not None:
                hear(world)
            for service in world.router.services():
                service.close()
            if world.moto is not None:
                world.moto.stop()
                world.moto = None

    def problems(self) -> list[str]:
        """What the test has not heard of yet: what ended actors, swallowed errors, faults that never fired."""
        told, self._ended = self._ended, []
        told += self.swallowed()
        told += [f"{fault!r} was planned and never fired; if that is fine: optional=True" for fault in self._unfired()]
        return told

    def swallowed(self) -> list[str]:
        """Errors of the library that were raised since the last look and that the test has not heard of."""
        raised, self.raised = self.raised, []
        if not raised:
            return []
        own = self.own | current_run().own_code()
        return [
            str(noted)
            for noted in raised
            if not any(noted.error is error for error in self._reported) and not noted.heard(own)
        ]

    def _unfired(self) -> list[Any]:
        return list(self.world.faults.unfired())

    def _run_undo(self) -> None:
        first: BaseException | None = None
        while self._undo:
            fn, args = self._undo.pop()
            try:
                fn(*args)
            except BaseException as error:  # whatever else is to be undone must be
                first = first or error
        if first is not None:
            raise first


def leave_from(world: World) -> list[str]:
    """Leave the worlds entered inside ``world``, then ``world``; one that has been left is left alone."""
    problems: list[str] = []
    while world._stay.open:
        inner: World = _stack.stack[-1].owner
        leaving = inner if inner._stay.open else world
        problems += leaving._stay.leave()
        left = current_run().left
        if left is not None:
            left.append(leaving)
    return problems


def forget_services(simulation: Simulation) -> None:
    """Cancel what services have on the scheduler; sleeps and waits of actors stay."""
    for timer in list(simulation.scheduler.heap):
        fn = timer[2]
        module = type(getattr(fn, "__self__", None)).__module__
        if fn is not None and not module.startswith("fakeaws.simulation."):
            simulation.scheduler.cancel(timer)


def _pop(simulation: Simulation) -> None:
    if simulation in _stack.stack:
        _stack.stack.remove(simulation)


def _set_actor(actor: Actor | None) -> None:
    local.actor = actor
