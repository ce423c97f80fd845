"""The HTTP requests that EventBridge sends.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html
"""

from __future__ import annotations

from collections.abc import Mapping

from fakeaws.endpoints import building

#: From the start of an attempt to the whole response.
TIMEOUT_US = 5_000_000
JSON = "application/json; charset=utf-8"

_LONGEST = 1024 * 1024


def headers(url: str, body: bytes, given: Mapping[str, str], content_type: str) -> dict[str, str]:
    """All headers of a request; ``content_type`` unless parameters give another one."""
    return building.headers(
        url, body, given, content_type=content_type, user_agent="Amazon/EventBridge/ApiDestinations", longest=_LONGEST
    )
