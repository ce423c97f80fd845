"""The messages that a queue holds: how they come, are hidden and shown again, move to another queue, and go."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from fakeaws.services.sqs.messages import DELAYED, GONE, IN_FLIGHT, STATE_NAMES, VISIBLE, Message
from fakeaws.services.sqs.retention import Retention
from fakeaws.timeline.records import AWS
from fakeaws.world import uuid_of

if TYPE_CHECKING:
    from fakeaws.services.sqs.duplicates import Duplicates
    from fakeaws.services.sqs.operations import Sqs
    from fakeaws.services.sqs.polling import LongPolls
    from fakeaws.services.sqs.redrive import Redrive


class Stock(ABC):
    """What `Queue` holds. Times ending in ``_us`` are microseconds of the world's elapsed time."""

    fifo: ClassVar[bool]
    arn: str
    retention_us: int
    delay_us: int
    redrive: Redrive | None
    polls: LongPolls
    #: Planned duplicate deliveries of a standard queue, while there are any.
    duplicates: Duplicates | None = None

    def __init__(self, service: Sqs, resource: str) -> None:
        world = service.world
        self.service = service
        self.world = world
        #: The queue's name on the timeline.
        self.resource = resource
        self.count = 0
        self.in_flight: int = 0
        self.delayed: int = 0
        self.retention = Retention(self)
        #: Messages that were received at least once, by id: those that a receipt handle can name.
        self.received: dict[str, Message] = {}
        self._positions = 0
        self._simulation = world.simulation
        self._scheduler = world.simulation.scheduler
        self._clock = world.simulation.clock
        self._timeline = world.timeline
        self._ids = service.message_ids
        self._sizes = service.sent_sizes

    @property
    def visible(self) -> int:
        """Messages neither in flight nor delayed."""
        return self.count - self.in_flight - self.delayed

    # -- what the queue types decide -------------------------------------------------------------------------

    @abstractmethod
    def _enter(self, message: Message) -> None:
        """A new message becomes visible: give it its place."""

    @abstractmethod
    def _reappear(self, message: Message) -> None:
        """A message that was received becomes visible again."""

    @abstractmethod
    def _take(self, count: int) -> list[Message]:
        """Take up to ``count`` messages that may be received now out of their places."""

    @abstractmethod
    def _hidden(self, messages: Sequence[Message]) -> None:
        """Messages went in flight or are delayed."""

    @abstractmethod
    def _left(self, message: Message) -> None:
        """A message is gone."""

    @abstractmethod
    def _forget_places(self) -> None:
        """All messages are gone."""

    # -- coming ----------------------------------------------------------------------------------------------

    def send(
        self, message: Message, delay_us: int, sender: str, kind: str = "SendMessage", cause: int | None = None
    ) -> Message:
        """Take a new message in. The caller then notes the progress and serves the long polls, once for a batch.

        ``kind`` and ``cause`` are for its record: who sends is not always a call.
        """
        now = self._clock.elapsed_us
        message.id = uuid_of(self._ids.getrandbits(128))
        message.sender = sender
        message.sent_us = now
        message.sent_ms = (now + self._clock.offset_us) // 1000
        self.count += 1
        self.retention.add(message)
        if delay_us:
            message.state = DELAYED
            self.delayed += 1
            message.until_us = now + delay_us
            message.timer = self._scheduler.at(message.until_us, self._end_delay, message)
            self._hidden((message,))
        else:
            self._enter(message)
        message.record = self._timeline.add(
            "sqs",
            kind,
            self.resource,
            STATE_NAMES[message.state],
            message_id=message.id,
            cause=cause,
            details=message.details,
        )
        self._sizes.append(message.size)
        return message

    def take_over(self, message: Message, source_arn: str, cause: int) -> None:
        """Take in a message that another queue dead-letters; ``cause`` is the record of that."""
        message.source_arn = source_arn
        self.count += 1
        self.retention.add(message)
        self._enter(message)
        message.record = self._timeline.add(
            "sqs",
            "Redrive",
            self.resource,
            "visible",
            message_id=message.id,
            cause=cause,
            details=message.details,
            actor=AWS,
        )
        self.polls.serve_soon()

    def next_position(self) -> int:
        """The next place at the back."""
        self._positions += 1
        return self._positions

    def _end_delay(self, message: Message) -> None:
        message.timer = None
        self.delayed -= 1
        message.state = VISIBLE
        self._enter(message)
        message.record = self._timeline.add(
            "sqs", "DelayOver", self.resource, "visible", message_id=message.id, cause=message.record
        )
        self.polls.serve_soon()

    # -- shown again -----------------------------------------------------------------------------------------

    def _end_visibility_in_time(self, message: Message) -> None:
        message.timer = None
        self.show_again(message)
        self.polls.serve_soon()

    def show_again(
        self, message: Message, kind: str = "VisibilityTimeout", details: Mapping[str, str] | None = None
    ) -> None:
        """A message in flight can be received again; ``kind`` and ``details`` are for its record."""
        if message.timer is not None:
            self._scheduler.cancel(message.timer)
            message.timer = None
        self.in_flight -= 1
        message.state = VISIBLE
        message.record = self._timeline.add(
            "sqs",
            kind,
            self.resource,
            "visible",
            message_id=message.id,
            cause=message.record,
            details=details,
            actor=AWS,
        )
        self._reappear(message)

    # -- to the dead-letter queue, and away from it ----------------------------------------------------------

    def dies(self, message: Message, redrive: Redrive) -> bool:
        """Whether a message that a receive came to had its deliveries and has been moved instead."""
        return (
            message.receives - message.receives_elsewhere >= redrive.max_receives
            and not (self.duplicates is not None and self.duplicates.owes(message))
            and self.dead_letter(message)
        )

    def dead_letter(self, message: Message) -> bool:
        """Move a message that had its deliveries to the dead-letter queue; false if there is none to take it."""
        redrive = self.redrive
        assert redrive is not None
        target = self.service.queues.get(redrive.target_name)
        if target is None or target.fifo is not self.fifo:
            return False
        number = self._timeline.add(
            "sqs",
            "Redrive",
            self.resource,
            "dead-lettered",
            message_id=message.id,
            cause=message.record,
            actor=AWS,
        )
        moved = message.copy()
        self.remove(message)
        target.take_over(moved, self.arn, number)
        self._simulation.progressed()
        return True

    def take_to_move(self) -> Message | None:
        """Take the message that a receive would hand out first out of its place: for `remove` or `hold_back`.

        It is not delivered: the queue's own redrive policy has no say.
        """
        redrive = self.redrive
        self.redrive = None
        try:
            taken = self._take(1)
        finally:
            self.redrive = redrive
        return taken[0] if taken else None

    def hold_back(self, message: Message) -> None:
        """Hide a message that was taken but not moved, until `let_go`; a group stays locked by it."""
        message.state = IN_FLIGHT
        self.in_flight += 1
        self._hidden((message,))

    def let_go(self, message: Message) -> bool:
        """Show a message that was held back; false if it is gone, or somebody with a receipt handle changed it."""
        if message.state != IN_FLIGHT or message.timer is not None:
            return False
        self.in_flight -= 1
        message.state = VISIBLE
        self._reappear(message)
        return True

    # -- going -----------------------------------------------------------------------------------------------

    def expire(self, message: Message) -> None:
        """Its retention period is over."""
        cause = message.record
        self.remove(message)
        self._timeline.add("sqs", "RetentionExpired", self.resource, "expired", message_id=message.id, cause=cause)
        self.polls.serve_soon()

    def remove(self, message: Message) -> None:
        """Take a message out for good."""
        if message.state == IN_FLIGHT:
            self.in_flight -= 1
        elif message.state == DELAYED:
            self.delayed -= 1
        if message.timer is not None:
            self._scheduler.cancel(message.timer)
            message.timer = None
        message.state = GONE
        self.count -= 1
        if message.receives > message.receives_elsewhere:
            del self.received[message.id]
        self.retention.lost()
        self._left(message)

    def purge(self, kind: str) -> int:
        """Remove all messages, with a record of that kind for each; how many they were."""
        messages = self.in_order()
        for message in messages:
            cause = message.record
            self.remove(message)
            self._timeline.add("sqs", kind, self.resource, "purged", message_id=message.id, cause=cause)
        self._forget_places()
        self.retention.replan()
        return len(messages)

    def in_order(self) -> list[Message]:
        """All messages in the order of their places; delayed ones come last."""
        return sorted(
            self.retention, key=lambda message: (message.state == DELAYED, message.position, message.until_us)
        )
