"""What the diagnoses of rules walk over, gathered once: matches, hand-overs to targets, events for unknown buses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from fakeaws.services.events.operations.base import EventsBase
    from fakeaws.services.events.rules import Rule
    from fakeaws.services.events.targets import Target
    from fakeaws.timeline.records import Record


class HandOver(NamedTuple):
    """One record of the delivery engine: ``kind`` is Deliver or Redrive, ``target`` as it is called on the timeline."""

    number: int
    kind: str
    rule: Rule
    target: str
    event_id: str
    outcome: str
    details: Mapping[str, Any]


class History:
    """What happened to the rules of one account and region, in order."""

    def __init__(self, service: EventsBase) -> None:
        self.service = service
        self.timeline = service.world.timeline
        self.rows = self.timeline.rows
        rules = {rule.resource: rule for bus in service.buses.values() for rule in bus.rules.values()}
        self.all: list[HandOver] = []
        #: The last match of each rule: the record's number.
        self.matched: dict[str, int] = {}
        #: Records of events for buses that are not there.
        self.astray: list[int] = []
        for number, row in enumerate(self.rows):
            if row[3] != "events" or row[6] is None:
                continue
            details = row[9] or {}
            if row[4] == "Match":
                self.matched[row[5]] = number
            elif row[4] == "PutEvents":
                if row[7] == "refused":
                    self.astray.append(number)
            elif row[4] in ("Deliver", "Redrive") and details.get("rule") in rules:
                target = row[5] if row[4] == "Deliver" else details["target"]
                rule = rules[details["rule"]]
                self.all.append(HandOver(number, row[4], rule, target, row[6], row[7], details))

    def by_target(self, kind: str, code: str | None = None) -> Iterator[tuple[Rule, Target, list[HandOver]]]:
        """The hand-overs that were refused, by rule and target; those of a target that is gone left out."""
        found: dict[tuple[str, str], list[HandOver]] = {}
        for each in self.all:
            if each.outcome == "refused" and each.kind == kind and code in (None, each.details.get("code")):
                found.setdefault((each.rule.arn, each.target), []).append(each)
        for (_, name), several in found.items():
            rule = several[0].rule
            target = next((each for each in rule.targets.values() if each.resource == name), None)
            if target is not None:
                yield rule, target, several

    def at_us(self, number: int) -> int:
        """When a record was made."""
        return self.rows[number][0]

    def records(self, hand_overs: list[HandOver]) -> list[Record]:
        """The hand-overs, in order."""
        return [self.timeline.record(each.number) for each in hand_overs]
