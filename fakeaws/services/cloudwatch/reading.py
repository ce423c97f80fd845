"""Metrics as alarms and the reading operations see them: points of periods, and queries worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from fakeaws.aws.metrics import Dimensions
from fakeaws.services.cloudwatch.math.evaluating import Evaluation
from fakeaws.services.cloudwatch.math.values import TimeSeries
from fakeaws.services.cloudwatch.metrics.statistics import statistic, valid
from fakeaws.services.cloudwatch.metrics.store import MetricId
from fakeaws.services.cloudwatch.metrics.units import NONE
from fakeaws.services.cloudwatch.queries import MetricStat, Query, queries_of

if TYPE_CHECKING:
    from fakeaws.services.cloudwatch.operations.base import CloudWatchBase

__all__ = ["Point", "Reading", "collect", "evaluate", "points", "points_by_unit", "valid_stat"]


class Point(NamedTuple):
    """A statistic of one period. ``samples`` is how many values went into it, for an expression's result 1."""

    #: Begin of its period, µs since 1970 in the world.
    start_us: int
    value: float
    samples: float
    unit: str


def valid_stat(text: str) -> bool:
    """Whether that is a statistic: ``Average``, ``p99``, ``TM(10%:90%)`` …"""
    return valid(text)


def collect(service: CloudWatchBase) -> None:
    """Take in what the services of the same account and region emitted since somebody looked last."""
    world = service.world
    now_us = world.now_us
    for other in world.router.services():
        if other.account == service.account and other.region == service.region:
            service.metrics.take(other.metrics_until(now_us))


def points(
    service: CloudWatchBase,
    namespace: str,
    name: str,
    dimensions: Dimensions,
    stat: str,
    period_us: int,
    begin_us: int,
    end_us: int,
    unit: str | None,
) -> list[Point]:
    """The periods from ``begin_us`` (inclusive) to ``end_us`` (exclusive) that have data, oldest first.

    Periods are counted from ``begin_us``. Without ``unit``, the first by name of those that have data. Raises
    ``ValueError`` for what is no statistic.
    """
    compute = statistic(stat)
    if compute is None:
        raise ValueError(f"not a statistic: {stat!r}")
    id = MetricId(namespace, name, tuple(sorted(dimensions)))
    found = points_by_unit(service, MetricStat(id, period_us, stat, compute, unit), begin_us, end_us)
    return next(iter(found.values()), [])


def points_by_unit(service: CloudWatchBase, wanted: MetricStat, begin_us: int, end_us: int) -> dict[str, list[Point]]:
    """The same of each unit that has data, in the order of units."""
    metric = service.metrics.find(wanted.metric)
    found: dict[str, list[Point]] = {}
    for unit, series in () if metric is None else metric.units(wanted.unit):
        there = False
        values: list[Point] = []
        for start_us, bucket in series.periods(wanted.period_us, begin_us, end_us, service.world.wall_us):
            there = True
            value = wanted.statistic(bucket)
            if value is not None:
                values.append(Point(start_us, value, bucket.samples, unit))
        if there:
            found[unit] = values
    return found


def evaluate(service: CloudWatchBase, queries: Sequence[Mapping[str, Any]], begin_us: int, end_us: int) -> list[Point]:
    """The series of the query that returns data, oldest first; ``queries`` as `GetMetricData` takes them.

    Periods are counted from ``begin_us``. Of a query that is a metric, the points tell its samples and unit. Raises
    AWS's ``ValidationError``.
    """
    read = queries_of(queries, "Metrics")
    wanted = next(query for query in read if query.return_data)
    if wanted.stat is not None:
        return next(iter(points_by_unit(service, wanted.stat, begin_us, end_us).values()), [])
    series = Reading(service, read, lambda period_us: begin_us, end_us).series(wanted)
    return [Point(at, value, 1.0, NONE) for each in series[:1] for at, value in each.points.items()]


class Reading:
    """The queries of one request over a time. ``begin_of`` tells from when on periods of a length are counted."""

    def __init__(
        self, service: CloudWatchBase, queries: Sequence[Query], begin_of: Callable[[int], int], end_us: int
    ) -> None:
        self._service = service
        self._begin_of = begin_of
        self._end_us = end_us
        self._evaluation = Evaluation(queries, self._series_of, begin_of, end_us)
        #: By id, of the queries that were read: the units that have data.
        self.units: dict[str, list[str]] = {}

    def series(self, query: Query) -> list[TimeSeries]:
        """What a query returns: one series, or those of an array; raises AWS's ``ValidationError``."""
        return self._evaluation.series(query)

    def _series_of(self, query: Query) -> TimeSeries:
        stat = query.stat
        assert stat is not None
        found = points_by_unit(self._service, stat, self._begin_of(stat.period_us), self._end_us)
        self.units[query.id] = list(found)
        points = {point.start_us: point.value for point in next(iter(found.values()), [])}
        return TimeSeries(points, stat.period_us, query.label or stat.metric.name)
