"""Deliveries to apps on devices, as push notifications."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fakeaws.aws.errors import AwsError
from fakeaws.services.sns import errors, names
from fakeaws.services.sns.deliveries.channels import Answer, Channel, delivered
from fakeaws.services.sns.outboxes import Instant, PushMessage, attributes_for
from fakeaws.services.sns.platform_events import announce
from fakeaws.services.sns.push_payloads import BadPayload, payload_of, ttl_of

if TYPE_CHECKING:
    from fakeaws.aws.service import Call
    from fakeaws.services.sns.deliveries.delivery import Delivery
    from fakeaws.services.sns.platforms import Application
    from fakeaws.services.sns.topics import Topic


class AppChannel(Channel):
    """Puts push notifications in the outbox; tells applications of those that fail."""

    schedule = "customer-managed"

    def check_endpoint(
        self, call: Call, topic: Topic, protocol: str, endpoint: str, attributes: Mapping[str, str]
    ) -> str:
        try:
            names.platform_arn(endpoint, "Endpoint", "endpoint", self.service.region)
        except AwsError:
            raise errors.invalid_parameter(f"Application endpoint arn invalid:{endpoint}") from None
        if endpoint not in self.service.platforms.endpoints:
            raise errors.invalid_parameter("Endpoint", f"Endpoint does not exist for endpoint arn{endpoint}")
        return endpoint

    def check_target(self, call: Call, target: str) -> None:
        names.platform_arn(target, "TargetArn", "endpoint", self.service.region)
        endpoint = self.service.platforms.endpoints.get(target)
        if endpoint is None:
            raise errors.invalid_parameter("TargetArn", "No endpoint found for the target arn specified")
        if not endpoint.application.enabled:
            raise AwsError("PlatformApplicationDisabled", "Platform application is disabled", 400)
        if not endpoint.enabled:
            raise AwsError("EndpointDisabled", "Endpoint is disabled", 400)

    def deliver(self, delivery: Delivery) -> Answer | None:
        platforms = self.service.platforms
        arn = delivery.endpoint
        endpoint = platforms.endpoints.get(arn)
        if endpoint is None:
            application = platforms.applications.get(names.application_of(arn))
            return self._failed(delivery, application, "EndpointNotFound", "Endpoint was not found")
        application = endpoint.application
        if not application.enabled:
            return self._failed(
                delivery, application, "PlatformApplicationDisabled", "Platform application is disabled"
            )
        if not endpoint.enabled:
            return self._failed(delivery, application, "EndpointDisabled", "Endpoint is disabled")
        notification = delivery.notification
        try:
            payload = payload_of(notification, application.platform)
            ttl = ttl_of(notification, application.platform, payload)
        except BadPayload as bad:
            return self._failed(delivery, application, "InvalidNotification", str(bad))
        if endpoint.token in platforms.invalid_tokens:
            endpoint.enabled = False
            answer = self._failed(
                delivery,
                application,
                "InvalidPlatformToken",
                "Platform token associated with the endpoint is not valid",
            )
            announce(self.service, application, "EndpointUpdated", arn, delivery.record)
            return answer
        topic = delivery.topic
        self.service.outboxes.push.add(
            PushMessage(
                endpoint=arn,
                application=application.arn,
                platform=application.platform,
                token=endpoint.token,
                payload=payload,
                ttl=ttl,
                message_id=notification.id,
                topic=topic.arn if topic is not None else None,
                attributes=attributes_for(application.platform, notification.attributes),
                **Instant.now(self.world)._asdict(),
            )
        )
        return delivered()

    def _failed(self, delivery: Delivery, application: Application | None, kind: str, message: str) -> Answer:
        """A permanent failure: the application's topic for such hears of it, but not of its own messages."""
        topic = delivery.topic
        if application is not None and (
            topic is None or topic.arn != application.attributes.get("EventDeliveryFailure")
        ):
            announce(
                self.service,
                application,
                "DeliveryFailure",
                delivery.endpoint,
                delivery.record,
                DeliveryAttempts=delivery.attempts,
                FailureMessage=message,
                FailureType=kind,
                MessageId=delivery.notification.id,
            )
        return Answer("client-error", 400, {"ErrorCode": kind, "ErrorMessage": message})


CHANNEL = AppChannel
