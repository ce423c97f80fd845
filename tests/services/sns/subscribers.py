"""What the SNS tests share: AWS's refusals to compare with, queues that subscribe, and what came into them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fakeaws import World

ACCOUNT = "123456789012"
OTHER = "210987654321"
ARN = f"arn:aws:sns:us-east-1:{ACCOUNT}:"
QUEUE = f"arn:aws:sqs:us-east-1:{ACCOUNT}:"


@contextmanager
def refused(code: str, message: str, status: int = 400) -> Iterator[None]:
    """AWS refuses with this code and exactly this text."""
    with pytest.raises(ClientError) as caught:
        yield
    error: dict[str, Any] = dict(caught.value.response["Error"])
    assert (error["Code"], error["Message"]) == (code, message)
    assert error["Type"] == "Sender"
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == status


def invalid(what: str) -> Any:
    """Refused with ``InvalidParameter`` and its usual beginning."""
    return refused("InvalidParameter", f"Invalid parameter: {what}")


def no_topic() -> Any:
    return refused("NotFound", "Topic does not exist", 404)


def make_topic(sns: Any, name: str = "orders", **attributes: str) -> str:
    """A topic with these attributes; a FIFO topic if its name says so. Returns its ARN."""
    if name.endswith(".fifo"):
        attributes["FifoTopic"] = "true"
    arn: str = sns.create_topic(Name=name, Attributes=attributes)["TopicArn"]
    return arn


def make_queue(sqs: Any, aws: World, name: str, topic: str | None = None, **attributes: str) -> str:
    """A queue that the topic may send to; returns its ARN."""
    if name.endswith(".fifo"):
        attributes["FifoQueue"] = "true"
    sqs.create_queue(QueueName=name, Attributes=attributes)
    queue = aws.sqs.queue(name)
    if topic is not None:
        queue.grant_send(topic)
    return queue.arn


def subscribe_queue(sns: Any, sqs: Any, aws: World, topic: str, name: str, **attributes: Any) -> str:
    """A new queue that subscribes to the topic with these attributes; the subscription's ARN."""
    arn = make_queue(sqs, aws, name, topic)
    return subscribe(sns, topic, arn, **attributes)


def subscribe(sns: Any, topic: str, endpoint: str, protocol: str = "sqs", **attributes: Any) -> str:
    """Subscribe; values that are no texts become JSON."""
    given = {name: value if isinstance(value, str) else json.dumps(value) for name, value in attributes.items()}
    arn: str = sns.subscribe(TopicArn=topic, Protocol=protocol, Endpoint=endpoint, Attributes=given)["SubscriptionArn"]
    return arn


def bodies(aws: World, queue: str) -> list[str]:
    """The bodies of the messages in a queue."""
    return [message.body for message in aws.sqs.queue(queue).messages]


def messages(aws: World, queue: str) -> list[str]:
    """What was published, from the envelopes in a queue."""
    return [json.loads(body)["Message"] for body in bodies(aws, queue)]


def shown(sns: Any, subscription: str) -> dict[str, str]:
    """A subscription's attributes."""
    found: dict[str, str] = sns.get_subscription_attributes(SubscriptionArn=subscription)["Attributes"]
    return found


def text(value: str) -> dict[str, str]:
    """A message attribute."""
    return {"DataType": "String", "StringValue": value}
