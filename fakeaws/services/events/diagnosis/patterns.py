"""The diagnosis ``rule-never-matches``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fakeaws.aws.patterns.fields import AllPaths, Fields, fields_of
from fakeaws.aws.patterns.near_misses import NearMiss, near_misses
from fakeaws.timeline.findings import Finding
from fakeaws.timeline.text import short_id
from fakeaws.timeline.words import count, instant

if TYPE_CHECKING:
    from fakeaws.services.events.buses import Seen
    from fakeaws.services.events.diagnosis.history import History
    from fakeaws.services.events.rules import Rule

_REPAIRS = {
    "letter case": (
        "Put the event with the value in the letter case of the EventPattern, or correct the pattern; "
        '{"equals-ignore-case": …} takes any.'
    ),
    "surrounding whitespace": "Strip the value before it is put, or correct the EventPattern.",
    "type": "Put the value in the type that the EventPattern asks for, or correct it: a string never equals a number.",
    "spelling of the key": "Spell the key alike in the event and in the EventPattern.",
}


class _Whole:
    """All values of an event, taken out when somebody asks."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen

    def __call__(self) -> Fields:
        return fields_of(self._seen.event.document, AllPaths())


def rule_never_matches(history: History) -> Iterator[Finding]:
    """A rule has matched nothing since it was put, and some events differ from its pattern by spelling or type only."""
    for bus in history.service.buses.values():
        for rule in bus.rules.values():
            if rule.pattern is None or not rule.enabled or history.matched.get(rule.resource, -1) > rule.put_record:
                continue
            missed = list(_near(rule))
            if missed:
                yield _finding(history, rule, missed)


def _near(rule: Rule) -> Iterator[tuple[Seen, tuple[NearMiss, ...]]]:
    pattern = rule.pattern
    assert pattern is not None
    for seen in rule.bus.seen:
        if seen.record > rule.put_record:
            found = near_misses(pattern, fields_of(seen.event.document, pattern.paths), _Whole(seen))
            if found:
                yield seen, found


def _finding(history: History, rule: Rule, missed: list[tuple[Seen, tuple[NearMiss, ...]]]) -> Finding:
    seen, found = missed[0]
    assert rule.pattern is not None
    why = rule.pattern.explain(seen.event.document)
    others = len(missed) - 1
    text = (
        f"Event {short_id(seen.event.id)}, put on event bus {rule.bus.resource!r} at {instant(history.at_us(seen.record))}, "
        f"did not match rule {rule.resource!r} ({why}), and all that differs is the {', '.join(map(str, found))}. The rule "
        "has matched nothing yet." + (f" The same goes for {count(others, 'other event')}." if others else "")
    )
    records = [history.timeline.record(each.record) for each, _ in missed]
    return Finding("rule-never-matches", text, _REPAIRS[found[0].difference], records)
