"""ReceiveRequestAttemptId: a receive can be repeated as long as nobody touched what it got."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World

from .support import bodies, delete, invalid_value, put, receive


def handles(sqs: Any, url: str, id: str = "try", **params: Any) -> list[str]:
    return [message["ReceiptHandle"] for message in receive(sqs, url, ReceiveRequestAttemptId=id, **params)]


def test_same_messages_and_handles(sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g-1", "g-2", "h-1")
    first = handles(sqs, fifo)
    put(sqs, fifo, "i-1")
    assert len(first) == 3
    assert handles(sqs, fifo) == first
    assert bodies(sqs, fifo) == ["i-1"]


def test_repeat_restarts_the_timeout_and_does_not_count(aws: World, sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g-1")
    handles(sqs, fifo)
    aws.clock.advance(seconds=20)
    handles(sqs, fifo)
    aws.clock.advance(seconds=29)
    assert bodies(sqs, fifo) == []
    aws.clock.advance(seconds=1)
    [message] = receive(sqs, fifo, AttributeNames=["ApproximateReceiveCount"])
    assert message["Attributes"]["ApproximateReceiveCount"] == "2"


def test_another_id_gets_others(sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g-1", "h-1")
    assert bodies(sqs, fifo, 1, ReceiveRequestAttemptId="a") == ["g-1"]
    assert bodies(sqs, fifo, 1, ReceiveRequestAttemptId="b") == ["h-1"]


def test_touched_messages_are_not_repeated(sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g-1", "h-1", "i-1", "j-1")
    first, _ = receive(sqs, fifo, 2, ReceiveRequestAttemptId="a")
    delete(sqs, fifo, first)
    assert bodies(sqs, fifo, 1, ReceiveRequestAttemptId="a") == ["i-1"]
    [third] = receive(sqs, fifo, 1, ReceiveRequestAttemptId="b")
    sqs.change_message_visibility(QueueUrl=fifo, ReceiptHandle=third["ReceiptHandle"], VisibilityTimeout=99)
    assert bodies(sqs, fifo, ReceiveRequestAttemptId="b") == []


def test_change_to_the_same_end_is_a_change(sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g-1", "h-1")
    [first] = receive(sqs, fifo, 1, ReceiveRequestAttemptId="a")
    sqs.change_message_visibility(QueueUrl=fifo, ReceiptHandle=first["ReceiptHandle"], VisibilityTimeout=30)
    assert bodies(sqs, fifo, 1, ReceiveRequestAttemptId="a") == ["h-1"]


def test_timed_out_messages_are_received_anew(aws: World, sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g-1")
    first = handles(sqs, fifo)
    aws.clock.advance(seconds=30)
    second = handles(sqs, fifo)
    assert len(second) == 1
    assert second != first


def test_five_minutes(aws: World, sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g-1", "h-1")
    first = handles(sqs, fifo, VisibilityTimeout=3_600, count=1)
    aws.clock.advance(seconds=299)
    put(sqs, fifo, "i-1")
    assert handles(sqs, fifo, VisibilityTimeout=3_600, count=1) == first
    aws.clock.advance(seconds=300)
    assert bodies(sqs, fifo, 1, ReceiveRequestAttemptId="try") == ["h-1"]


def test_long_poll_is_repeated_too(aws: World, sqs: Any, fifo: str) -> None:
    poll = aws.spawn(handles, sqs, fifo, WaitTimeSeconds=20)
    aws.clock.advance(seconds=1)
    put(sqs, fifo, "g-1")
    assert poll.result(within=0) == handles(sqs, fifo)


def test_empty_answers_are_not_remembered(sqs: Any, fifo: str) -> None:
    assert handles(sqs, fifo) == []
    put(sqs, fifo, "g-1")
    assert len(handles(sqs, fifo)) == 1


@pytest.mark.parametrize("id", ["", "x" * 129, "a b"])
def test_bad_id(sqs: Any, fifo: str, id: str) -> None:
    reason = "ReceiveRequestAttemptId can only include alphanumeric and punctuation characters. 1 to 128 in length."
    with invalid_value(id, "ReceiveRequestAttemptId", reason):
        receive(sqs, fifo, ReceiveRequestAttemptId=id)
