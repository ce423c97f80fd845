"""Running a function: an invocation is an actor with a deadline."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fakeaws.services.lambda_.environments.environment import Environment
from fakeaws.services.lambda_.invocations.context import LambdaContext
from fakeaws.services.lambda_.invocations.invocation import Invocation, Outcome
from fakeaws.simulation.actors import ActorKilled
from fakeaws.simulation.spawning import spawn

if TYPE_CHECKING:
    from fakeaws.services.lambda_.functions import Version
    from fakeaws.simulation.scheduler import Timer
    from fakeaws.simulation.spawning import Actor


class Running:
    """An invocation under way. ``then(invocation, *args)`` is called, with the baton, when it has ended: a bound method."""

    def __init__(self, invocation: Invocation, then: Callable[..., object], args: tuple[Any, ...] = ()) -> None:
        self.invocation = invocation
        self._then = then
        self._args = args
        self._world = invocation.version.function.service.world
        self._timer: Timer | None = None
        self._actor: Actor[None] | None = None

    def begin(self) -> None:
        """Take an environment and let the handler begin when its turn comes."""
        invocation, world = self.invocation, self._world
        version = invocation.version
        function = version.function
        simulation = world.simulation
        invocation.environment = environment = _environment(version)
        invocation.began_us = world.now_us
        invocation.record = world.timeline.add(
            "lambda", "Invoke", function.resource, "started", cause=invocation.cause, message_id=invocation.request_id
        )
        function.invocations.append(invocation)
        function.service.running[self] = None
        simulation.progressed()
        self._timer = simulation.at(invocation.deadline_us, self._time_out)
        self._actor = spawn(simulation, self._run, name=function.name, surroundings=environment.surroundings)

    def _run(self) -> None:
        """The actor: in the environment's surroundings."""
        invocation = self.invocation
        assert invocation.environment is not None
        try:
            handler = invocation.environment.handler()
            event = json.loads(invocation.payload)
            answer = json.dumps(handler(event, LambdaContext(invocation)), ensure_ascii=False).encode()
        except ActorKilled:
            raise
        except Exception as error:
            failure = {"errorMessage": str(error), "errorType": type(error).__name__}
            self._end("failed", json.dumps(failure, ensure_ascii=False).encode())
        else:
            self._end("succeeded", answer)

    def _time_out(self) -> None:
        self._timer = None
        invocation = self.invocation
        assert self._actor is not None
        self._actor.kill()
        seconds = invocation.version.configuration.timeout
        text = f"RequestId: {invocation.request_id} Error: Task timed out after {seconds:.2f} seconds"
        failure = {"errorType": "Sandbox.Timedout", "errorMessage": text}
        self._end("timed-out", json.dumps(failure).encode())

    def _end(self, outcome: Outcome, answer: bytes) -> None:
        invocation, world = self.invocation, self._world
        if invocation.outcome is not None:
            return
        if self._timer is not None:
            world.simulation.cancel(self._timer)
            self._timer = None
        function = invocation.version.function
        invocation.outcome = outcome
        invocation.answer = answer
        invocation.ended_us = world.now_us
        if outcome != "timed-out" and invocation.environment is not None:
            invocation.version.idle.append(invocation.environment)
        del function.service.running[self]
        world.timeline.add(
            "lambda", "Invoke", function.resource, outcome, cause=invocation.record, message_id=invocation.request_id
        )
        world.simulation.progressed()
        self._then(invocation, *self._args)


def _environment(version: Version) -> Environment:
    """A warm environment, the one used last, or a new one."""
    return version.idle.pop() if version.idle else Environment(version)
