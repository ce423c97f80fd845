"""Bug 2: one way through the consumer forgets to delete the message.

A partner sends the same file twice. The workers see that the order is settled and have nothing to do; before
the fix they left it at that. Nobody was charged twice and no error was logged, but the message came back
until it lay in the dead-letter queue, and somebody was called at night for an order that was fine.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from orders.clients import sqs
from orders.model import Order
from orders.partner_import import import_orders
from orders.payments import PaymentProvider
from orders.settings import Settings
from orders.worker import WorkerPool

from fakeaws import World

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef


class WorkersBeforeTheFix(WorkerPool):
    def _take(self, url: str, message: MessageTypeDef) -> None:
        order = Order.from_json(message["Body"])
        if self.book.find(order.order_id) is not None:
            return  # the bug: done with it, yet it stays in the queue
        self.process(message)
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def test_the_repeated_order_ends_in_the_dead_letter_queue(
    aws: World,
    settings: Settings,
    start_workers: Callable[..., WorkerPool],
    payments: PaymentProvider,
    new_order: Callable[..., Order],
) -> None:
    start_workers(WorkersBeforeTheFix)
    [first] = import_orders([new_order("1001", "book")], settings)
    aws.clock.advance(seconds=60)
    [again] = import_orders([new_order("1001", "book")], settings)
    aws.clock.advance(minutes=3)
    assert aws.trace(first).fates == {"orders": "deleted"}
    assert [d.at.seconds for d in aws.trace(again).deliveries] == [60, 90, 120]
    assert aws.trace(again).fates == {"orders": "dead-lettered", "orders-dlq": "visible"}
    assert len(payments.captured) == 1


def test_the_fix_deletes_whatever_was_processed_without_error(
    aws: World,
    settings: Settings,
    start_workers: Callable[..., WorkerPool],
    payments: PaymentProvider,
    new_order: Callable[..., Order],
) -> None:
    start_workers()
    [first] = import_orders([new_order("1001", "book")], settings)
    aws.clock.advance(seconds=60)
    [again] = import_orders([new_order("1001", "book")], settings)
    aws.clock.advance(minutes=3)
    assert aws.trace(first).fates == {"orders": "deleted"}
    assert [d.at for d in aws.trace(again).deliveries] == [timedelta(seconds=60)]
    assert aws.trace(again).fates == {"orders": "deleted"}
    assert len(payments.captured) == 1
