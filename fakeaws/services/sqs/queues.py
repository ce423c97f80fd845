"""A queue: its messages, who waits for them, and what time does to both.

Standard and FIFO queues (`standard`, `fifo`) differ in what a receive may take and in what a receipt handle is
good for.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from fakeaws.aws.arns import dns_suffix, partition_of
from fakeaws.aws.policies import parse_policy
from fakeaws.services.sqs import errors, limits, receipts
from fakeaws.services.sqs.attributes import Settings
from fakeaws.services.sqs.consumers import Consumers
from fakeaws.services.sqs.messages import DELAYED, GONE, IN_FLIGHT, STATE_NAMES, VISIBLE, Message
from fakeaws.services.sqs.polling import LongPolls
from fakeaws.services.sqs.redrive import Redrive, parse_redrive_policy
from fakeaws.services.sqs.retention import Retention
from fakeaws.timeline.records import AWS
from fakeaws.world import uuid_of

if TYPE_CHECKING:
    from fakeaws.services.sqs.duplicates import Duplicates
    from fakeaws.services.sqs.operations import Sqs
    from fakeaws.services.sqs.requests import ReceiveRequest
    from fakeaws.services.sqs.throughput import Throughput

SECOND = limits.SECOND


class Queue(ABC):
    """One queue. Times ending in ``_us`` are microseconds of the world's elapsed time."""

    fifo: ClassVar[bool]
    redrive: Redrive | None
    #: Of a FIFO queue in a world that limits it.
    throughput: Throughput | None = None
    #: Planned duplicate deliveries of a standard queue, while there are any.
    duplicates: Duplicates | None = None

    def __init__(self, service: Sqs, name: str, settings: Settings, tags: Mapping[str, str]) -> None:
        world = service.world
        account, region = service.account, service.region
        self.service = service
        self.world = world
        self.name = name
        self.account = account
        self.arn: str = f"arn:{partition_of(region)}:sqs:{region}:{account}:{name}"
        self.url = f"https://sqs.{region}.{dns_suffix(region)}/{account}/{name}"
        #: Its name on the timeline.
        self.resource = name if (account, region) == (world.account, world.region) else self.arn
        self.mark = receipts.mark_of(self.arn, world.now_us)
        self.created_s: int = world.wall_us // SECOND
        self.modified_s: int = self.created_s
        self.tags = dict(tags)
        self.settings = settings
        #: Of which missing policy statements there was a warning.
        self.warned: set[tuple[str, str | None, str]] = set()
        self.deleted = False
        self.purged_us: int | None = None
        self.count = 0
        self.in_flight: int = 0
        self.delayed: int = 0
        self.retention = Retention(self)
        #: Messages that were received at least once, by id: those that a receipt handle can name.
        self.received: dict[str, Message] = {}
        self.polls = LongPolls(self)
        self.consumers = Consumers(world.simulation)
        self._positions = 0
        self._simulation = world.simulation
        self._clock = world.simulation.clock
        self._timeline = world.timeline
        self._ids = service.message_ids
        self._apply_settings()

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
    def _hidden(self, message: Message) -> None:
        """A message went in flight or is delayed."""

    @abstractmethod
    def _left(self, message: Message) -> None:
        """A message is gone."""

    @abstractmethod
    def _forget_places(self) -> None:
        """All messages are gone."""

    @abstractmethod
    def check_delete(self, message: Message, handle: str, *, latest: bool) -> bool:
        """Whether a handle of an existing message deletes it; raises if AWS refuses."""

    @abstractmethod
    def check_change(self, message: Message, handle: str, *, latest: bool) -> None:
        """Raise unless a handle of an existing message may change its visibility."""

    # -- sending ---------------------------------------------------------------------------------------------

    def send(
        self, message: Message, delay_us: int, sender: str, kind: str = "SendMessage", cause: int | None = None
    ) -> Message:
        """Take a new message in. The caller then serves the long polls, once for a batch.

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
            message.timer = self._simulation.at(message.until_us, self._end_delay, message)
            self._hidden(message)
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
        self._simulation.progressed()
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

    def expire(self, message: Message) -> None:
        """Its retention period is over."""
        cause = message.record
        self.remove(message)
        self._timeline.add("sqs", "RetentionExpired", self.resource, "expired", message_id=message.id, cause=cause)
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

    # -- receiving -------------------------------------------------------------------------------------------

    def receive(self, request: ReceiveRequest, actor: str) -> list[Message]:
        """Hand out what can be received now to the actor of that name."""
        count = min(request.count, limits.IN_FLIGHT - self.in_flight)
        taken = self._take(count)
        if taken:
            for message in taken:
                self._deliver(message, request.visibility_us, actor)
            if self.duplicates is not None:
                self.duplicates.handed_out(taken)
            if not request.visibility_us:
                for message in taken:
                    if message.state == IN_FLIGHT:
                        self.show_again(message)
            self._simulation.progressed()
        return taken

    def _deliver(self, message: Message, visibility_us: int, actor: str) -> None:
        now = self._clock.elapsed_us
        message.receives = receives = message.receives + 1
        message.received_us = now
        if not message.first_received_ms:
            message.first_received_ms = (now + self._clock.offset_us) // 1000
        if receives - message.receives_elsewhere == 1:
            self.received[message.id] = message
        message.record = self._timeline.add(
            "sqs",
            "ReceiveMessage",
            self.resource,
            "in-flight",
            message_id=message.id,
            cause=message.record,
            actor=actor,
        )
        message.state = IN_FLIGHT
        self.in_flight += 1
        message.until_us = now + visibility_us
        if visibility_us:
            message.timer = self._simulation.at(message.until_us, self._end_visibility_in_time, message)
            self._hidden(message)

    def _end_visibility_in_time(self, message: Message) -> None:
        message.timer = None
        self.show_again(message)
        self.polls.serve_soon()

    def show_again(
        self, message: Message, kind: str = "VisibilityTimeout", details: Mapping[str, str] | None = None
    ) -> None:
        """A message in flight can be received again; ``kind`` and ``details`` are for its record."""
        if message.timer is not None:
            self._simulation.cancel(message.timer)
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

    # -- moving away -----------------------------------------------------------------------------------------

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
        self._hidden(message)

    def let_go(self, message: Message) -> bool:
        """Show a message that was held back; false if it is gone, or somebody with a receipt handle changed it."""
        if message.state != IN_FLIGHT or message.timer is not None:
            return False
        self.in_flight -= 1
        message.state = VISIBLE
        self._reappear(message)
        return True

    def note_empty(self, details: Mapping[str, int] | None = None) -> None:
        """A receive of the current actor found nothing; ``details``: `polling.SHORT_POLL` if it was one."""
        self._timeline.add("sqs", "ReceiveMessage", self.resource, "empty", details=details)
        if self.consumers.current() is None:
            self.service.idle_test.note()
        else:
            self.consumers.found_nothing()

    # -- deleting and changing -------------------------------------------------------------------------------

    def delete(self, handle: str) -> None:
        """DeleteMessage."""
        receipt = self._receipt(handle)
        message = self.received.get(receipt.message_id)
        details: Mapping[str, object] | None = None
        if message is None:
            record, outcome = None, "deleted"
            details = {"repeated": True, receipts.HANDLE_OF: receipt.receives}
        else:
            record, outcome = message.record, "deleted"
            if self.check_delete(message, handle, latest=receipt.receives == message.receives):
                if self.duplicates is not None and self.duplicates.owes(message):
                    outcome, details = "visible", self.duplicates.details
                else:
                    self.remove(message)
            else:
                outcome = STATE_NAMES[message.state]
                details = {"old receipt handle": True, receipts.HANDLE_OF: receipt.receives}
        number = self._timeline.add(
            "sqs",
            "DeleteMessage",
            self.resource,
            outcome,
            message_id=receipt.message_id,
            cause=record,
            details=details,
        )
        if message is not None:
            message.record = number
        self._simulation.progressed()
        self.polls.serve()

    def change_visibility(self, handle: str, seconds: int) -> None:
        """ChangeMessageVisibility, with a timeout within its range."""
        receipt = self._receipt(handle)
        message = self.received.get(receipt.message_id)
        if message is None:
            raise errors.no_visibility_to_change(handle)
        self.check_change(message, handle, latest=receipt.receives == message.receives)
        now = self._clock.elapsed_us
        if seconds and now - message.received_us + seconds * SECOND >= limits.VISIBILITY:
            raise errors.visibility_beyond_limit(seconds)
        if self.duplicates is not None and self.duplicates.owes(message):
            self.duplicates.ignore_change(message, seconds)
            return
        was_visible = message.state == VISIBLE
        if message.timer is not None:
            self._simulation.cancel(message.timer)
            message.timer = None
        message.record = self._timeline.add(
            "sqs",
            "ChangeMessageVisibility",
            self.resource,
            "in-flight" if seconds else "visible",
            message_id=message.id,
            cause=message.record,
            details={"seconds": seconds},
        )
        if seconds:
            message.state = IN_FLIGHT
            self.in_flight += was_visible
            message.until_us = now + seconds * SECOND
            message.timer = self._simulation.at(message.until_us, self._end_visibility_in_time, message)
            self._hidden(message)
        elif not was_visible:
            self.in_flight -= 1
            message.state = VISIBLE
            message.until_us = -1
            self._reappear(message)
        self._simulation.progressed()
        self.polls.serve()

    def _receipt(self, handle: str) -> receipts.Receipt:
        receipt = receipts.decode(self.mark, handle)
        if receipt is None:
            raise errors.handle_is_invalid(handle)
        return receipt

    def remove(self, message: Message) -> None:
        """Take a message out for good."""
        if message.state == IN_FLIGHT:
            self.in_flight -= 1
        elif message.state == DELAYED:
            self.delayed -= 1
        if message.timer is not None:
            self._simulation.cancel(message.timer)
            message.timer = None
        message.state = GONE
        self.count -= 1
        if message.receives > message.receives_elsewhere:
            del self.received[message.id]
        self.retention.lost()
        self._left(message)

    # -- settings and the end --------------------------------------------------------------------------------

    def configure(self, values: Mapping[str, str]) -> None:
        """Take over checked attribute values."""
        self.settings.change(values)
        self.modified_s = self.world.wall_us // SECOND
        self._apply_settings()
        if "MessageRetentionPeriod" in values:
            self.retention.replan()

    def _apply_settings(self) -> None:
        settings = self.settings
        self.visibility_us = settings.number("VisibilityTimeout") * SECOND
        self.delay_us = settings.number("DelaySeconds") * SECOND
        self.wait_us = settings.number("ReceiveMessageWaitTimeSeconds") * SECOND
        self.retention_us = settings.number("MessageRetentionPeriod") * SECOND
        self.maximum_bytes = settings.number("MaximumMessageSize")
        self.redrive = parse_redrive_policy(settings.get("RedrivePolicy"))
        policy = settings.get("Policy")
        self.policy = parse_policy(policy) if policy else None

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

    def close(self) -> None:
        """The queue is deleted."""
        self.purge("DeleteQueue")
        self.deleted = True
        self.polls.end()

    def in_order(self) -> list[Message]:
        """All messages in the order of their places; delayed ones come last."""
        return sorted(
            self.retention, key=lambda message: (message.state == DELAYED, message.position, message.until_us)
        )

    def under_way(self) -> list[str]:
        """What still happens to messages by itself, one phrase each."""
        phrases = [f"{_messages(self.in_flight)} in flight"] if self.in_flight else []
        if self.delayed:
            phrases.append(f"{_messages(self.delayed)} delayed")
        if self.visible and self.consumers.alive():
            phrases.append(f"{_messages(self.visible)} for a consumer")
        return [f"{self.resource}: {phrase}" for phrase in phrases]


def _messages(count: int) -> str:
    return "1 message" if count == 1 else f"{count} messages"
