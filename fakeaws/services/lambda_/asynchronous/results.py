"""What destinations and dead-letter queues are told of an event."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from fakeaws.services.lambda_.invocations.recursion import stopped
from fakeaws.simulation.clock import from_us

if TYPE_CHECKING:
    from fakeaws.services.lambda_.asynchronous.event import AsyncEvent

Condition: TypeAlias = Literal[
    "Success", "RetriesExhausted", "EventAgeExceeded", "ZeroReservedConcurrency", "RecursiveInvocation"
]

_ERROR_MESSAGE_BYTES = 1024


def record_of(event: AsyncEvent, condition: Condition, wall_us: int) -> dict[str, Any]:
    """The record that a destination gets."""
    record: dict[str, Any] = {
        "version": "1.0",
        "timestamp": timestamp(wall_us),
        "requestContext": {
            "requestId": event.request_id,
            "functionArn": event.arn,
            "condition": condition,
            "approximateInvokeCount": event.attempts,
        },
        "requestPayload": json.loads(event.payload),
    }
    last = event.last
    if last is not None:
        response: dict[str, Any] = {"statusCode": 200, "executedVersion": last.version.number}
        if last.failed:
            response["functionError"] = "Unhandled"
        record["responseContext"] = response
        record["responsePayload"] = json.loads(last.answer)
    return record


def dead_letter_attributes(event: AsyncEvent, condition: Condition) -> dict[str, dict[str, str]]:
    """The message attributes beside an event in a dead-letter queue."""
    last = event.last
    code, message = "429", "Rate Exceeded."
    if condition == "RecursiveInvocation":
        code, message = "400", stopped().message
    if last is not None:
        answer = json.loads(last.answer)
        code, message = "200", str(answer.get("errorMessage", "")) if isinstance(answer, dict) else ""
    attributes = {
        "RequestID": {"DataType": "String", "StringValue": event.request_id},
        "ErrorCode": {"DataType": "Number", "StringValue": code},
    }
    shown = message.encode()[:_ERROR_MESSAGE_BYTES].decode("utf-8", "ignore")
    if shown:  # an attribute cannot be empty
        attributes["ErrorMessage"] = {"DataType": "String", "StringValue": shown}
    return attributes


def text_of(record: dict[str, Any]) -> str:
    """As JSON."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def timestamp(wall_us: int) -> str:
    """``2024-03-05T17:12:30.123Z``."""
    moment = from_us(wall_us)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"
