"""The end of a world's actors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.simulation.actors import MAX_SWALLOWED_KILLS, Actor, failure_place
from fakeaws.simulation.threads import end_really

if TYPE_CHECKING:
    from fakeaws.simulation.simulation import Simulation

#: Generations of actors that dying actors may start.
_MOST_ROUNDS = 50


def close(simulation: Simulation) -> list[str]:
    """End what still runs, in order of creation; returns one text for each thing that the test should hear of.

    Those are: an exception that ended an actor and that nobody fetched, a thread that is no daemon and still ran, an
    actor that could not be ended. Idle workers of thread pools and what `spawn` started just end. Called by the test's
    actor, once.
    """
    simulation.closing = True
    if simulation.is_real:
        return []
    simulation.dead = False
    told: list[str] = []
    ended: list[Actor] = []
    for stay in simulation.executors:
        stay.close()
    simulation.let_others_run()
    try:
        for _ in range(_MOST_ROUNDS):
            left = [actor for actor in simulation.actors if actor is not simulation.test]
            if not left:
                break
            told.extend(f"thread {actor.name!r} still ran: {actor.describe()}" for actor in left if _is_leftover(actor))
            for actor in left:
                if actor.number < 0:
                    _dismiss(simulation, actor)
                else:
                    simulation.kill(actor)
                    ended.append(actor)
            for _ in range(MAX_SWALLOWED_KILLS):
                if all(actor.done for actor in left):
                    break
                simulation.let_others_run()
        for actor in list(simulation.actors):
            if actor is not simulation.test:
                simulation.give_up(actor)
                told.append(f"{actor.name} could not be ended: {actor.describe()}")
        for actor in ended:
            if actor.thread is not None and actor.swallowed <= MAX_SWALLOWED_KILLS:
                end_really(actor.thread)
    finally:
        simulation.left = True
        for stay in reversed(simulation.executors):
            stay.leave()
        simulation.executors.clear()
    told.extend(_failure(actor) for actor in simulation.failed if actor.error is not None and not actor.fetched)
    return told


def _is_leftover(actor: Actor) -> bool:
    """Threads in surroundings of their own are not the test's: they end with these, as on a machine that is shut down."""
    is_tests = actor.surroundings is None
    return is_tests and not actor.killed and actor.thread is not None and not actor.thread.daemon


def _dismiss(simulation: Simulation, guest: Actor) -> None:
    """A real thread's call fails as if its connection broke; its thread lives on."""
    guest.pending = ConnectionAbortedError("the world was left during this call")
    if guest.parked and not guest.ready:
        simulation.wake(guest)


def _failure(actor: Actor) -> str:
    error = actor.error
    assert error is not None
    place = failure_place(error)
    return f"{actor.name} was ended by {type(error).__name__}: {error}" + (f" (at {place})" if place else "")
