"""Answers in the form that a ``before-send`` handler returns to botocore and to aiobotocore."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, final

from botocore.awsrequest import AWSResponse
from urllib3.response import HTTPResponse

from fakeaws.wire.answers import WireAnswer

if TYPE_CHECKING:
    from aiobotocore.awsrequest import AioAWSResponse

__all__ = ["to_aiobotocore", "to_botocore"]


def to_botocore(answer: WireAnswer, url: str) -> AWSResponse:
    """For botocore: below it lies urllib3's own response, so a ``StreamingBody`` behaves as over a socket."""
    raw = HTTPResponse(
        body=io.BytesIO(answer.body),
        headers=answer.headers,
        status=answer.status,
        preload_content=False,
    )
    headers: Any = answer.headers
    return AWSResponse(url, answer.status, headers, raw)


def to_aiobotocore(answer: WireAnswer, url: str) -> AioAWSResponse:
    """For aiobotocore, which awaits the content of its responses (needs the extra ``fakeaws[aio]``)."""
    from aiobotocore.awsrequest import AioAWSResponse

    # Like aiobotocore over a socket: header names in lower case.
    headers: Any = {name.lower(): text for name, text in answer.headers.items()}
    return AioAWSResponse(url, answer.status, headers, _MemoryResponse(url, headers, answer))


class _MemoryContent:
    """What aiobotocore's ``StreamingBody`` reads from; nothing here waits, so it suits any event loop."""

    def __init__(self, body: bytes) -> None:
        self._stream = io.BytesIO(body)
        self._size = len(body)

    async def read(self, amount: int = -1) -> bytes:
        return self._stream.read(amount)

    async def iter_chunks(self) -> AsyncIterator[tuple[bytes, bool]]:
        """As an event stream is read."""
        content = self._stream.read()
        if content:
            yield content, True

    def at_eof(self) -> bool:
        return self._stream.tell() >= self._size


@final
class _MemoryResponse:
    """The part of aiohttp's ``ClientResponse`` that aiobotocore uses, over bytes in memory."""

    def __init__(self, url: str, headers: dict[str, str], answer: WireAnswer) -> None:
        self.url = url
        self.status = answer.status
        self.headers = headers
        self.content = _MemoryContent(answer.body)
        self.closed = False

    async def read(self) -> bytes:
        return await self.content.read()

    def at_eof(self) -> bool:
        return self.content.at_eof()

    def close(self) -> None:
        self.closed = True

    async def __aenter__(self) -> _MemoryResponse:
        return self

    async def __aexit__(self, *failure: object) -> None:
        self.close()
