"""ReceiveMessage: parameters, system attributes, order."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import Stalled, World
from fakeaws.services.sqs import limits

from .support import bodies, delete, invalid_value, receive, send


@pytest.mark.parametrize("count", [-1, 0, 11])
def test_range_of_count(sqs: Any, orders: str, count: int) -> None:
    with invalid_value(count, "MaxNumberOfMessages", "Must be between 1 and 10, if provided."):
        receive(sqs, orders, count)


@pytest.mark.parametrize("seconds", [-1, 21])
def test_range_of_wait(sqs: Any, orders: str, seconds: int) -> None:
    with invalid_value(seconds, "WaitTimeSeconds", "Must be >= 0 and <= 20, if provided."):
        receive(sqs, orders, WaitTimeSeconds=seconds)


@pytest.mark.parametrize("seconds", [-1, 43_201])
def test_range_of_visibility(sqs: Any, orders: str, seconds: int) -> None:
    with invalid_value(seconds, "VisibilityTimeout", "Must be >= 0 and <= 43200, if provided."):
        receive(sqs, orders, VisibilityTimeout=seconds)


def test_one_message_by_default_in_order_of_sending(sqs: Any, orders: str) -> None:
    send(sqs, orders, *"abcdefghijkl")
    assert [message["Body"] for message in sqs.receive_message(QueueUrl=orders)["Messages"]] == ["a"]
    assert bodies(sqs, orders, 10) == list("bcdefghijk")
    assert bodies(sqs, orders, 10) == ["l"]


def test_nothing_there(sqs: Any, orders: str) -> None:
    assert "Messages" not in sqs.receive_message(QueueUrl=orders)


def test_message_without_options(sqs: Any, orders: str) -> None:
    [id] = send(sqs, orders, "a", MessageAttributes={"a": {"DataType": "String", "StringValue": "x"}})
    [message] = receive(sqs, orders)
    assert set(message) == {"MessageId", "ReceiptHandle", "MD5OfBody", "Body"}
    assert (message["MessageId"], message["MD5OfBody"]) == (id, "0cc175b9c0f1b6a831c399e269772661")
    assert len(message["ReceiptHandle"]) <= 1_024


@pytest.mark.parametrize("option", ["AttributeNames", "MessageSystemAttributeNames"])
def test_system_attributes(aws: World, sqs: Any, orders: str, option: str) -> None:
    aws.clock.advance(milliseconds=1)
    send(sqs, orders, "a")
    aws.clock.advance(seconds=2)
    receive(sqs, orders)
    aws.clock.advance(seconds=30)
    params: dict[str, Any] = {option: ["All"]}
    [message] = receive(sqs, orders, **params)
    sender = message["Attributes"].pop("SenderId")
    assert sender.startswith("AIDA")
    assert message["Attributes"] == {
        "ApproximateFirstReceiveTimestamp": "1767571202001",
        "ApproximateReceiveCount": "2",
        "SentTimestamp": "1767571200001",
    }


def test_union_of_both_lists_of_names(sqs: Any, orders: str) -> None:
    send(sqs, orders, "a")
    [message] = receive(
        sqs,
        orders,
        AttributeNames=["ApproximateReceiveCount", "SequenceNumber"],
        MessageSystemAttributeNames=["SentTimestamp"],
    )
    assert message["Attributes"] == {"ApproximateReceiveCount": "1", "SentTimestamp": "1767571200000"}


def test_names_that_do_not_apply(sqs: Any, orders: str) -> None:
    send(sqs, orders, "a")
    [message] = receive(sqs, orders, AttributeNames=["SequenceNumber", "MessageGroupId"])
    assert "Attributes" not in message


def test_fifo_system_attributes(sqs: Any, fifo: str) -> None:
    sent = sqs.send_message(QueueUrl=fifo, MessageBody="a", MessageGroupId="g", MessageDeduplicationId="d")
    [message] = receive(sqs, fifo, AttributeNames=["All"])
    found = message["Attributes"]
    assert (found["MessageGroupId"], found["MessageDeduplicationId"]) == ("g", "d")
    assert found["SequenceNumber"] == sent["SequenceNumber"]
    assert len(found["SequenceNumber"]) == 20


def test_returned_message_has_its_old_place(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a", "b")
    receive(sqs, orders, 1, VisibilityTimeout=5)
    send(sqs, orders, "c")
    aws.clock.advance(seconds=5)
    assert bodies(sqs, orders) == ["a", "b", "c"]


def test_attempt_id_is_for_fifo_queues(sqs: Any, orders: str) -> None:
    reason = "The request include parameter that is not valid for this queue type."
    with invalid_value("1", "ReceiveRequestAttemptId", reason):
        receive(sqs, orders, ReceiveRequestAttemptId="1")


def test_drained_in_a_loop(sqs: Any, orders: str) -> None:
    send(sqs, orders, *"abc")
    found = []
    while messages := receive(sqs, orders, 2):
        for message in messages:
            found.append(message["Body"])
            delete(sqs, orders, message)
    assert found == ["a", "b", "c"]


def test_empty_short_receive_takes_the_test_no_time(aws: World, sqs: Any, orders: str) -> None:
    assert bodies(sqs, orders) == []
    assert aws.clock.elapsed.total_seconds() == 0


def test_empty_short_receive_lets_time_pass_for_a_background_actor(aws: World, sqs: Any, orders: str) -> None:
    found: list[tuple[float, list[str]]] = []

    def consume() -> None:
        while not found:
            got = bodies(sqs, orders)
            if got:
                found.append((aws.clock.elapsed.total_seconds(), got))

    aws.spawn(consume)
    aws.clock.advance(seconds=1, milliseconds=50)
    send(sqs, orders, "a")
    aws.clock.advance(seconds=1)
    assert found == [(1.1, ["a"])]
    assert len(aws.timeline.select(kind="ReceiveMessage", outcome="empty")) == 11


@pytest.mark.parametrize("wait", [0, 20])
def test_endless_consumer_in_the_test_itself(
    aws: World, sqs: Any, orders: str, wait: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert limits.EMPTY_RECEIVES_OF_THE_TEST == 10_000
    monkeypatch.setattr(limits, "EMPTY_RECEIVES_OF_THE_TEST", 50)

    def consume() -> None:
        while True:
            receive(sqs, orders, WaitTimeSeconds=wait)

    with pytest.raises(Stalled, match=r"aws\.spawn"):
        consume()
    assert len(aws.timeline.select(kind="ReceiveMessage")) == 50
    assert bodies(sqs, orders) == []


def test_anything_between_empty_receives_is_progress(sqs: Any, orders: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EMPTY_RECEIVES_OF_THE_TEST", 5)
    for _ in range(3):
        for _ in range(4):
            assert bodies(sqs, orders) == []
        sqs.get_queue_url(QueueName="orders")
