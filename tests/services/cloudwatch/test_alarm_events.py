"""What alarms tell the default event bus."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from fakeaws import World
from tests.services.cloudwatch.alarms import ARN, put, put_alarm

OLD = "Unchecked: Initial alarm creation"


@pytest.fixture
def seen(aws: World, sqs: Any) -> Any:
    """What a rule for CloudWatch's events brings to a queue."""
    events = boto3.client("events")
    sqs.create_queue(QueueName="seen")
    rule = events.put_rule(Name="seen", EventPattern=json.dumps({"source": ["aws.cloudwatch"]}))["RuleArn"]
    aws.sqs.queue("seen").grant_send(rule)
    events.put_targets(Rule="seen", Targets=[{"Id": "1", "Arn": aws.sqs.queue("seen").arn}])
    return lambda kind: [
        event
        for event in (json.loads(message.body) for message in aws.sqs.queue("seen").messages)
        if event["detail-type"] == f"CloudWatch Alarm {kind} Change"
    ]


@pytest.mark.fakeaws(start="2026-01-05T00:00:00Z")
def test_a_state_change(aws: World, cloudwatch: Any, seen: Any) -> None:
    put_alarm(cloudwatch, AlarmDescription="too many", Dimensions=[{"Name": "shop", "Value": "1"}])
    put(cloudwatch, 3.0, Dimensions=[{"Name": "shop", "Value": "1"}])
    aws.clock.advance(minutes=1)
    [event] = seen("State")
    detail = event.pop("detail")
    del event["id"]
    assert event == {
        "version": "0",
        "detail-type": "CloudWatch Alarm State Change",
        "source": "aws.cloudwatch",
        "account": "123456789012",
        "time": "2026-01-05T00:01:00Z",
        "region": "us-east-1",
        "resources": [ARN],
    }
    [metric] = detail["configuration"].pop("metrics")
    assert metric.pop("id")
    assert metric == {
        "metricStat": {
            "metric": {"namespace": "shop", "name": "errors", "dimensions": {"shop": "1"}},
            "period": 60,
            "stat": "Sum",
        },
        "returnData": True,
    }
    reason, data = detail["state"].pop("reason"), detail["state"].pop("reasonData")
    assert reason.startswith("Threshold Crossed: 1 datapoint [3.0 (05/01/26 00:00:00)]")
    assert json.loads(data)["recentDatapoints"] == [3.0]
    assert detail == {
        "alarmName": "errors",
        "state": {"value": "ALARM", "timestamp": "2026-01-05T00:01:00.000+0000"},
        "previousState": {"value": "INSUFFICIENT_DATA", "reason": OLD, "timestamp": "2026-01-05T00:00:00.000+0000"},
        "configuration": {"description": "too many"},
    }


def test_the_way_from_the_alarm_to_the_queue(aws: World, cloudwatch: Any, seen: Any) -> None:
    put_alarm(cloudwatch)
    cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="by hand")
    aws.settle()
    change = aws.timeline.select(kind="StateChange")[0]
    heard = [record for record in aws.timeline.select(kind="ServiceEvent") if record.cause == change]
    assert [record.resource for record in heard] == ["default"]


def test_the_same_state_again_is_no_event(aws: World, cloudwatch: Any, seen: Any) -> None:
    put_alarm(cloudwatch)
    for reason in ("one", "two"):
        cloudwatch.set_alarm_state(AlarmName="errors", StateValue="OK", StateReason=reason)
    assert [event["detail"]["state"]["reason"] for event in seen("State")] == ["one"]


@pytest.mark.fakeaws(start="2026-01-05T00:00:00Z")
def test_configurations(aws: World, cloudwatch: Any, seen: Any) -> None:
    put_alarm(cloudwatch, TreatMissingData="ignore", DatapointsToAlarm=1)
    aws.clock.advance(seconds=5)
    put_alarm(
        cloudwatch, Threshold=5.5, AlarmDescription="higher", AlarmActions=["arn:aws:sns:us-east-1:123456789012:t"]
    )
    aws.clock.advance(seconds=5)
    cloudwatch.delete_alarms(AlarmNames=["errors", "none"])
    created, updated, deleted = [event["detail"] for event in seen("Configuration")]
    [metric] = created["configuration"].pop("metrics")
    assert metric["metricStat"]["metric"] == {"namespace": "shop", "name": "errors", "dimensions": {}}
    first = created["configuration"]
    assert created == {
        "alarmName": "errors",
        "operation": "create",
        "state": {"value": "INSUFFICIENT_DATA", "timestamp": "2026-01-05T00:00:00.000+0000"},
        "configuration": {
            "evaluationPeriods": 1,
            "datapointsToAlarm": 1,
            "threshold": 2.0,
            "comparisonOperator": "GreaterThanThreshold",
            "treatMissingData": "ignore",
            "alarmName": "errors",
            "actionsEnabled": True,
            "timestamp": "2026-01-05T00:00:00.000+0000",
            "okActions": [],
            "alarmActions": [],
            "insufficientDataActions": [],
        },
    }
    assert updated["operation"] == "update"
    assert updated["previousConfiguration"] == {**first, "metrics": [metric]}
    assert updated["configuration"]["threshold"] == 5.5
    assert updated["configuration"]["description"] == "higher"
    assert updated["configuration"]["timestamp"] == "2026-01-05T00:00:05.000+0000"
    assert updated["configuration"]["alarmActions"] == ["arn:aws:sns:us-east-1:123456789012:t"]
    assert deleted == {
        "alarmName": "errors",
        "operation": "delete",
        "state": created["state"],
        "configuration": updated["configuration"],
    }


def test_a_composite_alarm_and_its_suppressor(aws: World, cloudwatch: Any, seen: Any) -> None:
    put_alarm(cloudwatch)
    put_alarm(cloudwatch, AlarmName="deploying")
    cloudwatch.put_composite_alarm(
        AlarmName="shop",
        AlarmRule="ALARM(errors)",
        ActionsSuppressor="deploying",
        ActionsSuppressorWaitPeriod=60,
        ActionsSuppressorExtensionPeriod=30,
    )
    for name in ("deploying", "errors"):
        cloudwatch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="by hand")
    [created] = [each["detail"] for each in seen("Configuration") if each["detail"]["alarmName"] == "shop"]
    assert created["configuration"]["alarmRule"] == "ALARM(errors)"
    assert created["configuration"]["actionsSuppressor"] == "deploying"
    assert "evaluationPeriods" not in created["configuration"]
    changed = [each["detail"] for each in seen("State") if each["detail"]["alarmName"] == "shop"][-1]
    assert changed["state"]["value"] == "ALARM"
    assert changed["state"]["actionsSuppressedBy"] in ("Alarm", "WaitPeriod")
    assert changed["state"]["actionsSuppressedReason"]
    assert "actionsSuppressedBy" not in changed["previousState"]
    assert [each["detail"]["alarmName"] for each in seen("State")][-2:] == ["errors", "shop"]


def test_without_a_bus_in_use_nothing_is_made_up(aws: World, cloudwatch: Any, sqs: Any) -> None:
    put_alarm(cloudwatch)
    cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="by hand")
    assert aws.timeline.select(service="events") == []


def test_another_region_does_not_hear(aws: World, cloudwatch: Any, seen: Any) -> None:
    there = boto3.client("cloudwatch", region_name="eu-west-1")
    put_alarm(there)
    there.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="by hand")
    assert seen("State") == seen("Configuration") == []
