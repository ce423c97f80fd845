"""The protocol ``smithy-rpc-v2-cbor``: a binary JSON (RFC 8949), which CloudWatch speaks among others.

Members keep their model names: this protocol knows no ``locationName`` and no headers.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

from fakeaws.errors import NotSupportedError
from fakeaws.wire.answers import WireAnswer
from fakeaws.wire.failures import WireFailure
from fakeaws.wire.scalars import as_blob, as_bool, as_float, as_int, as_list, as_map, as_str, epoch_seconds

__all__ = ["cbor_value", "encode_cbor_error", "encode_cbor_result"]

_CONTENT_TYPE = "application/cbor"
_PROTOCOL_HEADER = {"smithy-protocol": "rpc-v2-cbor"}

_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _ARRAY, _MAP = range(6)
_FALSE, _TRUE, _NULL = b"\xf4", b"\xf5", b"\xf6"
_EPOCH_TAG = b"\xc1"
_DOUBLE = b"\xfb"


def _head(major: int, argument: int) -> bytes:
    """The first byte of an item and its length or number, in the fewest bytes."""
    if argument < 24:
        return bytes([major << 5 | argument])
    for code, width in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if argument < 1 << (8 * width):
            return bytes([major << 5 | code]) + argument.to_bytes(width, "big")
    raise OverflowError(f"{argument} does not fit into the 64 bits of a CBOR integer")


def _integer(value: int) -> bytes:
    return _head(_UNSIGNED, value) if value >= 0 else _head(_NEGATIVE, -1 - value)


def _double(value: float) -> bytes:
    return _DOUBLE + struct.pack(">d", value)


def _text(value: str) -> bytes:
    encoded = value.encode()
    return _head(_TEXT, len(encoded)) + encoded


def _map(pairs: Mapping[str, bytes]) -> bytes:
    return _head(_MAP, len(pairs)) + b"".join(_text(key) + item for key, item in pairs.items())


def _members(members: Mapping[str, Shape], value: Mapping[str, Any]) -> dict[str, bytes]:
    return {name: cbor_value(member, value[name]) for name, member in members.items() if value.get(name) is not None}


def cbor_value(shape: Shape, value: Any) -> bytes:
    """A value as CBOR. ``None`` stays null: lists may be sparse."""
    if value is None:
        return _NULL
    if isinstance(shape, StructureShape):
        if shape.is_document_type:
            raise NotSupportedError(f"{shape.name}: rpc-v2-cbor has no document types")
        return _map(_members(shape.members, as_map(shape, value)))
    if isinstance(shape, ListShape):
        items = [cbor_value(shape.member, item) for item in as_list(shape, value)]
        return _head(_ARRAY, len(items)) + b"".join(items)
    if isinstance(shape, MapShape):
        return _map(
            {as_str(shape.key, key): cbor_value(shape.value, item) for key, item in as_map(shape, value).items()}
        )
    return _scalar(shape, value)


def _scalar(shape: Shape, value: object) -> bytes:
    kind = shape.type_name
    if kind == "boolean":
        return _TRUE if as_bool(shape, value) else _FALSE
    if kind in ("integer", "long"):
        return _integer(as_int(shape, value))
    if kind in ("float", "double"):
        return _double(as_float(shape, value))
    if kind == "timestamp":
        seconds = epoch_seconds(shape, value)
        return _EPOCH_TAG + (_integer(seconds) if isinstance(seconds, int) else _double(seconds))
    if kind == "blob":
        content = as_blob(shape, value)
        return _head(_BYTES, len(content)) + content
    return _text(as_str(shape, value))


def encode_cbor_result(operation: OperationModel, result: Mapping[str, Any], request_id: str) -> WireAnswer:
    """200 and a CBOR map; an operation without an output shape sends no body."""
    shape = operation.output_shape
    body = b"" if shape is None else cbor_value(shape, result)
    return WireAnswer.of(200, body, content_type=_CONTENT_TYPE, request_id=request_id, headers=_PROTOCOL_HEADER)


def encode_cbor_error(failure: WireFailure) -> WireAnswer:
    """A map with ``__type``, the message and the modelled members, as the JSON protocol has it."""
    shape = failure.shape
    members = _members(shape.members if shape is not None else {}, failure.fields)
    if failure.message:
        members.setdefault(failure.message_member, _text(failure.message))
    return WireAnswer.of(
        failure.status,
        _map({"__type": _text(failure.type_name), **members}),
        content_type=_CONTENT_TYPE,
        request_id=failure.request_id,
        headers={**_PROTOCOL_HEADER, **failure.query_headers},
    )
