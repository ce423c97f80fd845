"""Consumers that wait in long polls and work beside each other: what holds at each second, whatever happens.

All times are whole seconds, so that nothing happens between two looks. The consumers write down what they got and what
they did; a check replays that and never asks the queue who should have got what.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any, ClassVar, NamedTuple

from botocore.exceptions import ClientError
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from fakeaws import World, mock_aws

from .queue_machine import CLIENT
from .scale import scaled

VISIBILITY = 8


class Style(NamedTuple):
    """How a consumer works: how long on each answer, when it extends its timeout in that time, whether it deletes, and how
    long it rests then."""

    seconds: int
    heartbeat: int | None
    deletes: bool
    count: int
    rest: int = 0


STYLES = [
    Style(0, None, True, 1),
    Style(2, None, True, 3),
    Style(5, None, True, 10),
    Style(12, None, True, 1),  # longer than the timeout
    Style(12, 6, True, 1),  # extends it
    Style(3, None, False, 2),
    Style(12, 6, False, 1),
    Style(1, None, True, 1, rest=4),
    Style(3, None, True, 2, rest=1),
]


class Event(NamedTuple):
    """What a consumer saw or did. A deletion counts when the call returned without an error."""

    what: str
    at: int
    message: str
    receives: int


class Consumer:
    """An endless consumer; ``waiting`` while it is in its poll."""

    def __init__(self, aws: World, url: str, style: Style, log: list[Event]) -> None:
        self.aws = aws
        self.url = url
        self.style = style
        self.log = log
        self.waiting = False

    def now(self) -> int:
        return self.aws.clock.elapsed // timedelta(seconds=1)

    def run(self) -> None:
        while True:
            self.waiting = True
            answer = CLIENT.receive_message(
                QueueUrl=self.url,
                WaitTimeSeconds=20,
                MaxNumberOfMessages=self.style.count,
                MessageSystemAttributeNames=["ApproximateReceiveCount"],
            )
            self.waiting = False
            self.work(answer.get("Messages", []))

    def work(self, messages: list[dict[str, Any]]) -> None:
        for each in messages:
            self.note("received", each)
        beat = self.style.heartbeat
        if messages and beat is not None:
            time.sleep(beat)
            for each in messages:
                self.attempt("extended", each, CLIENT.change_message_visibility, VisibilityTimeout=2 * VISIBILITY)
        if messages:
            time.sleep(self.style.seconds - (beat or 0))
        if self.style.deletes:
            for each in messages:
                self.attempt("deleted", each, CLIENT.delete_message)
        time.sleep(self.style.rest)

    def attempt(self, what: str, each: dict[str, Any], call: Any, **more: Any) -> None:
        try:
            call(QueueUrl=self.url, ReceiptHandle=each["ReceiptHandle"], **more)
        except ClientError as error:
            assert error.response["Error"]["Code"] == "InvalidParameterValue"
        else:
            self.note(what, each)

    def note(self, what: str, each: dict[str, Any]) -> None:
        receives = int(each["Attributes"]["ApproximateReceiveCount"])
        self.log.append(Event(what, self.now(), each["MessageId"], receives))


class Sent:
    """A message by the log."""

    def __init__(self, group: str | None, visible_from: int) -> None:
        self.group = group
        self.visible_from = visible_from
        self.received_at = -1
        self.receives = 0
        self.deleted = False


class ConcurrentMachine(RuleBasedStateMachine):
    """A producer, two or three consumers, and time."""

    fifo: ClassVar[bool]

    def __init__(self) -> None:
        super().__init__()
        self.mock = mock_aws()
        self.aws = self.mock.start()
        suffix = ".fifo" if self.fifo else ""
        given = {"VisibilityTimeout": str(VISIBILITY)}
        if self.fifo:
            given |= {"FifoQueue": "true"}
        self.url: str = CLIENT.create_queue(QueueName=f"orders{suffix}", Attributes=given)["QueueUrl"]
        self.view = self.aws.sqs.queue(f"orders{suffix}")
        self.log: list[Event] = []
        self.replayed = 0
        self.consumers: list[Consumer] = []
        #: In order of sending.
        self.messages: dict[str, Sent] = {}
        self.now = 0

    def teardown(self) -> None:
        self.mock.stop()

    @initialize(styles=st.lists(st.sampled_from(STYLES), min_size=2, max_size=3))
    def begin(self, styles: list[Style]) -> None:
        for number, style in enumerate(styles):
            consumer = Consumer(self.aws, self.url, style, self.log)
            self.consumers.append(consumer)
            self.aws.spawn(consumer.run, name=f"consumer-{number}")
        self.pass_seconds(1)

    @rule(
        groups=st.lists(st.sampled_from(["g", "g", "h", "i"]), max_size=4),
        delay=st.sampled_from([0, 0, 0, 3, 9]),
        seconds=st.sampled_from([0, 1, 2, 3, 5, 8, 13, 21, 34]),
    )
    def send_and_let_time_pass(self, groups: list[str], delay: int, seconds: int) -> None:
        for group in groups:
            more: dict[str, Any] = {"DelaySeconds": delay}
            if self.fifo:
                more = {"MessageGroupId": group, "MessageDeduplicationId": str(len(self.messages))}
            answer = CLIENT.send_message(QueueUrl=self.url, MessageBody="work", **more)
            later = 0 if self.fifo else delay
            self.messages[answer["MessageId"]] = Sent(group if self.fifo else None, self.now + later)
        self.pass_seconds(0)
        self.pass_seconds(seconds)

    def pass_seconds(self, seconds: int) -> None:
        for _ in range(max(seconds, 1)):
            self.aws.clock.advance(seconds=1 if seconds else 0)
            self.now += 1 if seconds else 0
            self.replay()
            self.look()

    def replay(self) -> None:
        """Nobody got what was hidden, deleted, or behind a hidden one of its group; nothing is received too late."""
        for event in self.log[self.replayed :]:
            message = self.messages[event.message]
            assert event.at == self.now, "something happened between two looks"
            if event.what == "received":
                assert not message.deleted, "a deleted message came back"
                assert message.visible_from <= event.at, "received while it was hidden"
                assert event.receives == message.receives + 1, "a receive was not counted, or another one had it"
                assert not self.locked(event.message, but_received_at=event.at), (
                    "received behind a hidden message of its group"
                )
                message.receives += 1
                message.received_at = event.at
                message.visible_from = event.at + VISIBILITY
            elif event.receives == message.receives:
                if event.what == "deleted":
                    message.deleted = True
                else:
                    message.visible_from = event.at + 2 * VISIBILITY
        self.replayed = len(self.log)

    def locked(self, id: str, *, but_received_at: int | None = None) -> bool:
        """Whether an earlier message of its group is hidden, apart from those that were received at that instant: with
        this one, perhaps."""
        group = self.messages[id].group
        earlier = list(self.messages.values())[: list(self.messages).index(id)]
        return group is not None and any(
            message.group == group
            and not message.deleted
            and message.visible_from > self.now
            and message.received_at != but_received_at
            for message in earlier
        )

    def look(self) -> None:
        """What lies in the queue is what the log says; and while something can be received, nobody waits."""
        here = {id: message for id, message in self.messages.items() if not message.deleted}
        assert {message.id: message.receive_count for message in self.view.messages} == {
            id: message.receives for id, message in here.items()
        }
        visible = [id for id, message in here.items() if message.visible_from <= self.now]
        assert {message.id for message in self.view.visible} == set(visible)
        if any(consumer.waiting for consumer in self.consumers):
            free = [id for id in visible if not self.locked(id)]
            assert not free, "a message was there, and a poll slept on"


class StandardConsumers(ConcurrentMachine):
    fifo = False


class FifoConsumers(ConcurrentMachine):
    fifo = True


SETTINGS = scaled(40, stateful_step_count=10)
TestConsumersOfAStandardQueue = StandardConsumers.TestCase
TestConsumersOfAStandardQueue.settings = SETTINGS
TestConsumersOfAFifoQueue = FifoConsumers.TestCase
TestConsumersOfAFifoQueue.settings = SETTINGS
