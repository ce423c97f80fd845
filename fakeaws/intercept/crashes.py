"""Where a process dies of a planned crash: AWS has done its call, and the answer does not reach it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fakeaws.aws.service import Call, Result


def maybe_crash(call: Call, result: Result) -> None:
    """Raise `ActorKilled` if the calling actor dies of this call."""
    world = call.world
    if world.faults.crashes_after(call, result):
        world.simulation.handover()


async def maybe_crash_async(call: Call, result: Result) -> None:
    """For a call of a task: if the loop's actor dies of it, the task goes no further."""
    if call.world.faults.crashes_after(call, result):
        import asyncio

        # Nobody resolves it: the loop, left without work, meets the end of its actor, and cancels this task.
        await asyncio.get_running_loop().create_future()
