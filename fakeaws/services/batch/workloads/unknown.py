"""A container whose command nobody here can run: the job fails, and says what to register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.batch.workloads.work import Ended

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job
    from fakeaws.services.batch.operations.base import BatchBase
    from fakeaws.services.batch.workloads.container import Container
    from fakeaws.simulation.scheduler import Timer


class Unknown:
    """The attempt ends at once, and no other follows: it would end so, too."""

    def __init__(self, service: BatchBase, job: Job, reason: str) -> None:
        self._service = service
        self._job = job
        self._reason = reason
        self._timer: Timer = service.world.simulation.at(service.world.now_us, self._end)

    def stop(self) -> None:
        self._service.world.simulation.cancel(self._timer)

    def _end(self) -> None:
        self._job.stopping = self._reason
        self._service.life.finished(self._job, Ended(None))


def reason_for(job: Job, container: Container) -> str:
    """Why it cannot be run, and what to do."""
    name, command = job.definition.name, list(container.command)
    if not command:
        what = f"what the image {container.image!r} does by itself is not known"
    elif len(command) == 1 and " " in command[0]:
        what = f"the command {command!r} is one word: AWS takes a list of words, such as {command[0].split()!r}"
    else:
        what = f"the command {command!r} is not one that is understood"
    return (
        f"fakeaws cannot run job definition {name!r}: {what}. Say what its jobs do: "
        f"aws.batch.register(your_function, job_definition={name!r}), or takes=…, or allow_subprocess=True"
    )
