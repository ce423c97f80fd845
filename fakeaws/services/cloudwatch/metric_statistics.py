"""`GetMetricStatistics`: one metric, several statistics, a point for each period and unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from fakeaws.aws.timestamps import given_us
from fakeaws.services.cloudwatch import errors
from fakeaws.services.cloudwatch.metrics.buckets import Bucket
from fakeaws.services.cloudwatch.metrics.retention import SECOND_US, rounded_start
from fakeaws.services.cloudwatch.metrics.statistics import SIMPLE, statistic
from fakeaws.services.cloudwatch.metrics.store import MetricId
from fakeaws.services.cloudwatch.queries import metric_id, valid_period
from fakeaws.simulation.clock import from_us

if TYPE_CHECKING:
    from fakeaws.services.cloudwatch.operations.base import CloudWatchBase

MAX_POINTS = 1_440


class StatisticsRequest(NamedTuple):
    """A request that AWS would answer."""

    metric: MetricId
    start_us: int
    end_us: int
    period_us: int
    simple: tuple[str, ...]
    extended: tuple[str, ...]
    unit: str | None

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> StatisticsRequest:
        """Raises AWS's refusals."""
        simple, extended = tuple(params.get("Statistics") or ()), tuple(params.get("ExtendedStatistics") or ())
        if not simple and not extended:
            raise errors.invalid_combination("Must specify either Statistics or ExtendedStatistics")
        if simple and extended:
            raise errors.both_given("Statistics", "ExtendedStatistics")
        for number, name in enumerate(extended, 1):
            if name in SIMPLE or statistic(name) is None:
                parameter = f"ExtendedStatistics.member.{number}"
                raise errors.invalid_value(f"The value {name} for parameter {parameter} is not supported.")
        start_us, end_us = (given_us(params[name]) // SECOND_US * SECOND_US for name in ("StartTime", "EndTime"))
        if start_us == end_us:
            raise errors.invalid_value("The parameter StartTime must not equal parameter EndTime.")
        if start_us > end_us:
            raise errors.invalid_value("The parameter StartTime must be less than the parameter EndTime.")
        period = params["Period"]
        if not valid_period(period):
            raise errors.invalid_value("The parameter Period must be a multiple of 60.")
        points = -((start_us - end_us) // (period * SECOND_US))
        if points > MAX_POINTS:
            raise errors.invalid_combination(
                f"You have requested up to {points} datapoints, which exceeds the limit of {MAX_POINTS}. You may reduce "
                "the datapoints requested by increasing Period, or decreasing the time range."
            )
        metric = metric_id(params["Namespace"], params["MetricName"], params.get("Dimensions"))
        return cls(metric, start_us, end_us, period * SECOND_US, simple, extended, params.get("Unit"))


def datapoints(service: CloudWatchBase, request: StatisticsRequest) -> list[dict[str, Any]]:
    """Oldest first (AWS has them in no order), those of one period by unit."""
    metric, now_us = service.metrics.find(request.metric), service.world.wall_us
    begin_us = rounded_start(request.start_us, now_us, request.period_us)
    found: list[tuple[int, str, dict[str, Any]]] = []
    for unit, series in () if metric is None else metric.units(request.unit):
        for start_us, bucket in series.periods(request.period_us, begin_us, request.end_us, now_us):
            numbers = _numbers(bucket, request)
            if numbers:
                found.append((start_us, unit, {"Timestamp": from_us(start_us), **numbers, "Unit": unit}))
    return [point for _, _, point in sorted(found, key=lambda each: each[:2])]


def _numbers(bucket: Bucket, request: StatisticsRequest) -> dict[str, Any]:
    """The statistics that can be told of a period."""
    if request.simple:
        return {name: SIMPLE[name](bucket) for name in request.simple}
    extended: dict[str, float] = {}
    for name in request.extended:
        compute = statistic(name)
        value = None if compute is None else compute(bucket)
        if value is not None:
            extended[name] = value
    return {"ExtendedStatistics": extended} if extended else {}
