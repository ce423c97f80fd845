"""``aws.spawn``: application code that runs beside the test."""

from __future__ import annotations

import datetime as _datetime
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from fakeaws.errors import FakeAwsError, NotSupportedError, TimedOut
from fakeaws.simulation import threads
from fakeaws.simulation.actors import local
from fakeaws.simulation.tickets import has_baton

if TYPE_CHECKING:
    from fakeaws.simulation.simulation import Simulation
    from fakeaws.simulation.surroundings import Surroundings

T = TypeVar("T")


class Actor(Generic[T]):
    """A call that runs beside the test. It ends by itself, by `kill`, or with the test.

    An exception that ends it fails the test at the test's end, unless `result` has raised it there before.
    """

    def __init__(
        self,
        simulation: Simulation,
        fn: Callable[..., T],
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        name: str | None,
        surroundings: Surroundings | None,
    ) -> None:
        self._simulation = simulation
        self._fn: Callable[..., T] | None = fn
        self._args = args
        self._kwargs = kwargs
        self._value: T | None = None
        self._returned = False
        role = name or threads.name_of(fn)
        thread = threading.Thread(target=self._run, name=role, daemon=True)
        self._actor = threads.adopt(thread, simulation, role)
        self._actor.surroundings = surroundings
        if surroundings is not None:
            surroundings.main = self._actor

    def __repr__(self) -> str:
        state = "done" if self.done else self._actor.describe().removeprefix(f"{self.name} ")
        return f"<fakeaws.Actor {self.name}: {state}>"

    def _run(self) -> None:
        fn, self._fn = self._fn, None
        assert fn is not None
        try:
            self._value = fn(*self._args, **self._kwargs)
            self._returned = True
        except SystemExit as error:
            threads.fail(self._actor, error)
        except Exception as error:
            threads.fail(self._actor, error)
        finally:
            self._args, self._kwargs = (), {}
            if self._actor.surroundings is not None:
                self._actor.surroundings.ended()

    @property
    def name(self) -> str:
        """Its name on the timeline."""
        return self._actor.name

    @property
    def done(self) -> bool:
        """Whether it has ended, in whichever way."""
        return self._actor.done

    def result(self, within: _datetime.timedelta | float | None = None) -> T:
        """What the call returned; waits for it in virtual time. An exception that ended the call is raised.

        Raises `TimedOut`, naming what is under way, after ``within`` (timedelta or seconds), and `FakeAwsError` if the
        actor was killed.
        """
        actor = self._actor
        if not actor.done:
            self._wait(within)
        if actor.error is not None:
            actor.fetched = True
            raise actor.error
        if not self._returned:
            raise FakeAwsError(f"{self.name} was killed before it returned anything")
        return cast(T, self._value)

    def _wait(self, within: _datetime.timedelta | float | None) -> None:
        waiting = local.actor
        if waiting is None:
            raise FakeAwsError(f"{self.name} cannot be waited for in a thread that takes no part in its world")
        if waiting is self._actor:
            raise FakeAwsError(f"{self.name} cannot wait for its own result")
        seconds = within.total_seconds() if isinstance(within, _datetime.timedelta) else within
        threads.wait_for(self._actor, waiting, seconds)
        if not self._actor.done:
            raise TimedOut(
                f"{self.name} did not end within {seconds:g} s of virtual time; under way:"
                + "".join(f"\n  {actor.describe()}" for actor in self._simulation.actors if actor is not waiting)
            )

    def kill(self) -> None:
        """End it where it waits, or at its next hand-over: its ``finally`` blocks run, its AWS calls are refused."""
        if self._actor.done:
            return
        simulation = self._simulation
        simulation.kill(self._actor)
        if local.actor is not None and local.actor is not self._actor and not simulation.busy:
            simulation.handover()


def spawn(
    simulation: Simulation,
    fn: Callable[..., T],
    args: tuple[Any, ...] = (),
    kwargs: Mapping[str, Any] | None = None,
    name: str | None = None,
    surroundings: Surroundings | None = None,
) -> Actor[T]:
    """Run ``fn`` as an actor of its own, named ``name`` or after the function; it begins when its turn comes."""
    if simulation.is_real:
        raise NotSupportedError('aws.spawn needs virtual time; with time="real", start a threading.Thread')
    if simulation.closing:
        raise FakeAwsError("the world has been left: nothing can be spawned in it any more")
    # A thread that ends runs events too, when it is none of `threading`'s any more: ask who has the baton first.
    if has_baton(simulation) or simulation.current.thread is threading.current_thread():
        return Actor(simulation, fn, args, kwargs or {}, name, surroundings)
    guest = simulation.enter_guest("guest")
    try:
        return Actor(simulation, fn, args, kwargs or {}, name, surroundings)
    finally:
        simulation.leave_guest(guest)
