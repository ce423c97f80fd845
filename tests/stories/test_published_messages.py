"""What becomes of a published message: through the topic into queues, to consumers and dead-letter queues."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import boto3
import pytest

from fakeaws import World
from tests.stories import shop

pytestmark = pytest.mark.fakeaws(policies="enforced")

US = {"region": {"DataType": "String", "StringValue": "us"}}


@pytest.fixture
def sns(aws: World) -> Any:
    return boto3.client("sns")


@pytest.fixture
def sqs(aws: World) -> Any:
    return boto3.client("sqs")


@pytest.fixture
def topic(aws: World, sns: Any, sqs: Any) -> str:
    """Orders go to audit, and to billing if they are from the EU; both let the topic in."""
    arn = shop.create_topic(sns, sqs)
    for name in ("billing", "audit"):
        aws.sqs.queue(name).grant_send(arn)
    return arn


def subscribe(aws: World, sns: Any, topic: str, queue: str, **attributes: str) -> str:
    """Let a queue that exists listen to the topic, and let the topic in."""
    aws.sqs.queue(queue).grant_send(topic)
    arn: str = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=aws.sqs.queue(queue).arn, Attributes=attributes)[
        "SubscriptionArn"
    ]
    return arn


class TestFromTheTopicToTheConsumer:
    @pytest.fixture
    def sent(self, aws: World, sns: Any, topic: str) -> Any:
        aws.spawn(shop.consume, aws.sqs.queue("audit").url, work=lambda body: time.sleep(5), name="auditor")
        answer = sns.publish(TopicArn=topic, Message="{}", MessageAttributes=US)
        aws.clock.advance(seconds=3)
        return answer

    def test_fates_follow_it_into_the_queue(self, aws: World, sent: Any) -> None:
        assert aws.trace(sent).fates == {"billing": "filtered", "audit": "in-flight"}
        aws.clock.advance(seconds=3)
        assert aws.trace(sent).fates == {"billing": "filtered", "audit": "deleted"}

    def test_a_delivery_is_the_hand_over_to_the_consumer(self, aws: World, sent: Any) -> None:
        [delivery] = aws.trace(sent).deliveries
        assert (delivery.actor, delivery.resource, delivery.kind) == ("auditor", "audit", "ReceiveMessage")
        assert delivery.message_id != sent["MessageId"]  # SQS gives it an id of its own

    def test_its_path_begins_at_the_topic(self, aws: World, sent: Any) -> None:
        path = aws.trace(sent).path
        assert path[0] == "orders"
        assert path[-1] == "audit"

    def test_text_and_mermaid_tell_it_in_order(self, aws: World, sent: Any) -> None:
        aws.clock.advance(seconds=3)
        trace = aws.trace(sent)
        assert [line.split()[2] for line in trace.text().splitlines()] == [
            "sns.Publish",
            "sns.Deliver",
            "sns.Deliver",
            "sqs.SendMessage",
            "sqs.ReceiveMessage",
            "sqs.DeleteMessage",
        ]
        published, delivered = sent["MessageId"][:8], trace.deliveries[0].message_id[:8]
        lines = [line.strip() for line in trace.mermaid().splitlines()]
        assert lines[0] == "sequenceDiagram"
        names = dict(
            line.removeprefix("participant ").split(" as ") for line in lines if line.startswith("participant")
        )
        assert list(names.values()) == ["test", "orders", "billing", "audit", "auditor"]
        told = [line for line in lines if ": +" in line]
        for short, name in names.items():
            told = [line.replace(short, name) for line in told]
        assert told == [
            f"test->>orders: +00:00:00 Publish {published}: ok",
            f"orders->>billing: +00:00:00 Deliver {published}: filtered",
            f"orders->>audit: +00:00:00 Deliver {published}: delivered",
            f"Note over audit: +00:00:00 SendMessage {delivered}: visible",
            f"audit-->>auditor: +00:00:00 ReceiveMessage {delivered}: in-flight",
            f"auditor->>audit: +00:00:05 DeleteMessage {delivered}: deleted",
        ]

    def test_the_queue_s_message_has_the_end_of_the_same_story(self, aws: World, sent: Any) -> None:
        message_id = aws.trace(sent).deliveries[0].message_id
        assert aws.trace(message_id).fates["audit"] == "in-flight"


def run_function(url: str, handler: Callable[[dict[str, Any], None], object]) -> None:
    """Calls a handler as Lambda does, with one record; deletes the message unless the handler fails."""

    def work(body: str) -> None:
        try:
            handler({"Records": [{"eventSource": "aws:sqs", "body": body}]}, None)
        except ValueError:
            raise shop.Rejected(body) from None

    shop.consume(url, work)


class TestPoison:
    def test_the_handler_s_failure_sends_it_to_the_queue_s_dead_letters(
        self, aws: World, sns: Any, sqs: Any, topic: str
    ) -> None:
        url = shop.create_queue(sqs, "orders")
        subscribe(aws, sns, topic, "orders")
        taken: list[int] = []

        def handler(event: dict[str, Any], context: None) -> None:
            for record in event["Records"]:
                taken.append(int(json.loads(record["body"])["Message"]))

        aws.spawn(run_function, url, handler, name="function")
        poison = sns.publish(TopicArn=topic, Message="four", MessageAttributes=US)
        good = sns.publish(TopicArn=topic, Message="4", MessageAttributes=US)
        aws.clock.advance(minutes=2)
        assert taken == [4]
        assert [d.at for d in aws.trace(poison).deliveries] == [timedelta(seconds=at) for at in (0, 30, 60)]
        others = {"billing": "filtered", "audit": "visible"}
        assert aws.trace(poison).fates == {**others, "orders": "dead-lettered", "orders-dlq": "visible"}
        assert aws.trace(good).fates == {**others, "orders": "deleted"}


class TestForms:
    def test_raw_and_enveloped(self, aws: World, sns: Any, sqs: Any, topic: str) -> None:
        raw = sqs.create_queue(QueueName="raw")["QueueUrl"]
        subscribe(aws, sns, topic, "raw", RawMessageDelivery="true")
        sent = sns.publish(TopicArn=topic, Subject="new", Message="42", MessageAttributes=US)
        [bare] = sqs.receive_message(QueueUrl=raw, MessageAttributeNames=["All"])["Messages"]
        [wrapped] = sqs.receive_message(QueueUrl=aws.sqs.queue("audit").url, MessageAttributeNames=["All"])["Messages"]
        assert bare["Body"] == "42"
        assert bare["MessageAttributes"] == US
        assert "MessageAttributes" not in wrapped
        envelope = json.loads(wrapped["Body"])
        assert (envelope["MessageId"], envelope["Subject"], envelope["Message"]) == (sent["MessageId"], "new", "42")
        assert envelope["MessageAttributes"] == {"region": {"Type": "String", "Value": "us"}}

    def test_a_consumer_that_expects_raw_messages_fails_on_envelopes(
        self, aws: World, sns: Any, sqs: Any, topic: str
    ) -> None:
        """The usual surprise, and its fix: the same subscription with raw delivery."""
        url = shop.create_queue(sqs, "orders")
        subscription = subscribe(aws, sns, topic, "orders")
        done: list[str] = []

        def work(body: str) -> None:
            if not body.isdigit():
                raise shop.Rejected(body)
            done.append(body)

        aws.spawn(shop.consume, url, work=work, name="consumer")
        wrapped = sns.publish(TopicArn=topic, Message="42")
        sns.set_subscription_attributes(
            SubscriptionArn=subscription, AttributeName="RawMessageDelivery", AttributeValue="true"
        )
        bare = sns.publish(TopicArn=topic, Message="43")
        aws.clock.advance(minutes=2)
        assert aws.trace(wrapped).fates["orders"] == "dead-lettered"
        assert aws.trace(bare).fates["orders"] == "deleted"
        assert done == ["43"]


class TestDeadLettersOfASubscription:
    def test_what_a_deleted_queue_cannot_take_waits_there_as_it_was(
        self, aws: World, sns: Any, sqs: Any, topic: str
    ) -> None:
        dead, live = (sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("shipping-dlq", "shipping"))
        aws.sqs.queue("shipping-dlq").grant_send(topic)
        redrive = json.dumps({"deadLetterTargetArn": aws.sqs.queue("shipping-dlq").arn})
        subscribe(aws, sns, topic, "shipping", RedrivePolicy=redrive, RawMessageDelivery="true")
        sqs.delete_queue(QueueUrl=live)
        sent = sns.publish(TopicArn=topic, Message="42", MessageAttributes=US)
        assert aws.trace(sent).fates == {
            "billing": "filtered",
            "audit": "visible",
            "shipping": "dead-lettered",
            "shipping-dlq": "visible",
        }
        [kept] = sqs.receive_message(QueueUrl=dead, MessageAttributeNames=["region"])["Messages"]
        assert kept["Body"] == "42"
        assert kept["MessageAttributes"]["region"] == US["region"]


class TestBadMinutes:
    def test_a_delivery_is_tried_again_until_the_queue_is_there(self, aws: World, sns: Any, topic: str) -> None:
        aws.faults.fail("sqs.SendMessage", code="ServiceUnavailable", times=6)
        sent = sns.publish(TopicArn=topic, Message="42", MessageAttributes=US)
        assert aws.trace(sent).fates == {"billing": "filtered", "audit": "retrying"}
        assert aws.trace(sent).deliveries == []
        aws.clock.run_until_idle()
        assert aws.trace(sent).fates == {"billing": "filtered", "audit": "visible"}
        attempts = aws.timeline.select(service="sns", kind="Deliver", resource="audit")
        assert [each.at.seconds for each in attempts] == [0, 0, 0, 0, 1, 2, 3]

    def test_a_quarter_of_an_hour_costs_only_a_delay(self, aws: World, sns: Any, topic: str) -> None:
        over = timedelta(minutes=15)
        bad = aws.faults.fail(
            "sqs.SendMessage", code="InternalError", times=10_000, when=lambda call: aws.clock.elapsed < over
        )
        sent = sns.publish(TopicArn=topic, Message="42", MessageAttributes=US)
        aws.clock.advance(over)
        assert bad.fired
        assert aws.trace(sent).fates["audit"] == "retrying"
        aws.clock.advance(seconds=20)  # the longest pause between two attempts
        assert aws.trace(sent).fates["audit"] == "visible"
