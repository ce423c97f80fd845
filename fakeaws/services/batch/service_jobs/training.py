"""What a training job does: a registered callable, a registered time, or nothing for a while."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.aws.role_credentials import credential_variables, role_session
from fakeaws.services.batch.workloads.called import Called
from fakeaws.services.batch.workloads.container import Container
from fakeaws.services.batch.workloads.environment import machine_variables
from fakeaws.services.batch.workloads.lasting import Lasting
from fakeaws.services.batch.workloads.registrations import closest
from fakeaws.world import user_of

if TYPE_CHECKING:
    from fakeaws.services.batch.operations.base import BatchBase
    from fakeaws.services.batch.service_jobs.job import ServiceJob
    from fakeaws.services.batch.workloads.work import Work


class TrainingJob:
    """A SageMaker training job that runs for a service job, given to the callable that stands for its container."""

    def __init__(self, job: ServiceJob) -> None:
        #: Of the service job.
        self.id: str = job.id
        #: ``jobName`` of the service job.
        self.name: str = job.name
        #: The name of the job queue.
        self.queue: str = job.queue.name
        #: From 1; preempted attempts are not counted.
        self.attempt: int = len(job.attempts)
        #: The parameters of CreateTrainingJob.
        self.payload: dict[str, Any] = job.payload
        self.hyperparameters: dict[str, str] = dict(job.payload.get("HyperParameters") or {})
        self.image: str | None = container_of(job).image
        self.training_job_arn: str = job.attempts[-1].training_job_arn

    def __repr__(self) -> str:
        return f"<TrainingJob {self.name} {self.id}, attempt {self.attempt}>"


def container_of(job: ServiceJob) -> Container:
    """Its algorithm's image and command, by the names that containers of jobs have."""
    algorithm: Mapping[str, Any] = job.payload.get("AlgorithmSpecification") or {}
    command = [*(algorithm.get("ContainerEntrypoint") or ()), *(algorithm.get("ContainerArguments") or ())]
    settings: dict[str, Any] = {"jobRoleArn": job.payload.get("RoleArn")}
    if "TrainingImage" in algorithm:
        settings["image"] = algorithm["TrainingImage"]
    return Container(tuple(command), settings)


def begin(service: BatchBase, job: ServiceJob) -> Work:
    """Let it run: by what the test registered for its image or command, else for the chosen time."""
    container = container_of(job)
    found = closest(service.workloads.registrations, job, container)
    finished = service.service_jobs.finished
    if found is not None and found.body is not None:
        job.attempts[-1].log = service.workloads.logs.unsent()
        return Called(service, job, found.body, TrainingJob(job), _variables(service, job, container), finished)
    if found is not None and not found.allow_subprocess:
        return Lasting(service, job, found.takes_us, found.exit_code, finished)
    return Lasting(service, job, service.durations["training"], 0, finished)


def _variables(service: BatchBase, job: ServiceJob, container: Container) -> dict[str, str]:
    arn = job.attempts[-1].training_job_arn
    session = role_session(container.job_role, "SageMaker") if container.job_role is not None else None
    return {
        **machine_variables(service),
        **credential_variables(service.world, session, user_of(service.account), "batch.credentials"),
        "TRAINING_JOB_NAME": arn.rpartition("/")[2],
        "TRAINING_JOB_ARN": arn,
        **(job.payload.get("Environment") or {}),
    }
