"""What the rules about topics walk over: every hand-over of a topic to an endpoint, gathered once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from fakeaws.aws.arns import partition_of

if TYPE_CHECKING:
    from fakeaws.services.sns.operations.base import SnsBase
    from fakeaws.services.sns.subscriptions import Subscription
    from fakeaws.services.sns.topics import Topic
    from fakeaws.timeline.records import Record


class HandOver(NamedTuple):
    """One record of the delivery engine: ``kind`` is Deliver or Redrive."""

    number: int
    publish: int
    topic: Topic
    kind: str
    resource: str
    message_id: str
    outcome: str
    details: Mapping[str, Any]


class History:
    """The hand-overs of one account and region's topics, in order."""

    def __init__(self, service: SnsBase) -> None:
        self.service = service
        self.timeline = service.world.timeline
        self.rows = self.timeline.rows
        topics = {topic.resource: topic for topic in service.topics.values()}
        published: dict[str, tuple[int, Topic]] = {}
        self.all: list[HandOver] = []
        #: When a subscription last got attributes: the record's number, by the topic's name and the endpoint.
        self._set: dict[tuple[str, str], int] = {}
        for number, row in enumerate(self.rows):
            message_id = row[6]
            if row[3] != "sns":
                continue
            if message_id is None:
                if row[4] in ("Subscribe", "SetSubscriptionAttributes") and row[7] == "ok" and row[9]:
                    self._set[row[5], row[9]["endpoint"]] = number
                continue
            if row[4] in ("Publish", "Replay"):
                topic = topics.get(row[5])
                if topic is not None and row[7] == "ok":
                    published[message_id] = number, topic
            elif message_id in published:
                publish, topic = published[message_id]
                self.all.append(HandOver(number, publish, topic, row[4], row[5], message_id, row[7], row[9] or {}))

    def by_endpoint(self, outcome: str, kind: str = "Deliver") -> Iterator[tuple[Topic, str, list[HandOver]]]:
        """The hand-overs that ended so, by topic and endpoint."""
        found: dict[tuple[str, str], list[HandOver]] = {}
        for each in self.all:
            if each.outcome == outcome and each.kind == kind:
                found.setdefault((each.topic.arn, each.resource), []).append(each)
        for (_, resource), several in found.items():
            yield several[0].topic, resource, several

    def nothing_through(self) -> Iterator[tuple[Topic, Subscription, list[HandOver]]]:
        """What each filter stopped that let nothing through since it, or another attribute, was set."""
        passed: dict[tuple[str, str], int] = {}
        for each in self.all:
            if each.outcome not in ("filtered", "unconfirmed"):
                passed[each.topic.arn, each.resource] = each.number
        for topic, resource, several in self.by_endpoint("filtered"):
            subscription = self.subscription(topic, resource)
            if subscription is None or subscription.filter is None:
                continue
            since = self._set.get((topic.resource, subscription.endpoint), -1)
            stopped = [each for each in several if each.number > since]
            if stopped and passed.get((topic.arn, resource), -1) <= since:
                yield topic, subscription, stopped

    def subscription(self, topic: Topic, resource: str) -> Subscription | None:
        """The topic's subscription whose endpoint has that name on the timeline."""
        return next((each for each in topic.subscriptions.values() if each.resource == resource), None)

    def queue_arn(self, resource: str) -> str:
        """The ARN of a queue, from its name on the timeline."""
        if resource.startswith("arn:"):
            return resource
        world = self.service.world
        return f"arn:{partition_of(world.region)}:sqs:{world.region}:{world.account}:{resource}"

    def at_us(self, number: int) -> int:
        """When a record was made."""
        return self.rows[number][0]

    def records(self, hand_overs: list[HandOver]) -> list[Record]:
        """The publishes and hand-overs, each once, in order."""
        numbers = {number for each in hand_overs for number in (each.publish, each.number)}
        return [self.timeline.record(number) for number in sorted(numbers)]
