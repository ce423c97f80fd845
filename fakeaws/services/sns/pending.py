"""Subscriptions that wait for confirmation, their tokens, and what goes away by itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fakeaws.services.sns import limits
from fakeaws.services.sns.confirmations import SUBSCRIBE, UNSUBSCRIBE, Confirmation
from fakeaws.services.sns.notifications import timestamp
from fakeaws.timeline.records import AWS
from fakeaws.world import uuid_of

if TYPE_CHECKING:
    from fakeaws.services.sns.operations.base import SnsBase
    from fakeaws.services.sns.subscriptions import Subscription
    from fakeaws.services.sns.topics import Topic

_TOKEN_DIGITS = 288
_SHAPE = re.compile(r"[0-9a-f]{64,512}")


def is_token(text: str) -> bool:
    """Whether a text could be a token."""
    return _SHAPE.fullmatch(text) is not None


class PendingSubscriptions:
    """The tokens of one account and region's topics."""

    def __init__(self, service: SnsBase) -> None:
        self._service = service
        self._world = service.world
        self._ids = service.world.streams.stream(f"sns.confirmation/{service.account}/{service.region}")
        #: How many subscriptions wait for confirmation.
        self.count = 0
        #: Token → subscription and the instant until which it is good.
        self._tokens: dict[str, tuple[Subscription, int]] = {}

    def ask(self, subscription: Subscription, record: int) -> None:
        """Have the endpoint's owner asked to confirm; a fresh token each time. ``record`` is the Subscribe's."""
        simulation = self._world.simulation
        now = self._world.now_us
        subscription.asked_us = now
        if subscription.expiry is not None:
            simulation.cancel(subscription.expiry)
        subscription.expiry = simulation.at(now + limits.UNCONFIRMED, self._expire, subscription)
        self._send(SUBSCRIBE, subscription, record)

    def say_goodbye(self, subscription: Subscription, record: int) -> None:
        """Tell an endpoint that its subscription was ended, with a token that restores it."""
        self._send(UNSUBSCRIBE, subscription, record)

    def subscription_for(self, token: str) -> Subscription | None:
        """Whom a token is good for now."""
        found = self._tokens.get(token)
        return found[0] if found is not None and self._world.now_us < found[1] else None

    def confirm(self, subscription: Subscription) -> None:
        """The owner of the endpoint agreed, or wants an ended subscription back."""
        topic = subscription.topic
        if subscription.pending:
            subscription.pending = False
            topic.pending -= 1
            self.count -= 1
            topic.confirmed += 1
            if subscription.expiry is not None:
                self._world.simulation.cancel(subscription.expiry)
                subscription.expiry = None
        elif subscription.gone and not topic.deleted:
            subscription.gone = False
            topic.add(subscription)
            topic.confirmed += 1
            topic.unsubscribed -= 1

    def remove(self, subscription: Subscription) -> None:
        """End a subscription."""
        topic = subscription.topic
        subscription.gone = True
        topic.drop(subscription)
        topic.unsubscribed += 1
        if subscription.pending:
            topic.pending -= 1
            self.count -= 1
        else:
            topic.confirmed -= 1

    def forget_topic(self, topic: Topic) -> None:
        """A topic was deleted: its subscriptions can be looked at for a while."""
        self.count -= topic.pending
        for subscription in topic.subscriptions.values():
            subscription.gone = True
            if subscription.expiry is not None:
                self._world.simulation.cancel(subscription.expiry)
        orphans = tuple(topic.subscriptions.values())
        if orphans:
            self._world.simulation.at(self._world.now_us + limits.ORPHANS, self._forget, orphans)

    def _forget(self, orphans: tuple[Subscription, ...]) -> None:
        for subscription in orphans:
            self._service.subscriptions.pop(subscription.arn, None)

    def _expire(self, subscription: Subscription) -> None:
        subscription.expiry = None
        self.remove(subscription)
        self._world.timeline.add(
            "sns",
            "ConfirmationExpired",
            subscription.resource,
            "expired unconfirmed",
            details={"topic": subscription.topic.resource},
            actor=AWS,
        )

    def _send(self, kind: str, subscription: Subscription, record: int) -> None:
        token = f"{self._ids.getrandbits(_TOKEN_DIGITS * 4):0{_TOKEN_DIGITS}x}"
        message_id = uuid_of(self._ids.getrandbits(128))
        self._tokens[token] = (subscription, self._world.now_us + limits.TOKEN)
        confirmation = Confirmation(kind, subscription, token, message_id, timestamp(self._world.wall_us // 1000))
        confirmation.record = record
        self._service.deliveries.confirm(confirmation)
