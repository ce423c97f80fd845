"""How many children run at a time, and how many may fail."""

from __future__ import annotations

from fakeaws.services.stepfunctions import limits
from fakeaws.services.stepfunctions.engine.states.numbers import number, whole
from fakeaws.services.stepfunctions.language.definition.states import Map
from fakeaws.services.stepfunctions.language.errors import runtime_error
from fakeaws.services.stepfunctions.language.scope import Scope


class Settings:
    """UpdateMapRun changes them. ``concurrency`` 0 is the most there is; a tolerance that is None was not asked for."""

    def __init__(
        self, concurrency: int = 0, tolerated_count: int | None = None, tolerated_percentage: float | None = None
    ) -> None:
        self.concurrency = concurrency
        self.tolerated_count = tolerated_count
        self.tolerated_percentage = tolerated_percentage

    @property
    def most_children(self) -> int:
        """Children at a time."""
        most = limits.DISTRIBUTED_MAP_CONCURRENCY
        return min(self.concurrency or most, most)

    def exceeded(self, failed: int, total: int) -> bool:
        """Whether so many failed items are too many: more than either tolerance allows, or any if there is none."""
        if not failed:
            return False
        if self.tolerated_count is None and self.tolerated_percentage is None:
            return True
        if self.tolerated_count is not None and failed > self.tolerated_count:
            return True
        percentage = self.tolerated_percentage
        return percentage is not None and failed * 100 > percentage * total


def settings_of(state: Map, scope: Scope) -> Settings:
    """As a Map says; ``scope`` is on its effective input. Raises States.Runtime."""
    concurrency = whole(state.max_concurrency, state.max_concurrency_path, "MaxConcurrency", scope)
    if concurrency is not None and concurrency < 0:
        raise runtime_error("MaxConcurrency cannot be negative.")
    count = whole(state.tolerated_failure_count, state.tolerated_failure_count_path, "ToleratedFailureCount", scope)
    if count is not None and count < 0:
        raise runtime_error("ToleratedFailureCount cannot be negative.")
    percentage = number(
        state.tolerated_failure_percentage,
        state.tolerated_failure_percentage_path,
        "ToleratedFailurePercentage",
        scope,
    )
    if percentage is not None and not 0 <= percentage <= 100:
        raise runtime_error("ToleratedFailurePercentage must be between 0 and 100.")
    return Settings(concurrency or 0, count, percentage)
