"""The order of tasks and futures, repeatable inside worlds.

asyncio and its users keep tasks in sets and walk through them: to cancel, to add callbacks, to hand out results. The
order of a set follows from hashes, and asyncio's hashes from addresses. Inside a world both are numbered instead.
Tasks that a task factory of the application's own makes are left as they are.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import warnings
from asyncio import base_events, coroutines, tasks
from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any

from fakeaws.simulation.actors import Actor, local
from fakeaws.simulation.patches import Patches

if TYPE_CHECKING:
    _AnyTask = asyncio.Task[Any]
    _AnyFuture = asyncio.Future[Any]
else:
    _AnyTask = asyncio.Task
    _AnyFuture = asyncio.Future


def _next_number(actor: Actor, kind: str) -> int:
    """The world's next number for a task or a future. Each world has one test actor, which keeps the counters."""
    counter = actor.simulation.test.data.get(kind)
    if counter is None:
        counter = actor.simulation.test.data[kind] = itertools.count(1)
    number: int = next(counter)
    return number


def _hash(future: Any) -> int:
    try:
        number: int = future._fakeaws_number
    except AttributeError:
        actor = local.actor
        number = id(future) >> 4 if actor is None else _next_number(actor, "asyncio futures")
        future._fakeaws_number = number
    return number


class Task(_AnyTask):
    """asyncio's task with a hash that counts from the world's beginning."""

    __slots__ = ("_fakeaws_number",)
    __hash__ = _hash


class Future(_AnyFuture):
    """asyncio's future with a hash that counts from the world's beginning."""

    __slots__ = ("_fakeaws_number",)
    __hash__ = _hash


class _Original:
    """asyncio's own functions."""

    create_task: Callable[..., Any]
    create_future: Callable[..., Any]
    all_tasks: Callable[..., Any]
    as_completed: Callable[..., Any]
    wait: Callable[..., Any]


def _create_task(loop: Any, coro: Any, **options: Any) -> Any:
    actor = local.actor
    if actor is None:
        return _Original.create_task(loop, coro, **options)
    factory = loop._task_factory
    if factory is not None and factory is not _EAGER_FACTORY:
        return _Original.create_task(loop, coro, **options)
    loop._check_closed()
    if options.get("name") is None:
        options["name"] = f"Task-{_next_number(actor, 'asyncio tasks')}"
    if factory is not None:
        return _eager_task(loop, coro, **options)
    task = Task(coro, loop=loop, **options)
    if task._source_traceback:  # type: ignore[attr-defined]
        del task._source_traceback[-1]  # type: ignore[attr-defined]
    return task


_EAGER_FACTORY: Any = getattr(asyncio, "eager_task_factory", None)
_eager_task: Any = None
if sys.version_info >= (3, 12):
    _eager_task = asyncio.create_eager_task_factory(Task)


def _create_future(loop: Any) -> Any:
    return _Original.create_future(loop) if local.actor is None else Future(loop=loop)


def _all_tasks(loop: Any = None) -> Any:
    found = _Original.all_tasks(loop)
    return found if local.actor is None else {task for task in sorted(found, key=hash)}  # noqa: C416


class _InCallersOrder:
    """Awaitables that become tasks in the order in which the caller gave them, when they are iterated over."""

    def __init__(self, awaitables: Iterable[Any]) -> None:
        self._awaitables = awaitables

    def __iter__(self) -> Iterator[Any]:
        return iter([asyncio.ensure_future(one) for one in dict.fromkeys(self._awaitables)])


def _as_completed(fs: Any, **options: Any) -> Any:
    if local.actor is None or asyncio.isfuture(fs) or coroutines.iscoroutine(fs) or not hasattr(fs, "__iter__"):
        return _Original.as_completed(fs, **options)
    return _Original.as_completed(_InCallersOrder(fs), **options)


async def _wait(fs: Any, **options: Any) -> Any:
    """Python 3.10's ``asyncio.wait``, which still takes coroutines."""
    if local.actor is not None and isinstance(fs, Iterable) and any(coroutines.iscoroutine(one) for one in fs):
        warnings.warn("asyncio.wait() does not accept coroutines from Python 3.11 on", DeprecationWarning, stacklevel=2)
        fs = list(_InCallersOrder(fs))
    return await _Original.wait(fs, **options)


def install(table: Patches) -> None:
    """Add this module's rows."""
    Task.__name__ = Task.__qualname__ = "Task"
    loop_class = base_events.BaseEventLoop
    _Original.create_task = staticmethod(table.replace(loop_class, "create_task", _create_task))
    _Original.create_future = staticmethod(table.replace(loop_class, "create_future", _create_future))
    _Original.all_tasks = staticmethod(tasks.all_tasks)
    _Original.as_completed = staticmethod(tasks.as_completed)
    _Original.wait = staticmethod(tasks.wait)
    for module in (tasks, asyncio):
        table.replace(module, "all_tasks", _all_tasks, by_name=True)
        table.replace(module, "as_completed", _as_completed, by_name=True)
        if sys.version_info < (3, 11):
            table.replace(module, "wait", _wait, by_name=True)
    table.replace(tasks._GatheringFuture, "__hash__", _hash)  # type: ignore[attr-defined]


# -- anyio -------------------------------------------------------------------------------------------------------------


class _InOrder(dict[Any, None]):
    """A set of cancel scopes that keeps their order; they have no room for a number."""

    def add(self, scope: Any) -> None:
        self[scope] = None

    def discard(self, scope: Any) -> None:
        self.pop(scope, None)

    def remove(self, scope: Any) -> None:
        del self[scope]


def install_for_anyio(table: Patches, backend: ModuleType) -> None:
    """Let anyio cancel nested scopes in the order of their making."""
    scope_class = backend.CancelScope
    original = scope_class.__init__

    def initialise(scope: Any, *args: Any, **options: Any) -> None:
        original(scope, *args, **options)
        if local.actor is not None and type(scope._child_scopes) is set:
            scope._child_scopes = _InOrder()

    table.replace(scope_class, "__init__", initialise)
