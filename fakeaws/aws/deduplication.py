"""What a FIFO queue or topic remembers of the last five minutes: sends, by deduplication id."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple, TypeAlias

#: How long a deduplication id is known, in microseconds.
WINDOW_US = 300_000_000

#: The deduplication id or, if the scope is the message group, group and id.
Key: TypeAlias = "str | tuple[str, str]"


class Accepted(NamedTuple):
    """The first send with a key; ``position`` is its place in the queue's or topic's order."""

    key: Key
    sent_us: int
    message_id: str
    position: int
    record: int


class Deduplication:
    """Accepted sends by key, each for five minutes from then; a duplicate does not prolong them."""

    __slots__ = ("_by_key", "_in_order")

    def __init__(self) -> None:
        self._by_key: dict[Key, Accepted] = {}
        self._in_order: deque[Accepted] = deque()

    def earlier(self, key: Key, now_us: int) -> Accepted | None:
        """The send that a new one with this key repeats."""
        in_order = self._in_order
        while in_order and in_order[0].sent_us <= now_us - WINDOW_US:
            del self._by_key[in_order.popleft().key]
        return self._by_key.get(key)

    def remember(self, key: Key, now_us: int, message_id: str, position: int, record: int) -> None:
        """A send was accepted that `earlier` does not know."""
        accepted = Accepted(key, now_us, message_id, position, record)
        self._by_key[key] = accepted
        self._in_order.append(accepted)

    def forget(self) -> None:
        """Start anew, as after a purge."""
        self._by_key.clear()
        self._in_order.clear()
