"""Registering functions and looking at their invocations from a test: ``aws.lambda_``."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

from fakeaws.services.lambda_.code import Handler
from fakeaws.services.lambda_.functions import Function
from fakeaws.services.lambda_.invocations.invocation import Invocation, Outcome
from fakeaws.services.lambda_.names import FunctionReference
from fakeaws.services.lambda_.registrations import Settings, register
from fakeaws.services.lambda_.url_app import UrlApp

if TYPE_CHECKING:
    from fakeaws.services.lambda_.operations.base import LambdaBase
    from fakeaws.world import World

H = TypeVar("H", bound=Handler)


class InvocationView:
    """An invocation as tests see it, under way or ended."""

    def __init__(self, invocation: Invocation) -> None:
        self._invocation = invocation

    def __repr__(self) -> str:
        return f"<invocation {self._invocation.request_id[:8]}: {self.outcome or 'under way'}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, InvocationView) and other._invocation is self._invocation

    def __hash__(self) -> int:
        return hash(self._invocation)

    @property
    def outcome(self) -> Outcome | None:
        """``succeeded``, ``failed`` or ``timed-out``; ``None`` while it is under way."""
        return self._invocation.outcome

    @property
    def event(self) -> Any:
        """What the handler got, as it came from JSON."""
        return json.loads(self._invocation.payload)

    @property
    def result(self) -> Any:
        """What the handler returned, or the error object; ``None`` while it is under way."""
        return json.loads(self._invocation.answer) if self._invocation.answer else None

    @property
    def logs(self) -> str:
        """Its log so far, as CloudWatch Logs gets it."""
        return "".join(self._invocation.log)


class Invocations(Sequence[InvocationView]):
    """The invocations of a function so far, whenever it is looked at."""

    def __init__(self, function: Function) -> None:
        self._function = function

    def __repr__(self) -> str:
        return repr(list(self))

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        return len(self._function.invocations)

    @overload
    def __getitem__(self, index: int) -> InvocationView: ...
    @overload
    def __getitem__(self, index: slice) -> list[InvocationView]: ...
    def __getitem__(self, index: int | slice) -> InvocationView | list[InvocationView]:
        found = self._function.invocations[index]
        return [InvocationView(each) for each in found] if isinstance(found, list) else InvocationView(found)


class FunctionView:
    """A function as tests see it."""

    def __init__(self, function: Function) -> None:
        self._function = function

    def __repr__(self) -> str:
        return f"<function {self._function.resource}: {len(self._function.invocations)} invocations>"

    @property
    def arn(self) -> str:
        """Unqualified."""
        return self._function.arn

    @property
    def invocations(self) -> Invocations:
        """All that were begun, in order; it grows with them."""
        return Invocations(self._function)

    @property
    def url_app(self) -> UrlApp:
        """The function behind HTTP as its URL has it, for test clients: an ASGI application; ``url_app.wsgi`` for WSGI.

        It obeys the function's URL configuration; a function without one answers everybody.
        """
        return UrlApp(self._function)


class LambdaInspector:
    """``aws.lambda_``."""

    def __init__(self, world: World) -> None:
        self._world = world

    def _service(self, account: str, region: str) -> LambdaBase:
        return cast("LambdaBase", self._world.router.service("lambda", account, region))

    @overload
    def register(
        self,
        name: str,
        handler: H,
        *,
        timeout: int | timedelta = 3,
        memory: int = 128,
        environment: Mapping[str, str] | None = None,
        inherit_env: bool = False,
        concurrency: int | None = None,
    ) -> H: ...
    @overload
    def register(
        self,
        name: str,
        handler: None = None,
        *,
        timeout: int | timedelta = 3,
        memory: int = 128,
        environment: Mapping[str, str] | None = None,
        inherit_env: bool = False,
        concurrency: int | None = None,
    ) -> Callable[[H], H]: ...
    def register(
        self,
        name: str,
        handler: Any = None,
        *,
        timeout: int | timedelta = 3,
        memory: int = 128,
        environment: Mapping[str, str] | None = None,
        inherit_env: bool = False,
        concurrency: int | None = None,
    ) -> Any:
        """Let a callable ``handler(event, context)`` be the code of a function; without ``handler``, a decorator.

        ``name``: a name or an ARN. ``timeout``: whole seconds or a timedelta, 1–900 s; ``memory``: MB; ``environment``:
        the function's variables; ``inherit_env``: whether it sees those of the test's process, too; ``concurrency``: what
        is reserved for it. Where CreateFunction makes a function of that name, before or after, the callable stands for
        its code alone: what CreateFunction says of the configuration holds.
        """
        _check_name(name)
        seconds = timeout.total_seconds() if isinstance(timeout, timedelta) else timeout
        if not 1 <= seconds <= 900 or seconds != int(seconds):
            raise ValueError(f"timeout is 1 to 900 whole seconds, not {timeout!r}")
        if not 128 <= memory <= 10_240:
            raise ValueError(f"memory is 128 to 10240 MB, not {memory!r}")
        if concurrency is not None and concurrency < 0:
            raise ValueError(f"concurrency is a number of invocations at a time, not {concurrency!r}")
        settings = Settings(int(seconds), memory, environment, inherit_env, concurrency)
        if handler is None:

            def decorate(decorated: H) -> H:
                self._register(name, decorated, settings)
                return decorated

            return decorate
        if not callable(handler):
            raise TypeError(f"a handler is a callable that takes (event, context), not {handler!r}")
        self._register(name, handler, settings)
        return handler

    def _register(self, text: str, handler: Handler, settings: Settings) -> None:
        reference = FunctionReference.parse(text)
        service = self._service(reference.account or self._world.account, reference.region or self._world.region)
        register(service, reference.name, handler, settings)

    def function(self, function: str) -> FunctionView:
        """A function by name or ARN; ``LookupError`` names the nearest if there is none."""
        self._world.settle()
        reference = FunctionReference.parse(function)
        service = self._service(reference.account or self._world.account, reference.region or self._world.region)
        found = service.functions.get(reference.name)
        if found is None:
            near = get_close_matches(reference.name, service.functions, 1)
            hint = f"; is it {near[0]!r}?" if near else "; this world has none" if not service.functions else ""
            raise LookupError(f"no function {function!r}{hint}")
        return FunctionView(found)


def _check_name(name: object) -> None:
    if callable(name):
        raise TypeError("the function's name comes first: @aws.lambda_.register('bill')")
    if not isinstance(name, str):
        raise TypeError(f"a function's name is a text, not {name!r}")
    reference = FunctionReference.parse(name)
    if not _NAME.fullmatch(reference.name):
        raise ValueError(f"a function's name is 1 to 64 letters, digits, hyphens and underscores, not {name!r}")
    if reference.qualifier is not None:
        raise ValueError(
            f"a callable stands for the code of $LATEST: leave {':' + reference.qualifier!r} out of {name!r}"
        )


_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")


INSPECTOR = LambdaInspector
