"""Running a function: an invocation is an actor with a deadline."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.errors import NotSupportedError
from fakeaws.services.lambda_.environments.variables import runtime_of
from fakeaws.services.lambda_.invocations import failures
from fakeaws.services.lambda_.invocations.context import LambdaContext
from fakeaws.services.lambda_.invocations.invocation import Invocation, Outcome
from fakeaws.services.lambda_.invocations.log_lines import Durations, JsonLines, TextLines
from fakeaws.services.lambda_.invocations.marshalling import read_event, write_answer
from fakeaws.simulation.actors import ActorKilled, local
from fakeaws.simulation.process_ends import exit_status, is_for_the_test
from fakeaws.simulation.spawning import spawn

if TYPE_CHECKING:
    from fakeaws.services.lambda_.environments.environment import Environment
    from fakeaws.simulation.process_ends import exit_status, is_for_the_test
    from fakeaws.simulation.scheduler import Timer
from fakeaws.simulation.spawning import Actor

#: How long a cold start may take before it is begun anew, at the expense of the function's timeout.
INIT_US = 10_000_000


class Running:
    """An invocation under way. ``then(invocation, *args)``, a bound method, is called in an event once it has ended."""

    def __init__(self, invocation: Invocation, then: Callable[..., object], args: tuple[Any, ...] = ()) -> None:
        self.invocation = invocation
        self._then = then
        self._args = args
        self._world = invocation.version.function.service.world
        self._timer: Timer | None = None
        self._actor: Actor[None] | None = None
        self._init_us: int | None = None
        self._handling = False

    def begin(self) -> None:
        """Take an environment and let the handler begin when its turn comes.

        Raises `NotSupportedError` if the function's code cannot run here.
        """
        invocation, world = self.invocation, self._world
        version = invocation.version
        function = version.function
        simulation = world.simulation
        if simulation.is_real:
            raise NotSupportedError(
                f'function {function.name} cannot run with time="real": several functions share this process, and only '
                "virtual time runs one at a time; leave time out"
            )
        environment = version.environments.take()
        configuration = environment.configuration
        invocation.timeout, invocation.memory = configuration.timeout, configuration.memory
        invocation.began_us = world.now_us
        invocation.record = world.timeline.add(
            "lambda", "Invoke", function.resource, "started", cause=invocation.cause, message_id=invocation.request_id
        )
        function.invocations.append(invocation)
        function.service.running[self] = None
        simulation.progressed()
        self._serve(environment)
        if environment.cold:
            invocation.log.add(self._lines().init_start())
            self._timer = simulation.at(world.now_us + INIT_US, self._init_timed_out)
        else:
            self._start_handling()
        self._start_actor()

    def _serve(self, environment: Environment) -> None:
        self.invocation.environment = environment
        environment.serve(self.invocation)

    def _start_actor(self) -> None:
        name, environment = self.invocation.version.function.name, self._environment
        self._actor = spawn(
            self._world.simulation, self._run, (environment,), name=name, surroundings=environment.surroundings
        )

    @property
    def _environment(self) -> Environment:
        environment = self.invocation.environment
        assert environment is not None
        return environment

    def _lines(self) -> TextLines:
        lines = JsonLines if self._environment.json_logs else TextLines
        return lines(self.invocation, runtime_of(self.invocation.version))

    def _start_handling(self) -> None:
        """From now on the function's timeout counts."""
        world = self._world
        self._handling = True
        self._environment.end_lines()
        self.invocation.log.add(self._lines().start())
        self.invocation.handling_us = world.now_us
        if self._timer is not None:
            world.simulation.cancel(self._timer)
        self._timer = world.simulation.at(self.invocation.deadline_us, self._time_out)

    # -- the actor, in the environment's surroundings --------------------------------------------------------------

    def _run(self, environment: Environment) -> None:
        actor = local.actor
        assert actor is not None
        try:
            answer = self._answer(environment)
        except ActorKilled:
            self._killed(environment)
            raise
        except BaseException as error:
            if actor.killed:
                self._killed(environment)
            elif self._serves(environment):
                self._fail(error)
        else:
            if actor.killed:
                self._killed(environment)
            elif self._serves(environment):
                self._answered(answer)

    def _serves(self, environment: Environment) -> bool:
        """Whether what runs in the environment still counts: it has not been stopped."""
        return self.invocation.outcome is None and not environment.destroyed

    def _killed(self, environment: Environment) -> None:
        """By a planned crash: the process dies. Else it was stopped, and nobody waits for it any more."""
        if self._serves(environment) and not self._world.simulation.closing:
            self._exit("killed")

    def _answer(self, environment: Environment) -> bytes:
        invocation = self.invocation
        handler = environment.handler
        if handler is None:
            handler = environment.load()
            if not self._handling:
                self._init_us = self._world.now_us - invocation.began_us
                self._start_handling()
        event = read_event(invocation.payload)
        answer = handler(event, LambdaContext(invocation, environment))
        return write_answer(answer, environment.configuration.runtime)

    def _answered(self, answer: bytes) -> None:
        folder = self._environment.folder
        if folder is not None:
            answer = answer.replace(folder.task.encode(), b"/var/task").replace(folder.opt.encode(), b"/opt")
        if len(answer) > failures.MAX_ANSWER:
            self._end("failed", _json(failures.too_large()), error="Function.ResponseSizeTooLarge")
        else:
            self._end("succeeded", answer)

    def _fail(self, error: BaseException) -> None:
        """An exception left the handler, its module, or the runtime."""
        if isinstance(error, SystemExit):
            if error.code is not None and not isinstance(error.code, int):
                sys.stderr.write(f"{error.code}\n")
            self._exit(exit_status(error.code))
        elif is_for_the_test(error):
            self._world.simulation.interrupt_test(error)
            self._exit("interrupt")
        elif isinstance(error, Exception):
            self._raised(error)
        else:
            self._log_traceback(error)
            self._exit(1)

    def _raised(self, error: Exception) -> None:
        environment, invocation = self._environment, self.invocation
        cold = environment.cold
        payload = failures.failure(error, environment, "" if cold else invocation.request_id)
        environment.end_lines()
        invocation.log.add(self._lines().error(payload, self._world.wall_us))
        if cold and not self._handling:
            self._init_us = self._world.now_us - invocation.began_us
            self._start_handling()
        self._end("failed", _json(payload), error=payload["errorType"], destroy=cold)

    def _log_traceback(self, error: BaseException) -> None:
        """As Python does when an exception ends a process."""
        lines = ["Traceback (most recent call last):\n"]
        lines += failures.stack_trace(error.__traceback__, self._environment)
        told = str(error)
        sys.stderr.write("".join(lines) + type(error).__name__ + (f": {told}\n" if told else "\n"))

    def _exit(self, status: int | str) -> None:
        """The runtime is gone, and its environment with it."""
        invocation = self.invocation
        message = failures.exit_message(invocation.request_id, status)
        if not self._handling:
            self._init_us = self._world.now_us - invocation.began_us
            self._start_handling()
        self._environment.end_lines()
        self._add(self._lines().exited(message, self._world.wall_us))
        payload = {"errorType": "Runtime.ExitError", "errorMessage": message}
        self._end("failed", _json(payload), error="Runtime.ExitError", destroy=True)

    # -- in events ---------------------------------------------------------------------------------------------------

    def _init_timed_out(self) -> None:
        """The cold start took too long: AWS begins it anew, in a new process, while the function's timeout counts."""
        self._timer = None
        invocation = self.invocation
        environment = self._environment
        environment.end_lines()
        self._init_us = self._world.now_us - invocation.began_us
        invocation.log.add(self._lines().init_timed_out(self._init_us / 1000))
        environments = invocation.version.environments
        environment.invocation = None
        environments.drop(environment)
        self._serve(environments.take_new())
        self._start_handling()
        self._start_actor()

    def _time_out(self) -> None:
        self._timer = None
        invocation = self.invocation
        text = f"RequestId: {invocation.request_id} Error: Task timed out after {invocation.timeout:.2f} seconds"
        self._environment.end_lines()
        self._add(self._lines().timed_out(invocation.timeout, self._world.wall_us))
        payload = {"errorType": "Sandbox.Timedout", "errorMessage": text}
        self._end("timed-out", _json(payload), error="Sandbox.Timedout", destroy=True)

    # -- the end -----------------------------------------------------------------------------------------------------

    def _add(self, line: str) -> None:
        if line:
            self.invocation.log.add(line)

    def _end(self, outcome: Outcome, answer: bytes, *, error: str | None = None, destroy: bool = False) -> None:
        invocation, world = self.invocation, self._world
        simulation = world.simulation
        if self._timer is not None:
            simulation.cancel(self._timer)
            self._timer = None
        invocation.outcome, invocation.answer, invocation.error_type = outcome, answer, error
        invocation.ended_us = world.now_us
        durations = Durations(world.now_us - invocation.handling_us, self._init_us)
        self._leave_environment(durations, destroy)
        function = invocation.version.function
        del function.service.running[self]
        details: dict[str, Any] = {"duration": f"{durations.milliseconds:g} ms"}
        if error is not None:
            details["error"] = error
        details["log"] = tuple(invocation.log)
        world.timeline.add(
            "lambda",
            "Invoke",
            function.resource,
            outcome,
            cause=invocation.record,
            message_id=invocation.request_id,
            details=details,
        )
        simulation.progressed()
        # Not here: the actor may have been killed, and whoever hears of the end may call AWS.
        simulation.at(world.now_us, self._then, invocation, *self._args)

    def _leave_environment(self, durations: Durations, destroy: bool) -> None:
        invocation, world = self.invocation, self._world
        environment = self._environment
        environment.end_lines()
        status = {"succeeded": "success", "failed": "failure", "timed-out": "timeout"}[invocation.outcome or "failed"]
        for line in self._lines().end(durations, status, invocation.error_type):
            invocation.log.add(line)
        environment.invocation = None
        invocation.environment = None
        world.simulation.at(world.now_us, environment.logs.deliver, invocation.log.events, invocation.record)
        environments = invocation.version.environments
        if destroy:
            environments.drop(environment)
        else:
            environments.give_back(environment)


def _json(payload: Mapping[str, Any]) -> bytes:
    return json.dumps(payload, ensure_ascii=False).encode("utf-8", "backslashreplace")
