"""What freezegun's hooks ask: which world's clock counts, and that it looks when somebody moved the frozen time."""

from __future__ import annotations

import warnings

from fakeaws.errors import FakeAwsWarning
from fakeaws.simulation import clock as _clock
from fakeaws.simulation.actors import local
from fakeaws.simulation.clock import Clock
from fakeaws.simulation.loops import running_loop_here
from fakeaws.simulation.stack import active


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
    if simulation.clock.elapsed_us != before and running_loop_here():
        warnings.warn(
            "the frozen time was moved inside a running event loop: everything but that loop's own callbacks has run; "
            "use `await aws.aclock.advance(…)`",
            FakeAwsWarning,
            stacklevel=2,
        )


_clock.connect(_active_clock, _look)
