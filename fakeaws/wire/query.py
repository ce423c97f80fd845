"""The protocols ``query`` (SNS, STS, SQS before 2023) and ``ec2``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.model import OperationModel, StructureShape

from fakeaws.aws.errors import has_empty_detail
from fakeaws.wire.answers import WireAnswer
from fakeaws.wire.failures import WireFailure
from fakeaws.wire.xml import service_namespace, text_element, xml_bytes, xml_members

__all__ = [
    "encode_ec2_error",
    "encode_ec2_result",
    "encode_query_error",
    "encode_query_result",
    "error_element",
]

_XML = "text/xml"


def _members(shape: StructureShape | None, result: Mapping[str, Any]) -> str:
    return "" if shape is None else xml_members(shape, result)


def encode_query_result(operation: OperationModel, result: Mapping[str, Any], request_id: str) -> WireAnswer:
    """``<XResponse><XResult>…</XResult><ResponseMetadata>…``; the result element where the model names one."""
    shape = operation.output_shape
    content = _members(shape, result)
    wrapper = shape.serialization.get("resultWrapper") if shape is not None else None
    if wrapper:
        content = f"<{wrapper}>{content}</{wrapper}>"
    metadata = f"<ResponseMetadata>{text_element('RequestId', request_id)}</ResponseMetadata>"
    root = f"{operation.name}Response"
    document = xml_bytes(f"<{root}{service_namespace(operation)}>{content}{metadata}</{root}>")
    return WireAnswer.of(200, document, content_type=_XML, request_id=request_id)


def error_element(failure: WireFailure, *, with_type: bool = True, last: str = "") -> str:
    """``<Error>`` with Type, Code, Message (left out if there is none), the modelled members, and ``last``.

    A modelled member with one of these names (SNS has a ``Message``) takes its place when it is given.
    """
    shape = failure.shape
    given = {
        member.serialization.get("name", name)
        for name, member in (shape.members if shape is not None else {}).items()
        if failure.fields.get(name) is not None
    }
    standard = {
        "Type": failure.fault if with_type else None,
        "Code": failure.code,
        "Message": failure.message,
    }
    head = "".join(text_element(tag, text) for tag, text in standard.items() if text and tag not in given)
    return f"<Error>{head}{_members(shape, failure.fields)}{last}</Error>"


def encode_query_error(failure: WireFailure) -> WireAnswer:
    """``<ErrorResponse><Error>…</Error><RequestId>…``."""
    has_detail = has_empty_detail(failure.operation.service_model)
    error = error_element(failure, last="<Detail/>" if has_detail else "")
    content = error + text_element("RequestId", failure.request_id)
    namespace = service_namespace(failure.operation)
    document = xml_bytes(f"<ErrorResponse{namespace}>{content}</ErrorResponse>")
    return WireAnswer.of(failure.status, document, content_type=_XML, request_id=failure.request_id)


def encode_ec2_result(operation: OperationModel, result: Mapping[str, Any], request_id: str) -> WireAnswer:
    """``<XResponse><requestId>…</requestId>…``: no result element, members directly below the root."""
    content = text_element("requestId", request_id) + _members(operation.output_shape, result)
    root = f"{operation.name}Response"
    document = xml_bytes(f"<{root}{service_namespace(operation)}>{content}</{root}>")
    return WireAnswer.of(200, document, content_type=_XML, request_id=request_id)


def encode_ec2_error(failure: WireFailure) -> WireAnswer:
    """``<Response><Errors><Error>…</Error></Errors><RequestID>…``; EC2 sends no ``Type``."""
    errors = f"<Errors>{error_element(failure, with_type=False)}</Errors>"
    document = xml_bytes(f"<Response>{errors}{text_element('RequestID', failure.request_id)}</Response>")
    return WireAnswer.of(failure.status, document, content_type=_XML, request_id=failure.request_id)
