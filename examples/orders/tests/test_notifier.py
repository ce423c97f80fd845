"""The asyncio consumer, alone in the test's own event loop, and behind the worker threads."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from orders.checkout import Checkout
from orders.clients import async_sqs
from orders.events import OrderEvents
from orders.mail import Mail, MailProvider
from orders.model import Confirmation, Line, Order
from orders.notifier import Notifier
from orders.settings import Settings
from orders.worker import WorkerPool

from fakeaws import World

ACCEPTED = (
    Order("1001", "ann@example.com", (Line("book", 1, 1000),)),
    Confirmation("1001", "ann@example.com", accepted=True),
)
REFUSED = (
    Order("1002", "bob@example.com", (Line("lamp", 1, 1000),)),
    Confirmation("1002", "bob@example.com", accepted=False, reason="lamp is sold out."),
)


@asynccontextmanager
async def notifier(mails: MailProvider, settings: Settings) -> AsyncIterator[None]:
    async with async_sqs() as sqs:
        running = asyncio.create_task(Notifier(sqs, mails, settings).run())
        yield
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


@pytest.mark.asyncio
async def test_ten_mails_take_as_long_as_one(
    aws: World, queues: dict[str, str], settings: Settings, mails: MailProvider
) -> None:
    events = OrderEvents(settings)
    for _ in range(5):
        events.settled(*ACCEPTED)
        events.settled(*REFUSED)
    async with notifier(mails, settings):
        await asyncio.sleep(1.5)
        assert len(mails.sent) == 10
    assert mails.sent[:2] == [
        Mail("ann@example.com", "Your order 1001 is on its way."),
        Mail("bob@example.com", "We could not accept your order 1002. lamp is sold out."),
    ]


@pytest.mark.asyncio
async def test_a_mail_that_could_not_be_sent_is_tried_again(
    aws: World, queues: dict[str, str], settings: Settings, mails: MailProvider
) -> None:
    mails.up = False
    async with notifier(mails, settings):
        OrderEvents(settings).settled(*ACCEPTED)
        await aws.aclock.advance(seconds=10)
        assert mails.sent == []
        mails.up = True
        await aws.aclock.advance(seconds=10)
        assert mails.sent == []  # still invisible: the visibility timeout is 30 s
        await aws.aclock.advance(seconds=12)
        assert len(mails.sent) == 1
        await aws.aclock.advance(minutes=5)
        assert len(mails.sent) == 1


def test_from_the_checkout_to_the_mail(
    aws: World,
    settings: Settings,
    start_workers: Callable[..., WorkerPool],
    checkout: Checkout,
    mails: MailProvider,
    new_order: Callable[..., Order],
) -> None:
    """Threads on boto3 and an event loop on aiobotocore, in one world."""

    async def notify() -> None:
        async with async_sqs() as sqs:
            await Notifier(sqs, mails, settings).run()

    aws.spawn(lambda: asyncio.run(notify()), name="notifier")
    start_workers()
    assert checkout.place(new_order("1001", "book")).accepted
    aws.clock.advance(seconds=2)
    assert mails.sent == [Mail("ann@example.com", "Your order 1001 is on its way.")]
