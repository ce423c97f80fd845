"""All that was published of a series for one minute or one second."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class StatisticSet(NamedTuple):
    """What `PutMetricData` takes in place of values."""

    samples: float
    sum: float
    minimum: float
    maximum: float


class Bucket:
    """Four numbers, and how often each value was seen while all values are known (``values``; ``None`` if not)."""

    __slots__ = ("maximum", "minimum", "samples", "sum", "values")

    def __init__(self) -> None:
        self.samples = 0.0
        self.sum = 0.0
        self.minimum = float("inf")
        self.maximum = float("-inf")
        self.values: dict[float, float] | None = {}

    def add(self, value: float, count: float = 1.0) -> None:
        """A value seen ``count`` times; never seen counts as nothing at all."""
        if count <= 0:
            return
        self.samples += count
        self.sum += value * count
        self.minimum = min(self.minimum, value)
        self.maximum = max(self.maximum, value)
        if self.values is not None:
            self.values[value] = self.values.get(value, 0.0) + count

    def add_values(self, values: Sequence[float], counts: Sequence[float] = ()) -> None:
        """Several values; without ``counts`` each was seen once."""
        for index, value in enumerate(values):
            self.add(value, counts[index] if counts else 1.0)

    def add_set(self, given: StatisticSet) -> None:
        """Numbers that somebody else made of values: these are known only if there was one, or all were equal."""
        if given.samples <= 0:
            return
        self.samples += given.samples
        self.sum += given.sum
        self.minimum = min(self.minimum, given.minimum)
        self.maximum = max(self.maximum, given.maximum)
        if given.samples != 1 and given.minimum != given.maximum:
            self.values = None
        elif self.values is not None:
            self.values[given.minimum] = self.values.get(given.minimum, 0.0) + given.samples

    def merge(self, other: Bucket) -> None:
        """Take in another's."""
        self.samples += other.samples
        self.sum += other.sum
        self.minimum = min(self.minimum, other.minimum)
        self.maximum = max(self.maximum, other.maximum)
        if other.values is None:
            self.values = None
        elif self.values is not None:
            for value, count in other.values.items():
                self.values[value] = self.values.get(value, 0.0) + count
