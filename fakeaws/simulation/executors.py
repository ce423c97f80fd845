"""Thread pools: one that was made before the world, or outlives it, works in the world with workers of its own.

The first `submit` of an actor puts the pool's queue, semaphore and threads aside; the world's end brings them back.
"""

from __future__ import annotations

import functools
import queue
import threading
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fakeaws.simulation import sleeping
from fakeaws.simulation.actors import local
from fakeaws.simulation.patches import Patches

if TYPE_CHECKING:
    from fakeaws.simulation.simulation import Simulation

_STAY = "_fakeaws_stay"


class _Original:
    """The standard library's own."""

    submit: Callable[..., Any]


class Stay:
    """A pool's stay in a world: what was put aside for it."""

    __slots__ = ("before", "executor", "idle", "queue", "reopen", "simulation", "threads")

    def __init__(self, executor: Any, simulation: Simulation) -> None:
        self.simulation = simulation
        self.executor = weakref.ref(executor)
        self.before: Stay | None = executor.__dict__.get(_STAY)
        self.queue = executor._work_queue
        self.idle = executor._idle_semaphore
        self.threads = executor._threads
        self.reopen = False
        executor._work_queue = queue.SimpleQueue()
        executor._idle_semaphore = threading.Semaphore(0)
        executor._threads = set()
        executor.__dict__[_STAY] = self

    def __deepcopy__(self, memo: dict[int, Any]) -> Stay:
        return self

    def close(self) -> None:
        """Let idle workers end when their turn comes; what none has begun is cancelled."""
        executor = self.executor()
        if executor is None:
            return
        while True:
            try:
                item = executor._work_queue.get_nowait()
            except queue.Empty:
                break
            if item is not None:
                item.future.cancel()
        if not executor._shutdown:
            self.reopen = executor._shutdown = True
        executor._work_queue.put(None)

    def leave(self) -> None:
        """Bring back what was put aside; a pool that the application shut down stays so, its old workers end."""
        executor = self.executor()
        if executor is None:
            return
        executor._work_queue = self.queue
        executor._idle_semaphore = self.idle
        executor._threads = self.threads
        if self.before is None:
            executor.__dict__.pop(_STAY, None)
        else:
            executor.__dict__[_STAY] = self.before
        if self.reopen:
            executor._shutdown = False
        else:
            self.queue.put(None)


def _submit(self: Any, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """Stand in for ``ThreadPoolExecutor.submit``."""
    actor = local.actor
    if actor is not None and not actor.simulation.is_real:
        stay: Stay | None = self.__dict__.get(_STAY)
        if (stay is None or stay.simulation is not actor.simulation) and not self._shutdown:
            actor.simulation.executors.append(Stay(self, actor.simulation))
    return _Original.submit(self, fn, *args, **kwargs)


class _Time:
    """What `concurrent.futures` reads as its module ``time``."""

    monotonic = staticmethod(sleeping.monotonic)


def install(table: Patches, module: Any) -> None:
    """Add this module's rows; ``module`` is `concurrent.futures.thread`."""
    import concurrent.futures._base

    owner = module.ThreadPoolExecutor
    original = owner.submit
    _Original.submit = staticmethod(table.replace(owner, "submit", functools.wraps(original)(_submit)))
    table.replace(concurrent.futures._base, "time", _Time)
