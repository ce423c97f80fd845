"""Rule ``fifo-group-blocked``: a message that nobody gets done keeps the rest of its group waiting."""

from __future__ import annotations

from collections.abc import Iterator

from fakeaws.services.sqs.diagnosis.history import Delivery, History, Stay
from fakeaws.services.sqs.limits import SECOND
from fakeaws.timeline.findings import Finding
from fakeaws.timeline.words import count, instant, message, span

#: Deliveries for nothing of a message that is still there, on a queue without a dead-letter queue.
USELESS_DELIVERIES = 3
#: Time for which deliveries for nothing held the group, on any queue.
USELESS_US = 900 * SECOND

_NEVER = float("inf")


def fifo_group_blocked(history: History) -> Iterator[Finding]:
    """A group's message is received for nothing, or lies with a receiver that is gone, and others wait behind it.

    A delivery is for nothing if the message came back, or if its receiver finished or ended without deleting it. At most one
    finding for each group: its oldest such message.
    """
    groups: dict[tuple[str, str], list[Stay]] = {}
    for stay in history.stays:
        if stay.group is not None:
            groups.setdefault((stay.queue, stay.group), []).append(stay)
    for stays in groups.values():
        found = _head(history, stays)
        if found is not None:
            yield _finding(history, *found)


def _head(history: History, stays: list[Stay]) -> tuple[Stay, list[Stay]] | None:
    first_receives: list[float] = [_NEVER] * (len(stays) + 1)
    latest = 0.0
    for place in range(len(stays) - 1, -1, -1):  # how late the first receive of any message behind this one was
        first_receives[place] = latest
        deliveries = stays[place].deliveries
        latest = max(latest, deliveries[0].number if deliveries else _NEVER)
    for place, stay in enumerate(stays):
        if not _blocks(history, stay):
            continue
        end = _NEVER if stay.end is None else stay.end
        if first_receives[place] < end:
            continue
        waiting = [other for other in stays[place + 1 :] if _waits(other, end)]
        if waiting:
            return stay, waiting
    return None


def _waits(stay: Stay, end: float) -> bool:
    """Whether it was there, and not received, when the head went, or is so now."""
    if stay.arrived > end or (stay.end is not None and stay.end < end):
        return False
    return not stay.deliveries or stay.deliveries[0].number > end


def _blocks(history: History, stay: Stay) -> bool:
    useless = _useless(history, stay)
    if sum(held for _, held in useless) >= USELESS_US:
        return True
    queue = history.queue(stay.queue)
    unending = queue is not None and queue.redrive is None and stay.end is None
    return unending and len(useless) >= USELESS_DELIVERIES


def _useless(history: History, stay: Stay) -> list[tuple[Delivery, int]]:
    """Deliveries for nothing, and how long (µs) each held the group."""
    found = []
    for delivery in stay.deliveries:
        back = delivery.timeout if delivery.came_back else delivery.released
        if back is not None:
            found.append((delivery, history.at_us(back) - delivery.at_us))
        elif delivery.timeout is None and stay.end is None and history.gone(delivery):
            found.append((delivery, history.now_us - delivery.at_us))
    return found


def _finding(history: History, head: Stay, waiting: list[Stay]) -> Finding:
    useless = _useless(history, head)
    queue = history.queue(head.queue)
    end_us = history.now_us if head.end is None else history.at_us(head.end)
    first, last = useless[0][0], useless[-1][0]
    since_us = min(max(first.at_us, history.at_us(stay.arrived)) for stay in waiting)
    receives = (
        f"received {count(len(useless), 'time')} for nothing (from {instant(first.at_us)} to {instant(last.at_us)}, "
        f"last by {last.actor})"
        if len(useless) > 1
        else f"received by {last.actor} at {instant(last.at_us)} for nothing"
    )
    text = (
        f"Group {head.group!r} of queue {head.queue!r} {'is' if head.end is None else 'was'} blocked by its "
        f"{message(head.message_id)}, {receives} and not deleted: {count(len(waiting), 'message')} behind it "
        f"{'have' if len(waiting) > 1 else 'has'} waited for {span(end_us - since_us)}."
    )
    timeout = f" (now {span(queue.visibility_us)})" if queue is not None else ""
    if queue is not None and queue.redrive is not None:
        ending = f"Lower maxReceiveCount (now {queue.redrive.max_receives}) in the RedrivePolicy of {head.queue!r}"
    else:
        ending = (
            f'Give {head.queue!r} a dead-letter queue: RedrivePolicy={{"deadLetterTargetArn": '
            '"<ARN of a FIFO queue>", "maxReceiveCount": 3}'
        )
    fix = (
        f"{ending}; delete the message if its work is done; a shorter VisibilityTimeout{timeout}, extended while the "
        "work lasts, makes each round shorter."
    )
    numbers: list[int | None] = [head.arrived, head.end]
    for delivery, _ in useless:
        numbers += [delivery.number, delivery.timeout, delivery.released]
    numbers += [stay.arrived for stay in waiting]
    return Finding("fifo-group-blocked", text, fix, history.records(numbers))
