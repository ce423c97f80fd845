"""The protocols ``rest-json`` (Lambda, Batch, MQ, API Gateway …) and ``rest-xml``.

Members travel in four places: headers, the status code, one payload that is the whole body, or the body.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from botocore.model import OperationModel, Shape, StructureShape

from fakeaws.wire.answers import WireAnswer
from fakeaws.wire.failures import WireFailure
from fakeaws.wire.json import error_members, json_bytes, json_members, json_value
from fakeaws.wire.query import error_element
from fakeaws.wire.scalars import as_blob, as_int, as_map, as_str, header_text
from fakeaws.wire.xml import service_namespace, text_element, xml_bytes, xml_element, xml_members

__all__ = [
    "encode_rest_json_error",
    "encode_rest_json_result",
    "encode_rest_xml_error",
    "encode_rest_xml_result",
    "head",
]

_JSON = "application/json"
_XML = "text/xml"
_BINARY = "application/octet-stream"
_TEXT = "text/plain"

# The one service whose errors have <Error> as root, and that has request ids and host ids of its own.
_UNWRAPPED_ERROR_SERVICES = frozenset({"S3"})

_Body = Callable[[OperationModel, StructureShape, Mapping[str, Any]], bytes]
_Payload = Callable[[str, Shape, Any], bytes]


def encode_rest_json_result(operation: OperationModel, result: Mapping[str, Any], request_id: str) -> WireAnswer:
    """A result with a JSON body."""
    return _encode(operation, result, request_id, _JSON, _json_body, _json_payload)


def encode_rest_xml_result(operation: OperationModel, result: Mapping[str, Any], request_id: str) -> WireAnswer:
    """A result with an XML body."""
    return _encode(operation, result, request_id, _XML, _xml_body, _xml_payload)


def _json_body(operation: OperationModel, shape: StructureShape, result: Mapping[str, Any]) -> bytes:
    members = {name: each for name, each in shape.members.items() if "location" not in each.serialization}
    return json_bytes(json_members(members, result))


def _json_payload(name: str, shape: Shape, value: Any) -> bytes:
    return json_bytes(json_value(shape, value))


def _xml_body(operation: OperationModel, shape: StructureShape, result: Mapping[str, Any]) -> bytes:
    root = shape.serialization.get("name", shape.name)
    return xml_bytes(f"<{root}{service_namespace(operation)}>{xml_members(shape, result)}</{root}>")


def _xml_payload(name: str, shape: Shape, value: Any) -> bytes:
    return xml_bytes(xml_element(shape.serialization.get("name", name), shape, value))


def _encode(
    operation: OperationModel,
    result: Mapping[str, Any],
    request_id: str,
    content_type: str,
    write_body: _Body,
    write_payload: _Payload,
) -> WireAnswer:
    status = int(operation.http.get("responseCode", 200))
    shape = operation.output_shape
    if shape is None:
        return WireAnswer.of(status, b"", content_type=content_type, request_id=request_id)
    headers, status = head(shape, result, status)
    body = b""
    payload = shape.serialization.get("payload")
    if payload is not None:
        body, content_type = _payload_bytes(
            payload, shape.members[payload], result.get(payload), content_type, write_payload
        )
    elif any("location" not in each.serialization for each in shape.members.values()):
        body = write_body(operation, shape, result)
    return WireAnswer.of(status, body, content_type=content_type, request_id=request_id, headers=headers)


def _payload_bytes(name: str, shape: Shape, value: Any, content_type: str, write: _Payload) -> tuple[bytes, str]:
    """The body that is one member, and its content type: raw bytes for a blob or text, else a document."""
    if shape.type_name == "blob":
        return (b"" if value is None else as_blob(shape, value)), _BINARY
    if shape.type_name == "string":
        return (b"" if value is None else as_str(shape, value).encode()), _TEXT
    return (b"" if value is None else write(name, shape, value)), content_type


def head(shape: StructureShape, result: Mapping[str, Any], status: int) -> tuple[dict[str, str], int]:
    """The headers and the status code that members of the result give."""
    headers: dict[str, str] = {}
    for name, member in shape.members.items():
        value = result.get(name)
        if value is None:
            continue
        location = member.serialization.get("location")
        if location == "statusCode":
            status = as_int(member, value)
        elif location == "header":
            headers[member.serialization.get("name", name)] = header_text(member, value)
        elif location == "headers":
            prefix = member.serialization.get("name", "")
            for key, text in as_map(member, value).items():
                headers[prefix + key] = as_str(member, text)
    return headers, status


def _error_head(failure: WireFailure) -> dict[str, str]:
    shape = failure.shape
    return {} if shape is None else head(shape, failure.fields, failure.status)[0]


def encode_rest_json_error(failure: WireFailure) -> WireAnswer:
    """The code in ``x-amzn-ErrorType``, the message and further members in the body or in headers."""
    shape = failure.shape
    members = shape.members if shape is not None else {}
    outside = {
        name: each.serialization["location"] for name, each in members.items() if "location" in each.serialization
    }
    return WireAnswer.of(
        failure.status,
        json_bytes(error_members(failure, outside=outside)),
        content_type=_JSON,
        request_id=failure.request_id,
        headers={"x-amzn-ErrorType": failure.code, **_error_head(failure)},
    )


def encode_rest_xml_error(failure: WireFailure) -> WireAnswer:
    """``<ErrorResponse><Error>…</Error><RequestId>…``; for S3 ``<Error>`` alone."""
    headers = _error_head(failure)
    request_id = text_element("RequestId", failure.request_id)
    if str(failure.operation.service_model.service_id) in _UNWRAPPED_ERROR_SERVICES:
        headers["x-amz-request-id"] = failure.request_id
        root = error_element(failure, with_type=False, last=request_id)
    else:
        namespace = service_namespace(failure.operation)
        root = f"<ErrorResponse{namespace}>{error_element(failure)}{request_id}</ErrorResponse>"
    return WireAnswer.of(
        failure.status,
        xml_bytes(root),
        content_type=_XML,
        request_id=failure.request_id,
        headers=headers,
    )
