"""A subscription's attributes: which there are, what they may be, what they mean, what is shown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import Arn
from fakeaws.services.sns import errors, limits
from fakeaws.services.sns.archive import parse_replay_policy
from fakeaws.services.sns.delivery_policies import check_subscription_policy, shown_for_subscription
from fakeaws.services.sns.errors import BadAttribute
from fakeaws.services.sns.filtering import parse_filter, parse_json

if TYPE_CHECKING:
    from fakeaws.services.sns.filter_policies import Operation, Scope
    from fakeaws.services.sns.subscriptions import Subscription

NAMES = (
    "DeliveryPolicy",
    "FilterPolicy",
    "FilterPolicyScope",
    "RawMessageDelivery",
    "RedrivePolicy",
    "ReplayPolicy",
    "SubscriptionRoleArn",
)
_SCOPES = ("MessageBody", "MessageAttributes")
#: What a subscription has without being told.
_DEFAULTS = {"RawMessageDelivery": "false", "FilterPolicyScope": "MessageAttributes"}


def checked(subscription: Subscription, given: Mapping[str, str]) -> dict[str, str]:
    """The attributes as a subscription keeps them; raises `BadAttribute` or a refusal. Changes nothing."""
    return {name: _checked(subscription, name, value) for name, value in given.items()}


def check_filter(subscription: Subscription, values: Mapping[str, str], operation: Operation) -> None:
    """Raise unless the subscription could have its filter policy together with these checked values."""
    text = values.get("FilterPolicy", subscription.attributes.get("FilterPolicy", ""))
    asked = values.get("FilterPolicyScope", subscription.scope)
    scope: Scope = "MessageBody" if asked == "MessageBody" else "MessageAttributes"
    if parse_filter(text, scope, operation) is not None:
        _check_number_of_filters(subscription)


def apply(subscription: Subscription, values: Mapping[str, str]) -> None:
    """Give a subscription checked values."""
    attributes = subscription.attributes
    for name, value in values.items():
        if name in ("FilterPolicy", "RedrivePolicy", "DeliveryPolicy", "ReplayPolicy") and _is_empty(value):
            attributes.pop(name, None)
        else:
            attributes[name] = value
    subscription.raw = attributes.get("RawMessageDelivery") == "true"
    text = attributes.get("FilterPolicy")
    subscription.filter = None if text is None else parse_filter(text, subscription.scope)
    redrive = attributes.get("RedrivePolicy")
    subscription.dead_letter_arn = None if redrive is None else json.loads(redrive).get("deadLetterTargetArn")
    subscription.understand_delivery_policy()
    if "ReplayPolicy" in values:
        replay = attributes.get("ReplayPolicy")
        subscription.replay = None if replay is None else parse_replay_policy(replay)


def is_same(subscription: Subscription, name: str, value: str) -> bool:
    """Whether an attribute that Subscribe was given is the one that the subscription has, or the default."""
    if name in ("RawMessageDelivery", "FilterPolicyScope"):
        return subscription.attributes.get(name, _DEFAULTS[name]).lower() == value.lower()
    stored = subscription.attributes.get(name)
    if stored is None:
        return name in ("FilterPolicy", "RedrivePolicy", "DeliveryPolicy") and _is_empty(value)
    try:
        return stored == value or bool(json.loads(stored) == json.loads(value))
    except ValueError:
        return False


def shown(subscription: Subscription) -> dict[str, str]:
    """What GetSubscriptionAttributes answers."""
    found = {
        "SubscriptionArn": subscription.arn,
        "TopicArn": subscription.topic.arn,
        "Owner": subscription.owner,
        "Protocol": subscription.protocol,
        "Endpoint": subscription.endpoint,
        "SubscriptionPrincipal": subscription.principal,
        "ConfirmationWasAuthenticated": _boolean(subscription.authenticated),
        "PendingConfirmation": _boolean(subscription.pending),
        "RawMessageDelivery": _boolean(subscription.raw),
    }
    attributes = subscription.attributes
    for name in ("RedrivePolicy", "SubscriptionRoleArn", "ReplayPolicy"):
        if name in attributes:
            found[name] = attributes[name]
    if "FilterPolicy" in attributes:
        found["FilterPolicy"] = attributes["FilterPolicy"]
        found["FilterPolicyScope"] = subscription.scope
    if "DeliveryPolicy" in attributes:
        found["DeliveryPolicy"] = shown_for_subscription(attributes["DeliveryPolicy"])
        found["EffectiveDeliveryPolicy"] = subscription.delivery_policy.text
    if subscription.replay_status is not None:
        found["ReplayStatus"] = subscription.replay_status
    return found


def _checked(subscription: Subscription, name: str, value: str) -> str:
    if name == "RawMessageDelivery":
        if value.lower() not in ("true", "false"):
            raise BadAttribute(f"RawMessageDelivery: Invalid value [{value}]. Must be true or false.")
        if value.lower() == "true" and not subscription.channel.raw:
            raise errors.invalid_parameter(
                f"Delivery protocol [{subscription.protocol}] does not support raw message delivery."
            )
        return value.lower()
    if name == "FilterPolicyScope" and value not in _SCOPES:
        raise BadAttribute(
            f"FilterPolicyScope: Invalid value [{value}]. Please use either MessageBody or MessageAttributes"
        )
    if name == "RedrivePolicy" and value:
        _check_redrive(subscription, value)
    if name == "DeliveryPolicy" and value:
        check_subscription_policy(value)
    if name == "ReplayPolicy":
        _check_replay(subscription, value)
    return value


def _check_redrive(subscription: Subscription, text: str) -> None:
    policy: Any = parse_json(text, "RedrivePolicy")
    topic = subscription.topic
    try:
        target = Arn.parse(policy["deadLetterTargetArn"])
    except (ValueError, KeyError, TypeError, AttributeError):
        target = None
    if (
        target is None
        or target.service != "sqs"
        or (target.region, target.account) != (topic.region, subscription.owner)
    ):
        raise BadAttribute("RedrivePolicy: deadLetterTargetArn is an invalid arn")
    if topic.fifo is not None and subscription.endpoint.endswith(".fifo") and not target.resource.endswith(".fifo"):
        raise BadAttribute("RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.")


def _check_replay(subscription: Subscription, text: str) -> None:
    policy = parse_replay_policy(text)
    if policy is not None and subscription.topic.archive is None:
        raise BadAttribute("ReplayPolicy: the topic has no ArchivePolicy")


def _check_number_of_filters(subscription: Subscription) -> None:
    others = subscription.topic.subscriptions.values()
    if len(others) < limits.TOPIC_FILTER_POLICIES:
        return
    used = sum(each.filter is not None for each in others if each is not subscription)
    if used >= limits.TOPIC_FILTER_POLICIES:
        raise errors.limit_exceeded(
            "FilterPolicyLimitExceeded", f"The topic has {limits.TOPIC_FILTER_POLICIES} filter policies already"
        )


def _is_empty(text: str | None) -> bool:
    """Whether a policy's text takes the policy away."""
    return not text or text.strip() in ("{}", "")


def _boolean(value: bool) -> str:
    return "true" if value else "false"
