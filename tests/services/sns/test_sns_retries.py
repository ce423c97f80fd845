"""Failed deliveries: when they are tried again, what is not, where they end, and what waits behind them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from fakeaws import MissingPolicyWarning, World

from .subscribers import QUEUE, bodies, make_queue, make_topic, messages, subscribe, subscribe_queue, text


@pytest.fixture
def topic(sns: Any) -> str:
    return make_topic(sns)


def attempts(aws: World, sent: Any) -> list[tuple[float, str]]:
    """When and how the attempts ended."""
    return [
        (record.at / timedelta(seconds=1), record.outcome) for record in aws.trace(sent) if record.kind == "Deliver"
    ]


def fail(aws: World, times: int, **params: Any) -> None:
    aws.faults.fail("sqs.SendMessage", code="InternalError", status=500, times=times, **params)


def with_dlq(sns: Any, sqs: Any, aws: World, topic: str, name: str, **attributes: Any) -> None:
    """A queue that subscribes, with a dead-letter queue that the topic may send to."""
    dead = name.replace("q", "dlq")
    make_queue(sqs, aws, dead, topic)
    subscribe_queue(sns, sqs, aws, topic, name, RedrivePolicy={"deadLetterTargetArn": QUEUE + dead}, **attributes)


def test_the_first_attempts(aws: World, sns: Any, sqs: Any, topic: str) -> None:
    subscribe_queue(sns, sqs, aws, topic, "q")
    fail(aws, 7)
    sent = sns.publish(TopicArn=topic, Message="a")
    assert aws.trace(sent).fates == {"q": "retrying"}
    aws.clock.run_until_idle()
    assert attempts(aws, sent) == [
        (0, "retrying"),
        (0, "retrying"),
        (0, "retrying"),
        (0, "retrying"),
        (1, "retrying"),
        (2, "retrying"),
        (3, "retrying"),
        (pytest.approx(3 + 1 + 19 / 511), "delivered"),
    ]
    assert aws.trace(sent).fates == {"q": "visible"}
    assert messages(aws, "q") == ["a"]
    [record] = [record for record in aws.trace(sent) if record.details.get("attempt") == 5]
    assert record.details == {
        "attempt": 5,
        "status": 500,
        "ErrorCode": "InternalError",
        "ErrorMessage": "planned with aws.faults.fail",
        "again in": "1 s",
    }


def test_it_stays_the_message_of_the_publish(aws: World, sns: Any, sqs: Any, topic: str) -> None:
    subscribe_queue(sns, sqs, aws, topic, "q")
    fail(aws, 6)
    sent = sns.publish(TopicArn=topic, Message="a")
    aws.clock.run_until_idle()
    document = json.loads(bodies(aws, "q")[0])
    assert (document["MessageId"], document["Timestamp"]) == (sent["MessageId"], "2026-01-05T00:00:00.000Z")


def test_throttling_is_retried_more_slowly(aws: World, sns: Any, sqs: Any, topic: str) -> None:
    subscribe_queue(sns, sqs, aws, topic, "q")
    aws.faults.throttle("sqs.SendMessage", times=2)
    sent = sns.publish(TopicArn=topic, Message="a")
    aws.clock.run_until_idle()
    assert attempts(aws, sent) == [(0, "retrying"), (10, "retrying"), (20, "delivered")]


def test_a_lost_reply_delivers_twice(aws: World, sns: Any, sqs: Any, topic: str) -> None:
    subscribe_queue(sns, sqs, aws, topic, "q")
    lost = aws.faults.lose_reply("sqs.SendMessage")
    sns.publish(TopicArn=topic, Message="a")
    assert messages(aws, "q") == ["a", "a"]
    assert lost.fired


def test_an_unsubscribed_endpoint_is_not_tried_again(aws: World, sns: Any, sqs: Any, topic: str) -> None:
    subscription = subscribe_queue(sns, sqs, aws, topic, "q")
    fail(aws, 6)
    sns.publish(TopicArn=topic, Message="a")
    aws.clock.advance(seconds=2.5)
    sns.unsubscribe(SubscriptionArn=subscription)
    aws.clock.run_until_idle()
    assert bodies(aws, "q") == []


class TestDeadLetterQueue:
    def test_takes_what_was_refused(self, aws: World, sns: Any, sqs: Any, topic: str) -> None:
        with_dlq(sns, sqs, aws, topic, "q")
        sqs.delete_queue(QueueUrl=aws.sqs.queue("q").url)
        attributes = {"a": text("x")}
        sent = sns.publish(TopicArn=topic, Message="a", Subject="s", MessageAttributes=attributes)
        trace = aws.trace(sent)
        assert trace.fates == {"q": "dead-lettered", "dlq": "visible"}
        assert trace.path == ["orders", "q", "dlq"]
        document = json.loads(bodies(aws, "dlq")[0])
        assert (document["MessageId"], document["Subject"], document["Message"]) == (sent["MessageId"], "s", "a")
        assert aws.sqs.queue("dlq").messages[0].attributes == {}

    def test_raw(self, aws: World, sns: Any, sqs: Any, topic: str) -> None:
        with_dlq(sns, sqs, aws, topic, "q", RawMessageDelivery="true")
        sqs.delete_queue(QueueUrl=aws.sqs.queue("q").url)
        sns.publish(TopicArn=topic, Message="a", MessageAttributes={"a": text("x")})
        [message] = aws.sqs.queue("dlq").messages
        assert (message.body, message.attributes) == ("a", {"a": text("x")})

    def test_refuses_too(self, aws: World, sns: Any, sqs: Any, topic: str) -> None:
        with_dlq(sns, sqs, aws, topic, "q")
        for name in ("q", "dlq"):
            sqs.delete_queue(QueueUrl=aws.sqs.queue(name).url)
        sent = sns.publish(TopicArn=topic, Message="a")
        assert aws.trace(sent).fates == {"q": "refused"}
        [record] = aws.timeline.select(kind="Redrive")
        assert (record.outcome, record.details["ErrorCode"]) == ("refused", "AWS.SimpleQueueService.NonExistentQueue")
        aws.clock.run_until_idle()

    def test_is_retried_like_a_queue(self, aws: World, sns: Any, sqs: Any, topic: str) -> None:
        with_dlq(sns, sqs, aws, topic, "q")
        sqs.delete_queue(QueueUrl=aws.sqs.queue("q").url)
        fail(aws, 5, when=lambda params: params["QueueUrl"].endswith("dlq"))
        sent = sns.publish(TopicArn=topic, Message="a")
        assert aws.trace(sent).fates == {"q": "retrying"}
        aws.clock.run_until_idle()
        assert aws.trace(sent).fates == {"q": "dead-lettered", "dlq": "visible"}

    def test_gets_it_when_all_attempts_are_used_up(
        self, aws: World, sns: Any, sqs: Any, topic: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from fakeaws.services.sns.deliveries import schedules

        monkeypatch.setattr(schedules.AWS_MANAGED, "attempts", 8)
        with_dlq(sns, sqs, aws, topic, "q")
        fail(aws, 8)
        sent = sns.publish(TopicArn=topic, Message="a")
        aws.clock.run_until_idle()
        assert aws.trace(sent).fates == {"q": "dead-lettered", "dlq": "visible"}


class TestFifo:
    @pytest.fixture
    def fifo(self, sns: Any) -> str:
        return make_topic(sns, "orders.fifo", ContentBasedDeduplication="true")

    def test_order_is_kept_in_a_group_while_its_head_is_retried(
        self, aws: World, sns: Any, sqs: Any, fifo: str
    ) -> None:
        subscribe_queue(sns, sqs, aws, fifo, "q.fifo", RawMessageDelivery="true")
        subscribe_queue(sns, sqs, aws, fifo, "other.fifo", RawMessageDelivery="true")
        fail(aws, 6, when=lambda params: (params["MessageBody"], params["QueueUrl"][-6:]) == ("a1", "q.fifo"))
        sent = {
            name: sns.publish(TopicArn=fifo, Message=name, MessageGroupId=name[0]) for name in ("a1", "a2", "b1", "a3")
        }
        assert bodies(aws, "q.fifo") == ["b1"]
        assert bodies(aws, "other.fifo") == ["a1", "a2", "b1", "a3"]
        with pytest.raises(Exception, match="sns delivers message"):
            aws.clock.run_until(lambda: False, within=0.5)
        aws.clock.run_until_idle()
        groups: dict[str, list[str]] = {"a": [], "b": []}
        for body in bodies(aws, "q.fifo"):
            groups[body[0]].append(body)
        assert groups == {"a": ["a1", "a2", "a3"], "b": ["b1"]}
        assert attempts(aws, sent["a2"])[-1] == (3, "delivered")

    def test_the_next_goes_on_after_a_refusal(self, aws: World, sns: Any, sqs: Any, fifo: str) -> None:
        with_dlq(sns, sqs, aws, fifo, "q.fifo", RawMessageDelivery="true")
        for number, attributes in enumerate(({f"a{n}": text("x") for n in range(11)}, {})):
            sns.publish(TopicArn=fifo, Message=str(number), MessageGroupId="g", MessageAttributes=attributes)
        assert bodies(aws, "q.fifo") == ["1"]

    def test_ids_are_kept_in_the_dead_letter_queue(self, aws: World, sns: Any, sqs: Any, fifo: str) -> None:
        with_dlq(sns, sqs, aws, fifo, "q.fifo")
        sqs.delete_queue(QueueUrl=aws.sqs.queue("q.fifo").url)
        sent = sns.publish(TopicArn=fifo, Message="a", MessageGroupId="g", MessageDeduplicationId="d")
        [message] = aws.sqs.queue("dlq.fifo").messages
        assert (message.group, message.deduplication_id) == ("g", "d")
        assert json.loads(message.body)["SequenceNumber"] == sent["SequenceNumber"]


def test_attached_warns_once_for_a_queue_without_policy(aws: World, sns: Any, sqs: Any, topic: str) -> None:
    subscribe(sns, topic, make_queue(sqs, aws, "q"))
    sns.publish(TopicArn=topic, Message="a")
    with pytest.warns(MissingPolicyWarning, match="queue q has no policy"):
        aws.clock.advance(seconds=1)
    assert messages(aws, "q") == ["a"]
