"""Settings of a world for executions: ``config={"stepfunctions": {…}}``."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from fakeaws.services.stepfunctions import limits

if TYPE_CHECKING:
    from fakeaws.world import World

#: A second run begins at most so long after the first.
_LATEST_DOUBLE_US = 1_000_000


def most_open(world: World) -> int:
    """``open_executions``: how many Standard executions may be under way in an account and region."""
    most: int = _settings(world).get("open_executions", limits.OPEN_EXECUTIONS)
    return most


def doubles(world: World, random: Random) -> int | None:
    """How long after an asynchronous Express execution it runs a second time; None if it does not, as without setting.

    ``express_at_least_once``: the probability that it does, from 0 to 1.
    """
    probability: float = _settings(world).get("express_at_least_once", 0)
    if not probability or random.random() >= probability:
        return None
    return random.randrange(_LATEST_DOUBLE_US)


def _settings(world: World) -> Any:
    return world.config.get("stepfunctions", {})
