"""The usual mistakes with topics, as the timeline shows them: one function each, asked by `World.diagnose`.

A rule would rather keep silent than find fault with correct code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from fakeaws.services.sns.diagnosis.confirmations import unconfirmed_subscription
from fakeaws.services.sns.diagnosis.filters import filter_looks_elsewhere, filter_never_matches
from fakeaws.services.sns.diagnosis.history import History
from fakeaws.services.sns.diagnosis.refusals import dead_letter_queue_refuses, topic_not_allowed
from fakeaws.timeline.findings import Finding

if TYPE_CHECKING:
    from fakeaws.services.sns.operations.base import SnsBase

RULES: tuple[Callable[[History], Iterator[Finding]], ...] = (
    topic_not_allowed,
    dead_letter_queue_refuses,
    filter_looks_elsewhere,
    filter_never_matches,
    unconfirmed_subscription,
)


def findings(service: SnsBase) -> list[Finding]:
    """What every rule finds in the timeline of one account and region."""
    if not service.topics:
        return []
    history = History(service)
    return [finding for rule in RULES for finding in rule(history)]
