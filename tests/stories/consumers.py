"""Consumers as applications have them, with the mistakes that they are known for; boto3 and aiobotocore only."""

from __future__ import annotations

import math
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.exceptions import ClientError

Work = Callable[[str], object]


class Failed(Exception):
    """The work could not be done."""


class NoReply(Exception):
    """Nobody answered a request in time."""


# a heartbeat


@contextmanager
def heartbeat(url: str, handle: str, *, visibility: int, every: float, beats: int | None = None) -> Iterator[None]:
    """Keep a message invisible for ``visibility`` seconds from each beat on, while the block runs.

    ``beats``: how many it gets done before it dies unnoticed. A beat that AWS refuses is the last one.
    """
    over = threading.Event()

    def beat() -> None:
        sqs = boto3.client("sqs")
        done = 0
        while not over.wait(every) and done != beats:
            try:
                sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=visibility)
            except ClientError:
                return
            done += 1

    beating = threading.Thread(target=beat, name=f"heartbeat of {threading.current_thread().name}")
    beating.start()
    try:
        yield
    finally:
        over.set()
        beating.join()


def consume_with_heartbeat(
    url: str, work: Work, *, visibility: int = 30, every: float = 20, beats: int | None = None
) -> None:
    """One message at a time for ever, each under a heartbeat; what fails is not deleted."""
    sqs = boto3.client("sqs")
    while True:
        for message in _receive(sqs, url, VisibilityTimeout=visibility):
            handle = message["ReceiptHandle"]
            try:
                with heartbeat(url, handle, visibility=visibility, every=every, beats=beats):
                    work(message["Body"])
            except Failed:
                continue
            sqs.delete_message(QueueUrl=url, ReceiptHandle=handle)


def consume_with_a_cached_handle(url: str, work: Work, *, visibility: int = 30, every: float = 20) -> None:
    """The same with a mistake: it keeps the handle under which it saw the message first, and uses that ever after."""
    sqs = boto3.client("sqs")
    handles: dict[str, str] = {}
    while True:
        for message in _receive(sqs, url, VisibilityTimeout=visibility):
            handle = handles.setdefault(message["MessageId"], message["ReceiptHandle"])
            try:
                with heartbeat(url, handle, visibility=visibility, every=every):
                    work(message["Body"])
            except Failed:
                continue
            sqs.delete_message(QueueUrl=url, ReceiptHandle=handle)


# a stop


def consume_until(stop: threading.Event, url: str, work: Work) -> None:
    """Ends when told to; what it receives after that goes back to the queue at once."""
    sqs = boto3.client("sqs")
    while not stop.is_set():
        for message in _receive(sqs, url):
            if stop.is_set():
                _give_back(sqs, url, message)
                break
            work(message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def consume_until_and_forget(stop: threading.Event, url: str, work: Work) -> None:
    """The same with a mistake: what it receives after the stop is dropped."""
    sqs = boto3.client("sqs")
    while not stop.is_set():
        for message in _receive(sqs, url):
            if stop.is_set():
                return
            work(message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


async def aio_consume(sqs: Any, url: str, work: Callable[[str], Any]) -> None:
    """Until it is cancelled; a message whose work is cancelled goes back to the queue at once."""
    while True:
        for message in (await sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20)).get("Messages", ()):
            handle = message["ReceiptHandle"]
            try:
                await work(message["Body"])
            except BaseException:
                await sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=0)
                raise
            await sqs.delete_message(QueueUrl=url, ReceiptHandle=handle)


async def aio_consume_and_forget(sqs: Any, url: str, work: Callable[[str], Any]) -> None:
    """The same with a mistake: a message whose work is cancelled is dropped."""
    while True:
        for message in (await sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20)).get("Messages", ()):
            await work(message["Body"])
            await sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


# a refusal


def consume_or_give_back(url: str, work: Work) -> None:
    """For ever; what fails is visible again at once, so that another consumer may try."""
    sqs = boto3.client("sqs")
    while True:
        for message in _receive(sqs, url):
            try:
                work(message["Body"])
            except Failed:
                _give_back(sqs, url, message)
            else:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


# a batch


def consume_batches(url: str, work: Work) -> None:
    """Up to ten messages at a time for ever; deletes those that succeeded, the others come back by themselves."""
    sqs = boto3.client("sqs")
    while True:
        done = []
        for message in _receive(sqs, url, MaxNumberOfMessages=10):
            try:
                work(message["Body"])
            except Failed:
                continue
            done.append({"Id": str(len(done)), "ReceiptHandle": message["ReceiptHandle"]})
        if done:
            refused = sqs.delete_message_batch(QueueUrl=url, Entries=done).get("Failed")
            assert not refused


# a request and its reply


def request(requests: str, replies: str, body: str, *, timeout: float, give_back: bool = True) -> str:
    """Send a request and wait for its reply on a queue that others may use, too.

    Replies to others are given back; without ``give_back``, as a mistake, they stay invisible.
    """
    sqs = boto3.client("sqs")
    correlation = str(uuid.uuid4())
    sqs.send_message(
        QueueUrl=requests, MessageBody=body, MessageAttributes=_texts(correlation=correlation, reply_to=replies)
    )
    deadline = time.monotonic() + timeout
    while (left := deadline - time.monotonic()) > 0:
        for message in _receive(sqs, replies, WaitTimeSeconds=min(20, math.ceil(left)), MessageAttributeNames=["All"]):
            if message["MessageAttributes"]["correlation"]["StringValue"] == correlation:
                sqs.delete_message(QueueUrl=replies, ReceiptHandle=message["ReceiptHandle"])
                reply: str = message["Body"]
                return reply
            if give_back:
                _give_back(sqs, replies, message)
    raise NoReply(body)


def serve(requests: str, answer: Callable[[str], str]) -> None:
    """Answer each request on the queue that it names."""
    sqs = boto3.client("sqs")
    while True:
        for message in _receive(sqs, requests, MessageAttributeNames=["All"]):
            told = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
            sqs.send_message(
                QueueUrl=told["reply_to"],
                MessageBody=answer(message["Body"]),
                MessageAttributes=_texts(correlation=told["correlation"]),
            )
            sqs.delete_message(QueueUrl=requests, ReceiptHandle=message["ReceiptHandle"])


def _receive(sqs: Any, url: str, **more: Any) -> list[Any]:
    answer = sqs.receive_message(**{"QueueUrl": url, "WaitTimeSeconds": 20, **more})
    messages: list[Any] = answer.get("Messages", [])
    return messages


def _give_back(sqs: Any, url: str, message: Any) -> None:
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)


def _texts(**values: str) -> dict[str, Any]:
    return {name: {"DataType": "String", "StringValue": value} for name, value in values.items()}
