"""Message move tasks between FIFO queues: groups, order, deduplication."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World

from .move_support import bury, outcome, source, start
from .support import bodies, counts, make, put, receive


@pytest.fixture
def dlq(sqs: Any) -> str:
    return make(sqs, "dlq.fifo")


@pytest.fixture
def orders(sqs: Any, dlq: str) -> str:
    return source(sqs, "orders.fifo", "dlq.fifo")


def test_groups_and_order_stay(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    put(sqs, dlq, "g1-m1", "g2-m1", "g1-m2", "g2-m2")
    start(sqs, "dlq.fifo", to="orders.fifo", rate=1)
    aws.clock.run_until_idle()
    assert [message.body for message in aws.sqs.queue("orders.fifo").messages] == ["g1-m1", "g2-m1", "g1-m2", "g2-m2"]
    found = receive(sqs, orders, AttributeNames=["All"])
    assert [(m["Body"], m["Attributes"]["MessageGroupId"]) for m in found] == [
        ("g1-m1", "g1"),
        ("g1-m2", "g1"),
        ("g2-m1", "g2"),
        ("g2-m2", "g2"),
    ]
    assert [m["Attributes"]["MessageDeduplicationId"] for m in found] == [m["Body"] for m in found]
    sequence = {m["Body"]: m["Attributes"]["SequenceNumber"] for m in found}
    assert sorted(sequence, key=sequence.__getitem__) == ["g1-m1", "g2-m1", "g1-m2", "g2-m2"]


def test_back_to_its_source_within_five_minutes(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    """The source still knows the deduplication id of the first send; what comes back has another."""
    [old] = bury(sqs, orders, "a", MessageGroupId="g", MessageDeduplicationId="d")
    start(sqs, "dlq.fifo")
    aws.clock.run_until_idle()
    assert outcome(sqs, "dlq.fifo") == ("COMPLETED", 1, 1, None)
    [message] = receive(sqs, orders, AttributeNames=["All"])
    assert message["Attributes"]["MessageDeduplicationId"] == old
    assert message["MessageId"] != old
    assert "DeadLetterQueueSourceArn" not in message["Attributes"]
    assert aws.trace(old).fates == {"orders.fifo": "in-flight", "dlq.fifo": "moved"}


def test_a_duplicate_at_the_destination_is_swallowed(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    put(sqs, orders, "g-m1")
    first = receive(sqs, orders)[0]["MessageId"]
    put(sqs, dlq, "g-m1", "g-m2")
    start(sqs, "dlq.fifo", to="orders.fifo")
    aws.clock.run_until_idle(within=31)
    assert outcome(sqs, "dlq.fifo") == ("COMPLETED", 2, 2, None)
    assert counts(sqs, dlq) == (0, 0, 0)
    assert [message.body for message in aws.sqs.queue("orders.fifo").messages] == ["g-m1", "g-m2"]
    [swallowed, moved] = aws.timeline.select(kind="MessageMoveTask", outcome="moved")
    assert swallowed.details == {"to": "orders.fifo", "duplicate of": first}
    assert moved.details.keys() == {"to", "as"}
    [duplicate] = aws.timeline.select(kind="MessageMoveTask", outcome="deduplicated")
    assert (duplicate.resource, duplicate.message_id) == ("orders.fifo", first)


def test_no_duplicate_after_five_minutes(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    put(sqs, orders, "g-m1")
    aws.clock.advance(minutes=4)
    put(sqs, dlq, "g-m1")
    aws.clock.advance(minutes=1)
    start(sqs, "dlq.fifo", to="orders.fifo")
    aws.clock.run_until_idle()
    assert counts(sqs, orders) == (2, 0, 0)
    put(sqs, orders, "g-m1")
    assert counts(sqs, orders) == (2, 0, 0)  # a move counts as a send


def test_messages_behind_one_in_flight_stay(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    put(sqs, dlq, "g1-m1", "g1-m2", "g2-m1")
    assert bodies(sqs, dlq, 1) == ["g1-m1"]
    start(sqs, "dlq.fifo", to="orders.fifo")
    aws.clock.advance(seconds=1)
    assert outcome(sqs, "dlq.fifo") == ("COMPLETED", 1, 2, None)
    assert bodies(sqs, orders) == ["g2-m1"]
    aws.clock.advance(seconds=30)
    assert bodies(sqs, dlq) == ["g1-m1", "g1-m2"]


def test_a_message_that_cannot_move_locks_its_group(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    for number, body in enumerate(["a", "x" * 1_025, "b"]):
        sqs.send_message(QueueUrl=dlq, MessageBody=body, MessageGroupId="g1", MessageDeduplicationId=str(number))
    put(sqs, dlq, "g2-m1")
    sqs.set_queue_attributes(QueueUrl=orders, Attributes={"MaximumMessageSize": "1024"})
    start(sqs, "dlq.fifo", to="orders.fifo", rate=1)
    aws.clock.advance(seconds=1)
    put(sqs, dlq, "g1-m4")
    aws.clock.run_until_idle()
    assert outcome(sqs, "dlq.fifo") == ("FAILED", 2, 4, "InvalidParameterValue")
    assert bodies(sqs, orders) == ["a", "g2-m1"]
    assert [len(body) for body in bodies(sqs, dlq)] == [1_025, 1, 5]


def test_the_dead_letter_queue_can_be_received_from_afterwards(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    """A group of which only the first messages moved is free again."""
    put(sqs, dlq, "g1-m1", "g1-m2", "g1-m3")
    handle = start(sqs, "dlq.fifo", to="orders.fifo", rate=1)
    sqs.cancel_message_move_task(TaskHandle=handle)
    aws.clock.advance(seconds=1)
    assert bodies(sqs, dlq) == ["g1-m2", "g1-m3"]
