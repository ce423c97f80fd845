"""sqs-workers as it comes: jobs, its growing visibility timeouts after failures, shutdown policies."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest

from fakeaws import World

sqs_workers = pytest.importorskip("sqs_workers", reason="sqs-workers is not installed")


@pytest.fixture
def env(aws: World) -> Any:
    made = sqs_workers.SQSEnv(queue_prefix="shop_")
    sqs_workers.create_standard_queue(made, "orders_dead")
    sqs_workers.create_standard_queue(made, "orders", redrive_policy=made.redrive_policy("orders_dead", 3))
    return made


def test_a_failing_job_is_tried_later_and_later_and_ends_in_the_dead_letter_queue(aws: World, env: Any) -> None:
    done: list[tuple[str, float]] = []
    queue = env.queue("orders")

    @queue.processor("pay")
    def pay(order: str) -> None:
        done.append((order, aws.clock.elapsed.total_seconds()))
        if order == "bad":
            raise ValueError(order)

    pay.delay(order="42")
    pay.delay(order="bad")
    pay.delay(order="later", _delay_seconds=20)
    queue.process_queue(shutdown_policy=sqs_workers.shutdown_policies.IdleShutdown(60))

    tried = [at for order, at in done if order == "bad"]
    assert len(tried) == 3
    assert tried[0] < tried[1] < tried[2]  # its pauses are random
    assert [(order, at) for order, at in done if order != "bad"] == [("42", 0), ("later", 20)]
    assert aws.sqs.queue("shop_orders").messages == []
    [dead] = aws.sqs.queue("shop_orders_dead").visible
    assert dead.receive_count == 3
    # Sixty seconds without a message are noticed at the end of a poll of ten.
    assert timedelta(seconds=80) <= aws.clock.elapsed < timedelta(seconds=90)


def test_two_workers_beside_the_test(aws: World, env: Any) -> None:
    queue = env.queue("orders")
    paid: list[float] = []

    @queue.processor("pay")
    def pay(order: int) -> None:
        time.sleep(3)
        paid.append(aws.clock.elapsed.total_seconds())

    for name in ("one", "two"):
        aws.spawn(queue.process_queue, sqs_workers.shutdown_policies.NeverShutdown(), name=name)
    aws.clock.advance(seconds=1)
    for order in range(2):
        pay.delay(order=order)
    aws.clock.run_until_idle()
    assert paid == [4, 4]
    assert {d.actor for record in aws.timeline.select(kind="SendMessage") for d in aws.trace(record).deliveries} == {
        "one",
        "two",
    }


def test_its_batches_send_and_delete_ten_at_a_time(aws: World, env: Any) -> None:
    queue = env.queue("orders")
    paid: list[int] = []

    @queue.processor("pay")
    def pay(order: int) -> None:
        paid.append(order)

    with pay.batch():
        for order in range(12):
            pay.delay(order=order)
    assert aws.timeline.select(kind="SendMessage")[-1].at == timedelta(0)
    assert queue.process_batch().succeeded_count() == 10
    assert queue.process_batch().succeeded_count() == 2
    assert sorted(paid) == list(range(12))
    assert aws.sqs.queue("shop_orders").messages == []
