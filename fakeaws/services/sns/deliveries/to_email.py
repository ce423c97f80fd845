"""Deliveries to mailboxes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from fakeaws.services.sns import errors
from fakeaws.services.sns.confirmations import SUBSCRIBE
from fakeaws.services.sns.deliveries.channels import Answer, Channel, delivered
from fakeaws.services.sns.deliveries.envelopes import envelope, laid_out, unsubscribe_url
from fakeaws.services.sns.outboxes import EmailMessage, Instant
from fakeaws.timeline.records import AWS

if TYPE_CHECKING:
    from fakeaws.aws.service import Call, Caller
    from fakeaws.services.sns.confirmations import Confirmation
    from fakeaws.services.sns.deliveries.delivery import Delivery
    from fakeaws.services.sns.topics import Topic

_ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+")
_DISPLAY_NAME = "AWS Notifications"
_SUBJECT = "AWS Notification Message"
_NO_REPLY = (
    "Please do not reply directly to this email. If you have any questions or comments regarding this email, please "
    "contact us at https://aws.amazon.com/support"
)


class EmailChannel(Channel):
    """Puts mails in the outbox; for ``email-json`` their body is the JSON document that queues get, too."""

    schedule = "customer-managed"

    def check_endpoint(
        self, call: Call, topic: Topic, protocol: str, endpoint: str, attributes: Mapping[str, str]
    ) -> str:
        if _ADDRESS.fullmatch(endpoint) is None:
            raise errors.invalid_parameter("Email address")
        return endpoint

    def needs_confirmation(self, caller: Caller, endpoint: str) -> bool:
        return True

    def confirm(self, confirmation: Confirmation) -> None:
        subscription = confirmation.subscription
        topic = subscription.topic
        subscribes = confirmation.kind == SUBSCRIBE
        if subscription.protocol == "email-json":
            body = laid_out(dict(confirmation.document()))
        else:
            body = f"{confirmation.message}\n\n{confirmation.subscribe_url}\n\n--\n{_NO_REPLY}\n"
        self.world.timeline.add(
            "sns",
            "Confirm",
            subscription.resource,
            "delivered",
            cause=confirmation.record,
            details={"message": confirmation.kind},
            actor=AWS,
        )
        self.service.outboxes.email.add(
            EmailMessage(
                kind="confirmation" if subscribes else "goodbye",
                to=subscription.endpoint,
                sender=_sender(topic),
                subject=f"AWS Notification - {'Subscription' if subscribes else 'Unsubscribe'} Confirmation",
                body=body,
                message=confirmation.message,
                message_id=confirmation.message_id,
                topic=topic.arn,
                subscription=subscription.arn,
                token=confirmation.token,
                **Instant.now(self.world)._asdict(),
            )
        )

    def deliver(self, delivery: Delivery) -> Answer | None:
        topic, subscription = delivery.topic, delivery.subscription
        assert topic is not None
        assert subscription is not None
        if delivery.protocol == "email-json":
            body = envelope(delivery)
        else:
            body = f"{delivery.message}\n\n--\n{_footer(topic, subscription.arn)}"
        self.service.outboxes.email.add(
            EmailMessage(
                kind="notification",
                to=delivery.endpoint,
                sender=_sender(topic),
                subject=delivery.notification.subject or _SUBJECT,
                body=body,
                message=delivery.message,
                message_id=delivery.notification.id,
                topic=topic.arn,
                subscription=subscription.arn,
                **Instant.now(self.world)._asdict(),
            )
        )
        return delivered()


def _sender(topic: Topic) -> str:
    return f"{topic.attributes.get('DisplayName') or _DISPLAY_NAME} <no-reply@sns.amazonaws.com>"


def _footer(topic: Topic, subscription_arn: str) -> str:
    return (
        "If you wish to stop receiving notifications from this topic, please click or visit the link below to "
        f"unsubscribe:\n{unsubscribe_url(topic, subscription_arn)}\n\n{_NO_REPLY}\n"
    )


CHANNEL = EmailChannel
