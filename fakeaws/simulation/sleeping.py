"""``time.sleep`` and the clocks that the standard library waits by: virtual for actors, real for everybody else."""

from __future__ import annotations

import threading
import time

from fakeaws.simulation.import_hooks import when_imported
from fakeaws.simulation.patches import Patches
from fakeaws.simulation.real import Real
from fakeaws.simulation.stack import local


def sleep(seconds: float, /) -> None:
    """Stand in for ``time.sleep``: inside a world only virtual time passes."""
    actor = local.actor
    if actor is None or actor.simulation.busy:
        Real.sleep(seconds)
        return
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    actor.simulation.sleep(round(seconds * 1_000_000))


class _Moment(float):
    """A reading of `monotonic`, exact to the microsecond whatever is added to it or taken from it.

    The standard library waits in loops, each time for what is left until a moment. The rest that floating point leaves
    would make the last wait a microsecond too long, and a rest of exactly 0 makes `as_completed` loop for ever: virtual
    time does not pass by itself.
    """

    __slots__ = ()

    def __add__(self, other: float) -> _Moment:
        return _Moment(float(self) + other)

    __radd__ = __add__

    def __sub__(self, other: float) -> float:
        left = round(float(self) - float(other), 6)
        return left or -1e-9


def monotonic() -> float:
    """Stand in for the ``time.monotonic`` of `threading`, `queue` and `concurrent.futures`."""
    actor = local.actor
    if actor is None:
        return Real.monotonic()
    return _Moment(actor.simulation.clock.monotonic())


def install(table: Patches) -> None:
    """Place ``time.sleep``."""
    table.replace(time, "sleep", sleep, by_name=True)


def install_clocks(table: Patches) -> None:
    """Place the clocks that the standard library waits by."""
    table.replace(threading, "_time", monotonic)
    when_imported("queue", lambda module: table.replace(module, "time", monotonic))
