"""Deliveries to Step Functions: an execution for each event, by the target's role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.aws.trace_header import TRACE_HEADER
from fakeaws.world import uuid_of

if TYPE_CHECKING:
    from fakeaws.services.events.deliveries.delivery import Delivery


def send(delivery: Delivery) -> None:
    """StartExecution, under a name that EventBridge makes up."""
    header = delivery.event.trace_header
    params = {
        "stateMachineArn": str(delivery.target.arn),
        "name": f"{delivery.event.id}_{uuid_of(delivery.engine.service.other_ids.getrandbits(128))}",
        "input": delivery.text,
    }
    delivery.ask("stepfunctions", "StartExecution", params, headers={TRACE_HEADER: header} if header else {})
