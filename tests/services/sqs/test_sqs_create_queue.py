"""CreateQueue: names, idempotency, the 60 seconds after a deletion."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World

from .support import ARN, URL, attributes, invalid, make, refused

BAD_NAME = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
BAD_FIFO_NAME = (
    "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, "
    "must end with .fifo suffix and be 1 to 80 in length"
)


@pytest.mark.parametrize("name", ["q", "Orders_2-x", "a" * 80])
def test_url_and_arn_come_from_the_name(sqs: Any, name: str) -> None:
    assert make(sqs, name) == URL + name
    assert attributes(sqs, URL + name, "QueueArn") == {"QueueArn": ARN + name}


@pytest.mark.parametrize("name", ["a" * 81, "a b", "a/b", "ä", "orders.fifo", "a.b"])
def test_bad_name(sqs: Any, name: str) -> None:
    with invalid(BAD_NAME):
        sqs.create_queue(QueueName=name)


def test_empty_name(sqs: Any) -> None:
    with invalid("Queue name cannot be empty"):
        sqs.create_queue(QueueName="")


@pytest.mark.parametrize("name", ["orders", ".fifo", "a" * 76 + ".fifo", "a b.fifo"])
def test_bad_fifo_name(sqs: Any, name: str) -> None:
    with invalid(BAD_FIFO_NAME):
        sqs.create_queue(QueueName=name, Attributes={"FifoQueue": "true"})


def test_longest_fifo_name(sqs: Any) -> None:
    assert make(sqs, "a" * 75 + ".fifo")


@pytest.mark.parametrize("value", ["true", "True", "TRUE"])
def test_fifo_flag_in_any_case(sqs: Any, value: str) -> None:
    url = sqs.create_queue(QueueName="a.fifo", Attributes={"FifoQueue": value})["QueueUrl"]
    assert attributes(sqs, url, "FifoQueue") == {"FifoQueue": "true"}


def test_fifo_flag_false_is_unknown(sqs: Any) -> None:
    with refused("InvalidAttributeName", "Unknown Attribute FifoQueue."):
        sqs.create_queue(QueueName="orders", Attributes={"FifoQueue": "false"})


def test_same_name_without_attributes_gives_the_queue(sqs: Any) -> None:
    url = make(sqs, "orders", VisibilityTimeout=7)
    assert make(sqs, "orders") == url
    assert attributes(sqs, url, "VisibilityTimeout") == {"VisibilityTimeout": "7"}


def test_equal_attributes_give_the_queue(sqs: Any) -> None:
    url = make(sqs, "orders", VisibilityTimeout=7, DelaySeconds=3)
    assert make(sqs, "orders", VisibilityTimeout=7) == url
    assert make(sqs, "orders", MessageRetentionPeriod=345_600, KmsDataKeyReusePeriodSeconds=300) == url  # defaults


def test_different_attribute_is_named(sqs: Any) -> None:
    make(sqs, "orders", VisibilityTimeout=7)
    message = "A queue already exists with the same name and a different value for attribute VisibilityTimeout"
    with refused("QueueNameExists", message):
        make(sqs, "orders", DelaySeconds=0, VisibilityTimeout=8, MessageRetentionPeriod=60)


def test_compared_with_current_values(sqs: Any) -> None:
    url = make(sqs, "orders", VisibilityTimeout=7)
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "9"})
    assert make(sqs, "orders", VisibilityTimeout=9) == url
    with refused(
        "QueueNameExists",
        "A queue already exists with the same name and a different value for attribute VisibilityTimeout",
    ):
        make(sqs, "orders", VisibilityTimeout=7)


def test_redrive_policies_are_compared_by_meaning(sqs: Any) -> None:
    make(sqs, "dlq")
    url = make(sqs, "orders", RedrivePolicy=f'{{"deadLetterTargetArn": "{ARN}dlq", "maxReceiveCount": 3}}')
    assert make(sqs, "orders", RedrivePolicy=f'{{"maxReceiveCount":"3","deadLetterTargetArn":"{ARN}dlq"}}') == url


def test_tags_are_not_compared(sqs: Any) -> None:
    url = sqs.create_queue(QueueName="orders", tags={"a": "1"})["QueueUrl"]
    assert sqs.create_queue(QueueName="orders", tags={"b": "2"})["QueueUrl"] == url
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"a": "1"}


def test_name_rests_for_a_minute_after_deletion(aws: World, sqs: Any, orders: str) -> None:
    sqs.delete_queue(QueueUrl=orders)
    aws.clock.advance(seconds=59)
    with refused(
        "QueueDeletedRecently",
        "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
    ):
        make(sqs, "orders")
    make(sqs, "others")
    aws.clock.advance(seconds=1)
    assert make(sqs, "orders") == orders
