"""One message group of a FIFO queue, and the rule by which it is locked."""

from __future__ import annotations

from heapq import heappop, heappush

from fakeaws.services.sqs.line import Line
from fakeaws.services.sqs.messages import DELAYED, IN_FLIGHT, FifoMessage

#: The state of a group from which nothing can be received now.
LOCKED = 1


class Group:
    """The messages of one group, in order of sending.

    A message can be received if it is visible and no earlier one of its group is in flight or delayed. As a `Line`'s
    member a group is `READY` while it has such a message.
    """

    __slots__ = ("_hidden", "_line", "count", "details", "listed", "name", "position", "state")

    def __init__(self, name: str) -> None:
        self.name = name
        #: What the timeline tells of a message of this group when it comes.
        self.details: dict[str, str] = {"group": name}
        self.state = LOCKED
        self.position = 0
        self.listed = False
        #: How many messages it has, hidden ones included.
        self.count = 0
        self._line: Line[FifoMessage] = Line()
        self._hidden: list[tuple[int, FifoMessage]] = []

    def show(self, message: FifoMessage) -> None:
        """A message of this group is visible, for the first time or again."""
        self._line.put(message)

    def hide(self, message: FifoMessage) -> None:
        """A message of this group is in flight or delayed: it locks those behind it until it is neither."""
        if not message.blocking:
            message.blocking = True
            heappush(self._hidden, (message.position, message))

    def first(self) -> FifoMessage | None:
        """The message that can be received next."""
        head = self._line.first()
        if head is None:
            return None
        hidden = self._hidden
        while hidden:
            position, message = hidden[0]
            if message.state == IN_FLIGHT or message.state == DELAYED:
                return head if head.position < position else None
            message.blocking = False
            heappop(hidden)
        return head

    def take_first(self) -> FifoMessage | None:
        """The message that can be received next, no longer among the visible ones."""
        if not self._hidden:
            return self._line.take_first()
        head = self.first()
        if head is not None:
            self._line.drop_first()
        return head
