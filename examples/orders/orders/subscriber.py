"""A thread that takes a department's messages from its queue."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from orders.clients import sqs
from orders.envelopes import Incoming, unwrap
from orders.queues import queue_url
from orders.settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef

log = logging.getLogger(__name__)


class Subscriber:
    """Hands each message to `handle`, one at a time. What `handle` raises brings the message back later."""

    def __init__(self, queue: str, handle: Callable[[Incoming], object], settings: Settings) -> None:
        self._queue = queue
        self._handle = handle
        self._settings = settings
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._consume, name=queue.removesuffix(".fifo"))

    def __enter__(self) -> Subscriber:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ask_to_stop()
        self.join()

    def ask_to_stop(self) -> None:
        self._stopping.set()

    def join(self) -> None:
        self._thread.join()

    def _consume(self) -> None:
        while not self._stopping.is_set():
            try:
                url = queue_url(self._queue)
                for message in self._receive(url):
                    self._take(url, message)
            except (BotoCoreError, ClientError):
                log.exception("queue %s: trying again", self._queue)
                self._stopping.wait(5)

    def _receive(self, url: str) -> list[MessageTypeDef]:
        answer = sqs.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=1,
            WaitTimeSeconds=self._settings.poll_seconds,
            MessageAttributeNames=["All"],
        )
        return answer.get("Messages", [])

    def _take(self, url: str, message: MessageTypeDef) -> None:
        try:
            self._handle(unwrap(message))
        except Exception:
            log.exception("message %s failed; it comes back when its visibility timeout ends", message["MessageId"])
            return
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
