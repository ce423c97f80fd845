"""A FIFO queue as AWS describes it: the standard queue's model, and order, locks and deduplication."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from .standard_model import SECOND, Clock, Message, StandardQueue

FIVE_MINUTES = 300 * SECOND


class FifoMessage(Message):
    """A message with its group."""

    def __init__(self, id: str, body: str, sent: int, group: str, deduplication_id: str) -> None:
        super().__init__(id, body, sent)
        self.group = group
        self.deduplication_id = deduplication_id
        #: Known from the send; of a dead-lettered message, from its first receive.
        self.sequence_number = ""
        #: The timeout of the last receive, and how often somebody changed it since the message came.
        self.last_timeout = -1
        self.changes = 0


class Accepted:
    """A send that is remembered."""

    def __init__(self, message: FifoMessage) -> None:
        self.message = message
        self.at = message.sent


class Attempt:
    """What a receive with a ReceiveRequestAttemptId got."""

    def __init__(self, first: int, now: int, messages: list[FifoMessage]) -> None:
        self.first = first
        self.last = now
        self.got = [(message, message.handle, message.changes) for message in messages]


class FifoQueue(StandardQueue):
    """What a FIFO queue holds and answers."""

    suffix = ".fifo"
    messages: list[FifoMessage]  # type: ignore[assignment]

    def __init__(self, clock: Clock, name: str) -> None:
        super().__init__(clock, name)
        self.content_based = False
        self.by_group = False
        self.accepted: list[Accepted] = []
        self.attempts: dict[str, Attempt] = {}

    # -- looking -----------------------------------------------------------------------------------------------------

    def delay_ends(self, message: Message) -> int:
        """The queue's delay now, for messages sent before it was set, too; one that was received has had its delay."""
        return message.sent if message.receives else message.sent + self.delay * SECOND

    def candidates(self) -> list[Message]:
        """Visible, and no earlier one of its group invisible."""
        locked = set()
        found: list[Message] = []
        for message in self.messages:
            if self.state(message) != "visible":
                locked.add(message.group)
            elif message.group not in locked:
                found.append(message)
        return found

    def moved(self, message: Message) -> Message:
        """It is sent now, as far as this queue knows."""
        assert isinstance(message, FifoMessage)
        # Its id becomes its deduplication id: else a window of five minutes could keep it from coming back.
        copy = FifoMessage(message.id, message.body, self.clock.now, message.group, message.id)
        copy.receives = message.receives
        copy.first_received = message.first_received
        return copy

    # -- sending -----------------------------------------------------------------------------------------------------

    def refuses_delay(self, delay: int | None) -> bool:
        return delay not in (None, 0)

    def deduplication_id(self, body: str, given: str | None) -> str | None:
        if given is not None:
            return given
        return sha256(body.encode()).hexdigest() if self.content_based else None

    def sent_to(self, group: str, body: str, id: str, answer: dict[str, Any]) -> bool:
        """Check the answer to a send with this deduplication id; whether it is a duplicate."""
        earlier = [
            each.message
            for each in self.accepted
            if each.at > self.clock.now - FIVE_MINUTES
            and each.message.deduplication_id == id
            and (not self.by_group or each.message.group == group)
        ]
        told = answer["MessageId"], answer["SequenceNumber"]
        if earlier:
            assert told in [(message.id, message.sequence_number) for message in earlier], "not seen as a duplicate"
            return True
        message = FifoMessage(told[0], body, self.clock.now, group, id)
        message.sequence_number = told[1]
        assert len(told[1]) == 20
        assert told[1].isdecimal()
        in_group = [other for each in self.accepted if (other := each.message).group == group]
        assert all(other.id != message.id for other in in_group), "seen as a duplicate, which it is not"
        assert all(other.sequence_number < message.sequence_number for other in in_group)
        self.accepted.append(Accepted(message))
        self.arrived(message)
        return False

    def purge(self) -> str | None:
        code = super().purge()
        if code is None:
            self.accepted.clear()
        return code

    # -- receiving ---------------------------------------------------------------------------------------------------

    def check_order(self, chosen: list[Message], gone: list[Message]) -> None:
        """Of each group the first ones, in order; among groups any order will do."""
        for group in {message.group for message in self.messages}:
            able = [each for each in self.candidates() if isinstance(each, FifoMessage) and each.group == group]
            taken = [message for message in able if message in chosen or message in gone]
            assert taken == able[: len(taken)], f"messages of group {group} were passed over"
            in_order = [message for message in taken if message in chosen]
            assert in_order == [message for message in chosen if message in able], f"group {group} is out of order"

    def deliver(self, message: Message, each: dict[str, Any], visibility: int | None) -> None:
        assert isinstance(message, FifoMessage)
        super().deliver(message, each, visibility)
        message.last_timeout = self.visibility if visibility is None else visibility
        message.changes += 1

    def attributes(self, message: Message) -> dict[str, str]:
        assert isinstance(message, FifoMessage)
        return {
            **super().attributes(message),
            "MessageGroupId": message.group,
            "MessageDeduplicationId": message.deduplication_id,
            "SequenceNumber": message.sequence_number,
        }

    def check_attributes(self, message: Message, told: dict[str, str]) -> None:
        assert isinstance(message, FifoMessage)
        if not message.sequence_number:
            message.sequence_number = told["SequenceNumber"]
            place = self.messages.index(message)
            assert all(
                (other.sequence_number < message.sequence_number) is (number < place)
                for number, other in enumerate(self.messages)
                if other is not message and other.group == message.group and other.sequence_number
            ), "the sequence number does not fit the order of the group"
        super().check_attributes(message, told)

    def can_be_repeated(self, attempt_id: str, answer: list[dict[str, Any]]) -> Attempt | None:
        """The attempt whose answer this one has to repeat.

        Whether its five minutes count from its first or from its last receive is not known: both are right.
        """
        attempt = self.attempts.get(attempt_id)
        if attempt is None or attempt.last + FIVE_MINUTES <= self.clock.now:
            return None
        for message, handle, changes in attempt.got:
            untouched = message in self.messages and self.state(message) == "in-flight" and message.handle == handle
            if not untouched or message.changes != changes:
                return None
        same = [each["ReceiptHandle"] for each in answer] == [handle for _, handle, _ in attempt.got]
        return attempt if same or self.clock.now < attempt.first + FIVE_MINUTES else None

    def repeat(self, attempt: Attempt, visibility: int | None, answer: list[dict[str, Any]]) -> None:
        """Check that an answer is the one that the attempt got before."""
        assert [each["ReceiptHandle"] for each in answer] == [handle for _, handle, _ in attempt.got]
        for (message, _, _), each in zip(attempt.got, answer):
            message.received = self.clock.now
            message.last_timeout = self.visibility if visibility is None else visibility
            message.hidden_until = self.clock.now + message.last_timeout * SECOND
            assert each["MessageId"] == message.id
            self.check_attributes(message, dict(each["Attributes"]))
        attempt.last = self.clock.now

    def remember(self, attempt_id: str, messages: list[Message]) -> None:
        """A receive with this attempt id got these."""
        if messages:
            got = [message for message in messages if isinstance(message, FifoMessage)]
            self.attempts[attempt_id] = Attempt(self.clock.now, self.clock.now, got)

    # -- deleting and changing ---------------------------------------------------------------------------------------

    def refuses_delete(self, message: Message, handle: str) -> bool:
        """Only the newest handle, while it hides the message; after a receive with timeout 0, for a millisecond."""
        assert isinstance(message, FifoMessage)
        if handle != message.handle:
            return True
        same_millisecond = message.last_timeout == 0 and message.received // 1000 == self.clock.now // 1000
        return self.state(message) != "in-flight" and not same_millisecond

    def refuses_change(self, message: Message) -> bool:
        return self.state(message) != "in-flight"

    def touched(self, message: Message) -> None:
        assert isinstance(message, FifoMessage)
        message.changes += 1
        message.last_timeout = -1
