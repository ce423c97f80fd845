"""Deliveries to Lambda functions: asynchronous invocations."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import Arn
from fakeaws.aws.errors import AwsError
from fakeaws.aws.trace_header import TRACE_HEADER
from fakeaws.services.sns import errors, signatures
from fakeaws.services.sns.deliveries.channels import Answer, Channel, delivered, failed
from fakeaws.services.sns.deliveries.envelopes import attributes_of, signature_of
from fakeaws.services.sns.deliveries.through_calls import need_service

if TYPE_CHECKING:
    from fakeaws.aws.service import Call
    from fakeaws.services.sns.deliveries.delivery import Delivery
    from fakeaws.services.sns.topics import Topic


class FunctionChannel(Channel):
    """Invokes functions, aliases and versions; accepted is delivered: what the function does is Lambda's business."""

    schedule = "aws-managed"

    def check_endpoint(
        self, call: Call, topic: Topic, protocol: str, endpoint: str, attributes: Mapping[str, str]
    ) -> str:
        arn = Arn.or_none(endpoint)
        if arn is None or arn.service != "lambda" or arn.resource_type != "function":
            raise errors.invalid_parameter("Lambda endpoint ARN")
        need_service("lambda", protocol)
        return endpoint

    def resource_of(self, endpoint: str) -> str:
        arn = Arn.parse(endpoint)
        at_home = self.world.is_home(arn.account, arn.region)
        return arn.resource_id.split(":")[0] if at_home else endpoint

    def deliver(self, delivery: Delivery) -> Answer | None:
        arn = Arn.parse(delivery.endpoint)
        params = {
            "FunctionName": delivery.endpoint,
            "InvocationType": "Event",
            "Payload": json.dumps(event_of(delivery), ensure_ascii=False).encode("utf-8", "surrogatepass"),
        }
        trace_header = delivery.notification.trace_header
        try:
            answer = self.world.call(
                "lambda",
                "Invoke",
                params,
                caller=delivery.caller,
                region=arn.region,
                cause=delivery.record,
                headers={} if trace_header is None else {TRACE_HEADER: trace_header},
            )
        except AwsError as error:
            return failed(error)
        return delivered(answer.get("StatusCode", 202))


def event_of(delivery: Delivery) -> dict[str, Any]:
    """The event that the function gets."""
    notification, topic, subscription = delivery.notification, delivery.topic, delivery.subscription
    assert topic is not None
    assert subscription is not None
    sns = {
        "Type": "Notification",
        "MessageId": notification.id,
        "TopicArn": topic.arn,
        "Subject": notification.subject,
        "Message": delivery.message,
        "Timestamp": notification.timestamp,
        "SignatureVersion": "1",  # so even where the signature is one of version 2
        "Signature": signature_of(notification, delivery.message),
        "SigningCertUrl": signatures.certificate_url(topic.region),
        "UnsubscribeUrl": subscription.unsubscribe_url,
        "MessageAttributes": {
            name: {
                "Type": attribute["Type"] if attribute["Type"] == "Binary" else "String",
                "Value": attribute["Value"],
            }
            for name, attribute in attributes_of(notification).items()
        },
    }
    record = {
        "EventSource": "aws:sns",
        "EventVersion": "1.0",
        "EventSubscriptionArn": subscription.arn,
        "Sns": sns,
    }
    return {"Records": [record]}


CHANNEL = FunctionChannel
