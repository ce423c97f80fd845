"""The shop under test: its real code, collaborators that take virtual time, queues and topics in the test's world."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from fakeaws import World

sys.path.insert(0, str(Path(__file__).parents[1]))

from orders.addresses import AddressBook
from orders.alarms import deploy_alarms
from orders.checkout import Checkout
from orders.clients import sns
from orders.departments import Audit, Billing, Shipping
from orders.events import OrderEvents
from orders.fulfilment import Fulfilment
from orders.infrastructure import deploy
from orders.mail import MailProvider
from orders.model import Confirmation, Line, Order
from orders.orderbook import OrderBook
from orders.payments import PaymentProvider
from orders.queues import forget_urls
from orders.settings import Settings
from orders.subscriber import Subscriber
from orders.topics import forget_arns
from orders.warehouse import Warehouse
from orders.worker import WorkerPool


@pytest.fixture
def settings() -> Settings:
    """As deployed. A test that wants others parametrises this fixture."""
    return Settings()


@pytest.fixture
def queues(aws: World, settings: Settings) -> Iterator[dict[str, str]]:
    """URLs by name, dead-letter queues too; topics, subscriptions and the function are there as well."""
    yield deploy(settings)
    forget_urls()
    forget_arns()


@pytest.fixture
def operations(aws: World, queues: dict[str, str], settings: Settings) -> Callable[[], list[str]]:
    """The alarms are there, and operations confirmed its mails; gives their subjects, so far."""
    deploy_alarms(settings)
    [confirmation] = aws.sns.outbox("email")
    assert confirmation.topic
    assert confirmation.token
    sns.confirm_subscription(TopicArn=confirmation.topic, Token=confirmation.token)
    return lambda: [mail.subject for mail in aws.sns.outbox("email") if mail.kind == "notification"]


@pytest.fixture
def accept(queues: dict[str, str], settings: Settings) -> Callable[[Order], str]:
    """`accept(order)` lets the company know of an accepted order; gives the message's id."""
    events = OrderEvents(settings)
    return lambda order: events.settled(order, Confirmation(order.order_id, order.email, accepted=True))


@pytest.fixture
def letters(aws: World, queues: dict[str, str], settings: Settings) -> Callable[[], list[dict[str, Any]]]:
    """`letters()`: what lies in the post room."""
    return lambda: [json.loads(letter.body) for letter in aws.sqs.queue(settings.letters_queue).messages]


@pytest.fixture
def payments() -> PaymentProvider:
    return PaymentProvider(seconds=2)


@pytest.fixture
def warehouse() -> Warehouse:
    return Warehouse({"book": 100, "lamp": 2}, seconds=0.2)


@pytest.fixture
def book() -> OrderBook:
    return OrderBook()


@pytest.fixture
def mails() -> MailProvider:
    return MailProvider(seconds=1)


@pytest.fixture
def start_workers(
    queues: dict[str, str],
    settings: Settings,
    payments: PaymentProvider,
    warehouse: Warehouse,
    book: OrderBook,
) -> Iterator[Callable[..., WorkerPool]]:
    """`start_workers()` starts a pool (of another class, if given) and stops it when the test ends."""
    with ExitStack() as running:

        def start(kind: type[WorkerPool] = WorkerPool) -> WorkerPool:
            fulfilment = running.enter_context(Fulfilment(payments, warehouse))
            pool = kind(settings, fulfilment=fulfilment, book=book, events=OrderEvents(settings))
            return running.enter_context(pool)

        yield start


@pytest.fixture
def billing() -> Billing:
    return Billing()


@pytest.fixture
def shipping() -> Shipping:
    return Shipping()


@pytest.fixture
def audit() -> Audit:
    return Audit()


@pytest.fixture
def departments(
    queues: dict[str, str], settings: Settings, billing: Billing, shipping: Shipping, audit: Audit
) -> Iterator[None]:
    """Billing, shipping and audit listen, each in its own thread."""
    with ExitStack() as running:
        for queue, handle in (
            (settings.billing_queue, billing.handle),
            (settings.shipping_queue, shipping.handle),
            (settings.audit_queue, audit.handle),
        ):
            running.enter_context(Subscriber(queue, handle, settings))
        yield


@pytest.fixture
def addresses(queues: dict[str, str], settings: Settings) -> Iterator[AddressBook]:
    """What the thread knows that listens to changes of address."""
    book = AddressBook()
    with Subscriber(settings.addresses_queue, book.handle, settings):
        yield book


@pytest.fixture
def checkout(queues: dict[str, str], settings: Settings) -> Iterator[Checkout]:
    with Checkout(settings, instance="web-1") as checkout:
        yield checkout


@pytest.fixture
def new_order() -> Callable[..., Order]:
    """`new_order("1001", "book", "lamp")`: one of each article, ten euros a piece."""

    def new(order_id: str, *articles: str) -> Order:
        return Order(order_id, "ann@example.com", tuple(Line(article, 1, 1000) for article in articles))

    return new
