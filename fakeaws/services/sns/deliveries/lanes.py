"""Order within the message groups of a FIFO topic, for one subscription."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fakeaws.services.sns.deliveries.delivery import Delivery


class Lanes:
    """One lane per message group: while a delivery of it is under way, later ones wait in line."""

    def __init__(self) -> None:
        #: By group, while a delivery of it is under way: those that wait.
        self._waiting: dict[str, deque[Delivery]] = {}

    def enter(self, delivery: Delivery) -> bool:
        """Whether the delivery may begin; otherwise it waits until `leave` gives it out."""
        assert delivery.lane is not None
        waiting = self._waiting.get(delivery.lane)
        if waiting is None:
            self._waiting[delivery.lane] = deque()
            return True
        waiting.append(delivery)
        return False

    def leave(self, delivery: Delivery) -> Delivery | None:
        """A delivery has ended: the one that begins in its place."""
        assert delivery.lane is not None
        waiting = self._waiting[delivery.lane]
        if waiting:
            return waiting.popleft()
        del self._waiting[delivery.lane]
        return None
