"""Confirmations: the tokens that endpoints get, and the documents that carry them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from fakeaws.aws.arns import dns_suffix
from fakeaws.services.sns import signatures

if TYPE_CHECKING:
    from fakeaws.services.sns.subscriptions import Subscription

SUBSCRIBE = "SubscriptionConfirmation"
UNSUBSCRIBE = "UnsubscribeConfirmation"


class Confirmation:
    """What an endpoint is asked: ``kind`` is SubscriptionConfirmation or UnsubscribeConfirmation."""

    __slots__ = ("kind", "message_id", "record", "subscription", "timestamp", "token")

    def __init__(self, kind: str, subscription: Subscription, token: str, message_id: str, timestamp: str) -> None:
        self.kind = kind
        self.subscription = subscription
        self.token = token
        self.message_id = message_id
        self.timestamp = timestamp
        #: Its record on the timeline: the cause of what follows.
        self.record = 0

    @property
    def message(self) -> str:
        """AWS's sentence to the endpoint's owner."""
        if self.kind == SUBSCRIBE:
            return (
                f"You have chosen to subscribe to the topic {self.subscription.topic.arn}.\n"
                "To confirm the subscription, visit the SubscribeURL included in this message."
            )
        return (
            f"You have chosen to deactivate subscription {self.subscription.arn}.\n"
            "To cancel this operation and restore the subscription, visit the SubscribeURL included in this message."
        )

    @property
    def subscribe_url(self) -> str:
        """What the endpoint's owner visits to confirm."""
        topic = self.subscription.topic
        host = f"https://sns.{topic.region}.{dns_suffix(topic.region)}"
        return f"{host}/?Action=ConfirmSubscription&TopicArn={quote(topic.arn, safe=':')}&Token={self.token}"

    def document(self) -> dict[str, str]:
        """The JSON document, its keys in AWS's order."""
        topic = self.subscription.topic
        version = topic.signature_version
        document = {
            "Type": self.kind,
            "MessageId": self.message_id,
            "Token": self.token,
            "TopicArn": topic.arn,
            "Message": self.message,
            "SubscribeURL": self.subscribe_url,
            "Timestamp": self.timestamp,
            "SignatureVersion": version,
        }
        signed = signatures.string_to_sign(document, signatures.CONFIRMATION)
        real = signatures.are_real(topic.service.world, self.subscription.protocol)
        document["Signature"] = signatures.sign(signed, version, topic.region, real=real)
        document["SigningCertURL"] = signatures.certificate_url(topic.region)
        return document
