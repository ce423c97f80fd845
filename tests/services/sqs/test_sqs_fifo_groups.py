"""FIFO queues: order within groups, the lock of a group, which group comes next."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World

from .support import bodies, counts, delete, invalid, make, put, receive, refused


def by_body(messages: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {message["Body"]: message for message in messages}


def change(sqs: Any, url: str, message: dict[str, Any], seconds: int) -> None:
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=seconds)


def test_group_is_required(sqs: Any, fifo: str) -> None:
    with refused("MissingRequiredParameterException", "The request must contain the parameter MessageGroupId."):
        sqs.send_message(QueueUrl=fifo, MessageBody="a", MessageDeduplicationId="1")
    with invalid(
        "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly"
    ):
        sqs.send_message(QueueUrl=fifo, MessageBody="a", MessageGroupId="g")


def test_one_receive_takes_a_group_and_fills_up_with_others(sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g1-m1", "g2-m1", "g1-m2", "g1-m3")
    assert bodies(sqs, fifo) == ["g1-m1", "g1-m2", "g1-m3", "g2-m1"]


def test_group_is_locked_while_one_of_its_messages_is_in_flight(aws: World, sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g1-m1", "g1-m2", "g2-m1")
    [first] = receive(sqs, fifo, 1)
    assert bodies(sqs, fifo) == ["g2-m1"]
    assert bodies(sqs, fifo) == []
    assert counts(sqs, fifo) == (1, 2, 0)  # blocked is visible
    put(sqs, fifo, "g1-m3")
    assert bodies(sqs, fifo) == []
    delete(sqs, fifo, first)
    assert bodies(sqs, fifo) == ["g1-m2", "g1-m3"]


@pytest.mark.parametrize(("extended", "receivable"), [("g-m1", []), ("g-m2", ["g-m1"]), ("g-m3", ["g-m1", "g-m2"])])
def test_only_earlier_ones_can_be_received(
    aws: World, sqs: Any, fifo: str, extended: str, receivable: list[str]
) -> None:
    put(sqs, fifo, "g-m1", "g-m2", "g-m3")
    messages = by_body(receive(sqs, fifo, VisibilityTimeout=5))
    change(sqs, fifo, messages[extended], 60)
    aws.clock.advance(seconds=5)
    assert counts(sqs, fifo) == (2, 1, 0)
    assert bodies(sqs, fifo) == receivable


def test_head_shown_while_the_second_is_in_flight(sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g-m1", "g-m2", "g-m3")
    first, _ = receive(sqs, fifo, 2)
    change(sqs, fifo, first, 0)
    assert bodies(sqs, fifo) == ["g-m1"]


def test_deleting_the_head_does_not_free_while_the_second_is_in_flight(sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g-m1", "g-m2", "g-m3")
    first, second = receive(sqs, fifo, 2)
    delete(sqs, fifo, first)
    assert bodies(sqs, fifo) == []
    delete(sqs, fifo, second)
    assert bodies(sqs, fifo) == ["g-m3"]


def test_deleting_the_second_first(sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g-m1", "g-m2", "g-m3")
    first, second = receive(sqs, fifo, 2)
    delete(sqs, fifo, second)
    assert bodies(sqs, fifo) == []
    delete(sqs, fifo, first)
    assert bodies(sqs, fifo) == ["g-m3"]


def test_order_survives_a_failure(aws: World, sqs: Any, fifo: str) -> None:
    put(sqs, fifo, *(f"g-{number}" for number in range(5)))
    receive(sqs, fifo, 3, VisibilityTimeout=5)
    aws.clock.advance(seconds=5)
    done = []
    while messages := receive(sqs, fifo, 2):
        for message in messages:
            done.append(message["Body"])
            delete(sqs, fifo, message)
    assert done == [f"g-{number}" for number in range(5)]


def test_group_shown_at_once_goes_behind(sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g1-m1", "g1-m2", "g2-m1", "g2-m2", "g3-m1")
    assert bodies(sqs, fifo, 3, VisibilityTimeout=0) == ["g1-m1", "g1-m2", "g2-m1"]
    assert bodies(sqs, fifo) == ["g3-m1", "g1-m1", "g1-m2", "g2-m1", "g2-m2"]


def test_group_that_timed_out_goes_behind(aws: World, sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g1-m1", "g1-m2", "g2-m1", "g3-m1")
    assert bodies(sqs, fifo, 3, VisibilityTimeout=5) == ["g1-m1", "g1-m2", "g2-m1"]
    aws.clock.advance(seconds=5)
    assert bodies(sqs, fifo) == ["g3-m1", "g1-m1", "g1-m2", "g2-m1"]


def test_group_freed_by_deletion_has_its_messages_place(sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g1-m1", "g2-m1", "g1-m2", "g3-m1")
    [first] = receive(sqs, fifo, 1)
    delete(sqs, fifo, first)
    assert bodies(sqs, fifo) == ["g2-m1", "g1-m2", "g3-m1"]


def test_emptied_group_works_again(sqs: Any, fifo: str) -> None:
    for number in range(3):
        put(sqs, fifo, f"g-{number}")
        [message] = receive(sqs, fifo)
        delete(sqs, fifo, message)
    assert bodies(sqs, fifo) == []
    put(sqs, fifo, "g-3")
    assert bodies(sqs, fifo) == ["g-3"]


def test_delayed_messages_follow_each_other(aws: World, sqs: Any) -> None:
    url = make(sqs, "orders.fifo", DelaySeconds=10)
    put(sqs, url, "g-1")
    aws.clock.advance(seconds=5)
    put(sqs, url, "g-2", "h-1")
    aws.clock.advance(seconds=5)
    [first] = receive(sqs, url)
    assert (first["Body"], counts(sqs, url)) == ("g-1", (0, 1, 2))
    aws.clock.advance(seconds=5)
    assert bodies(sqs, url) == ["h-1"]
    delete(sqs, url, first)
    assert bodies(sqs, url) == ["g-2"]


def test_sequence_numbers_ascend_and_stay(aws: World, sqs: Any, fifo: str) -> None:
    sent = [
        sqs.send_message(QueueUrl=fifo, MessageBody=str(n), MessageGroupId="g", MessageDeduplicationId=str(n))
        for n in range(5)
    ]
    numbers = [answer["SequenceNumber"] for answer in sent]
    assert numbers == sorted(set(numbers))
    assert {len(number) for number in numbers} == {20}
    for _ in range(2):
        messages = receive(sqs, fifo, AttributeNames=["SequenceNumber"], VisibilityTimeout=1)
        assert [message["Attributes"]["SequenceNumber"] for message in messages] == numbers
        aws.clock.advance(seconds=1)


def test_purged_groups_are_free(sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g-1", "g-2", "h-1")
    receive(sqs, fifo, 1)
    sqs.purge_queue(QueueUrl=fifo)
    assert bodies(sqs, fifo) == []
    put(sqs, fifo, "g-3", "h-2")
    assert bodies(sqs, fifo) == ["g-3", "h-2"]
