"""`mock_aws`: entering and leaving a world."""

from __future__ import annotations

import datetime as _datetime
import sys
from collections.abc import Callable, Mapping
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from fakeaws import settings
from fakeaws.errors import FakeAwsError, InvalidOption
from fakeaws.intercept.environment import region_set_by_tests
from fakeaws.problems import Own

if TYPE_CHECKING:
    from fakeaws.world import World

F = TypeVar("F", bound=Callable[..., Any])


@overload
def mock_aws(function_or_class: F, /) -> F: ...
@overload
def mock_aws(
    *,
    start: _datetime.datetime | _datetime.date | str | None = None,
    seed: int | str | None = None,
    region: str | None = None,
    account: str | None = None,
    policies: Literal["attached", "enforced", "off"] | None = None,
    passthrough: Literal["auto", "off"] | None = None,
    time: Literal["virtual", "real"] | None = None,
    randomness: Literal["seeded", "real"] | None = None,
    latency: float | _datetime.timedelta | None = None,
    config: Mapping[str, Mapping[str, Any]] | None = None,
) -> MockAws: ...
def mock_aws(function_or_class: Any = None, /, **options: Any) -> Any:
    """Enter a fresh `World` for a test: a decorator, with or without call, or a context manager, sync or async.

    ::

        @mock_aws                                   # functions, coroutines, generators, classes, unittest.TestCase
        @mock_aws(region="eu-central-1")
        with mock_aws(seed=7) as aws: ...
        async with mock_aws() as aws: ...
        mock = mock_aws(); aws = mock.start(); mock.reset(); mock.stop()

    - ``start``: when the world begins: datetime, date or ISO 8601 text (naive: UTC). Default: the time an active
      freezegun freeze shows, else Monday 2026-01-05T00:00:00Z.
    - ``seed``: whole number or text that all ids and all order follow from. Default: the pytest node id, else the name
      of the decorated function, else 0.
    - ``region`` ("us-east-1", or what the test suite set in ``AWS_DEFAULT_REGION``), ``account`` ("123456789012").
    - ``policies``: "attached" (a resource's policy is judged if it has one), "enforced" (as AWS) or "off".
    - ``passthrough``: "auto" (services that are not ours go to moto, if installed) or "off".
    - ``time``: "virtual" or "real". ``randomness``: "seeded" or "real".
    - ``latency``: seconds or timedelta of virtual time that each AWS call takes.
    - ``config``: moto's settings by service; what is not ours is for moto.

    Nested: the inner world is fresh, the outer one goes on after it. On leaving, background actors are ended; an error
    of the library that application code swallowed, or a planned fault that never fired, raises `FakeAwsError`.
    """
    if function_or_class is None:
        return MockAws(**options)
    if not callable(function_or_class) and not isinstance(function_or_class, (staticmethod, classmethod)):
        raise InvalidOption(
            f"mock_aws takes a function or a class to decorate, or options by name; not {function_or_class!r}"
        )
    decorated: Any = function_or_class
    return MockAws()(decorated)


class MockAws:
    """What `mock_aws` returns: may be entered many times, also while entered; each time the world is another one."""

    def __init__(self, **options: Any) -> None:
        self._options = settings.checked(options)
        self._worlds: list[World] = []

    def __repr__(self) -> str:
        return f"mock_aws({', '.join(f'{name}={value!r}' for name, value in self._options.items())})"

    def __call__(self, function_or_class: F) -> F:
        from fakeaws.decorating import decorated

        decorated_: F = decorated(self, function_or_class)
        return decorated_

    # -- context manager ---------------------------------------------------------------------------------------------

    def __enter__(self) -> World:
        return self.begin(own=own_code(sys._getframe(1)))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.end(quiet=kind is not None)

    async def __aenter__(self) -> World:
        return self.begin(own=own_code(sys._getframe(1)))

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.end(quiet=kind is not None)

    # -- by hand -----------------------------------------------------------------------------------------------------

    def start(self) -> World:
        """Enter a fresh world until `stop`."""
        return self.begin(own=own_code(sys._getframe(1)))

    def stop(self) -> None:
        """Leave the world of the last `start`, and with it worlds entered since that are still open."""
        if not self._worlds:
            raise FakeAwsError("mock_aws: stop() without start()")
        self.end(quiet=sys.exc_info()[0] is not None)

    def reset(self) -> None:
        """Fresh services, faults and timeline in the same world: actors end, clients go on, time stays what it is."""
        if not self._worlds:
            raise FakeAwsError("mock_aws: reset() without start()")
        self._worlds[-1]._reset()

    # -- for decorators and fixtures ---------------------------------------------------------------------------------

    def begin(self, *, own: Own, name: str | None = None) -> World:
        """Enter a fresh world. ``own``: the test's code (see `fakeaws.problems`); ``name``: the seed of last resort."""
        from fakeaws.world import World

        options = settings.resolved(self._options, name=name)
        if "region" not in options:
            region = region_set_by_tests()
            if region is not None:
                options["region"] = region
        world = World(**options)
        world._enter(own)
        self._worlds.append(world)
        return world

    def end(self, *, quiet: bool) -> list[str]:
        """Leave the innermost world of this object; what went wrong is raised, or returned if ``quiet``."""
        problems = self._worlds.pop()._leave()
        if problems and not quiet and not settings.current_run().failed:
            raise FakeAwsError("\n".join(problems))
        return problems


def own_code(frame: FrameType | None) -> Own:
    """The function that entered a world is the test's, or its fixture's."""
    return set() if frame is None else {(frame.f_code.co_filename, frame.f_code.co_name)}
