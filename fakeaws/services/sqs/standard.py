"""Standard queues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from fakeaws.services.sqs import errors, limits, receipts
from fakeaws.services.sqs.attributes import Settings
from fakeaws.services.sqs.fairness import Fairness
from fakeaws.services.sqs.line import Line
from fakeaws.services.sqs.messages import Message, TenantMessage
from fakeaws.services.sqs.queues import Queue

if TYPE_CHECKING:
    from fakeaws.services.sqs.operations import Sqs


class StandardQueue(Queue):
    """Hands messages out in the order in which they became visible first.

    One that comes back has its old place, from its third receive on the last. AWS promises no order and at least one
    delivery; this order, and exactly one, is one of those that it may show. From its first message with a message group
    on, the queue is fair.
    """

    fifo = False

    def __init__(self, service: Sqs, name: str, settings: Settings, tags: Mapping[str, str]) -> None:
        self._line: Line[Message] = Line()
        self._fairness: Fairness | None = None
        super().__init__(service, name, settings, tags)

    def _enter(self, message: Message) -> None:
        self._positions = message.position = self._positions + 1
        if isinstance(message, TenantMessage):
            if self._fairness is None:
                self._fairness = Fairness(self, self._line)
            self._fairness.enter(message)
        else:
            self._line.put(message)

    def _reappear(self, message: Message) -> None:
        if message.receives - message.receives_elsewhere >= limits.TO_THE_BACK_AFTER and not message.listed:
            message.position = self.next_position()
        if self._fairness is None:
            self._line.put(message)
        else:
            self._fairness.reappear(message)

    def _take(self, count: int) -> list[Message]:
        if self._fairness is not None:
            return self._fairness.take(count)
        line, redrive = self._line, self.redrive
        if redrive is None:
            return line.take(count)
        taken: list[Message] = []
        while len(taken) < count:
            message = line.take_first()
            if message is None:
                break
            if not self.dies(message, redrive):
                taken.append(message)
        return taken

    def _hidden(self, messages: Sequence[Message]) -> None:
        if self._fairness is not None:
            for message in messages:
                self._fairness.hidden(message)

    def _left(self, message: Message) -> None:
        if self._fairness is not None:
            self._fairness.left(message)

    def _forget_places(self) -> None:
        self._line.clear()
        self._fairness = None

    def check_delete(self, message: Message, handle: str, *, latest: bool) -> bool:
        """The newest handle is good for ever; an older one is accepted and does nothing."""
        return latest

    def check_change(self, message: Message, handle: str, *, latest: bool) -> None:
        """The newest handle can hide the message again even after its timeout."""
        if not latest:
            raise receipts.told(errors.no_visibility_to_change(handle), self.resource, self.mark, handle)
