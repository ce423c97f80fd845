"""Pages of a listing, with tokens that say after which key to go on rather than at which index."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Any, TypeVar

T = TypeVar("T")


class BadToken(ValueError):
    """Not a token, or one of another operation or filter; each service has its own words for it."""


def page(
    items: Sequence[T],
    *,
    limit: int,
    token: str | None,
    key: Callable[[T], Any],
    scope: str,
    descending: bool = False,
) -> tuple[list[T], str | None]:
    """At most ``limit`` (>= 1) items after the one at which ``token`` ended, and the next token if there are more.

    ``items`` are in ascending order of ``key`` (``descending`` otherwise); keys are texts, integers or tuples of
    these, and no two items have the same. What is added or removed between two pages moves nothing else: no item is
    seen twice, none that stays is missed. ``scope`` names what is listed, filters included; a token of another scope
    raises `BadToken`. Tokens depend on scope and key alone, so that two runs give the same ones.
    """
    if limit < 1:
        raise ValueError(f"limit must be at least 1, not {limit}")
    mark = blake2b(scope.encode(), digest_size=9).digest()
    start = 0 if token is None else _first_after(items, _read(token, mark), key, descending)
    end = start + limit
    found = list(items[start:end])
    return found, _write(key(found[-1]), mark) if end < len(items) else None


def _first_after(items: Sequence[T], last: Any, key: Callable[[T], Any], descending: bool) -> int:
    low, high = 0, len(items)
    while low < high:
        middle = (low + high) // 2
        here = key(items[middle])
        try:
            is_after = here < last if descending else last < here
        except TypeError:
            raise BadToken("the token's key is of another kind") from None
        if is_after:
            high = middle
        else:
            low = middle + 1
    return low


def _write(last: Any, mark: bytes) -> str:
    return base64.urlsafe_b64encode(mark + json.dumps(last, separators=(",", ":")).encode()).decode()


def _read(token: str, mark: bytes) -> Any:
    try:
        content = base64.b64decode(token.encode(), altchars=b"-_", validate=True)
        last = json.loads(content[len(mark) :])
    except (binascii.Error, ValueError):
        raise BadToken("not a token") from None
    if not content.startswith(mark):
        raise BadToken("a token of another listing")
    return _as_key(last)


def _as_key(value: Any) -> Any:
    return tuple(map(_as_key, value)) if isinstance(value, list) else value
