"""FIFO topics: duplicates, sequence numbers, the archive."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeaws import World

from .subscribers import QUEUE, bodies, invalid, make_queue, make_topic, messages, shown, subscribe, subscribe_queue


def publish(sns: Any, topic: str, message: str, group: str = "g", **params: Any) -> Any:
    return sns.publish(TopicArn=topic, Message=message, MessageGroupId=group, **params)


class TestDuplicates:
    @pytest.fixture
    def topic(self, sns: Any) -> str:
        return make_topic(sns, "orders.fifo", ContentBasedDeduplication="true")

    def test_are_accepted_and_not_delivered(self, aws: World, sns: Any, sqs: Any, topic: str) -> None:
        subscribe_queue(sns, sqs, aws, topic, "q.fifo")
        subscribe_queue(sns, sqs, aws, topic, "q")
        first = publish(sns, topic, "a")
        again = publish(sns, topic, "a", MessageAttributes={"x": {"DataType": "String", "StringValue": "y"}})
        assert (again["MessageId"], again["SequenceNumber"]) == (first["MessageId"], first["SequenceNumber"])
        assert messages(aws, "q") == ["a"]
        assert aws.trace(first).fates == {"q.fifo": "visible", "q": "visible", "orders.fifo": "deduplicated"}

    def test_for_five_minutes_from_the_first(self, aws: World, sns: Any, sqs: Any, topic: str) -> None:
        subscribe_queue(sns, sqs, aws, topic, "q")
        publish(sns, topic, "a")
        aws.clock.advance(minutes=4, seconds=59)
        publish(sns, topic, "a")
        aws.clock.advance(seconds=1)
        publish(sns, topic, "a")
        assert messages(aws, "q") == ["a", "a"]

    def test_ids(self, aws: World, sns: Any, sqs: Any, topic: str) -> None:
        subscribe_queue(sns, sqs, aws, topic, "q")
        publish(sns, topic, "a", MessageDeduplicationId="1")
        publish(sns, topic, "b", MessageDeduplicationId="1")
        publish(sns, topic, "a", MessageDeduplicationId="2")
        assert messages(aws, "q") == ["a", "a"]

    def test_scope(self, aws: World, sns: Any, sqs: Any, topic: str) -> None:
        subscribe_queue(sns, sqs, aws, topic, "q")
        publish(sns, topic, "a", "g")
        publish(sns, topic, "a", "h")
        assert messages(aws, "q") == ["a"]
        groups = make_topic(sns, "g.fifo", ContentBasedDeduplication="true", FifoThroughputScope="MessageGroup")
        subscribe_queue(sns, sqs, aws, groups, "r")
        for group in ("g", "h", "g"):
            publish(sns, groups, "a", group)
        assert messages(aws, "r") == ["a", "a"]

    def test_in_a_batch(self, aws: World, sns: Any, sqs: Any, topic: str) -> None:
        entries = [{"Id": str(n), "Message": body, "MessageGroupId": "g"} for n, body in enumerate(("a", "b", "a"))]
        answer = sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=entries)["Successful"]
        assert answer[2]["MessageId"] == answer[0]["MessageId"]
        numbers = [int(each["SequenceNumber"]) for each in answer]
        assert numbers[0] == numbers[2] < numbers[1]

    def test_a_scope_can_be_changed(self, aws: World, sns: Any, sqs: Any, topic: str) -> None:
        sns.set_topic_attributes(TopicArn=topic, AttributeName="ContentBasedDeduplication", AttributeValue="false")
        with pytest.raises(sns.exceptions.InvalidParameterException, match="ContentBasedDeduplication enabled"):
            publish(sns, topic, "a")


def test_what_nobody_gets_advances_the_numbers(sns: Any) -> None:
    topic = make_topic(sns, "orders.fifo")
    numbers = [int(publish(sns, topic, "a", MessageDeduplicationId=str(n))["SequenceNumber"]) for n in range(3)]
    assert numbers == sorted(set(numbers))


class TestArchive:
    @pytest.fixture
    def topic(self, sns: Any) -> str:
        policy = json.dumps({"MessageRetentionPeriod": "30"})
        return make_topic(sns, "orders.fifo", ContentBasedDeduplication="true", ArchivePolicy=policy)

    @staticmethod
    def replay(sns: Any, subscription: str, **policy: str) -> None:
        text = json.dumps({"PointType": "Timestamp", **policy})
        sns.set_subscription_attributes(SubscriptionArn=subscription, AttributeName="ReplayPolicy", AttributeValue=text)

    def test_keeps_the_topic(self, aws: World, sns: Any, topic: str) -> None:
        found = sns.get_topic_attributes(TopicArn=topic)["Attributes"]
        assert found["ArchivePolicy"] == '{"MessageRetentionPeriod": "30"}'
        assert found["BeginningArchiveTime"] == "2026-01-05T00:00:00.000Z"
        with pytest.raises(sns.exceptions.InvalidStateException):
            sns.delete_topic(TopicArn=topic)
        sns.set_topic_attributes(TopicArn=topic, AttributeName="ArchivePolicy", AttributeValue="{}")
        assert "ArchivePolicy" not in sns.get_topic_attributes(TopicArn=topic)["Attributes"]
        sns.delete_topic(TopicArn=topic)

    def test_bad_policies(self, sns: Any, topic: str) -> None:
        for days in ("0", "366", "x"):
            with invalid("ArchivePolicy: MessageRetentionPeriod must be an integer between 1 and 365"):
                sns.set_topic_attributes(
                    TopicArn=topic,
                    AttributeName="ArchivePolicy",
                    AttributeValue=json.dumps({"MessageRetentionPeriod": days}),
                )

    def test_replay_to_a_new_subscriber(self, aws: World, sns: Any, sqs: Any, topic: str) -> None:
        subscribe_queue(sns, sqs, aws, topic, "live.fifo")
        sent = publish(sns, topic, "a")
        aws.clock.advance(hours=1)
        assert "Replayed" not in bodies(aws, "live.fifo")[0]
        publish(sns, topic, "b")
        make_queue(sqs, aws, "q.fifo", topic)
        policy = {"PointType": "Timestamp", "StartingPoint": "2026-01-05T00:00:00.000Z"}
        subscription = subscribe(sns, topic, QUEUE + "q.fifo", ReplayPolicy=policy)
        assert messages(aws, "q.fifo") == ["a", "b"]
        first = json.loads(bodies(aws, "q.fifo")[0])
        assert (first["MessageId"], first["Replayed"]) == (sent["MessageId"], True)
        assert first["Timestamp"] == "2026-01-05T00:00:00.000Z"
        assert shown(sns, subscription)["ReplayStatus"] == "Completed"
        assert aws.trace(sent).fates == {"live.fifo": "visible", "q.fifo": "visible"}
        publish(sns, topic, "c")
        assert messages(aws, "q.fifo") == ["a", "b", "c"]

    def test_replay_of_a_span(self, aws: World, sns: Any, sqs: Any, topic: str) -> None:
        make_queue(sqs, aws, "q", topic)
        for body in "abc":
            publish(sns, topic, body)
            aws.clock.advance(hours=1)
        subscription = subscribe(sns, topic, QUEUE + "q", RawMessageDelivery="true")
        self.replay(sns, subscription, StartingPoint="2026-01-05T00:30:00Z", EndingPoint="2026-01-05T01:30:00Z")
        [message] = aws.sqs.queue("q").messages
        assert (message.body, message.attributes["Replayed"]["StringValue"]) == ("b", "true")
        publish(sns, topic, "while the policy has an end")
        assert bodies(aws, "q") == ["b"]
        sns.set_subscription_attributes(SubscriptionArn=subscription, AttributeName="ReplayPolicy", AttributeValue="")
        assert "ReplayStatus" not in shown(sns, subscription)
        publish(sns, topic, "live")
        assert bodies(aws, "q") == ["b", "live"]

    def test_retention(self, aws: World, sns: Any, sqs: Any, topic: str) -> None:
        publish(sns, topic, "old")
        aws.clock.advance(days=20)
        publish(sns, topic, "new")
        aws.clock.advance(days=11)
        subscription = subscribe_queue(sns, sqs, aws, topic, "q.fifo")
        self.replay(sns, subscription, StartingPoint="2026-01-01T00:00:00Z")
        assert messages(aws, "q.fifo") == ["new"]
        found = sns.get_topic_attributes(TopicArn=topic)["Attributes"]
        assert found["BeginningArchiveTime"] == "2026-01-06T00:00:00.000Z"

    def test_bad_replays(self, sns: Any, topic: str) -> None:
        subscription = subscribe(sns, topic, QUEUE + "q")
        with invalid("ReplayPolicy: PointType must be Timestamp"):
            self.replay(sns, subscription, PointType="x")
        with invalid("ReplayPolicy: StartingPoint must be an ISO 8601 timestamp"):
            self.replay(sns, subscription, StartingPoint="yesterday")
        plain = subscribe(sns, make_topic(sns, "plain.fifo"), QUEUE + "q")
        with invalid("ReplayPolicy: the topic has no ArchivePolicy"):
            self.replay(sns, plain, StartingPoint="2026-01-01T00:00:00Z")
