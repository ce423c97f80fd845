"""What left AWS for phones, mailboxes and devices: ``aws.sns.outbox("sms" | "email" | "push")``."""

from __future__ import annotations

import datetime as _datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, TypeVar

from fakeaws.simulation.clock import from_us

if TYPE_CHECKING:
    from fakeaws.services.sns.notifications import Attributes
    from fakeaws.world import World

M = TypeVar("M")

Kind = Literal["sms", "email", "push"]


@dataclass(frozen=True)
class SmsMessage:
    """A text message as it reached a phone.

    - ``to``: the number, ``+`` and digits;
    - ``text``: as the phone shows it: before the message of a topic stands the topic's display name;
    - ``sender``: sender id or origination number; ``None`` where AWS takes a number from its pool;
    - ``type``: "Promotional" or "Transactional"; ``parts``: how many messages AWS charges for;
    - ``topic``: the topic's ARN, ``None`` for what was published to the number;
    - ``one_time_password``: of the message that verifies a number of the SMS sandbox, in the ``language`` asked for
      (the text is English all the same);
    - ``max_price``, ``entity_id``, ``template_id``: as the message's attributes gave them;
    - ``time``: the world's wall clock; ``at``: how long after its start.
    """

    to: str
    text: str
    sender: str | None
    type: Literal["Promotional", "Transactional"]
    parts: int
    message_id: str
    topic: str | None
    time: _datetime.datetime
    at: _datetime.timedelta
    max_price: str | None = None
    entity_id: str | None = None
    template_id: str | None = None
    one_time_password: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class EmailMessage:
    """A mail as it reached a mailbox.

    - ``kind``: "notification", "confirmation" (of a new subscription) or "goodbye" (of one that was ended);
    - ``to``, ``sender``, ``subject``: the mail's headers; ``body``: all of it: for ``email-json`` a JSON document;
    - ``message``: what was published, or AWS's sentence;
    - ``topic``, ``subscription``: ARNs;
    - ``token``: of a confirmation, what ConfirmSubscription takes; of a goodbye, what restores the subscription.
    """

    kind: Literal["notification", "confirmation", "goodbye"]
    to: str
    sender: str
    subject: str
    body: str
    message: str
    message_id: str
    topic: str
    subscription: str
    time: _datetime.datetime
    at: _datetime.timedelta
    token: str | None = None


@dataclass(frozen=True)
class PushMessage:
    """A push notification as a platform's service took it.

    - ``endpoint``, ``application``, ``topic``: ARNs; ``topic`` is ``None`` for what was published to the endpoint;
    - ``platform``: "APNS", "GCM" …; ``token``: the device's;
    - ``payload``: the text for the platform: its own from a ``MessageStructure`` of ``json``, else the message,
      wrapped;
    - ``ttl``: how long the platform keeps it for a device that is off;
    - ``attributes``: in boto3's shape, those for this platform (``AWS.SNS.MOBILE.…``).
    """

    endpoint: str
    application: str
    platform: str
    token: str
    payload: str
    ttl: _datetime.timedelta
    message_id: str
    topic: str | None
    attributes: Attributes
    time: _datetime.datetime
    at: _datetime.timedelta


class Instant(NamedTuple):
    """When something reached its outbox, in both of the world's clocks."""

    time: _datetime.datetime
    at: _datetime.timedelta

    @classmethod
    def now(cls, world: World) -> Instant:
        return cls(from_us(world.wall_us), _datetime.timedelta(microseconds=world.now_us))


class Outbox(Generic[M]):
    """Messages of one kind from one account and region, each with its place in the world's order."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._messages: list[tuple[int, M]] = []

    def add(self, message: M) -> None:
        """Something was delivered: its record is the timeline's last."""
        self._messages.append((len(self._world.timeline), message))

    @staticmethod
    def merged(outboxes: Iterable[Outbox[M]]) -> list[M]:
        """The messages of several, in order of delivery."""
        found = [entry for outbox in outboxes for entry in outbox._messages]
        return [message for _, message in sorted(found, key=itemgetter(0))]


class Outboxes:
    """All outboxes of one account and region."""

    def __init__(self, world: World) -> None:
        self.sms: Outbox[SmsMessage] = Outbox(world)
        self.email: Outbox[EmailMessage] = Outbox(world)
        self.push: Outbox[PushMessage] = Outbox(world)


def attributes_for(platform: str, given: Attributes | None) -> Mapping[str, Mapping[str, object]]:
    """Those of a message's attributes that are for a push platform."""
    prefix = f"AWS.SNS.MOBILE.{platform}."
    return {name: dict(value) for name, value in (given or {}).items() if name.startswith(prefix)}
