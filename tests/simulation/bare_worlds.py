"""A world's simulation alone, without services, for tests of the kernel."""

from __future__ import annotations

import _thread
import contextlib
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from fakeaws.simulation import loops, patches
from fakeaws.simulation.actors import Actor, local
from fakeaws.simulation.clock import Clock
from fakeaws.simulation.simulation import Simulation
from fakeaws.simulation.stack import stack


@contextlib.contextmanager
def bare_world(start: datetime | None = None) -> Iterator[Simulation]:
    """Enter a simulation in this thread, as the test's actor; leave it at the end."""
    patches.install_for_worlds()
    simulation = Simulation(Clock())
    outer = local.actor
    simulation.clock.enter(start)
    stack.append(simulation)
    simulation.test.thread = threading.current_thread()
    local.actor = simulation.test
    try:
        loops.enter(simulation)
        yield simulation
        for actor in [one for one in simulation.actors if one is not simulation.test]:
            simulation.kill(actor)
            simulation.handover()
    finally:
        stack.remove(simulation)
        simulation.clock.leave()
        local.actor = outer
        loops.leave(simulation)


def elapsed(simulation: Simulation) -> float:
    """Virtual seconds since the world began."""
    return simulation.clock.elapsed_us / 1e6


def real_thread(fn: Callable[[], object]) -> None:
    """Start a thread that is no actor, whatever ``Thread.start`` does in a world."""
    _thread.start_new_thread(fn, ())


def spawn(simulation: Simulation, fn: Callable[..., Any], *args: Any, name: str = "worker") -> Actor:
    """A background actor that runs ``fn``; what it raises is kept in ``actor.error``."""
    actor = simulation.add(name)

    def run() -> None:
        try:
            simulation.begin(actor)
            fn(*args)
        except BaseException as error:
            actor.error = error
        finally:
            simulation.finish(actor)

    _thread.start_new_thread(run, ())
    return actor
