"""What alarms do when their states change, and what is left of it in history and timeline."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from typing import Any

import boto3
import pytest

from fakeaws import World, mock_aws
from fakeaws.services.cloudwatch.alarms.scaling import ScalingAction
from tests.services.cloudwatch.alarms import (
    ARN,
    POLICY,
    described,
    history,
    minutes,
    put,
    put_alarm,
    received,
    states,
    topic_with_queue,
)

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:page"


def test_a_topic_gets_the_message_that_aws_sends(aws: World, cloudwatch: Any, sns: Any, sqs: Any) -> None:
    topic, _ = topic_with_queue(aws, sns, sqs)
    dimensions = [{"Name": "InstanceId", "Value": "abc"}]
    put_alarm(
        cloudwatch,
        AlarmDescription="too many",
        AlarmActions=[topic],
        Dimensions=dimensions,
        Unit="Count",
        DatapointsToAlarm=1,
        TreatMissingData="ignore",
    )
    aws.clock.advance(milliseconds=130)
    put(cloudwatch, 21.5, Dimensions=dimensions, Unit="Count")
    aws.clock.advance(minutes=1)
    [envelope] = received(aws)
    assert envelope["Subject"] == 'ALARM: "errors" in US East (N. Virginia)'
    reason = (
        "Threshold Crossed: 1 out of the last 1 datapoints [21.5 (05/01/26 00:00:00)] was greater than the threshold "
        "(2.0) (minimum 1 datapoint for OK -> ALARM transition)."
    )
    trigger = {
        "MetricName": "errors",
        "Namespace": "shop",
        "StatisticType": "Statistic",
        "Statistic": "SUM",
        "Unit": "Count",
        "Dimensions": [{"value": "abc", "name": "InstanceId"}],
        "Period": 60,
        "EvaluationPeriods": 1,
        "DatapointsToAlarm": 1,
        "ComparisonOperator": "GreaterThanThreshold",
        "Threshold": 2.0,
        "TreatMissingData": "ignore",
        "EvaluateLowSampleCountPercentile": "",
    }
    expected = {
        "AlarmName": "errors",
        "AlarmDescription": "too many",
        "AWSAccountId": "123456789012",
        "AlarmConfigurationUpdatedTimestamp": "2026-01-05T00:00:00.000+0000",
        "NewStateValue": "ALARM",
        "NewStateReason": reason,
        "StateChangeTime": "2026-01-05T00:01:00.000+0000",
        "Region": "US East (N. Virginia)",
        "AlarmArn": ARN,
        "OldStateValue": "INSUFFICIENT_DATA",
        "OKActions": [],
        "AlarmActions": [topic],
        "InsufficientDataActions": [],
        "Trigger": trigger,
        "ActionExecutedAfterMuteWindow": False,
    }
    assert envelope["Message"] == json.dumps(expected, separators=(",", ":"))


def test_phones_and_people_get_texts_of_their_own(aws: World, cloudwatch: Any, sns: Any) -> None:
    topic = sns.create_topic(Name="alerts")["TopicArn"]
    arn = sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="ops@example.com")["SubscriptionArn"]
    assert arn == "pending confirmation"
    put_alarm(cloudwatch, AlarmActions=[topic])
    cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="a drill")
    aws.clock.advance(seconds=1)
    [(summary, data)] = history(cloudwatch, "Action")
    assert summary == f"Successfully executed action {topic}"
    assert (data["actionState"], data["notificationResource"], data["error"]) == ("Succeeded", topic, None)
    published = json.loads(data["publishedMessage"])
    assert list(published) == ["default", "sms", "email"]
    assert published["sms"] == 'ALARM: "errors" in US East (N. Virginia)'
    mail = published["email"].splitlines()
    assert mail[0] == (
        'You are receiving this email because your Amazon CloudWatch Alarm "errors" in the US East (N. Virginia) '
        'region has transitioned to ALARM state on Monday 05 January, 2026 00:00:00 UTC, because "a drill".'
    )
    assert [line.rstrip(":") for line in mail if line.endswith(":") and not line.startswith("-")][-4:] == [
        "Alarm Details",
        "Threshold",
        "Monitored Metric",
        "State Change Actions",
    ]


def test_actions_run_on_transitions_only(aws: World, cloudwatch: Any, sns: Any, sqs: Any) -> None:
    topic, _ = topic_with_queue(aws, sns, sqs)
    put_alarm(cloudwatch, AlarmActions=[topic], OKActions=[topic], TreatMissingData="notBreaching")
    minutes(aws, cloudwatch, [9.0, 9.0, 9.0, 0.0, 9.0])
    assert [json.loads(each["Message"])["NewStateValue"] for each in received(aws)] == ["ALARM", "OK", "ALARM"]
    put_alarm(cloudwatch, AlarmActions=[topic], TreatMissingData="notBreaching")
    cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="again")
    aws.clock.advance(seconds=1)
    assert len(received(aws)) == 3


def test_disabled_actions_are_not_made_up_for(aws: World, cloudwatch: Any, sns: Any, sqs: Any) -> None:
    topic, _ = topic_with_queue(aws, sns, sqs)
    put_alarm(cloudwatch, AlarmActions=[topic])
    cloudwatch.disable_alarm_actions(AlarmNames=["errors", "gone"])
    assert described(cloudwatch)["ActionsEnabled"] is False
    put(cloudwatch, 3.0)
    aws.clock.advance(minutes=1)
    cloudwatch.enable_alarm_actions(AlarmNames=["errors"])
    aws.clock.advance(minutes=1)
    assert described(cloudwatch)["StateValue"] == "ALARM"
    assert described(cloudwatch)["ActionsEnabled"] is True
    assert [record.outcome for record in aws.timeline.select(kind="Action")] == ["disabled"]
    assert received(aws) == []


def test_a_topic_that_does_not_let_cloudwatch_in() -> None:
    with mock_aws(policies="enforced") as aws:
        sns: Any = aws.boto3_session().client("sns")
        cloudwatch: Any = aws.boto3_session().client("cloudwatch")
        topic = sns.create_topic(Name="alerts")["TopicArn"]
        policy = {"Version": "2012-10-17", "Statement": []}
        nobody = {"Effect": "Deny", "Principal": "*", "Action": "sns:Publish", "Resource": topic}
        policy["Statement"] = [nobody]
        sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=json.dumps(policy))
        put_alarm(cloudwatch, AlarmActions=[topic])
        put(cloudwatch, 3.0)
        aws.clock.advance(minutes=1)
        assert aws.cloudwatch.alarm("errors").state == "ALARM"
        [(summary, data)] = history(cloudwatch, "Action")
        assert summary.startswith(f'Failed to execute action {topic}. Received error: "User: cloudwatch.amazonaws.com')
        assert data["actionState"] == "Failed"
        assert "is not authorized to perform: SNS:Publish" in data["error"]
        [action] = aws.timeline.select(service="cloudwatch", kind="Action")
        assert (action.resource, action.outcome) == ("errors", "AuthorizationError")
        [publish] = aws.timeline.select(service="sns", kind="Publish")
        assert publish.cause == action
        assert action.cause is not None
        assert action.cause.kind == "StateChange"


def test_a_topic_that_is_not_there(aws: World, cloudwatch: Any) -> None:
    topic = "arn:aws:sns:us-east-1:123456789012:gone"
    put_alarm(cloudwatch, AlarmActions=[topic])
    cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="")
    aws.clock.advance(seconds=1)
    [(summary, _)] = history(cloudwatch, "Action")
    assert "Topic does not exist" in summary


def test_what_has_no_effect_here_is_recorded(aws: World, cloudwatch: Any) -> None:
    reboot = "arn:aws:automate:us-east-1:ec2:reboot"
    item = "arn:aws:ssm:us-east-1:123456789012:opsitem:1"
    put_alarm(cloudwatch, AlarmActions=[reboot, item, POLICY])
    cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="")
    aws.clock.advance(seconds=1)
    assert [record.outcome for record in aws.timeline.select(kind="Action")] == ["recorded"] * 3
    assert [summary for summary, _ in history(cloudwatch, "Action")] == [
        f"Successfully executed action {arn}" for arn in (reboot, item, POLICY)
    ]


def test_scaling_policies_repeat_every_minute(aws: World, cloudwatch: Any) -> None:
    calls: list[tuple[timedelta, ScalingAction]] = []

    def scale(action: ScalingAction) -> None:
        calls.append((aws.clock.elapsed, action))
        time.sleep(5)  # application code: takes its time, and calls AWS
        boto3.session.Session(region_name="us-east-1").client(
            "cloudwatch", aws_access_key_id="x", aws_secret_access_key="x"
        ).describe_alarms(AlarmNames=[action.alarm_name])

    aws.cloudwatch.register_autoscaling(POLICY, scale)
    put_alarm(cloudwatch, AlarmActions=[POLICY], TreatMissingData="notBreaching")
    minutes(aws, cloudwatch, [9.0, 9.0, 9.0, 0.0, 0.0])
    assert [at.total_seconds() / 60 for at, _ in calls] == [1, 2, 3]
    first = calls[0][1]
    assert (first.alarm_name, first.policy_arn, first.policy_name) == ("errors", POLICY, "scale-out")
    assert (first.state, first.value, first.threshold) == ("ALARM", 9.0, 2.0)
    assert first.reason_data["recentDatapoints"] == [9.0]
    assert len(history(cloudwatch, "Action")) == 1
    assert [record.actor for record in aws.timeline.select(kind="DescribeAlarms")] == [
        "scale-out",
        "scale-out-2",
        "scale-out-3",
    ]


def test_scaling_policies_repeat_while_an_alarm_rests(aws: World, cloudwatch: Any) -> None:
    calls: list[ScalingAction] = []
    put_alarm(cloudwatch, AlarmActions=[POLICY], TreatMissingData="ignore")
    put(cloudwatch, 9.0)
    aws.clock.advance(minutes=30)
    aws.cloudwatch.register_autoscaling(POLICY, calls.append)
    aws.clock.advance(minutes=30)
    assert len(calls) == 30
    assert states(aws) == [(1.0, "ALARM")]


def test_only_scaling_policies_can_be_registered(aws: World) -> None:
    with pytest.raises(ValueError, match="not the ARN of a scaling policy"):
        aws.cloudwatch.register_autoscaling(FUNCTION, print)


def test_math_alarms_tell_their_metrics(aws: World, cloudwatch: Any, sns: Any, sqs: Any) -> None:
    topic, _ = topic_with_queue(aws, sns, sqs)
    stat = {"Metric": {"Namespace": "shop", "MetricName": "errors"}, "Period": 60, "Stat": "Sum"}
    queries = [
        {"Id": "m1", "MetricStat": stat, "ReturnData": False},
        {"Id": "e1", "Expression": "m1 * 2", "Label": "twice"},
    ]
    single = dict.fromkeys(("Namespace", "MetricName", "Statistic", "Period"))
    put_alarm(cloudwatch, **single, Metrics=queries, AlarmActions=[topic])
    put(cloudwatch, 3.0)
    aws.clock.advance(minutes=1)
    [envelope] = received(aws)
    message = json.loads(envelope["Message"])
    assert message["Trigger"]["Metrics"] == [
        {
            "Id": "m1",
            "MetricStat": {
                "Metric": {"Dimensions": [], "MetricName": "errors", "Namespace": "shop"},
                "Period": 60,
                "Stat": "Sum",
            },
            "ReturnData": False,
        },
        {"Expression": "m1 * 2", "Id": "e1", "Label": "twice", "ReturnData": True},
    ]
    assert "MetricName" not in message["Trigger"]
    assert "[6.0 (05/01/26 00:00:00)]" in message["NewStateReason"]


def test_percentile_alarms_tell_their_percentile(aws: World, cloudwatch: Any, sns: Any, sqs: Any) -> None:
    topic, _ = topic_with_queue(aws, sns, sqs)
    put_alarm(cloudwatch, Statistic=None, ExtendedStatistic="p90", AlarmActions=[topic])
    put(cloudwatch, 3.0)
    aws.clock.advance(minutes=1)
    [envelope] = received(aws)
    trigger = json.loads(envelope["Message"])["Trigger"]
    assert (trigger["StatisticType"], trigger["ExtendedStatistic"]) == ("ExtendedStatistic", "p90")
    assert (trigger["TreatMissingData"], trigger["EvaluateLowSampleCountPercentile"], trigger["Unit"]) == ("", "", None)
    assert not {"Statistic", "DatapointsToAlarm"} & set(trigger)


def test_a_long_name_is_cut_in_the_subject(aws: World, cloudwatch: Any, sns: Any, sqs: Any) -> None:
    topic, _ = topic_with_queue(aws, sns, sqs)
    put_alarm(cloudwatch, "e" * 255, AlarmActions=[topic])
    put(cloudwatch, 3.0)
    aws.clock.advance(minutes=1)
    [envelope] = received(aws)
    assert envelope["Subject"] == 'ALARM: "' + "e" * 92
    assert json.loads(envelope["Message"])["AlarmName"] == "e" * 255
