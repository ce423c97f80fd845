"""The JSON document that subscribers get unless they want the message itself."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import dns_suffix
from base64 import b64encode
from fakeaws.services.sns import signatures

if TYPE_CHECKING:
    from fakeaws.services.sns.deliveries.delivery import Delivery
    from fakeaws.services.sns.topics import Topic


def envelope(delivery: Delivery) -> str:
    """The notification in AWS's layout: two spaces, `` : `` after keys, attributes last."""
    return laid_out(notification_document(delivery))


def notification_document(delivery: Delivery) -> dict[str, Any]:
    """The notification's members, in AWS's order."""
    notification = delivery.notification
    topic = notification.topic
    subscription = delivery.subscription
    assert topic is not None and subscription is not None
    message = delivery.message
    document: dict[str, Any] = {"Type": "Notification", "MessageId": notification.id}
    if notification.sequence_number is not None:
        document["SequenceNumber"] = notification.sequence_number
    document["TopicArn"] = topic.arn
    if notification.subject is not None:
        document["Subject"] = notification.subject
    document["Message"] = message
    document["Timestamp"] = notification.timestamp
    if topic.fifo is None:
        document["SignatureVersion"] = topic.signature_version
        document["Signature"] = _signature(delivery, topic, document)
        document["SigningCertURL"] = signatures.certificate_url(topic.region)
    document["UnsubscribeURL"] = unsubscribe_url(topic, subscription.arn)
    if notification.replayed:
        document["Replayed"] = True
    if notification.attributes:
        document["MessageAttributes"] = attributes_of(delivery)
    return document


def attributes_of(delivery: Delivery) -> dict[str, dict[str, str]]:
    """The message attributes as documents show them: ``{"Type": …, "Value": …}``, binary values in base64."""
    return {
        name: {
            "Type": attribute["DataType"],
            "Value": attribute["StringValue"]
            if "StringValue" in attribute
            else b64encode(attribute["BinaryValue"]).decode(),
        }
        for name, attribute in (delivery.notification.attributes or {}).items()
    }


def unsubscribe_url(topic: Topic, subscription_arn: str) -> str:
    """What ends the subscription."""
    host = f"https://sns.{topic.region}.{dns_suffix(topic.region)}"
    return f"{host}/?Action=Unsubscribe&SubscriptionArn={subscription_arn}"


def laid_out(document: dict[str, Any]) -> str:
    """A JSON document in SNS's layout."""
    lines = [f"  {_text(key)} : {_value(value)}" for key, value in document.items()]
    return "{\n" + ",\n".join(lines) + "\n}"


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):  # of message attributes: one line each
        inner = ",\n".join(
            f"    {_text(name)} : {json.dumps(each, ensure_ascii=False, separators=(',', ':'))}"
            for name, each in value.items()
        )
        return "{\n" + inner + "\n  }"
    return json.dumps(value)


def _signature(delivery: Delivery, topic: Topic, document: dict[str, Any]) -> str:
    """One signature for all subscribers that get the same message; real ones and placeholders apart."""
    notification = delivery.notification
    message, real = document["Message"], signatures.are_real(topic.service.world, delivery.protocol)
    if notification.signature is None or notification.signature[:2] != (message, real):
        signed = signatures.string_to_sign(document, signatures.NOTIFICATION)
        made = signatures.sign(signed, topic.signature_version, topic.region, real=real)
        notification.signature = (message, real, made)
    return notification.signature[2]


_text = encode_basestring
