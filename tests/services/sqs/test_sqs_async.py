"""Long polls of an aiobotocore client."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from fakeaws import World

from .support import make, send

aiobotocore_session = pytest.importorskip("aiobotocore.session")


def aio_client() -> Any:
    return aiobotocore_session.get_session().create_client(
        "sqs", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
    )


@pytest.mark.asyncio
async def test_poll_is_woken_by_a_send(aws: World, sqs: Any) -> None:
    async with aio_client() as aio:
        url = (await aio.create_queue(QueueName="orders"))["QueueUrl"]
        poll = asyncio.create_task(aio.receive_message(QueueUrl=url, WaitTimeSeconds=20))
        await asyncio.sleep(3)
        await aio.send_message(QueueUrl=url, MessageBody="a")
        answer = await poll
    assert [message["Body"] for message in answer["Messages"]] == ["a"]
    assert aws.clock.elapsed.total_seconds() == 3


@pytest.mark.asyncio
async def test_cancelled_poll_takes_nothing(aws: World, sqs: Any) -> None:
    url = make(sqs)
    async with aio_client() as aio:
        poll = asyncio.create_task(aio.receive_message(QueueUrl=url, WaitTimeSeconds=20))
        await asyncio.sleep(1)
        timers = len(aws.simulation.scheduler)
        poll.cancel()
        with pytest.raises(asyncio.CancelledError):
            await poll
        assert len(aws.simulation.scheduler) == timers - 1
        send(sqs, url, "a")
        answer = await aio.receive_message(QueueUrl=url)
    assert len(answer["Messages"]) == 1


@pytest.mark.asyncio
async def test_consumer_task_keeps_messages_under_way(aws: World, sqs: Any) -> None:
    url = make(sqs)

    async def consume(aio: Any) -> None:
        await aio.receive_message(QueueUrl=url)
        await asyncio.sleep(60)

    async with aio_client() as aio:
        task = asyncio.create_task(consume(aio))
        await asyncio.sleep(1)
        await aio.send_message(QueueUrl=url, MessageBody="a")
        [service] = aws.router.services("sqs")
        assert service.under_way() == ["orders: 1 message for a consumer"]
        task.cancel()
        await asyncio.sleep(0)
        assert service.under_way() == []


@pytest.mark.asyncio
async def test_task_that_polls_shortly_lets_time_pass(aws: World, sqs: Any) -> None:
    url = make(sqs)
    found: list[float] = []

    async def consume(aio: Any) -> None:
        while not (await aio.receive_message(QueueUrl=url)).get("Messages"):
            pass
        found.append(aws.clock.elapsed.total_seconds())

    async with aio_client() as aio:
        task = asyncio.create_task(consume(aio))
        await asyncio.sleep(1.05)
        send(sqs, url, "a")
        await task
    assert found == [1.1]


@pytest.mark.asyncio
async def test_one_look_of_the_test_takes_no_time(aws: World, sqs: Any) -> None:
    url = make(sqs)
    async with aio_client() as aio:
        for second in range(3):
            assert "Messages" not in await aio.receive_message(QueueUrl=url)
            assert aws.clock.elapsed.total_seconds() == second
            await asyncio.sleep(1)
        send(sqs, url, "left over")
        await aws.aclock.run_until_idle()


@pytest.mark.asyncio
async def test_many_short_tasks_are_forgotten(aws: World, sqs: Any) -> None:
    url = make(sqs)
    async with aio_client() as aio:
        for _ in range(200):
            await asyncio.create_task(aio.receive_message(QueueUrl=url))
    queue: Any = aws.router.service("sqs", aws.account, aws.region).queues["orders"]  # type: ignore[attr-defined]
    assert len(queue.consumers._seen) <= 100
