"""aiobotocore clients: made before, inside or outside the world, with or without credentials, in any region."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from aiobotocore.session import get_session

from fakeaws import World, mock_aws

KEYS = {"aws_access_key_id": "AKIAEARLY", "aws_secret_access_key": "x"}


async def roundtrip(sqs: Any) -> str:
    url = (await sqs.create_queue(QueueName="q"))["QueueUrl"]
    await sqs.send_message(QueueUrl=url, MessageBody="hello")
    message = (await sqs.receive_message(QueueUrl=url))["Messages"][0]
    await sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    body: str = message["Body"]
    return body


@pytest.mark.parametrize("keys", [KEYS, {}], ids=["keys", "no-credentials"])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_one_client_serves_before_during_and_between_worlds(keys: dict[str, str]) -> None:
    async def main() -> list[str]:
        seen: list[str] = []
        async with get_session().create_client("sqs", region_name="us-east-1", **keys) as sqs:
            for _ in range(2):
                async with mock_aws():
                    assert "QueueUrls" not in await sqs.list_queues()
                    seen.append(await roundtrip(sqs))
        return seen

    assert asyncio.run(main()) == ["hello", "hello"]


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1", "cn-north-1"])
def test_regions_and_endpoints(aws: World, region: str) -> None:
    async def main() -> tuple[str, str]:
        session = get_session()
        async with (
            session.create_client("sqs", region_name=region) as plain,
            session.create_client("sqs", region_name=region, endpoint_url="http://localhost:4566") as elsewhere,
        ):
            return await roundtrip(plain), await roundtrip(elsewhere)

    assert asyncio.run(main()) == ("hello", "hello")


def test_pagers_and_many_at_once(aws: World) -> None:
    async def main() -> list[str]:
        async with get_session().create_client("sqs") as sqs:
            await asyncio.gather(*(sqs.create_queue(QueueName=f"q{number}") for number in range(5)))
            pages = sqs.get_paginator("list_queues").paginate(PaginationConfig={"PageSize": 2})
            return [url.rsplit("/", 1)[-1] async for page in pages for url in page["QueueUrls"]]

    assert asyncio.run(main()) == ["q0", "q1", "q2", "q3", "q4"]


def test_a_cancelled_long_poll_leaves_nothing(aws: World) -> None:
    async def main() -> None:
        async with get_session().create_client("sqs") as sqs:
            url = (await sqs.create_queue(QueueName="q"))["QueueUrl"]
            poll = asyncio.create_task(sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20))
            await asyncio.sleep(1)
            poll.cancel()
            with pytest.raises(asyncio.CancelledError):
                await poll
            await sqs.send_message(QueueUrl=url, MessageBody="for nobody")
            assert len(aws.sqs.queue("q").visible) == 1

    asyncio.run(main())
    assert aws.clock.elapsed == timedelta(seconds=1)


def test_botocores_retries_pass_virtual_time(aws: World) -> None:
    async def main() -> int:
        async with get_session().create_client("sqs") as sqs:
            aws.faults.fail("sqs.ListQueues", code="InternalError", status=500, times=2)
            retries: int = (await sqs.list_queues())["ResponseMetadata"]["RetryAttempts"]
            return retries

    assert asyncio.run(main()) == 2
    assert aws.clock.elapsed > timedelta(0)
