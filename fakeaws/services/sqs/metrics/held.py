"""The messages of one queue as the timeline tells of them: how many are in which state, and how long the oldest is there."""

from __future__ import annotations

from collections import deque

from fakeaws.services.sqs.messages import DELAYED, IN_FLIGHT, STATE_NAMES, VISIBLE

_VISIBLE, _IN_FLIGHT, _DELAYED = STATE_NAMES[VISIBLE], STATE_NAMES[IN_FLIGHT], STATE_NAMES[DELAYED]

#: A message of a standard queue that was received more often is not looked at for the age of the oldest.
_RECEIVES = 3


class _Message:
    """One message; ``state`` is "" when it is gone."""

    __slots__ = ("group", "receives", "since_us", "state")

    def __init__(self, state: str, since_us: int, group: str | None) -> None:
        self.state = state
        self.since_us = since_us
        self.group = group
        self.receives = 0


class Held:
    """The messages that a queue holds. Not one of its methods takes longer for more of them."""

    __slots__ = ("_by_arrival", "_by_group", "_counts", "_fifo", "_messages")

    def __init__(self, fifo: bool) -> None:
        self._fifo = fifo
        self._messages: dict[str, _Message] = {}
        self._counts = {_VISIBLE: 0, _IN_FLIGHT: 0, _DELAYED: 0}
        #: Those that are gone stay until they are the first.
        self._by_arrival: deque[_Message] = deque()
        #: How many messages of a FIFO queue's group are in flight, if any is.
        self._by_group: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._messages)

    def __contains__(self, message_id: str) -> bool:
        return message_id in self._messages

    @property
    def visible(self) -> int:
        return self._counts[_VISIBLE]

    @property
    def in_flight(self) -> int:
        return self._counts[_IN_FLIGHT]

    @property
    def delayed(self) -> int:
        return self._counts[_DELAYED]

    @property
    def groups_in_flight(self) -> int:
        """Of a FIFO queue: groups with a message in flight."""
        return len(self._by_group)

    def age_us(self, at_us: int) -> int:
        """How long the oldest message has been in the queue at that instant; 0 without one."""
        waiting = self._by_arrival
        while waiting and (not waiting[0].state or (not self._fifo and waiting[0].receives > _RECEIVES)):
            waiting.popleft()
        return at_us - waiting[0].since_us if waiting else 0

    def arrive(self, message_id: str, state: str, at_us: int, group: str | None) -> None:
        """A message comes to the queue."""
        message = self._messages[message_id] = _Message(state, at_us, group)
        self._by_arrival.append(message)
        self._counts[state] += 1

    def change(self, message_id: str, state: str, *, received: bool = False) -> None:
        """A message is in that state now."""
        message = self._messages.get(message_id)
        if message is not None:
            message.receives += received
            self._set(message, state)

    def leave(self, message_id: str) -> None:
        """A message goes."""
        message = self._messages.pop(message_id, None)
        if message is not None:
            self._set(message, "")

    def _set(self, message: _Message, state: str) -> None:
        before = message.state
        if before == state:
            return
        message.state = state
        counts = self._counts
        counts[before] -= 1
        if state:
            counts[state] += 1
        if self._fifo and message.group is not None and _IN_FLIGHT in (before, state):
            groups, group = self._by_group, message.group
            count = groups.get(group, 0) + (1 if state == _IN_FLIGHT else -1)
            if count:
                groups[group] = count
            else:
                del groups[group]
