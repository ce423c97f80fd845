"""Subscriptions: what may be subscribed with what, again, looked at, changed and ended."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeaws import NotSupportedError, World
from fakeaws.services.sns import limits

from .subscribers import (
    ACCOUNT,
    ARN,
    QUEUE,
    invalid,
    make_queue,
    make_topic,
    no_topic,
    refused,
    shown,
    subscribe,
    subscribe_queue,
)

UNKNOWN = "11111111-2222-4333-8444-555555555555"


def change(sns: Any, subscription: str, name: str, value: str) -> None:
    sns.set_subscription_attributes(SubscriptionArn=subscription, AttributeName=name, AttributeValue=value)


def counts(sns: Any, topic: str) -> tuple[str, str, str]:
    found = sns.get_topic_attributes(TopicArn=topic)["Attributes"]
    return found["SubscriptionsConfirmed"], found["SubscriptionsPending"], found["SubscriptionsDeleted"]


def no_subscription() -> Any:
    return refused("NotFound", "Subscription does not exist", 404)


def test_a_plain_subscription_of_a_queue(aws: World, sns: Any, sqs: Any) -> None:
    topic = make_topic(sns)
    subscription = subscribe_queue(sns, sqs, aws, topic, "q")
    assert subscription.rpartition(":")[0] == topic
    assert shown(sns, subscription) == {
        "SubscriptionArn": subscription,
        "TopicArn": topic,
        "Owner": ACCOUNT,
        "Protocol": "sqs",
        "Endpoint": QUEUE + "q",
        "SubscriptionPrincipal": f"arn:aws:iam::{ACCOUNT}:user/test",
        "ConfirmationWasAuthenticated": "true",
        "PendingConfirmation": "false",
        "RawMessageDelivery": "false",
    }
    assert counts(sns, topic) == ("1", "0", "0")
    item = {
        "SubscriptionArn": subscription,
        "Owner": ACCOUNT,
        "Protocol": "sqs",
        "Endpoint": QUEUE + "q",
        "TopicArn": topic,
    }
    assert sns.list_subscriptions()["Subscriptions"] == [item]
    assert sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"] == [item]


class TestEndpoints:
    def test_unknown_protocol(self, sns: Any) -> None:
        with invalid("Amazon SNS does not support this protocol string: test-protocol"):
            subscribe(sns, make_topic(sns), "x", "test-protocol")

    def test_no_such_topic(self, sns: Any) -> None:
        with no_topic():
            subscribe(sns, ARN + "orders", QUEUE + "q")

    @pytest.mark.parametrize(
        "endpoint",
        ["", "q", "https://sqs.us-east-1.amazonaws.com/123456789012/q", f"arn:aws:sns:us-east-1:{ACCOUNT}:q"],
    )
    def test_not_a_queue(self, sns: Any, endpoint: str) -> None:
        with invalid("SQS endpoint ARN"):
            subscribe(sns, make_topic(sns), endpoint)

    def test_a_queue_that_does_not_exist_is_accepted(self, sns: Any) -> None:
        subscribe(sns, make_topic(sns), QUEUE + "nowhere")

    def test_fifo(self, sns: Any) -> None:
        with invalid(
            "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics"
        ):
            subscribe(sns, make_topic(sns), QUEUE + "q.fifo")
        topic = make_topic(sns, "orders.fifo")
        subscribe(sns, topic, QUEUE + "q.fifo")
        subscribe(sns, topic, QUEUE + "q")
        with invalid("Invalid protocol type: lambda"):
            subscribe(sns, topic, f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:f", "lambda")

    def test_what_fakeaws_does_not_have_is_named(self, sns: Any) -> None:
        topic = make_topic(sns)
        stream = f"arn:aws:firehose:us-east-1:{ACCOUNT}:deliverystream/s"
        with invalid("Attributes Reason: SubscriptionRoleArn: is required for the protocol firehose"):
            subscribe(sns, topic, stream, "firehose")
        with invalid("Firehose endpoint ARN"):
            subscribe(sns, topic, "s", "firehose")
        with pytest.raises(NotSupportedError, match="'firehose'"):
            subscribe(sns, topic, stream, "firehose", SubscriptionRoleArn=f"arn:aws:iam::{ACCOUNT}:role/r")


class TestSubscribeAgain:
    DIFFERENT = "Attributes Reason: Subscription already exists with different attributes"

    def test_with_what_it_has(self, sns: Any) -> None:
        topic = make_topic(sns)
        first = subscribe(sns, topic, QUEUE + "q", RawMessageDelivery="true")
        for given in (
            {},
            {"RawMessageDelivery": "TRUE"},
            {"FilterPolicyScope": "MessageAttributes"},
        ):
            assert subscribe(sns, topic, QUEUE + "q", **given) == first
        assert len(sns.list_subscriptions()["Subscriptions"]) == 1

    def test_with_something_else(self, sns: Any) -> None:
        topic = make_topic(sns)
        subscribe(sns, topic, QUEUE + "q")
        for given in (
            {"RawMessageDelivery": "true"},
            {"FilterPolicyScope": "MessageBody"},
            {"FilterPolicy": {"a": [1]}},
        ):
            with invalid(self.DIFFERENT):
                subscribe(sns, topic, QUEUE + "q", **given)


class TestUnsubscribe:
    def test_again_and_again(self, aws: World, sns: Any, sqs: Any) -> None:
        topic = make_topic(sns)
        subscription = subscribe_queue(sns, sqs, aws, topic, "q")
        for _ in range(2):
            sns.unsubscribe(SubscriptionArn=subscription)
        sns.unsubscribe(SubscriptionArn=f"{topic}:{UNKNOWN}")
        assert counts(sns, topic) == ("0", "0", "1")
        assert sns.list_subscriptions()["Subscriptions"] == []
        with no_subscription():
            shown(sns, subscription)
        with no_subscription():
            change(sns, subscription, "RawMessageDelivery", "true")
        assert subscribe(sns, topic, QUEUE + "q") != subscription

    @pytest.mark.parametrize(
        ("given", "what"),
        [
            ("", "SubscriptionArn Reason: no value for required parameter"),
            ("PendingConfirmation", "SubscriptionArn Reason: An ARN must have at least 6 elements, not 1"),
            ("pending confirmation", "SubscriptionArn Reason: An ARN must have at least 6 elements, not 1"),
            (ARN + "orders", "SubscriptionId"),
            (ARN + "orders:1", "SubscriptionId"),
        ],
    )
    def test_refused(self, sns: Any, given: str, what: str) -> None:
        with invalid(what):
            sns.unsubscribe(SubscriptionArn=given)


class TestAttributes:
    def test_raw_delivery(self, sns: Any) -> None:
        subscription = subscribe(sns, make_topic(sns), QUEUE + "q")
        change(sns, subscription, "RawMessageDelivery", "True")
        assert shown(sns, subscription)["RawMessageDelivery"] == "true"
        for value in ("", "yes"):
            with invalid(f"RawMessageDelivery: Invalid value [{value}]. Must be true or false."):
                change(sns, subscription, "RawMessageDelivery", value)
        with invalid("Attributes Reason: RawMessageDelivery: Invalid value [x]. Must be true or false."):
            subscribe(sns, make_topic(sns), QUEUE + "r", RawMessageDelivery="x")

    def test_unknown(self, sns: Any) -> None:
        subscription = subscribe(sns, make_topic(sns), QUEUE + "q")
        with invalid("AttributeName"):
            change(sns, subscription, "PendingConfirmation", "true")
        with no_subscription():
            change(sns, f"{ARN}orders:{UNKNOWN}", "RawMessageDelivery", "true")

    def test_the_scope_is_remembered_and_shown_with_a_filter(self, sns: Any) -> None:
        subscription = subscribe(sns, make_topic(sns), QUEUE + "q")
        change(sns, subscription, "FilterPolicyScope", "MessageBody")
        assert "FilterPolicyScope" not in shown(sns, subscription)
        with invalid("FilterPolicyScope: Invalid value [X]. Please use either MessageBody or MessageAttributes"):
            change(sns, subscription, "FilterPolicyScope", "X")
        change(sns, subscription, "FilterPolicy", '{"a":["b"]}')
        found = shown(sns, subscription)
        assert (found["FilterPolicy"], found["FilterPolicyScope"]) == ('{"a":["b"]}', "MessageBody")
        for empty in ("{}", ""):
            change(sns, subscription, "FilterPolicy", '{"a":["b"]}')
            change(sns, subscription, "FilterPolicy", empty)
            assert "FilterPolicy" not in shown(sns, subscription)

    def test_redrive_policy(self, sns: Any) -> None:
        topic = make_topic(sns, "orders.fifo")
        subscription = subscribe(sns, topic, QUEUE + "q.fifo")
        for arn in ("x", f"{ARN}dlq", f"arn:aws:sqs:eu-west-1:{ACCOUNT}:dlq", "arn:aws:sqs:us-east-1:210987654321:dlq"):
            with invalid("RedrivePolicy: deadLetterTargetArn is an invalid arn"):
                change(sns, subscription, "RedrivePolicy", json.dumps({"deadLetterTargetArn": arn}))
        with invalid("RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic."):
            change(sns, subscription, "RedrivePolicy", json.dumps({"deadLetterTargetArn": QUEUE + "dlq"}))
        policy = json.dumps({"deadLetterTargetArn": QUEUE + "dlq.fifo"})
        change(sns, subscription, "RedrivePolicy", policy)
        assert shown(sns, subscription)["RedrivePolicy"] == policy
        change(sns, subscription, "RedrivePolicy", "")
        assert "RedrivePolicy" not in shown(sns, subscription)
        standard = subscribe(sns, topic, QUEUE + "q")
        change(sns, standard, "RedrivePolicy", json.dumps({"deadLetterTargetArn": QUEUE + "dlq"}))


def test_pages_of_a_hundred(sns: Any) -> None:
    topic = make_topic(sns)
    arns = [subscribe(sns, topic, f"{QUEUE}q{number}") for number in range(101)]
    for operation, params in (("list_subscriptions", {}), ("list_subscriptions_by_topic", {"TopicArn": topic})):
        pages = list(sns.get_paginator(operation).paginate(**params))
        assert [len(page["Subscriptions"]) for page in pages] == [100, 1]
        assert [each["SubscriptionArn"] for page in pages for each in page["Subscriptions"]] == arns


def test_a_fifo_topic_has_at_most_a_hundred(sns: Any) -> None:
    topic = make_topic(sns, "orders.fifo")
    for number in range(100):
        subscribe(sns, topic, f"{QUEUE}q{number}")
    with pytest.raises(sns.exceptions.SubscriptionLimitExceededException):
        subscribe(sns, topic, QUEUE + "one-more")


def test_large_messages_need_few_subscriptions(aws: World, sns: Any, sqs: Any) -> None:
    topic = make_topic(sns)
    queue = make_queue(sqs, aws, "q", topic)
    subscribe(sns, topic, queue)
    sns.set_topic_attributes(TopicArn=topic, AttributeName="MaximumMessageSize", AttributeValue="1048576")
    sns.publish(TopicArn=topic, Message="x" * 1_000_000)
    for number in range(99):
        subscribe(sns, topic, f"{QUEUE}q{number}")
    with pytest.raises(sns.exceptions.SubscriptionLimitExceededException):
        subscribe(sns, topic, QUEUE + "one-more")


def test_pending_ones_of_a_deleted_topic_do_not_count(sns: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PENDING_SUBSCRIPTIONS", 1)
    for _ in range(2):
        topic = make_topic(sns)
        subscribe(sns, topic, "ann@example.com", "email")
        sns.delete_topic(TopicArn=topic)
