"""How requests that AWS sends for its users are made: their headers, and how parameters come into URL and body.

EventBridge's API destinations and Step Functions' HTTP tasks have these rules in common.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

#: Headers, in lower case, that users cannot set.
RESERVED = frozenset(
    (
        "a-im",
        "accept-charset",
        "accept-datetime",
        "accept-encoding",
        "cache-control",
        "connection",
        "content-encoding",
        "content-length",
        "content-md5",
        "date",
        "expect",
        "forwarded",
        "from",
        "host",
        "http2-settings",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-range",
        "if-unmodified-since",
        "max-forwards",
        "origin",
        "pragma",
        "proxy-authorization",
        "range",
        "referer",
        "te",
        "trailer",
        "transfer-encoding",
        "user-agent",
        "upgrade",
        "via",
        "warning",
    )
)


def headers(
    url: str, body: bytes, given: Mapping[str, str], *, content_type: str, user_agent: str, longest: int
) -> dict[str, str]:
    """All headers of a request, without those of ``given`` that are reserved.

    ``content_type`` holds unless ``given`` has another one; of the response, ``longest`` bytes are wanted.
    """
    kept = {name: value for name, value in given.items() if name.strip().lower() not in RESERVED}
    if not any(name.lower() == "content-type" for name in kept):
        kept["Content-Type"] = content_type
    return {
        **kept,
        "User-Agent": user_agent,
        "Range": f"bytes=0-{longest - 1}",
        "Accept-Encoding": "gzip,deflate",
        "Connection": "close",
        "Content-Length": str(len(body)),
        "Host": urlsplit(url).netloc.rpartition("@")[2],
    }


def with_path(url: str, values: Sequence[str]) -> str:
    """The URL with its path's ``*`` filled in, in order; what is left of them stays."""
    parts = urlsplit(url)
    path = parts.path
    pieces = path.split("*")
    filled = [quote(value, safe="") for value in values[: len(pieces) - 1]]
    filled += ["*"] * (len(pieces) - 1 - len(filled))
    joined = pieces[0] + "".join(value + piece for value, piece in zip(filled, pieces[1:]))
    return urlunsplit(parts._replace(path=joined))


def with_query(url: str, values: Mapping[str, str | Sequence[str]]) -> str:
    """The URL with query parameters, those with several values several times; one that it has already gets the new value."""
    if not values:
        return url
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in values]
    return urlunsplit(parts._replace(query=urlencode([*kept, *values.items()], doseq=True, quote_via=quote)))


def with_body(text: str, values: Mapping[str, str]) -> str:
    """The payload with body parameters, if it is a JSON object."""
    if not values:
        return text
    try:
        payload = json.loads(text)
    except ValueError:
        return text
    if not isinstance(payload, dict):
        return text
    return json.dumps({**payload, **values}, ensure_ascii=False, separators=(",", ":"))
