"""From a result or an error to the HTTP answer, in the protocol that botocore speaks with the service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from botocore.model import OperationModel

from fakeaws.errors import NotSupportedError
from fakeaws.wire import cbor, event_stream, json, query, rest
from fakeaws.wire.answers import WireAnswer
from fakeaws.wire.failures import WireFailure

__all__ = ["content_headers", "encode_error", "encode_result"]

_RESULTS: dict[str, Callable[[OperationModel, Mapping[str, Any], str], WireAnswer]] = {
    "json": json.encode_json_result,
    "query": query.encode_query_result,
    "ec2": query.encode_ec2_result,
    "rest-json": rest.encode_rest_json_result,
    "rest-xml": rest.encode_rest_xml_result,
    "smithy-rpc-v2-cbor": cbor.encode_cbor_result,
}

_ERRORS: dict[str, Callable[[WireFailure], WireAnswer]] = {
    "json": json.encode_json_error,
    "query": query.encode_query_error,
    "ec2": query.encode_ec2_error,
    "rest-json": rest.encode_rest_json_error,
    "rest-xml": rest.encode_rest_xml_error,
    "smithy-rpc-v2-cbor": cbor.encode_cbor_error,
}


def _name(operation_model: OperationModel) -> str:
    return f"{operation_model.service_model.service_name}.{operation_model.name}"


def _protocol(operation_model: OperationModel, protocol: str | None) -> str:
    chosen = protocol or operation_model.service_model.resolved_protocol
    if chosen not in _RESULTS:
        raise NotSupportedError(
            f"{_name(operation_model)}: no encoder for the protocol {chosen!r} (known: {', '.join(_RESULTS)})"
        )
    return chosen


def encode_result(
    operation_model: OperationModel,
    result: Mapping[str, Any],
    *,
    request_id: str,
    protocol: str | None = None,
) -> WireAnswer:
    """The answer that botocore parses back into ``result``.

    ``result`` is the dict that boto3 users see; keys the model does not know (``ResponseMetadata``) are left
    out, as are members that are ``None``. ``protocol``: by default the one botocore chose for the service.
    Raises ``TypeError`` for a value that its shape does not allow, and ``NotSupportedError`` (a
    ``NotImplementedError``) for an operation that answers with an event stream in another protocol than ``rest-json``,
    where the stream is the list of its events.
    """
    chosen = _protocol(operation_model, protocol)
    if operation_model.has_event_stream_output:
        if chosen != "rest-json":
            raise NotSupportedError(
                f"{_name(operation_model)} answers with an event stream, which cannot be sent over the wire in the protocol "
                f"{chosen!r} yet"
            )
        return event_stream.encode_rest_json_events(operation_model, result, request_id)
    return _RESULTS[chosen](operation_model, result, request_id)


def content_headers(operation_model: OperationModel) -> dict[str, str]:
    """The headers, lower-case, that every success of the operation has, less the request id and the body's length."""
    headers = encode_result(operation_model, {}, request_id="").headers
    return {
        name.lower(): text
        for name, text in headers.items()
        if name.lower() not in ("x-amzn-requestid", "content-length")
    }


def encode_error(
    operation_model: OperationModel,
    *,
    code: str,
    message: str | None,
    status: int,
    fault: str,
    query_code: str | None,
    fields: Mapping[str, Any],
    request_id: str,
    protocol: str | None = None,
) -> WireAnswer:
    """The answer that makes botocore raise the ``ClientError`` with this code.

    The parts are those of ``WireFailure``; ``status`` is 400 or more, ``fault`` is ``Sender`` or ``Receiver``.
    """
    chosen = _protocol(operation_model, protocol)
    failure = WireFailure(operation_model, code, message, status, fault, query_code, fields, request_id)
    return _ERRORS[chosen](failure)
