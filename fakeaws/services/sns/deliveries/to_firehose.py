"""Deliveries to Data Firehose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fakeaws.aws.arns import Arn
from fakeaws.aws.errors import AwsError
from fakeaws.services.sns import errors
from fakeaws.services.sns.deliveries.channels import Answer, Channel, delivered, failed
from fakeaws.services.sns.deliveries.envelopes import envelope
from fakeaws.services.sns.deliveries.through_calls import need_service

if TYPE_CHECKING:
    from fakeaws.aws.service import Call
    from fakeaws.services.sns.deliveries.delivery import Delivery
    from fakeaws.services.sns.topics import Topic


class FirehoseChannel(Channel):
    """Puts one record per message: the document or the message itself, and a line feed."""

    schedule = "aws-managed"
    raw = True

    def check_endpoint(
        self, call: Call, topic: Topic, protocol: str, endpoint: str, attributes: Mapping[str, str]
    ) -> str:
        arn = Arn.or_none(endpoint)
        if arn is None or arn.service != "firehose" or arn.resource_type != "deliverystream":
            raise errors.invalid_parameter("Firehose endpoint ARN")
        if not attributes.get("SubscriptionRoleArn"):
            raise errors.invalid_parameter("Attributes", "SubscriptionRoleArn: is required for the protocol firehose")
        need_service("firehose", protocol)
        return endpoint

    def resource_of(self, endpoint: str) -> str:
        arn = Arn.parse(endpoint)
        at_home = self.world.is_home(arn.account, arn.region)
        return arn.resource_id if at_home else endpoint

    def deliver(self, delivery: Delivery) -> Answer | None:
        arn = Arn.parse(delivery.endpoint)
        text = delivery.message if delivery.raw else envelope(delivery)
        data = (text + "\n").encode("utf-8", "surrogatepass")
        params = {"DeliveryStreamName": arn.resource_id, "Record": {"Data": data}}
        try:
            answer = self.world.call(
                "firehose", "PutRecord", params, caller=delivery.caller, region=arn.region, cause=delivery.record
            )
        except AwsError as error:
            return failed(error)
        return delivered(firehoseRecordId=answer.get("RecordId", ""))


CHANNEL = FirehoseChannel
