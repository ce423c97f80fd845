"""Rules and buses: what is looked for, replaced, switched off, and listed."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from fakeaws import World, mock_aws
from fakeaws.aws.patterns.matching import Pattern
from fakeaws.world import user_of

from .ruling import ACCOUNT, EVENTS, QUEUE, SHOP, aim, make_queue, make_rule, put, received, refused, watch


def test_arns(events: Any) -> None:
    events.create_event_bus(Name="orders")
    assert make_rule(events) == EVENTS + "rule/audit"
    assert make_rule(events, bus="orders") == EVENTS + "rule/orders/audit"


def test_putting_a_rule_again_replaces_it(aws: World, events: Any) -> None:
    make_rule(events, Description="first", State="DISABLED", Tags=[{"Key": "a", "Value": "1"}])
    make_rule(events, pattern={"source": ["b"]}, Tags=[{"Key": "a", "Value": "2"}])
    found = events.describe_rule(Name="audit")
    del found["ResponseMetadata"]
    assert found == {
        "Name": "audit",
        "Arn": EVENTS + "rule/audit",
        "EventPattern": '{"source": ["b"]}',
        "State": "ENABLED",
        "EventBusName": "default",
        "CreatedBy": ACCOUNT,
    }
    assert events.list_tags_for_resource(ResourceARN=EVENTS + "rule/audit")["Tags"] == [{"Key": "a", "Value": "1"}]


def test_a_disabled_rule_sees_nothing(aws: World, events: Any, sqs: Any) -> None:
    watch(aws, events, sqs)
    events.disable_rule(Name="audit")
    put(events, {"n": 1})
    assert received(aws) == []
    events.enable_rule(Name="audit")
    put(events, {"n": 2})
    assert [event["detail"]["n"] for event in received(aws)] == [2]


def test_a_deleted_rule_sees_nothing(aws: World, events: Any, sqs: Any) -> None:
    watch(aws, events, sqs)
    events.remove_targets(Rule="audit", Ids=["1"])
    put(events)
    aws.settle()
    assert len(aws.timeline.select(kind="Match")) == 1
    events.delete_rule(Name="audit")
    put(events)
    aws.settle()
    assert len(aws.timeline.select(kind="Match")) == 1
    assert received(aws) == []


def test_a_new_pattern_takes_the_place_of_the_old_one(aws: World, events: Any, sqs: Any) -> None:
    watch(aws, events, sqs)
    make_rule(events, pattern={"detail": {"n": [{"numeric": [">", 1]}]}})
    for n in (1, 2):
        put(events, {"n": n})
    assert [event["detail"]["n"] for event in received(aws)] == [2]


def test_each_bus_has_its_rules(aws: World, events: Any, sqs: Any) -> None:
    events.create_event_bus(Name="orders")
    for bus in ("default", "orders"):
        rule = make_rule(events, bus=bus)
        aim(events, make_queue(aws, sqs, bus, rule), bus=bus)
    put(events, {"n": 1})
    put(events, {"n": 2}, EventBusName="orders")
    put(events, {"n": 3}, EventBusName=EVENTS + "event-bus/orders")
    assert [event["detail"]["n"] for event in received(aws, "default")] == [1]
    assert [event["detail"]["n"] for event in received(aws, "orders")] == [2, 3]


def test_targets_by_id(events: Any) -> None:
    make_rule(events)
    aim(events, QUEUE + "a", id="b")
    aim(events, QUEUE + "a", id="a", Input="{}")
    aim(events, QUEUE + "c", id="b")
    found = events.list_targets_by_rule(Rule="audit")["Targets"]
    assert found == [{"Id": "a", "Arn": QUEUE + "a", "Input": "{}"}, {"Id": "b", "Arn": QUEUE + "c"}]
    assert events.list_rule_names_by_target(TargetArn=QUEUE + "c")["RuleNames"] == ["audit"]


def test_pages(events: Any) -> None:
    names = [f"rule-{number:03}" for number in range(120)]
    for name in reversed(names):
        make_rule(events, name)
    pages = list(events.get_paginator("list_rules").paginate())
    assert [len(page["Rules"]) for page in pages] == [100, 20]
    assert [rule["Name"] for page in pages for rule in page["Rules"]] == names


def test_three_hundred_rules_are_the_quota(aws: World, events: Any) -> None:
    for number in range(300):
        make_rule(events, f"rule-{number}")
    with refused("LimitExceededException", "The requested resource exceeds the maximum number allowed."):
        make_rule(events, "one-more")
    make_rule(events, "rule-7")


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        (SHOP, True),
        ({"detail": {"n": [1]}}, True),
        ({"detail": {"n": ["1"]}}, False),
        ({"detail-type": [{"prefix": "Or"}], "account": [ACCOUNT]}, True),
        ({"detail": {"gone": [{"exists": True}]}}, False),
        ({"$or": [{"source": ["a"]}, {"detail": {"n": [{"numeric": ["=", 1]}]}}]}, True),
    ],
)
def test_a_pattern_is_tested_as_rules_look_for_it(
    aws: World, events: Any, sqs: Any, pattern: Any, matches: bool
) -> None:
    watch(aws, events, sqs, pattern=pattern)
    watch(aws, events, sqs, "all", {"version": ["0"]})
    put(events, {"n": 1.0})
    [event] = received(aws, "all")
    assert events.test_event_pattern(EventPattern=json.dumps(pattern), Event=json.dumps(event))["Result"] is matches
    assert (received(aws) == [event]) is matches


@pytest.mark.parametrize("rules", [10, 10_000])
def test_an_event_meets_only_the_rules_that_may_match(rules: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """10,000 rules cost an event no more than 10."""
    looked_at = []
    judge = Pattern.branch_matches

    def counted(pattern: Pattern, index: int, fields: Any) -> bool:
        looked_at.append(pattern)
        return judge(pattern, index, fields)

    with mock_aws(config={"events": {"rules_per_bus": rules}}, passthrough="off") as aws:
        for number in range(rules):
            pattern = {"source": ["shop"], "detail-type": [f"Type {number}"], "detail": {"n": [{"numeric": [">", 1]}]}}
            params = {"Name": f"rule-{number}", "EventPattern": json.dumps(pattern)}
            aws.call("events", "PutRule", params, caller=user_of(ACCOUNT))
        monkeypatch.setattr(Pattern, "branch_matches", counted)
        put(boto3.client("events"), {"n": 2}, DetailType="Type 7")
        aws.settle()
        assert [record.resource for record in aws.timeline.select(kind="Match")] == ["rule-7"]
    assert len(looked_at) == 2  # the other one waits for its source, of which it was the first
