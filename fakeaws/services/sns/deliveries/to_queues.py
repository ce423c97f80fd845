"""Deliveries to SQS queues."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import Arn, dns_suffix
from fakeaws.aws.errors import AwsError
from fakeaws.services.sns import errors, limits
from fakeaws.services.sns.deliveries.channels import Answer, Channel, delivered, failed
from fakeaws.services.sns.deliveries.envelopes import envelope, laid_out

if TYPE_CHECKING:
    from fakeaws.aws.service import Call, Caller
    from fakeaws.services.sns.confirmations import Confirmation
    from fakeaws.services.sns.deliveries.delivery import Delivery
    from fakeaws.services.sns.operations.base import SnsBase
    from fakeaws.services.sns.topics import Topic

_REPLAYED = {"DataType": "String", "StringValue": "true"}


class QueueChannel(Channel):
    """Sends to queues of any account and region, as SQS's policy lets it."""

    schedule = "aws-managed"
    raw = True

    def __init__(self, service: SnsBase) -> None:
        super().__init__(service)
        #: Queue ARN → region, URL.
        self._places: dict[str, tuple[str, str]] = {}

    def check_endpoint(
        self, call: Call, topic: Topic, protocol: str, endpoint: str, attributes: Mapping[str, str]
    ) -> str:
        arn = Arn.or_none(endpoint)
        if arn is None or arn.service != "sqs" or not (arn.region and arn.account):
            raise errors.invalid_parameter("SQS endpoint ARN")
        if topic.fifo is None and endpoint.endswith(".fifo"):
            raise errors.invalid_parameter(
                "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics"
            )
        return endpoint

    def needs_confirmation(self, caller: Caller, endpoint: str) -> bool:
        return caller.account != Arn.parse(endpoint).account

    def resource_of(self, endpoint: str) -> str:
        arn = Arn.parse(endpoint)
        at_home = self.world.is_home(arn.account, arn.region)
        return arn.resource if at_home else endpoint

    def confirm(self, confirmation: Confirmation) -> None:
        subscription = confirmation.subscription
        region, url = self._place(subscription.endpoint)
        params: dict[str, Any] = {"QueueUrl": url, "MessageBody": laid_out(confirmation.document())}
        if url.endswith(".fifo"):
            params["MessageGroupId"] = params["MessageDeduplicationId"] = confirmation.message_id
        with suppress(AwsError):  # it is on the timeline; nobody is told
            self.world.call(
                "sqs", "SendMessage", params, caller=subscription.topic.caller, region=region, cause=confirmation.record
            )

    def deliver(self, delivery: Delivery) -> Answer | None:
        region, url = self._place(delivery.endpoint)
        params = {"QueueUrl": url}
        try:
            self._fill(params, delivery)
            answer = self.world.call(
                "sqs", "SendMessage", params, caller=delivery.caller, region=region, cause=delivery.record
            )
        except AwsError as error:
            return failed(error)
        return delivered(sqsMessageId=answer["MessageId"])

    def _fill(self, params: dict[str, Any], delivery: Delivery) -> None:
        notification = delivery.notification
        if delivery.raw:
            params["MessageBody"] = delivery.message
            attributes: Mapping[str, Any] = notification.attributes or {}
            if notification.replayed:
                attributes = {**attributes, "Replayed": _REPLAYED}
            if len(attributes) > limits.QUEUE_MESSAGE_ATTRIBUTES:
                raise AwsError(
                    "InvalidParameterValue",
                    f"{len(attributes)} message attributes: with raw delivery a queue takes at most "
                    f"{limits.QUEUE_MESSAGE_ATTRIBUTES}",
                )
            if attributes:
                params["MessageAttributes"] = attributes
        else:
            params["MessageBody"] = envelope(delivery)
        if notification.trace_header is not None:
            header = {"DataType": "String", "StringValue": notification.trace_header}
            params["MessageSystemAttributes"] = {"AWSTraceHeader": header}
        to_fifo = params["QueueUrl"].endswith(".fifo")
        if notification.group_id is not None and (to_fifo or notification.sequence_number is None):
            params["MessageGroupId"] = notification.group_id
        if to_fifo and notification.deduplication_id is not None:
            params["MessageDeduplicationId"] = notification.deduplication_id

    def _place(self, arn_text: str) -> tuple[str, str]:
        place = self._places.get(arn_text)
        if place is None:
            arn = Arn.parse(arn_text)
            host = f"https://sqs.{arn.region}.{dns_suffix(arn.region)}"
            place = self._places[arn_text] = (arn.region, f"{host}/{arn.account}/{arn.resource}")
        return place


CHANNEL = QueueChannel
