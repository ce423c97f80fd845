"""Keeps the message in hand invisible for as long as the work takes, however long that is."""

from __future__ import annotations

import logging
import threading
from types import TracebackType

from botocore.exceptions import BotoCoreError, ClientError

from orders.clients import sqs

log = logging.getLogger(__name__)


class Heartbeat:
    """`with Heartbeat(...)`: every `every` seconds the message stays invisible for `visibility` seconds more.

    When the worker dies the beats stop, and the message comes back to another one after `visibility` seconds:
    unlike a visibility timeout long enough for the slowest order, this costs no time when things go wrong.
    """

    def __init__(self, url: str, receipt_handle: str, *, every: float, visibility: int) -> None:
        self._url = url
        self._receipt_handle = receipt_handle
        self._every = every
        self._visibility = visibility
        self._done = threading.Event()
        name = f"{threading.current_thread().name}-heartbeat"
        self._thread = threading.Thread(target=self._beat, name=name, daemon=True)

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._done.wait(self._every):
            try:
                sqs.change_message_visibility(
                    QueueUrl=self._url,
                    ReceiptHandle=self._receipt_handle,
                    VisibilityTimeout=self._visibility,
                )
            except (BotoCoreError, ClientError):
                log.warning("heartbeat failed; next try in %s s", self._every, exc_info=True)
