"""How subscriptions and deliveries use filter policies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.aws.patterns.errors import PatternError
from fakeaws.aws.patterns.parsing import lists_of_alternatives
from fakeaws.aws.patterns.tokens import REDACTED
from fakeaws.services.sns.errors import BadAttribute
from fakeaws.services.sns.filter_policies import FilterPolicy, Operation, Scope

if TYPE_CHECKING:
    from fakeaws.services.sns.notifications import Notification
    from fakeaws.services.sns.subscriptions import Subscription

#: The detail of a filtered message's record that says where the filter's keys are instead.
ELSEWHERE = "what it asks for is in"
#: The detail that says by what little the message differs from what the filter lets through.
NEARLY = "all that differs"


def parse_filter(text: str, scope: Scope, operation: Operation = "Subscribe") -> FilterPolicy | None:
    """A filter policy ready to judge by, ``None`` for an empty one; raises SNS's refusal, in the operation's words."""
    return FilterPolicy.parse(text, scope, operation)


def parse_json(text: str, attribute: str) -> Any:
    """The JSON of an attribute; raises `BadAttribute` in the words of AWS's parser."""
    try:
        lists_of_alternatives(text, REDACTED)
        return json.loads(text)
    except (PatternError, ValueError) as error:
        raise BadAttribute(f"{attribute}: failed to parse JSON. {error}") from None


def why_filtered(subscription: Subscription, notification: Notification) -> dict[str, str] | None:
    """Why a message does not get through a subscription's filter, for its record; ``None`` if it does."""
    policy = subscription.filter
    assert policy is not None
    message = notification.message_for(subscription.protocol)
    filtering = policy.matches(notification.attributes or {}, message)
    if filtering:
        return None
    found = {"why": str(filtering), "counted as": str(filtering.filtered_out)}
    elsewhere = _elsewhere(subscription, notification, message)
    if elsewhere is not None:
        found[ELSEWHERE] = elsewhere
        return found
    missed = policy.near_misses(notification.attributes or {}, message)
    if missed:
        found[NEARLY] = ", ".join(map(str, missed))
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
