"""What SNS refuses, in which words."""

from __future__ import annotations

from typing import Any

from tests.conformance.contract import Refusal
from tests.conformance.sns import refusals_of_phones_and_apps
from tests.conformance.sns.furniture import ACCOUNT, FIFO, FIFO_SUBSCRIPTION, ORDERS, OTHER, QUEUE, SUBSCRIPTION

_INVALID = "InvalidParameterException"
_VALUE = "InvalidParameterValueException"
_NOWHERE = ORDERS + "-2"
_ENTRY = {"Id": "1", "Message": "a"}
_PERMISSION = {"Label": "new", "AWSAccountId": [ACCOUNT], "ActionName": ["Publish"]}
_QUEUE = {"Protocol": "sqs", "Endpoint": QUEUE + "new"}
_UNKNOWN = f"{ORDERS}:11111111-2222-4333-8444-555555555555"

#: Operations on a topic with what else they need.
_ON_TOPICS: dict[str, dict[str, Any]] = {
    "AddPermission": _PERMISSION,
    "DeleteTopic": {},
    "GetTopicAttributes": {},
    "ListSubscriptionsByTopic": {},
    "Publish": {"Message": "a"},
    "PublishBatch": {"PublishBatchRequestEntries": [_ENTRY]},
    "RemovePermission": {"Label": "label"},
    "SetTopicAttributes": {"AttributeName": "DisplayName", "AttributeValue": "x"},
    "Subscribe": _QUEUE,
}


def _topics() -> list[Refusal]:
    found = []
    for operation, others in _ON_TOPICS.items():
        too_short = "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1"
        found.append(Refusal("no ARN", operation, {"TopicArn": "orders", **others}, _INVALID, too_short))
        elsewhere = {"TopicArn": ORDERS.replace("us-east-1", "eu-west-1"), **others}
        found.append(Refusal("another region", operation, elsewhere, _INVALID, "Invalid parameter: TopicArn"))
        if operation != "DeleteTopic":
            unknown = {"TopicArn": _NOWHERE, **others}
            found.append(Refusal("no topic", operation, unknown, "NotFoundException", "Topic does not exist"))
        action = "Publish" if operation == "PublishBatch" else operation
        not_allowed = (
            f"User: arn:aws:iam::{OTHER}:user/test is not authorized to perform: SNS:{action} on resource: {ORDERS} "
            f"because no resource-based policy allows the SNS:{action} action"
        )
        found.append(
            Refusal(
                "a stranger",
                operation,
                {"TopicArn": ORDERS, **others},
                "AuthorizationErrorException",
                not_allowed,
                account=OTHER,
            )
        )
    return found


def _invalid(id: str, operation: str, what: str, **params: Any) -> Refusal:
    return Refusal(id, operation, params, _INVALID, f"Invalid parameter: {what}")


def _batch(id: str, shape: str, message: str, *entries: dict[str, Any]) -> Refusal:
    params = {"TopicArn": ORDERS, "PublishBatchRequestEntries": list(entries)}
    return Refusal(id, "PublishBatch", params, shape, message)


_BAD_ATTRIBUTE = {"MessageAttributes": {"a": {"DataType": "Text", "StringValue": "x"}}}
_BAD_ATTRIBUTE_TEXT = (
    "The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, "
    "Number, and String."
)

REFUSALS: tuple[Refusal, ...] = (
    *_topics(),
    *refusals_of_phones_and_apps.REFUSALS,
    _invalid("bad name", "CreateTopic", "Topic Name", Name="a b"),
    _invalid(
        "other attributes",
        "CreateTopic",
        "Attributes Reason: Topic already exists with different attributes",
        Name="orders",
        Attributes={"DisplayName": "x"},
    ),
    _invalid(
        "other tags",
        "CreateTopic",
        "Tags Reason: Topic already exists with different tags",
        Name="orders",
        Tags=[{"Key": "team", "Value": "x"}],
    ),
    Refusal(
        "an archive",
        "DeleteTopic",
        {"TopicArn": FIFO},
        "InvalidStateException",
        "Invalid state: a topic with an ArchivePolicy cannot be deleted; deactivate the policy first",
    ),
    _invalid("no token", "ListTopics", "NextToken", NextToken="x"),
    _invalid("no token", "ListSubscriptions", "NextToken", NextToken="x"),
    _invalid("unknown", "SetTopicAttributes", "AttributeName", TopicArn=ORDERS, AttributeName="X", AttributeValue="x"),
    _invalid(
        "label exists",
        "AddPermission",
        "Statement already exists",
        TopicArn=ORDERS,
        Label="label",
        AWSAccountId=[ACCOUNT],
        ActionName=["Publish"],
    ),
    _invalid(
        "unknown protocol",
        "Subscribe",
        "Amazon SNS does not support this protocol string: x",
        TopicArn=ORDERS,
        Protocol="x",
        Endpoint="y",
    ),
    _invalid("no queue", "Subscribe", "SQS endpoint ARN", TopicArn=ORDERS, Protocol="sqs", Endpoint="q"),
    _invalid(
        "other attributes",
        "Subscribe",
        "Attributes Reason: Subscription already exists with different attributes",
        TopicArn=ORDERS,
        Protocol="sqs",
        Endpoint=QUEUE + "q",
        Attributes={"RawMessageDelivery": "true"},
    ),
    Refusal("no token", "ConfirmSubscription", {"TopicArn": ORDERS, "Token": "x"}, _INVALID, "Invalid token"),
    _invalid("unknown token", "ConfirmSubscription", "Token", TopicArn=ORDERS, Token="0" * 288),
    _invalid("topic", "Unsubscribe", "SubscriptionId", SubscriptionArn=ORDERS),
    _invalid(
        "no ARN",
        "GetSubscriptionAttributes",
        "SubscriptionArn Reason: An ARN must have at least 6 elements, not 1",
        SubscriptionArn="x",
    ),
    Refusal(
        "unknown",
        "GetSubscriptionAttributes",
        {"SubscriptionArn": _UNKNOWN},
        "NotFoundException",
        "Subscription does not exist",
    ),
    Refusal(
        "unknown",
        "SetSubscriptionAttributes",
        {"SubscriptionArn": _UNKNOWN, "AttributeName": "RawMessageDelivery", "AttributeValue": "true"},
        "NotFoundException",
        "Subscription does not exist",
    ),
    _invalid(
        "not boolean",
        "SetSubscriptionAttributes",
        "RawMessageDelivery: Invalid value [x]. Must be true or false.",
        SubscriptionArn=SUBSCRIPTION,
        AttributeName="RawMessageDelivery",
        AttributeValue="x",
    ),
    _invalid(
        "no dead-letter queue",
        "SetSubscriptionAttributes",
        "RedrivePolicy: deadLetterTargetArn is an invalid arn",
        SubscriptionArn=FIFO_SUBSCRIPTION,
        AttributeName="RedrivePolicy",
        AttributeValue='{"deadLetterTargetArn":"x"}',
    ),
    _invalid("empty", "Publish", "Empty message", TopicArn=ORDERS, Message=""),
    _invalid("too long", "Publish", "Message too long", TopicArn=ORDERS, Message="x" * 262_145),
    _invalid(
        "no group", "Publish", "The MessageGroupId parameter is required for FIFO topics", TopicArn=FIFO, Message="a"
    ),
    Refusal(
        "bad attribute", "Publish", {"TopicArn": ORDERS, "Message": "a", **_BAD_ATTRIBUTE}, _VALUE, _BAD_ATTRIBUTE_TEXT
    ),
    _batch("bad attribute", _VALUE, _BAD_ATTRIBUTE_TEXT, {**_ENTRY, **_BAD_ATTRIBUTE}),
    _batch("none", "EmptyBatchRequestException", "The batch request doesn't contain any entries."),
    _batch(
        "too many",
        "TooManyEntriesInBatchRequestException",
        "The batch request contains more entries than permissible.",
        *({"Id": str(number), "Message": "a"} for number in range(11)),
    ),
    _batch(
        "twice",
        "BatchEntryIdsNotDistinctException",
        "Two or more batch entries in the request have the same Id.",
        _ENTRY,
        _ENTRY,
    ),
    _batch(
        "bad id",
        "InvalidBatchEntryIdException",
        "The Id of a batch entry in the batch request contains an impermissible character: a b",
        {**_ENTRY, "Id": "a b"},
    ),
    _batch(
        "too long",
        "BatchRequestTooLongException",
        "The length of all the messages put together is more than the limit.",
        *({"Id": each, "Message": "x" * 200_000} for each in "ab"),
    ),
    Refusal(
        "no type",
        "Publish",
        {"TopicArn": ORDERS, "Message": "a", "MessageAttributes": {"a": {"StringValue": "x"}}},
        "ValidationError",
        "1 validation error detected: Value null at 'messageAttributes.a.member.dataType' failed to satisfy constraint: "
        "Member must not be null",
        unchecked=True,
    ),
)
