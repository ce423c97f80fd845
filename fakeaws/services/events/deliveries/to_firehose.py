"""Deliveries to Data Firehose, by the target's role."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fakeaws.services.events.deliveries.delivery import Delivery


def send(delivery: Delivery) -> None:
    """PutRecord."""
    data = delivery.text.encode("utf-8", "surrogatepass")
    params = {"DeliveryStreamName": delivery.target.arn.resource_id, "Record": {"Data": data}}
    delivery.ask("firehose", "PutRecord", params)
