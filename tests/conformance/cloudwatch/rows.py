"""Short forms for rows of the tables of refusals."""

from __future__ import annotations

from typing import Any

from tests.conformance.cloudwatch import furniture as f
from tests.conformance.contract import Refusal

VALUE = "InvalidParameterValueException"
COMBINATION = "InvalidParameterCombinationException"
MISSING = "MissingRequiredParameterException"
VALIDATION = "ValidationException"
TOKEN = "InvalidNextToken"

_QUERY = {
    "Id": "m1",
    "MetricStat": {"Metric": f.ORDERS, "Period": 60, "Stat": "Sum"},
}

#: For every operation with refusals, a call that would succeed on the stage.
USUAL: dict[str, dict[str, Any]] = {
    "DeleteAlarms": {"AlarmNames": [f.COMPOSITE]},
    "DescribeAlarmContributors": {"AlarmName": f.ALARM_NAME},
    "DescribeAlarmHistory": {},
    "DescribeAlarms": {},
    "GetAlarmMuteRule": {"AlarmMuteRuleName": f.MUTE},
    "ListAlarmMuteRules": {},
    "PutAlarmMuteRule": {
        "Name": f.MUTE,
        "Rule": {"Schedule": {"Expression": "at(2026-05-10T14:00)", "Duration": "P1D"}},
        "MuteTargets": {"AlarmNames": [f.ALARM_NAME]},
    },
    "PutCompositeAlarm": {"AlarmName": f.COMPOSITE, "AlarmRule": f"OK({f.ALARM_NAME})"},
    "PutMetricAlarm": f.ALARM,
    "SetAlarmState": {"AlarmName": f.ALARM_NAME, "StateValue": "OK", "StateReason": ""},
    "TagResource": {"ResourceARN": f.ALARM_ARN, "Tags": [{"Key": "tier", "Value": "1"}]},
    "UntagResource": {"ResourceARN": f.ALARM_ARN, "TagKeys": ["team"]},
    "DeleteAnomalyDetector": {"SingleMetricAnomalyDetector": {**f.ORDERS, "Stat": "Average"}},
    "DeleteDashboards": {"DashboardNames": [f.DASHBOARD]},
    "DeleteInsightRules": {"RuleNames": [f.RULE]},
    "DeleteMetricStream": {"Name": f.STREAM},
    "DescribeAnomalyDetectors": {},
    "DescribeInsightRules": {},
    "DisableInsightRules": {"RuleNames": [f.RULE]},
    "EnableInsightRules": {"RuleNames": [f.RULE]},
    "GetDashboard": {"DashboardName": f.DASHBOARD},
    "GetMetricData": {"MetricDataQueries": [_QUERY], **f.TIMES},
    "GetMetricStatistics": {**f.ORDERS, **f.TIMES, "Period": 60, "Statistics": ["Sum"]},
    "GetMetricStream": {"Name": f.STREAM},
    "ListDashboards": {},
    "ListMetricStreams": {},
    "ListMetrics": {},
    "PutAnomalyDetector": {"SingleMetricAnomalyDetector": {**f.ORDERS, "Stat": "Maximum"}},
    "PutDashboard": {"DashboardName": "new", "DashboardBody": "{}"},
    "PutInsightRule": {"RuleName": "new", "RuleDefinition": f.DEFINITION},
    "PutMetricData": {"Namespace": "shop", "MetricData": [{"MetricName": "orders", "Value": 1.0}]},
    "PutMetricStream": {"Name": "new", "FirehoseArn": f.FIREHOSE, "RoleArn": f.ROLE, "OutputFormat": "json"},
    "StartMetricStreams": {"Names": [f.STREAM]},
    "StopMetricStreams": {"Names": [f.STREAM]},
}


def asked(operation: str, **changed: Any) -> dict[str, Any]:
    """Parameters that would do, but for those changed; ``None`` leaves one out."""
    params = {**USUAL[operation], **changed}
    return {name: value for name, value in params.items() if value is not None}


def row(id: str, operation: str, shape: str, message: str, **changed: Any) -> Refusal:
    """The usual call with something changed."""
    return Refusal(id, operation, asked(operation, **changed), shape, message)


def lacking(operation: str, parameter: str) -> Refusal:
    """A required parameter is missing."""
    params = asked(operation, **{parameter: None})
    message = f"The parameter {parameter} is required.\n"
    return Refusal(f"no {parameter}", operation, params, MISSING, message, unchecked=True)


def broken(operation: str, path: str, value: str, words: str, **changed: Any) -> Refusal:
    """A value against the model."""
    message = f"1 validation error detected: Value '{value}' at '{path}' failed to satisfy constraint: {words}"
    return row(f"{path}: {words}"[:80], operation, VALIDATION, message, **changed)
