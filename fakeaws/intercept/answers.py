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


class _Form:
    """How an operation's success differs from a 200 with a body, as far as its model tells."""

    __slots__ = ("headers", "members", "status", "stream")

    def __init__(self, model: Any) -> None:
        from fakeaws.wire.encode import content_headers

        #: What every answer has beside the request id: learnt from the encoder.
        self.headers = content_headers(model)
        self.status = int(model.http.get("responseCode", 200))
        shape = model.output_shape
        #: Whether members of the result are headers or the status.
        self.members = shape is not None and any(each.serialization.get("location") for each in shape.members.values())
        #: The member that is a stream of bytes, if one is.
        self.stream: str | None = None
        if model.has_streaming_output and not model.has_event_stream_output:
            self.stream = shape.serialization["payload"]


#: By service, operation and protocol: clients of one service may have models of different age.
_forms: dict[tuple[str, str, str], _Form] = {}


def answered(call: Call, result: Result, *, is_async: bool = False) -> Answered:
    """A success: the result with the response metadata that an exchange over the wire would leave.

    ``is_async``: whether a stream in it is to be awaited.
    """
    model = call.model
    form = _forms.get((call.service, call.operation, model.service_model.resolved_protocol)) or _form_of(model)
    status = form.status
    headers = {"x-amzn-requestid": call.request_id, **form.headers}
    if form.members:
        from fakeaws.wire.rest import head

        more, status = head(model.output_shape, result, status)
        headers.update({name.lower(): text for name, text in more.items()})
    if form.stream is not None:
        content: bytes = result.get(form.stream) or b""
        headers["content-length"] = str(len(content))
        result[form.stream] = _stream(content, status, headers, is_async=is_async)
    result["ResponseMetadata"] = {
        "RequestId": call.request_id,
        "HTTPStatusCode": status,
        "HTTPHeaders": headers,
        "RetryAttempts": 0,
    }
    return CannedResponse(status, headers), result


def _form_of(model: Any) -> _Form:
    service_model = model.service_model
    form = _forms[(service_model.service_name, model.name, service_model.resolved_protocol)] = _Form(model)
    return form


def _stream(content: bytes, status: int, headers: dict[str, str], *, is_async: bool) -> Any:
    """The bytes as callers read them: botocore's ``StreamingBody``, or aiobotocore's."""
    from fakeaws.wire import botocore_answer
    from fakeaws.wire.answers import WireAnswer

    answer = WireAnswer(status, headers, content)
    if is_async:
        from aiobotocore.response import StreamingBody as AioStreamingBody

        return AioStreamingBody(botocore_answer.to_aiobotocore(answer, "").raw, len(content))
    from botocore.response import StreamingBody

    return StreamingBody(botocore_answer.to_botocore(answer, "").raw, len(content))


def failed(call: Call, error: AwsError) -> Answered:
    """AWS's error: botocore raises the modelled exception from it."""
    parsed = parsed_error(error, call.model, call.request_id)
    metadata = parsed["ResponseMetadata"]
    metadata["RetryAttempts"] = 0
    return CannedResponse(error.status, metadata["HTTPHeaders"]), parsed
