"""The end of messages' retention period."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from fakeaws.services.sqs.messages import GONE, Message

if TYPE_CHECKING:
    from fakeaws.services.sqs.stock import Stock
    from fakeaws.simulation.scheduler import Timer

_COMPACT_FROM = 64


class Retention:
    """All messages of a queue, oldest first; also the queue's store, as nothing else holds every message.

    Messages that a dead-letter queue took over may be older than those it has: these wait in a heap. A message that is
    gone stays until it is the oldest, or until half of those held are gone. One timer waits for the oldest message; if
    that goes before its time, the timer finds nothing to do and moves on to the next.
    """

    __slots__ = ("_clock", "_gone", "_moved", "_number", "_queue", "_sent", "_simulation", "_timer")

    def __init__(self, queue: Stock) -> None:
        self._queue = queue
        self._simulation = queue.world.simulation
        self._clock = self._simulation.clock
        self._timer: Timer | None = None
        self._sent: deque[Message] = deque()
        self._moved: list[tuple[int, int, Message]] = []
        self._number = 0
        self._gone = 0

    def add(self, message: Message) -> None:
        """Keep a message until it is gone."""
        sent = self._sent
        if not sent or message.sent_us >= sent[-1].sent_us:
            sent.append(message)
            if self._timer is None:
                self._plan()
        else:
            self._number += 1
            heappush(self._moved, (message.sent_us, self._number, message))
            self.replan()

    def lost(self) -> None:
        """One of the messages is gone."""
        gone = self._gone + 1
        sent, moved = self._sent, self._moved
        while sent and sent[0].state == GONE:
            sent.popleft()
            gone -= 1
        self._gone = gone
        if gone > _COMPACT_FROM and gone * 2 > len(sent) + len(moved):
            self._sent = deque(message for message in sent if message.state != GONE)
            self._moved = [entry for entry in moved if entry[2].state != GONE]
            heapify(self._moved)
            self._gone = 0

    def oldest(self) -> Message | None:
        """The message that was sent first."""
        sent, moved = self._sent, self._moved
        while sent and sent[0].state == GONE:
            sent.popleft()
            self._gone -= 1
        while moved and moved[0][2].state == GONE:
            heappop(moved)
            self._gone -= 1
        if moved and (not sent or moved[0][0] < sent[0].sent_us):
            return moved[0][2]
        return sent[0] if sent else None

    def replan(self) -> None:
        """The oldest message or the period has changed."""
        if self._timer is not None:
            self._simulation.cancel(self._timer)
        self._plan()

    def _plan(self) -> None:
        oldest = self.oldest()
        if oldest is None:
            self._timer = None
        else:
            due_us = max(oldest.sent_us + self._queue.retention_us, self._clock.elapsed_us)
            self._timer = self._simulation.at(due_us, self._expire)

    def _expire(self) -> None:
        limit_us = self._clock.elapsed_us - self._queue.retention_us
        while (oldest := self.oldest()) is not None and oldest.sent_us <= limit_us:
            self._queue.expire(oldest)
        self._plan()

    def __iter__(self) -> Iterator[Message]:
        """All messages, in no order that matters."""
        for message in self._sent:
            if message.state != GONE:
                yield message
        for _, _, message in self._moved:
            if message.state != GONE:
                yield message
