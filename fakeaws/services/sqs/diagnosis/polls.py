"""Rule ``short-poll-loop``: an actor asks an empty queue again and again instead of waiting for a message."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from fakeaws.services.sqs import limits
from fakeaws.services.sqs.diagnosis.history import History
from fakeaws.timeline.findings import Finding
from fakeaws.timeline.words import count, instant, span

#: So many empty short polls in a row within the time of one long poll.
EMPTY_POLLS = 10
_WINDOW_US = limits.WAIT_SECONDS * limits.SECOND


class _Polls:
    """The empty short polls of an actor to a queue since its last message or long poll."""

    __slots__ = ("all", "recent", "worst")

    def __init__(self) -> None:
        self.recent: deque[tuple[int, int]] = deque()
        self.all: list[int] = []
        #: The first and last of the first ten that came too fast.
        self.worst: tuple[int, int] | None = None


def short_poll_loop(history: History) -> Iterator[Finding]:
    """Ten empty receives with WaitTimeSeconds 0 in a row where one long poll would have done; never by the test itself."""
    polls: dict[tuple[str, str], _Polls] = {}
    for number, row in enumerate(history.rows):
        at_us, _, actor, service, kind, queue, _, outcome, _, details = row
        if kind != "ReceiveMessage" or service != "sqs" or actor == history.test or not history.belongs(queue):
            continue
        if outcome == "empty" and details and details.get("WaitTimeSeconds") == 0:
            one = polls.get((actor, queue))
            if one is None:
                one = polls[actor, queue] = _Polls()
            _note(one, number, at_us)
        elif (actor, queue) in polls:
            polls[actor, queue].recent.clear()
    for (actor, queue), one in polls.items():
        if one.worst is not None:
            yield _finding(history, actor, queue, one)


def _note(polls: _Polls, number: int, at_us: int) -> None:
    recent = polls.recent
    polls.all.append(number)
    recent.append((number, at_us))
    if len(recent) > EMPTY_POLLS:
        recent.popleft()
    if polls.worst is None and len(recent) == EMPTY_POLLS and at_us - recent[0][1] <= _WINDOW_US:
        polls.worst = (recent[0][0], number)


def _finding(history: History, actor: str, queue: str, polls: _Polls) -> Finding:
    assert polls.worst is not None
    begin, end = polls.worst
    took_us = history.at_us(end) - history.at_us(begin)
    text = (
        f"{actor} asked queue {queue!r} {EMPTY_POLLS} times within {span(took_us)} from {instant(history.at_us(begin))} "
        f"on, each time with WaitTimeSeconds 0 and for nothing ({count(len(polls.all), 'empty short poll')} in all): "
        "each is a request that costs, and on AWS a short poll may miss messages that are there."
    )
    fix = (
        f"receive_message(QueueUrl=…, WaitTimeSeconds={limits.WAIT_SECONDS}), or for all consumers of {queue!r}: "
        f'Attributes={{"ReceiveMessageWaitTimeSeconds": "{limits.WAIT_SECONDS}"}}.'
    )
    return Finding("short-poll-loop", text, fix, history.records(polls.all))
