"""The shop as it was before somebody read its diagnoses: each function makes one mistake and is right otherwise."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import boto3
from botocore.exceptions import ClientError

from tests.stories.shop import Rejected


def consume_without_deleting(url: str, work: Callable[[str], object]) -> None:
    """Does the work and leaves the message where it is."""
    sqs = boto3.client("sqs")
    while True:
        for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20).get("Messages", ()):
            work(message["Body"])


def consume_with_remembered_handles(url: str, work: Callable[[str], object]) -> None:
    """Keeps a message's first receipt handle, by its id, for good."""
    sqs = boto3.client("sqs")
    handles: dict[str, str] = {}
    while True:
        for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20).get("Messages", ()):
            handle = handles.setdefault(message["MessageId"], message["ReceiptHandle"])
            try:
                work(message["Body"])
            except Rejected:
                continue
            sqs.delete_message(QueueUrl=url, ReceiptHandle=handle)


def consume_whatever_happens(url: str, work: Callable[[str], object]) -> None:
    """Goes on when AWS refuses the delete."""
    sqs = boto3.client("sqs")
    while True:
        for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20).get("Messages", ()):
            work(message["Body"])
            with suppress(ClientError):
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def consume_by_asking(url: str, work: Callable[[str], object], pause: float = 1) -> None:
    """Asks every second whether there is a message."""
    sqs = boto3.client("sqs")
    while True:
        messages = sqs.receive_message(QueueUrl=url).get("Messages", ())
        for message in messages:
            work(message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        if not messages:
            time.sleep(pause)


def note_visit(url: str, customer: str) -> None:
    """Sends what happened without saying which time it happened."""
    boto3.client("sqs").send_message(QueueUrl=url, MessageBody=f"visit of {customer}", MessageGroupId=customer)
