"""A queue: who may receive, delete and change what, and who waits for messages.

Standard and FIFO queues (`standard`, `fifo`) differ in what a receive may take and in what a receipt handle is
good for. The messages themselves are `stock`'s.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING

from fakeaws.aws.arns import dns_suffix, partition_of
from fakeaws.aws.policies import parse_policy
from fakeaws.services.sqs import errors, limits, receipts
from fakeaws.services.sqs.attributes import Settings
from fakeaws.services.sqs.consumers import Consumers
from fakeaws.services.sqs.messages import IN_FLIGHT, STATE_NAMES, VISIBLE, Message
from fakeaws.services.sqs.polling import LongPolls
from fakeaws.services.sqs.redrive import parse_redrive_policy
from fakeaws.services.sqs.stock import Stock

if TYPE_CHECKING:
    from fakeaws.aws.policies import Decision
    from fakeaws.services.sqs.operations import Sqs
    from fakeaws.services.sqs.requests import ReceiveRequest
    from fakeaws.services.sqs.throughput import Throughput

SECOND = limits.SECOND


class Queue(Stock):
    """One queue. Times ending in ``_us`` are microseconds of the world's elapsed time."""

    #: Of a FIFO queue in a world that limits it.
    throughput: Throughput | None = None

    def __init__(self, service: Sqs, name: str, settings: Settings, tags: Mapping[str, str]) -> None:
        world = service.world
        account, region = service.account, service.region
        at_home = world.is_home(account, region)
        self.arn = f"arn:{partition_of(region)}:sqs:{region}:{account}:{name}"
        super().__init__(service, name if at_home else self.arn)
        self.name = name
        self.account = account
        self.url = f"https://sqs.{region}.{dns_suffix(region)}/{account}/{name}"
        self.mark = receipts.mark_of(self.arn, world.now_us)
        self.created_s: int = world.wall_us // SECOND
        self.modified_s: int = self.created_s
        self.tags = dict(tags)
        self.settings = settings
        #: Of which missing policy statements there was a warning.
        self.warned: set[tuple[str, str | None, str]] = set()
        self.deleted = False
        self.purged_us: int | None = None
        self.polls = LongPolls(self)
        self.consumers = Consumers(world.simulation)
        self._apply_settings()

    # -- what the queue types decide -------------------------------------------------------------------------

    @abstractmethod
    def check_delete(self, message: Message, handle: str, *, latest: bool) -> bool:
        """Whether a handle of an existing message deletes it; raises if AWS refuses."""

    @abstractmethod
    def check_change(self, message: Message, handle: str, *, latest: bool) -> None:
        """Raise unless a handle of an existing message may change its visibility."""

    # -- receiving -------------------------------------------------------------------------------------------

    def receive(self, request: ReceiveRequest, actor: str) -> list[Message]:
        """Hand out what can be received now to the actor of that name."""
        taken = self._take(min(request.count, limits.IN_FLIGHT - self.in_flight))
        if taken:
            self._deliver(taken, request.visibility_us, actor)
            if self.duplicates is not None:
                self.duplicates.handed_out(taken)
            if not request.visibility_us:
                for message in taken:
                    if message.state == IN_FLIGHT:
                        self.show_again(message)
            self._simulation.progressed()
        return taken

    def _deliver(self, messages: list[Message], visibility_us: int, actor: str) -> None:
        now = self._clock.elapsed_us
        wall = now + self._clock.offset_us
        until_us = now + visibility_us
        resource, rows, received = self.resource, self._timeline.rows, self.received
        self.in_flight += len(messages)
        for message in messages:
            cause, message.record = message.record, len(rows)
            # As `Timeline.add` does it, which would look for everything again at each message.
            rows.append((now, wall, actor, "sqs", "ReceiveMessage", resource, message.id, "in-flight", cause, None))
            message.state = IN_FLIGHT
            message.receives = receives = message.receives + 1
            message.received_us = now
            message.until_us = until_us
            if receives - message.receives_elsewhere == 1:
                received[message.id] = message
                if not message.first_received_ms:
                    message.first_received_ms = wall // 1000
        if visibility_us:
            timers = self._scheduler.for_each(until_us, self._end_visibility_in_time, messages)
            for message, timer in zip(messages, timers):
                message.timer = timer
            self._hidden(messages)

    def note_empty(self, details: Mapping[str, int] | None = None) -> None:
        """A receive of the current actor found nothing; ``details``: `polling.SHORT_POLL` if it was one."""
        self._timeline.add("sqs", "ReceiveMessage", self.resource, "empty", details=details)
        if self.consumers.current() is None:
            self.service.idle_test.note()
        else:
            self.consumers.found_nothing()

    # -- deleting and changing -------------------------------------------------------------------------------

    def delete(self, handle: str) -> None:
        """DeleteMessage, also of a batch; the caller then notes the progress."""
        message_id, receives = self._receipt(handle)
        message = self.received.get(message_id)
        record: int | None = None
        outcome = "deleted"
        details: Mapping[str, object] | None = None
        if message is None:
            details = {"repeated": True, receipts.HANDLE_OF: receives}
        else:
            record = message.record
            if self.check_delete(message, handle, latest=receives == message.receives):
                if self.duplicates is not None and self.duplicates.owes(message):
                    outcome, details = "visible", self.duplicates.details
                else:
                    self.remove(message)
            else:
                outcome = STATE_NAMES[message.state]
                details = {"old receipt handle": True, receipts.HANDLE_OF: receives}
        number = self._timeline.add(
            "sqs",
            "DeleteMessage",
            self.resource,
            outcome,
            message_id=message_id,
            cause=record,
            details=details,
        )
        if message is not None:
            message.record = number
        if self.polls.waiting:
            self.polls.serve()

    def change_visibility(self, handle: str, seconds: int) -> None:
        """ChangeMessageVisibility, with a timeout within its range; the caller then notes the progress."""
        message_id, receives = self._receipt(handle)
        message = self.received.get(message_id)
        if message is None:
            raise errors.no_visibility_to_change(handle)
        self.check_change(message, handle, latest=receives == message.receives)
        now = self._clock.elapsed_us
        if seconds and now - message.received_us + seconds * SECOND >= limits.VISIBILITY:
            raise errors.visibility_beyond_limit(seconds)
        if self.duplicates is not None and self.duplicates.owes(message):
            self.duplicates.ignore_change(message, seconds)
            return
        was_visible = message.state == VISIBLE
        if message.timer is not None:
            self._scheduler.cancel(message.timer)
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
            message.timer = self._scheduler.at(message.until_us, self._end_visibility_in_time, message)
            self._hidden((message,))
        elif not was_visible:
            self.in_flight -= 1
            message.state = VISIBLE
            message.until_us = -1
            self._reappear(message)
        if self.polls.waiting:
            self.polls.serve()

    def _receipt(self, handle: str) -> receipts.Receipt:
        receipt = receipts.decode(self.mark, handle)
        if receipt is None:
            raise errors.handle_is_invalid(handle)
        return receipt

    # -- settings and the end --------------------------------------------------------------------------------

    def configure(self, values: Mapping[str, str]) -> None:
        """Take over checked attribute values."""
        self.settings.change(values)
        self.modified_s = self.world.wall_us // SECOND
        self._apply_settings()
        if "MessageRetentionPeriod" in values:
            self.retention.replan()
        if "VisibilityTimeout" in values:
            self.polls.follow_visibility(self.visibility_us)

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
        #: What the policy said, by who asked (service or ARN, account, source) and for which action.
        self.decisions: dict[tuple[str, str, str | None, str], Decision] = {}

    def close(self) -> None:
        """The queue is deleted."""
        self.purge("DeleteQueue")
        self.deleted = True
        self.polls.end()

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
