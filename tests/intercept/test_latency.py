"""``latency=``: virtual time that each AWS call of a client takes, on both paths, sync and async."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import boto3
import pytest

from fakeaws import World, mock_aws


@pytest.mark.parametrize("wire", [False, True])
def test_each_call_takes_its_time(wire: bool) -> None:
    with mock_aws(latency=0.25) as aws:
        sqs = boto3.client("sqs")
        if wire:
            sqs.meta.events.register("before-send", lambda **_: None)
        sqs.list_queues()
        sqs.list_queues()
        assert aws.clock.elapsed == timedelta(milliseconds=500)


@pytest.mark.parametrize("wire", [False, True])
def test_tasks_wait_side_by_side(wire: bool) -> None:
    async def main() -> None:
        from aiobotocore.session import get_session

        async with get_session().create_client("sqs") as sqs:
            if wire:
                sqs.meta.events.register("before-send", lambda **_: None)
            await asyncio.gather(*(sqs.list_queues() for _ in range(5)))

    with mock_aws(latency=timedelta(milliseconds=250)) as aws:
        asyncio.run(main())
        assert aws.clock.elapsed == timedelta(milliseconds=250)


def test_without_it_a_call_takes_none(aws: World) -> None:
    boto3.client("sqs").list_queues()
    assert aws.clock.elapsed == timedelta(0)
