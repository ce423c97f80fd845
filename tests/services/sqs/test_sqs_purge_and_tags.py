"""PurgeQueue, and the tags of queues."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World

from .support import bodies, counts, delete, invalid, receive, refused, send


def test_purge_takes_messages_in_every_state(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "in flight", "visible")
    [message] = receive(sqs, orders, 1)
    send(sqs, orders, "delayed", DelaySeconds=5)
    sqs.purge_queue(QueueUrl=orders)
    assert counts(sqs, orders) == (0, 0, 0)
    delete(sqs, orders, message)
    aws.clock.advance(minutes=10)
    assert bodies(sqs, orders) == []
    assert len(aws.timeline.select(kind="PurgeQueue", outcome="purged")) == 3


def test_queue_goes_on_after_a_purge(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a")
    sqs.purge_queue(QueueUrl=orders)
    send(sqs, orders, "b")
    assert bodies(sqs, orders) == ["b"]


def test_one_purge_a_minute(aws: World, sqs: Any, orders: str) -> None:
    sqs.purge_queue(QueueUrl=orders)
    aws.clock.advance(seconds=59)
    with refused("PurgeQueueInProgress", "Only one PurgeQueue operation on orders is allowed every 60 seconds."):
        sqs.purge_queue(QueueUrl=orders)
    aws.clock.advance(seconds=1)
    sqs.purge_queue(QueueUrl=orders)


def test_tags(sqs: Any) -> None:
    url = sqs.create_queue(QueueName="orders", tags={"a": "1", "b": "2"})["QueueUrl"]
    sqs.tag_queue(QueueUrl=url, Tags={"b": "", "A": "3"})
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"a": "1", "b": "", "A": "3"}
    sqs.tag_queue(QueueUrl=url, Tags={"größe 1": "_.:/=+-@ ①"})
    sqs.untag_queue(QueueUrl=url, TagKeys=["größe 1"])
    sqs.untag_queue(QueueUrl=url, TagKeys=["a", "none"])
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"b": "", "A": "3"}
    sqs.untag_queue(QueueUrl=url, TagKeys=["A", "b"])
    assert "Tags" not in sqs.list_queue_tags(QueueUrl=url)


def test_no_tags_given(sqs: Any, orders: str) -> None:
    with refused("MissingRequiredParameterException", "The request must contain the parameter Tags."):
        sqs.tag_queue(QueueUrl=orders, Tags={})


def test_fifty_tags(sqs: Any, orders: str) -> None:
    sqs.tag_queue(QueueUrl=orders, Tags={f"k{number}": "" for number in range(50)})
    sqs.tag_queue(QueueUrl=orders, Tags={"k0": "again"})
    with invalid("Too many tags added for queue orders."):
        sqs.tag_queue(QueueUrl=orders, Tags={"one more": ""})
    with invalid("Too many tags added for queue other."):
        sqs.create_queue(QueueName="other", tags={f"k{number}": "" for number in range(51)})


@pytest.mark.parametrize("key", ["", "x" * 129])
def test_length_of_keys(sqs: Any, orders: str, key: str) -> None:
    message = "Tag keys must be between 1 and 128 characters in length."
    with invalid(message):
        sqs.untag_queue(QueueUrl=orders, TagKeys=[key])
    with invalid(message):
        sqs.tag_queue(QueueUrl=orders, Tags={key: ""})
