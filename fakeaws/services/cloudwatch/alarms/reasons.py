"""Why an alarm has its state: ``StateReason`` and ``StateReasonData``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fakeaws.services.cloudwatch.alarms.texts import COMPARISONS, date_in_reason, double, timestamp
from fakeaws.services.cloudwatch.alarms.verdicts import ALARM, State

if TYPE_CHECKING:
    from fakeaws.services.cloudwatch.alarms.metric_alarm import MetricAlarm
    from fakeaws.services.cloudwatch.reading import Point

#: Datapoints that a reason names one by one.
_NAMED = 5
#: Datapoints that the data of a reason have at most, so that they stay below 4 000 characters.
_IN_DATA = 20


def crossed(alarm: MetricAlarm, judged: Sequence[Point], state: State, filled: int) -> str:
    """Of OK and ALARM. ``judged``: the points that decided, newest first; ``filled``: missing ones that were counted."""
    decisive = [point for point in judged if alarm.breaches(point.value) is (state == ALARM)]
    if not decisive:
        return _filled(alarm, filled)
    count = len(decisive)
    several = alarm.m != alarm.n or "DatapointsToAlarm" in alarm.settings
    number = f"{count} out of the last {alarm.n} datapoints" if several else f"{count} datapoint{_s(count)}"
    named = ", ".join(f"{double(point.value)} ({date_in_reason(point.start_us)})" for point in decisive[:_NAMED])
    verb = ("was" if count == 1 else "were") + ("" if state == ALARM else " not")
    text = f"{verb} {COMPARISONS[alarm.comparison]} the threshold ({double(alarm.threshold)})"
    if several:
        needed = alarm.m if state == ALARM else alarm.n - alarm.m + 1
        way = "OK -> ALARM" if state == ALARM else "ALARM -> OK"
        text += f" (minimum {needed} datapoint{_s(needed)} for {way} transition)"
    if count <= _NAMED:
        return f"Threshold Crossed: {number} [{named}] {text}."
    return f"Threshold Crossed: {number} {text}. The most recent datapoints which crossed the threshold: [{named}]."


def _filled(alarm: MetricAlarm, filled: int) -> str:
    kind = "Breaching" if alarm.treatment == "breaching" else "NonBreaching"
    verb = "was" if filled == 1 else "were"
    return (
        f"Threshold Crossed: no datapoints were received for {filled} period{_s(filled)} and "
        f"{filled} missing datapoint{_s(filled)} {verb} treated as [{kind}]."
    )


def unknown(n: int) -> str:
    """Of INSUFFICIENT_DATA."""
    return f"Insufficient Data: {n} datapoint{_s(n)} {'was' if n == 1 else 'were'} unknown."


def data(alarm: MetricAlarm, slots: Sequence[Point | None], end_us: int) -> str:
    """``StateReasonData``: ``slots`` are the window's points, newest first."""
    judged: list[tuple[int, Point | None]] = []
    real = 0
    for back, point in enumerate(slots):
        if real == alarm.n:
            break
        real += point is not None
        judged.append((end_us - (back + 1) * alarm.period_us, point))
    if real == alarm.n:
        judged = [(start_us, point) for start_us, point in judged if point is not None]
    elif not real:
        judged = judged[: alarm.n]
    points = [point for _, point in judged if point is not None]
    shown: dict[str, Any] = {"version": "1.0", "queryDate": timestamp(end_us)}
    if points:
        shown["startDate"] = timestamp(points[-1].start_us)
    if alarm.unit is not None:
        shown["unit"] = alarm.unit
    if alarm.stat:
        shown["statistic"] = alarm.stat
    shown["period"] = alarm.period
    shown["recentDatapoints"] = [point.value for point in reversed(points[:_IN_DATA])]
    shown["threshold"] = alarm.threshold
    shown["evaluatedDatapoints"] = [_evaluated(start_us, point) for start_us, point in judged[:_IN_DATA]]
    return json.dumps(shown, separators=(",", ":"))


def _evaluated(start_us: int, point: Point | None) -> dict[str, Any]:
    if point is None:
        return {"timestamp": timestamp(start_us)}
    return {"timestamp": timestamp(point.start_us), "sampleCount": float(point.samples), "value": float(point.value)}


def _s(count: int) -> str:
    return "" if count == 1 else "s"
