"""The rule ``alarm-sees-no-data``."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from fakeaws.services.cloudwatch.metrics.store import Metric, MetricId
from fakeaws.timeline.findings import Finding
from fakeaws.timeline.words import instant

if TYPE_CHECKING:
    from fakeaws.services.cloudwatch.alarms.metric_alarm import MetricAlarm
    from fakeaws.services.cloudwatch.operations.base import CloudWatchBase

#: How alike names must be to be one that was meant.
_ALIKE = 0.8


def alarm_sees_no_data(service: CloudWatchBase) -> Iterator[Finding]:
    """An alarm was evaluated and its metric has no data, while one that is nearly the same has some."""
    for alarm in service.alarms.metric_alarms():
        if alarm.put_record is None or not alarm.evaluated or alarm.last_change is not None:
            continue
        for id in alarm.metrics:
            metric = service.metrics.find(id)
            near = _other_unit(alarm, metric) if metric is not None else _nearest(service, id)
            if near is not None:
                yield _finding(service, alarm, alarm.put_record, id, near)
                break


def _finding(service: CloudWatchBase, alarm: MetricAlarm, number: int, id: MetricId, near: str) -> Finding:
    record = service.world.timeline.record(number)
    at_us = service.world.timeline.rows[number][0]
    unit = f" in {alarm.unit}" if alarm.unit is not None else ""
    text = (
        f"Alarm {alarm.name!r}, put at {instant(at_us)}, has never seen any data and is in {alarm.state}: no series "
        f"matches {_words(id)}{unit}. The nearest series: {near}."
    )
    fix = (
        "Give the alarm exactly the namespace, name and dimensions under which the metric is published, all of them "
        "and no more, and leave Unit out."
    )
    return Finding("alarm-sees-no-data", text, fix, [record])


def _other_unit(alarm: MetricAlarm, metric: Metric) -> str | None:
    """The metric in the units that it has, if the alarm asks for another one."""
    units = [unit for unit, _ in metric.units()]
    if alarm.unit is None or alarm.unit in units:
        return None
    return f"{_words(metric.id)} in {', '.join(units)}"


def _nearest(service: CloudWatchBase, id: MetricId) -> str | None:
    best: tuple[float, str] | None = None
    for metric in service.metrics.all():
        likeness = _likeness(id, metric.id)
        if likeness >= _ALIKE and (best is None or likeness > best[0]):
            best = (likeness, _words(metric.id))
    return None if best is None else best[1]


def _likeness(wanted: MetricId, there: MetricId) -> float:
    """Below `_ALIKE` for what is hardly meant; at least 1 for the same metric with more dimensions or without some.

    A metric without any dimensions stands beside those of each function or queue: it says nothing of those.
    """
    if (wanted.namespace, wanted.name) != (there.namespace, there.name):
        if wanted.dimensions != there.dimensions:
            return 0.0
        return _ratio(f"{wanted.namespace} {wanted.name}", f"{there.namespace} {there.name}")
    mine, its = dict(wanted.dimensions), dict(there.dimensions)
    if mine.keys() == its.keys():
        return min((_ratio(value, its[name]) for name, value in mine.items()), default=0.0)
    shared = mine.items() & its.items()
    if not mine or (shared and (shared == mine.items() or shared == its.items())):
        return 1.0 + len(shared)
    return 0.0


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def _words(id: MetricId) -> str:
    """``AWS/SQS NumberOfMessagesSent (QueueName=orders)``."""
    dimensions = ", ".join(f"{name}={value}" for name, value in id.dimensions)
    return f"{id.namespace} {id.name} ({dimensions or 'no dimensions'})"
