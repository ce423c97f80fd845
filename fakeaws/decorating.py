"""`mock_aws` as a decorator: functions, coroutines, generators, classes, `unittest.TestCase`."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import AsyncIterator, Callable, Generator
from typing import TYPE_CHECKING, Any

from fakeaws.errors import InvalidOption
from fakeaws.problems import Own

if TYPE_CHECKING:
    from fakeaws.mock import MockAws


def decorated(mock: MockAws, target: Any) -> Any:
    """The function or class that runs in a fresh world of ``mock`` each time it is called."""
    if isinstance(target, (staticmethod, classmethod)):
        return type(target)(decorated(mock, target.__func__))
    if inspect.isclass(target):
        return _test_case(mock, target) if _is_test_case(target) else _test_class(mock, target)
    if _is_fixture(target):
        raise InvalidOption("put @mock_aws below @pytest.fixture, next to the function, or let the fixture use `aws`")
    return _function(mock, target)


def _is_fixture(target: Any) -> bool:
    return type(target).__name__ == "FixtureFunctionDefinition" or hasattr(target, "_pytestfixturefunction")


def _own(function: Any) -> Own:
    code = getattr(inspect.unwrap(function), "__code__", None) if function is not None else None
    return set() if code is None else {(code.co_filename, code.co_name)}


class _Visit:
    """One call of a decorated function: a context manager that knows whose call it is."""

    __slots__ = ("_function", "_mock")

    def __init__(self, mock: MockAws, function: Callable[..., Any]) -> None:
        self._mock = mock
        self._function = function

    def __enter__(self) -> None:
        function = self._function
        self._mock.begin(own=_own(function), name=getattr(function, "__qualname__", None))

    def __exit__(self, kind: Any, error: Any, traceback: Any) -> None:
        self._mock.end(quiet=kind is not None)


def _function(mock: MockAws, function: Any) -> Any:
    wrapper: Any
    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def wrapper(*args: Any, **kwargs: Any) -> Any:
            with _Visit(mock, function):
                return await function(*args, **kwargs)

    elif inspect.isasyncgenfunction(function):

        @functools.wraps(function)
        async def wrapper(*args: Any, **kwargs: Any) -> AsyncIterator[Any]:
            with _Visit(mock, function):
                generator = function(*args, **kwargs)
                try:
                    async for value in generator:
                        yield value
                finally:
                    await generator.aclose()

    elif inspect.isgeneratorfunction(function):

        @functools.wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Generator[Any, Any, Any]:
            with _Visit(mock, function):
                return (yield from function(*args, **kwargs))

    else:

        @functools.wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            with _Visit(mock, function):
                return function(*args, **kwargs)

    return wrapper


# -- classes -----------------------------------------------------------------------------------------------------------


def _is_test_case(klass: type) -> bool:
    unittest = sys.modules.get("unittest.case")
    return unittest is not None and issubclass(klass, unittest.TestCase)


def _test_case(mock: MockAws, klass: Any) -> Any:
    """A TestCase: the world begins with ``setUp`` and ends after the last cleanup."""
    original = klass.setUp

    @functools.wraps(original)
    def setUp(self: Any) -> Any:
        test = getattr(self, self._testMethodName)
        mock.begin(own=_own(test) | _own(original), name=f"{type(self).__qualname__}.{self._testMethodName}")
        self.addCleanup(_leave_test_case, mock, self)
        return original(self)

    klass.setUp = setUp
    return klass


def _leave_test_case(mock: MockAws, case: Any) -> None:
    outcome = getattr(case, "_outcome", None)
    mock.end(quiet=outcome is not None and not outcome.success)


#: How many ``setup_method``s of an instance are open: pytest calls an inner class's for the outer class as well.
_OPEN = "_fakeaws_open"


def _test_class(mock: MockAws, klass: Any) -> Any:
    """A pytest class: ``setup_method``, the test, its fixtures and ``teardown_method`` share one world.

    A test method that is called without ``setup_method`` (by another runner) has a world of its own.
    """
    for name, value in list(vars(klass).items()):
        if inspect.isclass(value) and name.startswith("Test"):
            setattr(klass, name, decorated(mock, value))
        elif name.startswith("test") and inspect.isroutine(value):
            setattr(klass, name, _test_method(mock, value))
    _share_world(mock, klass)
    return klass


def _test_method(mock: MockAws, method: Any) -> Any:
    if isinstance(method, (staticmethod, classmethod)):
        return method
    alone = _function(mock, method)
    if inspect.iscoroutinefunction(method):

        @functools.wraps(method)
        async def asynchronous(self: Any, *args: Any, **kwargs: Any) -> Any:
            return await (method if getattr(self, _OPEN, 0) else alone)(self, *args, **kwargs)

        return asynchronous

    @functools.wraps(method)
    def wrapper(self: Any, *args: Any, **kwargs: Any) -> Any:
        return (method if getattr(self, _OPEN, 0) else alone)(self, *args, **kwargs)

    return wrapper


def _share_world(mock: MockAws, klass: Any) -> None:
    set_up = getattr(klass, "setup_method", None)
    tear_down = getattr(klass, "teardown_method", None)

    def setup_method(self: Any, method: Any = None) -> None:
        already = getattr(self, _OPEN, 0)
        if not already:
            mock.begin(own=_own(method) | _own(set_up), name=getattr(method, "__qualname__", klass.__qualname__))
        setattr(self, _OPEN, already + 1)
        try:
            _call_with_method(set_up, self, method)
        except BaseException:
            leave(self, quiet=True)
            raise

    def teardown_method(self: Any, method: Any = None) -> None:
        quiet = True
        try:
            _call_with_method(tear_down, self, method)
            quiet = False
        finally:
            leave(self, quiet=quiet)

    def leave(self: Any, *, quiet: bool) -> None:
        still = getattr(self, _OPEN, 0) - 1
        if still >= 0:
            setattr(self, _OPEN, still)
        if still == 0:
            mock.end(quiet=quiet)

    klass.setup_method = setup_method
    klass.teardown_method = teardown_method


def _call_with_method(function: Any, instance: Any, method: Any) -> None:
    """As pytest calls an xunit method: with the test method if it takes one."""
    if function is None:
        return
    code = function.__code__
    function(*(instance, method)[: code.co_argcount])
