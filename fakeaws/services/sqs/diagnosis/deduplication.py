"""Rule ``deduplication-swallowed``: a send that meant something was taken for a repetition."""

from __future__ import annotations

from collections.abc import Iterator

from fakeaws.services.sqs.diagnosis.history import Duplicate, History
from fakeaws.services.sqs.limits import DEDUPLICATION
from fakeaws.timeline.findings import Finding
from fakeaws.timeline.words import count, instant, message, span


def deduplication_swallowed(history: History) -> Iterator[Finding]:
    """A send with a deduplication id made from its body repeated an earlier one, and had no reason to repeat it.

    Reasons are: the sender lost the answer to the earlier send (whether botocore or the application tried again), the
    earlier sender was killed or failed, or both sends came out of deliveries of one message. An id of the sender's own
    means what it says.
    """
    swallowed: dict[str, list[Duplicate]] = {}
    for duplicate in history.duplicates:
        if not _had_reason(history, duplicate):
            swallowed.setdefault(history.rows[duplicate.number][5], []).append(duplicate)
    for queue, duplicates in swallowed.items():
        first = duplicates[0]
        row = history.rows[first.number]
        more = len(duplicates) - 1
        text = (
            f"What {row[2]} sent to queue {queue!r} at {instant(row[0])} was swallowed as a duplicate of "
            f"{message(row[6] or '')}, sent by {history.actor(first.first)} at {instant(history.at_us(first.first))}: "
            "both have the same body, and with ContentBasedDeduplication the body is the deduplication id, for "
            f"{span(DEDUPLICATION)}." + (f" So were {count(more, 'other send')}." if more else "")
        )
        fix = (
            "Send with an id of the event itself, the same when one event is sent again and another for the next: "
            "send_message(…, MessageDeduplicationId=event_id)."
        )
        numbers = [number for each in duplicates for number in (each.first, each.number)]
        yield Finding("deduplication-swallowed", text, fix, history.records(numbers))


def _had_reason(history: History, duplicate: Duplicate) -> bool:
    if duplicate.after_lost_reply or history.broke_off(history.actor(duplicate.first)):
        return True
    now, then = duplicate.in_hand, duplicate.first_in_hand
    return now is not None and then is not None and now is not then and not set(now).isdisjoint(then)
