"""Rules about messages that are too old: ``dead-letter-queue-retention`` and ``died-of-retention``."""

from __future__ import annotations

from collections.abc import Iterator

from fakeaws.services.sqs import limits
from fakeaws.services.sqs.diagnosis.history import History, Stay, by_queue
from fakeaws.services.sqs.queues import Queue
from fakeaws.timeline.findings import Finding
from fakeaws.timeline.words import count, instant, message, so_did, span

#: A message that comes to a dead-letter queue with less than this part of the queue's retention period left is late.
LEFT = 0.5

_LONGEST_S = limits.RETENTION_SECONDS[1]
_LONGEST = f'"{_LONGEST_S}" ({span(_LONGEST_S * limits.SECOND)}, the longest)'


def dead_letter_queue_retention(history: History) -> Iterator[Finding]:
    """A standard dead-letter queue counts from the first send: messages came late, or died though it kept none longer."""
    for name, stays in by_queue(stay for stay in history.stays if stay.source is not None):
        queue = history.queue(name)
        if queue is None or queue.fifo:
            continue
        late = [stay for stay in stays if _is_late(history, stay, queue)]
        if late:
            yield _late(history, queue, late)


def _is_late(history: History, stay: Stay, queue: Queue) -> bool:
    if stay.message_id not in history.sent:
        return False
    how = None if stay.end is None else history.rows[stay.end][7]
    if how not in (None, "expired"):
        return False  # somebody took care of it
    if _left_us(history, stay, queue) < LEFT * queue.retention_us:
        return True
    source = history.queue(stay.source or "")
    return how == "expired" and source is not None and queue.retention_us <= source.retention_us


def _left_us(history: History, stay: Stay, queue: Queue) -> int:
    sent_us = history.at_us(history.sent[stay.message_id])
    return max(0, sent_us + queue.retention_us - history.at_us(stay.arrived))


def _late(history: History, queue: Queue, late: list[Stay]) -> Finding:
    name = queue.resource
    first = min(late, key=lambda stay: (_left_us(history, stay, queue), stay.arrived))
    sent, source = history.sent[first.message_id], history.queue(first.source or "")
    left_us = _left_us(history, first, queue)
    gone = first.end is not None
    text = (
        f"{message(first.message_id).capitalize()}, sent at {instant(history.at_us(sent))}, came from queue "
        f"{first.source!r} to its dead-letter queue {name!r} at {instant(history.at_us(first.arrived))} and "
        f"{'expired' if gone else 'expires'} there {span(left_us)} later: a standard dead-letter queue keeps messages "
        f"for its MessageRetentionPeriod ({span(queue.retention_us)}) from the first send, not from the move."
        + so_did(len(late) - 1)
    )
    of_source = f" ({span(source.retention_us)})" if source is not None else ""
    if queue.retention_us < _LONGEST_S * limits.SECOND:
        fix = f"Set MessageRetentionPeriod of {name!r} to {_LONGEST}, well above that of {first.source!r}{of_source}."
    else:
        fix = f"Set MessageRetentionPeriod of {first.source!r}{of_source} well below that of {name!r}."
    numbers = [number for stay in late for number in (history.sent[stay.message_id], stay.arrived, stay.end)]
    return Finding("dead-letter-queue-retention", text, fix, history.records(numbers))


def died_of_retention(history: History) -> Iterator[Finding]:
    """Messages expired in a queue that is not where they were dead-lettered to, whose last stop is that by design."""
    expired = [
        stay
        for stay in history.stays
        if stay.source is None and stay.end is not None and history.rows[stay.end][7] == "expired"
    ]
    for received in (False, True):
        for name, stays in by_queue(stay for stay in expired if bool(stay.deliveries) is received):
            yield _died(history, name, stays, received)


def _died(history: History, name: str, stays: list[Stay], received: bool) -> Finding:
    first = stays[0]
    assert first.end is not None
    sent_us, end_us = history.at_us(first.arrived), history.at_us(first.end)
    if received:
        times, last_us = count(len(first.deliveries), "time"), first.deliveries[-1].at_us
        how = f"received {times}, the last at {instant(last_us)}, and never deleted"
        fix = (
            "Delete a message when its work is done. If the work fails: give "
            f"{name!r} a RedrivePolicy, so that a dead-letter queue (retention: {_LONGEST}) takes it in time."
        )
    else:
        how = "never received"
        fix = (
            f"Run a consumer of {name!r}, with a filter or group that takes this message; if it may come later than "
            f"{span(end_us - sent_us)} after the send, set MessageRetentionPeriod up to {_LONGEST}."
        )
    text = (
        f"{message(first.message_id).capitalize()}, sent to queue {name!r} at {instant(sent_us)}, was {how}: it expired "
        f"at {instant(end_us)}, when its retention period of {span(end_us - sent_us)} was over."
        + so_did(len(stays) - 1)
    )
    numbers = [
        number
        for stay in stays
        for number in (stay.arrived, *(delivery.number for delivery in stay.deliveries), stay.end)
    ]
    return Finding("died-of-retention", text, fix, history.records(numbers))
