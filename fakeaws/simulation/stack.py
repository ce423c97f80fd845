"""The stack of worlds' simulations, innermost last: the library's only state outside worlds.

freezegun's hooks ask here which clock counts, and let the active world look when somebody moved the frozen time.
"""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING

from fakeaws.errors import FakeAwsWarning
from fakeaws.simulation import clock as _clock
from fakeaws.simulation.actors import local
from fakeaws.simulation.clock import Clock

if TYPE_CHECKING:
    from fakeaws.simulation.simulation import Simulation

stack: list[Simulation] = []


def active() -> Simulation | None:
    """The simulation of the calling actor, else of the innermost world; ``None`` outside worlds."""
    actor = local.actor
    if actor is not None:
        return actor.simulation
    return stack[-1] if stack else None


def _active_clock() -> Clock | None:
    simulation = active()
    return simulation.clock if simulation is not None else None


def _look() -> None:
    actor = local.actor
    if actor is None or actor.simulation.busy:
        return
    simulation = actor.simulation
    if simulation.current is not actor:
        return
    before = simulation.clock.elapsed_us
    simulation.look()
    if simulation.clock.elapsed_us != before and _in_running_loop():
        warn(
            "the frozen time was moved inside a running event loop: everything but that loop's own callbacks has run; "
            "use `await aws.aclock.advance(…)`"
        )


def _in_running_loop() -> bool:
    events = sys.modules.get("asyncio.events")
    return events is not None and events._get_running_loop() is not None


_clock.connect(_active_clock, _look)


def warn(text: str) -> None:
    """A `FakeAwsWarning` in the library's name."""
    warnings.warn(text, FakeAwsWarning, stacklevel=3)
