"""Rules about filter policies that let nothing through: ``filter-looks-elsewhere`` and ``filter-never-matches``."""

from __future__ import annotations

from collections.abc import Iterator

from fakeaws.services.sns.diagnosis.history import History
from fakeaws.services.sns.filtering import ELSEWHERE, NEARLY
from fakeaws.timeline.findings import Finding
from fakeaws.timeline.words import instant, message, so_did

_REPAIRS = {
    "letter case": (
        "Publish the value in the letter case of the FilterPolicy, or correct the policy; "
        '{"equals-ignore-case": …} takes any.'
    ),
    "surrounding whitespace": "Strip the value before it is published, or correct the FilterPolicy.",
    "type": (
        "Publish the value in the type that the FilterPolicy asks for, or correct the policy: a string never equals a "
        "number, and a list of message attributes is one only with the DataType String.Array."
    ),
    "spelling of the key": "Spell the key alike in what is published and in the FilterPolicy.",
}


def filter_looks_elsewhere(history: History) -> Iterator[Finding]:
    """A filter let nothing through, and what it asks for is in the other part of the messages."""
    for topic, subscription, several in history.nothing_through():
        first = several[0]
        if not all(ELSEWHERE in each.details for each in several):
            continue
        here = "the message's body" if subscription.scope == "MessageBody" else "its message attributes"
        there = first.details[ELSEWHERE]
        text = (
            f"{message(first.message_id).capitalize()}, published to topic {topic.resource!r} at "
            f"{instant(history.at_us(first.number))}, was filtered out for {subscription.resource!r}: the filter policy "
            f"looks at {here}, and what it asks for is in {there}. Nothing got through yet." + so_did(len(several) - 1)
        )
        other = "MessageAttributes" if subscription.scope == "MessageBody" else "MessageBody"
        fix = f"Set the subscription's FilterPolicyScope to {other}, or publish the data where the filter looks."
        yield Finding("filter-looks-elsewhere", text, fix, history.records(several))


def filter_never_matches(history: History) -> Iterator[Finding]:
    """A filter let nothing through, and some messages differ from what it asks for by spelling or type only."""
    for topic, subscription, filtered in history.nothing_through():
        several = [each for each in filtered if NEARLY in each.details]
        if not several:
            continue
        first = several[0]
        nearly: str = first.details[NEARLY]
        text = (
            f"{message(first.message_id).capitalize()}, published to topic {topic.resource!r} at "
            f"{instant(history.at_us(first.number))}, was filtered out for {subscription.resource!r} "
            f"({first.details['why']}), and all that differs is the {nearly}. Nothing got through yet."
            + so_did(len(several) - 1)
        )
        fix = _REPAIRS[nearly.partition(" at ")[0]]
        yield Finding("filter-never-matches", text, fix, history.records(several))
