"""How requests of ordinary HTTP libraries reach `public_pages`, without a socket.

Each library is replaced at one point, where it would connect: `http.client` (and with it `urllib.request`), urllib3 (and
with it requests), httpx, aiohttp. Outside worlds, and for every other host, that point does what it always did.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fakeaws.simulation.import_hooks import when_imported
from fakeaws.simulation.patches import Patches
from fakeaws.simulation.stack import stack

if TYPE_CHECKING:
    from fakeaws.wire.answers import WireAnswer


def install(table: Patches) -> None:
    """Add the rows of each library when it is imported."""

    def connections(module: Any) -> None:
        for name, scheme in (("HTTPConnection", "http"), ("HTTPSConnection", "https")):
            owner = getattr(module, name, None)
            if owner is not None and "connect" in owner.__dict__:
                table.replace(owner, "connect", _connecting(owner.connect, scheme))

    def httpx_imported(module: Any) -> None:
        from fakeaws.intercept import httpx_and_aiohttp

        httpx_and_aiohttp.install_httpx(table, module)

    def aiohttp_imported(module: Any) -> None:
        from fakeaws.intercept import httpx_and_aiohttp

        httpx_and_aiohttp.install_aiohttp(table, module)

    when_imported("http.client", connections)
    when_imported("urllib3.connection", connections)
    when_imported("httpx._transports.default", httpx_imported)
    when_imported("aiohttp.connector", aiohttp_imported)


def served(host: object) -> bool:
    """Whether a request to that host is answered here."""
    if not stack or not host:
        return False
    from fakeaws.intercept import public_pages

    return public_pages.serves(host)


def _connecting(original: Callable[[Any], None], scheme: str) -> Callable[[Any], None]:
    """Stand in for the ``connect`` of a connection of `http.client` or of one that is derived from it."""

    def connect(self: Any) -> None:
        host = getattr(self, "_tunnel_host", None) or self.host
        if not served(host):
            original(self)
            return
        self.sock = Socket(f"{scheme}://{host}")
        # urllib3 warns of connections whose certificate nobody checked.
        self.is_verified = True

    connect.__doc__ = original.__doc__
    return connect


class Socket:
    """As much of a socket as `http.client` and urllib3 use: takes a request's bytes, gives the answer's."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._sent = bytearray()
        self._answer: bytes | None = None

    def sendall(self, data: Any, *flags: int) -> None:
        """Take a piece of the request. The last one is where a request that is not served raises."""
        self._sent += bytes(data)
        if self._answer is None and is_whole(bytes(self._sent)):
            self._answer = answered(self._origin, bytes(self._sent))

    def makefile(self, mode: str = "r", *args: Any, **kwargs: Any) -> io.BytesIO:
        """The answer to what was sent."""
        return io.BytesIO(self._answer or b"")

    def settimeout(self, timeout: float | None) -> None:
        """Nothing takes time here."""

    def setsockopt(self, *option: Any) -> None:
        """There is nothing to set."""

    def shutdown(self, how: int) -> None:
        """There is nothing to shut down."""

    def close(self) -> None:
        """There is nothing to close."""


def is_whole(sent: bytes) -> bool:
    """Whether a request has come to its end."""
    head, separator, body = sent.partition(b"\r\n\r\n")
    return bool(separator) and len(body) >= _content_length(head)


def _content_length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    return 0


def answered(origin: str, sent: bytes) -> bytes:
    """The bytes of the answer to the bytes of a request; ``origin`` is like ``https://sns.us-east-1.amazonaws.com``."""
    from fakeaws.intercept import public_pages

    method, *rest = _taken_apart(origin, sent)
    return on_the_wire(public_pages.answer(method, *rest), with_body=method != "HEAD")


async def answered_async(origin: str, sent: bytes) -> bytes:
    """`answered` for a caller in a running event loop."""
    from fakeaws.intercept import public_pages

    method, *rest = _taken_apart(origin, sent)
    return on_the_wire(await public_pages.answer_async(method, *rest), with_body=method != "HEAD")


def _taken_apart(origin: str, sent: bytes) -> tuple[Any, ...]:
    """Method, URL, body and headers of a request's bytes."""
    head, _, body = sent.partition(b"\r\n\r\n")
    method, target, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
    url = target if "://" in target else origin + target
    return method, url, body, [_header(line) for line in head.decode("latin-1").split("\r\n")[1:] if line]


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip(), value.strip()


_STATUSES = frozenset(map(int, HTTPStatus))


def on_the_wire(answer: WireAnswer, *, with_body: bool = True) -> bytes:
    """An answer as HTTP/1.1 bytes; the connection ends with it."""
    reason = HTTPStatus(answer.status).phrase if answer.status in _STATUSES else ""
    headers = {**answer.headers, "Content-Length": str(len(answer.body)), "Connection": "close"}
    lines = [f"HTTP/1.1 {answer.status} {reason}", *(f"{name}: {value}" for name, value in headers.items())]
    lines += [*(f"Set-Cookie: {cookie}" for cookie in answer.cookies), "", ""]
    return "\r\n".join(lines).encode("latin-1") + (answer.body if with_body else b"")
