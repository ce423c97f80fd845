"""AWS/Scheduler: what became of invocations, by schedule group.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from fakeaws.aws.metrics import MINUTE_US, Datum

if TYPE_CHECKING:
    from fakeaws.world import World

NAMESPACE = "AWS/Scheduler"


class SchedulerMetrics:
    """Of one account and region. While nobody looks, it only keeps what happened, and when."""

    def __init__(self, world: World) -> None:
        self._world = world
        #: Elapsed time, metric, group; in the order of their happening.
        self._notes: list[tuple[int, str, str]] = []

    def note(self, metric: str, group: str) -> None:
        """It happened once, now."""
        self._notes.append((self._world.now_us, metric, group))

    def until(self, elapsed_us: int) -> list[Datum]:
        """As `Service.metrics_until`."""
        offset_us = self._world.wall_us - self._world.now_us
        until_us = (elapsed_us + offset_us) // MINUTE_US * MINUTE_US - offset_us
        counts: Counter[tuple[int, str, str]] = Counter()
        told = 0
        for at_us, metric, group in self._notes:
            if at_us >= until_us:
                break
            told += 1
            counts[(at_us + offset_us) // MINUTE_US * MINUTE_US, metric, group] += 1
        del self._notes[:told]
        return [
            Datum(NAMESPACE, metric, (("ScheduleGroup", group),), minute_us, "Count", (1.0,), (float(count),))
            for (minute_us, metric, group), count in counts.items()
        ]
