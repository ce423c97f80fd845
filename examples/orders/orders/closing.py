"""The function that closes the shop's day: what was sold, added up, and handed to the post room as a letter.

EventBridge Scheduler invokes it after midnight (`orders.nightly`). What was sold since midnight stays in the queue for
the next night.
"""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import boto3

from orders.model import Settled

sqs = boto3.client("sqs")


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    takings, midnight = os.environ["TAKINGS_QUEUE_URL"], last_midnight(event["at"])
    paid: dict[str, int] = {}
    handles: list[str] = []
    while messages := _receive(takings):
        for message in messages:
            if int(message["Attributes"]["SentTimestamp"]) >= midnight.timestamp() * 1000:
                continue
            order = Settled.from_json(message["Body"]).order
            paid[order.order_id] = order.total_cents  # the same order twice: the same money
            handles.append(message["ReceiptHandle"])
    day = (midnight.date() - timedelta(days=1)).isoformat()
    closed = {"day": day, "orders": len(paid), "total_cents": sum(paid.values())}
    sqs.send_message(QueueUrl=os.environ["LETTERS_QUEUE_URL"], MessageBody=json.dumps(closed))
    for handle in handles:  # only now: a function that fails before leaves everything to its retry
        sqs.delete_message(QueueUrl=takings, ReceiptHandle=handle)
    return closed


def last_midnight(at: str) -> datetime:
    """The midnight before the instant `at` where the shop is."""
    local = (
        datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ")
        .replace(tzinfo=timezone.utc)
        .astimezone(ZoneInfo(os.environ["TIME_ZONE"]))
    )
    return local.replace(hour=0, minute=0, second=0)


def _receive(url: str) -> list[Any]:
    answer = sqs.receive_message(
        QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1, MessageSystemAttributeNames=["SentTimestamp"]
    )
    return list(answer.get("Messages", []))
