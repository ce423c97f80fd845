"""The consumer pool: threads that take orders from the queue, fulfil them and answer."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from types import TracebackType
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from orders.clients import sqs
from orders.events import OrderEvents
from orders.fulfilment import Fulfilment
from orders.heartbeat import Heartbeat
from orders.model import Confirmation, Order, Refusal
from orders.orderbook import OrderBook
from orders.queues import queue_url
from orders.replies import CORRELATION_ID, REPLY_TO, reply
from orders.settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef

log = logging.getLogger(__name__)


class Worker:
    """A thread, and the way to end it."""

    def __init__(self, name: str, consume: Callable[[threading.Event], None]) -> None:
        self.leaving = threading.Event()
        self.thread = threading.Thread(target=consume, args=(self.leaving,), name=name)


class WorkerPool:
    """`settings.worker_threads` threads at first, each with one order at a time in hand."""

    def __init__(self, settings: Settings, *, fulfilment: Fulfilment, book: OrderBook, events: OrderEvents) -> None:
        self.settings = settings
        self.fulfilment = fulfilment
        self.book = book
        self.events = events
        self._workers: list[Worker] = []
        self._left: list[Worker] = []

    @property
    def size(self) -> int:
        return len(self._workers)

    def start(self) -> None:
        for _ in range(self.settings.worker_threads):
            self.grow()

    def grow(self) -> None:
        """Another worker."""
        worker = Worker(f"worker-{len(self._workers) + 1}", self._consume)
        self._workers.append(worker)
        worker.thread.start()

    def shrink(self) -> None:
        """The youngest worker takes no more orders; the one in hand it finishes."""
        worker = self._workers.pop()
        worker.leaving.set()
        self._left.append(worker)

    def ask_to_stop(self) -> None:
        """Take no more orders. Returns at once and may be called from a signal handler."""
        for worker in self._workers:
            worker.leaving.set()

    def join(self) -> None:
        """Wait until the orders in hand are finished and the polls under way have ended."""
        for worker in [*self._left, *self._workers]:
            worker.thread.join()

    def __enter__(self) -> WorkerPool:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ask_to_stop()
        self.join()

    def process(self, message: MessageTypeDef) -> None:
        """Settle the order in `message` and answer. Returns: it is done with. Raises: it comes back."""
        order = Order.from_json(message["Body"])
        confirmation = self.book.find(order.order_id)
        if confirmation is None:
            confirmation = self._settle(order)
        else:
            log.info("order %s was settled before", order.order_id)
        reply(message, confirmation)

    def _settle(self, order: Order) -> Confirmation:
        try:
            self.fulfilment.fulfil(order)
            confirmation = Confirmation(order.order_id, order.email, accepted=True)
        except Refusal as refusal:
            confirmation = Confirmation(order.order_id, order.email, accepted=False, reason=str(refusal))
        self.book.settle(confirmation)
        self.events.settled(order, confirmation)
        log.info("order %s %s", order.order_id, "accepted" if confirmation.accepted else "refused")
        return confirmation

    def _consume(self, leaving: threading.Event) -> None:
        while not leaving.is_set():
            try:
                url = queue_url(self.settings.orders_queue)
                for message in self._receive(url):
                    self._take(url, message)
            except (BotoCoreError, ClientError):
                log.exception("queue %s: trying again", self.settings.orders_queue)
                leaving.wait(5)

    def _receive(self, url: str) -> list[MessageTypeDef]:
        answer = sqs.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=1,
            WaitTimeSeconds=self.settings.poll_seconds,
            MessageAttributeNames=[CORRELATION_ID, REPLY_TO],
        )
        return answer.get("Messages", [])

    def _take(self, url: str, message: MessageTypeDef) -> None:
        try:
            with self._kept_invisible(url, message):
                self.process(message)
        except Exception:
            log.exception("message %s failed; it comes back when its visibility timeout ends", message["MessageId"])
            return
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    def _kept_invisible(self, url: str, message: MessageTypeDef) -> AbstractContextManager[object]:
        if not self.settings.heartbeat_seconds:
            return nullcontext()
        return Heartbeat(
            url,
            message["ReceiptHandle"],
            every=self.settings.heartbeat_seconds,
            visibility=self.settings.visibility_seconds,
        )
