"""dramatiq with the broker of dramatiq-sqs as they come: worker threads, delays, retries, dead letters."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from fakeaws import World

dramatiq = pytest.importorskip("dramatiq", reason="dramatiq is not installed")
dramatiq_sqs = pytest.importorskip("dramatiq_sqs", reason="dramatiq-sqs is not installed")


@pytest.fixture
def broker(aws: World) -> Any:
    return dramatiq_sqs.SQSBroker(namespace="shop", dead_letter=True)


@pytest.fixture
def work(aws: World, broker: Any) -> Iterator[Callable[..., None]]:
    """Start a worker for the broker's actors; it is stopped with the test."""
    workers = []

    def work(threads: int = 1) -> None:
        workers.append(dramatiq.Worker(broker, worker_threads=threads))
        workers[-1].start()

    yield work
    for worker in workers:
        worker.stop()
    broker.close()


def test_actors_delays_retries_and_dead_letters(aws: World, broker: Any, work: Any) -> None:
    done: list[tuple[str, timedelta]] = []

    @dramatiq.actor(broker=broker, queue_name="orders", max_retries=2, min_backoff=10_000, max_backoff=10_000)
    def pay(order: str) -> None:
        done.append((order, aws.clock.elapsed))
        if order == "bad":
            raise ValueError(order)

    pay.send("42")
    pay.send_with_options(args=("later",), delay=60_000)
    pay.send("bad")
    work()
    aws.clock.advance(minutes=10)

    at = {order: [when for paid, when in done if paid == order] for order in ("42", "later", "bad")}
    assert at["42"] == [timedelta(0)]
    [later] = at["later"]
    assert timedelta(seconds=60) <= later < timedelta(seconds=62)  # it pauses for up to two seconds between polls
    first, second, third = at["bad"]
    assert first == timedelta(0)
    for pause in (second - first, third - second):  # dramatiq's jitter, from the world's stream; SQS delays by seconds
        assert timedelta(seconds=5) <= pause <= timedelta(seconds=12)
    assert aws.sqs.queue("shop_orders").messages == []
    assert len(aws.sqs.queue("shop_orders_dlq").visible) == 1


def test_what_a_stopped_worker_has_prefetched_goes_back_to_the_queue(aws: World, broker: Any) -> None:
    @dramatiq.actor(broker=broker, queue_name="orders")
    def pay(order: str) -> None:
        time.sleep(5)

    for order in ("1", "2", "3"):
        pay.send(order)
    worker = dramatiq.Worker(broker, worker_threads=1)
    worker.start()
    aws.clock.advance(seconds=7)
    assert len(aws.sqs.queue("shop_orders").in_flight) == 2
    worker.stop()
    assert [record.at.seconds for record in aws.timeline.select(kind="DeleteMessage")] == [5, 10]
    [left] = aws.sqs.queue("shop_orders").messages
    assert left.state == "visible"  # not invisible for the twelve hours that dramatiq-sqs asks for
    broker.close()


def test_two_worker_threads_take_turns_the_same_way_each_time(aws: World, broker: Any, work: Any) -> None:
    begun: list[tuple[str, float]] = []

    @dramatiq.actor(broker=broker, queue_name="orders")
    def pay(order: str, takes: int) -> None:
        begun.append((order, aws.clock.elapsed.total_seconds()))
        time.sleep(takes)

    for order, takes in (("a", 30), ("b", 20), ("c", 1), ("d", 1)):
        pay.send(order, takes)
    work(threads=2)
    aws.clock.advance(minutes=2)
    assert begun == [("a", 0), ("b", 0), ("c", 20), ("d", 21)]
    assert aws.sqs.queue("shop_orders").messages == []
