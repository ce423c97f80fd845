"""Refusals of names, ARNs, tokens of pages (1, 2), and of callers (14), for each operation that has such a parameter."""

from __future__ import annotations

from tests.conformance.contract import Refusal
from tests.conformance.sns import furniture as f
from tests.conformance.sns.rows import (
    NO_RESOURCE,
    NOT_FOUND,
    USUAL,
    VALIDATION,
    asked,
    broken,
    forbidden,
    invalid,
    lacking,
    null_at,
    row,
)

_ID = "00000000-0000-4000-8000-000000000000"
_PAGES = (
    "ListEndpointsByPlatformApplication",
    "ListOriginationNumbers",
    "ListPlatformApplications",
    "ListSMSSandboxPhoneNumbers",
    "ListSubscriptions",
    "ListSubscriptionsByTopic",
    "ListTopics",
)
#: Required parameters that the front end asks for; SNS itself has words for those that name a topic or subscription.
_REQUIRED = {
    "AddPermission": ("Label", "AWSAccountId", "ActionName"),
    "CheckIfPhoneNumberIsOptedOut": ("phoneNumber",),
    "ConfirmSubscription": ("Token",),
    "CreatePlatformApplication": ("Name", "Platform", "Attributes"),
    "CreatePlatformEndpoint": ("PlatformApplicationArn", "Token"),
    "CreateSMSSandboxPhoneNumber": ("PhoneNumber",),
    "CreateTopic": ("Name",),
    "DeleteEndpoint": ("EndpointArn",),
    "DeletePlatformApplication": ("PlatformApplicationArn",),
    "DeleteSMSSandboxPhoneNumber": ("PhoneNumber",),
    "GetEndpointAttributes": ("EndpointArn",),
    "GetPlatformApplicationAttributes": ("PlatformApplicationArn",),
    "ListEndpointsByPlatformApplication": ("PlatformApplicationArn",),
    "OptInPhoneNumber": ("phoneNumber",),
    "Publish": ("Message",),
    "PutDataProtectionPolicy": ("DataProtectionPolicy",),
    "RemovePermission": ("Label",),
    "SetEndpointAttributes": ("EndpointArn", "Attributes"),
    "SetPlatformApplicationAttributes": ("PlatformApplicationArn", "Attributes"),
    "SetSMSAttributes": ("attributes",),
    "SetSubscriptionAttributes": ("AttributeName",),
    "SetTopicAttributes": ("AttributeName",),
    "Subscribe": ("Protocol",),
    "TagResource": ("Tags",),
    "UntagResource": ("TagKeys",),
    "VerifySMSSandboxPhoneNumber": ("PhoneNumber", "OneTimePassword"),
}


def _few(text: str) -> str:
    return f"An ARN must have at least 6 elements, not {text.count(':') + 1}"


def _topic(operation: str, parameter: str = "TopicArn", missing: str = NOT_FOUND) -> list[Refusal]:
    """A parameter that names a topic."""
    words = "Topic does not exist" if missing == NOT_FOUND else "Resource does not exist"
    texts = ["orders", "arn:aws:sns:us-east-1:123456789012"]
    if missing == NOT_FOUND:
        texts.insert(0, "")  # the front end has something against empty ARNs of resources with tags
    rows = [
        *(
            invalid(f"{parameter} {text!r}", operation, f"{parameter} Reason: {_few(text)}", **{parameter: text})
            for text in texts
        ),
        invalid("another region", operation, parameter, **{parameter: f.ORDERS.replace("us-east-1", "eu-west-1")}),
        invalid("ARN of a queue", operation, parameter, **{parameter: f.AUDIT}),
        invalid("ARN of nothing", operation, parameter, **{parameter: "a:b:c:d:e:f"}),
    ]
    if operation != "DeleteTopic":
        rows += [
            row("unknown topic", operation, missing, words, **{parameter: f.ARN + "never"}),
            row("deleted topic", operation, missing, words, **{parameter: f.GONE}),
            row("other case", operation, missing, words, **{parameter: f.ARN + "Orders"}),
            row("topic of an unknown account", operation, missing, words, **{parameter: f.ORDERS.replace("1234", "9")}),
        ]
    return rows


def _subscription(operation: str) -> list[Refusal]:
    other = f.ORDERS.replace("us-east-1", "eu-west-1")
    return [
        *(
            invalid(
                f"SubscriptionArn {text!r}", operation, f"SubscriptionArn Reason: {_few(text)}", SubscriptionArn=text
            )
            for text in ("", "PendingConfirmation", "pending confirmation")
        ),
        invalid("another region", operation, "SubscriptionArn", SubscriptionArn=f"{other}:{_ID}"),
        *(
            row(id, operation, NOT_FOUND, "Subscription does not exist", SubscriptionArn=arn)
            for id, arn in (
                ("unknown subscription", f"{f.ORDERS}:{_ID}"),
                ("subscription of an unknown topic", f"{f.ARN}never:{_ID}"),
                ("former subscription", f.UNSUBSCRIBED),
                ("ARN of a topic", f.ORDERS),
            )
        ),
    ]


def _platform(operation: str, parameter: str) -> list[Refusal]:
    """A parameter that names an app or a device."""
    kind = "app/GCM" if parameter == "PlatformApplicationArn" else "endpoint/GCM/shop"
    slashes = f"{parameter} Reason: Wrong number of slashes in relative portion of the ARN."
    missing = "PlatformApplication" if parameter == "PlatformApplicationArn" else "Endpoint"
    rows = [
        invalid(f"{parameter} 'shop'", operation, f"{parameter} Reason: {_few('shop')}", **{parameter: "shop"}),
        invalid("another region", operation, parameter, **{parameter: f"arn:aws:sns:eu-west-1:{f.ACCOUNT}:{kind}/x"}),
        invalid("ARN of a topic", operation, slashes, **{parameter: f.ORDERS}),
        invalid("too many slashes", operation, slashes, **{parameter: f"{f.ARN}{kind}/x/y"}),
        invalid("another kind", operation, parameter, **{parameter: f"{f.ARN}x{kind}/x"}),
    ]
    if not operation.startswith("Delete"):
        rows.append(
            row("unknown", operation, NOT_FOUND, f"{missing} does not exist", **{parameter: f"{f.ARN}{kind}/x"})
        )
    return rows


def _resource_arn(operation: str) -> list[Refusal]:
    """What the front end has against an ARN of a resource with tags."""
    least, most = (
        f"Member must have length {words} than or equal to {limit}" for words, limit in (("greater", 1), ("less", 1011))
    )
    long = f.ARN + "x" * 1_000
    return [
        Refusal(
            "empty",
            operation,
            asked(operation, ResourceArn=""),
            VALIDATION,
            broken("resourceArn", "", least),
            unchecked=True,
        ),
        row("1,037 characters", operation, VALIDATION, broken("resourceArn", long, most), ResourceArn=long),
    ]


_STAGED = {name: usual["TopicArn"] for name, usual in USUAL.items() if "TopicArn" in usual}
_ENTRY = {"Id": "1", "Message": "a"}

TABLE: tuple[Refusal, ...] = (
    # -- 1: topics
    *(row for operation in _STAGED if operation not in ("ConfirmSubscription",) for row in _topic(operation)),
    *(
        row
        for operation in ("GetDataProtectionPolicy", "PutDataProtectionPolicy")
        for row in _topic(operation, "ResourceArn")
    ),
    *(
        row
        for operation in ("TagResource", "UntagResource", "ListTagsForResource")
        for row in (*_resource_arn(operation), *_topic(operation, "ResourceArn", NO_RESOURCE))
    ),
    # -- 1: subscriptions, apps, devices
    *(
        row
        for operation in ("GetSubscriptionAttributes", "SetSubscriptionAttributes")
        for row in _subscription(operation)
    ),
    *(
        row
        for operation, usual in USUAL.items()
        for parameter in ("PlatformApplicationArn", "EndpointArn")
        if parameter in usual
        for row in _platform(operation, parameter)
    ),
    # -- 2: Unsubscribe
    invalid("no ARN", "Unsubscribe", f"SubscriptionArn Reason: {_few('x')}", SubscriptionArn="x"),
    invalid("empty", "Unsubscribe", "SubscriptionArn Reason: no value for required parameter", SubscriptionArn=""),
    invalid("ARN of a topic", "Unsubscribe", "SubscriptionId", SubscriptionArn=f.ORDERS),
    invalid("no UUID", "Unsubscribe", "SubscriptionId", SubscriptionArn=f.ORDERS + ":x"),
    *(
        invalid(f"{text!r}", "Unsubscribe", f"SubscriptionArn Reason: {_few(text)}", SubscriptionArn=text)
        for text in ("PendingConfirmation", "pending confirmation")
    ),
    invalid(
        "another region",
        "Unsubscribe",
        "SubscriptionArn",
        SubscriptionArn=f"arn:aws:sns:eu-west-1:{f.ACCOUNT}:orders:{_ID}",
    ),
    invalid(
        "pending subscription",
        "Unsubscribe",
        "SubscriptionArn Reason: a pending subscription cannot be deleted",
        SubscriptionArn=f.PENDING,
    ),
    # -- 2: pages
    *(invalid("token", operation, "NextToken", NextToken="rubbish") for operation in _PAGES),
    invalid("token", "ListPhoneNumbersOptedOut", "nextToken", nextToken="rubbish"),
    *(
        Refusal(
            f"page of {size}",
            operation,
            {"MaxResults": size},
            VALIDATION,
            broken("maxResults", str(size), f"Member must have value {words} than or equal to {limit}"),
            unchecked=not size,
        )
        for operation, most in (("ListSMSSandboxPhoneNumbers", 100), ("ListOriginationNumbers", 30))
        for size, words, limit in ((0, "greater", 1), (most + 1, "less", most))
    ),
    # -- missing parameters
    *(lacking(operation, parameter) for operation, parameters in _REQUIRED.items() for parameter in parameters),
    *(
        Refusal(
            f"entry without {name}",
            "PublishBatch",
            asked("PublishBatch", PublishBatchRequestEntries=[_ENTRY, {n: v for n, v in _ENTRY.items() if n != name}]),
            VALIDATION,
            null_at(f"publishBatchRequestEntries.2.member.{name.lower()}"),
            unchecked=True,
        )
        for name in _ENTRY
    ),
    *(
        Refusal(
            f"tag without {name}",
            operation,
            asked(operation, Tags=[{other: "x"}]),
            VALIDATION,
            null_at(f"tags.1.member.{name.lower()}"),
            unchecked=True,
        )
        for operation in ("CreateTopic", "TagResource")
        for name, other in (("Key", "Value"), ("Value", "Key"))
    ),
    # -- 14: who may
    *(
        forbidden(operation, action="Publish" if operation == "PublishBatch" else "")
        for operation in _STAGED
        if operation != "ConfirmSubscription"
    ),
    *(
        forbidden(operation, resource=f.ORDERS)
        for operation in (
            "TagResource",
            "UntagResource",
            "ListTagsForResource",
            "GetDataProtectionPolicy",
            "PutDataProtectionPolicy",
            "GetSubscriptionAttributes",
            "SetSubscriptionAttributes",
            "Unsubscribe",
        )
    ),
)
