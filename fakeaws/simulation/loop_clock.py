"""Letting time pass from inside a running event loop: what `aws.aclock` is made of.

The coroutine that waits goes last: whatever else is due at the instant it waits for, in its own loop or in another
actor, has run when it goes on.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from fakeaws.simulation import foreign_loops

if TYPE_CHECKING:
    from fakeaws.simulation.simulation import Simulation

#: A task that never stops to yield must not keep the clock's user from going on.
_MOST_ROUNDS = 1_000


async def advance_us(simulation: Simulation, delta_us: int) -> None:
    """Let ``delta_us`` of virtual time pass; with 0, let everybody do what is due now."""
    await _until(simulation, simulation.clock.elapsed_us + delta_us)
    simulation.progressed()


async def next_instant(simulation: Simulation, deadline_us: int) -> None:
    """Let time pass until everything is done that is due at one more instant: now if anything is, else the next one.

    Elapsed time goes no further than ``deadline_us``.
    """
    loop = asyncio.get_running_loop()
    due = _next_due_us(loop, simulation)
    now = simulation.clock.elapsed_us
    if _busy(loop, simulation) or now >= deadline_us:
        due = now
    await _until(simulation, deadline_us if due is None else min(due, deadline_us))


async def _until(simulation: Simulation, elapsed_us: int) -> None:
    foreign_loops.refuse()
    simulation.look()
    loop = asyncio.get_running_loop()
    if elapsed_us > simulation.clock.elapsed_us:
        future = loop.create_future()
        timer = loop.call_at((simulation.clock.monotonic_base_us + elapsed_us) / 1e6, _settle, future)
        try:
            await future
        finally:
            timer.cancel()
    for _ in range(_MOST_ROUNDS):
        await asyncio.sleep(0)
        if not _busy(loop, simulation):
            return


def _settle(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _busy(loop: Any, simulation: Simulation) -> bool:
    """Whether the loop, besides the caller, or another actor has anything to do at this instant."""
    if loop._ready or simulation.ready:
        return True
    due = _next_due_us(loop, simulation)
    return due is not None and due <= simulation.clock.elapsed_us


def _next_due_us(loop: Any, simulation: Simulation) -> int | None:
    """The next instant at which anything is due in the world or in the running loop."""
    due = simulation.scheduler.next_due()
    live = [handle._when for handle in loop._scheduled if not handle._cancelled]
    if not live:
        return due
    own: int = round(min(live) * 1e6) - simulation.clock.monotonic_base_us
    return own if due is None else min(own, due)
