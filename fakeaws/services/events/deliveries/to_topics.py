"""Deliveries to SNS topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.aws.trace_header import TRACE_HEADER

if TYPE_CHECKING:
    from fakeaws.services.events.deliveries.delivery import Delivery


def send(delivery: Delivery) -> None:
    """Publish, without a subject."""
    header = delivery.event.trace_header
    params = {"TopicArn": str(delivery.target.arn), "Message": delivery.text}
    delivery.ask("sns", "Publish", params, headers={TRACE_HEADER: header} if header else {})
