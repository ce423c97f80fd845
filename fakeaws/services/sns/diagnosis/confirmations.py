"""The rule ``unconfirmed-subscription``."""

from __future__ import annotations

from collections.abc import Iterator

from fakeaws.services.sns import limits
from fakeaws.services.sns.diagnosis.history import History
from fakeaws.timeline.findings import Finding
from fakeaws.timeline.words import instant, message, so_did, span


def unconfirmed_subscription(history: History) -> Iterator[Finding]:
    """Messages passed a subscription by that nobody has confirmed to this day."""
    for topic, resource, several in history.by_endpoint("unconfirmed"):
        subscription = history.subscription(topic, resource)
        if subscription is not None and not subscription.pending:
            continue
        first = several[0]
        if subscription is None:
            state = f"nobody confirmed it within {span(limits.UNCONFIRMED)}, and it is gone"
        else:
            since_us = subscription.asked_us
            state = f"it has waited for confirmation since {instant(since_us)}"
        text = (
            f"{message(first.message_id).capitalize()}, published to topic {topic.resource!r} at "
            f"{instant(history.at_us(first.number))}, passed the subscription of {resource!r} by: {state}."
            + so_did(len(several) - 1)
        )
        fix = (
            "Confirm the subscription before publishing: ConfirmSubscription with the Token of the "
            "SubscriptionConfirmation that the endpoint got, or a GET of its SubscribeURL."
        )
        yield Finding("unconfirmed-subscription", text, fix, history.records(several))
