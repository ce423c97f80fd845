"""Refusals of alarms (1, 4, 5.6, 5.7), mute rules and tags."""

from __future__ import annotations

from typing import Any

from tests.conformance.cloudwatch import furniture as f
from tests.conformance.cloudwatch.rows import COMBINATION, MISSING, TOKEN, VALIDATION, VALUE, broken, lacking, row
from tests.conformance.contract import Refusal, Stage

_STATES = "Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]"
_DAY = "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400)."
_WEEK = "Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= 604800)."
_GONE_ARN = f"{f.ALARM_ARN}-gone"
_SINGLE = dict.fromkeys(("Namespace", "MetricName", "Dimensions", "Period", "Statistic"))
_ABSENT = "Could not save the composite alarm as alarms [{}] in the alarm rule do not exist"
_PERIODS = "ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod are required with ActionsSuppressor"
_PERIOD = "Period must be 10, 20, 30 or a multiple of 60"
_EXPRESSION = (
    "Invalid schedule expression {}: it must be cron(Minutes Hours Day-of-month Month Day-of-week) "
    "or at(yyyy-MM-ddThh:mm)"
)


def _alarm(id: str, message: str, shape: str = VALIDATION, **changed: Any) -> Refusal:
    return row(id, "PutMetricAlarm", shape, message, **changed)


def _composite(id: str, message: str, **changed: Any) -> Refusal:
    return row(id, "PutCompositeAlarm", VALIDATION, message, **changed)


def _rule(rule: str, problem: str) -> Refusal:
    return _composite(f"rule {rule}", f"Error in AlarmRule [Unsupported token {problem}]", AlarmRule=rule)


def _required(operation: str, parameter: str) -> Refusal:
    """Parameters that the model does not require, and CloudWatch does."""
    message = f"The parameter {parameter} is required.\n"
    return row(f"no {parameter}", operation, MISSING, message, **{parameter: None})


def _lacking(operation: str, parameter: str) -> Refusal:
    """Of operations whose model has no error for a missing parameter."""
    made = lacking(operation, parameter)
    return Refusal(made.id, operation, made.params, VALIDATION, made.message, unchecked=True)


def _schedule(id: str, message: str, **changed: str) -> Refusal:
    schedule = {"Expression": "cron(0 2 * * *)", "Duration": "PT1H", **changed}
    return row(id, "PutAlarmMuteRule", VALIDATION, message, Rule={"Schedule": schedule})


def _not_found(operation: str, kind: str, id: str, message: str = "", **params: Any) -> Refusal:
    fields = {"ResourceType": kind, "ResourceId": id}
    return Refusal("unknown", operation, params, "ResourceNotFoundException", message, fields=fields)


def _another_child(on: Stage) -> None:
    """The composite alarm depends on two others."""
    on.ask("PutMetricAlarm", **{**f.ALARM, "AlarmName": "few-orders"})
    on.ask("PutCompositeAlarm", AlarmName=f.COMPOSITE, AlarmRule=f"ALARM({f.ALARM_NAME}) OR ALARM(few-orders)")


def _query(id: str = "m1", **more: Any) -> dict[str, Any]:
    return {"Id": id, "MetricStat": {"Metric": f.ORDERS, "Period": 60, "Stat": "Sum"}, **more}


TABLE: tuple[Refusal, ...] = (
    _lacking("PutMetricAlarm", "AlarmName"),
    *(_required("PutMetricAlarm", name) for name in ("MetricName", "Namespace", "Period", "EvaluationPeriods")),
    *(_required("PutMetricAlarm", name) for name in ("Threshold", "ComparisonOperator")),
    _alarm("no statistic", "Must specify either Statistic or ExtendedStatistic", Statistic=None),
    _alarm(
        "two statistics",
        "The parameters Statistic and ExtendedStatistic are mutually exclusive and you have specified both.",
        COMBINATION,
        ExtendedStatistic="p90",
    ),
    _alarm(
        "ExtendedStatistic",
        "The value 90 for parameter ExtendedStatistic is not supported.",
        VALUE,
        Statistic=None,
        ExtendedStatistic="90",
    ),
    _alarm(
        "EvaluateLowSampleCountPercentile",
        "Option unknown is not supported. Supported options for parameter EvaluateLowSampleCountPercentile are "
        "evaluate and ignore.",
        EvaluateLowSampleCountPercentile="unknown",
    ),
    _alarm(
        "TreatMissingData",
        "Option X is not supported. Supported options for parameter TreatMissingData are breaching, notBreaching, "
        "ignore and missing.",
        TreatMissingData="X",
    ),
    _alarm("more than a day", _DAY, Period=300, EvaluationPeriods=289),
    _alarm("more than a week", _WEEK, Period=3600, EvaluationPeriods=169),
    _alarm(
        "action in another region",
        "Invalid region us-west-2 specified. Only us-east-1 is supported.",
        OKActions=[f"arn:aws:sns:us-west-2:{f.ACCOUNT}:alerts"],
    ),
    _alarm("action that is no ARN", "Invalid arn syntax: alerts", AlarmActions=["alerts"]),
    _alarm("Period of 5", _PERIOD, Period=5),
    _alarm("Period of 90", _PERIOD, Period=90),
    _alarm("M over N", "DatapointsToAlarm must be less than or equal to EvaluationPeriods", DatapointsToAlarm=2),
    _alarm("name", "The alarm name must not contain ASCII control characters", AlarmName="a\tb"),
    _alarm(
        "metric and queries",
        "The parameters Metrics and MetricName are mutually exclusive and you have specified both.",
        COMBINATION,
        Metrics=[_query()],
    ),
    _alarm(
        "two queries that return data",
        "Exactly one element of the metrics list should return data.",
        **_SINGLE,
        Metrics=[_query(), _query("m2")],
    ),
    _alarm(
        "too many queries",
        "An alarm can have at most 10 metrics and expressions",
        **_SINGLE,
        Metrics=[_query(f"m{number}") for number in range(11)],
    ),
    _alarm(
        "expression",
        "Error in expression 'e1': Undefined variable 'm2'",
        **_SINGLE,
        Metrics=[_query(ReturnData=False), {"Id": "e1", "Expression": "m1 + m2"}],
    ),
    _alarm(
        "expression that is no series",
        "Error in expression 'e1': The expression must return a time series or an array of time series",
        **_SINGLE,
        Metrics=[_query(ReturnData=False), {"Id": "e1", "Expression": "SUM(m1)"}],
    ),
    _alarm(
        "tags",
        "aws: prefixed tag key names are not allowed for external use.",
        VALUE,
        AlarmName="new",
        Tags=[{"Key": "aws:x", "Value": ""}],
    ),
    _alarm(
        "name of a composite alarm",
        f"An alarm of another type with the name {f.COMPOSITE} exists already.",
        AlarmName=f.COMPOSITE,
    ),
    broken("SetAlarmState", "stateValue", "INVALID", _STATES, StateValue="INVALID"),
    row("unknown", "SetAlarmState", "ResourceNotFound", "", AlarmName="gone"),
    row(
        "data that are no JSON",
        "SetAlarmState",
        "InvalidFormatFault",
        "StateReasonData must be valid JSON",
        StateReasonData="{",
    ),
    row(
        "names and prefix",
        "DescribeAlarms",
        COMBINATION,
        "The parameters AlarmNames and AlarmNamePrefix are mutually exclusive and you have specified both.",
        AlarmNames=["a"],
        AlarmNamePrefix="a",
    ),
    row(
        "children and more",
        "DescribeAlarms",
        VALIDATION,
        "ChildrenOfAlarmName cannot be specified together with StateValue",
        ChildrenOfAlarmName=f.COMPOSITE,
        StateValue="OK",
    ),
    row("NextToken", "DescribeAlarms", TOKEN, "Invalid NextToken", NextToken="no token"),
    row("NextToken", "DescribeAlarmHistory", TOKEN, "Invalid NextToken", NextToken="no token"),
    row("NextToken", "DescribeAlarmContributors", TOKEN, "Invalid NextToken", NextToken="no token"),
    _not_found("DescribeAlarmContributors", "alarm", "gone", AlarmName="gone"),
    row(
        "child",
        "DeleteAlarms",
        VALIDATION,
        f"Cannot delete {f.ALARM_NAME} as there are composite alarm(s) depending on it.",
        AlarmNames=[f.ALARM_NAME, f.COMPOSITE],
    ),
    Refusal(
        "children",
        "DeleteAlarms",
        {"AlarmNames": ["few-orders", f.ALARM_NAME]},
        VALIDATION,
        f"Cannot delete few-orders,{f.ALARM_NAME} as there are composite alarm(s) depending on them.",
        given=_another_child,
    ),
    _composite("alarms that are not there", _ABSENT.format("gone, more"), AlarmRule="ALARM(gone) OR OK(more)"),
    _composite(
        "alarm elsewhere",
        _ABSENT.format(f.ALARM_ARN.replace("us-east-1", "eu-west-1")),
        AlarmRule=f"ALARM({f.ALARM_ARN.replace('us-east-1', 'eu-west-1')})",
    ),
    _rule(")", "')' at char 0"),
    _rule("ALARM(many orders)", "'orders' at char 11, must be: ')'"),
    _composite("white space", "AlarmRule must not contain leading or trailing white space", AlarmRule=" TRUE"),
    _composite(
        "scaling policy",
        f"Invalid action arn:aws:autoscaling:us-east-1:{f.ACCOUNT}:scalingPolicy:1 for state OK of a composite alarm",
        OKActions=[f"arn:aws:autoscaling:us-east-1:{f.ACCOUNT}:scalingPolicy:1"],
    ),
    _composite("suppressor without periods", _PERIODS, ActionsSuppressor=f.ALARM_NAME),
    _composite(
        "periods without suppressor",
        "ActionsSuppressor is required with a wait period or an extension period",
        ActionsSuppressorWaitPeriod=1,
    ),
    _composite(
        "unknown suppressor",
        "Could not save the composite alarm as the alarm gone does not exist",
        ActionsSuppressor="gone",
        ActionsSuppressorWaitPeriod=1,
        ActionsSuppressorExtensionPeriod=1,
    ),
    _composite(
        "negative period",
        "Wait period and extension period must not be negative",
        ActionsSuppressor=f.ALARM_NAME,
        ActionsSuppressorWaitPeriod=-1,
        ActionsSuppressorExtensionPeriod=1,
    ),
    _composite(
        "name of a metric alarm",
        f"An alarm of another type with the name {f.ALARM_NAME} exists already.",
        AlarmName=f.ALARM_NAME,
    ),
    _schedule("expression", _EXPRESSION.format("rate(1 day)"), Expression="rate(1 day)"),
    _schedule("cron", _EXPRESSION.format("cron(60 2 * * *)"), Expression="cron(60 2 * * *)"),
    _schedule("at", _EXPRESSION.format("at(2026-02-30T14:00)"), Expression="at(2026-02-30T14:00)"),
    _schedule(
        "duration", "Invalid duration P16D: it must be an ISO 8601 duration between PT1M and P15D", Duration="P16D"
    ),
    _schedule("time zone", "Invalid timezone Europe/Atlantis", Timezone="Europe/Atlantis"),
    row(
        "alarms that are not there",
        "PutAlarmMuteRule",
        VALIDATION,
        "The alarms [gone] do not exist",
        MuteTargets={"AlarmNames": [f.ALARM_NAME, "gone"]},
    ),
    row(
        "ExpireDate before StartDate",
        "PutAlarmMuteRule",
        VALIDATION,
        "ExpireDate must be later than StartDate",
        StartDate=f.START,
        ExpireDate=f.START,
    ),
    _not_found("GetAlarmMuteRule", "alarm-mute-rule", "gone", AlarmMuteRuleName="gone"),
    row("NextToken", "ListAlarmMuteRules", TOKEN, "Invalid NextToken", NextToken="no token"),
    _not_found(
        "TagResource", "Unknown", _GONE_ARN, "Unknown", ResourceARN=_GONE_ARN, Tags=[{"Key": "a", "Value": "b"}]
    ),
    row(
        "tags",
        "TagResource",
        VALUE,
        "A resource can have at most 50 tags.",
        Tags=[{"Key": str(number), "Value": ""} for number in range(50)],
    ),
    _not_found("UntagResource", "Unknown", _GONE_ARN, "Unknown", ResourceARN=_GONE_ARN, TagKeys=["a"]),
    row(
        "tag of AWS's own",
        "UntagResource",
        VALUE,
        "aws: prefixed tag key names are not allowed for external use.",
        TagKeys=["aws:x"],
    ),
)
