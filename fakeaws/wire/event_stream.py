"""Event streams (``application/vnd.amazon.eventstream``): an answer whose body is a series of framed messages."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from typing import Any

from botocore.model import OperationModel, Shape

from fakeaws.wire.answers import WireAnswer
from fakeaws.wire.json import json_bytes, json_members
from fakeaws.wire.rest import head
from fakeaws.wire.scalars import as_blob, as_list, as_map, as_str

__all__ = ["encode_rest_json_events"]

_CONTENT_TYPE = "application/vnd.amazon.eventstream"
_STRING = 7


def encode_rest_json_events(operation: OperationModel, result: Mapping[str, Any], request_id: str) -> WireAnswer:
    """A result of which one member is the stream: a list of events, each a dict with the event's name as only key."""
    shape: Any = operation.output_shape
    headers, status = head(shape, result, int(operation.http.get("responseCode", 200)))
    stream = shape.serialization["payload"]
    member = shape.members[stream]
    body = b"".join(_message(member, as_map(member, event)) for event in as_list(member, result.get(stream) or []))
    return WireAnswer.of(status, body, content_type=_CONTENT_TYPE, request_id=request_id, headers=headers)


def _message(stream: Any, event: Mapping[str, Any]) -> bytes:
    [(name, members)] = event.items()
    payload, content_type = _payload(stream.members[name], members)
    texts = {":event-type": name, ":content-type": content_type, ":message-type": "event"}
    return framed(texts, payload)


def _payload(shape: Any, members: Mapping[str, Any]) -> tuple[bytes, str]:
    """The member that is the payload, or all of them as JSON; and the content type."""
    name, payload = next(
        ((name, each) for name, each in shape.members.items() if each.serialization.get("eventpayload")), ("", None)
    )
    if payload is None:
        return json_bytes(json_members(shape.members, members)), "application/json"
    return _scalar(payload, members[name])


def _scalar(shape: Shape, value: Any) -> tuple[bytes, str]:
    if shape.type_name == "blob":
        return as_blob(shape, value), "application/octet-stream"
    return as_str(shape, value).encode(), "text/plain"


def framed(headers: Mapping[str, str], payload: bytes) -> bytes:
    """One message: lengths and their checksum, headers, payload, checksum of it all."""
    packed = b"".join(
        struct.pack(f">B{len(name)}sBH", len(name), name.encode(), _STRING, len(text.encode())) + text.encode()
        for name, text in headers.items()
    )
    prelude = struct.pack(">II", 16 + len(packed) + len(payload), len(packed))
    message = prelude + struct.pack(">I", zlib.crc32(prelude)) + packed + payload
    return message + struct.pack(">I", zlib.crc32(message))
