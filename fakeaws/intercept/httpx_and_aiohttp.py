"""`http_libraries` for httpx, at its transports, and for aiohttp, at its connector."""

from __future__ import annotations

import asyncio
from typing import Any

from fakeaws.intercept.http_libraries import answered_async, is_whole, served
from fakeaws.simulation.patches import Patches
from fakeaws.wire.answers import WireAnswer


def install_httpx(table: Patches, module: Any) -> None:
    """Add httpx's rows; ``module`` holds its transports."""
    from fakeaws.intercept import public_pages

    send, send_async = module.HTTPTransport.handle_request, module.AsyncHTTPTransport.handle_async_request

    def handle_request(self: Any, request: Any) -> Any:
        if not served(request.url.host):
            return send(self, request)
        return _httpx_response(request, public_pages.answer(*_taken_apart(request, request.read())))

    async def handle_async_request(self: Any, request: Any) -> Any:
        if not served(request.url.host):
            return await send_async(self, request)
        answer = await public_pages.answer_async(*_taken_apart(request, await request.aread()))
        return _httpx_response(request, answer)

    table.replace(module.HTTPTransport, "handle_request", handle_request)
    table.replace(module.AsyncHTTPTransport, "handle_async_request", handle_async_request)


def _taken_apart(request: Any, body: bytes) -> tuple[Any, ...]:
    return request.method, str(request.url), body, list(request.headers.multi_items())


def _httpx_response(request: Any, answer: WireAnswer) -> Any:
    import httpx

    headers = [*answer.headers.items(), *(("Set-Cookie", cookie) for cookie in answer.cookies)]
    return httpx.Response(answer.status, headers=headers, content=answer.body, request=request)


def install_aiohttp(table: Patches, module: Any) -> None:
    """Add aiohttp's row; ``module`` holds its connectors."""
    original = module.TCPConnector._create_connection

    async def create_connection(self: Any, req: Any, *args: Any, **kwargs: Any) -> Any:
        if not served(req.url.host):
            return await original(self, req, *args, **kwargs)
        protocol = self._factory()
        protocol.connection_made(Transport(f"{req.url.scheme}://{req.url.host}", protocol))
        return protocol

    table.replace(module.TCPConnector, "_create_connection", create_connection)


class Transport(asyncio.Transport):
    """A connection that answers as soon as the request is whole."""

    def __init__(self, origin: str, protocol: Any) -> None:
        super().__init__()
        self._origin = origin
        self._protocol = protocol
        self._sent = bytearray()
        self._closing = False
        self._done = False
        self._task: asyncio.Task[None] | None = None

    def write(self, data: Any) -> None:
        """Take a piece of the request."""
        self._sent += bytes(data)
        if not self._done and is_whole(bytes(self._sent)):
            self._done = True
            self._task = asyncio.get_running_loop().create_task(self._answer())

    async def _answer(self) -> None:
        if self._closing:
            return
        try:
            answer = await answered_async(self._origin, bytes(self._sent))
        except Exception as error:  # the request's, whoever awaits it
            self._protocol.set_exception(error)
            self.close()
        else:
            self._protocol.data_received(answer)

    def is_closing(self) -> bool:
        """Whether it was closed."""
        return self._closing

    def close(self) -> None:
        """End it; the protocol hears of it soon."""
        if not self._closing:
            self._closing = True
            if self._task is not None and self._task is not asyncio.current_task():
                self._task.cancel()
            asyncio.get_running_loop().call_soon(self._protocol.connection_lost, None)

    def abort(self) -> None:
        """The same as `close`."""
        self.close()

    def pause_reading(self) -> None:
        """The answer is there already."""

    def resume_reading(self) -> None:
        """The answer is there already."""

    def is_reading(self) -> bool:
        """Always."""
        return True

    def get_write_buffer_size(self) -> int:
        """Nothing waits to be written."""
        return 0
