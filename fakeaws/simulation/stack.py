"""The stack of worlds' simulations, innermost last: the library's only state outside worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.simulation.actors import local

if TYPE_CHECKING:
    from fakeaws.simulation.simulation import Simulation

stack: list[Simulation] = []


def active() -> Simulation | None:
    """The simulation of the calling actor, else of the innermost world; ``None`` outside worlds."""
    actor = local.actor
    if actor is not None:
        return actor.simulation
    return stack[-1] if stack else None
