"""By operation of SNS: calls that succeed and show every member of its output."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.conformance.contract import AskService, Scenario
from tests.conformance.sns import scenarios_of_phones_and_apps
from tests.conformance.sns.furniture import ACCOUNT, ARN, FIFO, ORDERS, OTHER, QUEUE

_FIFO = {"FifoTopic": "true", "ContentBasedDeduplication": "true"}
_MESSAGE = {
    "Subject": "größe ✓",
    "MessageAttributes": {
        "text": {"DataType": "String", "StringValue": "a"},
        "bytes": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
    },
}


async def _subscribed(ask: AskService) -> str:
    await ask("CreateTopic", Name="orders")
    answer = await ask("Subscribe", TopicArn=ORDERS, Protocol="sqs", Endpoint=QUEUE + "q")
    return str(answer["SubscriptionArn"])


async def _create_topic(ask: AskService) -> None:
    await ask("CreateTopic", Name="orders", Attributes={"DisplayName": "x"}, Tags=[{"Key": "a", "Value": "b"}])
    await ask("CreateTopic", Name="orders.fifo", Attributes=_FIFO)


async def _delete_topic(ask: AskService) -> None:
    await ask("DeleteTopic", TopicArn=ORDERS)


async def _get_topic_attributes(ask: AskService) -> None:
    await ask("CreateTopic", Name="orders")
    await ask("GetTopicAttributes", TopicArn=ORDERS)


async def _set_topic_attributes(ask: AskService) -> None:
    await ask("CreateTopic", Name="orders")
    await ask("SetTopicAttributes", TopicArn=ORDERS, AttributeName="DisplayName", AttributeValue="x")
    await ask("SetTopicAttributes", TopicArn=ORDERS, AttributeName="DeliveryPolicy")
    await ask("GetTopicAttributes", TopicArn=ORDERS)


async def _list_topics(ask: AskService) -> None:
    await ask("ListTopics")
    for number in range(101):
        await ask("CreateTopic", Name=f"t{number:03}")
    first = await ask("ListTopics")
    await ask("ListTopics", NextToken=first["NextToken"])


async def _add_permission(ask: AskService) -> None:
    await ask("CreateTopic", Name="orders")
    await ask("AddPermission", TopicArn=ORDERS, Label="l", AWSAccountId=[ACCOUNT], ActionName=["Publish"])


async def _remove_permission(ask: AskService) -> None:
    await _add_permission(ask)
    await ask("RemovePermission", TopicArn=ORDERS, Label="l")


async def _subscribe(ask: AskService) -> None:
    await _subscribed(ask)
    attributes = {"RawMessageDelivery": "true", "RedrivePolicy": json.dumps({"deadLetterTargetArn": QUEUE + "dlq"})}
    await ask("Subscribe", TopicArn=ORDERS, Protocol="sqs", Endpoint=QUEUE + "r", Attributes=attributes)


async def _confirm_subscription(ask: AskService) -> None:
    await ask("CreateTopic", Name="orders")
    theirs = f"arn:aws:sqs:us-east-1:{OTHER}:q"
    await ask("Subscribe", TopicArn=ORDERS, Protocol="sqs", Endpoint=theirs)
    await ask("ConfirmSubscription", TopicArn=ORDERS, Token=_token(ask))


def _token(ask: Any) -> str:
    """What only the endpoint's owner is told."""
    [service] = ask._ask.aws.router.services("sns")
    [token] = service.pending._tokens
    return str(token)


async def _unsubscribe(ask: AskService) -> None:
    await ask("Unsubscribe", SubscriptionArn=await _subscribed(ask))


async def _get_subscription_attributes(ask: AskService) -> None:
    await ask("GetSubscriptionAttributes", SubscriptionArn=await _subscribed(ask))


async def _set_subscription_attributes(ask: AskService) -> None:
    arn = await _subscribed(ask)
    policy = {"healthyRetryPolicy": {"minDelayTarget": 1, "maxDelayTarget": 1, "numRetries": 1}}
    for name, value in (("RawMessageDelivery", "true"), ("DeliveryPolicy", json.dumps(policy))):
        await ask("SetSubscriptionAttributes", SubscriptionArn=arn, AttributeName=name, AttributeValue=value)
    await ask("SetSubscriptionAttributes", SubscriptionArn=arn, AttributeName="DeliveryPolicy")
    await ask("GetSubscriptionAttributes", SubscriptionArn=arn)


async def _many(ask: AskService) -> None:
    await ask("CreateTopic", Name="orders")
    for number in range(101):
        await ask("Subscribe", TopicArn=ORDERS, Protocol="sqs", Endpoint=f"{QUEUE}q{number}")


async def _list_subscriptions(ask: AskService) -> None:
    await ask("ListSubscriptions")
    await _many(ask)
    first = await ask("ListSubscriptions")
    await ask("ListSubscriptions", NextToken=first["NextToken"])


async def _list_subscriptions_by_topic(ask: AskService) -> None:
    await _many(ask)
    first = await ask("ListSubscriptionsByTopic", TopicArn=ORDERS)
    await ask("ListSubscriptionsByTopic", TopicArn=ORDERS, NextToken=first["NextToken"])


async def _publish(ask: AskService) -> None:
    await _subscribed(ask)
    await ask("Publish", TopicArn=ORDERS, Message="größe ✓", **_MESSAGE)
    await ask("Publish", TargetArn=ORDERS, Message='{"default":"d","sqs":"q"}', MessageStructure="json")
    await ask("CreateTopic", Name="orders.fifo", Attributes=_FIFO)
    for _ in range(2):
        await ask("Publish", TopicArn=FIFO, Message="a", MessageGroupId="g")


async def _publish_batch(ask: AskService) -> None:
    await ask("CreateTopic", Name="orders.fifo", Attributes=_FIFO)
    entries = [{"Id": each, "Message": each, "MessageGroupId": "g", **_MESSAGE} for each in "ab"]
    await ask("PublishBatch", TopicArn=ARN + "orders.fifo", PublishBatchRequestEntries=entries)


SCENARIOS: dict[str, Scenario] = {
    "AddPermission": _add_permission,
    "ConfirmSubscription": _confirm_subscription,
    "CreateTopic": _create_topic,
    "DeleteTopic": _delete_topic,
    "GetSubscriptionAttributes": _get_subscription_attributes,
    "GetTopicAttributes": _get_topic_attributes,
    "ListSubscriptions": _list_subscriptions,
    "ListSubscriptionsByTopic": _list_subscriptions_by_topic,
    "ListTopics": _list_topics,
    "Publish": _publish,
    "PublishBatch": _publish_batch,
    "RemovePermission": _remove_permission,
    "SetSubscriptionAttributes": _set_subscription_attributes,
    "SetTopicAttributes": _set_topic_attributes,
    "Subscribe": _subscribe,
    "Unsubscribe": _unsubscribe,
    **scenarios_of_phones_and_apps.SCENARIOS,
}

_ALL_OR_NONE = "a batch is refused as a whole"
NEVER_SHOWN: Mapping[str, Mapping[str, str]] = {
    **scenarios_of_phones_and_apps.NEVER_SHOWN,
    "PublishBatch": {f"Failed[].{name}": _ALL_OR_NONE for name in ("Code", "Id", "Message", "SenderFault")},
}
