"""DescribeAlarmHistory."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fakeaws import World
from tests.services.cloudwatch.alarms import ARN, history, put, put_alarm


def test_a_life_in_the_history(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch, AlarmDescription="too many")
    put(cloudwatch, 9.0)
    aws.clock.advance(minutes=1)
    put_alarm(cloudwatch)
    cloudwatch.delete_alarms(AlarmNames=["errors"])
    (created, create), (updated, update), (deleted, delete) = history(cloudwatch, "ConfigurationUpdate")
    assert [created, updated, deleted] == [f'Alarm "errors" {done}' for done in ("created", "updated", "deleted")]
    assert create == {
        "version": "1.0",
        "type": "Create",
        "createdAlarm": {
            "alarmName": "errors",
            "alarmDescription": "too many",
            "alarmArn": ARN,
            "alarmConfigurationUpdatedTimestamp": "2026-01-05T00:00:00.000+0000",
            "namespace": "shop",
            "metricName": "errors",
            "statistic": "Sum",
            "period": 60,
            "dimensions": [],
            "threshold": 2.0,
            "comparisonOperator": "GreaterThanThreshold",
            "evaluationPeriods": 1,
            "stateValue": "INSUFFICIENT_DATA",
            "stateUpdatedTimestamp": "2026-01-05T00:00:00.000+0000",
            "actionsEnabled": True,
            "alarmActions": [],
            "insufficientDataActions": [],
            "okactions": [],
        },
    }
    assert (update["type"], update["updatedAlarm"]["stateValue"]) == ("Update", "ALARM")
    assert (delete["type"], delete["deletedAlarm"]["alarmName"]) == ("Delete", "errors")
    [(summary, change)] = history(cloudwatch, "StateUpdate", AlarmName="errors")
    assert summary == "Alarm updated from INSUFFICIENT_DATA to ALARM"
    assert change["oldState"] == {
        "stateValue": "INSUFFICIENT_DATA",
        "stateReason": "Unchecked: Initial alarm creation",
    }
    assert change["newState"]["stateReasonData"] == {
        "version": "1.0",
        "queryDate": "2026-01-05T00:01:00.000+0000",
        "startDate": "2026-01-05T00:00:00.000+0000",
        "statistic": "Sum",
        "period": 60,
        "recentDatapoints": [9.0],
        "threshold": 2.0,
        "evaluatedDatapoints": [{"timestamp": "2026-01-05T00:00:00.000+0000", "sampleCount": 1.0, "value": 9.0}],
    }


def test_missing_points_show_in_the_reason(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch, EvaluationPeriods=2, TreatMissingData="breaching", Unit="Count")
    aws.clock.advance(minutes=1)
    [(_, change)] = history(cloudwatch, "StateUpdate")
    new = change["newState"]
    assert new["stateReason"] == (
        "Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as "
        "[Breaching]."
    )
    assert new["stateReasonData"] == {
        "version": "1.0",
        "queryDate": "2026-01-05T00:01:00.000+0000",
        "unit": "Count",
        "statistic": "Sum",
        "period": 60,
        "recentDatapoints": [],
        "threshold": 2.0,
        "evaluatedDatapoints": [
            {"timestamp": "2026-01-05T00:00:00.000+0000"},
            {"timestamp": "2026-01-04T23:59:00.000+0000"},
        ],
    }


def test_many_datapoints_are_told_in_part(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch, EvaluationPeriods=30, TreatMissingData="ignore")
    for value in range(30):
        put(cloudwatch, 1e7 + value)
        aws.clock.advance(minutes=1)
    [(_, change)] = history(cloudwatch, "StateUpdate")
    new = change["newState"]
    assert new["stateReason"].startswith(
        "Threshold Crossed: 30 datapoints were greater than the threshold (2.0). The most recent datapoints which "
        "crossed the threshold: [1.0000029E7 (05/01/26 00:29:00), 1.0000028E7 (05/01/26 00:28:00), "
    )
    assert len(new["stateReasonData"]["evaluatedDatapoints"]) == 20


def test_filters_order_and_pages(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch)
    put_alarm(cloudwatch, "other")
    for number in range(5):
        aws.clock.advance(seconds=1)
        cloudwatch.set_alarm_state(AlarmName="errors", StateValue="OK", StateReason=str(number))
    pages = cloudwatch.get_paginator("describe_alarm_history").paginate(
        AlarmName="errors", PaginationConfig={"PageSize": 4}
    )
    kinds = [[item["HistoryItemType"] for item in page["AlarmHistoryItems"]] for page in pages]
    assert kinds == [["StateUpdate"] * 4, ["StateUpdate", "ConfigurationUpdate"]]
    begin = aws.clock.now - timedelta(seconds=2)
    answer = cloudwatch.describe_alarm_history(StartDate=begin, EndDate=begin + timedelta(seconds=1))
    times = [item["Timestamp"] for item in answer["AlarmHistoryItems"]]
    assert times == [begin + timedelta(seconds=1), begin]
    assert cloudwatch.describe_alarm_history(AlarmTypes=["CompositeAlarm"])["AlarmHistoryItems"] == []


def test_the_history_goes_back_thirty_days(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch)
    aws.clock.advance(days=30)
    assert len(history(cloudwatch, "ConfigurationUpdate")) == 1
    aws.clock.advance(seconds=1)
    assert history(cloudwatch, "ConfigurationUpdate") == []
