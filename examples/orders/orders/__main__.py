"""`python -m orders create-queues | work | notify`"""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
from contextlib import suppress

from orders.clients import async_sqs
from orders.events import OrderEvents
from orders.fulfilment import Fulfilment
from orders.infrastructure import create_queues
from orders.mail import MailProvider
from orders.notifier import Notifier
from orders.orderbook import OrderBook
from orders.payments import PaymentProvider
from orders.settings import Settings
from orders.warehouse import Warehouse
from orders.worker import WorkerPool

STOCK = {"book": 100, "lamp": 20}


def work(settings: Settings) -> None:
    """Work until SIGTERM, then finish the orders in hand."""
    with Fulfilment(PaymentProvider(), Warehouse(STOCK)) as fulfilment:
        pool = WorkerPool(settings, fulfilment=fulfilment, book=OrderBook(), events=OrderEvents(settings))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: pool.ask_to_stop())
        pool.start()
        pool.join()


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
    parser.add_argument("command", choices=["create-queues", "work", "notify"])
    command = parser.parse_args().command
    logging.basicConfig(level="INFO", format="%(asctime)s %(threadName)-20s %(name)s: %(message)s")
    settings = Settings.from_environment()
    if command == "create-queues":
        create_queues(settings)
    elif command == "work":
        work(settings)
    else:
        asyncio.run(notify(settings))


if __name__ == "__main__":
    main()
