"""apigateway:invoke: requests to APIs, whose endpoints are registered with the world.

https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fakeaws.endpoints import building
from fakeaws.services.stepfunctions import limits
from fakeaws.services.stepfunctions.integrations.http.parameters import Parameters, lists_of_texts
from fakeaws.services.stepfunctions.integrations.http.responses import body_of, result_of
from fakeaws.services.stepfunctions.integrations.integration import Integration, Preparing
from fakeaws.services.stepfunctions.language.json_text import Json, write_json

if TYPE_CHECKING:
    from fakeaws.endpoints.exchange import Answer
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt

_FIELDS: Final = (
    "ApiEndpoint",
    "Method",
    "Stage",
    "Path",
    "Headers",
    "QueryParameters",
    "RequestBody",
    "AllowNullValues",
    "AuthType",
)
_METHODS: Final = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
_AUTH_TYPES: Final = ("NO_AUTH", "IAM_ROLE", "RESOURCE_POLICY")
#: Headers, in lower case, that the API Gateway integration does not take, and how others begin.
_REFUSED: Final = frozenset(
    (
        "authorization",
        "connection",
        "content-md5",
        "expect",
        "host",
        "max-forwards",
        "proxy-authenticate",
        "server",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "via",
        "www-authenticate",
    )
)
_REFUSED_STARTS: Final = ("x-amz-", "x-amzn-", "x-forwarded-")
#: How long API Gateway waits for what answers behind it.
_TIMEOUT_US: Final = 29 * limits.SECOND_US
_LATE: Final = '{"message": "Endpoint request timed out"}'


@dataclass
class Request:
    """What a task asks for."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes


class InvokeApi(Preparing):
    """Statuses from 400 on fail the task. Requests with IAM_ROLE and RESOURCE_POLICY are sent without a signature."""

    def prepare(self, attempt: Attempt) -> None:
        attempt.job = _request(attempt.parameters)

    def start(self, attempt: Attempt) -> None:
        attempt.started()
        request: Request = attempt.job
        service = attempt.engine.service
        service.world.endpoints.send(
            request.method,
            request.url,
            building.headers(
                request.url,
                request.body,
                request.headers,
                content_type="application/json",
                user_agent=f"Amazon|StepFunctions|ApiGateway|{service.region}",
                longest=limits.PAYLOAD_BYTES + 1,
            ),
            request.body,
            timeout_us=_TIMEOUT_US,
            then=self.answered,
            args=(attempt,),
            cause=attempt.record,
        )

    def answered(self, answer: Answer, attempt: Attempt) -> None:
        """The API's response, or that there was none."""
        if attempt.done:
            return
        response = answer.response
        if response is None:
            if answer.problem == "timed out":
                self._refuse(attempt, "ApiGateway.504", _LATE)
            else:
                host = attempt.job.url.split("/")[2]
                cause = f"Unable to execute HTTP request: {host}: Name or service not known"
                self._refuse(attempt, "ApiGateway.SdkClientException", cause)
        elif response.status >= 400:
            self._refuse(attempt, f"ApiGateway.{response.status}", body_of(response))
        elif attempt.resource.waits_for_token:
            attempt.submitted(result_of(response))
        else:
            attempt.succeed(result_of(response))

    def cancel(self, attempt: Attempt) -> None:
        """The API does not hear of it; its response is not wanted."""

    @staticmethod
    def _refuse(attempt: Attempt, error: str, cause: str) -> None:
        attempt.fail(error, cause, "SubmitFailed" if attempt.resource.pattern else "Failed")


def _request(given: Json) -> Request:
    read = Parameters(given, _FIELDS, ("ApiEndpoint", "Method"))
    host = read.text("ApiEndpoint")
    if "/" in host or ":" in host:
        read.bad_format("ApiEndpoint")
    method = read.one_of("Method", _METHODS, "GET")
    read.one_of("AuthType", _AUTH_TYPES, "NO_AUTH")
    nulls = read.fields.get("AllowNullValues") is True
    stage, path = read.text("Stage").strip("/"), read.text("Path").lstrip("/")
    headers = lists_of_texts(read, "Headers", nulls=nulls)
    for name in headers:
        if name.lower() in _REFUSED or name.lower().startswith(_REFUSED_STARTS):
            read.problem(f"The header '{name}' is not supported by Step Functions")
    query = lists_of_texts(read, "QueryParameters", nulls=nulls)
    read.check()
    url = building.with_query("https://" + "/".join(part for part in (host, stage, path) if part), query)
    body = read.fields.get("RequestBody")
    if not nulls:
        body = _without_nulls(body)
    content = b"" if body is None else write_json(body).encode("utf-8", "surrogatepass")
    return Request(method, url, {name: ",".join(values) for name, values in headers.items()}, content)


def _without_nulls(value: Json) -> Json:
    if isinstance(value, dict):
        return {name: _without_nulls(item) for name, item in value.items() if item is not None}
    return [_without_nulls(item) for item in value] if isinstance(value, list) else value


INVOKE_API: Integration = InvokeApi()
