"""http:invoke: requests to endpoints that are registered with the world.

https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from fakeaws.aws.arns import Arn
from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Result
from fakeaws.endpoints import building
from fakeaws.services.stepfunctions import limits
from fakeaws.services.stepfunctions.integrations.calls import ask
from fakeaws.services.stepfunctions.integrations.http import forms
from fakeaws.services.stepfunctions.integrations.http.parameters import Parameters
from fakeaws.services.stepfunctions.integrations.http.responses import body_of, result_of
from fakeaws.services.stepfunctions.integrations.http.traces import request_trace, response_trace
from fakeaws.services.stepfunctions.integrations.integration import Integration, Preparing
from fakeaws.services.stepfunctions.language.json_text import Json, write_json

if TYPE_CHECKING:
    from fakeaws.endpoints.exchange import Answer
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt

_FIELDS: Final = (
    "ApiEndpoint",
    "Method",
    "Authentication",
    "InvocationConfig",
    "Headers",
    "QueryParameters",
    "RequestBody",
    "Transform",
)
_METHODS: Final = ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD")
_JSON: Final = "application/json"
_FORM: Final = "application/x-www-form-urlencoded"
_TIMEOUT_US: Final = 60 * limits.SECOND_US
_SOCKET: Final = "States.Http.Socket"


@dataclass
class Request:
    """What a task asks for; the connection's part comes to it when it is known."""

    method: str
    url: str
    connection: str
    headers: dict[str, str]
    query: dict[str, str | list[str]]
    body: Json
    #: How arrays of a body that is URL-encoded are written; None for other bodies.
    arrays: str | None
    has_body: bool
    #: The OAuth token that the request was sent with.
    token: str | None = None
    #: What it was before the connection's part came to it.
    own: Request | None = None

    def join(self, credentials: Mapping[str, Any]) -> None:
        """Take what the connection adds; its values go before the task's."""
        self.own = replace(self, query=dict(self.query))
        theirs = credentials["Headers"]
        named = {name.lower() for name in theirs}
        self.headers = {name: value for name, value in self.headers.items() if name.lower() not in named} | theirs
        self.query |= credentials["QueryParameters"]
        more = credentials["BodyParameters"]
        if more and (isinstance(self.body, dict) or not self.has_body):
            self.body = {**(self.body if isinstance(self.body, dict) else {}), **more}
            self.has_body = True
        self.token = credentials.get("Token")

    def content(self) -> tuple[bytes, str]:
        """The body and its content type."""
        if not self.has_body:
            return b"", _JSON
        if self.arrays is not None and isinstance(self.body, dict):
            return forms.form(self.body, self.arrays).encode(), _FORM
        text = self.body if isinstance(self.body, str) else write_json(self.body)
        return text.encode("utf-8", "surrogatepass"), _FORM if self.arrays is not None else _JSON

    def whole(self, region: str) -> tuple[str, dict[str, str], bytes]:
        """URL, headers and body as they are sent."""
        body, content_type = self.content()
        url = building.with_query(self.url, self.query)
        agent = f"Amazon|StepFunctions|HttpInvoke|{region}"
        headers = building.headers(
            url, body, self.headers, content_type=content_type, user_agent=agent, longest=limits.PAYLOAD_BYTES + 1
        )
        return url, headers, body

    def trace(self, region: str) -> Any:
        """As TestState shows it."""
        url, headers, body = self.whole(region)
        return request_trace(self.method, url, self.headers.items(), headers, body)


class InvokeEndpoint(Preparing):
    """The request, authorized by an EventBridge connection. Statuses other than 2xx fail the task."""

    def prepare(self, attempt: Attempt) -> None:
        attempt.job = _request(attempt.parameters)

    def start(self, attempt: Attempt) -> None:
        attempt.started()
        request: Request = attempt.job
        if not request.connection:
            self._send(attempt)
            return
        arn = Arn.or_none(request.connection)
        region = None if arn is None else arn.region
        params = {"ConnectionArn": request.connection}
        ask(attempt, "events", "RetrieveConnectionCredentials", params, self.authorized, region=region)

    def authorized(self, answer: Result | AwsError, attempt: Attempt) -> None:
        """EventBridge's answer."""
        attempt.waiter = None
        if isinstance(answer, AwsError):
            attempt.fail(f"EventBridge.{answer.code}", answer.message)
        elif not attempt.done:
            attempt.job.join(answer)
            self._send(attempt)

    def _send(self, attempt: Attempt) -> None:
        request: Request = attempt.job
        service = attempt.engine.service
        url, headers, body = request.whole(service.region)
        if attempt.visit.steps is not None:
            attempt.visit.saw("revealedRequest", request.trace(service.region))
            attempt.visit.saw("request", (request.own or request).trace(service.region))
        service.world.endpoints.send(
            request.method,
            url,
            headers,
            body,
            timeout_us=_TIMEOUT_US,
            then=self.answered,
            args=(attempt,),
            cause=attempt.record,
        )

    def answered(self, answer: Answer, attempt: Attempt) -> None:
        """The endpoint's response, or that there was none."""
        if attempt.done:
            return
        response, request = answer.response, attempt.job
        if response is not None and attempt.visit.steps is not None:
            attempt.visit.saw("response", response_trace(request.url, response))
        if response is None:
            host = urlsplit(request.url).hostname
            timed_out = answer.problem == "timed out"
            attempt.fail(_SOCKET, "Read timed out" if timed_out else f"Unable to connect to {host}: {answer.problem}")
        elif 200 <= response.status < 300:
            attempt.succeed(result_of(response))
        else:
            if response.status in (401, 407) and request.token is not None:
                self._refuse(attempt, request)
            attempt.fail(f"States.Http.StatusCode.{response.status}", body_of(response))

    def _refuse(self, attempt: Attempt, request: Request) -> None:
        """Let the next request have another token."""
        arn = Arn.parse(request.connection)
        params = {"ConnectionArn": request.connection, "Token": request.token}
        ask(attempt, "events", "RefuseConnectionCredentials", params, self.refused, region=arn.region)

    def refused(self, answer: Result | AwsError, attempt: Attempt) -> None:
        """Whether or not: the task has failed."""

    def cancel(self, attempt: Attempt) -> None:
        """The endpoint does not hear of it; its response is not wanted."""


def _request(given: Json) -> Request:
    read = Parameters(given, _FIELDS, ("ApiEndpoint", "Method"))
    url = read.text("ApiEndpoint")
    parts = urlsplit(url)
    if url and (parts.scheme.lower() not in ("https", "http") or not parts.hostname):
        read.bad_format("ApiEndpoint")
    method = read.one_of("Method", _METHODS, "GET")
    authentication = read.table("Authentication") or read.table("InvocationConfig")
    connection = authentication.get("ConnectionArn")
    if authentication and not isinstance(connection, str):
        read.problem("The field 'ConnectionArn' is required but was missing")
    headers = _headers(read)
    query: dict[str, str | list[str]] = {}
    for name, value in read.table("QueryParameters").items():
        query[name] = [forms.text_of(each) for each in value] if isinstance(value, list) else forms.text_of(value)
    arrays = _arrays(read)
    body = read.fields.get("RequestBody")
    read.check()
    has_body = "RequestBody" in read.fields
    return Request(
        method, url, connection if isinstance(connection, str) else "", headers, query, body, arrays, has_body
    )


def _headers(read: Parameters) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in read.table("Headers").items():
        if name.lower() in building.RESERVED:
            read.problem(f"The header '{name}' is not supported by Step Functions")
        elif isinstance(value, (dict, list)):
            read.bad_format("Headers")
        else:
            headers[name] = forms.text_of(value)
    return headers


def _arrays(read: Parameters) -> str | None:
    transform = read.part("Transform", ("RequestBodyEncoding", "RequestEncodingOptions"))
    encoding = transform.one_of("RequestBodyEncoding", ("NONE", "URL_ENCODED"), "NONE")
    options = transform.part("RequestEncodingOptions", ("ArrayFormat",))
    arrays = options.one_of("ArrayFormat", forms.FORMATS, forms.INDICES)
    return arrays if encoding == "URL_ENCODED" else None


INVOKE_ENDPOINT: Integration = InvokeEndpoint()
