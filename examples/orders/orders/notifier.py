"""The asyncio consumer: tells customers by e-mail what became of their orders."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from orders.envelopes import unwrap
from orders.mail import Mail, MailProvider
from orders.model import Confirmation, Settled
from orders.settings import Settings

if TYPE_CHECKING:
    from types_aiobotocore_sqs import SQSClient
    from types_aiobotocore_sqs.type_defs import MessageTypeDef

log = logging.getLogger(__name__)


class Notifier:
    """Takes ten notifications at a time and mails them side by side. Runs until its task is cancelled."""

    def __init__(self, sqs: SQSClient, mails: MailProvider, settings: Settings) -> None:
        self._sqs = sqs
        self._mails = mails
        self._settings = settings

    async def run(self) -> None:
        queue = await self._sqs.get_queue_url(QueueName=self._settings.notifications_queue)
        url = queue["QueueUrl"]
        while True:
            answer = await self._sqs.receive_message(
                QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=self._settings.poll_seconds
            )
            await asyncio.gather(*(self._take(url, message) for message in answer.get("Messages", [])))

    async def _take(self, url: str, message: MessageTypeDef) -> None:
        try:
            confirmation = Settled.from_json(unwrap(message).text).confirmation
            await self._mails.send(Mail(confirmation.email, text_of(confirmation)))
        except Exception:
            log.exception("notification %s failed; it will be tried again", message["MessageId"])
        else:
            await self._sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def text_of(confirmation: Confirmation) -> str:
    if confirmation.accepted:
        return f"Your order {confirmation.order_id} is on its way."
    return f"We could not accept your order {confirmation.order_id}. {confirmation.reason}"
