"""OAuth tokens of connections: fetched with the client's credentials, kept until they expire or an endpoint refuses them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fakeaws.endpoints import building
from fakeaws.services.events import requests
from fakeaws.services.events.authorization import http_values

if TYPE_CHECKING:
    from fakeaws.endpoints.exchange import Answer
    from fakeaws.services.events.connections import Connection

#: A token that expires so soon is replaced before it is used.
_MARGIN_US = 60_000_000
_FORM = "application/x-www-form-urlencoded; charset=utf-8"


class Tokens:
    """The token of one connection, and who waits for the next one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        #: What requests say in their header ``Authorization``; ``None`` without a token.
        self.latest: str | None = None
        #: In elapsed time; ``None`` for a token that does not expire.
        self._expires_us: int | None = None
        self._waiting: list[tuple[Callable[..., object], tuple[Any, ...]]] = []
        #: Counts what was forgotten: an answer to an earlier request is not taken.
        self._epoch = 0

    def header(self) -> str | None:
        """The header of requests; ``None`` if a token has to be fetched first."""
        now_us = self._connection.service.world.now_us
        if self._expires_us is not None and self._expires_us - now_us <= _MARGIN_US:
            return None
        return self.latest

    def refused(self, header: str) -> None:
        """An endpoint did not take a token: the next request gets another one."""
        if header == self.latest:
            self.latest = self._expires_us = None

    def forget(self) -> None:
        """Other credentials, or none: tokens of the old ones are worth nothing."""
        self.latest = self._expires_us = None
        self._epoch += 1
        waiting, self._waiting = self._waiting, []
        for then, args in waiting:
            self._tell(then, "the connection has other authorization parameters now", args)

    def fetch(self, then: Callable[..., object], args: tuple[Any, ...], cause: int | None) -> None:
        """Ask the authorization endpoint; ``then(problem, *args)`` is called in an event, with ``None`` if there is a token.

        Whoever asks while a request is on its way waits for its answer. ``cause``: the timeline's number of what led to it.
        """
        self._waiting.append((then, args))
        if len(self._waiting) > 1:
            return
        url, headers, body = _request(self._connection.params["OAuthParameters"])
        self._connection.service.world.endpoints.send(
            self._connection.params["OAuthParameters"]["HttpMethod"],
            url,
            headers,
            body,
            timeout_us=requests.TIMEOUT_US,
            then=self._answered,
            args=(self._epoch,),
            cause=cause,
        )

    def _answered(self, answer: Answer, epoch: int) -> None:
        if epoch != self._epoch:
            return
        problem = self._take(answer)
        waiting, self._waiting = self._waiting, []
        for then, args in waiting:
            then(problem, *args)

    def _take(self, answer: Answer) -> str | None:
        response = answer.response
        if response is None:
            return f"the authorization endpoint gave no answer: {answer.problem}"
        if not 200 <= response.status < 300:
            return f"the authorization endpoint answered {response.status}"
        try:
            told = json.loads(response.body)
            token = told["access_token"]
        except (ValueError, KeyError, TypeError):
            token = None
        if not isinstance(token, str) or not token:
            return "the authorization endpoint's answer has no access_token"
        self.latest = f"Bearer {token}"
        lifetime = told.get("expires_in")
        try:
            seconds = None if lifetime is None else float(lifetime)
        except (ValueError, TypeError):
            seconds = None
        now_us = self._connection.service.world.now_us
        self._expires_us = None if seconds is None else now_us + int(seconds * 1_000_000)
        return None

    def _tell(self, then: Callable[..., object], problem: str, args: tuple[Any, ...]) -> None:
        simulation = self._connection.service.world.simulation
        simulation.at(simulation.clock.elapsed_us, then, problem, *args)


def _request(given: Mapping[str, Any]) -> tuple[str, dict[str, str], bytes]:
    """URL, headers and body: a form with the credentials, in the query of a GET."""
    extra = given.get("OAuthHttpParameters")
    client = given["ClientParameters"]
    form = {
        "grant_type": "client_credentials",
        "client_id": client["ClientID"],
        "client_secret": client["ClientSecret"],
        **http_values(extra, "BodyParameters"),
    }
    query = http_values(extra, "QueryStringParameters")
    if given["HttpMethod"] == "GET":
        query, body = {**form, **query}, b""
    else:
        body = urlencode(form).encode()
    url = building.with_query(given["AuthorizationEndpoint"], query)
    return url, requests.headers(url, body, http_values(extra, "HeaderParameters"), _FORM), body
