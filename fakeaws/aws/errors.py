"""The one error that services raise, and what a boto3 caller finds in ``e.response`` for it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from botocore.model import OperationModel, ServiceModel

Fault = Literal["Sender", "Receiver"]


class About(NamedTuple):
    """What the timeline tells of a refusal besides its code: resource, message and details."""

    resource: str
    message_id: str | None
    details: Mapping[str, object]


class AwsError(Exception):
    """An answer of AWS that says no; the caller sees it as ``ClientError`` or as the modelled class.

    ``code`` is ``e.response["Error"]["Code"]``, ``message`` its text ("" means that the service sends none), ``status``
    the HTTP status and ``fault`` whose mistake it was (shown as ``Error.Type`` where the protocol has it).
    ``query_code`` is for services that once spoke the query protocol (SQS, CloudWatch): the name of the error's shape,
    shown as ``Error.QueryErrorCode``, by which botocore picks the exception class. A client whose model is from that
    time speaks the query protocol: it sees no ``QueryErrorCode``, and ``query_message`` where the text was another one.
    ``fields`` are further members of the error's shape, by member name and in boto3's Python types; those that the model
    does not know are not shown.
    ``retried`` says that SDKs repeat such a call by themselves, as after throttling: botocore is then let judge it.
    ``about`` is for the timeline alone.
    """

    about: About | None = None

    def __init__(
        self,
        code: str,
        message: str = "",
        status: int = 400,
        fault: Fault = "Sender",
        query_code: str | None = None,
        fields: Mapping[str, object] | None = None,
        *,
        query_message: str | None = None,
        retried: bool = False,
    ) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.status = status
        self.fault: Fault = fault
        self.query_code = query_code
        self.fields: Mapping[str, object] = fields or {}
        self.query_message = query_message
        self.retried = retried

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"

    def message_in(self, protocol: str) -> str:
        """The text that a client of that protocol gets."""
        return self.message if self.query_message is None or protocol != "query" else self.query_message


def parsed_error(error: AwsError, operation_model: OperationModel, request_id: str) -> dict[str, Any]:
    """What botocore's parser makes of this error in the operation's protocol, without a wire in between.

    ``ResponseMetadata`` holds ``RequestId``, ``HTTPStatusCode`` and ``HTTPHeaders``. ``RetryAttempts`` is not the
    parser's: whoever answers the call adds it. Raises ``ValueError`` for the ``ec2`` protocol.
    """
    protocol = operation_model.service_model.resolved_protocol
    shape = _error_shape(error, operation_model)
    if protocol in ("json", "rest-json", "smithy-rpc-v2-cbor"):
        parsed = _json_error(error, protocol, shape)
    elif protocol in ("query", "rest-xml"):
        parsed = _xml_error(error, protocol, shape)
        if protocol == "query" and has_empty_detail(operation_model.service_model):
            parsed["Error"]["Detail"] = None
    else:
        raise ValueError(f"no error format for protocol {protocol!r}")
    parsed["ResponseMetadata"] = {
        "RequestId": request_id,
        "HTTPStatusCode": error.status,
        "HTTPHeaders": error_headers(error, operation_model, request_id),
    }
    return parsed


def error_headers(error: AwsError, operation_model: OperationModel, request_id: str) -> dict[str, str]:
    """The HTTP headers, lower-case, that carry this error; the body's length and the date are left to the wire."""
    service_model = operation_model.service_model
    protocol = service_model.resolved_protocol
    headers = {"x-amzn-requestid": request_id}
    if protocol == "json":
        headers["content-type"] = f"application/x-amz-json-{service_model.metadata.get('jsonVersion', '1.0')}"
    elif protocol == "rest-json":
        headers["content-type"] = "application/json"
        headers["x-amzn-errortype"] = error.code
    elif protocol == "smithy-rpc-v2-cbor":
        headers["content-type"] = "application/cbor"
        headers["smithy-protocol"] = "rpc-v2-cbor"
    else:
        headers["content-type"] = "text/xml"
    if error.query_code is not None and protocol in ("json", "smithy-rpc-v2-cbor"):
        headers["x-amzn-query-error"] = f"{error.code};{error.fault}"
    shape = _error_shape(error, operation_model)
    if shape is not None and protocol.startswith("rest-"):
        for name, member in shape.members.items():
            if member.serialization.get("location") == "header" and error.fields.get(name) is not None:
                headers[member.serialization.get("name", name).lower()] = str(error.fields[name])
    return headers


def has_empty_detail(service_model: ServiceModel) -> bool:
    """Whether the service's query errors end with an empty ``<Detail/>`` (boto3 shows ``Error.Detail: None``)."""
    return str(service_model.service_id) == "SQS"


def _error_shape(error: AwsError, operation_model: OperationModel) -> Any:
    """The structure modelled for the error's code, or None; untyped, as the stubs know neither codes nor members."""
    service_model: Any = operation_model.service_model
    return service_model.shape_for_error_code(error.code)


def _json_error(error: AwsError, protocol: str, shape: Any) -> dict[str, Any]:
    described: dict[str, Any] = {"Message": error.message, "Code": error.code}
    if error.query_code is not None and protocol != "rest-json":
        described["QueryErrorCode"] = error.query_code
        described["Type"] = error.fault
    parsed: dict[str, Any] = {"Error": described}
    for name, member in shape.members.items() if shape is not None else ():
        on_the_wire = name if protocol == "smithy-rpc-v2-cbor" else member.serialization.get("name", name)
        if error.fields.get(name) is not None:
            parsed[name] = error.fields[name]
        elif on_the_wire in ("message", "Message") and error.message:
            parsed[name] = error.message
    return parsed


def _xml_error(error: AwsError, protocol: str, shape: Any) -> dict[str, Any]:
    described: dict[str, Any] = {"Type": error.fault, "Code": error.code}
    message = error.message_in(protocol)
    if message:
        described["Message"] = message
    elif protocol == "rest-xml":
        described["Message"] = ""
    parsed: dict[str, Any] = {"Error": described}
    if shape is None:
        return parsed
    standard = {"Type": error.fault, "Code": error.code, "Message": message or None}
    for name, member in shape.members.items():
        value = error.fields.get(name)
        if member.serialization.get("location") == "header":
            if value is not None and protocol == "rest-xml":
                parsed[name] = value
            continue
        tag = member.serialization.get("name", name)
        if value is not None:
            parsed[name] = value
            described[tag] = _xml_text(member, value)
        elif standard.get(tag) is not None:
            parsed[name] = standard[tag]
    return parsed


def _xml_text(shape: Any, value: Any) -> Any:
    """An element as botocore reads it without a model: text, or a dict of its children.

    Of a repeated child botocore keeps the children of the first, an oddity that callers can see.
    """
    if shape.type_name == "structure":
        members = shape.members
        return {
            members[name].serialization.get("name", name): _xml_text(members[name], part)
            for name, part in value.items()
            if part is not None
        } or None
    if shape.type_name == "list":
        tag = shape.member.serialization.get("name", "member")
        if len(value) > 1:
            first = _xml_text(shape.member, value[0])
            return {tag: first if isinstance(first, dict) else {}}
        return {tag: _xml_text(shape.member, value[0])} if value else None
    if shape.type_name == "map":
        raise TypeError("an error member that is a map has no form in the XML protocols")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return base64.b64encode(value).decode() or None
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value) or None
