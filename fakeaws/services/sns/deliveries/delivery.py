"""One notification on its way to one endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fakeaws.aws.service import Caller
    from fakeaws.services.sns.deliveries.channels import Answer, Channel
    from fakeaws.services.sns.deliveries.engine import Engine
    from fakeaws.services.sns.notifications import Notification
    from fakeaws.services.sns.subscriptions import Subscription
    from fakeaws.services.sns.topics import Topic


class Delivery:
    """One notification for one endpoint, with all its attempts.

    ``subscription`` and ``notification.topic`` are ``None`` for what was published to a phone number or an app's
    endpoint directly. ``caller`` is SNS on behalf of the topic; ``record`` the timeline's number of the current
    attempt: pass both to calls of other services. ``attempts`` counts the current one.
    """

    __slots__ = (
        "answered",
        "attempts",
        "channel",
        "endpoint",
        "engine",
        "lane",
        "notification",
        "protocol",
        "record",
        "redriving",
        "resource",
        "started_us",
        "subscription",
        "throttled",
    )

    def __init__(
        self,
        engine: Engine,
        notification: Notification,
        channel: Channel,
        protocol: str,
        endpoint: str,
        resource: str,
        subscription: Subscription | None,
    ) -> None:
        self.engine = engine
        self.notification = notification
        self.channel = channel
        self.protocol = protocol
        self.endpoint = endpoint
        self.resource = resource
        self.subscription = subscription
        self.attempts = 0
        self.record = 0
        #: When the current attempt began, in the world's elapsed time.
        self.started_us = 0
        #: Whether the current attempt has its answer.
        self.answered = True
        #: Whether the last failure was throttling, which is retried on a slower schedule.
        self.throttled = False
        #: Whether it goes to the subscription's dead-letter queue now; ``protocol`` stays the subscription's.
        self.redriving = False
        #: The message group in whose order it stands, of a FIFO topic.
        self.lane: str | None = None

    @property
    def message(self) -> str:
        """The message for this protocol."""
        return self.notification.message_for(self.protocol)

    @property
    def topic(self) -> Topic | None:
        """The topic that it was published to."""
        return self.notification.topic

    @property
    def raw(self) -> bool:
        """Whether the subscription wants the message itself."""
        return self.subscription is not None and self.subscription.raw

    @property
    def caller(self) -> Caller:
        """SNS, on behalf of the topic."""
        return self.notification.caller

    def finish(self, answer: Answer) -> None:
        """The answer to the current attempt, for channels whose `Channel.deliver` gave none."""
        self.engine.answered_later(self, answer)
