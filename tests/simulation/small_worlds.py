"""A world's clock, actors and randomness without any service: what the tests of threads and locks run in."""

from __future__ import annotations

import _thread
import contextlib
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from fakeaws.simulation import patches, randomness, threads, watchdog
from fakeaws.simulation.actors import local
from fakeaws.simulation.clock import Clock
from fakeaws.simulation.real import Real
from fakeaws.simulation.simulation import Simulation
from fakeaws.simulation.stack import stack


@contextlib.contextmanager
def small_world(start: datetime | None = None, seed: int | str = 0) -> Iterator[Simulation]:
    """Enter one in this thread. At the end all actors are ended, and `told` says what there was to tell."""
    patches.install_for_worlds()
    simulation = Simulation(Clock())
    outer = local.actor
    simulation.clock.enter(start)
    stack.append(simulation)
    simulation.test.thread = threading.current_thread()
    local.actor = simulation.test
    randomness.enter(simulation, seed)
    watchdog.start(simulation)
    told: list[str] = []
    try:
        yield simulation
    finally:
        try:
            told = threads.close(simulation)
        finally:
            watchdog.stop(simulation)
            randomness.leave(simulation)
            local.actor = outer
            stack.remove(simulation)
            simulation.clock.leave()
    simulation.test.data["told"] = told


def told(simulation: Simulation) -> list[str]:
    """What the end of the world brought to light."""
    texts: list[str] = simulation.test.data["told"]
    return texts


def seconds(world: Simulation) -> float:
    """How much virtual time has passed."""
    return world.clock.elapsed_us / 1_000_000


def in_real_thread(fn: Callable[[], Any]) -> Callable[[], None]:
    """Start ``fn`` in a thread that is no actor; returns how to wait for it really."""
    begun, ended = Real.allocate_lock(), Real.allocate_lock()
    begun.acquire()
    ended.acquire()

    def run() -> None:
        begun.release()
        try:
            fn()
        finally:
            ended.release()

    _thread.start_new_thread(run, ())
    begun.acquire()
    return lambda: ended.acquire(timeout=10) or pytest.fail("the real thread did not end")
