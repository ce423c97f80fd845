"""Receipt handles and DeleteMessage."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World

from .support import bodies, counts, delete, invalid_value, make, put, receive, refused, send

EXPIRED = "The receipt handle has expired."


def test_deleted(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a")
    [message] = receive(sqs, orders)
    delete(sqs, orders, message)
    assert counts(sqs, orders) == (0, 0, 0)
    delete(sqs, orders, message)
    aws.clock.advance(hours=1)
    assert bodies(sqs, orders) == []


def test_standard_handle_deletes_after_the_timeout(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a")
    [message] = receive(sqs, orders)
    aws.clock.advance(seconds=31)
    delete(sqs, orders, message)
    assert counts(sqs, orders) == (0, 0, 0)
    assert bodies(sqs, orders) == []


def test_older_standard_handle_does_nothing(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a")
    [first] = receive(sqs, orders)
    aws.clock.advance(seconds=30)
    [second] = receive(sqs, orders)
    delete(sqs, orders, first)
    assert counts(sqs, orders) == (0, 1, 0)
    delete(sqs, orders, second)
    assert counts(sqs, orders) == (0, 0, 0)


def test_fifo_handle_expires_with_the_timeout(aws: World, sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g-1")
    [message] = receive(sqs, fifo)
    aws.clock.advance(seconds=30)
    with invalid_value(message["ReceiptHandle"], "ReceiptHandle", EXPIRED):
        delete(sqs, fifo, message)
    [second] = receive(sqs, fifo)
    with invalid_value(message["ReceiptHandle"], "ReceiptHandle", EXPIRED):
        delete(sqs, fifo, message)
    delete(sqs, fifo, second)
    assert counts(sqs, fifo) == (0, 0, 0)


def test_fifo_handle_lives_on_when_extended(aws: World, sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g-1")
    [message] = receive(sqs, fifo)
    aws.clock.advance(seconds=29)
    sqs.change_message_visibility(QueueUrl=fifo, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=60)
    aws.clock.advance(seconds=59)
    delete(sqs, fifo, message)
    assert counts(sqs, fifo) == (0, 0, 0)


def test_fifo_handle_dies_when_shown_again(sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g-1")
    [message] = receive(sqs, fifo)
    sqs.change_message_visibility(QueueUrl=fifo, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
    with invalid_value(message["ReceiptHandle"], "ReceiptHandle", EXPIRED):
        delete(sqs, fifo, message)


def test_fifo_handle_of_a_receive_without_timeout_lives_a_millisecond(aws: World, sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g-1", "h-1")
    first, second = receive(sqs, fifo, VisibilityTimeout=0)
    delete(sqs, fifo, first)
    aws.clock.advance(milliseconds=1)
    with invalid_value(second["ReceiptHandle"], "ReceiptHandle", EXPIRED):
        delete(sqs, fifo, second)


@pytest.mark.parametrize("handle", ["x", "AQEB" + "A" * 60, "ä" * 64, "A" * 64, "A" * 2_000])
def test_garbage(sqs: Any, orders: str, fifo: str, handle: str) -> None:
    for url in (orders, fifo):
        with refused("ReceiptHandleIsInvalid", f'The input receipt handle "{handle}" is not a valid receipt handle.'):
            sqs.delete_message(QueueUrl=url, ReceiptHandle=handle)


def test_handle_of_another_queue(sqs: Any, orders: str) -> None:
    send(sqs, orders, "a")
    handle = receive(sqs, orders)[0]["ReceiptHandle"]
    with refused("ReceiptHandleIsInvalid", f'The input receipt handle "{handle}" is not a valid receipt handle.'):
        sqs.delete_message(QueueUrl=make(sqs, "other"), ReceiptHandle=handle)


def test_missing_handle(sqs: Any, orders: str) -> None:
    with refused("MissingRequiredParameterException", "The request must contain the parameter ReceiptHandle."):
        sqs.delete_message(QueueUrl=orders, ReceiptHandle="")


def test_each_receive_has_its_handle(sqs: Any, orders: str) -> None:
    send(sqs, orders, "a", "b")
    handles = [message["ReceiptHandle"] for _ in range(3) for message in receive(sqs, orders, VisibilityTimeout=0)]
    assert len(set(handles)) == 6
