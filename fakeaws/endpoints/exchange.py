"""One request on its way: the application runs as an actor, the sender waits no longer than it wants to."""

from __future__ import annotations

import datetime as _datetime
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from fakeaws.endpoints.messages import Request, Response
from fakeaws.endpoints.received import TIMED_OUT, UNDER_WAY, ReceivedRequest
from fakeaws.simulation import threads
from fakeaws.simulation.actors import ActorKilled, failure_place, local
from fakeaws.simulation.spawning import spawn

if TYPE_CHECKING:
    from fakeaws.endpoints.registry import Endpoint, Endpoints
    from fakeaws.simulation.scheduler import Timer

REFUSED = "connection refused"
#: The application failed when its response was on its way: a background task of its framework, a ``close()``.
CRASHED_LATE = "failed after its response"


class Answer(NamedTuple):
    """What the sender of a request gets: a response, or a ``problem``: "timed out", "connection refused".

    ``record`` is the timeline's number of the answer.
    """

    response: Response | None
    problem: str | None
    record: int


class Exchange:
    """One request to one endpoint. The sender hears once, in an event: ``then(answer, *args)``."""

    def __init__(
        self,
        endpoints: Endpoints,
        endpoint: Endpoint,
        request: Request,
        timeout_us: int,
        then: tuple[Callable[..., object], tuple[Any, ...]],
    ) -> None:
        self._endpoints = endpoints
        self._world = endpoints.world
        self._endpoint = endpoint
        self._request = request
        self._timeout_us = timeout_us
        self._then = then
        self._timer: Timer | None = None
        self._record = 0
        self._began_us = 0
        self._running: Any = None
        self.received = ReceivedRequest(request, self._world.now_us)

    def __str__(self) -> str:
        began = self.received.at
        return f"{self._request.method} {self._endpoint.name} works on a request of {began}"

    # -- the sender's side: with the baton -------------------------------------------------------------------------

    def begin(self, cause: int | None) -> None:
        """Let the application begin when its turn comes."""
        world = self._world
        simulation = world.simulation
        self._began_us = world.now_us
        self._record = world.timeline.add(
            "http", self._request.method, resource_of(self._request.url), "sent", cause=cause
        )
        simulation.progressed()
        self._timer = simulation.after(self._timeout_us, self._time_out)
        if simulation.is_real:
            threading.Thread(target=self._run_in_real_time, name=self._endpoint.name, daemon=True).start()
        else:
            spawn(simulation, self._run, name=self._endpoint.name)

    def _time_out(self) -> None:
        """The sender gives up; the application does not hear of it, unless it is ASGI and asks."""
        self._timer = None
        self.received.outcome = TIMED_OUT
        seconds = f"{self._timeout_us / 1e6:g} s"
        number = self._note(TIMED_OUT, {"no response within": seconds})
        disconnect = getattr(self._running, "disconnect", None)
        if disconnect is not None:
            disconnect()
        self._tell(Answer(None, TIMED_OUT, number))

    def _note(self, outcome: str, details: dict[str, Any] | None) -> int:
        return self._world.timeline.add(
            "http",
            self._request.method,
            resource_of(self._request.url),
            outcome,
            cause=self._record,
            details=details,
        )

    def _tell(self, answer: Answer) -> None:
        then, args = self._then
        self._world.simulation.at(self._world.now_us, then, answer, *args)

    # -- the application's side ------------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            self._endpoint.handle(self)
        except (ActorKilled, KeyboardInterrupt):
            raise
        except BaseException as error:
            actor = local.actor
            if actor is not None and actor.killed:
                raise
            self._crashed(error)
        finally:
            self._endpoints.running.remove(self)

    def _run_in_real_time(self) -> None:
        """``time="real"``: a thread of its own, a guest of the world when it has something to say."""
        try:
            self._endpoint.handle(self)
        except BaseException as error:
            self._crashed(error)
        finally:
            self._endpoints.running.remove(self)

    def work(self, running: Any) -> None:
        """Take note of what runs the application, which may be told that the sender is gone."""
        self._running = running

    @property
    def timeout_seconds(self) -> float:
        """How long the sender waits."""
        return self._timeout_us / 1e6

    @property
    def request(self) -> Request:
        """The request."""
        return self._request

    def answer(self, response: Response) -> None:
        """The application's response; only the first counts."""
        if self.received.response is None:
            self._as_participant(self._answered, response, None)

    def refuse(self, reason: str) -> None:
        """There is nobody: a real server that does not listen, or hangs up."""
        self._as_participant(self._refused, reason)

    def misused(self, error: TypeError, response: Response) -> None:
        """The test's own handler returned what is no response: the sender sees a 500, the test hears at its end."""
        self.received.crashed(error)
        self.answer(response)
        actor = local.actor
        if actor is not None:
            threads.fail(actor, error)

    def _crashed(self, error: BaseException) -> None:
        if self.received.error is None:
            self.received.crashed(error)
        place = failure_place(error)
        details = {"error": f"{type(error).__name__}: {error}", **({"at": place} if place else {})}
        if self.received.response is None:
            self._as_participant(self._answered, Response(500, (), b"Internal Server Error"), details)
        else:
            self._as_participant(self._note, CRASHED_LATE, details)

    def _as_participant(self, fn: Callable[..., object], *args: Any) -> None:
        if local.actor is not None:
            fn(*args)
            return
        simulation = self._world.simulation
        guest = simulation.enter_guest(self._endpoint.name)
        try:
            fn(*args)
        finally:
            simulation.leave_guest(guest)

    def _answered(self, response: Response, details: dict[str, Any] | None) -> None:
        received = self.received
        received.response = response
        received.took = _datetime.timedelta(microseconds=self._world.now_us - self._began_us)
        self._world.simulation.progressed()
        if received.outcome != UNDER_WAY:
            self._note(str(response.status), {**(details or {}), "too late": "the sender had given up"})
            return
        received.outcome = str(response.status)
        number = self._note(received.outcome, details)
        self._stop_waiting()
        self._tell(Answer(response, None, number))

    def _refused(self, reason: str) -> None:
        if self.received.outcome != UNDER_WAY:
            return
        self.received.outcome = REFUSED
        number = self._note(REFUSED, {"reason": reason})
        self._stop_waiting()
        self._tell(Answer(None, REFUSED, number))

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._world.simulation.cancel(self._timer)
            self._timer = None


def resource_of(url: str) -> str:
    """A URL's name on the timeline: without user and password."""
    scheme, separator, rest = url.partition("://")
    end = min((at for at in map(rest.find, "/?#") if at >= 0), default=len(rest))
    return f"{scheme}{separator}{rest[:end].rpartition('@')[2]}{rest[end:]}"
