"""How subscriptions and deliveries use filter policies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.services.sns.errors import BadAttribute

if TYPE_CHECKING:
    from fakeaws.services.sns.filter_policies import FilterPolicy
    from fakeaws.services.sns.notifications import Notification
    from fakeaws.services.sns.subscriptions import Subscription

#: The detail of a filtered message's record that says where the filter's keys are instead.
ELSEWHERE = "what it asks for is in"


def parse_filter(text: str, scope: str) -> FilterPolicy:
    """A filter policy ready to judge by; raises `BadAttribute` or SNS's refusal."""
    from fakeaws.services.sns.filter_policies import FilterPolicy

    return FilterPolicy.parse(text, scope)


def parse_json(text: str, attribute: str) -> Any:
    """The JSON of an attribute; raises `BadAttribute` in the words of AWS's parser."""
    try:
        return json.loads(text)
    except ValueError:
        raise BadAttribute(f"{attribute}: failed to parse JSON.") from None


def why_filtered(subscription: Subscription, notification: Notification) -> dict[str, str] | None:
    """Why a message does not get through a subscription's filter, for its record; ``None`` if it does."""
    policy = subscription.filter
    assert policy is not None
    message = notification.message_for(subscription.protocol)
    if subscription.scope == "MessageBody":
        verdict = policy.matches_body(message)
    else:
        verdict = policy.matches_attributes(notification.attributes or {})
    if verdict.matched:
        return None
    found = {"why": verdict.reason}
    elsewhere = _elsewhere(subscription, notification, message)
    if elsewhere is not None:
        found[ELSEWHERE] = elsewhere
    return found


def _elsewhere(subscription: Subscription, notification: Notification, message: str) -> str | None:
    """The other part of the message, if the filter's keys are there and none is where it looks."""
    keys = json.loads(subscription.attributes["FilterPolicy"])
    attributes: Mapping[str, Any] = notification.attributes or {}
    try:
        given = json.loads(message)
    except ValueError:
        given = None
    body = given if isinstance(given, dict) else {}
    in_attributes, in_body = any(key in attributes for key in keys), any(key in body for key in keys)
    if subscription.scope == "MessageBody":
        return "its message attributes" if in_attributes and not in_body else None
    return "the message's body" if in_body and not in_attributes else None
