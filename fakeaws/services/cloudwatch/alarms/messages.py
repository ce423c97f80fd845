"""What alarms publish to SNS topics: a subject, and a message for programs, for phones and for mail."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.services.cloudwatch.alarms import mail
from fakeaws.services.cloudwatch.alarms.alarm import ACTION_LISTS, Alarm, Change
from fakeaws.services.cloudwatch.alarms.composite_alarm import CompositeAlarm
from fakeaws.services.cloudwatch.alarms.metric_alarm import MetricAlarm
from fakeaws.services.cloudwatch.alarms.texts import STATISTICS_IN_MESSAGES, region_in_words, timestamp

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_SUBJECT = 100


def headline(alarm: Alarm, change: Change) -> str:
    """``ALARM: "NAME" in US East (N. Virginia)``."""
    return f'{change.new.state}: "{alarm.name}" in {region_in_words(alarm.region)}'


def subject(alarm: Alarm, change: Change) -> str:
    """The headline, as far as SNS takes it."""
    return headline(alarm, change)[:_MAX_SUBJECT]


def published(alarm: Alarm, change: Change, *, after_mute: bool = False) -> dict[str, str]:
    """The texts by kind of subscription, as ``MessageStructure=json`` takes them."""
    message = json.dumps(_message(alarm, change, after_mute), separators=(",", ":"), ensure_ascii=False)
    return {"default": message, "sms": headline(alarm, change), "email": mail.text(alarm, change)}


def _message(alarm: Alarm, change: Change, after_mute: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": alarm.account,
    }
    if isinstance(alarm, MetricAlarm):
        told["AlarmConfigurationUpdatedTimestamp"] = timestamp(alarm.configured_us)
    told |= {
        "NewStateValue": change.new.state,
        "NewStateReason": change.new.reason,
        "StateChangeTime": timestamp(change.new.wall_us),
        "Region": region_in_words(alarm.region),
        "AlarmArn": alarm.arn,
    }
    actions = {name: list(alarm.actions(state)) for state, name in ACTION_LISTS.items()}
    if isinstance(alarm, CompositeAlarm):
        told |= actions
        told["OldStateValue"] = change.old.state
        told["AlarmRule"] = alarm.settings["AlarmRule"]
        told["TriggeringChildren"] = _triggering(change)
        return told
    assert isinstance(alarm, MetricAlarm)
    told["OldStateValue"] = change.old.state
    told |= actions
    told["Trigger"] = _trigger(alarm)
    told["ActionExecutedAfterMuteWindow"] = after_mute
    return told


def _triggering(change: Change) -> list[dict[str, Any]]:
    child = change.child
    if child is None:
        return []
    standing = child.standing
    return [{"Arn": child.arn, "State": {"Value": standing.state, "Timestamp": timestamp(standing.wall_us)}}]


def _trigger(alarm: MetricAlarm) -> dict[str, Any]:
    settings = alarm.settings
    told: dict[str, Any] = {}
    if not alarm.queries:
        told |= {"MetricName": settings["MetricName"], "Namespace": settings["Namespace"]}
        statistic = settings.get("Statistic")
        if statistic is not None:
            told |= {"StatisticType": "Statistic", "Statistic": STATISTICS_IN_MESSAGES[statistic]}
        else:
            told |= {"StatisticType": "ExtendedStatistic", "ExtendedStatistic": alarm.stat}
        told["Unit"] = alarm.unit
        told["Dimensions"] = _dimensions(settings.get("Dimensions", ()))
    told |= {"Period": alarm.period, "EvaluationPeriods": alarm.n}
    if "DatapointsToAlarm" in settings:
        told["DatapointsToAlarm"] = alarm.m
    told |= {
        "ComparisonOperator": alarm.comparison,
        "Threshold": alarm.threshold,
        "TreatMissingData": settings.get("TreatMissingData", ""),
        "EvaluateLowSampleCountPercentile": settings.get("EvaluateLowSampleCountPercentile", ""),
    }
    if alarm.queries:
        told["Metrics"] = [_query(query) for query in alarm.queries]
    return told


def _query(query: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if "Expression" in query:
        told["Expression"] = query["Expression"]
    told["Id"] = query["Id"]
    if "Label" in query:
        told["Label"] = query["Label"]
    stat = query.get("MetricStat")
    if stat is not None:
        metric = stat["Metric"]
        told["MetricStat"] = {
            "Metric": {
                "Dimensions": _dimensions(metric.get("Dimensions", ())),
                "MetricName": metric["MetricName"],
                "Namespace": metric["Namespace"],
            },
            "Period": stat["Period"],
            "Stat": stat["Stat"],
        }
        if "Unit" in stat:
            told["MetricStat"]["Unit"] = stat["Unit"]
    if "Period" in query:
        told["Period"] = query["Period"]
    told["ReturnData"] = query.get("ReturnData") is not False
    return told


def _dimensions(given: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    return [{"value": each["Value"], "name": each["Name"]} for each in given]
