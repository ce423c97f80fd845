"""What tasks make of HTTP responses."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.integrations.functions import payload_of
from fakeaws.services.stepfunctions.language.json_text import Json

if TYPE_CHECKING:
    from fakeaws.endpoints.messages import Response


def result_of(response: Response) -> dict[str, Json]:
    """``Headers``, ``ResponseBody``, ``StatusCode`` and ``StatusText``: a body that is JSON is parsed, an empty one ``{}``."""
    headers: dict[str, Json] = {}
    for name in response.headers:
        headers[name] = [value for each, value in response.headers.pairs if each.lower() == name.lower()]
    return {
        "Headers": headers,
        "ResponseBody": payload_of(body_of(response)) if response.body else {},
        "StatusCode": response.status,
        "StatusText": reason_of(response.status),
    }


def body_of(response: Response) -> str:
    """The body as text; what is not UTF-8 is replaced."""
    return response.body.decode("utf-8", "replace")


def reason_of(status: int) -> str:
    """``OK``, ``Not Found``; ``""`` for a status that has no name."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
