"""The web shop's side: place an order, wait for its confirmation."""

from __future__ import annotations

import logging
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from types import TracebackType

from orders.clients import sqs
from orders.infrastructure import create_reply_queue
from orders.model import Confirmation, Order
from orders.queues import queue_url
from orders.replies import ReplyListener
from orders.settings import Settings

log = logging.getLogger(__name__)


class ConfirmationPending(Exception):
    """The order is in the queue, but its confirmation did not come in time. It may still come, by e-mail."""


@dataclass(frozen=True)
class Placed:
    """An order on its way."""

    order: Order
    message_id: str
    confirmation: Future[Confirmation]


class Checkout:
    """One web process. Thread-safe: every request handler of the process shares it and its reply queue."""

    def __init__(self, settings: Settings, *, instance: str) -> None:
        self._settings = settings
        self._replies = ReplyListener(create_reply_queue(settings, instance), poll_seconds=settings.poll_seconds)
        self._replies.start()

    def submit(self, order: Order) -> Placed:
        """Put the order into the queue and return at once."""
        attributes, confirmation = self._replies.expect()
        sent = sqs.send_message(
            QueueUrl=queue_url(self._settings.orders_queue),
            MessageBody=order.to_json(),
            MessageAttributes=attributes,
        )
        log.info("order %s sent as message %s", order.order_id, sent["MessageId"])
        return Placed(order, sent["MessageId"], confirmation)

    def place(self, order: Order) -> Confirmation:
        """Put the order into the queue and wait for its confirmation, or raise `ConfirmationPending`."""
        placed = self.submit(order)
        try:
            return placed.confirmation.result(timeout=self._settings.confirmation_seconds)
        except FutureTimeoutError:
            placed.confirmation.cancel()
            raise ConfirmationPending(order.order_id) from None

    def close(self) -> None:
        self._replies.stop()
        sqs.delete_queue(QueueUrl=self._replies.url)

    def __enter__(self) -> Checkout:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
