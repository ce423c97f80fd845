"""What a registered application is, told by its signature."""

from __future__ import annotations

import functools
from typing import Any
from unittest.mock import Mock

import pytest

from fakeaws.endpoints.kinds import kind_of


def plain(request: Any) -> None: ...
def with_default(request: Any, retries: int = 3) -> None: ...
async def plain_async(request: Any) -> None: ...
def wsgi(environ: Any, start_response: Any) -> Any: ...
def wsgi_by_count(env: Any, start: Any) -> Any: ...
def wsgi_by_name(environ: Any, start_response: Any = None) -> Any: ...
async def asgi(scope: Any, receive: Any, send: Any) -> None: ...
async def asgi_by_count(a: Any, b: Any, c: Any) -> None: ...
def asgi_by_name(scope: Any, receive: Any, send: Any) -> Any: ...


class WsgiObject:
    def __call__(self, environ: Any, start_response: Any) -> Any: ...


class AsgiObject:
    async def __call__(self, one: Any, two: Any, three: Any) -> None: ...


class Methods:
    def handle(self, request: Any) -> None: ...


@functools.wraps(wsgi)
def wrapped(*args: Any, **kwargs: Any) -> Any: ...


def named(value: Any) -> str:
    """A test's id, the same in every process."""
    if value is None or isinstance(value, (str, int)):
        return str(value)
    return getattr(value, "__name__", None) or type(value).__name__


@pytest.mark.parametrize(
    ("app", "kind"),
    [
        (plain, "callable"),
        (with_default, "callable"),
        (plain_async, "callable"),
        (lambda request: 200, "callable"),
        (Methods().handle, "callable"),
        (functools.partial(wsgi_by_count, None), "callable"),
        (wsgi, "wsgi"),
        (wsgi_by_count, "wsgi"),
        (wsgi_by_name, "wsgi"),
        (WsgiObject(), "wsgi"),
        (wrapped, "wsgi"),
        (asgi, "asgi"),
        (asgi_by_count, "asgi"),
        (asgi_by_name, "asgi"),
        (AsgiObject(), "asgi"),
    ],
    ids=named,
)
def test_told_by_the_signature(app: Any, kind: str) -> None:
    assert kind_of(app, None) == kind


def three_sync(one: Any, two: Any, three: Any) -> None: ...
async def two_async(one: Any, two: Any) -> None: ...
def anything(*args: Any) -> None: ...
def keyword_only(request: Any, *, db: Any) -> None: ...


@pytest.mark.parametrize("app", [three_sync, two_async, anything, keyword_only, Mock(), lambda: None], ids=named)
def test_what_cannot_be_told_asks_for_the_kind(app: Any) -> None:
    with pytest.raises(TypeError, match='pass kind="wsgi", kind="asgi" or kind="callable"'):
        kind_of(app, None)
    assert kind_of(app, "callable") == "callable"
    assert kind_of(app, "asgi") == "asgi"


@pytest.mark.parametrize(
    ("app", "kind", "message"),
    [
        (WsgiObject, None, "WsgiObject is a class: pass an instance"),
        (None, None, "not nothing; for a real server"),
        ("app:main", None, "not 'app:main'"),
        (plain, "flask", "kind='flask' must be one of 'wsgi', 'asgi', 'callable', 'loopback'"),
        (plain, "loopback", "leave app out"),
    ],
)
def test_what_is_no_application(app: Any, kind: str | None, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        kind_of(app, kind)
