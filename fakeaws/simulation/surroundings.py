"""What of the process an actor has for itself: environment variables, module search, modules, directory, output, logging.

A function's execution environment is another machine; here it shares a process with the test and with other functions.
Actors with `Surroundings` find them in place whenever they run: the baton swaps them at each hand-over, and the process is
the test's own again before the test goes on. Actors that one starts with ``threading`` share its surroundings.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterable, Mapping
from importlib import _bootstrap
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any, TextIO

#: Names of which there is one of in the process: the SDK that is intercepted, and whatever holds the world together.
SHARED_MODULES = frozenset(
    (
        "_pytest",
        "aiobotocore",
        "boto3",
        "botocore",
        "dateutil",
        "fakeaws",
        "freezegun",
        "jmespath",
        "pytest",
        "s3transfer",
        "six",
        "urllib3",
        "wrapt",
    )
)


class Surroundings:
    """One set of them, kept while nobody who has it runs.

    - ``environment``: all environment variables; ``None``: the test's own.
    - ``roots``: directories whose modules are its own, searched before anything else: what they hold hides equal names of
      the test's process, and nobody else sees it. ``directory``: the current one; ``None``: the test's.
    - ``output``: what ``print`` writes to; ``None``: the test's.
    - ``handlers``, ``level``: of the root logger, if ``handlers`` is given.
    """

    def __init__(
        self,
        *,
        environment: Mapping[str, str] | None = None,
        roots: Iterable[str] = (),
        directory: str | None = None,
        output: TextIO | None = None,
        handlers: Iterable[logging.Handler] | None = None,
        level: int = logging.WARNING,
    ) -> None:
        encode: Any = getattr(os.environ, "encodekey", None)
        self._environment: dict[Any, Any] | None = None
        if environment is not None:
            value: Any = os.environ.encodevalue
            self._environment = {encode(name): value(text) for name, text in environment.items()}
        self._roots = list(roots)
        self._path: list[str] | None = None
        self._directory = directory
        self._output = output
        self._errors = output
        self._handlers = None if handlers is None else list(handlers)
        self._level = level
        self._modules = _OwnModules(self._roots) if self._roots else None
        self._outside = _Outside()

    def enter(self) -> None:
        """Put them in place."""
        outside = self._outside
        if self._environment is not None:
            outside.environment = _swap_environment(self._environment)
        if self._modules is not None:
            outside.path = list(sys.path)
            if self._path is None:
                self._path = self._roots + outside.path
            sys.path[:] = self._path
            self._modules.enter()
        if self._directory is not None:
            outside.directory = os.getcwd()
            os.chdir(self._directory)
        if self._output is not None:
            outside.output, outside.errors = sys.stdout, sys.stderr
            sys.stdout, sys.stderr = self._output, self._errors
        if self._handlers is not None:
            root = logging.root
            outside.handlers, outside.level = root.handlers, root.level
            root.handlers = self._handlers
            _set_level(root, self._level)

    def leave(self) -> None:
        """Put back what was there before, and keep what has become of them."""
        outside = self._outside
        if self._handlers is not None:
            root = logging.root
            self._handlers, self._level = root.handlers, root.level
            root.handlers = outside.handlers
            _set_level(root, outside.level)
        if self._output is not None:
            self._output, self._errors = sys.stdout, sys.stderr
            sys.stdout, sys.stderr = outside.output, outside.errors
        if self._directory is not None:
            self._directory = os.getcwd()
            os.chdir(outside.directory)
        if self._modules is not None:
            self._modules.leave()
            self._path = list(sys.path)
            sys.path[:] = outside.path
        if self._environment is not None:
            self._environment = _swap_environment(outside.environment)


def change(before: Surroundings | None, after: Surroundings | None) -> None:
    """Leave some surroundings for others; ``None`` are the test's own."""
    if before is not None:
        before.leave()
    if after is not None:
        after.enter()


class _Outside:
    """What was in place of them."""

    environment: dict[Any, Any]
    path: list[str]
    directory: str
    output: TextIO | None
    errors: TextIO | None
    handlers: list[logging.Handler]
    level: int


def _swap_environment(new: dict[Any, Any]) -> dict[Any, Any]:
    """Make these the environment variables, for child processes, too; what was there before."""
    environ: Any = os.environ
    old: dict[Any, Any] = environ._data
    for name, text in new.items():
        if old.get(name) != text:
            os.putenv(name, text)
    for name in old:
        if name not in new:
            os.unsetenv(name)
    environ._data = new
    if hasattr(os, "environb"):
        os.environb._data = new  # type: ignore[attr-defined]
    return old


def _set_level(root: logging.Logger, level: int) -> None:
    if root.level != level:
        root.setLevel(level)


class _OwnModules:
    """The modules that come from some directories: in ``sys.modules`` only while their owner runs."""

    def __init__(self, roots: list[str]) -> None:
        self._roots = roots
        self._names: dict[str, None] = {}
        self._loaded: dict[str, ModuleType] = {}
        self._hidden: dict[str, ModuleType] = {}
        #: Locks of imports under way, which another owner's module of the same name must not wait for.
        self._locks: dict[str, Any] = {}
        self._tops = frozenset(_top_names(roots)) - SHARED_MODULES

    def find_spec(self, name: str, path: Any = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """As ``sys.meta_path`` asks: the roots' module of that name."""
        if name.partition(".")[0] not in self._tops:
            return None
        spec = PathFinder.find_spec(name, self._roots if path is None else path, target)
        if spec is not None:
            self._names[name] = None
        return spec

    def enter(self) -> None:
        modules, tops = sys.modules, self._tops
        if not tops.isdisjoint(modules):
            self._hidden = {name: module for name, module in modules.items() if name.partition(".")[0] in tops}
            for name in self._hidden:
                del modules[name]
        modules.update(self._loaded)
        sys.meta_path.insert(0, self)
        _module_locks().update(self._locks)

    def leave(self) -> None:
        modules = sys.modules
        self._loaded = {}
        locks = _module_locks()
        self._locks = {}
        for name in self._names:
            module = modules.pop(name, None)
            if module is not None:
                self._loaded[name] = module
            lock = locks.pop(name, None)
            if lock is not None:
                self._locks[name] = lock
        modules.update(self._hidden)
        self._hidden = {}
        sys.meta_path.remove(self)


def _module_locks() -> dict[str, Any]:
    locks: dict[str, Any] = getattr(_bootstrap, "_module_locks", {})
    return locks


def _top_names(roots: list[str]) -> Iterable[str]:
    for root in roots:
        for entry in os.scandir(root) if os.path.isdir(root) else ():
            if entry.is_dir():
                yield entry.name
            else:
                yield entry.name.partition(".")[0]
