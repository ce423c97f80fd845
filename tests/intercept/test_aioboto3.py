"""aioboto3 on fakeaws: clients and resources. Runs where aioboto3 is installed (the second environment)."""

from __future__ import annotations

import asyncio

import pytest

from fakeaws import World

aioboto3 = pytest.importorskip("aioboto3")


def test_a_client_and_a_resource(aws: World) -> None:
    async def main() -> tuple[str, str]:
        session = aioboto3.Session()
        async with session.client("sqs") as sqs, session.resource("sqs") as resource:
            url = (await sqs.create_queue(QueueName="q"))["QueueUrl"]
            await sqs.send_message(QueueUrl=url, MessageBody="one")
            queue = await resource.Queue(url)
            await queue.send_message(MessageBody="two")
            messages = await queue.receive_messages(MaxNumberOfMessages=10, WaitTimeSeconds=20)
            bodies = [await message.body for message in messages]
            return bodies[0], bodies[1]

    assert asyncio.run(main()) == ("one", "two")
    assert aws.clock.elapsed.total_seconds() == 0


def test_a_long_poll_leaves_the_loop_free(aws: World) -> None:
    async def main() -> list[str]:
        seen: list[str] = []
        async with aioboto3.Session().client("sqs") as sqs:
            url = (await sqs.create_queue(QueueName="q"))["QueueUrl"]

            async def consume() -> None:
                answer = await sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20)
                seen.append(answer["Messages"][0]["Body"])

            task = asyncio.create_task(consume())
            await asyncio.sleep(15)
            await sqs.send_message(QueueUrl=url, MessageBody="late")
            await task
        return seen

    assert asyncio.run(main()) == ["late"]
    assert aws.clock.elapsed.total_seconds() == 15
