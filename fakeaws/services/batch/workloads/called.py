"""A callable that stands for a container: an actor with the surroundings of a machine of its own."""

from __future__ import annotations

import asyncio
import inspect
import os
import sys
import threading
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TextIO, cast

import fakeaws
from fakeaws.aws.sdk_attributes import own_attributes
from fakeaws.services.batch.workloads.console import Console, own_logging
from fakeaws.services.batch.workloads.work import Ended
from fakeaws.simulation.actors import ActorKilled, local
from fakeaws.simulation.output import Output
from fakeaws.simulation.process_ends import exit_status, is_for_the_test
from fakeaws.simulation.spawning import spawn
from fakeaws.simulation.surroundings import Surroundings

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job
    from fakeaws.services.batch.operations.base import BatchBase
    from fakeaws.services.batch.service_jobs.job import ServiceJob

_OUR_OWN = os.path.dirname(os.path.abspath(fakeaws.__file__)) + os.sep
_KILLED = 137


class Called:
    """It runs until the callable and its threads have ended; threads that are daemons end with it."""

    def __init__(
        self,
        service: BatchBase,
        job: Job | ServiceJob,
        body: Callable[..., Any],
        argument: object,
        variables: dict[str, str],
        finished: Callable[[Any, Ended], None],
    ) -> None:
        """``argument`` is for a body that takes one; ``finished`` hears of the job's end."""
        self._service = service
        self._finished = finished
        self._job = job
        self._attempt = job.attempts[-1]
        self._body = body
        self._argument = argument
        self._over = False
        self._outputs = Output(self), Output(self, of_errors=True)
        self.surroundings = Surroundings(
            environment=variables,
            output=cast("TextIO", self._outputs[0]),
            errors=cast("TextIO", self._outputs[1]),
            handlers=[Console()],
            attributes={**own_attributes(), **own_logging()},
        )
        spawn(service.world.simulation, self._run, name=job.name, surroundings=self.surroundings)

    def log(self, text: str) -> None:
        """Of its output: one line."""
        if not self._over:
            self._service.workloads.logs.add(self._attempt, text.removesuffix("\n"))

    def stop(self) -> None:
        """SIGKILL."""
        if not self._over:
            self._end_lines()
            self._over = True
        self._clear_away()

    # -- the actor, in its surroundings ------------------------------------------------------------------------------

    def _run(self) -> None:
        actor = local.actor
        assert actor is not None
        # A program's main thread is none, and those that it starts are not by inheritance.
        threading.current_thread()._daemonic = False  # type: ignore[attr-defined]
        try:
            code = self._exit_code()
            self._wait_for_threads()
        except ActorKilled:
            self._exit(_KILLED)
            raise
        self._exit(_KILLED if actor.killed else code)

    def _exit_code(self) -> int:
        """Run the callable, as Python runs a program."""
        try:
            answer = self._body(self._argument) if takes_job(self._body) else self._body()
            if inspect.iscoroutine(answer):
                asyncio.run(answer)
        except ActorKilled:
            raise
        except SystemExit as error:
            if error.code is not None and not isinstance(error.code, int):
                sys.stderr.write(f"{error.code}\n")
            return exit_status(error.code)
        except BaseException as error:
            if is_for_the_test(error):
                self._service.world.simulation.interrupt_test(error)
            else:
                sys.stderr.write("".join(traceback.format_exception(type(error), error, _own_part(error))))
            return 1
        return 0

    def _wait_for_threads(self) -> None:
        """A process does not end before its threads, except for daemons."""
        simulation = self._service.world.simulation
        while True:
            threads = [
                actor.thread
                for actor in simulation.actors
                if actor.surroundings is self.surroundings and actor is not local.actor and not actor.done
            ]
            thread = next((each for each in threads if each is not None and not each.daemon), None)
            if thread is None:
                return
            thread.join()

    def _exit(self, exit_code: int) -> None:
        world = self._service.world
        if self._over or world.simulation.closing:
            return
        self._end_lines()
        self._over = True
        # Not here: the actor may have been killed, and whoever hears of the end may call AWS.
        world.simulation.at(world.now_us, self._exited, exit_code)

    # -- in events ---------------------------------------------------------------------------------------------------

    def _exited(self, exit_code: int) -> None:
        if self._job.work is self:
            self._clear_away()
            self._finished(self._job, Ended(exit_code))

    def _clear_away(self) -> None:
        simulation = self._service.world.simulation
        for actor in list(simulation.actors):
            if actor.surroundings is self.surroundings:
                simulation.kill(actor)
        self.surroundings.close()

    def _end_lines(self) -> None:
        for output in self._outputs:
            output.end_line()


def takes_job(body: Callable[..., Any]) -> bool:
    """Whether a callable wants the job: its first parameter has no default, or is called ``job``.

    ``def main(argv=None)`` is called without. Raises TypeError for a callable that wants more.
    """
    try:
        signature = inspect.signature(body)
    except ValueError:  # one that is written in C, and says nothing of itself
        return True
    first = next(iter(signature.parameters.values()), None)
    if first is None or first.kind in (first.KEYWORD_ONLY, first.VAR_KEYWORD):
        signature.bind()
        return False
    if first.default is first.empty or first.name == "job":
        signature.bind(None)
        return True
    signature.bind()
    return False


def _own_part(error: BaseException) -> Any:
    """The trace from the first frame that is not ours; all of it if there is none."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(_OUR_OWN):
        trace = trace.tb_next
    return trace or error.__traceback__
