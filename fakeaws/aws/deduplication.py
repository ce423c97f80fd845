"""What a FIFO queue or topic remembers of the last five minutes: sends, by deduplication id."""

from __future__ import annotations

from collections import deque
from typing import TypeAlias

#: How long a deduplication id is known, in microseconds.
WINDOW_US = 300_000_000

#: The deduplication id or, if the scope is the message group, group and id.
Key: TypeAlias = "str | tuple[str, str]"


#: The first send with a key, ``position`` being its place in the queue's or topic's order:
#: ``(group_id, deduplication_id, sent_us, message_id, position, record)``.
Accepted: TypeAlias = "tuple[str, str, int, str, int, int]"


class Deduplication:
    """Accepted sends by key, each for five minutes from then; a duplicate does not prolong them.

    A queue whose scope changes still knows its sends: they are compared by the new scope from then on.
    """

    __slots__ = ("_by_group", "_by_key", "_in_order")

    def __init__(self) -> None:
        self._by_group = False
        self._by_key: dict[Key, Accepted] = {}
        self._in_order: deque[Accepted] = deque()

    def earlier(self, group_id: str, deduplication_id: str, now_us: int) -> Accepted | None:
        """The send that a new one with these ids repeats."""
        in_order = self._in_order
        while in_order and in_order[0][2] <= now_us - WINDOW_US:
            old = in_order.popleft()
            key = (old[0], old[1]) if self._by_group else old[1]
            if self._by_key[key] is old:
                del self._by_key[key]
        return self._by_key.get((group_id, deduplication_id) if self._by_group else deduplication_id)

    def remember(self, accepted: Accepted) -> None:
        """A send was accepted that `earlier` does not know."""
        self._by_key[(accepted[0], accepted[1]) if self._by_group else accepted[1]] = accepted
        self._in_order.append(accepted)

    def compare(self, *, by_group: bool) -> None:
        """Set the scope. Of sends that become equal by it, the newest counts."""
        if by_group is not self._by_group:
            self._by_group = by_group
            self._by_key = {((each[0], each[1]) if by_group else each[1]): each for each in self._in_order}

    def forget(self) -> None:
        """Start anew, as after a purge."""
        self._by_key.clear()
        self._in_order.clear()
