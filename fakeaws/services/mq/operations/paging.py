"""Pages of MQ's listings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from fakeaws.aws.paging import BadToken, page
from fakeaws.services.mq import errors, limits

T = TypeVar("T")


def paged(
    items: Sequence[T], params: Mapping[str, Any], key: Callable[[T], Any], scope: str, *, descending: bool = False
) -> tuple[list[T], dict[str, Any]]:
    """A page of ``items``, which are in the key's order, and MaxResults and NextToken as answers have them.

    Raises BadRequestException for a number that is not 1 to 100, and for a token that is none.
    """
    limit = params.get("MaxResults", limits.PAGE)
    if not 1 <= limit <= 100:
        raise errors.bad_request(f"MaxResults must be between 1 and 100 but is {limit}.", "maxResults")
    ordered = items if descending else sorted(items, key=key)
    try:
        found, token = page(
            ordered, limit=limit, token=params.get("NextToken"), key=key, scope=scope, descending=descending
        )
    except BadToken:
        raise errors.bad_request("The NextToken is invalid.", "nextToken") from None
    more: dict[str, Any] = {"MaxResults": limit}
    if token is not None:
        more["NextToken"] = token
    return found, more
