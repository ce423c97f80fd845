"""Receives of a FIFO queue that can be repeated: ``ReceiveRequestAttemptId``."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from fakeaws.services.sqs import limits
from fakeaws.services.sqs.messages import IN_FLIGHT, FifoMessage, Message


class _Handed(NamedTuple):
    """A message as an attempt got it, and the number of the record of that: whatever is done to it makes another."""

    message: FifoMessage
    record: int

    @property
    def untouched(self) -> bool:
        return self.message.state == IN_FLIGHT and self.message.record == self.record


class Attempts:
    """What each attempt id got, for five minutes."""

    __slots__ = ("_by_id", "_in_order")

    def __init__(self) -> None:
        self._by_id: dict[str, tuple[int, list[_Handed]]] = {}
        self._in_order: deque[tuple[int, str]] = deque()

    def repeated(self, id: str, now_us: int) -> list[FifoMessage] | None:
        """The messages that this attempt got, if all are still hidden by it and nobody changed one; else ``None``."""
        in_order = self._in_order
        while in_order and in_order[0][0] <= now_us:
            until_us, old = in_order.popleft()
            if old in self._by_id and self._by_id[old][0] == until_us:
                del self._by_id[old]
        _, handed = self._by_id.get(id, (0, None))
        if handed is None or not all(each.untouched for each in handed):
            return None
        return [each.message for each in handed]

    def remember(self, id: str, messages: list[Message], now_us: int) -> None:
        """An attempt got these messages."""
        until_us = now_us + limits.DEDUPLICATION
        handed = [_Handed(message, message.record) for message in messages if isinstance(message, FifoMessage)]
        self._by_id[id] = (until_us, handed)
        self._in_order.append((until_us, id))
