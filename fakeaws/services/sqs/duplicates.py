"""At-least-once delivery as a planned fault: a standard queue hands a message out a second time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.sqs.inspection import QueuedMessage
from fakeaws.services.sqs.messages import Message

if TYPE_CHECKING:
    from fakeaws.planned import Fault
    from fakeaws.services.sqs.queues import Queue
    from fakeaws.world import World

_DETAILS = {"fault": "duplicate"}


def plan(world: World, name: str, fault: Fault) -> None:
    """Let a queue, by name, URL or ARN, hand out messages twice."""
    queue = world.sqs.find(name)
    if queue.fifo:
        raise ValueError(
            f"{queue.name} is a FIFO queue, and those process exactly once: AWS hands out no message a second time "
            "before its visibility timeout has ended. To see a message twice there, let that pass: "
            "aws.clock.advance(…)"
        )
    if queue.duplicates is None:
        queue.duplicates = Duplicates(queue)
    queue.duplicates.add(fault)


class Duplicates:
    """The planned duplicates of a queue: on the queue as long as there are any.

    A message that is *owed* was handed out once and will be again: until then its first receipt handle deletes and hides
    nothing, as if the server that still has the message had not heard of it.
    """

    __slots__ = ("_owed", "_planned", "_queue")

    #: Of the records that such a delivery leads to.
    details = _DETAILS

    def __init__(self, queue: Queue) -> None:
        self._queue = queue
        self._planned: list[Fault] = []
        self._owed: dict[str, Fault] = {}

    def add(self, fault: Fault) -> None:
        """One more."""
        self._planned.append(fault)

    def owes(self, message: Message) -> bool:
        """Whether the queue will hand the message out a second time."""
        return message.id in self._owed

    def handed_out(self, messages: list[Message]) -> None:
        """The queue has just handed these out."""
        for message in messages:
            owed = self._owed.pop(message.id, None)
            if owed is not None:
                owed.fired = True
            elif self._planned:
                self._maybe_owe(message)
        if not self._planned and not self._owed:
            self._queue.duplicates = None

    def ignore_change(self, message: Message, seconds: int) -> None:
        """ChangeMessageVisibility of an owed message: accepted, without effect."""
        queue = self._queue
        message.record = queue.world.timeline.add(
            "sqs",
            "ChangeMessageVisibility",
            queue.resource,
            "visible",
            message_id=message.id,
            cause=message.record,
            details={"seconds": seconds, **_DETAILS},
        )

    def _maybe_owe(self, message: Message) -> None:
        seen = QueuedMessage.of(message)
        fault = next((fault for fault in self._planned if fault.matches(seen)), None)
        if fault is None:
            return
        fault.remaining -= 1
        if fault.remaining == 0:
            self._planned = [other for other in self._planned if other is not fault]
        self._owed[message.id] = fault
        self._queue.show_again(message, "Duplicate", _DETAILS)
