"""Subscriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.aws.service import Caller
from fakeaws.services.sns.deliveries.envelopes import unsubscribe_url
from fakeaws.services.sns.delivery_policies import effective_for_subscription

if TYPE_CHECKING:
    from fakeaws.services.sns.archive import ReplayPolicy
    from fakeaws.services.sns.deliveries.channels import Channel
    from fakeaws.services.sns.deliveries.lanes import Lanes
    from fakeaws.services.sns.filter_policies import FilterPolicy, Scope
    from fakeaws.services.sns.topics import Topic
    from fakeaws.simulation.scheduler import Timer


class Subscription:
    """An endpoint of a topic: its attributes as given (`attributes`) and what they mean."""

    def __init__(
        self,
        topic: Topic,
        channel: Channel,
        protocol: str,
        endpoint: str,
        by: Caller,
    ) -> None:
        self.topic = topic
        #: The last part of its ARN.
        self.id = ""
        self.arn = ""
        #: Its place in listings.
        self.number = 0
        #: Where its endpoint's owner ends it.
        self.unsubscribe_url = ""
        self.channel = channel
        self.protocol = protocol
        self.endpoint = endpoint
        #: The endpoint's name on the timeline.
        self.resource = channel.resource_of(endpoint)
        self.owner = by.account
        self.principal = by.arn
        self.pending = False
        self.authenticated = True
        #: Whether it was taken away, by Unsubscribe, for want of confirmation or with its topic.
        self.gone = False
        #: When it was made, or last asked to be confirmed; microseconds of the world's elapsed time.
        self.asked_us = 0
        self.expiry: Timer | None = None
        self.attributes: dict[str, str] = {}
        self.raw = False
        self.filter: FilterPolicy | None = None
        #: ARN of the queue that takes what cannot be delivered.
        self.dead_letter_arn: str | None = None
        self.replay: ReplayPolicy | None = None
        self.replay_status: str | None = None
        #: Of a FIFO topic: the message groups whose deliveries are under way.
        self.lanes: Lanes | None = None
        #: With a limit on deliveries per second: when the next may begin.
        self.next_us = 0
        self.understand_delivery_policy()

    def accept(self, subscription_id: str, number: int) -> None:
        """Give it an id and a place, when nothing can be said against it any more."""
        self.id = subscription_id
        self.arn = f"{self.topic.arn}:{subscription_id}"
        self.number = number
        self.unsubscribe_url = unsubscribe_url(self.topic, self.arn)

    @property
    def scope(self) -> Scope:
        """What a filter policy looks at: ``MessageAttributes`` or ``MessageBody``."""
        return "MessageBody" if self.attributes.get("FilterPolicyScope") == "MessageBody" else "MessageAttributes"

    @property
    def live(self) -> bool:
        """Whether it gets what is published now: not while a replay has an end."""
        return self.replay is None or self.replay.end_ms is None

    def understand_delivery_policy(self) -> None:
        """Find its effective delivery policy, when its own or its topic's has changed."""
        self.delivery_policy = effective_for_subscription(
            self.attributes.get("DeliveryPolicy"), self.topic.delivery_policy
        )

    def shown_arn(self) -> str:
        """Its ARN in listings."""
        return "PendingConfirmation" if self.pending else self.arn
