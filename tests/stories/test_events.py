"""What `diagnose` says about event buses and rules: each mistake is named, and the same with the fix is left alone."""

from __future__ import annotations

import json
import re
from typing import Any

import boto3
import pytest

from fakeaws import World
from tests.stories.diagnosing import rules, the

SHOP = json.dumps({"source": ["shop"], "detail": {"state": ["paid"]}})
QUEUE = "arn:aws:sqs:us-east-1:123456789012:"
TOPIC = "arn:aws:sns:us-east-1:123456789012:"


@pytest.fixture
def aws_options() -> dict[str, Any]:
    return {"policies": "enforced"}


@pytest.fixture
def events(aws: World) -> Any:
    return boto3.client("events")


def order(events: Any, state: Any = "paid", bus: str = "default") -> str:
    """An order's event; its id."""
    entry = {
        "Source": "shop",
        "DetailType": "Order",
        "Detail": json.dumps({"state": state}),
        "EventBusName": bus,
    }
    answer = events.put_events(Entries=[entry])
    assert answer["FailedEntryCount"] == 0  # nobody tells
    id: str = answer["Entries"][0]["EventId"]
    return id


def billing(events: Any, target: str, **more: Any) -> str:
    """The rule "billing" with one target."""
    arn: str = events.put_rule(Name="billing", EventPattern=SHOP)["RuleArn"]
    events.put_targets(Rule="billing", Targets=[{"Id": "1", "Arn": target, **more}])
    return arn


class TestRuleNotAllowed:
    RULE = "rule-not-allowed"

    def test_a_queue(self, aws: World, events: Any) -> None:
        sqs: Any = boto3.client("sqs")
        url = sqs.create_queue(QueueName="billing")["QueueUrl"]
        billing(events, QUEUE + "billing")
        ids = [order(events) for _ in range(2)]
        assert rules(aws) == [self.RULE]
        found = the(aws, self.RULE)
        assert found.text == (
            f"Event {ids[0][:8]} matched rule 'billing' and did not reach queue 'billing' at +00:00:00: the queue's policy "
            "does not let EventBridge in on behalf of the rule. Neither PutTargets nor PutEvents tells; it is lost. So did "
            "1 other event."
        )
        statement = re.search(r"\{.*\}(?= \(in)", found.fix)
        assert statement is not None
        policy = json.dumps({"Version": "2012-10-17", "Statement": [json.loads(statement[0])]})
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
        order(events)
        assert len(aws.sqs.queue("billing").messages) == 1

    def test_a_queue_that_lets_it_in(self, aws: World, events: Any) -> None:
        boto3.client("sqs").create_queue(QueueName="billing")
        rule = billing(events, QUEUE + "billing")
        aws.sqs.queue("billing").grant_send(rule)
        order(events)
        assert rules(aws) == []
        assert len(aws.sqs.queue("billing").messages) == 1

    def test_a_topic(self, aws: World, events: Any) -> None:
        sns: Any = boto3.client("sns")
        sns.create_topic(Name="billing")
        billing(events, TOPIC + "billing")
        order(events)
        assert rules(aws) == [self.RULE]
        statement = re.search(r"\{.*\}", the(aws, self.RULE).fix)
        assert statement is not None
        policy = json.dumps({"Version": "2012-10-17", "Statement": [json.loads(statement[0])]})
        sns.set_topic_attributes(TopicArn=TOPIC + "billing", AttributeName="Policy", AttributeValue=policy)
        second = order(events)
        assert aws.trace(second).fates == {"billing": "delivered"}

    def test_a_function(self, aws: World, events: Any) -> None:
        functions: Any = boto3.client("lambda")
        aws.lambda_.register("billing", lambda event, context: None)
        arn = "arn:aws:lambda:us-east-1:123456789012:function:billing"
        rule = billing(events, arn)
        order(events)
        assert rules(aws) == [self.RULE]
        assert f"SourceArn='{rule}'" in the(aws, self.RULE).fix
        functions.add_permission(
            FunctionName="billing",
            StatementId="AllowRule",
            Action="lambda:InvokeFunction",
            Principal="events.amazonaws.com",
            SourceArn=rule,
        )
        second = order(events)
        assert "delivered" in aws.trace(second).fates["billing"]

    def test_an_explicit_deny_is_meant(self, aws: World, events: Any) -> None:
        deny = {"Effect": "Deny", "Principal": "*", "Action": "sqs:SendMessage", "Resource": QUEUE + "billing"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [deny]})
        boto3.client("sqs").create_queue(QueueName="billing", Attributes={"Policy": policy})
        billing(events, QUEUE + "billing")
        order(events)
        assert rules(aws) == []


class TestRuleNeverMatches:
    RULE = "rule-never-matches"

    @pytest.mark.parametrize(
        ("state", "difference"),
        [
            ("Paid", "letter case at detail.state"),
            (" paid", "surrounding whitespace at detail.state"),
        ],
    )
    def test_a_near_miss(self, aws: World, events: Any, state: str, difference: str) -> None:
        events.put_rule(Name="billing", EventPattern=SHOP)
        event_id = order(events, state)
        assert rules(aws) == [self.RULE]
        found = the(aws, self.RULE)
        assert found.text.startswith(
            f"Event {event_id[:8]}, put on event bus 'default' at +00:00:00, did not match rule "
        )
        assert f"all that differs is the {difference}" in found.text

    def test_a_number_for_a_string(self, aws: World, events: Any) -> None:
        events.put_rule(Name="billing", EventPattern='{"detail":{"state":["1"]}}')
        order(events, 1)
        assert "a string never equals a number" in the(aws, self.RULE).fix

    def test_one_that_matched(self, aws: World, events: Any) -> None:
        events.put_rule(Name="billing", EventPattern=SHOP)
        order(events, "Paid")
        order(events)
        assert rules(aws) == []

    @pytest.mark.parametrize("state", ["cancelled", None, {"paid": 1}])
    def test_events_that_are_others(self, aws: World, events: Any, state: Any) -> None:
        events.put_rule(Name="billing", EventPattern=SHOP)
        order(events, state)
        assert rules(aws) == []

    def test_a_pattern_that_was_corrected(self, aws: World, events: Any) -> None:
        events.put_rule(Name="billing", EventPattern=SHOP.replace("paid", "Paid"))
        order(events)
        assert rules(aws) == [self.RULE]
        events.put_rule(Name="billing", EventPattern=SHOP)
        assert rules(aws) == []


class TestEventBusUnknown:
    RULE = "event-bus-unknown"

    def test_a_misspelt_name(self, aws: World, events: Any) -> None:
        events.create_event_bus(Name="orders")
        order(events, bus="order")
        assert rules(aws) == [self.RULE]
        found = the(aws, self.RULE)
        assert "was put on event bus 'order' at +00:00:00, which does not exist" in found.text
        assert found.fix == "Correct EventBusName, or create the bus. There are: default, orders."

    def test_the_right_name(self, aws: World, events: Any) -> None:
        events.create_event_bus(Name="orders")
        order(events, bus="orders")
        assert rules(aws) == []


class TestRuleDeadLetterQueueRefuses:
    RULE = "rule-dead-letter-queue-refuses"

    @pytest.mark.parametrize("made", [True, False])
    def test_it_lets_nobody_in_or_is_not_there(self, aws: World, events: Any, made: bool) -> None:
        if made:
            boto3.client("sqs").create_queue(QueueName="dead")
        rule = billing(events, QUEUE + "gone", DeadLetterConfig={"Arn": QUEUE + "dead"})
        order(events)
        assert rules(aws) == [self.RULE]
        assert ("grant_send" in the(aws, self.RULE).fix) is made
        if made:
            aws.sqs.queue("dead").grant_send(rule)
            order(events)
            assert len(aws.sqs.queue("dead").messages) == 1

    def test_one_that_takes_it(self, aws: World, events: Any) -> None:
        boto3.client("sqs").create_queue(QueueName="dead")
        rule = billing(events, QUEUE + "gone", DeadLetterConfig={"Arn": QUEUE + "dead"})
        aws.sqs.queue("dead").grant_send(rule)
        order(events)
        assert rules(aws) == []
