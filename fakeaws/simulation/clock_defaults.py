"""Clocks that functions took as default arguments: ``def f(now=time.monotonic)``.

freezegun replaces a clock where a module has it under a name. A default was taken when the function was defined; here it
becomes a stand-in, for good, that asks for the clock when it is called: inside a freeze the frozen one, else the real one.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from types import FunctionType, ModuleType
from typing import Any

#: Packages whose own time stays real.
_KEEP_REAL = frozenset(
    ("fakeaws", "freezegun", "time", "_pytest", "pytest", "xdist", "execnet", "pydevd", "debugpy", "coverage")
)


def _stand_in(name: str) -> Any:
    clock = vars(time)

    def ask() -> Any:
        return clock[name]()

    ask.__name__ = ask.__qualname__ = name
    return ask


_NAMES = ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns")
#: By the identity of the real clock.
_STAND_INS = {id(getattr(time, name)): _stand_in(name) for name in _NAMES}


def adopt(modules: Iterable[ModuleType]) -> None:
    """Replace the real clocks among the defaults of the modules' functions and of their classes' methods."""
    for module in modules:
        contents = getattr(module, "__dict__", None)
        if type(contents) is not dict or str(contents.get("__name__")).partition(".")[0] in _KEEP_REAL:
            continue
        values = list(contents.values())
        # Who never had a clock has none as a default.
        if any(value is time or id(value) in _STAND_INS for value in values):
            for function in _functions(values, contents["__name__"]):
                _adopt(function)


def _functions(values: list[Any], module: str) -> Iterator[FunctionType]:
    for value in values:
        if isinstance(value, type):
            if value.__module__ == module:
                yield from _functions(list(vars(value).values()), module)
            continue
        function = getattr(value, "__func__", value) if isinstance(value, (classmethod, staticmethod)) else value
        if isinstance(function, FunctionType) and function.__module__ == module:
            yield function


def _adopt(function: FunctionType) -> None:
    defaults = function.__defaults__
    if defaults and any(id(value) in _STAND_INS for value in defaults):
        function.__defaults__ = tuple(_STAND_INS.get(id(value), value) for value in defaults)
    named = function.__kwdefaults__
    if named and any(id(value) in _STAND_INS for value in named.values()):
        function.__kwdefaults__ = {name: _STAND_INS.get(id(value), value) for name, value in named.items()}
