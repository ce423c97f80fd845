"""A function's URL as an application: ASGI, and WSGI by `UrlApp.wsgi`."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fakeaws.aws.service import Call, Caller
from fakeaws.endpoints.messages import Headers, Request, Response
from fakeaws.services.lambda_ import url_requests
from fakeaws.services.lambda_.urls import FunctionUrl
from fakeaws.world import user_of

if TYPE_CHECKING:
    from fakeaws.services.lambda_.functions import Function


def respond(url: FunctionUrl, request: Request, caller: Caller) -> Response:
    """Answer a request by invoking the function; waits for it."""
    found = _without_function(url, request, caller)
    if found is not None:
        return found
    call = _invocation(url, request, caller)
    return _response(url, request, url.function.service.world.router.call(call))


async def respond_async(url: FunctionUrl, request: Request, caller: Caller) -> Response:
    """`respond` for a caller in a running event loop."""
    found = _without_function(url, request, caller)
    if found is not None:
        return found
    call = _invocation(url, request, caller)
    return _response(url, request, await url.function.service.world.router.call_async(call))


def caller_of(url: FunctionUrl, request: Request) -> Caller:
    """Who signed a request; its access key is believed."""
    service = url.function.service
    _, _, credential = request.headers.get("authorization", "").partition("Credential=")
    if not credential:
        return Caller.anonymous(service.account)
    return service.world.caller(credential.split("/")[0])


def _without_function(url: FunctionUrl, request: Request, caller: Caller) -> Response | None:
    return url_requests.preflight(url, request) or url_requests.refusal(url, request, caller)


def _invocation(url: FunctionUrl, request: Request, caller: Caller) -> Call:
    """The call of Invoke: of the owner's, as the URL's own rules have let the request in."""
    service = url.function.service
    request_id = service.world.new_request_id()
    event = url_requests.event_of(url, request, caller, request_id)
    return Call(
        service.world,
        "lambda",
        "Invoke",
        {"FunctionName": url.arn, "Payload": json.dumps(event, ensure_ascii=False).encode()},
        region=service.region,
        caller=user_of(service.account),
        request_id=request_id,
    )


def _response(url: FunctionUrl, request: Request, answer: Any) -> Response:
    return url_requests.response_of(answer, url_requests.cors_headers(url, request))


class UrlApp:
    """``aws.lambda_.function(name).url_app``: requests become invocations, in virtual time.

    An ASGI application; ``url_app.wsgi`` is the same one for WSGI. It obeys the function's URL configuration; a function
    without one answers everybody.
    """

    def __init__(self, function: Function) -> None:
        self._function = function

    @property
    def _url(self) -> FunctionUrl:
        url = self._function.urls.get("")
        return FunctionUrl.of_nobody(self._function) if url is None else url

    async def __call__(
        self, scope: Any, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
    ) -> None:
        """One ASGI connection: HTTP, or the lifespan of an application that has nothing to start."""
        if scope["type"] == "lifespan":
            while True:
                kind = (await receive())["type"].rpartition(".")[2]
                await send({"type": f"lifespan.{kind}.complete"})
                if kind == "shutdown":
                    return
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
        request = self._request(scope["method"], scope["path"], scope["query_string"].decode("latin-1"), headers, body)
        response = await respond_async(self._url, request, caller_of(self._url, request))
        pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers.pairs]
        await send({"type": "http.response.start", "status": response.status, "headers": pairs})
        await send({"type": "http.response.body", "body": response.body})

    def wsgi(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """One WSGI request."""
        headers = [
            (key[5:].replace("_", "-").lower(), str(value)) for key, value in environ.items() if key.startswith("HTTP_")
        ]
        for key in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            if environ.get(key):
                headers.append((key.replace("_", "-").lower(), str(environ[key])))
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        path = environ.get("PATH_INFO", "/").encode("latin-1").decode("utf-8", "replace")
        request = self._request(environ["REQUEST_METHOD"], path, environ.get("QUERY_STRING", ""), headers, body)
        response = respond(self._url, request, caller_of(self._url, request))
        try:
            phrase = HTTPStatus(response.status).phrase
        except ValueError:
            phrase = ""
        start_response(f"{response.status} {phrase}", list(response.headers.pairs))
        return [response.body]

    def _request(self, method: str, path: str, query: str, headers: list[tuple[str, str]], body: bytes) -> Request:
        target = f"https://{self._url.host}{quote(path) or '/'}" + (f"?{query}" if query else "")
        return Request(method, target, path or "/", {}, Headers(headers), body)
