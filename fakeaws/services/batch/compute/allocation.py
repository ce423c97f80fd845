"""Allocation strategies: which instance type is launched for a job, and whether that may go beyond ``maxvCpus``."""

from __future__ import annotations

from collections.abc import Iterable

from fakeaws.services.batch.compute.instance_types import InstanceType, expand, smallest_first
from fakeaws.services.batch.compute.need import Need

BEST_FIT = "BEST_FIT"
BEST_FIT_PROGRESSIVE = "BEST_FIT_PROGRESSIVE"
ORDERED = "BEST_FIT_PROGRESSIVE_ORDERED"
PRIORITIZED = "SPOT_CAPACITY_OPTIMIZED_PRIORITIZED"

ON_DEMAND_STRATEGIES = (BEST_FIT, BEST_FIT_PROGRESSIVE, ORDERED)
SPOT_STRATEGIES = (
    BEST_FIT,
    BEST_FIT_PROGRESSIVE,
    "SPOT_CAPACITY_OPTIMIZED",
    "SPOT_PRICE_CAPACITY_OPTIMIZED",
    PRIORITIZED,
)


class Allocation:
    """The types that ``instanceTypes`` allow, in the order in which the strategy tries them for a job.

    BEST_FIT waits for the type that fits best; the others go on to the next one where EC2 has no more of it. The ordered and
    the prioritized strategy keep to the order of ``instanceTypes``, the others take the smallest type that a job fits on. All
    but BEST_FIT on On-Demand may go beyond ``maxvCpus``, by no more than one instance.
    """

    def __init__(self, names: Iterable[str], strategy: str, *, on_spot: bool) -> None:
        found = dict.fromkeys(each for name in names for each in expand(name))
        types = tuple(found)
        self.types = types if strategy in (ORDERED, PRIORITIZED) else smallest_first(types)
        self.waits_for_best = strategy == BEST_FIT
        self.overshoots = on_spot or strategy != BEST_FIT
        self._choices: dict[tuple[Need, int], tuple[InstanceType, ...]] = {}

    def choices(self, need: Need, max_milli: int) -> tuple[InstanceType, ...]:
        """Types that a job fits on, the first choice first, in an environment of at most that many thousandths of vCPUs."""
        key = (need, max_milli)
        found = self._choices.get(key)
        if found is None:
            found = tuple(
                each
                for each in self.types
                if _has_room(each, need) and (self.overshoots or each.vcpus * 1000 <= max_milli)
            )
            if self.waits_for_best:
                found = found[:1]
            self._choices[key] = found
        return found


def _has_room(type: InstanceType, need: Need) -> bool:
    return need.milli_vcpus <= type.vcpus * 1000 and need.memory <= type.memory and need.gpus <= type.gpus
