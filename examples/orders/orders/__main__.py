"""`python -m orders deploy | work | listen | notify`"""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import threading
from contextlib import ExitStack, suppress

from orders.addresses import AddressBook
from orders.alarms import deploy_alarms
from orders.clients import async_sqs
from orders.departments import Audit, Billing, FraudReview, Shipping
from orders.events import OrderEvents
from orders.fraud_review import deploy_fraud_review
from orders.fulfilment import Fulfilment
from orders.infrastructure import deploy
from orders.made_to_order import deploy_made_to_order
from orders.mail import MailProvider
from orders.nightly import deploy_nightly
from orders.notifier import Notifier
from orders.orderbook import OrderBook
from orders.payments import PaymentProvider
from orders.settings import Settings
from orders.subscriber import Subscriber
from orders.warehouse import Warehouse
from orders.worker import WorkerPool
from orders.workshop import Workshop

STOCK = {"book": 100, "lamp": 20}


def work(settings: Settings) -> None:
    """Work until SIGTERM, then finish the orders in hand."""
    with Fulfilment(PaymentProvider(), Warehouse(STOCK)) as fulfilment:
        pool = WorkerPool(settings, fulfilment=fulfilment, book=OrderBook(), events=OrderEvents(settings))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: pool.ask_to_stop())
        pool.start()
        pool.join()


def listen(settings: Settings) -> None:
    """Be billing, shipping, audit, fraud review, the workshop and the keeper of addresses until SIGTERM."""
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    with ExitStack() as running:
        for queue, handle in (
            (settings.billing_queue, Billing().handle),
            (settings.shipping_queue, Shipping().handle),
            (settings.audit_queue, Audit().handle),
            (settings.fraud_review_queue, FraudReview().handle),
            (settings.workshop_queue, Workshop().handle),
            (settings.addresses_queue, AddressBook().handle),
        ):
            running.enter_context(Subscriber(queue, handle, settings))
        over.wait()


async def notify(settings: Settings) -> None:
    """Send mails until SIGTERM."""
    async with async_sqs() as sqs:
        running = asyncio.create_task(Notifier(sqs, MailProvider(), settings).run())
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, running.cancel)
        with suppress(asyncio.CancelledError):
            await running


def main() -> None:
    parser = argparse.ArgumentParser(prog="orders")
    parser.add_argument("command", choices=["deploy", "work", "listen", "notify"])
    command = parser.parse_args().command
    logging.basicConfig(level="INFO", format="%(asctime)s %(threadName)-20s %(name)s: %(message)s")
    settings = Settings.from_environment()
    if command == "deploy":
        deploy(settings)
        deploy_alarms(settings)
        deploy_nightly(settings)
        deploy_fraud_review(settings)
        deploy_made_to_order(settings)
    elif command == "work":
        work(settings)
    elif command == "listen":
        listen(settings)
    else:
        asyncio.run(notify(settings))


if __name__ == "__main__":
    main()
