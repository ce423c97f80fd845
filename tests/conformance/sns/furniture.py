"""The topics, phones and apps on which SNS's refusals are tried, and everything that can be seen of them."""

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

#: Numbers of the SMS sandbox: one that waits for its password, one that is verified.
PHONE = "+15551234567"
VERIFIED = "+15557654321"
#: A platform application, and the name of `Stage.values` for its endpoint with the token "token".
APP = ARN + "app/GCM/shop"
ENDPOINT = "<endpoint>"
#: A data protection policy; the topic has none.
POLICY = json.dumps(
    {
        "Name": "größe ✓",
        "Version": "2021-06-01",
        "Statement": [
            {
                "DataDirection": "Inbound",
                "Principal": ["*"],
                "DataIdentifier": ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"],
                "Operation": {"Deny": {}},
            }
        ],
    },
    ensure_ascii=False,
)

UNUSED_ID = "unused"


def furnish(on: Stage) -> None:
    """Put them there."""
    on.ask("CreateTopic", Name="orders", Tags=[{"Key": "team", "Value": "shop"}])
    on.ask("AddPermission", TopicArn=ORDERS, Label="label", AWSAccountId=[ACCOUNT], ActionName=["Publish"])
    archive = json.dumps({"MessageRetentionPeriod": "1"})
    on.ask("CreateTopic", Name="orders.fifo", Attributes={"FifoTopic": "true", "ArchivePolicy": archive})
    for name, topic in ((SUBSCRIPTION, ORDERS), (FIFO_SUBSCRIPTION, FIFO)):
        answer = on.ask("Subscribe", TopicArn=topic, Protocol="sqs", Endpoint=QUEUE + "q")
        on.values[name] = answer["SubscriptionArn"]
    for phone in (PHONE, VERIFIED):
        on.ask("CreateSMSSandboxPhoneNumber", PhoneNumber=phone)
    password = on.aws.sns.outbox("sms")[-1].one_time_password
    on.ask("VerifySMSSandboxPhoneNumber", PhoneNumber=VERIFIED, OneTimePassword=password)
    on.ask("CreatePlatformApplication", Name="shop", Platform="GCM", Attributes={"PlatformCredential": "key"})
    endpoint = on.ask("CreatePlatformEndpoint", PlatformApplicationArn=APP, Token="token")
    on.values[ENDPOINT] = endpoint["EndpointArn"]


def snapshot(on: Stage) -> Any:
    """All that can be seen of them."""
    topics = [each["TopicArn"] for each in on.ask("ListTopics")["Topics"]]
    subscriptions = on.ask("ListSubscriptions")["Subscriptions"]
    return (
        [on.ask("GetTopicAttributes", TopicArn=topic) for topic in topics],
        [on.ask("GetSubscriptionAttributes", SubscriptionArn=each["SubscriptionArn"]) for each in subscriptions],
        [on.ask("ListTagsForResource", ResourceArn=topic) for topic in topics],
        [on.ask("GetDataProtectionPolicy", ResourceArn=topic) for topic in topics],
        on.ask("GetSMSAttributes"),
        on.ask("ListPhoneNumbersOptedOut"),
        on.ask("ListSMSSandboxPhoneNumbers"),
        on.ask("ListPlatformApplications"),
        on.ask("ListEndpointsByPlatformApplication", PlatformApplicationArn=APP),
        [len(on.aws.sns.outbox(kind)) for kind in ("sms", "email", "push")],
    )


def probe(on: Stage) -> Any:
    """What going on with the FIFO topic gives: a refused publish has used up no id and no number."""
    answer = on.ask("Publish", TopicArn=FIFO, Message="probe", MessageGroupId="g", MessageDeduplicationId=UNUSED_ID)
    return answer["SequenceNumber"]
