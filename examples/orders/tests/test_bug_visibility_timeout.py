"""Bug 1: the work takes longer than the visibility timeout, so it is done twice.

Authorising a payment took 45 s that day. Queue `orders` hides a received message for 30 s, then hands it to
the next worker, and the customer pays again. The order book is no help: an order is in it once it is settled.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from orders.checkout import Checkout
from orders.model import Order
from orders.payments import Authorisation, PaymentProvider
from orders.settings import Settings
from orders.worker import WorkerPool

from fakeaws import World


@pytest.fixture
def payments() -> PaymentProvider:
    return PaymentProvider(seconds=45)


@pytest.mark.parametrize("settings", [Settings(heartbeat_seconds=0)], ids=["no-heartbeat"])
def test_the_slow_order_is_charged_twice(
    aws: World,
    settings: Settings,
    start_workers: Callable[..., WorkerPool],
    checkout: Checkout,
    payments: PaymentProvider,
    new_order: Callable[..., Order],
) -> None:
    start_workers()
    placed = checkout.submit(new_order("1001", "book"))
    aws.clock.advance(seconds=80)
    assert [(d.actor, d.at) for d in aws.trace(placed.message_id).deliveries][:2] == [
        ("worker-1", timedelta(0)),
        ("worker-2", timedelta(seconds=30)),
    ]
    assert [paid.order_id for paid in payments.captured] == ["1001", "1001"]
    assert "visibility-shorter-than-work" in [finding.rule for finding in aws.diagnose()]


@pytest.mark.parametrize(
    "settings",
    [Settings(heartbeat_seconds=10), Settings(heartbeat_seconds=0, visibility_seconds=60)],
    ids=["heartbeat", "longer-visibility-timeout"],
)
def test_the_fix_hides_the_message_while_the_work_lasts(
    aws: World,
    settings: Settings,
    start_workers: Callable[..., WorkerPool],
    checkout: Checkout,
    payments: PaymentProvider,
    new_order: Callable[..., Order],
) -> None:
    start_workers()
    placed = checkout.submit(new_order("1001", "book"))
    aws.clock.advance(seconds=80)
    assert [(d.actor, d.at) for d in aws.trace(placed.message_id).deliveries] == [("worker-1", timedelta(0))]
    assert aws.trace(placed.message_id).fates == {"orders": "deleted"}
    assert [paid.order_id for paid in payments.captured] == ["1001"]
    assert aws.diagnose() == []


class ProviderHangsUp(PaymentProvider):
    def authorise(self, order: Order) -> Authorisation:
        time.sleep(self.seconds)
        raise ConnectionError("the provider hung up")


@pytest.mark.parametrize("payments", [ProviderHangsUp(seconds=45)], ids=["hangs-up"])
def test_a_failed_order_is_back_soon_after_its_last_heartbeat(
    aws: World,
    start_workers: Callable[..., WorkerPool],
    checkout: Checkout,
    payments: PaymentProvider,
    new_order: Callable[..., Order],
) -> None:
    """Why the heartbeat is the better fix. Beats at 10, 20, 30 and 40 s; back 30 s after the last."""
    start_workers()
    placed = checkout.submit(new_order("1001", "book"))
    aws.clock.advance(seconds=80)
    assert [d.at.seconds for d in aws.trace(placed.message_id).deliveries] == [0, 70]
