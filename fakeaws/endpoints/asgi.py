"""One request to an ASGI application (FastAPI, Starlette, Django …), in an event loop of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from fakeaws.endpoints.messages import Request, Response


class Connection:
    """The application's side of a connection: what it receives, and what it has sent."""

    def __init__(self, app: Any, request: Request, answer: Callable[[Response], None]) -> None:
        self._app = app
        self._request = request
        self._answer = answer
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed: asyncio.Event | None = None
        self._body_given = False
        self._status: int | None = None
        self._headers: list[tuple[str, str]] = []
        self._body: list[bytes] = []
        self._complete = False

    def run(self) -> None:
        """Run the application to its end, background tasks of its framework included."""
        asyncio.run(self._serve())

    def disconnect(self) -> None:
        """The sender is gone: ``receive`` says so. May be called in an event, before and after the application ran."""
        if self._loop is not None and self._closed is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._closed.set)

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._closed = asyncio.Event()
        await self._app(scope(self._request), self._receive, self._send)
        if not self._complete:
            raise RuntimeError("the ASGI application ended without a complete response")

    async def _receive(self) -> dict[str, Any]:
        if not self._body_given:
            self._body_given = True
            return {"type": "http.request", "body": self._request.body, "more_body": False}
        assert self._closed is not None
        await self._closed.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        kind = message["type"]
        if kind == "http.response.start" and self._status is None:
            self._status = message["status"]
            self._headers = [
                (name.decode("latin-1"), value.decode("latin-1")) for name, value in message.get("headers", ())
            ]
        elif kind == "http.response.body" and self._status is not None and not self._complete:
            self._body.append(bytes(message.get("body", b"")))
            if not message.get("more_body", False):
                self._complete = True
                self._answer(Response(self._status, self._headers, b"".join(self._body)))
                assert self._closed is not None
                self._closed.set()
        else:
            raise RuntimeError(f"the ASGI application sent {kind!r} out of turn")


def scope(request: Request) -> dict[str, Any]:
    """The connection scope of a request."""
    parts = urlsplit(request.url)
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": parts.scheme,
        "path": request.path,
        "raw_path": parts.path.encode("ascii", "replace") or b"/",
        "query_string": parts.query.encode("ascii", "replace"),
        "root_path": "",
        "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in request.headers.pairs],
        "client": ("127.0.0.1", 0),
        "server": (parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)),
        "state": {},
        "extensions": {},
    }
