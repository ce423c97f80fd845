"""The topics on which SNS's refusals are tried, and everything that can be seen of them."""

from __future__ import annotations

import json
from typing import Any

from tests.conformance.contract import Stage

ACCOUNT = "123456789012"
OTHER = "210987654321"
ARN = f"arn:aws:sns:us-east-1:{ACCOUNT}:"
QUEUE = f"arn:aws:sqs:us-east-1:{ACCOUNT}:"

#: A topic with a tag and a policy statement of the label "label"; the queue ``q`` subscribes.
ORDERS = ARN + "orders"
#: A FIFO topic with an archive and without content-based deduplication; the queue ``q`` subscribes.
FIFO = ARN + "orders.fifo"
#: Names of `Stage.values`: the two subscriptions.
SUBSCRIPTION = "<subscription>"
FIFO_SUBSCRIPTION = "<FIFO subscription>"

UNUSED_ID = "unused"


def furnish(on: Stage) -> None:
    """Put the topics there."""
    on.ask("CreateTopic", Name="orders", Tags=[{"Key": "team", "Value": "shop"}])
    on.ask("AddPermission", TopicArn=ORDERS, Label="label", AWSAccountId=[ACCOUNT], ActionName=["Publish"])
    archive = json.dumps({"MessageRetentionPeriod": "1"})
    on.ask("CreateTopic", Name="orders.fifo", Attributes={"FifoTopic": "true", "ArchivePolicy": archive})
    for name, topic in ((SUBSCRIPTION, ORDERS), (FIFO_SUBSCRIPTION, FIFO)):
        answer = on.ask("Subscribe", TopicArn=topic, Protocol="sqs", Endpoint=QUEUE + "q")
        on.values[name] = answer["SubscriptionArn"]


def snapshot(on: Stage) -> Any:
    """All that can be seen of them."""
    topics = [each["TopicArn"] for each in on.ask("ListTopics")["Topics"]]
    subscriptions = on.ask("ListSubscriptions")["Subscriptions"]
    return (
        [on.ask("GetTopicAttributes", TopicArn=topic) for topic in topics],
        [on.ask("GetSubscriptionAttributes", SubscriptionArn=each["SubscriptionArn"]) for each in subscriptions],
    )


def probe(on: Stage) -> Any:
    """What going on with the FIFO topic gives: a refused publish has used up no id and no number."""
    answer = on.ask("Publish", TopicArn=FIFO, Message="probe", MessageGroupId="g", MessageDeduplicationId=UNUSED_ID)
    return answer["SequenceNumber"]
