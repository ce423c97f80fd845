"""Whole flows as users write them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from fakeaws import World
from tests.stories import shop


@pytest.fixture
def fifo(aws: World, sqs: Any) -> str:
    return shop.create_queue(sqs, "orders.fifo")


@pytest_asyncio.fixture
async def aio_sqs(aws: World) -> AsyncIterator[Any]:
    from aiobotocore.session import get_session

    async with get_session().create_client("sqs") as client:
        yield client


def test_slow_work_is_done_twice(aws: World, sqs: Any, orders: str) -> None:
    sent = sqs.send_message(QueueUrl=orders, MessageBody="42")
    for name in ("consumer-1", "consumer-2"):
        aws.spawn(shop.consume, orders, work=lambda body: time.sleep(45), name=name)
    aws.clock.advance(seconds=50)
    assert [(d.actor, d.at) for d in aws.trace(sent).deliveries] == [
        ("consumer-1", timedelta(0)),
        ("consumer-2", timedelta(seconds=30)),
    ]
    assert "visibility-shorter-than-work" in [finding.rule for finding in aws.diagnose()]


def test_poison_blocks_one_customer(aws: World, sqs: Any, fifo: str) -> None:
    def send(body: str, customer: str) -> Any:
        return sqs.send_message(QueueUrl=fifo, MessageBody=body, MessageGroupId=customer, MessageDeduplicationId=body)

    poison, behind, other = send("poison", "ann"), send("next", "ann"), send("hello", "bob")
    aws.spawn(shop.consume, fifo, work=shop.reject_poison, name="consumer")
    aws.clock.advance(seconds=89)
    assert aws.trace(other).fates == {"orders.fifo": "deleted"}
    assert aws.trace(behind).fates == {"orders.fifo": "visible"}
    assert not aws.trace(behind).deliveries
    aws.clock.advance(seconds=2)
    assert aws.trace(poison).fates == {"orders.fifo": "dead-lettered", "orders-dlq.fifo": "visible"}
    assert aws.trace(behind).fates == {"orders.fifo": "deleted"}


@pytest.mark.asyncio
async def test_async_consumer(aws: World, orders: str, aio_sqs: Any) -> None:
    done: list[str] = []
    consumer = asyncio.create_task(shop.aio_consume(aio_sqs, orders, done.append))
    await aio_sqs.send_message(QueueUrl=orders, MessageBody="later", DelaySeconds=60)
    await asyncio.sleep(59)
    assert done == []
    await aws.aclock.advance(seconds=2)
    assert done == ["later"]
    consumer.cancel()


def test_lost_reply_is_deduplicated(aws: World, sqs: Any, fifo: str) -> None:
    lost = aws.faults.lose_reply("sqs.SendMessage")
    shop.place_order(fifo, "42")
    assert lost.fired
    assert len(aws.sqs.queue(fifo).messages) == 1


class TestRegions:
    @pytest.fixture(params=["us-east-1", "eu-central-1", "cn-north-1"])
    def aws_options(self, request: pytest.FixtureRequest) -> dict[str, Any]:
        return {"region": request.param}

    def test_each_region(self, aws: World, sqs: Any, orders: str) -> None:
        assert aws.sqs.queue("orders").arn.split(":")[3] == aws.region


def test_the_flow_is_idle_when_nothing_is_under_way(aws: World, sqs: Any, orders: str) -> None:
    for number in range(3):
        sqs.send_message(QueueUrl=orders, MessageBody=str(number), DelaySeconds=60 * number)
    aws.spawn(shop.consume, orders, work=lambda body: time.sleep(5), name="consumer")
    aws.clock.run_until_idle()
    assert aws.clock.elapsed == timedelta(seconds=125)
    assert not aws.sqs.queue("orders").messages
