"""What a callable that stands for a container is told of its job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fakeaws.services.batch.workloads.container import Container, parameters_of

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job


class BatchJob:
    """The attempt of a job that runs, given to the callable that `fakeaws.World.batch` registers.

    What Batch tells containers only by environment variables and by the command is here by its name; ``os.environ`` has
    the variables, too.
    """

    def __init__(self, job: Job, container: Container, environment: Mapping[str, str]) -> None:
        #: Of an array's child ``id:index``.
        self.id: str = job.id
        #: ``jobName``.
        self.name: str = job.name
        #: The name of the job queue.
        self.queue: str = job.queue.name
        #: ``name:revision``.
        self.job_definition: str = f"{job.definition.name}:{job.definition.revision}"
        #: From 1.
        self.attempt: int = len(job.attempts)
        #: The submission's over the definition's.
        self.parameters: dict[str, str] = parameters_of(job)
        #: With what the submission overrides, and the parameters put in.
        self.command: list[str] = list(container.command)
        self.image: str | None = container.image
        #: The job's variables, with Batch's own (``AWS_BATCH_…``).
        self.environment: dict[str, str] = dict(environment)
        #: From 0; None for a job that is no array's child.
        self.array_index: int | None = _number(environment.get("AWS_BATCH_JOB_ARRAY_INDEX"))
        #: From 0; None for a job that is no node of a multi-node job.
        self.node_index: int | None = _number(environment.get("AWS_BATCH_JOB_NODE_INDEX"))

    def __repr__(self) -> str:
        return f"<BatchJob {self.name} {self.id}, attempt {self.attempt}>"


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)
