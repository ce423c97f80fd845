"""Deliveries to CloudWatch Logs: a log event each, in a stream of the target's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.aws.errors import AwsError
from fakeaws.services.events.deliveries.failures import Failure
from fakeaws.world import uuid_of

if TYPE_CHECKING:
    from fakeaws.aws.service import Result
    from fakeaws.services.events.deliveries.delivery import Delivery


def send(delivery: Delivery) -> None:
    """CreateLogStream for the first event, PutLogEvents for each."""
    target = delivery.target
    if target.log_stream is not None:
        _put(delivery)
        return
    target.log_stream = uuid_of(delivery.engine.service.other_ids.getrandbits(128))
    params = {"logGroupName": _group(delivery), "logStreamName": target.log_stream}
    delivery.ask("logs", "CreateLogStream", params, then=_created)


def _created(answer: Result | AwsError, delivery: Delivery) -> None:
    if isinstance(answer, AwsError):
        delivery.target.log_stream = None
        delivery.finish(Failure.of(answer))
    else:
        _put(delivery)


def _put(delivery: Delivery) -> None:
    params = {
        "logGroupName": _group(delivery),
        "logStreamName": delivery.target.log_stream,
        "logEvents": [_log_event(delivery)],
    }
    delivery.ask("logs", "PutLogEvents", params)


def _log_event(delivery: Delivery) -> dict[str, Any]:
    """A transformer makes ``{"timestamp": …, "message": …}``; anything else is the message."""
    found: dict[str, Any] = {"timestamp": delivery.event.received_us // 1000, "message": delivery.text}
    if delivery.target.given.get("InputTransformer"):
        made = delivery.made
        if isinstance(made.get("message"), str):
            found["message"] = made["message"]
            if isinstance(made.get("timestamp"), int):
                found["timestamp"] = made["timestamp"]
    return found


def _group(delivery: Delivery) -> str:
    return delivery.target.arn.resource_id.removesuffix(":*")
