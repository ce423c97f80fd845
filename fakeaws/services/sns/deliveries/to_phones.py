"""Deliveries to phones, as text messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fakeaws.services.sns import errors, limits
from fakeaws.services.sns.deliveries.channels import Answer, Channel, delivered
from fakeaws.services.sns.outboxes import Instant, SmsMessage
from fakeaws.services.sns.phone_numbers import normalised
from fakeaws.services.sns.sms_settings import BadOption, SmsOptions
from fakeaws.services.sns.text_parts import parts_of

if TYPE_CHECKING:
    from fakeaws.aws.service import Call
    from fakeaws.services.sns.deliveries.delivery import Delivery
    from fakeaws.services.sns.notifications import Notification
    from fakeaws.services.sns.topics import Topic


class PhoneChannel(Channel):
    """Puts text messages in the outbox, unless their reader wants none or the account is in the SMS sandbox."""

    schedule = "customer-managed"

    def check_endpoint(
        self, call: Call, topic: Topic, protocol: str, endpoint: str, attributes: Mapping[str, str]
    ) -> str:
        if normalised(endpoint) is None:
            raise errors.bare_invalid_parameter(f"Invalid SMS endpoint: {endpoint}")
        return endpoint

    def check_target(self, call: Call, target: str) -> None:
        if normalised(target) is None:
            raise errors.invalid_parameter("PhoneNumber", f"{target} is not valid to publish to")

    def check_direct(self, notification: Notification) -> None:
        if len(notification.message_for("sms")) > limits.TEXT_MESSAGE:
            raise errors.invalid_parameter("Message too long")
        try:
            SmsOptions.of(notification.attributes)
        except BadOption as bad:
            raise errors.invalid_parameter("MessageAttributes", str(bad)) from None

    def resource_of(self, endpoint: str) -> str:
        return normalised(endpoint) or endpoint

    def deliver(self, delivery: Delivery) -> Answer | None:
        service = self.service
        number = self.resource_of(delivery.endpoint)
        if number in service.opt_outs:
            return _refused("the phone number is opted out")
        if not service.sandbox.lets_through(number):
            return _refused("the account is in the SMS sandbox and the phone number is not verified")
        text = _text(delivery)
        if len(text) > limits.TEXT_MESSAGE:
            return _refused(f"{len(text)} characters, and {limits.TEXT_MESSAGE} are allowed")
        try:
            options = SmsOptions.of(delivery.notification.attributes)
        except BadOption as bad:
            return _refused(str(bad))
        topic = delivery.topic
        service.outboxes.sms.add(
            SmsMessage(
                to=number,
                text=text,
                sender=options.origination_number or options.sender_id or service.sms_settings.sender_id,
                type=options.type or service.sms_settings.type,
                parts=parts_of(text),
                message_id=delivery.notification.id,
                topic=topic.arn if topic is not None else None,
                max_price=options.max_price,
                entity_id=options.entity_id,
                template_id=options.template_id,
                **Instant.now(self.world)._asdict(),
            )
        )
        return delivered()


def _text(delivery: Delivery) -> str:
    topic = delivery.topic
    display_name = topic.attributes.get("DisplayName") if topic is not None else None
    return f"{display_name[: limits.TEXT_DISPLAY_NAME]}> {delivery.message}" if display_name else delivery.message


def _refused(reason: str) -> Answer:
    return Answer("client-error", 400, {"reason": reason})


CHANNEL = PhoneChannel
