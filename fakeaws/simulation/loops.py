"""asyncio on virtual time: what the rest of the library calls.

asyncio itself is imported by the application or not at all; the drop-ins follow when it is. `loop_in_world` makes a
loop wait in virtual time, `loop_order` makes the order of tasks repeatable, `loop_clock` is `aws.aclock`'s part,
`foreign_loops` refuses what cannot be moved.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from fakeaws.simulation.import_hooks import when_imported
from fakeaws.simulation.patches import Patches

if TYPE_CHECKING:
    from fakeaws.simulation.simulation import Simulation


def install(table: Patches) -> None:
    """Add asyncio's rows, now if it is imported, else when it will be."""

    def asyncio_imported(module: ModuleType) -> None:
        from fakeaws.simulation import loop_in_world, loop_order, signals

        loop_in_world.install(table)
        loop_order.install(table)
        signals.install(table)

    def anyio_imported(module: ModuleType) -> None:
        from fakeaws.simulation import loop_order

        loop_order.install_for_anyio(table, module)

    def foreign_imported(module: ModuleType) -> None:
        from fakeaws.simulation import foreign_loops

        foreign_loops.guard(table, module)

    when_imported("asyncio", asyncio_imported)
    when_imported("anyio._backends._asyncio", anyio_imported)
    for name in ("uvloop", "trio", "kombu.asynchronous.hub"):
        when_imported(name, foreign_imported)


def running_loop_here() -> bool:
    """Whether the calling thread is inside a running event loop."""
    return _running_loop() is not None


def _running_loop() -> Any:
    events = sys.modules.get("asyncio.events")
    return events._get_running_loop() if events is not None else None


def enter(simulation: Simulation) -> None:
    """Take the calling thread's running loop, if any, into the world that its actor has just entered.

    Call it when everything else is in place. Raises `NotSupportedError` for loops that are not asyncio's.
    A loop that is not running now is taken in when it next runs in an actor's thread.
    """
    if simulation.is_real:
        return
    from fakeaws.simulation import foreign_loops

    foreign_loops.refuse()
    _settle_running_loop()


def leave(simulation: Simulation) -> None:
    """Give the calling thread's running loop, if any, back to the outer world or to real time.

    Call it last, when the actor of the outer world, or none, is the thread's again and the frozen time is undone.
    """
    _settle_running_loop()


def _settle_running_loop() -> None:
    loop = _running_loop()
    if loop is None:
        return
    from fakeaws.simulation import loop_in_world

    loop_in_world.settle(loop)


async def advance_us(simulation: Simulation, delta_us: int) -> None:
    """See `loop_clock.advance_us`."""
    from fakeaws.simulation import loop_clock

    await loop_clock.advance_us(simulation, delta_us)


async def next_instant(simulation: Simulation, deadline_us: int) -> None:
    """See `loop_clock.next_instant`."""
    from fakeaws.simulation import loop_clock

    await loop_clock.next_instant(simulation, deadline_us)
