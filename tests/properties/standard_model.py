"""A standard queue as AWS describes it, in plain lists: no timers, no index, no order of its own.

Nothing happens by itself here. What state a message is in follows from the clock and from what was done to it, and is
worked out anew whenever it is asked for. Where AWS leaves the choice (which messages a receive gets), the model checks
that the answer is one of those it may be, and goes on from there.

Times are microseconds since the world began.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

SECOND = 1_000_000
#: How long one receive can hide a message, extensions included.
LONGEST = 43_200 * SECOND

INVALID_VALUE = "InvalidParameterValue"
INVALID_ATTRIBUTE = "InvalidAttributeValue"
INVALID_HANDLE = "ReceiptHandleIsInvalid"
PURGED_ALREADY = "AWS.SimpleQueueService.PurgeQueueInProgress"
MISSING = "MissingParameter"


class Clock:
    """The time of all queues of one world; ``start_ms`` is when it began, since 1970."""

    def __init__(self, start_ms: int) -> None:
        self.now = 0
        self.start_ms = start_ms

    def milliseconds(self, at: int) -> str:
        """An instant as SQS tells it."""
        return str(self.start_ms + at // 1000)


class Message:
    """A message in one queue; in the dead-letter queue it is another one."""

    def __init__(self, id: str, body: str, sent: int) -> None:
        self.id = id
        self.body = body
        self.sent = sent
        self.delayed_until = sent
        self.hidden_until = -1
        self.received = -1
        self.first_received = -1
        #: Receives in all, and those by this queue.
        self.receives = 0
        self.receives_here = 0
        self.handle = ""
        self.source: str | None = None


class StandardQueue:
    """What a standard queue holds and answers."""

    suffix = ""

    def __init__(self, clock: Clock, name: str) -> None:
        self.clock = clock
        self.name = name + self.suffix
        self.visibility = 30
        self.delay = 0
        self.retention = 345_600
        #: Receives after which a message goes to `target`.
        self.receives_allowed: int | None = None
        self.target: StandardQueue | None = None
        self.messages: list[Message] = []
        self.of_handle: dict[str, Message] = {}
        self.purged: int | None = None
        #: What became of those that are no longer here, and how many ever were: by their outcome on the timeline.
        self.fates: Counter[str] = Counter()

    # -- looking -----------------------------------------------------------------------------------------------------

    def state(self, message: Message) -> str:
        if message.hidden_until > self.clock.now:
            return "in-flight"
        return "delayed" if self.delay_ends(message) > self.clock.now else "visible"

    def delay_ends(self, message: Message) -> int:
        return message.delayed_until

    def in_state(self, state: str) -> list[Message]:
        return [message for message in self.messages if self.state(message) == state]

    def candidates(self) -> list[Message]:
        """The messages that a receive may come to now."""
        return self.in_state("visible")

    def dies(self, message: Message) -> bool:
        return self.receives_allowed is not None and message.receives_here >= self.receives_allowed

    def dying(self) -> list[Message]:
        return [message for message in self.candidates() if self.dies(message)]

    def receivable(self) -> list[Message]:
        return [message for message in self.candidates() if not self.dies(message)]

    def next_instant(self) -> int | None:
        """When something changes by itself."""
        ends = [
            end
            for message in self.messages
            for end in (message.hidden_until, self.delay_ends(message), message.sent + self.retention * SECOND)
        ]
        return min((end for end in ends if end > self.clock.now), default=None)

    # -- leaving -----------------------------------------------------------------------------------------------------

    def remove(self, message: Message, fate: str) -> None:
        self.messages.remove(message)
        self.fates[fate] += 1

    def expire(self) -> None:
        """To be called whenever time has passed or the period has changed."""
        for message in list(self.messages):
            if message.sent + self.retention * SECOND <= self.clock.now:
                self.remove(message, "expired")

    def move(self, message: Message) -> None:
        """To the dead-letter queue."""
        assert self.target is not None
        self.remove(message, "dead-lettered")
        moved = self.target.moved(message)
        moved.source = self.name
        self.target.arrived(moved)
        self.target.expire()

    def moved(self, message: Message) -> Message:
        """A message of another queue as it enters this one: its clock keeps running."""
        copy = Message(message.id, message.body, message.sent)
        copy.receives = message.receives
        copy.first_received = message.first_received
        return copy

    def arrived(self, message: Message) -> None:
        self.messages.append(message)
        self.fates["arrived"] += 1

    # -- sending -----------------------------------------------------------------------------------------------------

    def refuses_delay(self, delay: int | None) -> bool:
        return delay is not None and not 0 <= delay <= 900

    def sent(self, id: str, body: str, delay: int | None) -> Message:
        message = Message(id, body, self.clock.now)
        message.delayed_until += (self.delay if delay is None else delay) * SECOND
        self.arrived(message)
        return message

    # -- receiving ---------------------------------------------------------------------------------------------------

    def wait(self, seconds: int) -> bool:
        """Let a long poll wait, and time with it. True if it ends just when something changes: both answers are right
        then."""
        deadline = self.clock.now + seconds * SECOND
        while not self.receivable():
            if seconds:
                for message in self.dying():
                    self.move(message)
            following = self.next_instant()
            if following is None or following >= deadline:
                self.clock.now = deadline
                self.expire()
                return following == deadline and seconds > 0
            self.clock.now = following
            self.expire()
        return False

    def received(
        self, count: int, visibility: int | None, answer: list[dict[str, Any]], moved: set[str], *, either: bool
    ) -> list[Message]:
        """Check an answer and what it moved to the dead-letter queue."""
        able, dying = self.receivable(), self.dying()
        gone = [message for message in dying if message.id in moved]
        if answer or not either:
            assert len(answer) == min(count, len(able)), f"{len(answer)} of {len(able)} messages were received"
            if len(answer) < count:
                assert gone == dying, "a receive that had room left did not come to all messages"
        ids = [each["MessageId"] for each in answer]
        chosen = [message for id in ids for message in able if message.id == id]
        assert [message.id for message in chosen] == ids, "a message was received twice, or could not be received"
        self.check_order(chosen, gone)
        for message in gone:
            self.move(message)
        for message, each in zip(chosen, answer):
            self.deliver(message, each, visibility)
        return chosen

    def check_order(self, chosen: list[Message], gone: list[Message]) -> None:
        """Any order will do."""

    def deliver(self, message: Message, each: dict[str, Any], visibility: int | None) -> None:
        now = self.clock.now
        message.receives += 1
        message.receives_here += 1
        message.received = now
        if message.first_received < 0:
            message.first_received = now
        message.hidden_until = now + (self.visibility if visibility is None else visibility) * SECOND
        message.handle = each["ReceiptHandle"]
        assert message.handle not in self.of_handle, "a receipt handle was given out twice"
        self.of_handle[message.handle] = message
        assert each["Body"] == message.body
        self.check_attributes(message, dict(each["Attributes"]))

    def check_attributes(self, message: Message, told: dict[str, str]) -> None:
        source = told.pop("DeadLetterQueueSourceArn", None)
        assert (source.rsplit(":", 1)[-1] if source else None) == message.source
        del told["SenderId"]
        assert told == self.attributes(message)

    def attributes(self, message: Message) -> dict[str, str]:
        return {
            "ApproximateReceiveCount": str(message.receives),
            "ApproximateFirstReceiveTimestamp": self.clock.milliseconds(message.first_received),
            "SentTimestamp": self.clock.milliseconds(message.sent),
        }

    # -- deleting and changing ---------------------------------------------------------------------------------------

    def delete(self, handle: str) -> str | None:
        """The code of the error that a delete gives, if it does; else what it does is done."""
        message = self.of_handle.get(handle)
        if message is None:
            return INVALID_HANDLE
        if message not in self.messages:
            # Void, unless the message has come back from its dead-letter queue and was received anew.
            anew = [each for each in self.messages if each.id == message.id and each.receives_here]
            if not anew:
                return None
            message = anew[0]
        if self.refuses_delete(message, handle):
            return INVALID_VALUE
        if handle == message.handle:  # with an older one the call succeeds, and the message stays
            self.remove(message, "deleted")
        return None

    def refuses_delete(self, message: Message, handle: str) -> bool:
        return False

    def change(self, handle: str, seconds: int) -> str | None:
        """The code of the error that a change of visibility gives, if it does; else what it does is done."""
        message = self.of_handle.get(handle)
        if not 0 <= seconds <= 43_200:
            return INVALID_VALUE
        if message is None:
            return INVALID_HANDLE
        now = self.clock.now
        if message not in self.messages or handle != message.handle or self.refuses_change(message):
            return INVALID_VALUE
        if seconds and now - message.received + seconds * SECOND >= LONGEST:
            return INVALID_VALUE
        message.hidden_until = now + seconds * SECOND
        self.touched(message)
        return None

    def refuses_change(self, message: Message) -> bool:
        return False

    def touched(self, message: Message) -> None:
        """Its visibility was changed."""

    def purge(self) -> str | None:
        """The code of the error, if there is one."""
        if self.purged is not None and self.clock.now < self.purged + 60 * SECOND:
            return PURGED_ALREADY
        self.purged = self.clock.now
        for message in list(self.messages):
            self.remove(message, "purged")
        return None
