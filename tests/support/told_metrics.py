"""What a service told as metrics, by name and minute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from fakeaws import World
from fakeaws.aws.metrics import MINUTE_US, Datum


class Told:
    """All that a service of the world's account and region tells, asked for piece by piece."""

    def __init__(self, aws: World, service: str) -> None:
        self._aws = aws
        self._service = service
        self._start_us = aws.wall_us - aws.now_us
        self.data: list[Datum] = []

    def ask(self) -> list[Datum]:
        """What is new now."""
        aws = self._aws
        aws.settle()
        new = list(aws.router.service(self._service, aws.account, aws.region).metrics_until(aws.now_us))
        self.data += new
        return new

    def of(self, name: str, metric: str, dimension: str = "QueueName") -> dict[int, float]:
        """Minutes since the world's start → the sum of what was told."""
        found: dict[int, float] = defaultdict(float)
        for datum in self._matching(name, metric, dimension):
            counts = datum.counts or (1.0,) * len(datum.values)
            found[(datum.wall_us - self._start_us) // MINUTE_US] += sum(
                value * count for value, count in zip(datum.values, counts)
            )
        return dict(found)

    def one(self, name: str, metric: str, dimension: str = "QueueName") -> Datum:
        """The only datum of a metric."""
        [datum] = self._matching(name, metric, dimension)
        return datum

    def metrics(self, name: str) -> set[str]:
        """The metrics that have a dimension with this value."""
        return {datum.name for datum in self.data if any(value == name for _, value in datum.dimensions)}

    def _matching(self, name: str, metric: str, dimension: str) -> Iterable[Datum]:
        return [datum for datum in self.data if datum.name == metric and (dimension, name) in datum.dimensions]
