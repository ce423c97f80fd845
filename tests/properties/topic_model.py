"""A topic as AWS describes it: who gets what, with filters, policies and dead-letter queues; duplicates of a FIFO topic."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Literal, NamedTuple, TypeAlias

FIVE_MINUTES = timedelta(minutes=5)

#: What became of a publish at a subscription, once nothing is tried any more.
Fate: TypeAlias = Literal["delivered", "filtered", "refused", "dead-lettered"]
#: A filter policy: by key the rules of which one has to hold.
Policy: TypeAlias = "dict[str, list[Any]]"
Scope: TypeAlias = Literal["MessageAttributes", "MessageBody"]


class Given(NamedTuple):
    """What is published: attributes and body (without those that are ``None``), and on FIFO topics ids."""

    kind: str | None
    price: int | None
    body_kind: str | None
    group: str = "g"
    deduplication_id: str | None = None
    #: Whether its body is that of others, too.
    same: bool = False


@dataclass
class Published:
    """A message that a topic accepted."""

    id: str
    text: str
    attributes: Mapping[str, str | int]
    body: Mapping[str, Any]
    group: str
    deduplication_id: str
    at: datetime
    sequence_number: str | None


class Arrival(NamedTuple):
    """A message as a queue got it."""

    message: Published
    raw: bool


@dataclass
class Subscription:
    """A queue that subscribes."""

    arn: str
    raw: bool
    policy: Policy | None
    scope: Scope
    redrives: bool

    def lets_through(self, message: Published) -> bool:
        """Whether its filter policy, if it has one, matches."""
        if self.policy is None:
            return True
        in_attributes = self.scope == "MessageAttributes"
        values: Mapping[str, Any] = message.attributes if in_attributes else message.body
        return all(
            any(_holds(rule, values.get(key), has_others=bool(values)) for rule in rules)
            for key, rules in self.policy.items()
        )


@dataclass
class Queue:
    """A queue: whether it lets the topic send, and what it has got."""

    granted: bool = True
    arrivals: list[Arrival] = field(default_factory=list)


class Topic:
    """Queues by name, the dead-letter queue of each, who subscribes, what came of each publish at each."""

    def __init__(self, names: tuple[str, ...], fifo: bool) -> None:
        self.fifo = fifo
        self.content_based = False
        self.by_group = False
        self.queues = {name: Queue() for name in names}
        self.dead = {name: Queue() for name in names}
        self.subscriptions: dict[str, Subscription] = {}
        self.accepted: list[Published] = []
        #: By message id and queue.
        self.fates: dict[tuple[str, str], Fate] = {}

    def deduplication_id(self, text: str, given: str | None) -> str | None:
        """The id that a message has; ``None`` where the topic refuses a message without."""
        if given is not None or not self.content_based:
            return given
        return sha256(text.encode()).hexdigest()

    def repeated(self, group: str, deduplication_id: str, now: datetime) -> Published | None:
        """The publish of the last five minutes that one with these ids repeats: of several, the newest."""
        for earlier in reversed(self.accepted):
            same = earlier.deduplication_id == deduplication_id and (not self.by_group or earlier.group == group)
            if same and now < earlier.at + FIVE_MINUTES:
                return earlier
        return None

    def accept(self, message: Published) -> None:
        """Deliver a new message to all subscribers."""
        self.accepted.append(message)
        for name, subscription in self.subscriptions.items():
            fate: Fate
            if not subscription.lets_through(message):
                fate = "filtered"
            elif self.queues[name].granted:
                fate = "delivered"
                self.queues[name].arrivals.append(Arrival(message, subscription.raw))
            elif subscription.redrives and self.dead[name].granted:
                fate = "dead-lettered"
                self.dead[name].arrivals.append(Arrival(message, subscription.raw))
            else:
                fate = "refused"
            self.fates[message.id, name] = fate


def text_of(given: Given, number: int) -> str:
    """The body of the publish with that number."""
    body = {"n": -1 if given.same else number, "group": given.group, "kind": given.body_kind}
    return json.dumps({name: value for name, value in body.items() if value is not None})


def attributes_of(given: Given) -> dict[str, str | int]:
    """Its attributes."""
    found: dict[str, str | int | None] = {"kind": given.kind, "price": given.price}
    return {name: value for name, value in found.items() if value is not None}


def sent(attributes: Mapping[str, str | int]) -> dict[str, dict[str, str]]:
    """Attributes in boto3's shape."""
    return {
        name: {"DataType": "String" if isinstance(value, str) else "Number", "StringValue": str(value)}
        for name, value in attributes.items()
    }


def _holds(rule: Any, value: str | int | None, *, has_others: bool) -> bool:
    """Whether a rule holds for a value, which ``None`` says is not there."""
    if rule == {"exists": False}:
        return value is None and has_others
    if value is None:
        return False
    if not isinstance(rule, dict):
        return bool(rule == value and type(rule) is type(value))
    ((operator, operand),) = rule.items()
    if operator == "exists":
        return True
    if operator == "anything-but":
        return value not in operand
    if operator == "prefix":
        return isinstance(value, str) and value.startswith(operand)
    assert operator == "numeric"
    comparison, number = operand
    return isinstance(value, int) and (value >= number if comparison == ">=" else value < number)
