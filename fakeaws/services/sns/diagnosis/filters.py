"""The rule ``filter-looks-elsewhere``."""

from __future__ import annotations

from collections.abc import Iterator

from fakeaws.services.sns.diagnosis.history import History
from fakeaws.services.sns.filtering import ELSEWHERE
from fakeaws.timeline.findings import Finding
from fakeaws.timeline.words import instant, message, so_did


def filter_looks_elsewhere(history: History) -> Iterator[Finding]:
    """A filter let nothing through, and what it asks for is in the other part of the messages."""
    passed = {(each.topic.arn, each.resource) for each in history.all if each.outcome != "filtered"}
    for topic, resource, several in history.by_endpoint("filtered"):
        first = several[0]
        if (topic.arn, resource) in passed or not all(ELSEWHERE in each.details for each in several):
            continue
        subscription = history.subscription(topic, resource)
        if subscription is None or subscription.filter is None:
            continue
        here = "the message's body" if subscription.scope == "MessageBody" else "its message attributes"
        there = first.details[ELSEWHERE]
        text = (
            f"{message(first.message_id).capitalize()}, published to topic {topic.resource!r} at "
            f"{instant(history.at_us(first.number))}, was filtered out for {resource!r}: the filter policy looks at "
            f"{here}, and what it asks for is in {there}. Nothing got through yet." + so_did(len(several) - 1)
        )
        other = "MessageAttributes" if subscription.scope == "MessageBody" else "MessageBody"
        fix = f"Set the subscription's FilterPolicyScope to {other}, or publish the data where the filter looks."
        yield Finding("filter-looks-elsewhere", text, fix, history.records(several))
