"""`World.trace` and the timeline of real calls."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from fakeaws import World, mock_aws
from fakeaws.timeline.digest import digest


@pytest.fixture
def world() -> Iterator[World]:
    with mock_aws() as aws:
        yield aws


@pytest.fixture
def sqs(world: World) -> Any:
    return world.boto3_session().client("sqs")


@pytest.fixture
def orders(sqs: Any) -> str:
    """Visibility 30 s, two receives, then orders-dlq."""
    dead = sqs.create_queue(QueueName="orders-dlq")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = f'{{"deadLetterTargetArn": "{arn}", "maxReceiveCount": 2}}'
    url: str = sqs.create_queue(QueueName="orders", Attributes={"RedrivePolicy": policy})["QueueUrl"]
    return url


def test_a_message_received_twice_and_dead_lettered(world: World, sqs: Any, orders: str) -> None:
    sent = sqs.send_message(QueueUrl=orders, MessageBody="42")
    assert world.trace(sent).fates == {"orders": "visible"}
    for _ in range(2):
        received = sqs.receive_message(QueueUrl=orders)["Messages"][0]
        assert world.trace(received).fates == {"orders": "in-flight"}
        world.clock.advance(seconds=30)
    sqs.receive_message(QueueUrl=orders)
    found = world.trace(sent)
    assert found.fates == {"orders": "dead-lettered", "orders-dlq": "visible"}
    assert found.path == ["orders", "orders-dlq"]
    assert [(d.actor, d.at) for d in found.deliveries] == [("test", timedelta(0)), ("test", timedelta(seconds=30))]
    assert [line.split()[2] for line in found.text().splitlines()[:3]] == [
        "sqs.SendMessage",
        "sqs.ReceiveMessage",
        "sqs.VisibilityTimeout",
    ]
    assert "because of ReceiveMessage by test at +00:00:00" in found.text()


def test_a_deleted_message_beside_a_delayed_one(world: World, sqs: Any, orders: str) -> None:
    answer = sqs.send_message_batch(
        QueueUrl=orders,
        Entries=[{"Id": "now", "MessageBody": "a"}, {"Id": "later", "MessageBody": "b", "DelaySeconds": 60}],
    )
    with pytest.raises(LookupError, match="names 2 messages"):
        world.trace(answer)
    now, later = answer["Successful"]
    sqs.delete_message(
        QueueUrl=orders, ReceiptHandle=sqs.receive_message(QueueUrl=orders)["Messages"][0]["ReceiptHandle"]
    )
    assert world.trace(now).fates == {"orders": "deleted"}
    assert world.trace(later).fates == {"orders": "delayed"}
    world.clock.advance(seconds=60)
    assert world.trace(later).fates == {"orders": "visible"}


def test_two_runs_have_one_digest() -> None:
    def run(seed: int) -> str:
        with mock_aws(seed=seed) as aws:
            sqs = aws.boto3_session().client("sqs")
            url = sqs.create_queue(QueueName="orders")["QueueUrl"]
            sqs.send_message(QueueUrl=url, MessageBody="42")
            sqs.receive_message(QueueUrl=url)
            aws.clock.advance(minutes=5)
            return digest(aws.timeline)

    assert run(1) == run(1)
    assert run(1) != run(2)
