"""The customer's side: an order goes in, a confirmation comes back on the reply queue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from orders.checkout import Checkout, ConfirmationPending
from orders.model import Confirmation, Order
from orders.payments import PaymentProvider
from orders.settings import Settings
from orders.warehouse import Warehouse
from orders.worker import WorkerPool

from fakeaws import World


def test_the_confirmation_comes_when_the_order_is_paid(
    aws: World,
    start_workers: Callable[..., WorkerPool],
    checkout: Checkout,
    payments: PaymentProvider,
    new_order: Callable[..., Order],
) -> None:
    start_workers()
    assert checkout.place(new_order("1001", "book")) == Confirmation("1001", "ann@example.com", accepted=True)
    assert aws.clock.elapsed == timedelta(seconds=payments.seconds)


def test_each_customer_gets_the_own_answer(
    aws: World,
    start_workers: Callable[..., WorkerPool],
    checkout: Checkout,
    new_order: Callable[..., Order],
) -> None:
    """Five request handlers share one reply queue; two lamps are in stock."""
    start_workers()
    requests = [aws.spawn(checkout.place, new_order(f"{n}", "lamp"), name=f"request-{n}") for n in range(1001, 1006)]
    answers = [request.result(within=timedelta(minutes=1)) for request in requests]
    assert [answer.order_id for answer in answers] == ["1001", "1002", "1003", "1004", "1005"]
    assert sorted(answer.accepted for answer in answers) == [False, False, False, True, True]


def test_sold_out_is_an_answer_not_a_failure(
    aws: World,
    start_workers: Callable[..., WorkerPool],
    checkout: Checkout,
    payments: PaymentProvider,
    new_order: Callable[..., Order],
) -> None:
    start_workers()
    placed = checkout.submit(new_order("1001", "lamp", "lamp", "lamp"))
    assert placed.confirmation.result(timeout=10).reason == "lamp is sold out."
    aws.clock.advance(minutes=2)
    assert aws.trace(placed.message_id).fates == {"orders": "deleted"}
    assert payments.captured == []


def test_a_declined_payment_gives_the_stock_back(
    start_workers: Callable[..., WorkerPool],
    checkout: Checkout,
    payments: PaymentProvider,
    warehouse: Warehouse,
    new_order: Callable[..., Order],
) -> None:
    payments.limit_cents = 500
    start_workers()
    assert checkout.place(new_order("1001", "book")).reason == "The payment was declined."
    assert warehouse.on_hand("book") == 100


def test_the_customer_does_not_wait_for_ever(
    aws: World,
    settings: Settings,
    start_workers: Callable[..., WorkerPool],
    checkout: Checkout,
    payments: PaymentProvider,
    new_order: Callable[..., Order],
) -> None:
    payments.seconds = 90
    start_workers()
    with pytest.raises(ConfirmationPending):
        checkout.place(new_order("1001", "book"))
    assert aws.clock.elapsed == timedelta(seconds=settings.confirmation_seconds)
    aws.clock.advance(seconds=35)
    assert [paid.order_id for paid in payments.captured] == ["1001"]
