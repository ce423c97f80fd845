"""What a handler of ``before-call`` gives botocore instead of an HTTP exchange: ``(http, parsed)``."""

from __future__ import annotations

from typing import Any, TypeAlias

from fakeaws.aws.errors import AwsError, parsed_error
from fakeaws.aws.service import Call, Result


class CannedResponse:
    """As much of botocore's ``AWSResponse`` as is read after ``before-call`` answered."""

    __slots__ = ("headers", "status_code")

    def __init__(self, status_code: int, headers: dict[str, str]) -> None:
        self.status_code = status_code
        self.headers = headers


Answered: TypeAlias = "tuple[CannedResponse, dict[str, Any]]"

#: By service, operation and protocol: clients of one service may have models of different age.
_content_types: dict[tuple[str, str, str], dict[str, str]] = {}


def answered(call: Call, result: Result) -> Answered:
    """A success: the result with the response metadata that an exchange over the wire would leave."""
    model = call.model
    headers = {
        "x-amzn-requestid": call.request_id,
        **(_content_types.get((call.service, call.operation, model.service_model.resolved_protocol)) or _of(model)),
    }
    result["ResponseMetadata"] = {
        "RequestId": call.request_id,
        "HTTPStatusCode": 200,
        "HTTPHeaders": headers,
        "RetryAttempts": 0,
    }
    return CannedResponse(200, headers), result


def failed(call: Call, error: AwsError) -> Answered:
    """AWS's error: botocore raises the modelled exception from it."""
    parsed = parsed_error(error, call.model, call.request_id)
    metadata = parsed["ResponseMetadata"]
    metadata["RetryAttempts"] = 0
    return CannedResponse(error.status, metadata["HTTPHeaders"]), parsed


def _of(model: Any) -> dict[str, str]:
    """The headers that do not change from answer to answer: learnt from the encoder once per operation."""
    from fakeaws.wire.encode import content_headers

    service_model = model.service_model
    headers = content_headers(model)
    _content_types[(service_model.service_name, model.name, service_model.resolved_protocol)] = headers
    return headers
