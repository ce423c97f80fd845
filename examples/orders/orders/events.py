"""What the rest of the company hears about orders. The only place that knows where such news goes."""

from __future__ import annotations

from orders.clients import sqs
from orders.model import Confirmation
from orders.queues import queue_url
from orders.settings import Settings


class OrderEvents:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def settled(self, confirmation: Confirmation) -> None:
        """An order was accepted or refused."""
        sqs.send_message(QueueUrl=queue_url(self._settings.notifications_queue), MessageBody=confirmation.to_json())
