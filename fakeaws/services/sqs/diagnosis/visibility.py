"""Rule ``visibility-shorter-than-work``: the message came back while its receiver was still at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fakeaws.services.sqs import limits
from fakeaws.services.sqs.diagnosis.history import Delivery, History
from fakeaws.timeline.findings import Finding
from fakeaws.timeline.words import instant, message, so_did, span, whole_seconds_above

RULE = "visibility-shorter-than-work"


class _Case(NamedTuple):
    message_id: str
    delivery: Delivery
    #: The late use of its receipt handle; ``None`` while the receiver is still at work.
    late: int | None
    work_us: int


def visibility_shorter_than_work(history: History) -> Iterator[Finding]:
    """A message came back, was handed out again or dead-lettered, and the first receiver was not done with it.

    It was not if it used its receipt handle later, or if it lives, has not asked for another message and is not idle.
    """
    cases: dict[str, list[_Case]] = {}
    for message_id, deliveries in history.by_message.items():
        for place, delivery in enumerate(deliveries):
            case = _case(history, message_id, deliveries, place)
            if case is not None:
                cases.setdefault(delivery.queue, []).append(case)
    for queue, found in cases.items():
        yield _finding(history, queue, found)


def _case(history: History, message_id: str, deliveries: list[Delivery], place: int) -> _Case | None:
    delivery = deliveries[place]
    timeout = delivery.timeout
    if timeout is None or delivery.again is None or not delivery.came_back:
        return None
    late = [number for number in delivery.uses if number > timeout]
    if not late:
        if not history.at_work(delivery):
            return None
        return _Case(message_id, delivery, None, history.now_us - delivery.at_us)
    if _had_a_newer_handle(history, deliveries[place + 1 :], late[0]):
        return None
    end = next((number for number in late if history.rows[number][4] == "DeleteMessage"), late[-1])
    return _Case(message_id, delivery, end, history.at_us(end) - delivery.at_us)


def _had_a_newer_handle(history: History, later: list[Delivery], use: int) -> bool:
    """Whether who used the old handle had received the message again, and never used the new handle.

    That is no slow work but a mix-up, `stale_receipt_handle`; who works on several messages at once uses both.
    """
    own = [delivery for delivery in later if delivery.actor == history.actor(use) and delivery.number < use]
    return bool(own) and not any(delivery.uses for delivery in own)


def _finding(history: History, queue: str, cases: list[_Case]) -> Finding:
    first = max(cases, key=lambda case: (case.work_us, -case.delivery.number))
    delivery = first.delivery
    assert delivery.timeout is not None
    assert delivery.again is not None
    text = (
        f"{delivery.actor} received {message(first.message_id)} of queue {queue!r} at {instant(delivery.at_us)} and "
        f"{_end(history, first)}. Its visibility timeout of {span(delivery.hidden_us)} had ended at "
        f"{instant(history.at_us(delivery.timeout))}: {_again(history, delivery)}."
    )
    others = len({case.message_id for case in cases}) - 1
    needed = whole_seconds_above(first.work_us)
    if needed <= limits.VISIBILITY_SECONDS:
        longer = (
            f'Set VisibilityTimeout of {queue!r} to at least {needed}: Attributes={{"VisibilityTimeout": "{needed}"}} '
            "(for a queue that triggers a Lambda function: six times the function's timeout). Or"
        )
    else:
        longer = f"No VisibilityTimeout is that long ({limits.VISIBILITY_SECONDS} s at most): split the work, and"
    fix = f"{longer} extend it by change_message_visibility while the work lasts, well before it ends."
    numbers = [number for case in cases for number in _proof(case)]
    return Finding(RULE, text + so_did(others), fix, history.records(numbers))


def _end(history: History, case: _Case) -> str:
    if case.late is None:
        return f"is still at it, {span(case.work_us)} later"
    what = "came to delete it" if history.rows[case.late][4] == "DeleteMessage" else "asked for more time"
    by, receiver = history.actor(case.late), case.delivery.actor
    who = "" if by == receiver else f"{by} "
    return f"{who}{what} at {instant(history.at_us(case.late))}, {span(case.work_us)} later"


def _again(history: History, delivery: Delivery) -> str:
    assert delivery.again is not None
    row = history.rows[delivery.again]
    if row[4] == "Redrive":
        return f"it was moved to the dead-letter queue at {instant(row[0])}"
    return f"{row[2]} received it at {instant(row[0])}"


def _proof(case: _Case) -> tuple[int | None, ...]:
    delivery = case.delivery
    return (delivery.number, delivery.timeout, delivery.again, case.late)
