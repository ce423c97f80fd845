"""Publish and PublishBatch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeaws.aws.service import Call, Caller, Result
from fakeaws.aws.trace_header import traced_by
from fakeaws.services.sns import batches, errors, limits
from fakeaws.services.sns.fifo import sequence_number
from fakeaws.services.sns.notifications import Notification
from fakeaws.services.sns.operations.base import SnsBase
from fakeaws.services.sns.publishing import notification_of, size_of
from fakeaws.services.sns.topics import SERVICE_PRINCIPAL, SNS_USER_ID, Topic
from fakeaws.world import uuid_of


class PublishingOperations(SnsBase):
    """Operations that publish."""

    def publish(self, call: Call) -> Result:
        params = call.params
        target = _target(params)
        if target == "PhoneNumber" or (target == "TargetArn" and _names_app(params[target])):
            return self._publish_directly(call, target)
        topic = self.topic_of(call, "Publish", target)
        notification = notification_of(params, topic.caller, topic)
        size = size_of(params)
        if size > topic.maximum_bytes:
            raise errors.invalid_parameter("Message too long")
        notification.trace_header = traced_by(call.headers)
        call.recorded = True
        return self._accept(call, topic, notification, size)

    def publish_batch(self, call: Call) -> Result:
        params = call.params
        topic = self.topic_of(call, "Publish")
        entries = batches.checked_entries(params)
        trace_header = traced_by(call.headers)
        notifications = []
        for number, entry in enumerate(entries, 1):
            path = f"publishBatchRequestEntries.{number}.member."
            notification = notification_of(entry, topic.caller, topic, path)
            notification.trace_header = trace_header
            notifications.append(notification)
        sizes = [size_of(entry) for entry in entries]
        if sum(sizes) > topic.maximum_bytes:
            raise batches.too_long()
        call.recorded = True
        successful = [
            {"Id": entry["Id"], **self._accept(call, topic, notification, size)}
            for entry, notification, size in zip(entries, notifications, sizes, strict=True)
        ]
        return {"Successful": successful, "Failed": []}

    def _accept(self, call: Call, topic: Topic, notification: Notification, size: int) -> Result:
        """Take a checked message of so many bytes in; the answer for it."""
        world = self.world
        clock = world.simulation.clock
        now = clock.elapsed_us
        notification.published_ms = (now + clock.offset_us) // 1000
        fifo = topic.fifo
        if fifo is not None:
            fifo.identify(notification)
            earlier = fifo.earlier(notification, now)
            if earlier is not None:
                _, _, _, message_id, position, record = earlier
                number = world.timeline.add(
                    "sns",
                    "Publish",
                    topic.resource,
                    "deduplicated",
                    message_id=message_id,
                    cause=record,
                )
                topic.service.published_sizes[number] = size
                world.simulation.progressed()
                return {"MessageId": message_id, "SequenceNumber": sequence_number(position)}
            fifo.accept(notification, now)
        notification.id = self._new_id()
        notification.record = notification.cause = world.timeline.add(
            "sns", "Publish", topic.resource, "ok", message_id=notification.id, cause=call.cause
        )
        topic.service.published_sizes[notification.record] = size
        world.simulation.progressed()
        topic.service.deliveries.accept(notification)
        if fifo is None:
            return {"MessageId": notification.id}
        fifo.remember(notification, now)
        if topic.archive is not None:
            topic.archive.add(notification)
        return {"MessageId": notification.id, "SequenceNumber": notification.sequence_number}

    def _publish_directly(self, call: Call, target: str) -> Result:
        """To a phone number or an app's endpoint."""
        params = call.params
        protocol = "sms" if target == "PhoneNumber" else "application"
        endpoint: str = params[target]
        channel = self.deliveries.channel(protocol)
        channel.check_target(call, endpoint)
        source = endpoint if protocol == "application" else None
        caller = Caller(self.account, "", SNS_USER_ID, service=SERVICE_PRINCIPAL, source_arn=source)
        notification = notification_of(params, caller, None)
        size = size_of(params)
        if size > limits.MESSAGE_BYTES:
            raise errors.invalid_parameter("Message too long")
        channel.check_direct(notification)
        notification.id = self._new_id()
        world = self.world
        notification.published_ms = world.wall_us // 1000
        notification.record = notification.cause = world.timeline.add(
            "sns", "Publish", channel.resource_of(endpoint), "ok", message_id=notification.id, cause=call.cause
        )
        self.published_sizes[notification.record] = size
        call.recorded = True
        world.simulation.progressed()
        self.deliveries.send_directly(notification, protocol, endpoint)
        return {"MessageId": notification.id}

    def _new_id(self) -> str:
        return uuid_of(self.message_ids.getrandbits(128))


def _target(params: Mapping[str, Any]) -> str:
    """The parameter that says where to."""
    given = [name for name in ("TopicArn", "TargetArn", "PhoneNumber") if params.get(name) is not None]
    if not given:
        raise errors.invalid_parameter("TopicArn or TargetArn", "no value for required parameter")
    if len(given) > 1:
        raise errors.invalid_parameter(" or ".join(given), "only one of them may be given")
    return given[0]


def _names_app(text: str) -> bool:
    """Whether a target is an app's endpoint rather than a topic."""
    return text.count(":") >= 5 and text.split(":", 5)[5].startswith("endpoint/")
