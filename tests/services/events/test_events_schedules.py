"""Rules with schedules."""

from __future__ import annotations

import copy
import json
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fakeaws import World

ARN = "arn:aws:events:us-east-1:123456789012:rule/tick"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def put(aws: World, events: Any, sqs: Any) -> Any:
    """Makes or changes the rule "tick", whose target is the queue "ticks"."""
    if "ticks" not in str(sqs.list_queues().get("QueueUrls")):
        sqs.create_queue(QueueName="ticks")
    aws.sqs.queue("ticks").grant_send(ARN)

    def put_rule(expression: str, **more: Any) -> None:
        events.put_rule(Name="tick", ScheduleExpression=expression, **more)
        events.put_targets(Rule="tick", Targets=[{"Id": "q", "Arn": aws.sqs.queue("ticks").arn}])

    return put_rule


def ticks(aws: World) -> list[timedelta]:
    sends = aws.timeline.select(kind="SendMessage")
    return [record.at for record in sends if record.resource == "ticks"]


def test_the_event(aws: World, put: Any) -> None:
    put("rate(5 minutes)")
    aws.clock.advance(minutes=5)
    [message] = aws.sqs.queue("ticks").messages
    event = json.loads(message.body)
    assert len(event.pop("id")) == 36
    assert event == {
        "version": "0",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "123456789012",
        "time": "2026-01-05T00:05:00Z",
        "region": "us-east-1",
        "resources": [ARN],
        "detail": {},
    }


def test_a_rate_counts_from_enabling(aws: World, events: Any, put: Any) -> None:
    aws.clock.advance(seconds=20)
    put("rate(1 minute)")
    aws.clock.advance(minutes=2)
    events.disable_rule(Name="tick")
    aws.clock.advance(minutes=5, seconds=10)
    events.enable_rule(Name="tick")
    aws.clock.advance(minutes=1)
    assert ticks(aws) == [timedelta(seconds=80), timedelta(seconds=140), timedelta(seconds=510)]


def test_the_same_rule_again_changes_nothing(aws: World, put: Any) -> None:
    put("rate(2 minutes)")
    aws.clock.advance(seconds=90)
    put("rate(2 minutes)", Description="again")
    aws.clock.advance(seconds=30)
    put("cron(0/5 * * * ? *)")
    aws.clock.advance(minutes=9)
    put("cron(0/5 * * * ? *)", State="DISABLED")
    aws.clock.advance(minutes=9)
    assert ticks(aws) == [2 * MINUTE, 5 * MINUTE, 10 * MINUTE]


def test_deleted_rules_are_silent(aws: World, events: Any, put: Any) -> None:
    put("rate(1 minute)")
    events.remove_targets(Rule="tick", Ids=["q"])
    aws.clock.advance(minutes=3)
    events.delete_rule(Name="tick")
    timers = len(aws.simulation.scheduler)
    aws.clock.advance(minutes=3)
    assert ticks(aws) == []
    assert len(aws.simulation.scheduler) == timers


def test_other_rules_do_not_see_it(aws: World, events: Any, put: Any) -> None:
    put("rate(1 minute)")
    events.put_rule(Name="other", EventPattern='{"source": ["aws.events"]}')
    aws.clock.run_until_idle()
    aws.clock.advance(minutes=1)
    assert [record.resource for record in aws.timeline.select(kind="Match")] == ["tick"]


def test_a_copy_has_its_own_schedule(aws: World, events: Any, put: Any) -> None:
    put("rate(1 minute)")
    twin = copy.deepcopy(aws)
    events.disable_rule(Name="tick")
    due = twin.simulation.scheduler.next_due()
    while due is not None and due < 60_000_000:
        twin.simulation.scheduler.fire(twin.simulation.scheduler.pop_due(due))
        due = twin.simulation.scheduler.next_due()
    assert due == 60_000_000
    aws.clock.advance(minutes=2)
    assert ticks(aws) == []


@pytest.mark.parametrize(
    "expression",
    [
        "rate(1 minutes)",
        "rate(10 minute)",
        "rate(0 minutes)",
        "rate(10 MINUTES)",
        "rate( 10 minutes )",
        " rate(10 minutes)",
        "rate(10 seconds)",
        "at(2027-01-01T00:00:00)",
        "cron(0 1 * * * *)",
        "cron(0 1 * * ?)",
    ],
)
def test_refused(events: Any, expression: str) -> None:
    with pytest.raises(ClientError) as caught:
        events.put_rule(Name="tick", ScheduleExpression=expression)
    error = caught.value.response["Error"]
    assert (error["Code"], error["Message"]) == ("ValidationException", "Parameter ScheduleExpression is not valid.")
    assert events.list_rules()["Rules"] == []
