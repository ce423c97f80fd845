"""What optimized integrations tell of the HTTP response: ``SdkHttpMetadata`` and ``SdkResponseMetadata``."""

from __future__ import annotations

import binascii
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.services.stepfunctions.language.java_maps import hash_map_order
from fakeaws.services.stepfunctions.language.json_text import Json, text_size, write_json
from fakeaws.simulation.clock import from_us, to_us

if TYPE_CHECKING:
    from botocore.model import OperationModel

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

#: Services whose load balancers name the connection.
_NAMED_CONNECTION = ("sqs", "stepfunctions", "sns", "lambda", "events", "batch")


def envelope(
    model: OperationModel,
    answer: Any,
    shown: dict[str, Json],
    *,
    request_id: str,
    wall_us: int,
    headers: Mapping[str, str] | None = None,
    status: int = 200,
) -> dict[str, Json]:
    """``shown``, the result's own members, together with the two of the SDK, in alphabetical order.

    ``headers`` are the response's, where it is not the common one of the service's protocol that ``answer`` would have had.
    """
    named = _headers(model, answer, request_id, wall_us) if headers is None else headers
    whole = {
        **shown,
        "SdkHttpMetadata": {
            "AllHttpHeaders": {name: [named[name]] for name in hash_map_order(named)},
            "HttpHeaders": {name: named[name] for name in sorted(named, key=str.lower)},
            "HttpStatusCode": status,
        },
        "SdkResponseMetadata": {"RequestId": request_id},
    }
    return {name: whole[name] for name in sorted(whole)}


def http_date(wall_us: int) -> str:
    """``Mon, 05 Jan 2026 00:00:00 GMT``, whatever the machine's locale."""
    time = from_us(wall_us)
    return f"{_DAYS[time.weekday()]}, {time.day:02d} {_MONTHS[time.month - 1]} {time.year} {time:%H:%M:%S} GMT"


def _headers(model: OperationModel, answer: Any, request_id: str, wall_us: int) -> dict[str, str]:
    service_model = model.service_model
    metadata: Mapping[str, Any] = service_model.metadata
    protocols = (metadata["protocol"], *metadata.get("protocols", ()))
    if "json" in protocols:
        body = _json_body(model, answer)
        content = f"application/x-amz-json-{metadata['jsonVersion']}"
    elif "query" in protocols:
        body, content = _xml_body(model, answer, request_id), "text/xml"
    else:
        body, content = _json_body(model, answer), "application/json"
    found = {
        "x-amzn-RequestId": request_id,
        "Content-Length": str(text_size(body)),
        "Date": http_date(wall_us),
        "Content-Type": content,
    }
    service = service_model.service_name
    if service in _NAMED_CONNECTION:
        found["connection"] = "keep-alive"
    elif service == "dynamodb":
        found |= {
            "Server": "Server",
            "Connection": "keep-alive",
            "x-amz-crc32": str(binascii.crc32(body.encode("utf-8", "replace"))),
        }
    return found


def _json_body(model: OperationModel, answer: Any) -> str:
    return write_json({} if model.output_shape is None else _on_the_wire(model.output_shape, answer))


def _on_the_wire(shape: Any, value: Any) -> Json:
    kind = shape.type_name
    if kind == "structure" and isinstance(value, dict):
        return {
            member.serialization.get("name", name): _on_the_wire(member, value[name])
            for name, member in shape.members.items()
            if value.get(name) is not None
        }
    if kind == "map":
        return {str(key): _on_the_wire(shape.value, item) for key, item in value.items()}
    if kind == "list":
        return [_on_the_wire(shape.member, item) for item in value]
    if kind == "timestamp":
        us = to_us(value)
        return us // 1_000_000 if us % 1_000_000 == 0 else us / 1_000_000
    if kind == "blob":
        data = value if isinstance(value, (bytes, bytearray)) else str(value).encode()
        return binascii.b2a_base64(data, newline=False).decode()
    return value


def _xml_body(model: OperationModel, answer: Any, request_id: str) -> str:
    """As long as the service's own text: two spaces for each level, a line for each element."""
    name = model.name
    members = [f"    <{key}>{value}</{key}>" for key, value in answer.items()]
    lines = [
        f'<{name}Response xmlns="{model.service_model.metadata["xmlNamespace"]}">',
        f"  <{name}Result>",
        *members,
        f"  </{name}Result>",
        "  <ResponseMetadata>",
        f"    <RequestId>{request_id}</RequestId>",
        "  </ResponseMetadata>",
        f"</{name}Response>",
        "",
    ]
    return "\n".join(lines)
