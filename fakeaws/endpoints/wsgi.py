"""One request to a WSGI application (Flask, Django …), as PEP 3333 has it."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from fakeaws.endpoints.messages import Request, Response


def run(app: Any, request: Request, answer: Callable[[Response], None]) -> None:
    """Call the application; ``answer`` gets its response when the last piece of the body is there.

    What the application does on ``close()`` comes after that, as in a server.
    """
    started = _Started()
    body = app(environ(request), started.start_response)
    try:
        for piece in body:
            started.write(piece)
        answer(started.response())
    finally:
        close = getattr(body, "close", None)
        if close is not None:
            close()


class _Started:
    """What the application has said so far."""

    def __init__(self) -> None:
        self._status: str | None = None
        self._headers: list[tuple[str, str]] = []
        self._body: list[bytes] = []

    def start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[..., None]:
        """See PEP 3333."""
        if self._status is not None and exc_info is None:
            raise AssertionError("start_response was called twice without exc_info")
        if exc_info is not None and self._body:
            raise exc_info[1].with_traceback(exc_info[2])
        self._status, self._headers = status, list(headers)
        return self.write

    def write(self, piece: bytes) -> None:
        """Take a piece of the body."""
        if self._status is None:
            raise AssertionError("a piece of the body came before start_response was called")
        if piece:
            self._body.append(piece)

    def response(self) -> Response:
        """The whole response."""
        if self._status is None:
            raise AssertionError("start_response was not called")
        return Response(int(self._status.split(" ", 1)[0]), self._headers, b"".join(self._body))


def environ(request: Request) -> dict[str, Any]:
    """The environment of a request."""
    parts = urlsplit(request.url)
    result: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        # PEP 3333: the path's bytes, read as Latin-1.
        "PATH_INFO": request.path.encode("utf-8").decode("latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": parts.hostname or "",
        "SERVER_PORT": str(parts.port or (443 if parts.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(request.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name in request.headers:
        key = name.upper().replace("-", "_")
        if key == "CONTENT_TYPE":
            result[key] = request.headers[name]
        elif key != "CONTENT_LENGTH":
            result[f"HTTP_{key}"] = request.headers[name]
    return result
