"""Which URL is whose: ``world.endpoints``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from fakeaws.endpoints.exchange import REFUSED, Answer, Exchange, resource_of
from fakeaws.endpoints.kinds import Kind, kind_of
from fakeaws.endpoints.messages import Request, Response
from fakeaws.endpoints.received import ReceivedRequest

if TYPE_CHECKING:
    from fakeaws.world import World


class Endpoint:
    """An application that answers for a URL. ``requests`` is what it got, oldest first."""

    def __init__(self, url: str, app: Any, kind: Kind, name: str) -> None:
        self.url = url
        self.app = app
        self.kind = kind
        #: The name of its actors on the timeline.
        self.name = name
        self.requests: list[ReceivedRequest] = []

    def __repr__(self) -> str:
        return f"<endpoint {self.url} ({self.kind}): {len(self.requests)} requests>"

    def __deepcopy__(self, memo: dict[int, Any]) -> Endpoint:
        """The application is code and stays the same one."""
        twin = Endpoint(self.url, self.app, self.kind, self.name)
        twin.requests = list(self.requests)
        memo[id(self)] = twin
        return twin

    def handle(self, exchange: Exchange) -> None:
        """Let the application work on a request, to its end."""
        request = exchange.request
        if self.kind == "wsgi":
            from fakeaws.endpoints import wsgi

            wsgi.run(self.app, request, exchange.answer)
        elif self.kind == "asgi":
            from fakeaws.endpoints.asgi import Connection

            connection = Connection(self.app, request, exchange.answer)
            exchange.work(connection)
            connection.run()
        elif self.kind == "loopback":
            from fakeaws.endpoints import loopback

            loopback.run(exchange)
        else:
            self._call(exchange)

    def _call(self, exchange: Exchange) -> None:
        value = self.app(exchange.request)
        if hasattr(value, "__await__"):
            import asyncio

            value = asyncio.run(_awaited(value))
        try:
            response = Response.of(value)
        except TypeError as error:
            exchange.misused(error, Response(500, (), str(error)))
        else:
            exchange.answer(response)


async def _awaited(value: Any) -> Any:
    return await value


class Endpoints:
    """The endpoints of a world. `register` says who answers for a URL, `send` sends."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._by_origin: dict[tuple[str, str, int], list[Endpoint]] = {}
        #: Requests that applications work on now, in the order in which they came.
        self.running: list[Exchange] = []

    def register(self, url: str, app: Any = None, *, kind: Kind | None = None, name: str | None = None) -> Endpoint:
        """Let an application answer for ``url`` and for everything below its path; the longest registered path wins.

        ``app`` is a WSGI application, an ASGI application, or a function that takes a `Request` and returns ``None``
        (200), a status, a body, ``(status, body)`` or a `Response`. ``kind``, where the application itself does not
        tell: "wsgi", "asgi" or "callable"; "loopback" (without ``app``) is a real server on 127.0.0.1 that the test has
        started. ``name`` names its actors on the timeline; by default host and path do.

        A URL with a query answers for exactly that query. The same URL again replaces the application. Raises
        ``ValueError`` for what is no http or https URL, ``TypeError`` for an application that cannot be told.
        """
        parts = _parsed(url)
        found = kind_of(app, kind)
        if found == "loopback" and (parts.scheme.lower() != "http" or not _is_loopback(parts.hostname or "")):
            raise ValueError(f"a real server answers at http://127.0.0.1:PORT (or ::1, localhost), not at {url!r}")
        endpoint = Endpoint(url, app, found, name or f"{parts.netloc.rpartition('@')[2]}{parts.path}".rstrip("/"))
        at_origin = self._by_origin.setdefault(_origin(parts), [])
        at_origin[:] = [each for each in at_origin if _place(urlsplit(each.url)) != _place(parts)]
        at_origin.append(endpoint)
        # The most specific first: one with a query, then the longest path.
        at_origin.sort(key=_specific, reverse=True)
        return endpoint

    def find(self, url: str) -> Endpoint | None:
        """Who answers for a URL."""
        parts = _parsed(url)
        path, query = _place(parts)
        for endpoint in self._by_origin.get(_origin(parts), ()):
            own_path, own_query = _place(urlsplit(endpoint.url))
            if own_query:
                if (own_path, own_query) == (path, query):
                    return endpoint
            elif path == own_path or path.startswith(own_path.rstrip("/") + "/"):
                return endpoint
        return None

    def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        *,
        timeout_us: int,
        then: Callable[..., object],
        args: tuple[Any, ...] = (),
        cause: int | None = None,
    ) -> None:
        """Send a request; ``then(answer, *args)`` is called in an event, once, after ``timeout_us`` at the latest.

        ``then`` is a bound method; ``cause`` the timeline's number of what led to the request. Does not wait.
        """
        if self.world.simulation.closing:
            return
        endpoint = self.find(url)
        if endpoint is None:
            number = self.world.timeline.add(
                "http", method, resource_of(url), REFUSED, cause=cause, details={"reason": self._nobody(url)}
            )
            self.world.simulation.at(self.world.now_us, then, Answer(None, REFUSED, number), *args)
            return
        exchange = Exchange(self, endpoint, Request.to(method, url, headers, body), timeout_us, (then, args))
        endpoint.requests.append(exchange.received)
        self.running.append(exchange)
        exchange.begin(cause)

    def under_way(self) -> list[str]:
        """What applications work on, one phrase each."""
        return [str(exchange) for exchange in self.running]

    def _nobody(self, url: str) -> str:
        parts = urlsplit(url)
        known = [each.url for endpoints in self._by_origin.values() for each in endpoints]
        near = get_close_matches(url, known, 1)
        text = (
            "no endpoint is registered for it; aws.sns.register_endpoint(url, app) or aws.endpoints.register(url, app) "
            "registers one"
        )
        if _is_loopback(parts.hostname or ""):
            text += ', or a real server of the test with kind="loopback"'
        return text + (f"; the nearest registered one is {resource_of(near[0])}" if near else "")


def _parsed(url: str) -> SplitResult:
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise ValueError(f'an endpoint\'s URL is like "https://shop.example.com/sns"; got {url!r}')
    return parts


def _origin(parts: SplitResult) -> tuple[str, str, int]:
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").lower(), parts.port or (443 if scheme == "https" else 80)


def _place(parts: SplitResult) -> tuple[str, str]:
    return parts.path or "/", parts.query


def _specific(endpoint: Endpoint) -> tuple[bool, int]:
    path, query = _place(urlsplit(endpoint.url))
    return bool(query), len(path)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
