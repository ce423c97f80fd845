"""One request to a real server on 127.0.0.1 that the test has started."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fakeaws.endpoints.messages import Response

if TYPE_CHECKING:
    from fakeaws.endpoints.exchange import Exchange

#: The client sets these itself, for the connection that it makes.
_OF_THE_CONNECTION = frozenset(("connection", "content-length", "host"))


def run(exchange: Exchange) -> None:
    """Send the request over a socket. The calling actor waits in virtual time; see `fakeaws.simulation.sockets`."""
    request = exchange.request
    parts = urlsplit(request.url)
    assert parts.hostname is not None
    connection = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=exchange.timeout_seconds)
    headers = {name: value for name, value in request.headers.pairs if name.lower() not in _OF_THE_CONNECTION}
    try:
        connection.request(
            request.method,
            (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
            body=request.body,
            headers={**headers, "Connection": "close"},
        )
        answer = connection.getresponse()
        exchange.answer(Response(answer.status, answer.getheaders(), answer.read()))
    except TimeoutError:
        # The sender gave up at the same moment.
        return
    except (OSError, http.client.HTTPException) as error:
        exchange.refuse(f"no server answers there: {type(error).__name__}")
    finally:
        connection.close()
