"""The JSON document that subscribers get unless they want the message itself."""

from __future__ import annotations

from base64 import b64encode
from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING

from fakeaws.aws.arns import dns_suffix
from fakeaws.services.sns import signatures

if TYPE_CHECKING:
    from fakeaws.services.sns.deliveries.delivery import Delivery
    from fakeaws.services.sns.notifications import Notification
    from fakeaws.services.sns.topics import Topic


def envelope(delivery: Delivery) -> str:
    """The notification in AWS's layout: two spaces, `` : `` after keys, attributes last.

    All but the URL that ends the subscription is the same for subscribers that get the same message, and made once.
    """
    notification = delivery.notification
    subscription = delivery.subscription
    assert subscription is not None
    message = delivery.message
    if delivery.protocol in signatures.SIGNED_PROTOCOLS:
        made = notification.signed_envelope
        if made is None or made[0] is not message:
            made = notification.signed_envelope = (message, *_around_the_url(notification, message, real=True))
    else:
        made = notification.envelope
        if made is None or made[0] is not message:
            made = notification.envelope = (message, *_around_the_url(notification, message))
    return f"{made[1]}{subscription.unsubscribe_url}{made[2]}"


def signature_of(notification: Notification, message: str, *, real: bool = False) -> str:
    """The signature of a standard topic's notification with this message; ``real`` for web endpoints, see `signatures`."""
    topic = notification.topic
    assert topic is not None
    document = {
        "Message": message,
        "MessageId": notification.id,
        "Subject": notification.subject,
        "Timestamp": notification.timestamp,
        "TopicArn": topic.arn,
        "Type": "Notification",
    }
    signed = signatures.string_to_sign(document, signatures.NOTIFICATION)
    real = real or signatures.are_real(topic.service.world)
    return signatures.sign(signed, topic.signature_version, topic.region, real=real)


def attributes_of(notification: Notification) -> dict[str, dict[str, str]]:
    """The message attributes as documents show them: ``{"Type": …, "Value": …}``, binary values in base64."""
    return {
        name: {
            "Type": attribute["DataType"],
            "Value": attribute["StringValue"]
            if "StringValue" in attribute
            else b64encode(attribute["BinaryValue"]).decode(),
        }
        for name, attribute in (notification.attributes or {}).items()
    }


def unsubscribe_url(topic: Topic, subscription_arn: str) -> str:
    """What ends the subscription."""
    host = f"https://sns.{topic.region}.{dns_suffix(topic.region)}"
    return f"{host}/?Action=Unsubscribe&SubscriptionArn={subscription_arn}"


def laid_out(document: dict[str, str]) -> str:
    """A JSON document of texts in SNS's layout."""
    lines = [f"  {quoted(key)} : {quoted(value)}" for key, value in document.items()]
    return "{\n" + ",\n".join(lines) + "\n}"


def _around_the_url(notification: Notification, message: str, *, real: bool = False) -> tuple[str, str]:
    """The document before and after the value of ``UnsubscribeURL``."""
    topic = notification.topic
    assert topic is not None
    number = subject = signature = replayed = attributes = ""
    if notification.sequence_number is not None:
        number = f'  "SequenceNumber" : "{notification.sequence_number}",\n'
    if notification.subject is not None:
        subject = f'  "Subject" : {quoted(notification.subject)},\n'
    if topic.fifo is None:
        signature = (
            f'  "SignatureVersion" : "{topic.signature_version}",\n'
            f'  "Signature" : "{signature_of(notification, message, real=real)}",\n'
            f'  "SigningCertURL" : "{signatures.certificate_url(topic.region)}",\n'
        )
    if notification.replayed:
        replayed = ',\n  "Replayed" : true'
    if notification.attributes:
        lines = ",\n".join(
            f'    {quoted(name)} : {{"Type":{quoted(each["Type"])},"Value":{quoted(each["Value"])}}}'
            for name, each in attributes_of(notification).items()
        )
        attributes = f',\n  "MessageAttributes" : {{\n{lines}\n  }}'
    before = (
        '{\n  "Type" : "Notification",\n'
        f'  "MessageId" : "{notification.id}",\n{number}'
        f'  "TopicArn" : "{topic.arn}",\n{subject}'
        f'  "Message" : {quoted(message)},\n'
        f'  "Timestamp" : "{notification.timestamp}",\n{signature}'
        '  "UnsubscribeURL" : "'
    )
    return before, f'"{replayed}{attributes}\n}}'
