"""All metrics of an account and region."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from fakeaws.aws.metrics import Datum, Dimensions
from fakeaws.services.cloudwatch.metrics.buckets import Bucket
from fakeaws.services.cloudwatch.metrics.series import Series


class MetricId(NamedTuple):
    """What makes a metric: the order of dimensions does not matter, so they are sorted by name."""

    namespace: str
    name: str
    dimensions: Dimensions


class Metric:
    """A metric's series by unit, and the time of the latest data."""

    __slots__ = ("_series", "id", "latest_us")

    def __init__(self, id: MetricId) -> None:
        self.id = id
        self.latest_us = 0
        self._series: dict[str, Series] = {}

    def units(self, unit: str | None = None) -> list[tuple[str, Series]]:
        """The series of that unit, or all of them in the order of their units."""
        if unit is None:
            return sorted(self._series.items())
        series = self._series.get(unit)
        return [] if series is None else [(unit, series)]

    def bucket(self, wall_us: int, unit: str, *, high_resolution: bool = False) -> Bucket:
        """Where data of that time and unit go."""
        series = self._series.get(unit)
        if series is None:
            series = self._series[unit] = Series()
        self.latest_us = max(self.latest_us, wall_us)
        return series.bucket(wall_us, high_resolution=high_resolution)


class MetricStore:
    """Metrics by identity."""

    def __init__(self) -> None:
        self._metrics: dict[MetricId, Metric] = {}
        #: How many data came in: as long as it stays, nothing is new.
        self.arrivals = 0
        self._in_order: list[Metric] | None = None

    def __len__(self) -> int:
        return len(self._metrics)

    def find(self, id: MetricId) -> Metric | None:
        """The metric with exactly these dimensions, if anything was published of it."""
        return self._metrics.get(id)

    def of(self, id: MetricId) -> Metric:
        """The metric that a datum is about, made at its first."""
        self.arrivals += 1
        metric = self._metrics.get(id)
        if metric is None:
            metric = self._metrics[id] = Metric(id)
            self._in_order = None
        return metric

    def all(self) -> Sequence[Metric]:
        """Every metric, in the order of namespace, name and dimensions."""
        if self._in_order is None:
            self._in_order = [self._metrics[id] for id in sorted(self._metrics)]
        return self._in_order

    def take(self, data: Iterable[Datum]) -> None:
        """What a service emitted."""
        for datum in data:
            metric = self.of(MetricId(datum.namespace, datum.name, datum.dimensions))
            metric.bucket(datum.wall_us, datum.unit).add_values(datum.values, datum.counts)
