"""Retention: a message is gone at SentTimestamp + MessageRetentionPeriod, whatever its state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fakeaws import World

from .support import ARN, bodies, counts, invalid_value, make, put, receive, send


def expired(aws: World, resource: str = "orders") -> list[float]:
    return [record.at.total_seconds() for record in aws.timeline.select(kind="RetentionExpired", resource=resource)]


def test_four_days_by_default(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a")
    aws.clock.advance(timedelta(days=4) - timedelta(microseconds=1))
    assert counts(sqs, orders) == (1, 0, 0)
    aws.clock.advance(timedelta(microseconds=1))
    assert counts(sqs, orders) == (0, 0, 0)
    assert bodies(sqs, orders) == []


def test_each_at_its_time(aws: World, sqs: Any) -> None:
    url = make(sqs, MessageRetentionPeriod=60)
    for body in ("a", "b", "c"):
        send(sqs, url, body)
        aws.clock.advance(seconds=10)
    aws.clock.advance(minutes=5)
    assert expired(aws) == [60, 70, 80]


def test_in_flight_and_delayed_messages_expire_too(aws: World, sqs: Any) -> None:
    url = make(sqs, MessageRetentionPeriod=60)
    send(sqs, url, "in flight")
    [message] = receive(sqs, url, VisibilityTimeout=600)
    send(sqs, url, "delayed", DelaySeconds=120)
    assert counts(sqs, url) == (0, 1, 1)
    aws.clock.advance(seconds=60)
    assert counts(sqs, url) == (0, 0, 0)
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    reason = "Message does not exist or is not available for visibility timeout change."
    with invalid_value(message["ReceiptHandle"], "ReceiptHandle", reason):
        sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=5)
    aws.clock.advance(hours=1)
    assert bodies(sqs, url) == []


def test_receives_do_not_prolong(aws: World, sqs: Any) -> None:
    url = make(sqs, MessageRetentionPeriod=60)
    send(sqs, url, "a")
    for _ in range(5):
        assert bodies(sqs, url, VisibilityTimeout=10) == ["a"]
        aws.clock.advance(seconds=11)
    aws.clock.advance(seconds=5)
    assert expired(aws) == [60]


def test_change_of_the_period_holds_for_messages_already_there(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a")
    aws.clock.advance(seconds=100)
    send(sqs, orders, "b")
    sqs.set_queue_attributes(QueueUrl=orders, Attributes={"MessageRetentionPeriod": "60"})
    assert bodies(sqs, orders, VisibilityTimeout=0) == ["b"]
    sqs.set_queue_attributes(QueueUrl=orders, Attributes={"MessageRetentionPeriod": "120"})
    aws.clock.advance(seconds=119)
    assert expired(aws) == [100]
    aws.clock.advance(seconds=1)
    assert expired(aws) == [100, 220]


def test_deleted_messages_do_not_expire(aws: World, sqs: Any) -> None:
    url = make(sqs, MessageRetentionPeriod=60)
    send(sqs, url, "a", "b")
    [message] = receive(sqs, url, 1)
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    aws.clock.advance(seconds=61)
    assert len(expired(aws)) == 1


def test_head_of_a_group_expires_and_frees_it(aws: World, sqs: Any) -> None:
    url = make(sqs, "orders.fifo", MessageRetentionPeriod=60)
    put(sqs, url, "g-1")
    receive(sqs, url, VisibilityTimeout=600)
    aws.clock.advance(seconds=30)
    put(sqs, url, "g-2")
    assert bodies(sqs, url, WaitTimeSeconds=20) == []
    assert bodies(sqs, url, WaitTimeSeconds=20) == ["g-2"]
    assert aws.clock.elapsed == timedelta(seconds=60)


def dead_lettering(sqs: Any, suffix: str, source_period: int, target_period: int) -> tuple[str, str]:
    target = make(sqs, f"dlq{suffix}", MessageRetentionPeriod=target_period)
    policy = f'{{"deadLetterTargetArn": "{ARN}dlq{suffix}", "maxReceiveCount": 1}}'
    return make(sqs, f"orders{suffix}", MessageRetentionPeriod=source_period, RedrivePolicy=policy), target


def test_clock_of_a_standard_message_runs_on_in_the_dead_letter_queue(aws: World, sqs: Any) -> None:
    url, target = dead_lettering(sqs, "", 100, 100)
    send(sqs, url, "a")
    send(sqs, target, "own")
    receive(sqs, url, VisibilityTimeout=40)
    aws.clock.advance(seconds=50)
    send(sqs, target, "later")
    assert bodies(sqs, url) == []  # moves it
    assert counts(sqs, target) == (3, 0, 0)
    aws.clock.advance(seconds=100)
    assert expired(aws, "dlq") == [100, 100, 150]


def test_message_may_expire_as_it_arrives(aws: World, sqs: Any) -> None:
    url, target = dead_lettering(sqs, "", 1_000, 60)
    send(sqs, url, "a")
    receive(sqs, url)
    aws.clock.advance(seconds=100)
    assert bodies(sqs, url) == []
    assert counts(sqs, target) == (0, 0, 0)
    assert expired(aws, "dlq") == [100]


def test_clock_of_a_fifo_message_starts_anew_in_the_dead_letter_queue(aws: World, sqs: Any) -> None:
    url, target = dead_lettering(sqs, ".fifo", 100, 100)
    put(sqs, url, "g-1")
    receive(sqs, url)
    aws.clock.advance(seconds=50)
    assert bodies(sqs, url) == []
    aws.clock.advance(seconds=99)
    assert counts(sqs, target) == (1, 0, 0)
    aws.clock.advance(seconds=1)
    assert counts(sqs, target) == (0, 0, 0)
