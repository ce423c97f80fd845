"""Request and reply over two queues: the request names the queue to answer to, and the id to answer with."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from typing import TYPE_CHECKING
from uuid import uuid4

from botocore.exceptions import BotoCoreError, ClientError

from orders.clients import sqs
from orders.model import Confirmation

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageAttributeValueTypeDef, MessageTypeDef

log = logging.getLogger(__name__)

CORRELATION_ID = "CorrelationId"
REPLY_TO = "ReplyTo"


def reply(request: MessageTypeDef, confirmation: Confirmation) -> None:
    """Answer `request` if its sender asked for an answer. A sender that has gone meanwhile is no error."""
    attributes = request.get("MessageAttributes", {})
    if REPLY_TO not in attributes:
        return
    correlation_id = attributes[CORRELATION_ID]["StringValue"]
    try:
        sqs.send_message(
            QueueUrl=attributes[REPLY_TO]["StringValue"],
            MessageBody=confirmation.to_json(),
            MessageAttributes={CORRELATION_ID: _string(correlation_id)},
        )
    except sqs.exceptions.QueueDoesNotExist:
        log.warning("nobody waits for the confirmation of order %s any more", confirmation.order_id)


class ReplyListener:
    """One thread on one reply queue; hands each answer to the future that waits for it."""

    def __init__(self, url: str, *, poll_seconds: int) -> None:
        self.url = url
        self._poll_seconds = poll_seconds
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._waiting: dict[str, Future[Confirmation]] = {}
        self._thread = threading.Thread(target=self._listen, name="reply-listener", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends with the poll under way. Whoever still waits gets `CancelledError`."""
        self._stopping.set()
        self._thread.join()
        with self._lock:
            waiting, self._waiting = self._waiting, {}
        for future in waiting.values():
            future.cancel()

    def expect(self) -> tuple[Mapping[str, MessageAttributeValueTypeDef], Future[Confirmation]]:
        """The message attributes to send a request with, and the future of its answer."""
        correlation_id, future = uuid4().hex, Future[Confirmation]()
        with self._lock:
            self._waiting[correlation_id] = future
        return {CORRELATION_ID: _string(correlation_id), REPLY_TO: _string(self.url)}, future

    def _listen(self) -> None:
        while not self._stopping.is_set():
            try:
                answers = self._receive()
                for answer in answers:
                    self._deliver(answer)
                if answers:
                    self._delete(answers)
            except (BotoCoreError, ClientError):
                log.exception("reply queue %s: trying again", self.url)
                self._stopping.wait(5)

    def _receive(self) -> list[MessageTypeDef]:
        answer = sqs.receive_message(
            QueueUrl=self.url,
            MaxNumberOfMessages=10,
            WaitTimeSeconds=self._poll_seconds,
            MessageAttributeNames=[CORRELATION_ID],
        )
        return answer.get("Messages", [])

    def _deliver(self, answer: MessageTypeDef) -> None:
        correlation_id = answer["MessageAttributes"][CORRELATION_ID]["StringValue"]
        with self._lock:
            future = self._waiting.pop(correlation_id, None)
        if future is None or not future.set_running_or_notify_cancel():
            log.info("answer %s came twice or too late", correlation_id)
        else:
            future.set_result(Confirmation.from_json(answer["Body"]))

    def _delete(self, answers: list[MessageTypeDef]) -> None:
        sqs.delete_message_batch(
            QueueUrl=self.url,
            Entries=[{"Id": str(n), "ReceiptHandle": a["ReceiptHandle"]} for n, a in enumerate(answers)],
        )


def _string(value: str) -> MessageAttributeValueTypeDef:
    return {"DataType": "String", "StringValue": value}
