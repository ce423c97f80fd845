"""The queues on which SQS's refusals are tried, and everything that can be seen of them."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from fakeaws.world import user_of
from tests.conformance.contract import Stage

ACCOUNT = "123456789012"
OTHER = "210987654321"
ARN = f"arn:aws:sqs:us-east-1:{ACCOUNT}:"
URL = f"https://sqs.us-east-1.amazonaws.com/{ACCOUNT}/"

#: A standard queue with tags, a policy with the label "label", and a visible, a received and a delayed message.
ORDERS = URL + "orders"
#: A FIFO queue without content-based deduplication; of two messages in one group one is received.
FIFO = URL + "orders.fifo"
#: The dead-letter queue of ``orders``.
DEAD = URL + "dead"
#: A queue with all defaults.
PLAIN = URL + "plain"
#: A queue whose policy lets everybody do everything that a policy can let.
OPEN = URL + "open"
#: Deleted a second before the call.
GONE = URL + "gone"

#: Names of `Stage.values`: the receipt handles of the two received messages.
HANDLE = "<handle>"
FIFO_HANDLE = "<FIFO handle>"

#: What probes send to the FIFO queue, and what refused calls there would have used up.
UNUSED_ID = "unused"


def furnish(on: Stage) -> None:
    """Put the queues there."""
    on.ask("CreateQueue", QueueName="dead")
    redrive = {"deadLetterTargetArn": ARN + "dead", "maxReceiveCount": 5}
    on.ask(
        "CreateQueue",
        QueueName="orders",
        Attributes={"RedrivePolicy": json.dumps(redrive), "VisibilityTimeout": "40"},
        tags={"team": "shop"},
    )
    on.ask("AddPermission", QueueUrl=ORDERS, Label="label", AWSAccountIds=[ACCOUNT], Actions=["*"])
    on.ask("CreateQueue", QueueName="orders.fifo", Attributes={"FifoQueue": "true"})
    on.ask("CreateQueue", QueueName="plain")
    statement = {"Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": ARN + "open"}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    on.ask("CreateQueue", QueueName="open", Attributes={"Policy": json.dumps(policy)})
    for name in ("received", "visible"):
        on.ask("SendMessage", QueueUrl=ORDERS, MessageBody=name)
        on.ask("SendMessage", QueueUrl=FIFO, MessageBody=name, MessageGroupId="g", MessageDeduplicationId=name)
    on.ask("SendMessage", QueueUrl=ORDERS, MessageBody="delayed", DelaySeconds=20)
    for name, url in ((HANDLE, ORDERS), (FIFO_HANDLE, FIFO)):
        [message] = on.ask("ReceiveMessage", QueueUrl=url)["Messages"]
        on.values[name] = message["ReceiptHandle"]
    on.ask("CreateQueue", QueueName="gone")
    on.ask("DeleteQueue", QueueUrl=GONE)


def snapshot(on: Stage) -> list[Any]:
    """All queues of all accounts, with attributes, tags, messages."""
    seen: list[Any] = []
    for service in on.aws.router.services("sqs"):
        ask = partial(on.aws.call, "sqs", caller=user_of(service.account), region=service.region)
        for url in ask("ListQueues", {}).get("QueueUrls", []):
            attributes = ask("GetQueueAttributes", {"QueueUrl": url, "AttributeNames": ["All"]})
            seen.append((url, attributes, ask("ListQueueTags", {"QueueUrl": url}), on.aws.sqs.queue(url).messages))
    return seen


def probe(on: Stage) -> list[Any]:
    """What cannot be seen: the next ids, deduplication, handles, timers, when a queue was purged or its name freed."""
    found = [
        on.try_to("SendMessage", QueueUrl=PLAIN, MessageBody="a"),
        on.try_to("SendMessage", QueueUrl=FIFO, MessageBody="a", MessageGroupId="h", MessageDeduplicationId=UNUSED_ID),
        _receive(on, ORDERS),
        _receive(on, FIFO, ReceiveRequestAttemptId=UNUSED_ID),
    ]
    for seconds in (
        18,
        11,
        10,
        19,
        1,
    ):  # the delay's end, both visibility timeouts, then 60 s since things were prepared
        on.wait(seconds)
        found += [_receive(on, ORDERS), _receive(on, FIFO)]
    found += [on.try_to("CreateQueue", QueueName="gone"), on.try_to("PurgeQueue", QueueUrl=PLAIN)]
    found.append(on.try_to("DeleteMessage", QueueUrl=ORDERS, ReceiptHandle=on.values[HANDLE]))
    return found


def _receive(on: Stage, url: str, **params: Any) -> Any:
    return on.try_to(
        "ReceiveMessage",
        QueueUrl=url,
        MaxNumberOfMessages=10,
        MessageSystemAttributeNames=["All"],
        MessageAttributeNames=["All"],
        **params,
    )
