"""The usual mistakes with queues, as the timeline shows them: one function each, asked by `World.diagnose`.

A rule would rather keep silent than find fault with correct code: where the timeline cannot tell a mistake from a
purpose, it is none. Each walks over what `History` gathered once; its thresholds stand on top of its module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from fakeaws.services.sqs.diagnosis.deduplication import deduplication_swallowed
from fakeaws.services.sqs.diagnosis.deletes import missing_delete, stale_receipt_handle
from fakeaws.services.sqs.diagnosis.groups import fifo_group_blocked
from fakeaws.services.sqs.diagnosis.history import History
from fakeaws.services.sqs.diagnosis.polls import short_poll_loop
from fakeaws.services.sqs.diagnosis.retention import dead_letter_queue_retention, died_of_retention
from fakeaws.services.sqs.diagnosis.visibility import visibility_shorter_than_work
from fakeaws.timeline.findings import Finding

if TYPE_CHECKING:
    from fakeaws.services.sqs.operations import Sqs

RULES: tuple[Callable[[History], Iterator[Finding]], ...] = (
    visibility_shorter_than_work,
    missing_delete,
    stale_receipt_handle,
    dead_letter_queue_retention,
    fifo_group_blocked,
    deduplication_swallowed,
    short_poll_loop,
    died_of_retention,
)


def findings(service: Sqs) -> list[Finding]:
    """What every rule finds in the timeline of one account and region."""
    history = History(service)
    return [finding for rule in RULES for finding in rule(history)]
