"""The topics, subscriptions, apps and phone numbers on which SNS's refusals are tried, and all that can be seen of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from fakeaws.world import user_of
from tests.conformance.contract import Stage

ACCOUNT = "123456789012"
OTHER = "210987654321"
ARN = f"arn:aws:sns:us-east-1:{ACCOUNT}:"
QUEUE = f"arn:aws:sqs:us-east-1:{ACCOUNT}:"

#: A standard topic with tags, a data protection policy, the label "label" in its policy, and subscriptions: the queue
#: "audit" (filtered and with a dead-letter queue), a phone, and a mailbox that is not confirmed.
ORDERS = ARN + "orders"
#: A FIFO topic without content-based deduplication, with an archive, to which a FIFO queue subscribes.
FIFO = ARN + "orders.fifo"
#: A topic with all defaults, and such a FIFO topic.
PLAIN = ARN + "plain"
PLAIN_FIFO = ARN + "plain.fifo"
#: Deleted a second before the call, and its queue's subscription with it.
GONE = ARN + "gone"

AUDIT = QUEUE + "audit"
FIFO_QUEUE = QUEUE + "orders.fifo"
MAILBOX = "ann@example.com"
PHONE = "+15555550100"

APP = ARN + "app/GCM/shop"
DISABLED_APP = ARN + "app/GCM/old"
#: Names of `Stage.values`: ARNs with ids that the world draws.
SUBSCRIPTION = "<subscription>"
FIFO_SUBSCRIPTION = "<FIFO subscription>"
PHONE_SUBSCRIPTION = "<phone subscription>"
PENDING = "<pending subscription>"
UNSUBSCRIBED = "<former subscription>"
#: What confirms the pending one.
TOKEN = "<token>"
DEVICE = "<device>"
DISABLED_DEVICE = "<disabled device>"
DEVICE_OF_DISABLED_APP = "<device of the disabled app>"

#: Phone numbers: verified in the sandbox today, waiting there for verification, and opted out.
VERIFIED, WAITING, OPTED_OUT = PHONE, "+15555550101", "+15555550102"

PROTECTION = json.dumps(
    {
        "Name": "protection",
        "Version": "2021-06-01",
        "Statement": [
            {
                "DataDirection": "Inbound",
                "Principal": ["*"],
                "DataIdentifier": ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"],
                "Operation": {"Deny": {}},
            }
        ],
    }
)

#: What probes publish to the FIFO topic, and what refused calls there would have used up.
UNUSED_ID = "unused"
_FIFO_QUEUE = {"FifoQueue": "true", "VisibilityTimeout": "0"}


def furnish(on: Stage) -> None:
    """Put it all there."""
    on.aws.router.service("sns", OTHER, "us-east-1")  # it comes to be when somebody there calls
    _queues(on)
    _topics(on)
    _subscriptions(on)
    _mobile(on)
    _phones(on)
    on.ask("DeleteTopic", TopicArn=GONE)
    kind = {"kind": {"DataType": "String", "StringValue": "order"}}
    on.ask("Publish", TopicArn=ORDERS, Message="earlier", MessageAttributes=kind)
    on.ask("Publish", TopicArn=FIFO, Message="earlier", MessageGroupId="g", MessageDeduplicationId="earlier")


def _queues(on: Stage) -> None:
    ask = partial(on.aws.call, "sqs", caller=user_of(ACCOUNT))
    for name, attributes in (("audit", {}), ("dead", {}), ("orders.fifo", _FIFO_QUEUE)):
        ask("CreateQueue", {"QueueName": name, "Attributes": attributes})
        on.aws.sqs.queue(name).grant_send(ARN + "*")


def _topics(on: Stage) -> None:
    on.ask(
        "CreateTopic",
        Name="orders",
        Attributes={"DisplayName": "Orders"},
        Tags=[{"Key": "team", "Value": "shop"}],
        DataProtectionPolicy=PROTECTION,
    )
    on.ask("AddPermission", TopicArn=ORDERS, Label="label", AWSAccountId=[ACCOUNT], ActionName=["Publish"])
    archive = {"FifoTopic": "true", "ArchivePolicy": '{"MessageRetentionPeriod":"7"}'}
    on.ask("CreateTopic", Name="orders.fifo", Attributes=archive)
    on.ask("CreateTopic", Name="plain")
    on.ask("CreateTopic", Name="plain.fifo", Attributes={"FifoTopic": "true"})
    on.ask("CreateTopic", Name="gone")


def _subscriptions(on: Stage) -> None:
    def subscribe(topic: str, protocol: str, endpoint: str, **attributes: Any) -> str:
        given = {name: json.dumps(value) for name, value in attributes.items()}
        params = {"Protocol": protocol, "Endpoint": endpoint, "Attributes": given, "ReturnSubscriptionArn": True}
        arn: str = on.ask("Subscribe", TopicArn=topic, **params)["SubscriptionArn"]
        return arn

    on.values[SUBSCRIPTION] = subscribe(
        ORDERS,
        "sqs",
        AUDIT,
        FilterPolicy={"kind": ["order"]},
        RedrivePolicy={"deadLetterTargetArn": QUEUE + "dead"},
    )
    on.values[PHONE_SUBSCRIPTION] = subscribe(ORDERS, "sms", PHONE)
    on.values[PENDING] = subscribe(ORDERS, "email", MAILBOX)
    on.values[TOKEN] = str(on.aws.sns.outbox("email")[0].token)
    on.values[FIFO_SUBSCRIPTION] = subscribe(FIFO, "sqs", FIFO_QUEUE)
    subscribe(GONE, "sqs", AUDIT)
    former = on.values[UNSUBSCRIBED] = subscribe(PLAIN, "sqs", AUDIT)
    on.ask("Unsubscribe", SubscriptionArn=former)


def _mobile(on: Stage) -> None:
    for arn, name in ((APP, "shop"), (DISABLED_APP, "old")):
        on.ask("CreatePlatformApplication", Name=name, Platform="GCM", Attributes={"PlatformCredential": "key"})
        for token in ("token", "lost"):
            params = {"PlatformApplicationArn": arn, "Token": token, "CustomUserData": "ann"}
            device = on.ask("CreatePlatformEndpoint", **params)["EndpointArn"]
            if name == "old":
                on.values[DEVICE_OF_DISABLED_APP] = device
            else:
                on.values[DEVICE if token == "token" else DISABLED_DEVICE] = device
    on.ask("SetEndpointAttributes", EndpointArn=on.values[DISABLED_DEVICE], Attributes={"Enabled": "false"})
    on.ask("SetPlatformApplicationAttributes", PlatformApplicationArn=DISABLED_APP, Attributes={"Enabled": "false"})


def _phones(on: Stage) -> None:
    on.ask("SetSMSAttributes", attributes={"DefaultSenderID": "Shop"})
    for number in (VERIFIED, WAITING):
        on.ask("CreateSMSSandboxPhoneNumber", PhoneNumber=number)
    password = on.aws.sns.outbox("sms")[0].one_time_password
    on.ask("VerifySMSSandboxPhoneNumber", PhoneNumber=VERIFIED, OneTimePassword=password)
    on.aws.sns.opt_out(OPTED_OUT)


def snapshot(on: Stage) -> list[Any]:
    """Topics, subscriptions, apps, phone numbers of all accounts and regions; what queues hold and what left AWS."""
    return [*_of_services(on), *_of_queues(on), *(on.aws.sns.outbox(kind) for kind in ("sms", "email", "push"))]


def _of_services(on: Stage) -> Iterator[Any]:
    for service in on.aws.router.services("sns"):
        ask = partial(on.aws.call, "sns", caller=user_of(service.account), region=service.region)
        for topic in ask("ListTopics", {})["Topics"]:
            arn = topic["TopicArn"]
            yield ask("GetTopicAttributes", {"TopicArn": arn}), ask("ListTagsForResource", {"ResourceArn": arn})
            yield ask("GetDataProtectionPolicy", {"ResourceArn": arn})
            yield ask("ListSubscriptionsByTopic", {"TopicArn": arn})
        for subscription in ask("ListSubscriptions", {})["Subscriptions"]:
            arn = subscription["SubscriptionArn"]
            yield ask("GetSubscriptionAttributes", {"SubscriptionArn": arn}) if ":" in arn else subscription
        for application in ask("ListPlatformApplications", {})["PlatformApplications"]:
            arn = application["PlatformApplicationArn"]
            yield application, ask("ListEndpointsByPlatformApplication", {"PlatformApplicationArn": arn})
        for operation in ("GetSMSAttributes", "ListPhoneNumbersOptedOut", "ListSMSSandboxPhoneNumbers"):
            yield ask(operation, {})


def _of_queues(on: Stage) -> list[Any]:
    """Message ids, bodies and what SNS gave along, whatever the hour."""
    return [
        [(message.id, message.body, message.attributes) for message in on.aws.sqs.queue(name).messages]
        for name in ("audit", "dead", "orders.fifo")
    ]


def probe(on: Stage) -> list[Any]:
    """What cannot be seen: the next ids, tokens and passwords, deduplication, what goes away by itself, and when."""
    grouped = {"MessageGroupId": "g", "MessageDeduplicationId": UNUSED_ID}
    found = [
        on.try_to("Publish", TopicArn=PLAIN, Message="a"),
        on.try_to("Publish", TopicArn=FIFO, Message="a", **grouped),
        on.try_to("PublishBatch", TopicArn=ORDERS, PublishBatchRequestEntries=[{"Id": "1", "Message": "a"}]),
        on.try_to("Publish", PhoneNumber=PHONE, Message="a"),
        on.try_to("Publish", TargetArn=on.values[DEVICE], Message="a"),
        on.try_to("Subscribe", TopicArn=PLAIN, Protocol="sqs", Endpoint=AUDIT),
        on.try_to("Subscribe", TopicArn=PLAIN, Protocol="email-json", Endpoint=MAILBOX, ReturnSubscriptionArn=True),
        on.try_to("CreatePlatformEndpoint", PlatformApplicationArn=APP, Token="new"),
        on.try_to("CreateSMSSandboxPhoneNumber", PhoneNumber="+15555550103"),
        on.try_to("OptInPhoneNumber", phoneNumber=OPTED_OUT),
    ]
    found += snapshot(on)
    for seconds in (56, 86_400, 86_400, 86_400):  # a minute after a topic was deleted; three days
        on.wait(seconds)
        found += [on.try_to("ListSubscriptions"), on.try_to("GetTopicAttributes", TopicArn=ORDERS)]
    found.append(on.try_to("DeleteSMSSandboxPhoneNumber", PhoneNumber=VERIFIED))
    return found
