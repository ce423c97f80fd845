"""What TestState shows of an HTTP task's request and response."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from fakeaws.services.stepfunctions.integrations.http.responses import body_of, reason_of

if TYPE_CHECKING:
    from fakeaws.endpoints.messages import Response

#: Headers that Step Functions adds and shows; those that the connection needs are not shown.
_SHOWN = ("User-Agent", "Range")


def request_trace(method: str, url: str, given: Iterable[tuple[str, str]], sent: dict[str, str], body: bytes) -> Any:
    """``given`` are the headers of the task and its connection, ``sent`` all of them."""
    headers = [*given, *((name, sent[name]) for name in _SHOWN)]
    shown = {"protocol": _protocol(url), "method": method, "url": url, "headers": _headers(headers)}
    return {**shown, "body": body.decode("utf-8", "replace")} if body else shown


def response_trace(url: str, response: Response) -> Any:
    """The response of the endpoint."""
    return {
        "protocol": _protocol(url),
        "statusCode": str(response.status),
        "statusMessage": reason_of(response.status),
        "headers": _headers(response.headers.pairs),
        "body": body_of(response),
    }


def _protocol(url: str) -> str:
    return urlsplit(url).scheme.lower()


def _headers(pairs: Iterable[tuple[str, str]]) -> str:
    return f"[{', '.join(f'{name}: {value}' for name, value in pairs)}]"
