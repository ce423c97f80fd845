"""The function that books with the payment provider: charges and refunds, by the provider's FIFO queue.

AWS Lambda runs it (`orders.functions`), a state machine calls it (`orders.made_to_order`) and tries again what failed.
The queue takes the same booking twice within five minutes as one.
"""

from __future__ import annotations

import json
import os
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

# One attempt a call: the state machine waits between attempts, and nobody pays for a function that sleeps.
sqs = boto3.client("sqs", config=Config(retries={"total_max_attempts": 1}))


class ProviderBusy(Exception):
    """The provider took nothing. Trying again will help."""


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    booking = {key: event[key] for key in ("kind", "order_id", "cents")}
    try:
        sqs.send_message(
            QueueUrl=os.environ["BOOKINGS_QUEUE_URL"],
            MessageBody=json.dumps(booking),
            MessageGroupId=event["order_id"],
            MessageDeduplicationId=f"{event['kind']}-{event['order_id']}",
        )
    except ClientError as error:
        raise ProviderBusy(str(error)) from error
    return booking
