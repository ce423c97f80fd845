"""An aiobotocore client's long poll inside a world: it leaves the loop free, and nothing behind."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any

import boto3
import pytest

from fakeaws import World, mock_aws

aiobotocore_session = pytest.importorskip("aiobotocore.session")


@pytest.fixture
def aws() -> Iterator[World]:
    with mock_aws() as world:
        yield world


def client() -> AbstractAsyncContextManager[Any]:
    made: AbstractAsyncContextManager[Any] = aiobotocore_session.get_session().create_client(
        "sqs", region_name="us-east-1"
    )
    return made


def test_a_poll_is_woken_by_a_thread_that_sends(aws: World) -> None:
    def send(url: str) -> None:
        time.sleep(3)
        boto3.client("sqs", region_name="us-east-1").send_message(QueueUrl=url, MessageBody="hello")

    async def main() -> tuple[str, float, int]:
        loop = asyncio.get_running_loop()
        ticks: list[float] = []

        async def tick() -> None:
            while True:
                await asyncio.sleep(1)
                ticks.append(loop.time())

        async with client() as sqs:
            url = (await sqs.create_queue(QueueName="orders"))["QueueUrl"]
            threading.Thread(target=send, args=(url,)).start()
            ticker = asyncio.create_task(tick())
            begun = loop.time()
            answer = await sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20)
            ticker.cancel()
            return answer["Messages"][0]["Body"], loop.time() - begun, len(ticks)

    body, took, ticks = asyncio.run(main())
    assert (body, took) == ("hello", 3)
    assert ticks in (2, 3)


def test_a_cancelled_poll_leaves_no_timer_and_takes_no_message(aws: World) -> None:
    async def main() -> tuple[int, int, list[str]]:
        async with client() as sqs:
            url = (await sqs.create_queue(QueueName="orders"))["QueueUrl"]
            before = len(aws.simulation.scheduler)
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20), 5)
            after = len(aws.simulation.scheduler)
            await sqs.send_message(QueueUrl=url, MessageBody="later")
            received = await sqs.receive_message(QueueUrl=url)
            return before, after, [message["Body"] for message in received["Messages"]]

    before, after, bodies = asyncio.run(main())
    assert after == before
    assert bodies == ["later"]
    assert aws.clock.elapsed.total_seconds() == 5


def test_polls_of_one_loop_are_served_first_come(aws: World) -> None:
    async def main() -> list[str]:
        served: list[str] = []

        async def poll(name: str) -> None:
            answer = await sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20)
            served.append(f"{name} {answer['Messages'][0]['Body']}")

        async with client() as sqs:
            url = (await sqs.create_queue(QueueName="orders"))["QueueUrl"]
            polls = [asyncio.create_task(poll(name)) for name in ("first", "second")]
            await aws.aclock.advance(seconds=2)
            await sqs.send_message(QueueUrl=url, MessageBody="one")
            await aws.aclock.advance(seconds=2)
            await sqs.send_message(QueueUrl=url, MessageBody="two")
            await asyncio.gather(*polls)
        return served

    assert asyncio.run(main()) == ["first one", "second two"]
