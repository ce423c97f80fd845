"""A call that has to wait: a long poll, a broker's receive, a blocking read of a service.

The service makes a `Waiter`, keeps it in the thing that is waited for, and resolves it from an event or from another
actor's call. The corridor waits on it: `Waiter.wait` parks the calling actor, `Waiter.wait_async` suspends the calling
task and lets its event loop go on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fakeaws.simulation.scheduler import Timer

if TYPE_CHECKING:
    import asyncio

    from fakeaws.simulation.actors import Actor
    from fakeaws.simulation.simulation import Simulation


class Waiter:
    """One call's wait, ended once: by `resolve`, by its deadline or by `cancel`.

    ``what`` completes "waits for …" in a deadlock's text. ``deadline_us`` is elapsed time; at it the waiter resolves by
    itself with ``timeout_result``. ``on_cancel`` is ``(bound method, arguments)``: called at the deadline and on
    `cancel`, so that whoever keeps the waiter forgets it; not called after `resolve`.
    At most one actor, task or listener waits on it. All methods want the baton.
    """

    __slots__ = (
        "_actor",
        "_future",
        "_listener",
        "_timer",
        "deadline_us",
        "done",
        "on_cancel",
        "result",
        "simulation",
        "timeout_result",
        "what",
    )

    def __init__(self, simulation: Simulation, what: object, deadline_us: int | None) -> None:
        self.simulation = simulation
        self.what = what
        self.deadline_us = deadline_us
        self.done = False
        self.result: Any = None
        self.timeout_result: Any = None
        self.on_cancel: tuple[Callable[..., object], tuple[Any, ...]] | None = None
        self._actor: Actor | None = None
        self._future: asyncio.Future[None] | None = None
        self._listener: tuple[Callable[..., object], tuple[Any, ...]] | None = None
        self._timer: Timer | None = None
        if deadline_us is not None:
            self._timer = simulation.at(deadline_us, self._expire)

    def __str__(self) -> str:
        return str(self.what)

    def resolve(self, result: Any) -> None:
        """End the wait with ``result`` and wake who waits; nothing if it has ended already."""
        if self.done:
            return
        self.done = True
        self.result = result
        self._drop_timer()
        self.on_cancel = None
        actor, future = self._actor, self._future
        if actor is not None:
            self.simulation.wake(actor)
        elif future is not None:
            loop = future.get_loop()
            if not loop.is_closed():
                loop.call_soon_threadsafe(_settle, future)
        elif self._listener is not None:
            self._tell()

    def tell(self, fn: Callable[..., object], *args: Any) -> None:
        """Call ``fn(result, *args)`` in an event once the wait has ended, in place of an actor or task that waits.

        A bound method and plain arguments, as for the scheduler; not called after `cancel`.
        """
        self._only_one()
        self._listener = (fn, args)
        if self.done:
            self._tell()

    def wait_on(self) -> None:
        """Let it have no deadline: as one who asks again, at once, each time that nothing has come."""
        self.deadline_us = None
        self._drop_timer()

    def cancel(self) -> None:
        """End the wait without a result: no timer stays, and the thing waited for forgets it."""
        if self.done:
            return
        self.done = True
        self._drop_timer()
        self._tell_owner()

    def wait(self) -> Any:
        """Park the calling actor until the wait ends; an actor killed meanwhile cancels it."""
        self._only_one()
        simulation = self.simulation
        self._actor = simulation.current
        try:
            while not self.done:
                simulation.park(self.what)
        except BaseException:
            self.cancel()
            raise
        finally:
            self._actor = None
        return self.result

    async def wait_async(self) -> Any:
        """Suspend the calling task until the wait ends; a task cancelled meanwhile cancels it."""
        if self.done:
            return self.result
        self._only_one()
        import asyncio

        self._future = future = asyncio.get_running_loop().create_future()
        try:
            await future
        except BaseException:
            self.cancel()
            raise
        finally:
            self._future = None
        return self.result

    def _expire(self) -> None:
        self._tell_owner()
        self.resolve(self.timeout_result)

    def _tell_owner(self) -> None:
        if self.on_cancel is not None:
            fn, args = self.on_cancel
            self.on_cancel = None
            fn(*args)

    def _tell(self) -> None:
        assert self._listener is not None
        fn, args = self._listener
        self.simulation.at(self.simulation.clock.elapsed_us, fn, self.result, *args)

    def _drop_timer(self) -> None:
        if self._timer is not None:
            self.simulation.cancel(self._timer)
            self._timer = None

    def _only_one(self) -> None:
        if self._actor is not None or self._future is not None or self._listener is not None:
            raise RuntimeError(f"somebody waits for {self.what} already")


def _settle(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
