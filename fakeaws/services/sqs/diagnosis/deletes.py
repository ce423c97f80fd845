"""Rules about messages that stay although somebody is done with them.

``missing-delete``: nobody tries to delete them. ``stale-receipt-handle``: somebody does, with an old handle.
"""

from __future__ import annotations

from collections.abc import Iterator

from fakeaws.services.sqs.diagnosis.history import Delivery, History, Stay, by_queue
from fakeaws.services.sqs.receipts import HANDLE_OF
from fakeaws.timeline.findings import Finding
from fakeaws.timeline.words import count, instant, message, so_did, span

#: Deliveries that came back after their receiver had finished, before a message counts as forgotten.
FINISHED_DELIVERIES = 2
#: On a queue with a dead-letter queue, where not deleting is how a consumer refuses a message: so many such messages,
#: and not one delete.
FORGOTTEN_MESSAGES = 3


def missing_delete(history: History) -> Iterator[Finding]:
    """Messages come back to consumers that finished them: not one call used their receipt handles."""
    forgotten = (stay for stay in history.stays if _is_forgotten(history, stay))
    for name, stays in by_queue(forgotten):
        queue = history.queue(name)
        if queue is None:
            continue
        refuses = queue.redrive is not None
        if refuses and (name in history.deleted_from or len(stays) < FORGOTTEN_MESSAGES):
            continue
        first = stays[0]
        back = _finished(history, first)
        text = (
            f"{_receivers(first.deliveries)} received {message(first.message_id)} of queue {name!r} "
            f"{count(len(first.deliveries), 'time')}, from {instant(first.deliveries[0].at_us)} to "
            f"{instant(first.deliveries[-1].at_us)}, finished with it and never deleted it: it came back each time its "
            f"visibility timeout ({span(back[-1].hidden_us)}) was over." + so_did(len(stays) - 1)
        )
        if refuses:
            text += f" Nothing was ever deleted from {name!r}."
        fix = (
            'Call delete_message(QueueUrl=…, ReceiptHandle=message["ReceiptHandle"]) when the work is done, on every '
            "way through the consumer."
        )
        if not refuses:
            fix += f" If the work fails: give {name!r} a RedrivePolicy, so that a dead-letter queue ends the retries."
        numbers = [
            number for stay in stays for delivery in stay.deliveries for number in (delivery.number, delivery.timeout)
        ]
        yield Finding("missing-delete", text, fix, history.records(numbers))


def _is_forgotten(history: History, stay: Stay) -> bool:
    if any(delivery.uses for delivery in stay.deliveries):
        return False
    return len(_finished(history, stay)) >= FINISHED_DELIVERIES


def _finished(history: History, stay: Stay) -> list[Delivery]:
    return [delivery for delivery in stay.deliveries if delivery.came_back and history.finished(delivery)]


def _receivers(deliveries: list[Delivery]) -> str:
    names = list(dict.fromkeys(delivery.actor for delivery in deliveries))
    return " and ".join(names) if len(names) < 3 else f"{names[0]} and {len(names) - 1} others"


def stale_receipt_handle(history: History) -> Iterator[Finding]:
    """DeleteMessage or ChangeMessageVisibility of a message that was there, with a handle that was not good any more."""
    calls: dict[tuple[str, str], list[int]] = {}
    for number in history.stale:
        row = history.rows[number]
        calls.setdefault((row[5], row[4]), []).append(number)
    for (queue, operation), numbers in calls.items():
        first = numbers[0]
        at_us, _, actor, _, _, _, message_id, outcome, _, details = history.rows[first]
        assert message_id is not None
        assert details is not None
        deliveries = history.by_message[message_id]
        used = deliveries[details[HANDLE_OF] - 1]
        newer = [delivery for delivery in deliveries[details[HANDLE_OF] :] if delivery.number < first]
        refused = outcome not in ("visible", "in-flight")
        text = (
            f"{actor} called {operation} for {message(message_id)} of queue {queue!r} at {instant(at_us)} with the "
            f"receipt handle that {'it' if used.actor == actor else used.actor} got at {instant(used.at_us)}. "
            f"{_why(history, actor, used, newer)}, so "
            + ("the call was refused." if refused else "the call succeeded and deleted nothing.")
            + (f" {count(len(numbers) - 1, 'other call')} did the same." if len(numbers) > 1 else "")
        )
        what = "Delete" if operation == "DeleteMessage" else "Extend the visibility"
        fix = (
            f"{what} with the ReceiptHandle of the newest receive, and before its visibility timeout ends: keep the "
            "handle together with the message in hand, not by message id. If the work takes longer than the timeout, "
            "lengthen that or extend it in time."
        )
        proof = [other for number in numbers for other in (number, _reason(history, number))]
        yield Finding("stale-receipt-handle", text, fix, history.records(proof))


def _why(history: History, actor: str, used: Delivery, newer: list[Delivery]) -> str:
    if newer:
        who = "It" if newer[-1].actor == actor else newer[-1].actor
        return f"{who} had received the message again at {instant(newer[-1].at_us)}"
    if used.timeout is not None:
        return f"Its visibility timeout had ended at {instant(history.at_us(used.timeout))}"
    return "The message had been made visible again"


def _reason(history: History, number: int) -> int | None:
    """Why the handle that a call used was not good any more: the newest receive before the call, or the timeout."""
    row = history.rows[number]
    deliveries = history.by_message[row[6] or ""]
    place = (row[9] or {})[HANDLE_OF]
    newer = [delivery.number for delivery in deliveries[place:] if delivery.number < number]
    used = deliveries[place - 1]
    return newer[-1] if newer else used.timeout if used.timeout is not None else used.released
