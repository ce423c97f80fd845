"""For each operation of SNS: calls that show all that it can answer."""

from __future__ import annotations

import json
from typing import Any

from tests.conformance.contract import AskService, Scenario
from tests.conformance.sns import scenarios_of_mobile
from tests.conformance.sns.asking import MORE_THAN_A_PAGE, many, pages
from tests.conformance.sns.furniture import ACCOUNT, AUDIT, FIFO, MAILBOX, ORDERS, OTHER, PHONE, PROTECTION

_NONE_BOUGHT = "numbers to send from are bought elsewhere: there are none"
_WHOLE_BATCH = "AWS refuses whole batches"

#: Members that an answer never has.
NEVER_SHOWN: dict[str, dict[str, str]] = {
    "ListOriginationNumbers": {
        "NextToken": _NONE_BOUGHT,
        **{
            f"PhoneNumbers[].{name}": _NONE_BOUGHT
            for name in (
                "CreatedAt",
                "PhoneNumber",
                "Status",
                "Iso2CountryCode",
                "RouteType",
                "NumberCapabilities",
            )
        },
    },
    "PublishBatch": {f"Failed[].{name}": _WHOLE_BATCH for name in ("Id", "Code", "Message", "SenderFault")},
}

_ATTRIBUTES = {
    "text": {"DataType": "String", "StringValue": "größe ✓"},
    "list": {"DataType": "String.Array", "StringValue": '["a",1]'},
    "number": {"DataType": "Number", "StringValue": "12.50"},
    "bytes": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
}
_TAGS = [{"Key": "team", "Value": "shop"}, {"Key": "empty", "Value": ""}]


async def _topic(ask: AskService, name: str = "orders", **attributes: str) -> str:
    if name.endswith(".fifo"):
        attributes["FifoTopic"] = "true"
    arn: str = (await ask("CreateTopic", Name=name, Attributes=attributes))["TopicArn"]
    return arn


async def _subscription(ask: AskService, protocol: str = "sqs", endpoint: str = AUDIT, **attributes: Any) -> str:
    given = {name: value if isinstance(value, str) else json.dumps(value) for name, value in attributes.items()}
    params = {"TopicArn": await _topic(ask), "Protocol": protocol, "Endpoint": endpoint, "Attributes": given}
    arn: str = (await ask("Subscribe", **params, ReturnSubscriptionArn=True))["SubscriptionArn"]
    return arn


# -- topics --------------------------------------------------------------------------------------------------------------


async def create_topic(ask: AskService) -> None:
    await ask("CreateTopic", Name="plain")
    everything = {"DisplayName": "Orders", "SignatureVersion": "2", "TracingConfig": "Active"}
    for _ in range(2):
        await ask("CreateTopic", Name="orders", Attributes=everything, Tags=_TAGS, DataProtectionPolicy=PROTECTION)
    await _topic(ask, "orders.fifo", ContentBasedDeduplication="true", FifoThroughputScope="MessageGroup")


async def delete_topic(ask: AskService) -> None:
    await _topic(ask)
    for _ in range(2):
        await ask("DeleteTopic", TopicArn=ORDERS)


async def list_topics(ask: AskService) -> None:
    await ask("ListTopics")
    many(ask, "CreateTopic", ({"Name": f"topic-{number}"} for number in range(MORE_THAN_A_PAGE)))
    await pages(ask, "ListTopics")


async def get_topic_attributes(ask: AskService) -> None:
    await _topic(ask)
    await ask("GetTopicAttributes", TopicArn=ORDERS)
    await _topic(ask, "orders.fifo", ArchivePolicy='{"MessageRetentionPeriod":"30"}', FifoThroughputScope="Topic")
    await ask("GetTopicAttributes", TopicArn=FIFO)


async def set_topic_attributes(ask: AskService) -> None:
    await _topic(ask)
    policy = json.dumps({"http": {"defaultThrottlePolicy": {"maxReceivesPerSecond": 5}}})
    for name, value in (("DisplayName", "größe"), ("DeliveryPolicy", policy), ("DeliveryPolicy", "")):
        await ask("SetTopicAttributes", TopicArn=ORDERS, AttributeName=name, AttributeValue=value)
    await ask("SetTopicAttributes", TopicArn=ORDERS, AttributeName="DisplayName")


async def add_permission(ask: AskService) -> None:
    await _topic(ask)
    for label, accounts, actions in (
        ("one", [OTHER], ["Publish"]),
        ("two", [OTHER, ACCOUNT], ["publish", "Subscribe"]),
    ):
        await ask("AddPermission", TopicArn=ORDERS, Label=label, AWSAccountId=accounts, ActionName=actions)
    await ask("GetTopicAttributes", TopicArn=ORDERS)


async def remove_permission(ask: AskService) -> None:
    await add_permission(ask)
    for label in ("one", "no such"):
        await ask("RemovePermission", TopicArn=ORDERS, Label=label)
    await ask("GetTopicAttributes", TopicArn=ORDERS)


async def tag_resource(ask: AskService) -> None:
    await ask("TagResource", ResourceArn=await _topic(ask), Tags=_TAGS)


async def untag_resource(ask: AskService) -> None:
    await tag_resource(ask)
    await ask("UntagResource", ResourceArn=ORDERS, TagKeys=["team", "no such"])
    await ask("ListTagsForResource", ResourceArn=ORDERS)


async def list_tags_for_resource(ask: AskService) -> None:
    await _topic(ask)
    await ask("ListTagsForResource", ResourceArn=ORDERS)
    await tag_resource(ask)
    await ask("ListTagsForResource", ResourceArn=ORDERS)


async def put_data_protection_policy(ask: AskService) -> None:
    await _topic(ask)
    for policy in (PROTECTION, ""):
        await ask("PutDataProtectionPolicy", ResourceArn=ORDERS, DataProtectionPolicy=policy)


async def get_data_protection_policy(ask: AskService) -> None:
    await _topic(ask)
    await ask("GetDataProtectionPolicy", ResourceArn=ORDERS)
    await ask("PutDataProtectionPolicy", ResourceArn=ORDERS, DataProtectionPolicy=PROTECTION)
    await ask("GetDataProtectionPolicy", ResourceArn=ORDERS)


# -- subscriptions -------------------------------------------------------------------------------------------------------


async def subscribe(ask: AskService) -> None:
    await _topic(ask)
    for _ in range(2):
        await ask("Subscribe", TopicArn=ORDERS, Protocol="sqs", Endpoint=AUDIT)
    for known in (False, True):
        params = {"Protocol": "email", "Endpoint": MAILBOX, "ReturnSubscriptionArn": known}
        await ask("Subscribe", TopicArn=ORDERS, **params)
    given = {"RawMessageDelivery": "True", "FilterPolicy": '{"a":["ü"]}', "FilterPolicyScope": "MessageBody"}
    await ask("Subscribe", TopicArn=ORDERS, Protocol="sqs", Endpoint=AUDIT + "-raw", Attributes=given)
    await ask("Subscribe", TopicArn=ORDERS, Protocol="sms", Endpoint=PHONE)


async def confirm_subscription(ask: AskService) -> None:
    await _subscription(ask, "email", MAILBOX)
    token = ask.aws.sns.outbox("email")[-1].token
    for authenticate in ("false", "true"):
        params = {"TopicArn": ORDERS, "Token": token, "AuthenticateOnUnsubscribe": authenticate}
        await ask("ConfirmSubscription", **params)


async def unsubscribe(ask: AskService) -> None:
    arn = await _subscription(ask)
    for _ in range(2):
        await ask("Unsubscribe", SubscriptionArn=arn)


async def get_subscription_attributes(ask: AskService) -> None:
    await ask("GetSubscriptionAttributes", SubscriptionArn=await _subscription(ask))
    rich = await _subscription(
        ask,
        endpoint=AUDIT + "-filtered",
        FilterPolicy={"kind": ["größe"]},
        RedrivePolicy={"deadLetterTargetArn": AUDIT},
        RawMessageDelivery="true",
    )
    await ask("GetSubscriptionAttributes", SubscriptionArn=rich)
    await ask("GetSubscriptionAttributes", SubscriptionArn=await _subscription(ask, "email", MAILBOX))


async def set_subscription_attributes(ask: AskService) -> None:
    arn = await _subscription(ask)
    for name, value in (("RawMessageDelivery", "true"), ("FilterPolicy", '{"a":[1]}'), ("FilterPolicy", "")):
        await ask("SetSubscriptionAttributes", SubscriptionArn=arn, AttributeName=name, AttributeValue=value)
    await ask("SetSubscriptionAttributes", SubscriptionArn=arn, AttributeName="FilterPolicy")


async def list_subscriptions(ask: AskService) -> None:
    await ask("ListSubscriptions")
    await _subscription(ask, "email", MAILBOX)
    await _many_subscriptions(ask)
    await pages(ask, "ListSubscriptions")


async def list_subscriptions_by_topic(ask: AskService) -> None:
    await _topic(ask)
    await ask("ListSubscriptionsByTopic", TopicArn=ORDERS)
    await _many_subscriptions(ask)
    await pages(ask, "ListSubscriptionsByTopic", TopicArn=ORDERS)


async def _many_subscriptions(ask: AskService) -> None:
    params = {"TopicArn": await _topic(ask), "Protocol": "sqs"}
    many(ask, "Subscribe", ({**params, "Endpoint": f"{AUDIT}-{n}"} for n in range(MORE_THAN_A_PAGE)))


# -- publishing ----------------------------------------------------------------------------------------------------------


async def publish(ask: AskService) -> None:
    await _topic(ask)
    await ask("Publish", TopicArn=ORDERS, Message="plain")
    await ask("Publish", TargetArn=ORDERS, Message="ü", Subject="Größe", MessageAttributes=_ATTRIBUTES)
    await ask("Publish", TopicArn=ORDERS, Message='{"default":"a","sqs":"b"}', MessageStructure="json")
    await ask("Publish", PhoneNumber=PHONE, Message="a")
    await ask("Publish", TargetArn=await scenarios_of_mobile.device(ask), Message="a")
    await _topic(ask, "orders.fifo")
    for _ in range(2):
        await ask("Publish", TopicArn=FIFO, Message="a", MessageGroupId="g", MessageDeduplicationId="d")


async def publish_batch(ask: AskService) -> None:
    await _topic(ask)
    rich = {"Id": "rich", "Message": "ü", "Subject": "Größe", "MessageAttributes": _ATTRIBUTES}
    await ask("PublishBatch", TopicArn=ORDERS, PublishBatchRequestEntries=[{"Id": "plain", "Message": "a"}, rich])
    await _topic(ask, "orders.fifo", ContentBasedDeduplication="true")
    entries = [{"Id": id, "Message": "a", "MessageGroupId": "g"} for id in ("first", "again")]
    await ask("PublishBatch", TopicArn=FIFO, PublishBatchRequestEntries=entries)


_ALL = (
    *scenarios_of_mobile.ALL,
    add_permission,
    confirm_subscription,
    create_topic,
    delete_topic,
    get_data_protection_policy,
    get_subscription_attributes,
    get_topic_attributes,
    list_subscriptions,
    list_subscriptions_by_topic,
    list_tags_for_resource,
    list_topics,
    publish,
    publish_batch,
    put_data_protection_policy,
    remove_permission,
    set_subscription_attributes,
    set_topic_attributes,
    subscribe,
    tag_resource,
    unsubscribe,
    untag_resource,
)

SCENARIOS: dict[str, Scenario] = {
    "".join("SMS" if word == "sms" else word.title() for word in scenario.__name__.split("_")): scenario
    for scenario in _ALL
}
