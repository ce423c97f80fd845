"""Where a thread is: the stack of worlds' simulations, innermost last, and the actor that runs in it.

The library's only state outside worlds.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fakeaws.simulation.actors import Actor
    from fakeaws.simulation.simulation import Simulation


class _Local(threading.local):
    actor: Actor | None = None


#: ``local.actor`` is the actor that runs in this thread; ``None`` in real threads and outside worlds.
local = _Local()

stack: list[Simulation] = []


def active() -> Simulation | None:
    """The simulation of the calling actor, else of the innermost world; ``None`` outside worlds."""
    actor = local.actor
    if actor is not None:
        return actor.simulation
    return stack[-1] if stack else None
