"""How deliveries use filter policies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fakeaws.services.sns.errors import BadAttribute

if TYPE_CHECKING:
    from fakeaws.services.sns.filter_policies import FilterPolicy
    from fakeaws.services.sns.notifications import Notification
    from fakeaws.services.sns.subscriptions import Subscription


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


def why_filtered(subscription: Subscription, notification: Notification) -> str | None:
    """Why a message does not get through a subscription's filter; ``None`` if it does."""
    raise NotImplementedError
