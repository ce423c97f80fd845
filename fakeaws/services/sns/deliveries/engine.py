"""The delivery engine: from an accepted publish to every endpoint, with retries and dead-letter queues.

Everything happens in events of the world's scheduler, one after the other: a publish schedules its fan-out, a failed
attempt the next one. No attempt calls another.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.services.sns.deliveries.channels import Answer, Channel, channel_class
from fakeaws.services.sns.deliveries.delivery import Delivery
from fakeaws.services.sns.deliveries.lanes import Lanes
from fakeaws.services.sns.deliveries.schedules import delay_us
from fakeaws.services.sns.filtering import why_filtered
from fakeaws.timeline.records import AWS

if TYPE_CHECKING:
    from fakeaws.services.sns.confirmations import Confirmation
    from fakeaws.services.sns.notifications import Notification
    from fakeaws.services.sns.operations.base import SnsBase
    from fakeaws.services.sns.subscriptions import Subscription

_SECOND = 1_000_000


class Engine:
    """Deliveries for the topics of one account and region."""

    def __init__(self, service: SnsBase) -> None:
        self.service = service
        self._world = service.world
        self._simulation = service.world.simulation
        self._timeline = service.world.timeline
        self._channels: dict[type[Channel], Channel] = {}
        #: Accepted, in order, each with an event that fans it out.
        self._accepted: deque[Notification] = deque()
        #: Deliveries that wait for an answer or for their next attempt.
        self._open: dict[Delivery, None] = {}

    def channel(self, protocol: str) -> Channel:
        """The channel for a protocol; raises SNS's refusal for one that it does not have."""
        kind = channel_class(protocol)
        channel = self._channels.get(kind)
        if channel is None:
            channel = self._channels[kind] = kind(self.service)
        return channel

    def under_way(self) -> list[str]:
        """Messages that are being delivered, one phrase each."""
        phrases = [f"sns delivers message {delivery.notification.id} to {delivery.resource}" for delivery in self._open]
        return phrases + [f"sns delivers message {notification.id}" for notification in self._accepted]

    # -- beginning -----------------------------------------------------------------------------------------------

    def accept(self, notification: Notification) -> None:
        """Deliver a published message to all subscribers of its topic, as soon as the running actor lets go."""
        self._accepted.append(notification)
        self._simulation.at(self._simulation.clock.elapsed_us, self._fan_out)

    def send_directly(self, notification: Notification, protocol: str, endpoint: str) -> None:
        """Deliver what was published to a phone number or an app's endpoint."""
        channel = self.channel(protocol)
        delivery = Delivery(self, notification, channel, protocol, endpoint, channel.resource_of(endpoint), None)
        delivery.record = notification.cause
        self._open[delivery] = None
        self._simulation.at(self._simulation.clock.elapsed_us, self._attempt, delivery)

    def replay(self, subscription: Subscription, notification: Notification) -> None:
        """Deliver an archived message again, to one subscription. Called in an event."""
        self._offer(notification, subscription)

    def confirm(self, confirmation: Confirmation) -> None:
        """Send a confirmation to its endpoint."""
        self._simulation.at(self._simulation.clock.elapsed_us, confirmation.subscription.channel.confirm, confirmation)

    def _fan_out(self) -> None:
        notification = self._accepted.popleft()
        topic = notification.topic
        assert topic is not None
        for subscription in tuple(topic.subscriptions.values()):
            if subscription.live:
                self._offer(notification, subscription)

    def _offer(self, notification: Notification, subscription: Subscription) -> None:
        if subscription.pending:
            self._note(notification, subscription, "unconfirmed", None)
            return
        if subscription.filter is not None:
            reasons = why_filtered(subscription, notification)
            if reasons is not None:
                self._note(notification, subscription, "filtered", reasons)
                return
        delivery = Delivery(
            self,
            notification,
            subscription.channel,
            subscription.protocol,
            subscription.endpoint,
            subscription.resource,
            subscription,
        )
        delivery.record = notification.cause
        topic = notification.topic
        if topic is not None and topic.fifo is not None:
            delivery.lane = notification.group_id
            if subscription.lanes is None:
                subscription.lanes = Lanes()
            if not subscription.lanes.enter(delivery):
                self._open[delivery] = None
                return
        self._begin(delivery)

    def _note(
        self, notification: Notification, subscription: Subscription, outcome: str, details: Mapping[str, Any] | None
    ) -> None:
        self._timeline.add(
            "sns",
            "Deliver",
            subscription.resource,
            outcome,
            message_id=notification.id,
            cause=notification.cause,
            details=details,
            actor=AWS,
        )

    # -- attempts ------------------------------------------------------------------------------------------------

    def _begin(self, delivery: Delivery) -> None:
        """Make the next attempt as soon as the subscription's limit of deliveries per second allows it."""
        subscription = delivery.subscription
        if subscription is not None and delivery.channel.schedule == "http":
            rate = subscription.delivery_policy.max_per_second
            if rate is not None:
                now = self._simulation.clock.elapsed_us
                at = max(now, subscription.next_us)
                subscription.next_us = at + _SECOND // rate
                if at > now:
                    self._open[delivery] = None
                    self._simulation.at(at, self._attempt, delivery)
                    return
        self._attempt(delivery)

    def _attempt(self, delivery: Delivery) -> None:
        subscription = delivery.subscription
        if subscription is not None and subscription.gone:
            self._end(delivery)
            return
        delivery.attempts += 1
        delivery.answered = False
        delivery.started_us = self._simulation.clock.elapsed_us
        number = delivery.record = self._timeline.add(
            "sns",
            "Redrive" if delivery.redriving else "Deliver",
            delivery.resource,
            "dead-lettered" if delivery.redriving else "delivered",
            message_id=delivery.notification.id,
            cause=delivery.record,
            details={"attempt": delivery.attempts} if delivery.attempts > 1 else None,
            actor=AWS,
        )
        answer = delivery.channel.deliver(delivery)
        if answer is not None:
            self._answered(delivery, answer)
        elif not delivery.answered:
            self._timeline.amend(number, "delivering")
            self._open[delivery] = None

    def answered_later(self, delivery: Delivery, answer: Answer) -> None:
        """See `Delivery.finish`."""
        if delivery.answered:
            raise RuntimeError(f"attempt {delivery.attempts} to {delivery.resource} has its answer already")
        delivery.record = self._timeline.add(
            "sns",
            "Deliver",
            delivery.resource,
            "delivered",
            message_id=delivery.notification.id,
            cause=delivery.record,
            details={"attempt": delivery.attempts, "status": answer.status},
            actor=AWS,
        )
        self._answered(delivery, answer)

    def _answered(self, delivery: Delivery, answer: Answer) -> None:
        delivery.answered = True
        if answer.verdict == "delivered":
            self._end(delivery)
            return
        details: dict[str, Any] = {"attempt": delivery.attempts, "status": answer.status, **answer.response}
        delivery.throttled = answer.verdict == "throttled"
        wait_us = None
        if answer.verdict != "client-error":
            wait_us = delay_us(delivery.channel.schedule, delivery.subscription, delivery.attempts, delivery.throttled)
        if wait_us is not None:
            details["again in"] = f"{wait_us / _SECOND:g} s"
            self._timeline.amend(delivery.record, "retrying", details)
            self._open[delivery] = None
            self._simulation.at(self._simulation.clock.elapsed_us + wait_us, self._attempt, delivery)
            return
        self._timeline.amend(delivery.record, "refused", details)
        subscription = delivery.subscription
        if subscription is None or subscription.dead_letter_arn is None or delivery.redriving:
            self._end(delivery)
        else:
            self._redrive(delivery, subscription.dead_letter_arn)

    def _redrive(self, delivery: Delivery, arn: str) -> None:
        """Go on with the subscription's dead-letter queue: the next event hands it the message."""
        delivery.redriving = True
        delivery.channel = self.channel("sqs")
        delivery.endpoint = arn
        delivery.attempts = 0
        self._open[delivery] = None
        self._simulation.at(self._simulation.clock.elapsed_us, self._attempt, delivery)

    def _end(self, delivery: Delivery) -> None:
        """It is delivered, lost or in the dead-letter queue: the next of its message group begins."""
        if self._open:
            self._open.pop(delivery, None)
        if delivery.lane is not None:
            subscription = delivery.subscription
            assert subscription is not None
            assert subscription.lanes is not None
            following = subscription.lanes.leave(delivery)
            if following is not None:
                self._simulation.at(self._simulation.clock.elapsed_us, self._begin, following)
