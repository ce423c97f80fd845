"""One publish, five departments: who hears of it, in which form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from orders.checkout import Checkout
from orders.clients import sqs
from orders.departments import Audit, Billing, Entry, Shipping
from orders.envelopes import Incoming, unwrap
from orders.events import OrderEvents
from orders.infrastructure import deploy
from orders.model import Confirmation, Order, Settled
from orders.settings import Settings
from orders.worker import WorkerPool

from fakeaws import World


def settle(settings: Settings, order: Order, *, accepted: bool = True) -> str:
    reason = "" if accepted else "The payment was declined."
    return OrderEvents(settings).settled(order, Confirmation(order.order_id, order.email, accepted, reason))


def test_everybody_hears_of_an_accepted_order(
    aws: World,
    settings: Settings,
    departments: None,
    billing: Billing,
    shipping: Shipping,
    audit: Audit,
    new_order: Callable[..., Order],
) -> None:
    message_id = settle(settings, new_order("1001", "book", "lamp"))
    aws.clock.run_until_idle()
    assert aws.trace(message_id).fates == {
        "notifications": "visible",  # the notifier does not run
        "billing": "deleted",
        "shipping": "deleted",
        "invoices": "deleted",
        "audit": "deleted",
    }
    assert (billing.invoices, shipping.parcels) == ({"1001": 2000}, {"1001": ["book", "lamp"]})
    assert audit.entries == [Entry(message_id, "accepted", "1001")]
    assert aws.diagnose() == []


def test_billing_and_shipping_do_not_hear_of_a_refused_order(
    aws: World, settings: Settings, queues: dict[str, str], new_order: Callable[..., Order]
) -> None:
    fates = aws.trace(settle(settings, new_order("1001", "book"), accepted=False)).fates
    assert fates == {
        "notifications": "visible",
        "billing": "filtered",
        "shipping": "filtered",
        "invoices": "filtered",
        "audit": "visible",
    }


def test_what_is_free_is_shipped_without_an_invoice(
    aws: World, settings: Settings, queues: dict[str, str], new_order: Callable[..., Order]
) -> None:
    [line] = new_order("1001", "book").lines
    gift = replace(new_order("1001"), lines=(replace(line, unit_price_cents=0),))
    fates = aws.trace(settle(settings, gift)).fates
    assert fates == {
        "notifications": "visible",
        "billing": "filtered",
        "shipping": "visible",
        "invoices": "filtered",
        "audit": "visible",
    }


@pytest.mark.parametrize(("queue", "enveloped"), [("billing", False), ("audit", True)])
def test_unwrapped_it_is_the_same_raw_and_enveloped(
    settings: Settings, queues: dict[str, str], new_order: Callable[..., Order], queue: str, enveloped: bool
) -> None:
    order = new_order("1001", "book")
    message_id = settle(settings, order)
    [message] = sqs.receive_message(QueueUrl=queues[queue], MessageAttributeNames=["All"])["Messages"]
    text = Settled(order, Confirmation("1001", order.email, accepted=True)).to_json()
    assert (message["Body"] == text) is not enveloped
    attributes = {"event": "accepted", "total_cents": "1000"}
    assert unwrap(message) == Incoming(text, attributes, message_id if enveloped else None)


def test_deploying_again_changes_nothing(
    aws: World, settings: Settings, queues: dict[str, str], new_order: Callable[..., Order]
) -> None:
    assert deploy(settings) == queues
    assert len(aws.sns.topic("order-events").subscriptions) == 5
    assert aws.trace(settle(settings, new_order("1001", "book"))).fates["audit"] == "visible"


def test_from_the_checkout_to_the_parcel(
    aws: World,
    start_workers: Callable[..., WorkerPool],
    checkout: Checkout,
    departments: None,
    shipping: Shipping,
    new_order: Callable[..., Order],
) -> None:
    start_workers()
    checkout.place(new_order("1001", "book"))
    aws.clock.run_until(lambda: shipping.parcels, within=timedelta(seconds=1))
    assert shipping.parcels == {"1001": ["book"]}
