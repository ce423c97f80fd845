"""The event that a Lambda function gets from an alarm."""

from __future__ import annotations

from typing import Any

from fakeaws.services.cloudwatch.alarms.alarm import Alarm, Change, Standing
from fakeaws.services.cloudwatch.alarms.composite_alarm import CompositeAlarm
from fakeaws.services.cloudwatch.alarms.metric_alarm import MetricAlarm
from fakeaws.services.cloudwatch.alarms.texts import timestamp


def event(alarm: Alarm, change: Change) -> dict[str, Any]:
    """The whole event."""
    return {
        "source": "aws.cloudwatch",
        "alarmArn": alarm.arn,
        "accountId": alarm.account,
        "time": timestamp(change.new.wall_us),
        "region": alarm.region,
        "alarmData": alarm_data(alarm, change),
    }


def alarm_data(alarm: Alarm, change: Change) -> dict[str, Any]:
    """What it says of the alarm."""
    return {
        "alarmName": alarm.name,
        "state": _state(change.new),
        "previousState": _state(change.old),
        "configuration": configuration(alarm),
    }


def _state(standing: Standing) -> dict[str, Any]:
    told: dict[str, Any] = {"value": standing.state, "reason": standing.reason}
    if standing.data is not None:
        told["reasonData"] = standing.data
    return {**told, "timestamp": timestamp(standing.wall_us)}


def configuration(alarm: Alarm) -> dict[str, Any]:
    """What it watches."""
    told: dict[str, Any] = {}
    if alarm.description is not None:
        told["description"] = alarm.description
    if isinstance(alarm, CompositeAlarm):
        told["alarmRule"] = alarm.settings["AlarmRule"]
        for name in ("ActionsSuppressor", "ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod"):
            if name in alarm.settings:
                told[f"a{name[1:]}"] = alarm.settings[name]
    elif isinstance(alarm, MetricAlarm):
        told["metrics"] = _metrics(alarm)
    return told


def _metrics(alarm: MetricAlarm) -> list[dict[str, Any]]:
    if alarm.metric is None:
        return [_query(query) for query in alarm.queries]
    stat: dict[str, Any] = {
        "metric": {
            "namespace": alarm.metric.namespace,
            "name": alarm.metric.name,
            "dimensions": dict(alarm.dimensions),
        },
        "period": alarm.period,
        "stat": alarm.stat,
    }
    if alarm.unit is not None:
        stat["unit"] = alarm.unit
    return [{"id": alarm.query_id, "metricStat": stat, "returnData": True}]


def _query(query: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"id": query["Id"]}
    for name, member in (("expression", "Expression"), ("label", "Label"), ("period", "Period")):
        if member in query:
            told[name] = query[member]
    if "MetricStat" in query:
        stat = query["MetricStat"]
        metric = stat["Metric"]
        told["metricStat"] = {
            "metric": {
                "namespace": metric["Namespace"],
                "name": metric["MetricName"],
                "dimensions": {each["Name"]: each["Value"] for each in metric.get("Dimensions", ())},
            },
            "period": stat["Period"],
            "stat": stat["Stat"],
        }
        if "Unit" in stat:
            told["metricStat"]["unit"] = stat["Unit"]
    told["returnData"] = query.get("ReturnData") is not False
    return told
