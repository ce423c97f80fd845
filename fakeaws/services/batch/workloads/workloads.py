"""Which workload an attempt runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fakeaws.services.batch.workloads.work import Ended, Work
from fakeaws.simulation.actors import ActorKilled, local
from fakeaws.simulation.spawning import spawn

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job
    from fakeaws.services.batch.operations.base import BatchBase
    from fakeaws.simulation.scheduler import Timer
    from fakeaws.simulation.spawning import Actor


@dataclass(eq=False)
class Registration:
    """What stands for a job definition's or image's container: a callable of the job, or a time and an exit code."""

    body: Callable[..., Any] | None
    job_definition: str | None = None
    image: str | None = None
    takes_us: int | None = None
    exit_code: int = 0


class Workloads:
    """Of one account and region."""

    def __init__(self, service: BatchBase) -> None:
        self.service = service
        self.registrations: list[Registration] = []

    def begin(self, job: Job) -> Work:
        """Let the attempt's container run."""
        found = self._registration(job)
        if found is not None and found.body is not None:
            return Called(self.service, job, found.body)
        takes_us = 0 if found is None or found.takes_us is None else found.takes_us
        return Lasting(self.service, job, takes_us, 0 if found is None else found.exit_code)

    def _registration(self, job: Job) -> Registration | None:
        definition = job.definition
        for each in reversed(self.registrations):
            names = (definition.name, f"{definition.name}:{definition.revision}", definition.arn)
            if each.job_definition is not None and each.job_definition not in names:
                continue
            if each.image is not None and each.image != definition.container.get("image"):
                continue
            return each
        return None


class Lasting:
    """A container of which only the time and the exit code are known."""

    def __init__(self, service: BatchBase, job: Job, takes_us: int, exit_code: int) -> None:
        self._service = service
        self._job = job
        self._timer: Timer = service.world.simulation.at(
            service.world.now_us + takes_us, service.life.finished, job, Ended(exit_code)
        )

    def stop(self) -> None:
        self._service.world.simulation.cancel(self._timer)


class Called:
    """A callable, as an actor of its own."""

    def __init__(self, service: BatchBase, job: Job, body: Callable[..., Any]) -> None:
        self._service = service
        self._job = job
        self._body = body
        self._actor: Actor[None] = spawn(service.world.simulation, self._run, name=job.name)

    def stop(self) -> None:
        self._actor.kill()

    def _run(self) -> None:
        actor = local.actor
        assert actor is not None
        try:
            self._body(self._job)
        except ActorKilled:
            raise
        except BaseException as error:
            code = error.code if isinstance(error, SystemExit) else 1
            self._tell(code if isinstance(code, int) else 0 if code is None else 1)
        else:
            self._tell(0)

    def _tell(self, exit_code: int) -> None:
        # Not here: the actor may have been killed, and whoever hears of the end may call AWS.
        simulation = self._service.world.simulation
        simulation.at(self._service.world.now_us, self._service.life.finished, self._job, Ended(exit_code))
