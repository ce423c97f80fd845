"""Which kind of application a registered one is: WSGI, ASGI, a plain callable, or a real server on loopback."""

from __future__ import annotations

import inspect
from typing import Any, Literal, get_args

Kind = Literal["wsgi", "asgi", "callable", "loopback"]

_KINDS: tuple[str, ...] = get_args(Kind)
_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
_ADVICE = 'pass kind="wsgi", kind="asgi" or kind="callable"'
_WSGI_NAMES = ("environ", "start_response")
_ASGI_NAMES = ("scope", "receive", "send")


def kind_of(app: Any, given: str | None) -> Kind:
    """The kind of an application; raises ``TypeError`` for one that cannot be told, and for what is none.

    Two positional parameters that are not coroutines' make WSGI, three of an ``async def`` ASGI, one a plain callable
    (``async def`` or not). Parameters with defaults are not counted.
    """
    if given is not None and given not in _KINDS:
        raise TypeError(f"kind={given!r} must be one of {', '.join(map(repr, _KINDS))}")
    if given == "loopback":
        if app is not None:
            raise TypeError('kind="loopback" stands for a real server that the test has started: leave app out')
        return "loopback"
    if not callable(app):
        what = "nothing" if app is None else repr(app)
        raise TypeError(
            f"an endpoint needs a WSGI or ASGI application or a function of a request, not {what}; for a real server on "
            '127.0.0.1 pass kind="loopback"'
        )
    if inspect.isclass(app):
        raise TypeError(f"{app.__name__} is a class: pass an instance of it, or a function of a request")
    if given is not None:
        return given  # type: ignore[return-value]
    return _told_by_signature(app)


def _told_by_signature(app: Any) -> Kind:
    try:
        parameters = list(inspect.signature(app).parameters.values())
    except (TypeError, ValueError):
        raise TypeError(f"the parameters of {_name(app)} cannot be read: {_ADVICE}") from None
    positional = [each for each in parameters if each.kind in _POSITIONAL]
    names = tuple(each.name for each in positional)
    if names[:3] == _ASGI_NAMES:
        return "asgi"
    if names[:2] == _WSGI_NAMES:
        return "wsgi"
    open_ended = any(each.kind is inspect.Parameter.VAR_POSITIONAL for each in parameters)
    needed = any(each.kind is inspect.Parameter.KEYWORD_ONLY and each.default is each.empty for each in parameters)
    required = sum(each.default is each.empty for each in positional)
    is_async = inspect.iscoroutinefunction(app) or inspect.iscoroutinefunction(getattr(app, "__call__", None))  # noqa: B004
    if not open_ended and not needed:
        if required == 1:
            return "callable"
        if required == 2 and not is_async:
            return "wsgi"
        if required == 3 and is_async:
            return "asgi"
    raise TypeError(
        f"cannot tell what {_name(app)} is: WSGI takes (environ, start_response), ASGI is async and takes (scope, "
        f"receive, send), a plain callable takes one request; {_ADVICE}"
    )


def _name(app: Any) -> str:
    return str(getattr(app, "__qualname__", None) or type(app).__qualname__)
