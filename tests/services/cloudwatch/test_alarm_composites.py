"""Composite alarms: rules, reasons, cycles, suppression."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fakeaws import World
from fakeaws.aws.errors import AwsError
from fakeaws.services.cloudwatch.alarms.rules import parse
from tests.services.cloudwatch.alarms import (
    ARN,
    described,
    history,
    put,
    put_alarm,
    received,
    states,
    topic_with_queue,
)


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        ("TRUE", True),
        ("FALSE OR ALARM(a)", True),
        ("ALARM(a) AND OK(b) AND INSUFFICIENT_DATA(c)", True),
        ("ALARM(b) OR OK(b) AND FALSE", False),
        ("(ALARM(b) OR OK(b)) AND NOT FALSE", True),
        ("NOT ALARM(a) OR NOT NOT ALARM(a)", True),
        ('ALARM("a") and not ok("a")', True),
        ('ALARM("with \\"quotes\\" (and) more")', False),
        ("AT_LEAST(1, ALARM, (a, b, c))", True),
        ("AT_LEAST(2, ALARM, (a, b, c))", False),
        ("AT_LEAST(2, NOT ALARM, (a, b, c))", True),
        ("AT_LEAST(60%, NOT OK, (a, b, c))", True),
        ("AT_LEAST(67%, NOT OK, (a, b, c))", False),
        ("ALARM(gone)", False),
    ],
)
def test_rules(rule: str, holds: bool) -> None:
    states: Any = {"a": "ALARM", "b": "OK", "c": "INSUFFICIENT_DATA"}
    assert parse(rule).holds(states.get) is holds


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        (")", "')' at char 0"),
        ("ALARM(my alarm)", "'alarm' at char 9, must be: ')'"),
        ("ALARM(a) OR", "'<EOF>' at char 11"),
        ("ALARM a", "'a' at char 6, must be: '('"),
        ("SOMETIMES(a)", "'SOMETIMES' at char 0"),
        ("ALARM(a) ALARM(b)", "'ALARM' at char 9"),
        ('ALARM("a', "'\"' at char 6"),
        ("AT_LEAST(0, ALARM, (a))", "'0' at char 9"),
        ("AT_LEAST(3, ALARM, (a, b))", "'3' at char 9"),
        ("AT_LEAST(101%, ALARM, (a))", "'101%' at char 9"),
        ("(" * 5000, "'(' at char 101"),
    ],
)
def test_bad_rules(rule: str, problem: str) -> None:
    with pytest.raises(AwsError) as caught:
        parse(rule)
    assert caught.value.message == f"Error in AlarmRule [Unsupported token {problem}]"


def test_limits_of_rules() -> None:
    for rule in (" OR ".join(f"ALARM(a{number})" for number in range(101)), " AND ".join(["TRUE"] * 251), " TRUE"):
        with pytest.raises(AwsError, match="AlarmRule must not"):
            parse(rule)


def test_a_composite_alarm_follows_its_children(aws: World, cloudwatch: Any, sns: Any, sqs: Any) -> None:
    topic, _ = topic_with_queue(aws, sns, sqs)
    put_alarm(cloudwatch, TreatMissingData="notBreaching")
    cloudwatch.put_composite_alarm(AlarmName="all", AlarmRule="ALARM(errors)", AlarmActions=[topic])
    shown = described(cloudwatch, "all")
    all_arn = ARN.replace("errors", "all")
    assert (shown["StateValue"], shown["StateReason"]) == (
        "OK",
        f"{all_arn} was created and its alarm rule evaluates to OK",
    )
    put(cloudwatch, 3.0)
    aws.clock.advance(minutes=1)
    shown = described(cloudwatch, "all")
    assert shown["StateReason"] == f"{ARN} transitioned to ALARM at Monday 05 January, 2026 00:01:00 UTC"
    assert json.loads(shown["StateReasonData"]) == {
        "triggeringAlarms": [{"arn": ARN, "state": {"value": "ALARM", "timestamp": "2026-01-05T00:01:00.000+0000"}}]
    }
    [envelope] = received(aws)
    assert envelope["Subject"] == 'ALARM: "all" in US East (N. Virginia)'
    message = json.loads(envelope["Message"])
    assert list(message) == [
        "AlarmName",
        "AlarmDescription",
        "AWSAccountId",
        "NewStateValue",
        "NewStateReason",
        "StateChangeTime",
        "Region",
        "AlarmArn",
        "OKActions",
        "AlarmActions",
        "InsufficientDataActions",
        "OldStateValue",
        "AlarmRule",
        "TriggeringChildren",
    ]
    assert message["TriggeringChildren"] == [
        {"Arn": ARN, "State": {"Value": "ALARM", "Timestamp": "2026-01-05T00:01:00.000+0000"}}
    ]
    [change] = [record for record in aws.timeline.select(kind="StateChange", resource="all") if record.at]
    assert change.cause is not None
    assert (change.cause.kind, change.cause.resource) == ("StateChange", "errors")


def test_what_does_not_change_the_outcome_leaves_the_reason(aws: World, cloudwatch: Any) -> None:
    for name in ("a", "b"):
        put_alarm(cloudwatch, name)
    cloudwatch.put_composite_alarm(AlarmName="any", AlarmRule="ALARM(a) OR ALARM(b)")
    cloudwatch.set_alarm_state(AlarmName="a", StateValue="ALARM", StateReason="")
    before = described(cloudwatch, "any")
    cloudwatch.set_alarm_state(AlarmName="b", StateValue="ALARM", StateReason="")
    assert described(cloudwatch, "any") == before
    cloudwatch.set_alarm_state(AlarmName="a", StateValue="OK", StateReason="")
    assert described(cloudwatch, "any") == before
    cloudwatch.set_alarm_state(AlarmName="any", StateValue="OK", StateReason="set")
    aws.clock.advance(seconds=59)
    assert described(cloudwatch, "any")["StateReason"] == "set"  # until a child changes, it stays
    cloudwatch.set_alarm_state(AlarmName="a", StateValue="ALARM", StateReason="")
    assert described(cloudwatch, "any")["StateValue"] == "ALARM"


def test_composites_of_composites(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch)
    cloudwatch.put_composite_alarm(AlarmName="inner", AlarmRule=f"ALARM({ARN})")
    cloudwatch.put_composite_alarm(AlarmName="outer", AlarmRule="OK(inner)")
    cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="")
    assert states(aws, "outer") == [(0.0, "ALARM"), (0.0, "OK")]


def test_cycles_stop_and_are_broken_by_a_new_rule(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch)
    cloudwatch.put_composite_alarm(AlarmName="one", AlarmRule="ALARM(errors)")
    cloudwatch.put_composite_alarm(AlarmName="two", AlarmRule="ALARM(one) OR ALARM(errors)")
    cloudwatch.put_composite_alarm(AlarmName="one", AlarmRule="ALARM(errors) OR ALARM(two)")
    cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="")
    assert (described(cloudwatch, "one")["StateValue"], described(cloudwatch, "two")["StateValue"]) == ("OK", "OK")
    for name in ("one", "two"):
        with pytest.raises(ClientError, match=f"Cannot delete {name} as there are composite alarm"):
            cloudwatch.delete_alarms(AlarmNames=[name])
    cloudwatch.put_composite_alarm(AlarmName="one", AlarmRule="FALSE")
    cloudwatch.delete_alarms(AlarmNames=["two"])
    cloudwatch.delete_alarms(AlarmNames=["one", "errors"])


class TestSuppression:
    @pytest.fixture(autouse=True)
    def alarms(self, aws: World, cloudwatch: Any, sns: Any, sqs: Any) -> None:
        self.aws, self.cloudwatch = aws, cloudwatch
        topic, _ = topic_with_queue(aws, sns, sqs)
        for name in ("errors", "deploying"):
            put_alarm(cloudwatch, name, TreatMissingData="ignore")
        cloudwatch.put_composite_alarm(
            AlarmName="page",
            AlarmRule="ALARM(errors)",
            AlarmActions=[topic],
            OKActions=[topic],
            ActionsSuppressor="deploying",
            ActionsSuppressorWaitPeriod=30,
            ActionsSuppressorExtensionPeriod=60,
        )
        aws.clock.advance(seconds=31)
        sqs.purge_queue(QueueUrl=sqs.get_queue_url(QueueName="alerts")["QueueUrl"])

    def set(self, name: str, state: str) -> None:
        self.cloudwatch.set_alarm_state(AlarmName=name, StateValue=state, StateReason="")

    def by(self) -> str | None:
        found: str | None = described(self.cloudwatch, "page").get("ActionsSuppressedBy")
        return found

    def told(self, seconds: float) -> list[str]:
        self.aws.clock.advance(seconds=seconds)
        return [json.loads(each["Message"])["NewStateValue"] for each in received(self.aws)]

    def test_actions_wait_for_a_suppressor_that_stays_away(self) -> None:
        self.set("errors", "ALARM")
        assert (self.by(), self.told(29)) == ("WaitPeriod", [])
        assert (self.told(1), self.by()) == (["ALARM"], None)
        outcomes = [record.outcome for record in self.aws.timeline.select(kind="Action", resource="page")]
        assert outcomes == ["suppressed", "ok", "suppressed", "ok"]

    def test_a_suppressor_in_alarm_holds_actions_back_until_it_is_over(self) -> None:
        self.set("errors", "ALARM")
        assert self.told(10) == []
        self.set("deploying", "ALARM")
        assert (self.by(), self.told(600)) == ("Alarm", [])
        self.set("deploying", "OK")
        assert (self.by(), self.told(59)) == ("ExtensionPeriod", [])
        assert (self.told(1), self.by()) == (["ALARM"], None)

    def test_what_is_over_before_is_not_told(self) -> None:
        self.set("deploying", "ALARM")
        self.set("errors", "ALARM")
        self.set("errors", "OK")
        self.set("deploying", "OK")
        assert self.told(600) == []
        assert [summary for summary, _ in history(self.cloudwatch, "Action", AlarmName="page")] == [
            "Successfully executed action arn:aws:sns:us-east-1:123456789012:alerts"
        ]

    def test_a_suppressor_that_comes_back_goes_on(self) -> None:
        self.set("deploying", "ALARM")
        self.set("errors", "ALARM")
        self.set("deploying", "OK")
        assert self.told(59) == []
        self.set("deploying", "ALARM")
        assert (self.by(), self.told(600)) == ("Alarm", [])
