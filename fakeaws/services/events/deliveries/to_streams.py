"""Deliveries to Kinesis streams, by the target's role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.events.json_paths import MISSING, steps_of, value_at

if TYPE_CHECKING:
    from fakeaws.services.events.deliveries.delivery import Delivery


def send(delivery: Delivery) -> None:
    """PutRecord; the partition key is the event's id where no path names another."""
    event = delivery.event
    path = (delivery.target.given.get("KinesisParameters") or {}).get("PartitionKeyPath")
    found = value_at(event.document, steps_of(path)) if path else MISSING
    params = {
        "StreamName": delivery.target.arn.resource_id,
        "Data": delivery.text.encode("utf-8", "surrogatepass"),
        "PartitionKey": event.id if found is MISSING else str(found),
    }
    delivery.ask("kinesis", "PutRecord", params)
