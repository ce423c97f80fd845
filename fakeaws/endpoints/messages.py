"""What travels: a request, a response, their headers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class Headers(Mapping[str, str]):
    """HTTP headers, names without regard to case; iteration gives them as they were written.

    A name that came twice has its values joined by ``", "``; `pairs` has each.
    """

    __slots__ = ("pairs",)

    def __init__(self, headers: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> None:
        pairs = headers.items() if isinstance(headers, Mapping) else headers
        #: Every header in order.
        self.pairs: tuple[tuple[str, str], ...] = tuple((str(name), str(value)) for name, value in pairs)

    def __getitem__(self, name: str) -> str:
        wanted = name.lower()
        found = [value for each, value in self.pairs if each.lower() == wanted]
        if not found:
            raise KeyError(name)
        return ", ".join(found)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._spellings()

    def __iter__(self) -> Iterator[str]:
        return iter(self._spellings().values())

    def __len__(self) -> int:
        return len(self._spellings())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mapping):
            return NotImplemented
        return self._lower() == Headers(other)._lower()

    def __hash__(self) -> int:
        return hash(frozenset(self._lower().items()))

    def __repr__(self) -> str:
        return f"Headers({dict(self.pairs)!r})"

    def _spellings(self) -> dict[str, str]:
        """Lower-case name → as it was written first."""
        spellings: dict[str, str] = {}
        for name, _ in self.pairs:
            spellings.setdefault(name.lower(), name)
        return spellings

    def _lower(self) -> dict[str, str]:
        return {name: self[name] for name in self._spellings()}


@dataclass(frozen=True)
class Request:
    """A request as an endpoint gets it.

    ``url`` is whole, ``path`` decoded, ``query`` decoded with the last value of a name that came twice.
    """

    method: str
    url: str
    path: str
    query: Mapping[str, str]
    headers: Headers
    body: bytes

    @classmethod
    def to(cls, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Request:
        """The request for a URL."""
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        return cls(method, url, unquote(parts.path) or "/", query, Headers(headers), body)

    @property
    def text(self) -> str:
        """The body as UTF-8 text."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body, read as JSON whatever its content type; raises ``ValueError`` if it is none."""
        return json.loads(self.body)


@dataclass(frozen=True, init=False)
class Response:
    """An endpoint's response; a text as body is sent as UTF-8."""

    status: int = 200
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""

    def __init__(
        self,
        status: int = 200,
        headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        body: bytes | str = b"",
    ) -> None:
        object.__setattr__(self, "status", status)
        object.__setattr__(self, "headers", Headers(headers))
        object.__setattr__(self, "body", body.encode() if isinstance(body, str) else bytes(body))

    @classmethod
    def of(cls, value: object) -> Response:
        """What a plain callable returned: ``None``, a status, a body, a pair of both, or a response.

        Raises ``TypeError`` for anything else.
        """
        if isinstance(value, Response):
            return value
        if value is None:
            return cls()
        if isinstance(value, int) and not isinstance(value, bool):
            return cls(_checked(value))
        if isinstance(value, (str, bytes)):
            return cls(body=value)
        if isinstance(value, tuple) and len(value) == 2:
            status, body = value
            if isinstance(status, int) and not isinstance(status, bool) and isinstance(body, (str, bytes)):
                return cls(_checked(status), body=body)
        raise TypeError(
            "an endpoint returns None, a status, a body (str or bytes), (status, body) or a Response; "
            f"got {type(value).__name__}"
        )


def _checked(status: int) -> int:
    if not 100 <= status <= 599:
        raise TypeError(f"an endpoint returned the status {status}; HTTP has 100 to 599")
    return status
