"""Deliveries to Lambda functions: asynchronous invocations. Accepted is delivered: what comes then is Lambda's business."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.aws.trace_header import TRACE_HEADER

if TYPE_CHECKING:
    from fakeaws.services.events.deliveries.delivery import Delivery


def send(delivery: Delivery) -> None:
    """Invoke with the type ``Event``."""
    header = delivery.event.trace_header
    params = {
        "FunctionName": str(delivery.target.arn),
        "InvocationType": "Event",
        "Payload": delivery.text.encode("utf-8", "surrogatepass"),
    }
    delivery.ask("lambda", "Invoke", params, headers={TRACE_HEADER: header} if header else {})
