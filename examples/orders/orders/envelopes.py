"""What a queue's message says, whether it was sent to the queue, published to a topic with raw delivery, or without."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef


@dataclass(frozen=True)
class Incoming:
    """A message without its envelope."""

    text: str
    attributes: Mapping[str, str]
    """Names and values; those of a raw message are there if the receive asked for them."""

    published_as: str | None = None
    """The id that the publisher got; only an envelope knows it."""


def unwrap(message: MessageTypeDef) -> Incoming:
    """Every consumer reads its messages through this: none needs to know how its subscription delivers."""
    body = message["Body"]
    envelope = _envelope(body)
    if envelope is None:
        attributes = message.get("MessageAttributes", {})
        return Incoming(body, {name: value["StringValue"] for name, value in attributes.items()})
    attributes = envelope.get("MessageAttributes", {})
    return Incoming(
        envelope["Message"], {name: value["Value"] for name, value in attributes.items()}, envelope["MessageId"]
    )


def _envelope(body: str) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except ValueError:
        return None
    is_envelope = isinstance(found, dict) and found.get("Type") == "Notification" and "TopicArn" in found
    return found if is_envelope else None
