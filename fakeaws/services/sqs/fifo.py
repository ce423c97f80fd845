"""FIFO queues: order within message groups, locks on groups, deduplication."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from fakeaws.aws.deduplication import Deduplication
from fakeaws.services.sqs import errors, limits, receipts
from fakeaws.services.sqs.attempts import Attempts
from fakeaws.services.sqs.attributes import Settings
from fakeaws.services.sqs.groups import LOCKED, Group
from fakeaws.services.sqs.line import READY, Line
from fakeaws.services.sqs.messages import DELAYED, GONE, IN_FLIGHT, VISIBLE, FifoMessage, Message
from fakeaws.services.sqs.queues import Queue
from fakeaws.services.sqs.throughput import Throughput

if TYPE_CHECKING:
    from fakeaws.services.sqs.operations import Sqs
    from fakeaws.services.sqs.requests import ReceiveRequest


class FifoQueue(Queue):
    """Hands out groups in the order of their oldest free message; a group whose messages came back goes behind."""

    fifo = True

    def __init__(self, service: Sqs, name: str, settings: Settings, tags: Mapping[str, str]) -> None:
        self._groups: dict[str, Group] = {}
        self._ready: Line[Group] = Line()
        #: How many messages the search for free groups covers, and those behind it in order.
        self._searched = 0
        self._beyond: deque[FifoMessage] = deque()
        self._sent = Deduplication()
        self._attempts = Attempts()
        super().__init__(service, name, settings, tags)

    # -- sending ---------------------------------------------------------------------------------------------

    def send(
        self, message: Message, delay_us: int, sender: str, kind: str = "SendMessage", cause: int | None = None
    ) -> Message:
        """Take a new message in, or recognise a duplicate: it then gets the id and number of the first."""
        assert isinstance(message, FifoMessage)
        now = self._clock.elapsed_us
        group_id, deduplication_id = message.group_id, message.deduplication_id
        earlier = self._sent.earlier(group_id, deduplication_id, now)
        if earlier is not None:
            _, _, _, message.id, message.position, record = earlier
            self._timeline.add(
                "sqs",
                kind,
                self.resource,
                "deduplicated",
                message_id=message.id,
                cause=record,
                details={"by": "content" if self._by_content(message) else "id"},
            )
            return message
        self._join(message)
        super().send(message, delay_us, sender, kind, cause)
        self._sent.remember((group_id, deduplication_id, now, message.id, message.position, message.record))
        return message

    def _by_content(self, message: FifoMessage) -> bool:
        """Whether the deduplication id is the body's, not one that the sender made up."""
        return self.content_based and message.deduplication_id == sha256(message.body.encode()).hexdigest()

    def take_over(self, message: Message, source_arn: str, cause: int) -> None:
        """Take in a message that another queue dead-letters: its time of sending is now.

        Its own id becomes its deduplication id, so that no window of five minutes keeps it from being stored here or,
        later, from coming back.
        """
        assert isinstance(message, FifoMessage)
        message.deduplication_id = message.id
        message.sent_us = self._clock.elapsed_us
        message.sent_ms = self.world.wall_us // 1000
        self._join(message)
        super().take_over(message, source_arn, cause)

    def _join(self, message: FifoMessage) -> None:
        self._positions = message.position = self._positions + 1
        group = self._groups.get(message.group_id)
        if group is None:
            group = self._groups[message.group_id] = Group(message.group_id)
        group.count += 1
        message.group = group
        message.details = group.details
        message.blocking = False
        message.searched = self._searched < limits.FIFO_SEARCHED
        if message.searched:
            self._searched += 1
        else:
            self._beyond.append(message)

    # -- places ----------------------------------------------------------------------------------------------

    def _enter(self, message: Message) -> None:
        assert isinstance(message, FifoMessage)
        if message.searched:
            group = message.group
            group.show(message)
            if group.state != READY:
                self._look_at(group)

    def _reappear(self, message: Message) -> None:
        assert isinstance(message, FifoMessage)
        message.group.show(message)
        self._look_at(message.group, behind=True)

    def _hidden(self, messages: Sequence[Message]) -> None:
        for message in messages:
            assert type(message) is FifoMessage
            group = message.group
            group.hide(message)
            if group.state == READY and group.first() is None:
                group.state = LOCKED

    def _left(self, message: Message) -> None:
        assert isinstance(message, FifoMessage)
        group = message.group
        group.count -= 1
        if group.count:
            self._look_at(group)
        else:
            group.state = LOCKED
            del self._groups[group.name]
        if message.searched:
            self._searched -= 1
            if self._beyond:
                self._search_on()

    def _search_on(self) -> None:
        """Let the search reach as far as it may."""
        beyond = self._beyond
        while beyond and self._searched < limits.FIFO_SEARCHED:
            message = beyond.popleft()
            if message.state != GONE:
                message.searched = True
                self._searched += 1
                if message.state == VISIBLE:
                    self._enter(message)

    def _look_at(self, group: Group, *, behind: bool = False) -> None:
        """Offer a group if it has something to receive now, in its old place or behind all others."""
        head = group.first()
        if head is None:
            group.state = LOCKED
        elif group.state != READY:
            group.state = READY
            if not group.listed:
                group.position = self.next_position() if behind else head.position
            self._ready.put(group)

    def _take(self, count: int) -> list[Message]:
        ready, redrive = self._ready, self.redrive
        taken: list[Message] = []
        while len(taken) < count:
            group = ready.take_first()
            if group is None:
                break
            group.state = LOCKED
            left = group.count
            while left and len(taken) < count:
                left -= 1
                message = group.take_first()
                if message is None:
                    break
                if redrive is None or not self.dies(message, redrive):
                    taken.append(message)
        return taken

    def _forget_places(self) -> None:
        self._ready.clear()
        self._beyond.clear()
        self._sent.forget()

    # -- receiving -------------------------------------------------------------------------------------------

    def receive(self, request: ReceiveRequest, actor: str) -> list[Message]:
        """Hand out what can be received now, or once more what the same attempt got before."""
        if request.attempt_id is None:
            return super().receive(request, actor)
        now = self._clock.elapsed_us
        repeated = self._attempts.repeated(request.attempt_id, now)
        messages = self._repeat(repeated, request, actor) if repeated else super().receive(request, actor)
        if messages:
            self._attempts.remember(request.attempt_id, messages, now)
        return messages

    def _repeat(self, messages: list[FifoMessage], request: ReceiveRequest, actor: str) -> list[Message]:
        now = self._clock.elapsed_us
        for message in messages:
            assert message.timer is not None
            self._scheduler.cancel(message.timer)
            message.received_us = now
            message.until_us = now + request.visibility_us
            message.timer = self._scheduler.at(message.until_us, self._end_visibility_in_time, message)
            message.record = self._timeline.add(
                "sqs",
                "ReceiveMessage",
                self.resource,
                "in-flight",
                message_id=message.id,
                cause=message.record,
                details={"repeated attempt": request.attempt_id},
                actor=actor,
            )
        self._simulation.progressed()
        return list(messages)

    def check_delete(self, message: Message, handle: str, *, latest: bool) -> bool:
        """Only the newest handle, only while it hides the message (with a timeout of 0: in the same millisecond)."""
        if latest and message.state == IN_FLIGHT:
            return True
        never_hidden = message.until_us == message.received_us
        if latest and never_hidden and message.received_us // 1000 == self._clock.elapsed_us // 1000:
            return True
        raise receipts.told(errors.handle_has_expired(handle), self.resource, self.mark, handle)

    def check_change(self, message: Message, handle: str, *, latest: bool) -> None:
        """Only the newest handle, only while it hides the message."""
        if not latest or message.state != IN_FLIGHT:
            raise receipts.told(errors.no_visibility_to_change(handle), self.resource, self.mark, handle)

    # -- settings --------------------------------------------------------------------------------------------

    def _apply_settings(self) -> None:
        super()._apply_settings()
        self.content_based = self.settings.get("ContentBasedDeduplication") == "true"
        self._sent.compare(by_group=self.settings.get("DeduplicationScope") == "messageGroup")
        rates = self.service.fifo_rates
        if rates is not None:  # per group only with this scope: no need to look at both
            high = self.settings.get("FifoThroughputLimit") == "perMessageGroupId"
            if self.throughput is None or self.throughput.high is not high:
                self.throughput = Throughput(self._clock, rates, high=high)

    def configure(self, values: Mapping[str, str]) -> None:
        """Take over checked attribute values; a new delay holds for messages already sent, too."""
        super().configure(values)
        if "DelaySeconds" in values:
            for message in self.in_order():
                if message.state == DELAYED or (message.state == VISIBLE and not message.receives):
                    self._delay_anew(message)
            self.polls.serve()

    def _delay_anew(self, message: Message) -> None:
        if message.timer is not None:
            self._scheduler.cancel(message.timer)
            message.timer = None
        until_us = message.sent_us + self.delay_us
        if until_us > self._clock.elapsed_us:
            message.until_us = until_us
            message.timer = self._scheduler.at(until_us, self._end_delay, message)
            if message.state == VISIBLE:
                message.state = DELAYED
                self.delayed += 1
                self._hidden((message,))
                message.record = self._timeline.add(
                    "sqs",
                    "SetQueueAttributes",
                    self.resource,
                    "delayed",
                    message_id=message.id,
                    cause=message.record,
                )
        elif message.state == DELAYED:
            self._end_delay(message)
