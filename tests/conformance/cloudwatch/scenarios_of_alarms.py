"""For each operation on alarms: calls that show all that it can answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.conformance.cloudwatch.furniture import ACCOUNT, ORDERS, START
from tests.conformance.contract import AskService, Scenario, model_of
from tests.support.shapes import members

_NO_LOGS = "there are no log alarms"
_NO_PROMQL = "alarms on PromQL queries are not there"
_NO_TAGS = "tags in alarms' messages are not there"
_NO_WARM_UP = "warm-up periods are not there"
_NO_CONTRIBUTORS = "only alarms on queries have contributors, and those are not there"

_EVER: dict[str, str] = {
    "EvaluationCriteria": _NO_PROMQL,
    "EvaluationInterval": _NO_PROMQL,
    "EvaluationState": "data are always complete",
    "ThresholdMetricId": "anomaly detection alarms are not there",
    "WarmUpConfiguration": _NO_WARM_UP,
    "ActionConfiguration": _NO_TAGS,
    "EvaluationWindow.WallClockWindow": "windows that follow the wall clock are not there",
}

#: Members that an answer never has: what their paths begin with.
_NEVER: dict[str, dict[str, str]] = {
    "DescribeAlarms": {
        **{f"MetricAlarms[].{name}": why for name, why in _EVER.items()},
        "CompositeAlarms[].ActionConfiguration": _NO_TAGS,
        "LogAlarms[]": _NO_LOGS,
    },
    "DescribeAlarmsForMetric": {
        **{f"MetricAlarms[].{name}": why for name, why in _EVER.items()},
        "MetricAlarms[].Metrics": "metric math alarms are not told",
    },
    "DescribeAlarmHistory": {
        "AlarmHistoryItems[].AlarmContributorId": _NO_CONTRIBUTORS,
        "AlarmHistoryItems[].AlarmContributorAttributes": _NO_CONTRIBUTORS,
    },
    "DescribeAlarmContributors": {"AlarmContributors[]": _NO_CONTRIBUTORS, "NextToken": _NO_CONTRIBUTORS},
}


def _paths(operation: str, begins: Mapping[str, str]) -> dict[str, str]:
    paths = members(model_of("cloudwatch").operation_model(operation).output_shape)
    return {path: why for path in paths for begin, why in begins.items() if path.startswith(begin)}


NEVER_SHOWN = {operation: _paths(operation, begins) for operation, begins in _NEVER.items()}

TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:alerts"
ALARM_ARN = f"arn:aws:cloudwatch:us-east-1:{ACCOUNT}:alarm:many"
_TAGS = [{"Key": "team", "Value": "shop"}]
_ACTIONS = {"AlarmActions": [TOPIC], "OKActions": [TOPIC], "InsufficientDataActions": [TOPIC]}
ALARM: dict[str, Any] = {
    **ORDERS,
    "AlarmName": "many",
    "Period": 60,
    "Statistic": "Sum",
    "EvaluationPeriods": 1,
    "Threshold": 2.0,
    "ComparisonOperator": "GreaterThanThreshold",
}
_DATUM = {"MetricName": "orders", "Dimensions": ORDERS["Dimensions"], "Value": 3.0, "Unit": "Count"}


async def put_metric_alarm(ask: AskService) -> None:
    await ask(
        "PutMetricAlarm",
        **ALARM,
        **_ACTIONS,
        AlarmDescription="many orders",
        ActionsEnabled=True,
        Unit="Count",
        DatapointsToAlarm=1,
        TreatMissingData="notBreaching",
        EvaluationWindow={"SlidingWindow": {}},
        Tags=_TAGS,
    )
    percentile = {**ALARM, "AlarmName": "percentile", "ExtendedStatistic": "p90"}
    del percentile["Statistic"]
    await ask("PutMetricAlarm", **percentile, EvaluateLowSampleCountPercentile="ignore")
    stat = {"Metric": ORDERS, "Period": 60, "Stat": "Sum", "Unit": "Count"}
    queries = [
        {"Id": "m1", "MetricStat": stat, "ReturnData": False, "AccountId": ACCOUNT},
        {"Id": "e1", "Expression": "m1 * 2", "Label": "twice", "ReturnData": True, "Period": 60},
    ]
    rest = {name: ALARM[name] for name in ("EvaluationPeriods", "Threshold", "ComparisonOperator")}
    await ask("PutMetricAlarm", AlarmName="math", Metrics=queries, **rest)


async def put_composite_alarm(ask: AskService) -> None:
    await put_metric_alarm(ask)
    await ask(
        "PutCompositeAlarm",
        AlarmName="any",
        AlarmRule=f'ALARM(many) OR ALARM("{ALARM_ARN}") OR AT_LEAST(2, NOT OK, (percentile, math))',
        AlarmDescription="any of them",
        ActionsEnabled=True,
        **_ACTIONS,
        ActionsSuppressor="percentile",
        ActionsSuppressorWaitPeriod=10,
        ActionsSuppressorExtensionPeriod=20,
        Tags=_TAGS,
    )


async def describe_alarms(ask: AskService) -> None:
    await put_composite_alarm(ask)
    await ask("PutMetricData", Namespace="shop", MetricData=[_DATUM])
    await ask.wait(60)
    await ask("SetAlarmState", AlarmName="any", StateValue="OK", StateReason="a drill", StateReasonData="{}")
    every = {"AlarmTypes": ["MetricAlarm", "CompositeAlarm"]}
    page = await ask("DescribeAlarms", **every, MaxRecords=2)
    await ask("DescribeAlarms", **every, MaxRecords=2, NextToken=page["NextToken"])
    await ask("DescribeAlarms", AlarmNames=["many", "gone"])
    await ask("DescribeAlarms", AlarmNamePrefix="ma", StateValue="ALARM", ActionPrefix="arn:aws:sns")
    await ask("DescribeAlarms", ChildrenOfAlarmName="any")
    await ask("DescribeAlarms", ParentsOfAlarmName="math")


async def describe_alarms_for_metric(ask: AskService) -> None:
    await put_metric_alarm(ask)
    await ask("PutMetricData", Namespace="shop", MetricData=[_DATUM])
    await ask.wait(60)
    await ask("DescribeAlarmsForMetric", **ORDERS)
    await ask("DescribeAlarmsForMetric", **ORDERS, Statistic="Sum", Period=60, Unit="Count")
    await ask("DescribeAlarmsForMetric", **ORDERS, ExtendedStatistic="p90")


async def describe_alarm_history(ask: AskService) -> None:
    await describe_alarms(ask)
    every = {"AlarmTypes": ["MetricAlarm", "CompositeAlarm"]}
    page = await ask("DescribeAlarmHistory", **every, MaxRecords=3)
    await ask("DescribeAlarmHistory", **every, MaxRecords=100, NextToken=page["NextToken"])
    await ask("DescribeAlarmHistory", AlarmName="many", HistoryItemType="StateUpdate", ScanBy="TimestampAscending")
    await ask("DescribeAlarmHistory", StartDate=START, EndDate=START)


async def describe_alarm_contributors(ask: AskService) -> None:
    await put_metric_alarm(ask)
    await ask("DescribeAlarmContributors", AlarmName="many")


async def set_alarm_state(ask: AskService) -> None:
    await put_metric_alarm(ask)
    data = '{"recentDatapoints":[1]}'
    await ask("SetAlarmState", AlarmName="many", StateValue="OK", StateReason="a drill", StateReasonData=data)
    await ask("DescribeAlarms")


async def turn_actions(ask: AskService) -> None:
    await put_metric_alarm(ask)
    await ask("DisableAlarmActions", AlarmNames=["many", "gone"])
    await ask("EnableAlarmActions", AlarmNames=["many", "gone"])


async def delete_alarms(ask: AskService) -> None:
    await put_composite_alarm(ask)
    await ask("DeleteAlarms", AlarmNames=["any", "gone"])
    await ask("DeleteAlarms", AlarmNames=["many", "math"])


async def tag_resource(ask: AskService) -> None:
    await put_metric_alarm(ask)
    await ask("TagResource", ResourceARN=ALARM_ARN, Tags=[{"Key": "tier", "Value": "1"}])
    await ask("ListTagsForResource", ResourceARN=ALARM_ARN)
    await ask("UntagResource", ResourceARN=ALARM_ARN, TagKeys=["tier"])
    await ask("ListTagsForResource", ResourceARN=f"{ALARM_ARN}-gone")


def mute_schedule(expression: str) -> dict[str, Any]:
    return {"Schedule": {"Expression": expression, "Duration": "PT4H", "Timezone": "Europe/London"}}


async def mute_rules(ask: AskService) -> None:
    await put_metric_alarm(ask)
    await ask(
        "PutAlarmMuteRule",
        Name="nights",
        Description="nobody is there",
        Rule=mute_schedule("cron(0 22 * * MON-FRI)"),
        MuteTargets={"AlarmNames": ["many"]},
        Tags=_TAGS,
        StartDate=START,
        ExpireDate="2026-06-01T00:00:00Z",
    )
    await ask("PutAlarmMuteRule", Name="once", Rule=mute_schedule("at(2026-01-05T00:00)"))
    await ask("GetAlarmMuteRule", AlarmMuteRuleName="nights")
    page = await ask("ListAlarmMuteRules", MaxRecords=1)
    await ask("ListAlarmMuteRules", MaxRecords=1, NextToken=page["NextToken"])
    await ask("ListAlarmMuteRules", AlarmName="many", Statuses=["SCHEDULED", "ACTIVE"])
    await ask("DeleteAlarmMuteRule", AlarmMuteRuleName="nights")
    await ask("DeleteAlarmMuteRule", AlarmMuteRuleName="nights")


SCENARIOS: dict[str, Scenario] = {
    "DeleteAlarmMuteRule": mute_rules,
    "DeleteAlarms": delete_alarms,
    "DescribeAlarmContributors": describe_alarm_contributors,
    "DescribeAlarmHistory": describe_alarm_history,
    "DescribeAlarms": describe_alarms,
    "DescribeAlarmsForMetric": describe_alarms_for_metric,
    "DisableAlarmActions": turn_actions,
    "EnableAlarmActions": turn_actions,
    "GetAlarmMuteRule": mute_rules,
    "ListAlarmMuteRules": mute_rules,
    "ListTagsForResource": tag_resource,
    "PutAlarmMuteRule": mute_rules,
    "PutCompositeAlarm": put_composite_alarm,
    "PutMetricAlarm": put_metric_alarm,
    "SetAlarmState": set_alarm_state,
    "TagResource": tag_resource,
    "UntagResource": tag_resource,
}
