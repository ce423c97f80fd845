"""Orders from partners' files: many at a time, nobody waits for an answer."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from itertools import islice

from orders.clients import sqs
from orders.model import Order
from orders.queues import queue_url
from orders.settings import Settings

log = logging.getLogger(__name__)

BATCH = 10  # what SendMessageBatch takes at most


class ImportIncomplete(Exception):
    """Some orders were not taken by the queue; `orders` says which, so that they can be imported again."""

    def __init__(self, orders: list[Order]) -> None:
        super().__init__(", ".join(order.order_id for order in orders))
        self.orders = orders


def import_orders(orders: Iterable[Order], settings: Settings) -> list[str]:
    """Send every order; returns the message ids. Raises `ImportIncomplete` after having tried them all."""
    url = queue_url(settings.orders_queue)
    message_ids: list[str] = []
    refused: list[Order] = []
    for batch in _batches(orders):
        answer = sqs.send_message_batch(
            QueueUrl=url,
            Entries=[{"Id": str(n), "MessageBody": order.to_json()} for n, order in enumerate(batch)],
        )
        message_ids += [sent["MessageId"] for sent in answer.get("Successful", [])]
        for failed in answer.get("Failed", []):
            log.error("order %s: %s", batch[int(failed["Id"])].order_id, failed.get("Message"))
            refused.append(batch[int(failed["Id"])])
    if refused:
        raise ImportIncomplete(refused)
    return message_ids


def _batches(orders: Iterable[Order]) -> Iterator[list[Order]]:
    remaining = iter(orders)
    while batch := list(islice(remaining, BATCH)):
        yield batch
