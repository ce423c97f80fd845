"""Background actors that never let time pass by themselves must not keep the test from going on."""

from __future__ import annotations

import time
from datetime import timedelta

import boto3

from fakeaws import World


def test_a_spinning_actor_does_not_stop_time(aws: World) -> None:
    sqs = boto3.client("sqs")

    def spin() -> None:
        while True:
            sqs.list_queues()

    aws.spawn(spin)
    aws.clock.advance(seconds=2)
    assert aws.clock.elapsed == timedelta(seconds=2)


def test_an_actor_that_yields_without_sleeping_does_not_either(aws: World) -> None:
    def spin() -> None:
        while True:
            time.sleep(0)

    aws.spawn(spin)
    aws.clock.advance(seconds=1)
    assert aws.clock.elapsed == timedelta(seconds=1)


def test_a_busy_actor_that_comes_to_an_end_takes_no_time(aws: World) -> None:
    sqs = boto3.client("sqs")
    aws.spawn(lambda: [sqs.list_queues() for _ in range(500)]).result()
    assert aws.clock.elapsed == timedelta(0)
