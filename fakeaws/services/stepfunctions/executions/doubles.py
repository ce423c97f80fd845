"""Express executions that run twice."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fakeaws.world import World

#: A second run begins at most so long after the first.
_LATEST_US = 1_000_000


def second_run(world: World, random: Random) -> int | None:
    """How long after it has started an asynchronous Express execution runs once more; None if it does not.

    The world's ``config={"stepfunctions": {"express_at_least_once": …}}`` is the probability that it does, from 0, the
    default, to 1.
    """
    probability: float = world.config.get("stepfunctions", {}).get("express_at_least_once", 0)
    if not probability or random.random() >= probability:
        return None
    return random.randrange(_LATEST_US)
