"""Visibility timeouts: hidden for how long, changed by whom, over at which instant."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fakeaws import World

from .support import bodies, counts, delete, invalid_value, make, receive, refused, send

NO_CHANGE = "Message does not exist or is not available for visibility timeout change."


def change(sqs: Any, url: str, message: dict[str, Any], seconds: int) -> None:
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=seconds)


def test_received_message_is_hidden_for_exactly_the_timeout(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a")
    assert bodies(sqs, orders) == ["a"]
    assert counts(sqs, orders) == (0, 1, 0)
    aws.clock.advance(seconds=29, milliseconds=999)
    assert bodies(sqs, orders) == []
    aws.clock.advance(milliseconds=1)
    assert counts(sqs, orders) == (1, 0, 0)
    assert bodies(sqs, orders) == ["a"]


def test_queue_and_call_set_the_timeout(aws: World, sqs: Any) -> None:
    url = make(sqs, VisibilityTimeout=5)
    send(sqs, url, "a")
    receive(sqs, url, VisibilityTimeout=100)
    aws.clock.advance(seconds=99)
    assert bodies(sqs, url) == []
    aws.clock.advance(seconds=1)
    assert bodies(sqs, url) == ["a"]  # this receive uses the queue's value again
    aws.clock.advance(seconds=5)
    assert bodies(sqs, url) == ["a"]


def test_new_timeout_counts_from_the_change(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a")
    [message] = receive(sqs, orders)
    aws.clock.advance(seconds=20)
    change(sqs, orders, message, 30)
    aws.clock.advance(seconds=29)
    assert bodies(sqs, orders) == []
    aws.clock.advance(seconds=1)
    assert bodies(sqs, orders) == ["a"]


def test_change_to_zero_shows_at_once(sqs: Any, orders: str) -> None:
    send(sqs, orders, "a")
    [first] = receive(sqs, orders)
    change(sqs, orders, first, 0)
    assert counts(sqs, orders) == (1, 0, 0)
    [second] = receive(sqs, orders, AttributeNames=["ApproximateReceiveCount"])
    assert second["Attributes"] == {"ApproximateReceiveCount": "2"}
    assert second["ReceiptHandle"] != first["ReceiptHandle"]


def test_standard_message_can_be_hidden_again_after_its_timeout(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a", "b")
    [message] = receive(sqs, orders, 1)
    aws.clock.advance(seconds=31)
    change(sqs, orders, message, 60)
    assert counts(sqs, orders) == (1, 1, 0)
    assert bodies(sqs, orders) == ["b"]
    aws.clock.advance(seconds=60)
    assert bodies(sqs, orders) == ["a", "b"]
    assert counts(sqs, orders) == (0, 2, 0)


def test_only_the_latest_handle_changes(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a")
    [first] = receive(sqs, orders)
    aws.clock.advance(seconds=30)
    receive(sqs, orders)
    with invalid_value(first["ReceiptHandle"], "ReceiptHandle", NO_CHANGE):
        change(sqs, orders, first, 60)


def test_deleted_message_cannot_be_changed(sqs: Any, orders: str) -> None:
    send(sqs, orders, "a")
    [message] = receive(sqs, orders)
    delete(sqs, orders, message)
    with invalid_value(message["ReceiptHandle"], "ReceiptHandle", NO_CHANGE):
        change(sqs, orders, message, 60)


def test_fifo_message_cannot_be_changed_after_its_timeout(aws: World, sqs: Any, fifo: str) -> None:
    sqs.send_message(QueueUrl=fifo, MessageBody="a", MessageGroupId="g", MessageDeduplicationId="1")
    [message] = receive(sqs, fifo)
    change(sqs, fifo, message, 40)
    aws.clock.advance(seconds=40)
    with invalid_value(message["ReceiptHandle"], "ReceiptHandle", NO_CHANGE):
        change(sqs, fifo, message, 60)


@pytest.mark.parametrize("seconds", [-1, 43_201])
def test_range_of_change(sqs: Any, orders: str, seconds: int) -> None:
    send(sqs, orders, "a")
    [message] = receive(sqs, orders)
    with invalid_value(seconds, "VisibilityTimeout", "Must be between 0 and 43200."):
        change(sqs, orders, message, seconds)


def test_twelve_hours_from_the_receive_are_the_most(aws: World, sqs: Any, orders: str) -> None:
    reason = "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]"
    send(sqs, orders, "a")
    [message] = receive(sqs, orders)
    with invalid_value(43_200, "VisibilityTimeout", reason):
        change(sqs, orders, message, 43_200)
    change(sqs, orders, message, 43_195)
    for _ in range(11):  # a heartbeat each hour
        aws.clock.advance(hours=1)
        change(sqs, orders, message, 3_595)
    aws.clock.advance(seconds=3_594)
    with invalid_value(6, "VisibilityTimeout", reason):
        change(sqs, orders, message, 6)
    change(sqs, orders, message, 5)
    aws.clock.advance(seconds=5)
    assert bodies(sqs, orders) == ["a"]


def test_timeout_of_zero_leaves_it_visible_and_counts(sqs: Any, orders: str) -> None:
    send(sqs, orders, "a")
    for count in ("1", "2", "3", "4"):
        [message] = receive(sqs, orders, VisibilityTimeout=0, AttributeNames=["All"])
        assert message["Attributes"]["ApproximateReceiveCount"] == count
        assert counts(sqs, orders) == (1, 0, 0)
    delete(sqs, orders, message)
    assert counts(sqs, orders) == (0, 0, 0)


def test_changed_in_the_batch(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a", "b")
    first, second = receive(sqs, orders)
    answer = sqs.change_message_visibility_batch(
        QueueUrl=orders,
        Entries=[
            {"Id": "1", "ReceiptHandle": first["ReceiptHandle"], "VisibilityTimeout": 0},
            {"Id": "2", "ReceiptHandle": second["ReceiptHandle"], "VisibilityTimeout": 43_201},
            {"Id": "3", "ReceiptHandle": second["ReceiptHandle"]},
            {"Id": "4", "ReceiptHandle": "garbage", "VisibilityTimeout": 1},
        ],
    )
    assert answer["Successful"] == [{"Id": "1"}]
    assert [
        (failed["Id"], failed["Code"], failed["SenderFault"], failed["Message"]) for failed in answer["Failed"]
    ] == [
        (
            "2",
            "InvalidParameterValue",
            True,
            "Value 43201 for parameter VisibilityTimeout is invalid. "
            "Reason: VisibilityTimeout must be an integer between 0 and 43200.",
        ),
        ("3", "MissingParameter", True, "The request must contain the parameter VisibilityTimeout."),
        ("4", "ReceiptHandleIsInvalid", True, 'The input receipt handle "garbage" is not a valid receipt handle.'),
    ]
    assert bodies(sqs, orders) == ["a"]


def test_third_return_goes_to_the_back(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "poison", "b")
    for expected in ("poison", "poison", "poison", "b"):
        assert bodies(sqs, orders, 1, VisibilityTimeout=5) == [expected]
        aws.clock.advance(seconds=5)


def test_waiting_worker_gets_the_message_when_the_timeout_ends(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a")
    receive(sqs, orders, VisibilityTimeout=7)
    assert bodies(sqs, orders, WaitTimeSeconds=20) == ["a"]
    assert aws.clock.elapsed == timedelta(seconds=7)


def test_garbage_handle(sqs: Any, orders: str) -> None:
    with refused("ReceiptHandleIsInvalid", 'The input receipt handle "x" is not a valid receipt handle.'):
        sqs.change_message_visibility(QueueUrl=orders, ReceiptHandle="x", VisibilityTimeout=1)
