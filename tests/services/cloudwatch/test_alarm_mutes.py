"""Mute rules: schedules, statuses, and actions that wait."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fakeaws import World
from fakeaws.services.cloudwatch.alarms.mute_schedules import schedule_of
from fakeaws.simulation.clock import from_us, to_us
from tests.services.cloudwatch.alarms import described, put_alarm, received, topic_with_queue


def put_rule(cloudwatch: Any, expression: str, duration: str, *, name: str = "night", **more: Any) -> None:
    schedule = {"Expression": expression, "Duration": duration}
    if "Timezone" in more:
        schedule["Timezone"] = more.pop("Timezone")
    cloudwatch.put_alarm_mute_rule(
        Name=name, Rule={"Schedule": schedule}, MuteTargets={"AlarmNames": ["errors"]}, **more
    )


@pytest.mark.parametrize(
    ("expression", "duration", "zone", "at", "until"),
    [
        ("cron(0 2 * * *)", "PT4H", "UTC", "2026-01-06T01:59", None),
        ("cron(0 2 * * *)", "PT4H", "UTC", "2026-01-06T02:00", "2026-01-06T06:00"),
        ("cron(0 2 * * *)", "PT4H", "UTC", "2026-01-06T05:59", "2026-01-06T06:00"),
        ("cron(0 2 * * *)", "PT4H", "UTC", "2026-01-06T06:00", None),
        ("cron(0 18 * * FRI)", "P2DT12H", "UTC", "2026-01-12T05:00", "2026-01-12T06:00"),
        ("cron(0 18 * * FRI)", "P2DT12H", "UTC", "2026-01-12T06:00", None),
        ("cron(0 0 1 JAN-MAR *)", "P15D", "UTC", "2026-02-15T23:00", "2026-02-16T00:00"),
        ("cron(0 0 1 JAN-MAR *)", "P15D", "UTC", "2026-04-05T00:00", None),
        ("cron(0,30 8-9 * * 1-5)", "PT10M", "UTC", "2026-01-05T09:35", "2026-01-05T09:40"),
        ("cron(0,30 8-9 * * 1-5)", "PT10M", "UTC", "2026-01-04T09:35", None),
        ("cron(0 2 * * *)", "PT1H", "Asia/Tokyo", "2026-01-05T17:30", "2026-01-05T18:00"),
        ("at(2026-01-05T14:00)", "PT1M", "America/New_York", "2026-01-05T19:00", "2026-01-05T19:01"),
    ],
)
def test_schedules(expression: str, duration: str, zone: str, at: str, until: str | None) -> None:
    def instant(text: str) -> int:
        day, time = text.split("T")
        year, month, date = map(int, day.split("-"))
        hour, minute = map(int, time.split(":"))
        return to_us(from_us(0).replace(year=year, month=month, day=date, hour=hour, minute=minute))

    schedule = schedule_of({"Expression": expression, "Duration": duration, "Timezone": zone})
    assert schedule.active_until(instant(at)) == (None if until is None else instant(until))


def test_muted_actions_run_when_the_mute_ends(aws: World, cloudwatch: Any, sns: Any, sqs: Any) -> None:
    topic, _ = topic_with_queue(aws, sns, sqs)
    put_alarm(cloudwatch, AlarmActions=[topic], TreatMissingData="ignore")
    put_rule(cloudwatch, "cron(0 2 * * *)", "PT1H")
    assert cloudwatch.get_alarm_mute_rule(AlarmMuteRuleName="night")["Status"] == "SCHEDULED"
    aws.clock.advance(hours=2, minutes=30)
    assert cloudwatch.get_alarm_mute_rule(AlarmMuteRuleName="night")["Status"] == "ACTIVE"
    cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="")
    aws.clock.advance(minutes=29, seconds=59)
    assert described(cloudwatch)["StateValue"] == "ALARM"
    assert received(aws) == []
    aws.clock.advance(seconds=1)
    outcomes = [record.outcome for record in aws.timeline.select(kind="Action")]
    assert outcomes == ["muted", "ok"]
    [envelope] = received(aws)
    assert json.loads(envelope["Message"])["ActionExecutedAfterMuteWindow"] is True
    aws.clock.advance(days=1)
    assert len(received(aws)) == 1


def test_an_alarm_that_is_over_when_the_mute_ends_says_nothing(aws: World, cloudwatch: Any, sns: Any, sqs: Any) -> None:
    topic, _ = topic_with_queue(aws, sns, sqs)
    put_alarm(cloudwatch, AlarmActions=[topic], OKActions=[topic], TreatMissingData="ignore")
    put_rule(cloudwatch, "at(2026-01-05T00:00)", "PT1H")
    for state in ("ALARM", "OK"):
        cloudwatch.set_alarm_state(AlarmName="errors", StateValue=state, StateReason="")
    aws.clock.advance(hours=2)
    assert received(aws) == []
    assert cloudwatch.get_alarm_mute_rule(AlarmMuteRuleName="night")["Status"] == "EXPIRED"


def test_deleting_a_rule_unmutes(aws: World, cloudwatch: Any, sns: Any, sqs: Any) -> None:
    topic, _ = topic_with_queue(aws, sns, sqs)
    put_alarm(cloudwatch, AlarmActions=[topic], TreatMissingData="ignore")
    put_rule(cloudwatch, "at(2026-01-05T00:00)", "PT1H")
    cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="")
    aws.clock.advance(minutes=10)
    for _ in range(2):
        cloudwatch.delete_alarm_mute_rule(AlarmMuteRuleName="night")
    aws.clock.advance(seconds=1)
    assert len(received(aws)) == 1
    aws.clock.advance(hours=2)
    assert len(received(aws)) == 1


def test_rules_are_listed(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch)
    put_rule(cloudwatch, "cron(0 2 * * *)", "PT1H", Tags=[{"Key": "team", "Value": "a"}])
    put_rule(
        cloudwatch,
        "at(2026-01-05T00:00)",
        "PT1H",
        name="once",
        StartDate=aws.clock.now,
        ExpireDate=aws.clock.now + timedelta(minutes=5),
    )
    answer = cloudwatch.list_alarm_mute_rules()["AlarmMuteRuleSummaries"]
    assert [(each["Status"], each["MuteType"]) for each in answer] == [
        ("SCHEDULED", "RECURRING"),
        ("ACTIVE", "ONE_TIME"),
    ]
    arn = "arn:aws:cloudwatch:us-east-1:123456789012:alarm-mute-rule:night"
    assert answer[0]["AlarmMuteRuleArn"] == arn
    assert cloudwatch.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "team", "Value": "a"}]
    assert len(cloudwatch.list_alarm_mute_rules(Statuses=["ACTIVE"], AlarmName="errors")["AlarmMuteRuleSummaries"]) == 1
    first = cloudwatch.list_alarm_mute_rules(MaxRecords=1)
    [second] = cloudwatch.list_alarm_mute_rules(MaxRecords=1, NextToken=first["NextToken"])["AlarmMuteRuleSummaries"]
    assert second["ExpireDate"] == aws.clock.now + timedelta(minutes=5)
    aws.clock.advance(minutes=5)
    assert cloudwatch.get_alarm_mute_rule(AlarmMuteRuleName="once")["Status"] == "EXPIRED"
    cloudwatch.get_waiter("alarm_mute_rule_exists").wait(AlarmMuteRuleName="once")
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        cloudwatch.get_alarm_mute_rule(AlarmMuteRuleName="gone")
