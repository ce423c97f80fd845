"""The consumer threads together: sharing, stopping, and surviving what they cannot process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from orders.clients import sqs
from orders.model import Order
from orders.partner_import import import_orders
from orders.payments import PaymentProvider
from orders.settings import Settings
from orders.worker import WorkerPool

from fakeaws import World


def test_two_workers_take_half_the_time(
    aws: World,
    settings: Settings,
    start_workers: Callable[..., WorkerPool],
    payments: PaymentProvider,
    new_order: Callable[..., Order],
) -> None:
    start_workers()
    message_ids = import_orders([new_order(str(n), "book") for n in range(1001, 1005)], settings)
    aws.clock.run_until(lambda: len(payments.captured) == 4, within=timedelta(minutes=1))
    assert aws.clock.elapsed == timedelta(seconds=4)
    assert [(d.actor, d.at.seconds) for m in message_ids for d in aws.trace(m).deliveries] == [
        ("worker-1", 0),
        ("worker-2", 0),
        ("worker-1", 2),
        ("worker-2", 2),
    ]


def test_stopping_finishes_the_order_in_hand(
    aws: World,
    settings: Settings,
    start_workers: Callable[..., WorkerPool],
    payments: PaymentProvider,
    new_order: Callable[..., Order],
) -> None:
    payments.seconds = 12
    workers = start_workers()
    first, second, third = import_orders([new_order(str(n), "book") for n in (1001, 1002, 1003)], settings)
    aws.clock.advance(seconds=5)
    workers.ask_to_stop()
    workers.join()
    assert aws.clock.elapsed == timedelta(seconds=12)
    assert [aws.trace(m).fates["orders"] for m in (first, second, third)] == ["deleted", "deleted", "visible"]


def test_what_is_no_order_goes_to_the_dead_letter_queue_alone(
    aws: World,
    settings: Settings,
    queues: dict[str, str],
    start_workers: Callable[..., WorkerPool],
    new_order: Callable[..., Order],
) -> None:
    start_workers()
    garbage = sqs.send_message(QueueUrl=queues["orders"], MessageBody="<order/>")
    [good] = import_orders([new_order("1001", "book")], settings)
    aws.clock.advance(minutes=2)
    assert aws.trace(good).fates == {"orders": "deleted"}
    assert [d.at.seconds for d in aws.trace(garbage).deliveries] == [0, 30, 60]
    assert aws.trace(garbage).fates == {"orders": "dead-lettered", "orders-dlq": "visible"}
