"""What the tasks of a parked event loop wait for, in words."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from types import CodeType, FrameType
from typing import Any

from fakeaws.simulation.actors import application_place
from fakeaws.simulation.loop_clock import advance_us
from fakeaws.simulation.waiting import Waiter

_MOST_TASKS = 10
_WAIT_ASYNC: CodeType = Waiter.wait_async.__code__
_SLEEP: CodeType = asyncio.sleep.__code__
_ADVANCE: CodeType = advance_us.__code__
_ROOT = "_run_until_complete_cb"


class LoopWait:
    """Completes "waits for …" for an actor whose loop has nothing to do. Nothing is looked up before it is read."""

    __slots__ = ("_loop",)

    def __init__(self, loop: Any) -> None:
        self._loop = loop

    def __str__(self) -> str:
        tasks = sorted(asyncio.all_tasks(self._loop), key=hash)
        if not tasks:
            return "a callback of its event loop"
        told = [_describe(task) for task in tasks[:_MOST_TASKS]]
        if len(tasks) > _MOST_TASKS:
            told.append(f"{len(tasks) - _MOST_TASKS} more")
        return f"{'a task' if len(tasks) == 1 else f'{len(tasks)} tasks'} of its event loop: {'; '.join(told)}"

    @property
    def passes_time(self) -> bool:
        """Whether the coroutine that the loop was started for lets time pass on purpose: bare sleep, `aws.aclock`."""
        for task in asyncio.all_tasks(self._loop):
            if _is_root(task):
                codes = [frame.f_code for frame in _frames(task.get_coro())]
                if codes and (codes[-1] is _SLEEP or _ADVANCE in codes):
                    return True
        return False


def _is_root(task: asyncio.Task[Any]) -> bool:
    """Whether the task is what ``run_until_complete`` waits for, or the one in which anyio's plugin runs tests."""
    if any(getattr(callback, "__name__", "") == _ROOT for callback, _ in getattr(task, "_callbacks", None) or ()):
        return True
    return getattr(task.get_coro(), "__qualname__", "") == "TestRunner._run_tests_and_fixtures"


def _describe(task: asyncio.Task[Any]) -> str:
    coroutine = task.get_coro()
    name = getattr(coroutine, "__qualname__", task.get_name()).rpartition("<locals>.")[2]
    place, awaited = "", ""
    for frame in _frames(coroutine):
        here = application_place(frame)
        if here:
            place, awaited = here, ""
        elif not awaited:
            awaited = _name(frame)
        if frame.f_code is _WAIT_ASYNC:
            awaited = str(frame.f_locals["self"].what)
    return name + (f" at {place}" if place else "") + (f" (awaits {awaited})" if awaited else "")


def _name(frame: FrameType) -> str:
    code = frame.f_code
    owner = frame.f_locals.get("self")
    return code.co_name if owner is None else f"{type(owner).__name__}.{code.co_name}"


def _frames(awaitable: Any) -> Iterator[FrameType]:
    """The frames of a suspended coroutine, outermost first."""
    while awaitable is not None:
        for prefix, onwards in (("cr", "cr_await"), ("gi", "gi_yieldfrom"), ("ag", "ag_await")):
            frame = getattr(awaitable, f"{prefix}_frame", None)
            if frame is not None:
                yield frame
                awaitable = getattr(awaitable, onwards)
                break
        else:
            return
