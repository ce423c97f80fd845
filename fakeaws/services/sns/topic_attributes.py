"""A topic's attributes: which there are, what they may be, what they mean for the topic, what is shown."""

from __future__ import annotations

import json
from collections.abc import Mapping

from fakeaws.services.sns import limits
from fakeaws.services.sns.archive import Archive, check_archive_policy
from fakeaws.services.sns.delivery_policies import check_topic_policy, effective_for_topic, shown_for_topic
from fakeaws.services.sns.errors import BadAttribute
from fakeaws.services.sns.permissions import check_policy
from fakeaws.services.sns.topics import Topic

_FEEDBACK = tuple(
    f"{protocol}{kind}"
    for protocol in ("HTTP", "Firehose", "Lambda", "Application", "SQS")
    for kind in ("SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate", "FailureFeedbackRoleArn")
)
_FIFO_ONLY = ("ContentBasedDeduplication", "FifoThroughputScope", "ArchivePolicy")
_CHANGEABLE = (
    "DisplayName",
    "Policy",
    "DeliveryPolicy",
    "SignatureVersion",
    "KmsMasterKeyId",
    "TracingConfig",
    "MaximumMessageSize",
    *_FIFO_ONLY,
    *_FEEDBACK,
)
_CHOICES = {
    "SignatureVersion": ("1", "2"),
    "TracingConfig": ("PassThrough", "Active"),
    "FifoThroughputScope": ("Topic", "MessageGroup"),
}
#: Attributes that "" takes away.
_REMOVABLE = ("Policy", "DeliveryPolicy", "KmsMasterKeyId")


def is_known(name: str, fifo: bool) -> bool:
    """Whether a topic of that type has a changeable attribute of that name."""
    return name in _CHANGEABLE and (fifo or name not in _FIFO_ONLY)


def checked_for_creation(given: Mapping[str, str], fifo: bool) -> dict[str, str]:
    """The attributes of a new topic, all but ``FifoTopic`` and ``Policy``; raises `BadAttribute`."""
    values: dict[str, str] = {}
    for name, value in given.items():
        if name in ("FifoTopic", "Policy"):
            continue
        if name not in _CHANGEABLE:
            raise BadAttribute(f"Unknown attribute {name}")
        if name in _FIFO_ONLY and not fifo:
            raise BadAttribute(f"{name} can only be set on a FIFO topic")
        values[name] = checked(name, value)
    return values


def checked(name: str, value: str) -> str:
    """An attribute's value as a topic keeps it; raises `BadAttribute`. `Policy` is checked against its topic."""
    if name == "ContentBasedDeduplication":
        if value.lower() not in ("true", "false"):
            raise BadAttribute(f"{name}: Invalid value [{value}]. Must be true or false.")
        return value.lower()
    if name in _CHOICES and value not in _CHOICES[name]:
        raise BadAttribute(f"{name}: Invalid value [{value}]. Please use either {' or '.join(_CHOICES[name])}")
    if name == "DisplayName" and len(value) > limits.DISPLAY_NAME:
        raise BadAttribute(f"{name}: must be at most {limits.DISPLAY_NAME} characters long")
    if name == "MaximumMessageSize" and _whole(value) not in limits.MAXIMUM_MESSAGE_SIZE:
        low, high = limits.MAXIMUM_MESSAGE_SIZE[0], limits.MAXIMUM_MESSAGE_SIZE[-1]
        raise BadAttribute(f"{name}: Invalid value [{value}]. Must be an integer between {low} and {high}.")
    if name.endswith("SampleRate") and _whole(value) not in range(101):
        raise BadAttribute(f"{name}: Invalid value [{value}]. Must be an integer between 0 and 100.")
    if name == "DeliveryPolicy" and value:
        check_topic_policy(value)
    if name == "ArchivePolicy" and value:
        check_archive_policy(value)
    return value


def apply(topic: Topic, values: Mapping[str, str]) -> None:
    """Give a topic checked values; raises `BadAttribute` for what does not go with the rest of it, before any change."""
    if values.get("Policy"):
        check_policy(topic, values["Policy"])
    if _whole(values.get("MaximumMessageSize", "0")) > limits.MESSAGE_BYTES:
        _check_large_messages(topic)
    for name, value in values.items():
        if name == "Policy":
            topic.set_policy(value)
        elif name == "ArchivePolicy":
            _set_archive(topic, value)
        elif not value and name in _REMOVABLE:
            topic.attributes.pop(name, None)
        else:
            topic.attributes[name] = value
    _understand(topic)


def shown(topic: Topic) -> dict[str, str]:
    """What GetTopicAttributes answers."""
    found = {
        "TopicArn": topic.arn,
        "Owner": topic.account,
        "Policy": topic.policy_text,
        "SubscriptionsConfirmed": str(topic.confirmed),
        "SubscriptionsPending": str(topic.pending),
        "SubscriptionsDeleted": str(topic.unsubscribed),
        "EffectiveDeliveryPolicy": topic.delivery_policy.text,
        **topic.attributes,
    }
    if "DeliveryPolicy" in found:
        found["DeliveryPolicy"] = shown_for_topic(found["DeliveryPolicy"])
    if topic.archive is not None:
        found["BeginningArchiveTime"] = topic.archive.beginning
    return found


def is_same(topic: Topic, name: str, value: str) -> bool:
    """Whether an attribute that CreateTopic was given is the one that the topic has."""
    if name == "FifoTopic":
        return (value.lower() == "true") == (topic.fifo is not None)
    stored = topic.policy_text if name == "Policy" else topic.attributes.get(name)
    if stored is None or stored == value:
        return stored == value
    if name == "ContentBasedDeduplication":
        return stored == value.lower()
    if name in ("Policy", "DeliveryPolicy", "ArchivePolicy"):
        try:
            return bool(json.loads(stored) == json.loads(value))
        except ValueError:
            return False
    return False


def _understand(topic: Topic) -> None:
    attributes = topic.attributes
    topic.maximum_bytes = int(attributes.get("MaximumMessageSize", limits.MESSAGE_BYTES))
    topic.signature_version = attributes.get("SignatureVersion", "1")
    topic.delivery_policy = effective_for_topic(attributes.get("DeliveryPolicy"))
    for subscription in topic.subscriptions.values():
        subscription.understand_delivery_policy()
    if topic.fifo is not None:
        topic.fifo.content_based = attributes.get("ContentBasedDeduplication") == "true"
        topic.fifo.compare(by_group=attributes.get("FifoThroughputScope") == "MessageGroup")


def _set_archive(topic: Topic, text: str) -> None:
    days = json.loads(text).get("MessageRetentionPeriod") if text else None
    if days is None:
        topic.attributes.pop("ArchivePolicy", None)
        topic.archive = None
        return
    topic.attributes["ArchivePolicy"] = text
    if topic.archive is None:
        topic.archive = Archive(topic.service.world)
    topic.archive.keep_for(int(days))


def _check_large_messages(topic: Topic) -> None:
    others = [each for each in topic.subscriptions.values() if each.protocol not in limits.LARGE_MESSAGE_PROTOCOLS]
    if others or len(topic.subscriptions) > limits.LARGE_MESSAGE_SUBSCRIPTIONS:
        raise BadAttribute(
            f"MaximumMessageSize: more than {limits.MESSAGE_BYTES} bytes need at most "
            f"{limits.LARGE_MESSAGE_SUBSCRIPTIONS} subscriptions, all of the protocols "
            f"{', '.join(limits.LARGE_MESSAGE_PROTOCOLS)}"
        )


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
