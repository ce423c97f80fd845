"""Delays: message timers, delay queues, and what changing a queue's delay does."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World

from .support import bodies, counts, invalid_value, make, put, send


def set_delay(sqs: Any, url: str, seconds: int) -> None:
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": str(seconds)})


def test_message_timer(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a", DelaySeconds=10)
    assert counts(sqs, orders) == (0, 0, 1)
    aws.clock.advance(seconds=9, milliseconds=999)
    assert bodies(sqs, orders) == []
    aws.clock.advance(milliseconds=1)
    assert counts(sqs, orders) == (1, 0, 0)
    assert bodies(sqs, orders) == ["a"]


def test_timer_wins_over_the_queue(aws: World, sqs: Any) -> None:
    url = make(sqs, DelaySeconds=60)
    send(sqs, url, "queue's")
    send(sqs, url, "none", DelaySeconds=0)
    send(sqs, url, "own", DelaySeconds=5)
    assert bodies(sqs, url) == ["none"]
    aws.clock.advance(seconds=5)
    assert bodies(sqs, url) == ["own"]
    aws.clock.advance(seconds=55)
    assert sorted(bodies(sqs, url)) == ["none", "own", "queue's"]


def test_longest_delay(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a", DelaySeconds=900)
    aws.clock.advance(seconds=899)
    assert bodies(sqs, orders) == []
    aws.clock.advance(seconds=1)
    assert bodies(sqs, orders) == ["a"]


def test_new_delay_of_a_standard_queue_is_for_new_messages(aws: World, sqs: Any) -> None:
    url = make(sqs, DelaySeconds=60)
    send(sqs, url, "old")
    set_delay(sqs, url, 0)
    send(sqs, url, "new")
    assert bodies(sqs, url) == ["new"]
    aws.clock.advance(seconds=59)
    assert bodies(sqs, url) == ["new"]
    aws.clock.advance(seconds=1)
    assert bodies(sqs, url) == ["old"]


def test_new_delay_of_a_fifo_queue_is_for_all_messages(aws: World, sqs: Any) -> None:
    url = make(sqs, "orders.fifo", DelaySeconds=60)
    put(sqs, url, "g-1")
    aws.clock.advance(seconds=10)
    set_delay(sqs, url, 30)
    put(sqs, url, "h-1")
    aws.clock.advance(seconds=20)
    assert bodies(sqs, url) == ["g-1"]
    assert counts(sqs, url) == (0, 1, 1)
    set_delay(sqs, url, 0)
    assert bodies(sqs, url) == ["h-1"]


def test_new_delay_of_a_fifo_queue_delays_what_was_visible(aws: World, sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g-1", "h-1")
    assert bodies(sqs, fifo, 1) == ["g-1"]
    aws.clock.advance(seconds=5)
    put(sqs, fifo, "g-2")
    set_delay(sqs, fifo, 15)
    assert counts(sqs, fifo) == (0, 1, 2)
    aws.clock.advance(seconds=10)
    assert bodies(sqs, fifo) == ["h-1"]
    aws.clock.advance(seconds=15)
    assert bodies(sqs, fifo) == ["g-1", "g-2"]


def test_fifo_message_timers_do_not_exist(aws: World, sqs: Any) -> None:
    url = make(sqs, "orders.fifo", DelaySeconds=7)
    reason = "The request include parameter that is not valid for this queue type."
    with invalid_value(5, "DelaySeconds", reason):
        send(sqs, url, "a", DelaySeconds=5, MessageGroupId="g", MessageDeduplicationId="1")
    send(sqs, url, "a", DelaySeconds=0, MessageGroupId="g", MessageDeduplicationId="1")
    assert counts(sqs, url) == (0, 0, 1)
    aws.clock.advance(seconds=7)
    assert bodies(sqs, url) == ["a"]


def test_delayed_message_can_be_purged(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a", DelaySeconds=10)
    sqs.purge_queue(QueueUrl=orders)
    assert counts(sqs, orders) == (0, 0, 0)
    aws.clock.advance(seconds=11)
    assert bodies(sqs, orders) == []


@pytest.mark.parametrize("name", ["orders", "orders.fifo"])
def test_order_of_equal_delays(aws: World, sqs: Any, name: str) -> None:
    url = make(sqs, name, DelaySeconds=5)
    for number in range(4):
        extra = {"MessageGroupId": "g", "MessageDeduplicationId": str(number)} if name.endswith("fifo") else {}
        send(sqs, url, str(number), **extra)
    aws.clock.advance(seconds=5)
    assert bodies(sqs, url) == ["0", "1", "2", "3"]
