"""Long polls: what ends them, in which order, and that they leave nothing behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fakeaws import World

from .support import bodies, delete, make, put, receive, send


def seconds(aws: World) -> float:
    return aws.clock.elapsed.total_seconds()


def test_empty_after_the_wait(aws: World, sqs: Any, orders: str) -> None:
    assert "Messages" not in sqs.receive_message(QueueUrl=orders, WaitTimeSeconds=20)
    assert seconds(aws) == 20


def test_queues_own_wait_and_the_calls(aws: World, sqs: Any) -> None:
    url = make(sqs, ReceiveMessageWaitTimeSeconds=3)
    assert bodies(sqs, url) == []
    assert seconds(aws) == 3
    assert bodies(sqs, url, WaitTimeSeconds=0) == []
    assert seconds(aws) == 3


def test_message_that_is_there_is_returned_at_once(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a")
    assert bodies(sqs, orders, WaitTimeSeconds=20) == ["a"]
    assert seconds(aws) == 0


def test_send_ends_the_poll(aws: World, sqs: Any, orders: str) -> None:
    poll = aws.spawn(bodies, sqs, orders, WaitTimeSeconds=20)
    aws.clock.advance(seconds=5)
    send(sqs, orders, "a")
    assert poll.result(within=0) == ["a"]
    assert seconds(aws) == 5


def test_end_of_a_delay_ends_the_poll(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a", DelaySeconds=8)
    assert bodies(sqs, orders, WaitTimeSeconds=20) == ["a"]
    assert seconds(aws) == 8


def test_visibility_changed_to_zero_ends_the_poll(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a")
    [message] = receive(sqs, orders)
    poll = aws.spawn(bodies, sqs, orders, WaitTimeSeconds=20)
    aws.clock.advance(seconds=5)
    sqs.change_message_visibility(QueueUrl=orders, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
    assert poll.result(within=0) == ["a"]


def test_deletion_that_frees_a_group_ends_the_poll(aws: World, sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g-1", "g-2", "g-3")
    first, second = receive(sqs, fifo, 2)
    poll = aws.spawn(bodies, sqs, fifo, WaitTimeSeconds=20)
    aws.clock.advance(seconds=1)
    delete(sqs, fifo, first)
    assert not poll.done
    put(sqs, fifo, "g-4")
    assert not poll.done
    delete(sqs, fifo, second)
    assert poll.result(within=0) == ["g-3", "g-4"]


def test_first_come_first_served(aws: World, sqs: Any, orders: str) -> None:
    polls = [aws.spawn(bodies, sqs, orders, 1, WaitTimeSeconds=20, name=f"worker-{n}") for n in range(3)]
    aws.clock.advance(seconds=1)
    send(sqs, orders, "a", "b", "c")
    assert [poll.result(within=0) for poll in polls] == [["a"], ["b"], ["c"]]
    assert [record.actor for record in aws.timeline.select(kind="ReceiveMessage")] == [
        "worker-0",
        "worker-1",
        "worker-2",
    ]


def test_what_becomes_visible_together_is_received_together(aws: World, sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g-1", "g-2", "g-3")
    receive(sqs, fifo, VisibilityTimeout=5)
    assert bodies(sqs, fifo, WaitTimeSeconds=20) == ["g-1", "g-2", "g-3"]
    assert seconds(aws) == 5


def test_ended_poll_takes_nothing_later(aws: World, sqs: Any, orders: str) -> None:
    poll = aws.spawn(bodies, sqs, orders, WaitTimeSeconds=5)
    aws.clock.advance(seconds=5)
    assert poll.result(within=0) == []
    send(sqs, orders, "a")
    assert bodies(sqs, orders) == ["a"]


def test_killed_consumer_gets_nothing(aws: World, sqs: Any, orders: str) -> None:
    poll = aws.spawn(bodies, sqs, orders, WaitTimeSeconds=20)
    aws.clock.advance(seconds=1)
    poll.kill()
    aws.clock.advance(seconds=1)
    send(sqs, orders, "a")
    assert bodies(sqs, orders) == ["a"]


def test_deleted_queue_ends_the_poll_with_an_error(aws: World, sqs: Any, orders: str) -> None:
    def consume() -> str:
        with pytest.raises(ClientError) as caught:
            receive(sqs, orders, WaitTimeSeconds=20)
        return type(caught.value).__name__

    poll = aws.spawn(consume)
    aws.clock.advance(seconds=1)
    sqs.delete_queue(QueueUrl=orders)
    assert poll.result(within=0) == "QueueDoesNotExist"
    assert aws.clock.elapsed == timedelta(seconds=1)


def test_answer_is_as_of_the_delivery(aws: World, sqs: Any, orders: str) -> None:
    poll = aws.spawn(receive, sqs, orders, 1, WaitTimeSeconds=20, VisibilityTimeout=0, AttributeNames=["All"])
    aws.clock.advance(seconds=1)
    send(sqs, orders, "a")
    [second] = receive(sqs, orders, AttributeNames=["All"])
    [first] = poll.result(within=0)
    assert (first["Attributes"]["ApproximateReceiveCount"], second["Attributes"]["ApproximateReceiveCount"]) == (
        "1",
        "2",
    )
    delete(sqs, orders, second)


@pytest.mark.parametrize("visibility_first", [True, False])
def test_what_becomes_visible_as_the_poll_ends_is_in_time(
    aws: World, sqs: Any, orders: str, visibility_first: bool
) -> None:
    send(sqs, orders, "a")
    [message] = receive(sqs, orders)
    poll = None if visibility_first else aws.spawn(bodies, sqs, orders, WaitTimeSeconds=20)
    aws.clock.advance(seconds=0)
    sqs.change_message_visibility(QueueUrl=orders, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=20)
    poll = poll or aws.spawn(bodies, sqs, orders, WaitTimeSeconds=20)
    assert poll.result() == ["a"]
    assert aws.clock.elapsed.total_seconds() == 20


def test_the_rest_after_a_short_poll_is_no_long_poll(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a")
    receive(sqs, orders, VisibilityTimeout=1)
    aws.clock.advance(milliseconds=900)
    assert aws.spawn(bodies, sqs, orders).result() == []
    assert aws.clock.elapsed.total_seconds() == 1
