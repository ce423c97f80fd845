"""What a metric alarm's window holds now, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from fakeaws.services.cloudwatch import reading
from fakeaws.services.cloudwatch.alarms import reasons
from fakeaws.services.cloudwatch.alarms.verdicts import EXTRA_PERIODS, State, judge
from fakeaws.services.cloudwatch.reading import Point

if TYPE_CHECKING:
    from fakeaws.services.cloudwatch.alarms.metric_alarm import MetricAlarm
    from fakeaws.services.cloudwatch.operations.base import CloudWatchBase


class Outcome(NamedTuple):
    """The state that an alarm should have, and why."""

    state: State
    reason: str
    data: str


def evaluate(service: CloudWatchBase, alarm: MetricAlarm, end_us: int) -> Outcome | None:
    """Look at the window that ends then (µs since 1970); ``None`` where the alarm keeps its state.

    Notes in the alarm whether there was nothing to see, so that it need not look again before there is.
    """
    begin_us = end_us - (alarm.n + EXTRA_PERIODS) * alarm.period_us
    if _nothing_since(service, alarm, begin_us):
        if alarm.quiet:
            return None
        alarm.quiet = True
    else:
        alarm.quiet = False
    slots = window(service, alarm, begin_us, end_us)
    if alarm.needs_samples and any(point is not None and point.samples < alarm.needs_samples for point in slots):
        return None
    breaching = [None if point is None else alarm.breaches(point.value) for point in slots]
    verdict = judge(breaching, alarm.n, alarm.m, alarm.treatment)
    state = verdict.state
    if state is None or state == alarm.state:
        return None
    if state == "INSUFFICIENT_DATA":
        reason = reasons.unknown(alarm.n)
    else:
        judged = [point for point in slots if point is not None][: alarm.n]
        reason = reasons.crossed(alarm, judged, state, verdict.filled)
    return Outcome(state, reason, reasons.data(alarm, slots, end_us))


def window(service: CloudWatchBase, alarm: MetricAlarm, begin_us: int, end_us: int) -> list[Point | None]:
    """The point of each period, newest first; ``None`` where there are no data."""
    period_us = alarm.period_us
    slots: list[Point | None] = [None] * (alarm.n + EXTRA_PERIODS)
    for point in _points(service, alarm, begin_us, end_us):
        back = (end_us - 1 - point.start_us) // period_us
        if 0 <= back < len(slots):
            slots[back] = point
    return slots


def _points(service: CloudWatchBase, alarm: MetricAlarm, begin_us: int, end_us: int) -> Sequence[Point]:
    metric = alarm.metric
    if metric is None:
        return reading.evaluate(service, alarm.queries, begin_us, end_us)
    return reading.points(
        service,
        metric.namespace,
        metric.name,
        metric.dimensions,
        alarm.stat,
        alarm.period_us,
        begin_us,
        end_us,
        alarm.unit,
    )


def _nothing_since(service: CloudWatchBase, alarm: MetricAlarm, begin_us: int) -> bool:
    """Whether none of its metrics has any data that are so new."""
    for id in alarm.metrics:
        metric = service.metrics.find(id)
        if metric is not None and metric.latest_us >= begin_us:
            return False
    return True
