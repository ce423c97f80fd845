"""The usual mistakes with rules, as the timeline shows them: one function each, asked by `World.diagnose`.

A rule would rather keep silent than find fault with correct code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from fakeaws.services.events.diagnosis.history import History
from fakeaws.services.events.diagnosis.patterns import rule_never_matches
from fakeaws.services.events.diagnosis.refusals import (
    event_bus_unknown,
    rule_dead_letter_queue_refuses,
    rule_not_allowed,
)
from fakeaws.timeline.findings import Finding

if TYPE_CHECKING:
    from fakeaws.services.events.operations.base import EventsBase

RULES: tuple[Callable[[History], Iterator[Finding]], ...] = (
    rule_not_allowed,
    rule_dead_letter_queue_refuses,
    rule_never_matches,
    event_bus_unknown,
)


def findings(service: EventsBase) -> list[Finding]:
    """What every rule finds in the timeline of one account and region."""
    history = History(service)
    return [finding for rule in RULES for finding in rule(history)]
