"""The nightly ranking: which articles sell best. It takes 20 minutes, so it is a job of AWS Batch: Lambda has 15 at most.

`python -m orders.ranking` is what its container runs (`orders.ranking_job`).
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from typing import Any

import boto3

from orders.model import Settled

HELD_SECONDS = 120
"""How long nobody else sees the orders that the job has in hand, from when it last said so."""


def main() -> None:
    sqs = boto3.client("sqs")
    sales = os.environ["SALES_QUEUE_URL"]
    if int(os.environ["AWS_BATCH_JOB_ATTEMPT"]) > 1:
        time.sleep(HELD_SECONDS)  # what an interrupted attempt had in hand is visible again by then
    sold: dict[str, Counter[str]] = {}
    handles: list[str] = []
    while messages := _receive(sqs, sales):
        for message in messages:
            order = Settled.from_json(message["Body"]).order
            sold[order.order_id] = Counter({line.article: line.quantity for line in order.lines})
            handles.append(message["ReceiptHandle"])
    sys.stdout.write(f"ranking {len(sold)} orders\n")
    _fit(sqs, sales, handles)
    total = sum(sold.values(), Counter())
    ranking = {"night": os.environ["NIGHT"], "best": [article for article, _ in total.most_common()]}
    sqs.send_message(QueueUrl=os.environ["LETTERS_QUEUE_URL"], MessageBody=json.dumps(ranking))
    for handle in handles:  # only now: a job that is interrupted leaves everything to its next attempt
        sqs.delete_message(QueueUrl=sales, ReceiptHandle=handle)


def _receive(sqs: Any, url: str) -> list[Any]:
    answer = sqs.receive_message(
        QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1, VisibilityTimeout=HELD_SECONDS
    )
    return list(answer.get("Messages", []))


def _fit(sqs: Any, url: str, handles: list[str]) -> None:
    """The sales department's model takes its time; the orders stay in hand meanwhile."""
    left = float(os.environ["FITTING_SECONDS"])
    while left > 0:
        step = min(left, HELD_SECONDS / 2)
        time.sleep(step)
        left -= step
        for handle in handles:
            sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=HELD_SECONDS)


if __name__ == "__main__":
    main()
