"""What EventBridge tells as metrics of ``AWS/Events``, minute by minute."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

from fakeaws import World
from tests.support.told_metrics import Told

from .ruling import QUEUE, aim, entry, make_queue, make_rule, put, watch


def sums(told: Told, name: str) -> dict[str, float]:
    told.ask()
    found: Counter[str] = Counter()
    for datum in told.data:
        if any(value == name for _, value in datum.dimensions) or not (name or datum.dimensions):
            found[datum.name] += sum(datum.values)
    return dict(found)


def test_a_rule_and_its_target(aws: World, events: Any, sqs: Any) -> None:
    told = Told(aws, "events")
    watch(aws, events, sqs)
    aws.faults.fail("sqs.SendMessage", code="InternalError", status=500)
    for _ in range(2):
        put(events)
    put(events, Source="other")
    aws.clock.advance(minutes=1)
    assert sums(told, "audit") == {
        "MatchedEvents": 2,
        "TriggeredRules": 2,
        "InvocationAttempts": 3,
        "RetryInvocationAttempts": 1,
        "SuccessfulInvocationAttempts": 2,
        "Invocations": 2,
    }


def test_what_fails(aws: World, events: Any, sqs: Any) -> None:
    told = Told(aws, "events")
    events.create_event_bus(Name="orders")
    rule = make_rule(events, bus="orders")
    make_queue(aws, sqs, "dead", rule)
    aim(events, QUEUE + "gone", bus="orders", DeadLetterConfig={"Arn": QUEUE + "dead"})
    aim(events, QUEUE + "lost", bus="orders", id="2", DeadLetterConfig={"Arn": QUEUE + "gone"})
    put(events, EventBusName="orders")
    aws.clock.advance(minutes=1)
    assert sums(told, "audit") == {
        "MatchedEvents": 1,
        "TriggeredRules": 1,
        "InvocationAttempts": 2,
        "Invocations": 2,
        "FailedInvocations": 2,
        "InvocationsSentToDlq": 1,
        "InvocationsFailedToBeSentToDlq": 1,
    }
    assert {datum.dimensions for datum in told.data if datum.dimensions} == {
        (("EventBusName", "orders"), ("RuleName", "audit"))
    }


def test_calls(aws: World, events: Any) -> None:
    told = Told(aws, "events")
    events.put_events(Entries=[entry(), entry(), entry(Source="")])
    put(events)
    aws.clock.advance(minutes=1)
    assert sums(told, "") == {
        "PutEventsApproximateCallCount": 2,
        "PutEventsEntriesCount": 4,
        "PutEventsFailedEntriesCount": 1,
    }


def test_cloudwatch_has_them(aws: World, events: Any, sqs: Any, cloudwatch: Any) -> None:
    watch(aws, events, sqs)
    put(events)
    aws.clock.advance(minutes=5)
    now = datetime.datetime(2026, 1, 5, 0, 5, tzinfo=datetime.timezone.utc)
    answer = cloudwatch.get_metric_statistics(
        Namespace="AWS/Events",
        MetricName="MatchedEvents",
        Dimensions=[{"Name": "RuleName", "Value": "audit"}],
        StartTime=now - datetime.timedelta(minutes=5),
        EndTime=now,
        Period=60,
        Statistics=["Sum"],
    )
    assert [point["Sum"] for point in answer["Datapoints"]] == [1.0]
