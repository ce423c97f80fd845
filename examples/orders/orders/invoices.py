"""The function behind queue `invoices`: for each accepted order an invoice, handed to the post room as a letter.

AWS Lambda runs it, from a zip of its own (`orders.functions`). What it cannot print it names, so that only that
comes back.
"""

from __future__ import annotations

import json
import logging
import os
import time
from typing import Any

import boto3

from orders.model import Order, Settled

log = logging.getLogger(__name__)
sqs = boto3.client("sqs")


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    failed = []
    for record in event["Records"]:
        try:
            letter = render(Settled.from_json(record["body"]).order)
            sqs.send_message(QueueUrl=os.environ["LETTERS_QUEUE_URL"], MessageBody=letter)
        except Exception:
            log.exception("no invoice for message %s; it comes back", record["messageId"])
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def render(order: Order) -> str:
    """Stands for the PDF library."""
    time.sleep(float(os.environ["RENDERING_SECONDS"]))
    return json.dumps({"order_id": order.order_id, "to": order.email, "total_cents": order.total_cents})
