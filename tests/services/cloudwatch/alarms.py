"""Putting alarms and their data, and looking at them."""

from __future__ import annotations

import json
from typing import Any

from fakeaws import World

USUAL: dict[str, Any] = {
    "AlarmName": "errors",
    "Namespace": "shop",
    "MetricName": "errors",
    "Statistic": "Sum",
    "Period": 60,
    "EvaluationPeriods": 1,
    "Threshold": 2.0,
    "ComparisonOperator": "GreaterThanThreshold",
}
ARN = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors"
POLICY = (
    "arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:6a1b2c3d-0000-4000-8000-123456789abc:"
    "autoScalingGroupName/workers:policyName/scale-out"
)


def put_alarm(cloudwatch: Any, name: str = "errors", **changed: Any) -> None:
    """The usual alarm, in ALARM above 2 in a minute, with something changed; ``None`` leaves a parameter out."""
    params = {**USUAL, "AlarmName": name, **changed}
    cloudwatch.put_metric_alarm(**{key: value for key, value in params.items() if value is not None})


def put(cloudwatch: Any, value: float, name: str = "errors", **more: Any) -> None:
    """A value of the metric, now."""
    cloudwatch.put_metric_data(Namespace="shop", MetricData=[{"MetricName": name, "Value": value, **more}])


def minutes(aws: World, cloudwatch: Any, values: list[float | None]) -> None:
    """A value in each minute, ``None`` for none; ends at the end of the last one."""
    for value in values:
        if value is not None:
            put(cloudwatch, value)
        aws.clock.advance(minutes=1)


def states(aws: World, name: str = "errors") -> list[tuple[float, str]]:
    """Every change of an alarm's state: when, in minutes, and to which."""
    return [
        (record.at.total_seconds() / 60, record.outcome)
        for record in aws.timeline.select(service="cloudwatch", kind="StateChange", resource=name)
    ]


def described(cloudwatch: Any, name: str = "errors") -> dict[str, Any]:
    """An alarm as DescribeAlarms shows it."""
    answer = cloudwatch.describe_alarms(AlarmNames=[name], AlarmTypes=["MetricAlarm", "CompositeAlarm"])
    [alarm] = answer["MetricAlarms"] + answer["CompositeAlarms"]
    found: dict[str, Any] = alarm
    return found


def history(cloudwatch: Any, type: str, **params: Any) -> list[tuple[str, dict[str, Any]]]:
    """Summaries and data of history entries, oldest first."""
    params.setdefault("AlarmTypes", ["MetricAlarm", "CompositeAlarm"])
    answer = cloudwatch.describe_alarm_history(HistoryItemType=type, ScanBy="TimestampAscending", **params)
    return [(item["HistorySummary"], json.loads(item["HistoryData"])) for item in answer["AlarmHistoryItems"]]


def topic_with_queue(aws: World, sns: Any, sqs: Any) -> tuple[str, str]:
    """A topic's ARN, and the URL of a queue that gets all that is published to it as it is."""
    topic = sns.create_topic(Name="alerts")["TopicArn"]
    url = sqs.create_queue(QueueName="alerts")["QueueUrl"]
    queue = aws.sqs.queue("alerts")
    queue.grant_send(topic)
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue.arn)
    return topic, url


def received(aws: World) -> list[dict[str, Any]]:
    """What the queue of `topic_with_queue` holds: SNS's envelopes."""
    return [json.loads(message.body) for message in aws.sqs.queue("alerts").messages]
