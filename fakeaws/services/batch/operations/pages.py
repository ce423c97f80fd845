"""Pages of the Describe and List operations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from fakeaws.aws.paging import BadToken, page
from fakeaws.aws.service import Result
from fakeaws.services.batch import errors
from fakeaws.services.batch.limits import PAGE

T = TypeVar("T")


def listed(
    items: Iterable[T],
    params: Mapping[str, Any],
    member: str,
    *,
    key: Callable[[T], Any],
    shown: Callable[[T], dict[str, Any]],
    descending: bool = False,
) -> Result:
    """A page of ``maxResults``, and ``nextToken`` if there are more; raises ClientException. See `fakeaws.aws.paging`."""
    limit = params.get("maxResults", PAGE)
    if not 1 <= limit <= PAGE:
        raise errors.client(f"maxResults must be between 1 and {PAGE}.")
    filters = sorted((name, value) for name, value in params.items() if name not in ("nextToken", "maxResults"))
    try:
        found, token = page(
            sorted(items, key=key, reverse=descending),
            limit=limit,
            token=params.get("nextToken"),
            key=key,
            scope=f"{member}/{filters}",
            descending=descending,
        )
    except BadToken:
        raise errors.client("Invalid nextToken.") from None
    answer: Result = {member: [shown(each) for each in found]}
    if token is not None:
        answer["nextToken"] = token
    return answer


def matches(pattern: str, text: str) -> bool:
    """A filter's value: without regard to case; an asterisk at its end stands for anything."""
    pattern, text = pattern.lower(), text.lower()
    return text.startswith(pattern[:-1]) if pattern.endswith("*") else text == pattern
