"""The metrics, dashboards and other resources on which CloudWatch's refusals are tried, and all that can be seen of them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from tests.conformance.contract import Stage

ACCOUNT = "123456789012"
START = datetime(2026, 1, 5, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)

#: A metric with data in two units.
ORDERS: dict[str, Any] = {
    "Namespace": "shop",
    "MetricName": "orders",
    "Dimensions": [{"Name": "region", "Value": "eu"}],
}
DASHBOARD, STREAM, RULE = "overview", "export", "contributors"
FIREHOSE = f"arn:aws:firehose:us-east-1:{ACCOUNT}:deliverystream/metrics"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/export"
DEFINITION = (
    '{"Schema":{"Name":"CloudWatchLogRule","Version":1},"LogGroupNames":["api"],"LogFormat":"JSON",'
    '"Contribution":{"Keys":["$.ip"]},"AggregateOn":"Count"}'
)
ALARM_NAME, COMPOSITE, MUTE = "many-orders", "any-alarm", "nights"
ALARM_ARN = f"arn:aws:cloudwatch:us-east-1:{ACCOUNT}:alarm:{ALARM_NAME}"
TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:alerts"
ALARM: dict[str, Any] = {
    **ORDERS,
    "AlarmName": ALARM_NAME,
    "Statistic": "Sum",
    "Period": 60,
    "EvaluationPeriods": 1,
    "Threshold": 8.0,
    "ComparisonOperator": "GreaterThanThreshold",
}
TIMES = {"StartTime": START - HOUR, "EndTime": START + HOUR}


def furnish(on: Stage) -> None:
    data = {"MetricName": "orders", "Dimensions": ORDERS["Dimensions"]}
    on.ask(
        "PutMetricData",
        Namespace="shop",
        MetricData=[{**data, "Value": 3.0, "Unit": "Count"}, {**data, "Values": [1.0, 2.0], "Unit": "Seconds"}],
    )
    on.ask("PutDashboard", DashboardName=DASHBOARD, DashboardBody='{"widgets":[]}')
    on.ask("PutMetricStream", Name=STREAM, FirehoseArn=FIREHOSE, RoleArn=ROLE, OutputFormat="json")
    on.ask("PutInsightRule", RuleName=RULE, RuleDefinition=DEFINITION)
    on.ask("PutAnomalyDetector", SingleMetricAnomalyDetector={**ORDERS, "Stat": "Average"})
    on.ask("PutMetricAlarm", **ALARM, AlarmActions=[TOPIC], Tags=[{"Key": "team", "Value": "shop"}])
    on.ask("PutCompositeAlarm", AlarmName=COMPOSITE, AlarmRule=f"ALARM({ALARM_NAME})")
    on.ask(
        "PutAlarmMuteRule",
        Name=MUTE,
        Rule={"Schedule": {"Expression": "cron(0 22 * * *)", "Duration": "PT8H"}},
        MuteTargets={"AlarmNames": [ALARM_NAME]},
    )


def snapshot(on: Stage) -> Any:
    statistics = {"Statistics": ["Sum", "SampleCount", "Minimum", "Maximum"], "Period": 60}
    return [
        on.ask("ListMetrics"),
        on.ask("GetMetricStatistics", **ORDERS, **TIMES, **statistics),
        on.ask("ListDashboards"),
        on.ask("GetDashboard", DashboardName=DASHBOARD),
        on.ask("GetMetricStream", Name=STREAM),
        on.ask("ListMetricStreams"),
        on.ask("DescribeInsightRules"),
        on.ask("DescribeAnomalyDetectors", AnomalyDetectorTypes=["SINGLE_METRIC", "METRIC_MATH"]),
        on.ask("DescribeAlarms", AlarmTypes=["MetricAlarm", "CompositeAlarm"]),
        on.ask("DescribeAlarmHistory", AlarmTypes=["MetricAlarm", "CompositeAlarm"]),
        on.ask("GetAlarmMuteRule", AlarmMuteRuleName=MUTE),
        on.ask("ListAlarmMuteRules"),
        on.ask("ListTagsForResource", ResourceARN=ALARM_ARN),
    ]


def probe(on: Stage) -> Any:
    """What cannot be seen: the next ids, and where further data go."""
    detector = {"Namespace": "shop", "MetricName": "new", "Stat": "Average"}
    datum = {"MetricName": "orders", "Dimensions": ORDERS["Dimensions"], "Value": 9.0, "Unit": "Count"}
    return [
        on.try_to("PutAnomalyDetector", SingleMetricAnomalyDetector=detector),
        on.try_to("PutMetricData", Namespace="shop", MetricData=[datum]),
        on.wait(120),
        *snapshot(on),
    ]
