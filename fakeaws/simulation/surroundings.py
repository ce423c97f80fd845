"""What of the process an actor has for itself: environment variables, module search, modules, directory, output, logging.

A function's execution environment is another machine; here it shares a process with the test and with other functions.
Actors with `Surroundings` find them in place whenever they run: the baton swaps them at each hand-over, and the process is
the test's own again before the test goes on. Actors that one starts with ``threading`` share its surroundings.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from importlib import _bootstrap
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import TYPE_CHECKING, Any, TextIO

from fakeaws.simulation.variables import Variables

if TYPE_CHECKING:
    from fakeaws.simulation.actors import Actor

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
      the test's process, and nobody else sees it; loggers that it names first are its own, too. ``directory``: the current
      one; ``None``: the test's.
    - ``output``: what ``print`` writes to; ``None``: the test's. ``errors``: the same for ``sys.stderr``; ``output`` if
      not given.
    - ``handlers``, ``level``: of the root logger, if ``handlers`` is given. Those with which pytest records what is logged
      stay beside them.
    - ``attributes``: what attributes of modules are, by ``(module, attribute)``, once the module is imported.
    """

    def __init__(
        self,
        *,
        environment: Mapping[str, str] | None = None,
        roots: Iterable[str] = (),
        directory: str | None = None,
        output: TextIO | None = None,
        errors: TextIO | None = None,
        handlers: Iterable[logging.Handler] | None = None,
        level: int = logging.WARNING,
        attributes: Mapping[tuple[str, str], Any] | None = None,
    ) -> None:
        #: Its environment variables.
        self.variables = None if environment is None else Variables(environment)
        self._roots = list(roots)
        self._path: list[str] | None = None
        self._directory = directory
        self._output = output
        self._errors = output if errors is None else errors
        self._handlers = None if handlers is None else list(handlers)
        self._level = level
        self._begin_with = dict(attributes or {})
        self._attributes = dict(self._begin_with)
        self._modules = _OwnModules(self._roots) if self._roots else None
        self._loggers = _own_loggers() if self._roots else None
        #: What is, or was last, in place of them.
        self.outside = Outside()
        #: The actor that counts as the main thread: ``asyncio.get_event_loop`` makes it a loop, which the next one finds.
        self.main: Actor | None = None
        self._loop: Any = None
        self._closed = False

    def enter(self) -> None:
        """Put them in place."""
        outside = self.outside
        if self.variables is not None:
            self.variables.enter()
        if self._directory is not None:
            outside.directory = os.getcwd()
            os.chdir(self._directory)
        if self._modules is not None:
            outside.path = list(sys.path)
            if self._path is None:
                self._path = self._roots + [entry or outside.directory or os.getcwd() for entry in outside.path]
            sys.path[:] = self._path
            self._modules.enter()
        if self._loggers is not None:
            manager = logging.Logger.manager
            outside.loggers, manager.loggerDict = manager.loggerDict, self._loggers
        if self._output is not None:
            outside.output, outside.errors = sys.stdout, sys.stderr
            sys.stdout, sys.stderr = self._output, self._errors
        if self._handlers is not None:
            root = logging.root
            outside.handlers, outside.level = root.handlers, root.level
            root.handlers = self._handlers + [handler for handler in outside.handlers if _is_pytests(handler)]
            _set_level(root, self._level)
        if self._attributes:
            outside.attributes = _exchange(self._attributes)

    def event_loop(self, make: Callable[[], Any]) -> Any:
        """The main thread's event loop, made when it is first asked for."""
        if self._loop is None or self._loop.is_closed():
            self._loop = make()
        return self._loop

    def close(self) -> None:
        """Nobody has them any more; an event loop that still runs is closed when its actor has ended."""
        self._closed = True
        if self._loop is not None and not self._loop.is_running():
            self._loop.close()

    def ended(self) -> None:
        """Its main actor has ended."""
        if self._closed:
            self.close()

    def leave(self) -> None:
        """Put back what was there before, and keep what has become of them."""
        outside = self.outside
        if self._attributes:
            # A module that was imported meanwhile has what it begins with outside.
            self._attributes.update(_exchange({**self._begin_with, **outside.attributes}))
        if self._handlers is not None:
            root = logging.root
            self._handlers = [handler for handler in root.handlers if handler not in outside.handlers]
            self._level = root.level
            root.handlers = outside.handlers
            _set_level(root, outside.level)
        if self._output is not None:
            # A debugger leaves the test's own streams behind: they are not what the actor wants to keep.
            if sys.stdout is not outside.output:
                self._output = sys.stdout
            if sys.stderr is not outside.errors:
                self._errors = sys.stderr
            sys.stdout, sys.stderr = outside.output, outside.errors
        if self._loggers is not None:
            logging.Logger.manager.loggerDict = outside.loggers
        if self._modules is not None:
            self._modules.leave()
            self._path = list(sys.path)
            sys.path[:] = outside.path
        if self._directory is not None:
            self._directory = os.getcwd()
            os.chdir(outside.directory)
        if self.variables is not None:
            self.variables.leave()


def change(before: Surroundings | None, after: Surroundings | None) -> None:
    """Leave some surroundings for others; ``None`` are the test's own."""
    if before is not None:
        before.leave()
    if after is not None:
        after.enter()


class Outside:
    """What was in place of them: the test's."""

    path: list[str]
    loggers: dict[str, Any]
    directory: str = ""
    output: TextIO | None = None
    errors: TextIO | None = None
    handlers: list[logging.Handler]
    level: int
    attributes: dict[tuple[str, str], Any]


def _exchange(new: Mapping[tuple[str, str], Any]) -> dict[tuple[str, str], Any]:
    """Set attributes of modules that are imported by now; what they were before."""
    old = {}
    for where, value in new.items():
        module = sys.modules.get(where[0])
        if module is not None:
            old[where] = module.__dict__.get(where[1])
            setattr(module, where[1], value)
    return old


def _own_loggers() -> dict[str, Any]:
    """The loggers that there are by now, which libraries hold on to; others will not be seen elsewhere."""
    loggers: dict[str, Any] = dict(logging.Logger.manager.loggerDict)
    for name, logger in loggers.items():
        if isinstance(logger, logging.PlaceHolder):
            loggers[name] = placeholder = copy(logger)
            placeholder.loggerMap = dict(placeholder.loggerMap)
    return loggers


def _is_pytests(handler: logging.Handler) -> bool:
    return type(handler).__module__.startswith("_pytest.")


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
