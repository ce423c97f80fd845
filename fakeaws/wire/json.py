"""JSON bodies, and the protocol ``json`` (1.0 and 1.1): SQS, Step Functions, EventBridge, CloudWatch."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

from fakeaws.wire.answers import WireAnswer
from fakeaws.wire.failures import WireFailure
from fakeaws.wire.scalars import (
    as_bool,
    as_float,
    as_int,
    as_list,
    as_map,
    as_str,
    blob_text,
    epoch_seconds,
    float_text,
    timestamp_format,
    timestamp_text,
)

__all__ = [
    "encode_json_error",
    "encode_json_result",
    "error_members",
    "json_bytes",
    "json_members",
    "json_value",
]


def json_bytes(value: object) -> bytes:
    """Compact UTF-8, as AWS sends it."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def json_members(members: Mapping[str, Shape], value: Mapping[str, Any]) -> dict[str, Any]:
    """The given members under their wire names, in the model's order; what is absent or ``None`` is left out."""
    return {
        member.serialization.get("name", name): json_value(member, value[name])
        for name, member in members.items()
        if value.get(name) is not None
    }


def json_value(shape: Shape, value: Any) -> Any:
    """A value as JSON has it. ``None`` stays ``null``: lists and maps may be sparse."""
    if value is None:
        return None
    if isinstance(shape, StructureShape):
        if shape.is_document_type:
            return value
        return json_members(shape.members, as_map(shape, value))
    if isinstance(shape, ListShape):
        return [json_value(shape.member, item) for item in as_list(shape, value)]
    if isinstance(shape, MapShape):
        return {as_str(shape.key, key): json_value(shape.value, item) for key, item in as_map(shape, value).items()}
    return _json_scalar(shape, value)


def _json_scalar(shape: Shape, value: object) -> object:
    kind = shape.type_name
    if kind == "boolean":
        return as_bool(shape, value)
    if kind in ("integer", "long"):
        return as_int(shape, value)
    if kind in ("float", "double"):
        number = as_float(shape, value)
        return number if math.isfinite(number) else float_text(number)
    if kind == "timestamp":
        if timestamp_format(shape, "unixTimestamp") == "unixTimestamp":
            return epoch_seconds(shape, value)
        return timestamp_text(shape, value, "unixTimestamp")
    if kind == "blob":
        return blob_text(shape, value)
    return as_str(shape, value)


def error_members(failure: WireFailure, *, outside: Mapping[str, str] | None = None) -> dict[str, Any]:
    """An error's body members. ``outside``: members by name that travel elsewhere (headers)."""
    shape = failure.shape
    members: Mapping[str, Shape] = shape.members if shape is not None else {}
    here = {name: member for name, member in members.items() if name not in (outside or {})}
    body = json_members(here, failure.fields)
    if failure.message:
        name = failure.message_member
        wire_name = here[name].serialization.get("name", name) if name in here else name
        body.setdefault(wire_name, failure.message)
    return body


def _content_type(operation: OperationModel) -> str:
    version = operation.service_model.metadata.get("jsonVersion", "1.0")
    return f"application/x-amz-json-{version}"


def encode_json_result(operation: OperationModel, result: Mapping[str, Any], request_id: str) -> WireAnswer:
    """200 and a JSON object; an operation without an output shape sends no body."""
    shape = operation.output_shape
    body = b"" if shape is None else json_bytes(json_value(shape, result))
    return WireAnswer.of(200, body, content_type=_content_type(operation), request_id=request_id)


def encode_json_error(failure: WireFailure) -> WireAnswer:
    """``{"__type": …, "message": …}``, with ``x-amzn-query-error`` where two codes are told."""
    body = {"__type": failure.type_name, **error_members(failure)}
    return WireAnswer.of(
        failure.status,
        json_bytes(body),
        content_type=_content_type(failure.operation),
        request_id=failure.request_id,
        headers=failure.query_headers,
    )
