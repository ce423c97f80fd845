"""What is put is described, found and deleted again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fakeaws import NotSupportedError, World
from tests.services.cloudwatch.alarms import ARN, described, put_alarm

TOPIC = "arn:aws:sns:us-east-1:123456789012:alerts"


def names(answer: dict[str, Any], kind: str = "MetricAlarms") -> list[str]:
    return [alarm["AlarmName"] for alarm in answer[kind]]


def test_a_new_alarm_shows_what_was_given_and_no_more(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch, Threshold=2)
    assert described(cloudwatch) == {
        "AlarmName": "errors",
        "AlarmArn": ARN,
        "AlarmConfigurationUpdatedTimestamp": aws.clock.now,
        "ActionsEnabled": True,
        "OKActions": [],
        "AlarmActions": [],
        "InsufficientDataActions": [],
        "StateValue": "INSUFFICIENT_DATA",
        "StateReason": "Unchecked: Initial alarm creation",
        "StateUpdatedTimestamp": aws.clock.now,
        "StateTransitionedTimestamp": aws.clock.now,
        "MetricName": "errors",
        "Namespace": "shop",
        "Statistic": "Sum",
        "Dimensions": [],
        "Period": 60,
        "EvaluationPeriods": 1,
        "Threshold": 2.0,
        "ComparisonOperator": "GreaterThanThreshold",
    }


def test_overwriting_replaces_everything_but_state_and_tags(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch, AlarmDescription="old", DatapointsToAlarm=1, Tags=[{"Key": "team", "Value": "a"}])
    cloudwatch.set_alarm_state(AlarmName="errors", StateValue="OK", StateReason="said so")
    made = aws.clock.now
    aws.clock.advance(seconds=5)
    put_alarm(cloudwatch, EvaluationPeriods=2, Tags=[{"Key": "team", "Value": "b"}])
    shown = described(cloudwatch)
    assert (shown["StateValue"], shown["StateReason"], shown["EvaluationPeriods"]) == ("OK", "said so", 2)
    assert shown.keys().isdisjoint({"AlarmDescription", "DatapointsToAlarm"})
    assert shown["AlarmConfigurationUpdatedTimestamp"] - made == timedelta(seconds=5)
    assert shown["StateUpdatedTimestamp"] == made
    assert cloudwatch.list_tags_for_resource(ResourceARN=ARN)["Tags"] == [{"Key": "team", "Value": "a"}]


def test_filters_and_pages(aws: World, cloudwatch: Any) -> None:
    for name in ("b", "a2", "a1", "c"):
        put_alarm(cloudwatch, name, OKActions=[TOPIC] if name == "c" else [])
    cloudwatch.set_alarm_state(AlarmName="b", StateValue="OK", StateReason="")
    cloudwatch.put_composite_alarm(AlarmName="both", AlarmRule="ALARM(a1) AND ALARM(a2)")
    assert names(cloudwatch.describe_alarms()) == ["a1", "a2", "b", "c"]
    assert cloudwatch.describe_alarms()["CompositeAlarms"] == cloudwatch.describe_alarms()["LogAlarms"] == []
    assert names(cloudwatch.describe_alarms(AlarmNamePrefix="a")) == ["a1", "a2"]
    assert names(cloudwatch.describe_alarms(AlarmNames=["c", "b", "gone"])) == ["b", "c"]
    assert names(cloudwatch.describe_alarms(StateValue="OK")) == ["b"]
    assert names(cloudwatch.describe_alarms(ActionPrefix="arn:aws:sns")) == ["c"]
    both = cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm"])
    assert (names(both), names(both, "CompositeAlarms")) == ([], ["both"])
    pages = cloudwatch.get_paginator("describe_alarms").paginate(PaginationConfig={"PageSize": 3})
    assert [names(page) for page in pages] == [["a1", "a2", "b"], ["c"]]
    children = cloudwatch.describe_alarms(ChildrenOfAlarmName="both")["MetricAlarms"]
    assert [sorted(child) for child in children] == [
        ["AlarmArn", "AlarmName", "StateUpdatedTimestamp", "StateValue"]
    ] * 2
    [parent] = cloudwatch.describe_alarms(ParentsOfAlarmName="a1")["CompositeAlarms"]
    assert sorted(parent) == ["AlarmArn", "AlarmName"]


def test_alarms_for_a_metric(aws: World, cloudwatch: Any) -> None:
    dimensions = [{"Name": "b", "Value": "2"}, {"Name": "a", "Value": "1"}]
    put_alarm(cloudwatch, "with", Dimensions=dimensions)
    put_alarm(cloudwatch, "without")
    put_alarm(cloudwatch, "average", Statistic="Average", Dimensions=dimensions)
    metric = {"Namespace": "shop", "MetricName": "errors", "Dimensions": dimensions[::-1]}
    assert names(cloudwatch.describe_alarms_for_metric(**metric)) == ["average", "with"]
    assert names(cloudwatch.describe_alarms_for_metric(**metric, Statistic="Sum")) == ["with"]
    assert names(cloudwatch.describe_alarms_for_metric(**metric, Period=300)) == []


def test_deletion_passes_unknown_names_over(aws: World, cloudwatch: Any) -> None:
    for name in ("a", "b"):
        put_alarm(cloudwatch, name)
    cloudwatch.delete_alarms(AlarmNames=["a", "gone"])
    assert names(cloudwatch.describe_alarms()) == ["b"]
    assert cloudwatch.list_tags_for_resource(ResourceARN=ARN.replace("errors", "a"))["Tags"] == []
    aws.clock.advance(minutes=2)


def test_tags(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch, Tags=[{"Key": "team", "Value": "a"}])
    cloudwatch.tag_resource(ResourceARN=ARN, Tags=[{"Key": "team", "Value": "b"}, {"Key": "tier", "Value": ""}])
    cloudwatch.untag_resource(ResourceARN=ARN, TagKeys=["team", "gone"])
    assert cloudwatch.list_tags_for_resource(ResourceARN=ARN)["Tags"] == [{"Key": "tier", "Value": ""}]


def test_the_waiter_polls_in_virtual_time(aws: World, cloudwatch: Any) -> None:
    def later() -> None:
        import time

        time.sleep(12)
        put_alarm(cloudwatch)

    aws.spawn(later)
    cloudwatch.get_waiter("alarm_exists").wait(AlarmNames=["errors"])
    assert aws.clock.elapsed == timedelta(seconds=15)


@pytest.mark.parametrize(
    "changed",
    [
        {"EvaluationCriteria": {"PromQLCriteria": {"Query": "up"}}},
        {"ComparisonOperator": "GreaterThanUpperThreshold", "ThresholdMetricId": "ad1", "Threshold": None},
        {"EvaluationWindow": {"WallClockWindow": {}}},
    ],
)
def test_what_is_not_there_says_so(aws: World, cloudwatch: Any, changed: dict[str, Any]) -> None:
    with pytest.raises(NotSupportedError, match="PutMetricAlarm"):
        put_alarm(cloudwatch, **changed)
    assert names(cloudwatch.describe_alarms()) == []


def test_a_look_at_an_unknown_alarm_names_the_nearest(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch)
    assert aws.cloudwatch.alarm(ARN).arn == ARN
    assert repr(aws.cloudwatch.alarm("errors")) == "<alarm errors: INSUFFICIENT_DATA>"
    with pytest.raises(LookupError, match="did you mean 'errors'"):
        aws.cloudwatch.alarm("error")


def test_an_unknown_alarm_has_no_contributors(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch)
    assert cloudwatch.describe_alarm_contributors(AlarmName="errors")["AlarmContributors"] == []
    with pytest.raises(ClientError) as caught:
        cloudwatch.describe_alarm_contributors(AlarmName="gone")
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404
