"""Bug 3: the dead-letter queue keeps messages no longer than the queue before it.

Both had SQS's default of four days. But on a standard queue the four days count from the first send, not from
the move: an order that waited through a long weekend and then failed was gone from the dead-letter queue four
hours later, before anybody had looked.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from orders.model import Order
from orders.partner_import import import_orders
from orders.settings import DAY, Settings
from orders.worker import WorkerPool

from fakeaws import World


def fail_after_the_weekend(
    aws: World, settings: Settings, start_workers: Callable[..., WorkerPool], order: Order
) -> str:
    """The workers come back after 92 hours and cannot process the order. Returns the message id."""
    [message_id] = import_orders([order], settings)
    aws.clock.advance(days=3, hours=20)
    workers = start_workers()
    aws.clock.advance(minutes=5)
    workers.ask_to_stop()
    workers.join()
    assert aws.trace(message_id).fates == {"orders": "dead-lettered", "orders-dlq": "visible"}
    return message_id


@pytest.mark.parametrize("settings", [Settings(dlq_retention_seconds=4 * DAY)], ids=["default-retention"])
def test_the_failed_order_dies_in_the_dead_letter_queue(
    aws: World,
    settings: Settings,
    start_workers: Callable[..., WorkerPool],
    new_order: Callable[..., Order],
) -> None:
    message_id = fail_after_the_weekend(aws, settings, start_workers, new_order("1001", "unicorn"))
    assert [finding.rule for finding in aws.diagnose()] == ["dead-letter-queue-retention"]
    aws.clock.advance(hours=4)
    assert aws.trace(message_id).fates == {"orders": "dead-lettered", "orders-dlq": "expired"}


def test_the_fix_keeps_it_for_fourteen_days(
    aws: World,
    settings: Settings,
    start_workers: Callable[..., WorkerPool],
    new_order: Callable[..., Order],
) -> None:
    message_id = fail_after_the_weekend(aws, settings, start_workers, new_order("1001", "unicorn"))
    aws.clock.advance(days=10)
    assert aws.trace(message_id).fates == {"orders": "dead-lettered", "orders-dlq": "visible"}
    aws.clock.advance(hours=4)
    assert aws.trace(message_id).fates == {"orders": "dead-lettered", "orders-dlq": "expired"}
    assert aws.diagnose() == []
