"""Filter policies in subscriptions and deliveries: what gets through, what the timeline says, how they are refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeaws import World

from .subscribers import QUEUE, invalid, make_topic, messages, refused, shown, subscribe, subscribe_queue, text

SOURCE = "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: {}]"
NOT_JSON = (
    "failed to parse JSON. Unexpected character ('i' (code 105)): was expecting double-quote to start field name\n at "
    + SOURCE.format(2)
)
NESTED = "Filter policy scope MessageAttributes does not support nested filter policy"


@pytest.fixture
def topic(sns: Any) -> str:
    return make_topic(sns)


def change(sns: Any, subscription: str, name: str, value: str) -> None:
    sns.set_subscription_attributes(SubscriptionArn=subscription, AttributeName=name, AttributeValue=value)


def test_attributes(aws: World, sns: Any, sqs: Any, topic: str) -> None:
    subscribe_queue(sns, sqs, aws, topic, "q", FilterPolicy={"region": ["eu"], "price": [{"numeric": [">", 10]}]})
    for region, price in (("eu", "11"), ("us", "11"), ("eu", "10")):
        attributes = {"region": text(region), "price": {"DataType": "Number", "StringValue": price}}
        sns.publish(TopicArn=topic, Message=f"{region} {price}", MessageAttributes=attributes)
    assert messages(aws, "q") == ["eu 11"]
    filtered = aws.timeline.select(kind="Deliver", outcome="filtered")
    assert [record.resource for record in filtered] == ["q", "q"]
    assert "region" in filtered[0].details["why"]
    assert filtered[0].details["counted as"] == "MessageAttributes"
    assert "price" in filtered[1].details["why"]


def test_no_attributes_at_all(aws: World, sns: Any, sqs: Any, topic: str) -> None:
    subscribe_queue(sns, sqs, aws, topic, "q", FilterPolicy={"region": ["eu"]})
    sent = sns.publish(TopicArn=topic, Message="a")
    assert aws.trace(sent).fates == {"q": "filtered"}
    [record] = aws.timeline.select(outcome="filtered")
    assert record.details["counted as"] == "NoMessageAttributes"


def test_body(aws: World, sns: Any, sqs: Any, topic: str) -> None:
    policy = {"order": {"region": ["eu"]}}
    subscribe_queue(sns, sqs, aws, topic, "q", FilterPolicy=policy, FilterPolicyScope="MessageBody")
    for body in ('{"order":{"region":"eu"}}', '{"order":{"region":"us"}}', "no json"):
        sns.publish(TopicArn=topic, Message=body)
    assert messages(aws, "q") == ['{"order":{"region":"eu"}}']
    counted = [record.details["counted as"] for record in aws.timeline.select(outcome="filtered")]
    assert counted == ["MessageBody", "InvalidMessageBody"]


def test_the_body_of_the_protocol_is_filtered(aws: World, sns: Any, sqs: Any, topic: str) -> None:
    subscribe_queue(sns, sqs, aws, topic, "q", FilterPolicy={"a": [1]}, FilterPolicyScope="MessageBody")
    for sqs_text in ('{"a":1}', '{"a":2}'):
        message = json.dumps({"default": '{"a":1}', "sqs": sqs_text})
        sns.publish(TopicArn=topic, Message=message, MessageStructure="json")
    assert messages(aws, "q") == ['{"a":1}']


def test_changed_and_removed(aws: World, sns: Any, sqs: Any, topic: str) -> None:
    subscription = subscribe_queue(sns, sqs, aws, topic, "q", FilterPolicy={"region": ["eu"]})
    us = {"region": text("us")}
    sns.publish(TopicArn=topic, Message="filtered", MessageAttributes=us)
    change(sns, subscription, "FilterPolicy", '{"region":["us"]}')
    sns.publish(TopicArn=topic, Message="changed", MessageAttributes=us)
    change(sns, subscription, "FilterPolicy", "{}")
    sns.publish(TopicArn=topic, Message="removed")
    assert messages(aws, "q") == ["changed", "removed"]


def test_filtered_messages_advance_sequence_numbers(aws: World, sns: Any, sqs: Any) -> None:
    topic = make_topic(sns, "orders.fifo", ContentBasedDeduplication="true")
    subscribe_queue(sns, sqs, aws, topic, "q.fifo", FilterPolicy={"a": ["b"]})
    first, second = (sns.publish(TopicArn=topic, Message=each, MessageGroupId="g") for each in "ab")
    assert int(first["SequenceNumber"]) < int(second["SequenceNumber"])
    assert messages(aws, "q.fifo") == []


class TestRefused:
    def test_not_json(self, sns: Any, topic: str) -> None:
        subscription = subscribe(sns, topic, QUEUE + "q")
        for name in ("FilterPolicy", "RedrivePolicy"):
            with invalid(f"Attributes Reason: {name}: {NOT_JSON}"):
                subscribe(sns, topic, QUEUE + "r", **{name: "{invalidjson}"})
            with invalid(f"{name}: {NOT_JSON}"):
                change(sns, subscription, name, "{invalidjson}")

    def test_content(self, sns: Any, topic: str) -> None:
        subscription = subscribe(sns, topic, QUEUE + "q", FilterPolicy={"a": ["b"]})
        before = shown(sns, subscription)
        with invalid(
            'FilterPolicy: Empty arrays are not allowed\n at [Source: (String)"{"key":[]}"; line: 1, column: 10]'
        ):
            change(sns, subscription, "FilterPolicy", '{"key":[]}')
        assert shown(sns, subscription) == before

    def test_nested_in_the_wrong_scope(self, sns: Any, topic: str) -> None:
        policy = '{"a":{"b":["c"]}}'
        with invalid(NESTED):
            subscribe(sns, topic, QUEUE + "q", FilterPolicy=policy)
        subscription = subscribe(sns, topic, QUEUE + "q", FilterPolicy=policy, FilterPolicyScope="MessageBody")
        with invalid(NESTED):
            change(sns, subscription, "FilterPolicyScope", "MessageAttributes")
        assert shown(sns, subscription)["FilterPolicyScope"] == "MessageBody"

    def test_two_hundred_per_topic(self, sns: Any, topic: str) -> None:
        for number in range(200):
            subscribe(sns, topic, f"{QUEUE}q{number}", FilterPolicy={"a": ["b"]})
        with refused("FilterPolicyLimitExceeded", "The topic has 200 filter policies already", 403):
            subscribe(sns, topic, QUEUE + "one-more", FilterPolicy={"a": ["b"]})
        subscribe(sns, topic, QUEUE + "one-more")
