"""A standard and a FIFO topic with up to three queues do what the model does, whatever is done to them."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import Any, ClassVar

from botocore.exceptions import ClientError
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from fakeaws import mock_aws

from .queue_machine import CLIENT as SQS
from .scale import scaled
from .topic_draws import BEGUN, MESSAGES, NAMES, POLICIES, QUEUE_ARN, SCOPES, SLOTS, SNS
from .topic_model import (
    FIVE_MINUTES,
    Arrival,
    Given,
    Policy,
    Published,
    Queue,
    Scope,
    Subscription,
    Topic,
    attributes_of,
    sent,
    text_of,
)

#: Outcomes of a delivery after which nothing else comes of it.
ENDS = ("delivered", "filtered", "refused")


class TopicMachine(RuleBasedStateMachine):
    """Publishes to a topic whose subscribers, filters and permissions change."""

    suffix: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self.mock = mock_aws(policies="enforced")
        self.aws = self.mock.start()
        fifo = {"FifoTopic": "true"} if self.suffix else {}
        self.arn: str = SNS.create_topic(Name=f"orders{self.suffix}", Attributes=fifo)["TopicArn"]
        self.topic = Topic(SLOTS, bool(self.suffix))
        self.published = 0
        self.failures = 0
        self.read = 0
        self.told: dict[tuple[str, str], str] = {}
        for slot in SLOTS:
            for name in (self.queue(slot), self.dead(slot)):
                given = {"FifoQueue": "true", "DeduplicationScope": "messageGroup"} if name.endswith(".fifo") else {}
                SQS.create_queue(QueueName=name, Attributes=given)
                self.aws.sqs.queue(name).grant_send(self.arn)
        self.aws.faults.fail(
            "sqs.SendMessage", code="ServiceUnavailable", status=503, times=10**6, when=self.strikes, optional=True
        )

    def teardown(self) -> None:
        self.mock.stop()

    def queue(self, slot: str) -> str:
        """The slot's queue: of a FIFO topic's three, one is a standard queue."""
        return slot if slot == "three" else slot + self.suffix

    def dead(self, slot: str) -> str:
        return f"dead-{self.queue(slot)}"

    def strikes(self, call: Any) -> bool:
        """Whether SQS has an error of its own."""
        if not self.failures:
            return False
        self.failures -= 1
        return True

    # -- subscriptions -----------------------------------------------------------------------------------------------

    def attributes(self, subscription: Subscription, slot: str) -> dict[str, str]:
        """As Subscribe takes them."""
        found = {"RawMessageDelivery": str(subscription.raw).lower(), "FilterPolicyScope": subscription.scope}
        if subscription.policy is not None:
            found["FilterPolicy"] = json.dumps(subscription.policy)
        if subscription.redrives:
            found["RedrivePolicy"] = json.dumps({"deadLetterTargetArn": QUEUE_ARN + self.dead(slot)})
        return found

    @initialize(begun=st.lists(BEGUN, min_size=1, max_size=3), content_based=st.booleans())
    def begin(self, begun: list[tuple[Any, ...]], content_based: bool) -> None:
        for slot, (raw, policy, scope, redrives, granted, dead_granted) in zip(SLOTS, begun):
            self.subscribe(slot, raw, policy, scope, redrives)
            self.allow(slot, False, granted)
            self.allow(slot, True, dead_granted)
        if self.suffix:
            self.set_deduplication(content_based, False)

    @rule(slot=NAMES, raw=st.booleans(), policy=POLICIES, scope=SCOPES, redrives=st.booleans())
    def subscribe(self, slot: str, raw: bool, policy: Policy | None, scope: Scope, redrives: bool) -> None:
        """Anew, or again with attributes that may be others."""
        wanted = Subscription("", raw, policy, scope, redrives)
        known = self.topic.subscriptions.get(slot)
        given = self.attributes(wanted, slot)
        try:
            arn = SNS.subscribe(
                TopicArn=self.arn, Protocol="sqs", Endpoint=QUEUE_ARN + self.queue(slot), Attributes=given
            )["SubscriptionArn"]
        except ClientError as error:
            assert error.response["Error"]["Message"].endswith("already exists with different attributes")
            assert known is not None
            assert not given.items() <= self.attributes(known, slot).items()
            return
        if known is None:
            wanted.arn = arn
            assert all(each.arn != arn for each in self.topic.subscriptions.values())
            self.topic.subscriptions[slot] = wanted
        else:
            assert arn == known.arn
            assert given.items() <= self.attributes(known, slot).items()

    @rule(slot=NAMES)
    def unsubscribe(self, slot: str) -> None:
        known = self.topic.subscriptions.pop(slot, None)
        if known is not None:
            for _ in range(2):
                SNS.unsubscribe(SubscriptionArn=known.arn)

    @rule(
        slot=NAMES,
        name=st.sampled_from(["RawMessageDelivery", "FilterPolicy", "FilterPolicyScope", "RedrivePolicy"]),
        raw=st.booleans(),
        policy=POLICIES,
        scope=SCOPES,
        redrives=st.booleans(),
    )
    def change(self, slot: str, name: str, raw: bool, policy: Policy | None, scope: Scope, redrives: bool) -> None:
        """One attribute of a subscription."""
        subscriptions = self.topic.subscriptions
        slot = slot if slot in subscriptions else next(iter(subscriptions), "")
        if not slot:
            return
        known = subscriptions[slot]
        changed = Subscription(known.arn, raw, policy, scope, redrives)
        value = self.attributes(changed, slot).get(name, "")
        SNS.set_subscription_attributes(SubscriptionArn=known.arn, AttributeName=name, AttributeValue=value)
        member = {
            "RawMessageDelivery": "raw",
            "FilterPolicy": "policy",
            "FilterPolicyScope": "scope",
            "RedrivePolicy": "redrives",
        }[name]
        setattr(known, member, getattr(changed, member))

    @rule(slot=NAMES, dead=st.sampled_from([False, False, True]), granted=st.booleans())
    def allow(self, slot: str, dead: bool, granted: bool) -> None:
        """Give or take the permission to send to a queue."""
        name = self.dead(slot) if dead else self.queue(slot)
        (self.topic.dead if dead else self.topic.queues)[slot].granted = granted
        view = self.aws.sqs.queue(name)
        if granted:
            view.grant_send(self.arn)
        else:
            SQS.set_queue_attributes(QueueUrl=view.url, Attributes={"Policy": ""})

    # -- publishing --------------------------------------------------------------------------------------------------

    def entry(self, given: Given) -> dict[str, Any]:
        """What one message is published with."""
        self.published += 1
        text = text_of(given, self.published)
        found: dict[str, Any] = {"Message": text, "MessageAttributes": sent(attributes_of(given))}
        if self.suffix:
            found["MessageGroupId"] = given.group
            id = given.deduplication_id
            if id is None and not given.same:
                id = f"id-{self.published}"
            if id is not None:
                found["MessageDeduplicationId"] = id
        return found

    def published_as(self, given: Given, entry: dict[str, Any], answer: dict[str, Any]) -> None:
        """Let the model take a message in, and check the answer for it."""
        topic, now = self.topic, self.aws.clock.now
        id = topic.deduplication_id(entry["Message"], entry.get("MessageDeduplicationId")) if self.suffix else ""
        assert id is not None
        repeated = topic.repeated(given.group, id, now) if self.suffix else None
        number = answer.get("SequenceNumber")
        if repeated is not None:
            assert (answer["MessageId"], number) == (repeated.id, repeated.sequence_number)
            return
        assert all(answer["MessageId"] != earlier.id for earlier in topic.accepted)
        if self.suffix:
            assert not topic.accepted or int(number or 0) > int(topic.accepted[-1].sequence_number or 0)
        text = entry["Message"]
        body = json.loads(text)
        message = Published(answer["MessageId"], text, attributes_of(given), body, given.group, id, now, number)
        topic.accept(message)

    @rule(messages=MESSAGES)
    def publish(self, messages: list[Given]) -> None:
        """One alone, several as a batch, which AWS refuses as a whole for one without a deduplication id."""
        entries = [self.entry(given) for given in messages]
        explicit = [each.get("MessageDeduplicationId") for each in entries]
        refused = bool(self.suffix) and None in explicit and not self.topic.content_based
        try:
            if len(entries) == 1:
                answers = [SNS.publish(TopicArn=self.arn, **entries[0])]
            else:
                batch = [{"Id": str(number), **each} for number, each in enumerate(entries)]
                answer = SNS.publish_batch(TopicArn=self.arn, PublishBatchRequestEntries=batch)
                assert answer["Failed"] == []
                answers = answer["Successful"]
                assert [each["Id"] for each in answers] == [each["Id"] for each in batch]
        except SNS.exceptions.InvalidParameterException:
            assert refused
            return
        assert not refused
        for given, entry, each in zip(messages, entries, answers):
            self.published_as(given, entry, each)

    @rule(messages=MESSAGES, failures=st.sampled_from([1, 2, 3, 5, 8, 16]))
    def publish_in_a_bad_minute(self, messages: list[Given], failures: int) -> None:
        """Deliveries fail so many times in all, and are tried again until they succeed.

        The deduplication ids are new ones: a FIFO queue, which gets a message late, knows its id for longer than the topic.
        """
        self.failures = failures
        self.publish([given._replace(deduplication_id=None, same=False) for given in messages])
        self.aws.clock.run_until_idle()
        self.failures = 0

    @rule(
        which=st.sampled_from([0, 1, 2, 3]), early_us=st.sampled_from([0, 1, None]), group=st.sampled_from([None, "h"])
    )
    def publish_again(self, which: int, early_us: int | None, group: str | None) -> None:
        """One of the last messages' ids, now, or when its five minutes end, or just before that."""
        for accepted in self.topic.accepted[-1 - which :][:1]:
            if early_us is not None:
                left = accepted.at + FIVE_MINUTES - timedelta(microseconds=early_us) - self.aws.clock.now
                self.aws.clock.advance(max(left, timedelta()))
            given = Given("a", 1, "a", group or accepted.group, accepted.deduplication_id or None)
            self.publish([given])

    @rule(seconds=st.sampled_from([1, 60, 299, 300]))
    def wait(self, seconds: int) -> None:
        self.aws.clock.advance(seconds=seconds)

    def set_deduplication(self, content_based: bool, by_group: bool) -> None:
        for name, value in (
            ("ContentBasedDeduplication", str(content_based).lower()),
            ("FifoThroughputScope", "MessageGroup" if by_group else "Topic"),
        ):
            SNS.set_topic_attributes(TopicArn=self.arn, AttributeName=name, AttributeValue=value)
        self.topic.content_based = content_based
        self.topic.by_group = by_group

    # -- what holds after each rule ----------------------------------------------------------------------------------

    @invariant()
    def each_publish_has_one_fate_at_each_subscription(self) -> None:
        """On the timeline it is delivered, filtered, refused or dead-lettered, once."""
        self.aws.sqs.queue(self.queue("one")).messages  # noqa: B018 - lets deliveries that are due happen
        for record in self.aws.timeline[self.read :]:
            if record.kind == "Deliver" and record.outcome != "retrying":
                assert record.outcome in ENDS
                key = (record.message_id or "", record.resource)
                assert key not in self.told, "a message was delivered twice"
                self.told[key] = record.outcome
            elif record.kind == "Redrive" and record.service == "sns":
                key = (record.message_id or "", record.resource)
                assert self.told[key] == "refused"
                self.told[key] = record.outcome
        self.read = len(self.aws.timeline)
        assert self.told == {(id, self.queue(slot)): fate for (id, slot), fate in self.topic.fates.items()}

    @invariant()
    def queues_hold_what_they_got(self) -> None:
        for slot in SLOTS:
            self.compare(self.queue(slot), self.topic.queues[slot])
            self.compare(self.dead(slot), self.topic.dead[slot])

    def compare(self, name: str, queue: Queue) -> None:
        """All messages, once each; those of a FIFO topic in the order of their groups."""
        found = [self.seen(each, name) for each in self.aws.sqs.queue(name).messages]
        wanted = [self.wanted(each, name) for each in queue.arrivals]
        if not self.suffix:
            assert Counter(found) == Counter(wanted)
            return
        for group in ("g", "h"):
            assert [each for each in found if each[0] == group] == [each for each in wanted if each[0] == group]

    def seen(self, message: Any, name: str) -> tuple[Any, ...]:
        body = json.loads(message.body)
        enveloped = "TopicArn" in body
        text = body["Message"] if enveloped else message.body
        ids = (message.group, message.deduplication_id) if name.endswith(".fifo") else (None, None)
        about = (body["MessageId"], body.get("SequenceNumber")) if enveloped else None
        attributes = body.get("MessageAttributes", {}) if enveloped else message.attributes
        return json.loads(text)["group"], text, *ids, about, json.dumps(attributes, sort_keys=True)

    def wanted(self, arrival: Arrival, name: str) -> tuple[Any, ...]:
        message = arrival.message
        ids = (message.group, message.deduplication_id) if name.endswith(".fifo") else (None, None)
        about = None if arrival.raw else (message.id, message.sequence_number)
        given = sent(message.attributes)
        attributes: Any = given
        if not arrival.raw:
            attributes = {n: {"Type": each["DataType"], "Value": each["StringValue"]} for n, each in given.items()}
        return message.group, message.text, *ids, about, json.dumps(attributes, sort_keys=True)


class FifoTopicMachine(TopicMachine):
    """A FIFO topic, with deduplication."""

    suffix = ".fifo"

    @rule(content_based=st.booleans(), by_group=st.booleans())
    def change_deduplication(self, content_based: bool, by_group: bool) -> None:
        self.set_deduplication(content_based, by_group)


TestStandardTopic = TopicMachine.TestCase
TestStandardTopic.settings = scaled(90, stateful_step_count=25)
TestFifoTopic = FifoTopicMachine.TestCase
TestFifoTopic.settings = scaled(110, stateful_step_count=25)
