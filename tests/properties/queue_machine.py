"""What the machines of both queue types share: a queue and its dead-letter queue, driven beside their models."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar, NamedTuple

import boto3
from botocore.exceptions import ClientError
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, MultipleResults, RuleBasedStateMachine, initialize, invariant, multiple, rule

from fakeaws import mock_aws

from .standard_model import INVALID_ATTRIBUTE, INVALID_HANDLE, INVALID_VALUE, SECOND, Clock, StandardQueue

#: A client for all examples: worlds serve those made before them.
CLIENT: Any = boto3.session.Session().client(
    "sqs", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
)

#: Most happens in the source queue.
NAMES = st.sampled_from(["orders"] * 4 + ["dead"])
#: New visibility timeouts: whole numbers that AWS takes, and two that it refuses.
SECONDS = st.sampled_from([0, 0, 1, 5, 30, 30, 30, 600, 43_139, 43_170, 43_199, 43_200, 43_201, -1])
#: What becomes of a message that was received: left alone, deleted, or hidden for so long.
THEN = st.sampled_from(["leave", "leave", "leave", "delete", "delete", 0, 30, 600, 43_199, 43_200])
GARBAGE = "AQEB" + "x" * 60
#: On the timeline these end a message's stay in a queue, and a message comes to it with those.
ENDS = {"deleted", "expired", "purged", "dead-lettered"}
ARRIVALS = {("SendMessage", "visible"), ("SendMessage", "delayed"), ("Redrive", "visible")}


class Receipt(NamedTuple):
    """A receipt handle that was given out, or none at all."""

    queue: str
    handle: str


def refusal(call: Callable[..., Any], **params: Any) -> tuple[dict[str, Any], str | None]:
    """The answer and the code of the error; one of them is empty."""
    try:
        return call(**{name: value for name, value in params.items() if value is not None}), None
    except ClientError as error:
        return {}, error.response["Error"]["Code"]


def outcomes(answer: dict[str, Any]) -> dict[str, str | None]:
    """What a batch's answer says about each entry: None or a code."""
    told: dict[str, str | None] = {each["Id"]: None for each in answer.get("Successful", ())}
    told.update((each["Id"], each["Code"]) for each in answer.get("Failed", ()))
    return told


class QueueMachine(RuleBasedStateMachine):
    """Rules for everything but sending, and what holds after each of them."""

    model_type: ClassVar[type[StandardQueue]]
    receipts: Bundle[Receipt] = Bundle("receipts")

    def __init__(self) -> None:
        super().__init__()
        self.mock = mock_aws()
        self.aws = self.mock.start()
        self.clock = Clock(round(self.aws.clock.now.timestamp() * 1000))
        self.queues: dict[str, StandardQueue] = {}
        self.urls: dict[str, str] = {}
        self.views: dict[str, Any] = {}
        given = {"FifoQueue": "true"} if self.model_type.suffix else {}
        for name in ("orders", "dead"):
            queue = self.queues[name] = self.model_type(self.clock, name)
            self.urls[name] = CLIENT.create_queue(QueueName=queue.name, Attributes=given)["QueueUrl"]
            self.views[name] = self.aws.sqs.queue(queue.name)
        self.bodies = 0
        self.told: Counter[tuple[str, str]] = Counter()
        self.records_read = 0
        self.ended: set[str] = set()

    def teardown(self) -> None:
        self.mock.stop()

    def body(self) -> str:
        self.bodies += 1
        return f"message-{self.bodies}"

    # -- receiving ---------------------------------------------------------------------------------------------------

    def receive_and_compare(
        self, name: str, count: int, visibility: int | None, wait: int | None, attempt_id: str | None = None
    ) -> list[Receipt]:
        queue = self.queues[name]
        answer, code = refusal(
            CLIENT.receive_message,
            QueueUrl=self.urls[name],
            MaxNumberOfMessages=count,
            VisibilityTimeout=visibility,
            WaitTimeSeconds=wait,
            ReceiveRequestAttemptId=attempt_id,
            MessageSystemAttributeNames=["All"],
        )
        assert code is None
        messages: list[dict[str, Any]] = answer.get("Messages", [])
        assert "Messages" not in answer or messages
        self.follow(queue, count, visibility, wait or 0, attempt_id, messages)
        self.pass_time()
        return [Receipt(name, each["ReceiptHandle"]) for each in messages]

    def follow(
        self,
        queue: StandardQueue,
        count: int,
        visibility: int | None,
        wait: int,
        attempt_id: str | None,
        messages: list[dict[str, Any]],
    ) -> None:
        """Let the model do what the answer says, if it may say so."""
        moved: set[str] = set()
        if queue.target is not None:
            moved = {message.id for message in queue.messages}
            name = next(name for name, each in self.queues.items() if each is queue)
            moved -= {message.id for message in self.views[name].messages}
        either = queue.wait(wait)
        queue.received(count, visibility, messages, moved, either=either)

    def other(self, name: str) -> str:
        return "dead" if name == "orders" else "orders"

    # -- rules -------------------------------------------------------------------------------------------------------
    # hypothesis leaves out a part of the rules in each example: that is why several receive.

    @rule(target=receipts, name=NAMES)
    def receive_all(self, name: str) -> MultipleResults[Receipt]:
        return multiple(*self.receive_and_compare(name, 10, None, None))

    @rule(
        target=receipts,
        name=NAMES,
        count=st.sampled_from([1, 2, 3, 4]),
        visibility=st.sampled_from([None, None, 0]),
        pause_us=st.sampled_from([0, 0, 999, 1_000]),
        then=st.lists(THEN, min_size=1, max_size=4),
    )
    def consume(
        self, name: str, count: int, visibility: int | None, pause_us: int, then: list[str | int]
    ) -> MultipleResults[Receipt]:
        """Receive, and do with the messages what a consumer may do: leave, delete or hide them."""
        receipts = self.receive_and_compare(name, count, visibility, None)
        self.advance(pause_us)
        for receipt, action in zip(receipts, then):
            if action != "leave":
                self.use(receipt, action if isinstance(action, int) else None)
        return multiple(*receipts)

    @rule(target=receipts, name=NAMES, count=st.sampled_from([1, 1, 3, 10]), seconds=st.sampled_from([1, 5, 20]))
    def wait(self, name: str, count: int, seconds: int) -> MultipleResults[Receipt]:
        return multiple(*self.receive_and_compare(name, count, None, seconds))

    def use(self, receipt: Receipt, seconds: int | None) -> None:
        """Delete, or change the visibility."""
        url, queue = self.urls[receipt.queue], self.queues[receipt.queue]
        if seconds is None:
            _, code = refusal(CLIENT.delete_message, QueueUrl=url, ReceiptHandle=receipt.handle)
            assert code == queue.delete(receipt.handle)
        else:
            _, code = refusal(
                CLIENT.change_message_visibility,
                QueueUrl=url,
                ReceiptHandle=receipt.handle,
                VisibilityTimeout=seconds,
            )
            assert code == queue.change(receipt.handle, seconds)

    @rule(
        receipt=receipts,
        seconds=st.one_of(st.none(), SECONDS),
        again=st.booleans(),
        elsewhere=st.sampled_from([False] * 9 + [True]),
    )
    def use_one(self, receipt: Receipt, seconds: int | None, again: bool, elsewhere: bool) -> None:
        if elsewhere:
            receipt = receipt._replace(queue=self.other(receipt.queue))
        for _ in range(1 + again):
            self.use(receipt, seconds)

    @rule(given=st.lists(st.tuples(receipts, SECONDS), min_size=1, max_size=4), delete=st.booleans())
    def use_batch(self, given: list[tuple[Receipt, int]], delete: bool) -> None:
        name = given[0][0].queue
        queue = self.queues[name]
        given.append((Receipt(name, GARBAGE), 30))
        entries = [{"Id": str(number), "ReceiptHandle": receipt.handle} for number, (receipt, _) in enumerate(given)]
        if not delete:
            entries = [{**entry, "VisibilityTimeout": seconds} for entry, (_, seconds) in zip(entries, given)]
        call = CLIENT.delete_message_batch if delete else CLIENT.change_message_visibility_batch
        answer, code = refusal(call, QueueUrl=self.urls[name], Entries=entries)
        assert code is None
        assert outcomes(answer) == {
            str(number): queue.delete(receipt.handle) if delete else queue.change(receipt.handle, seconds)
            for number, (receipt, seconds) in enumerate(given)
        }

    def advance(self, microseconds: int) -> None:
        self.aws.clock.advance(timedelta(microseconds=microseconds))
        self.clock.now += microseconds
        self.pass_time()

    @rule(early_us=st.sampled_from([0, 0, 0, 1, 1_000, -1]), times=st.sampled_from([1, 2, 3]))
    def advance_to_the_next_change(self, early_us: int, times: int) -> None:
        """To the very instant at which a delay, a timeout or a retention period ends, or just before it or after."""
        for _ in range(times):
            ends = [end for queue in self.queues.values() if (end := queue.next_instant()) is not None]
            if ends and min(ends) - self.clock.now < 3_600 * SECOND:
                self.advance(max(min(ends) - early_us - self.clock.now, 0))

    @rule(seconds=st.sampled_from([1, 5, 29, 30, 31, 60, 100, 200, 299, 300, 301, 3_600, 43_170, 43_200, 345_600]))
    def advance_by(self, seconds: int) -> None:
        self.advance(seconds * SECOND)

    @rule(what=st.sampled_from(["purge", "receive", "delete", "change", "set", "redrive"]), name=NAMES)
    def do_what_is_rare(self, what: str, name: str) -> None:
        """A purge, and calls that are refused."""
        url, queue = self.urls[name], self.queues[name]
        if what == "purge":
            for pause_us in (0, 60 * SECOND - 1, 1):
                self.advance(pause_us)
                _, code = refusal(CLIENT.purge_queue, QueueUrl=url)
                assert code == queue.purge()
        elif what == "receive":
            for wrong in (
                {"MaxNumberOfMessages": 0},
                {"MaxNumberOfMessages": 11},
                {"WaitTimeSeconds": 21},
                {"VisibilityTimeout": 43_201},
            ):
                assert refusal(CLIENT.receive_message, QueueUrl=url, **wrong) == ({}, INVALID_VALUE)
        elif what == "delete":
            assert refusal(CLIENT.delete_message, QueueUrl=url, ReceiptHandle=GARBAGE) == ({}, INVALID_HANDLE)
        elif what == "change":
            change = {"QueueUrl": url, "ReceiptHandle": GARBAGE, "VisibilityTimeout": 1}
            assert refusal(CLIENT.change_message_visibility, **change) == ({}, INVALID_HANDLE)
        else:
            values = {"MessageRetentionPeriod": "59", "DelaySeconds": "7", "VisibilityTimeout": "7"}
            if what == "redrive":
                values = {**self.redrive_policy(name, 0), "VisibilityTimeout": "7"}
            _, code = refusal(CLIENT.set_queue_attributes, QueueUrl=url, Attributes=values)
            assert code == (INVALID_VALUE if what == "redrive" else INVALID_ATTRIBUTE)

    def redrive_policy(self, name: str, receives: int | None) -> dict[str, str]:
        """Each of the two can be the other's dead-letter queue."""
        policy = {"deadLetterTargetArn": self.views[self.other(name)].arn, "maxReceiveCount": receives}
        return {"RedrivePolicy": "" if receives is None else json.dumps(policy)}

    @rule(
        name=NAMES,
        visibility=st.sampled_from([None, None, 0, 1, 30, 30, 600, 43_200]),
        delay=st.sampled_from([None, None, None, 0, 3, 60]),
        retention=st.sampled_from([None] * 7 + [60, 90, 3_600, 345_600]),
        receives=st.sampled_from(["as it is"] * 5 + [None, 1, 2]),
    )
    def set_attributes(
        self, name: str, visibility: int | None, delay: int | None, retention: int | None, receives: str | int | None
    ) -> None:
        if not isinstance(receives, str):
            self.set_redrive_policy(name, receives)
        given = {"VisibilityTimeout": visibility, "DelaySeconds": delay, "MessageRetentionPeriod": retention}
        values = {key: str(value) for key, value in given.items() if value is not None}
        if not values:
            return
        CLIENT.set_queue_attributes(QueueUrl=self.urls[name], Attributes=values)
        queue = self.queues[name]
        queue.visibility = queue.visibility if visibility is None else visibility
        queue.delay = queue.delay if delay is None else delay
        queue.retention = queue.retention if retention is None else retention
        queue.expire()

    @initialize(receives=st.sampled_from([None, 1, 2, 3]), of_dead=st.sampled_from([None, None, None, 1, 2]))
    def set_redrive_policies(self, receives: int | None, of_dead: int | None) -> None:
        self.set_redrive_policy("orders", receives)
        self.set_redrive_policy("dead", of_dead)

    def set_redrive_policy(self, name: str, receives: int | None) -> None:
        CLIENT.set_queue_attributes(QueueUrl=self.urls[name], Attributes=self.redrive_policy(name, receives))
        queue = self.queues[name]
        queue.receives_allowed = receives
        queue.target = None if receives is None else self.queues[self.other(name)]

    # -- what holds ---------------------------------------------------------------------------------------------------

    def pass_time(self) -> None:
        for queue in self.queues.values():
            queue.expire()
        assert self.aws.clock.elapsed == timedelta(microseconds=self.clock.now), "the call took another time"

    @invariant()
    def messages_are_where_the_model_has_them(self) -> None:
        for name, queue in self.queues.items():
            seen = {
                message.id: (message.state, message.body, message.receive_count)
                for message in self.views[name].messages
            }
            assert seen == {
                message.id: (queue.state(message), message.body, message.receives) for message in queue.messages
            }
            for state, view in (("visible", "visible"), ("in-flight", "in_flight"), ("delayed", "delayed")):
                assert {each.id for each in getattr(self.views[name], view)} == {
                    each.id for each in queue.in_state(state)
                }

    @invariant()
    def counts_are_those_of_the_model(self) -> None:
        for name, queue in self.queues.items():
            told = CLIENT.get_queue_attributes(QueueUrl=self.urls[name], AttributeNames=["All"])["Attributes"]
            counts = {end: told[f"ApproximateNumberOfMessages{end}"] for end in ("", "NotVisible", "Delayed")}
            assert counts == {
                "": str(len(queue.in_state("visible"))),
                "NotVisible": str(len(queue.in_state("in-flight"))),
                "Delayed": str(len(queue.in_state("delayed"))),
            }

    @invariant()
    def no_message_is_lost_or_comes_back(self) -> None:
        """By the timeline: what came is here or has ended, and what has ended is not here."""
        present = [message.id for view in self.views.values() for message in view.messages]
        assert len(present) == len(set(present)), "a message is in two places"
        for record in self.aws.timeline[self.records_read :]:
            if (record.kind, record.outcome) in ARRIVALS:
                self.told[record.resource, "arrived"] += 1
            elif record.outcome in ENDS and "repeated" not in record.details:
                self.told[record.resource, record.outcome] += 1
                if record.outcome != "dead-lettered":
                    self.ended.add(record.message_id or "")
        self.records_read = len(self.aws.timeline)
        assert not self.ended.intersection(present), "a message came back"
        for name, queue in self.queues.items():
            told = {fate: self.told[queue.name, fate] for fate in ("arrived", *sorted(ENDS))}
            assert told == {fate: queue.fates[fate] for fate in told}
            assert told["arrived"] == len(self.views[name].messages) + sum(told[end] for end in ENDS)
