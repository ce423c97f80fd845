"""Queues, handlers and mappings of the tests of event source mappings."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from fakeaws import World
from tests.services.sqs.support import make

REPORT = ["ReportBatchItemFailures"]
#: How long a mapping is being created, in seconds.
CREATING = 2


class Handler:
    """A function's code that remembers what it got and when; ``does`` is what it does with an event."""

    def __init__(self, aws: World, does: Callable[[Any], Any] | None = None, takes: float = 0) -> None:
        self.aws = aws
        self.does = does
        self.takes = takes
        self.events: list[Any] = []
        self.at: list[float] = []
        self.running = 0
        self.most = 0

    def __call__(self, event: Any, context: Any) -> Any:
        self.events.append(event)
        self.at.append(self.aws.clock.elapsed.total_seconds())
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            if self.takes:
                time.sleep(self.takes)
            return self.does(event) if self.does is not None else None
        finally:
            self.running -= 1

    @property
    def batches(self) -> list[list[str]]:
        """The bodies of each event."""
        return [[record["body"] for record in event["Records"]] for event in self.events]


def fail(event: Any) -> None:
    """What a handler does that always fails."""
    raise ValueError("no")


def failing(*bodies: str) -> Callable[[Any], Any]:
    """Reports the records with these bodies as failed."""

    def does(event: Any) -> Any:
        failed = [record["messageId"] for record in event["Records"] if record["body"] in bodies]
        return {"batchItemFailures": [{"itemIdentifier": each} for each in failed]}

    return does


class Shop:
    """A queue ``orders`` (or ``orders.fifo``), a function ``bill`` and a mapping between them."""

    def __init__(self, aws: World) -> None:
        self.aws = aws
        self.sqs: Any = boto3.client("sqs")
        self.client: Any = boto3.client("lambda")

    def queue(self, name: str = "orders", **attributes: object) -> str:
        self.url = make(self.sqs, name, **attributes)
        self.name = name
        return self.url

    def arn(self, name: str | None = None) -> str:
        return self.aws.sqs.queue(name or self.name).arn

    def handler(
        self, does: Callable[[Any], Any] | None = None, *, takes: float = 0, timeout: int = 3, name: str = "bill"
    ) -> Handler:
        handler = Handler(self.aws, does, takes)
        self.aws.lambda_.register(name, handler, timeout=timeout)
        return handler

    def map(self, *, ready: bool = True, **params: Any) -> str:
        """Map the queue to the function, and wait until that is done."""
        if "EventSourceArn" not in params:
            params["EventSourceArn"] = self.arn()
        given = {"FunctionName": "bill", **params}
        self.uuid: str = self.client.create_event_source_mapping(**given)["UUID"]
        if ready:
            self.aws.clock.advance(seconds=CREATING)
        return self.uuid

    def send(self, *bodies: str, **params: Any) -> list[Any]:
        """One by one; to a FIFO queue with the group before the first ``-``."""
        return [
            self.sqs.send_message(QueueUrl=self.url, MessageBody=body, **self._grouped(body), **params)
            for body in bodies
        ]

    def send_at_once(self, *bodies: str) -> list[Any]:
        """In batches of ten."""
        sent = []
        for start in range(0, len(bodies), 10):
            entries = [
                {"Id": str(number), "MessageBody": body, **self._grouped(body)}
                for number, body in enumerate(bodies[start : start + 10])
            ]
            sent += self.sqs.send_message_batch(QueueUrl=self.url, Entries=entries)["Successful"]
        return sent

    def _grouped(self, body: str) -> dict[str, str]:
        if not self.name.endswith(".fifo"):
            return {}
        return {"MessageGroupId": body.split("-")[0], "MessageDeduplicationId": body[:100]}

    def state(self) -> str:
        state: str = self.client.get_event_source_mapping(UUID=self.uuid)["State"]
        return state

    def left(self, name: str | None = None) -> list[str]:
        """The bodies of what is in the queue."""
        return [message.body for message in self.aws.sqs.queue(name or self.name).messages]


@contextmanager
def refused(code: str, message: str, status: int = 400) -> Iterator[None]:
    """AWS refuses so."""
    with pytest.raises(ClientError) as caught:
        yield
    error = caught.value.response["Error"]
    assert (error["Code"], error["Message"]) == (code, message)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
