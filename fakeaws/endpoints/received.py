"""What an endpoint got, and what came of it."""

from __future__ import annotations

import datetime as _datetime
import traceback as _traceback
from collections.abc import Mapping
from typing import Any

from fakeaws.endpoints.messages import Headers, Request, Response

UNDER_WAY = "under way"
TIMED_OUT = "timed out"


class ReceivedRequest:
    """A request that an endpoint got; reads like the `Request` itself.

    - ``at``: when, counted from the world's start; ``took``: until the application's response, ``None`` before it;
    - ``response``: what the application answered, in time or not; ``None`` while it works;
    - ``outcome``: what the sender saw: ``"200"``, ``"timed out"``, ``"connection refused"`` (loopback only), or
      ``"under way"``;
    - ``error``, ``traceback``: the exception that made it a 500, and its text.
    """

    def __init__(self, request: Request, at_us: int) -> None:
        self.request = request
        self.at = _datetime.timedelta(microseconds=at_us)
        self.took: _datetime.timedelta | None = None
        self.response: Response | None = None
        self.outcome = UNDER_WAY
        self.error: BaseException | None = None
        self.traceback: str | None = None

    def __repr__(self) -> str:
        return f"<{self.request.method} {self.request.url} at {self.at}: {self.outcome}>"

    def __deepcopy__(self, memo: dict[int, Any]) -> ReceivedRequest:
        """Worlds are copied while no application runs: then it changes no more."""
        return self

    def crashed(self, error: BaseException) -> None:
        """Keep the exception that ended the application's handler."""
        self.error = error
        self.traceback = "".join(_traceback.format_exception(type(error), error, error.__traceback__))

    @property
    def method(self) -> str:
        return self.request.method

    @property
    def url(self) -> str:
        return self.request.url

    @property
    def path(self) -> str:
        return self.request.path

    @property
    def query(self) -> Mapping[str, str]:
        return self.request.query

    @property
    def headers(self) -> Headers:
        return self.request.headers

    @property
    def body(self) -> bytes:
        return self.request.body

    @property
    def text(self) -> str:
        return self.request.text

    def json(self) -> Any:
        """The body, read as JSON; raises ``ValueError`` if it is none."""
        return self.request.json()
