"""Which workload an attempt runs."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from fakeaws.errors import FakeAwsWarning
from fakeaws.services.batch.workloads import shell
from fakeaws.services.batch.workloads.called import Called
from fakeaws.services.batch.workloads.container import Container, container_of
from fakeaws.services.batch.workloads.environment import environment_of, variables_of
from fakeaws.services.batch.workloads.lasting import Lasting
from fakeaws.services.batch.workloads.local_process import LocalProcess
from fakeaws.services.batch.workloads.logs import JobLogs
from fakeaws.services.batch.workloads.registrations import Registration, closest
from fakeaws.services.batch.workloads.running_job import BatchJob
from fakeaws.services.batch.workloads.scripts import RunningScript
from fakeaws.services.batch.workloads.unknown import Unknown, reason_for

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job
    from fakeaws.services.batch.operations.base import BatchBase
    from fakeaws.services.batch.workloads.work import Ended, Work


class Workloads:
    """Of one account and region."""

    def __init__(self, service: BatchBase) -> None:
        self.service = service
        self.registrations: list[Registration] = []
        self.logs = JobLogs(service)
        self._warned: dict[str, None] = {}

    def prepare(self, job: Job) -> Ended | None:
        """Make the attempt's log stream; how the attempt ends if it cannot start without."""
        return self.logs.begin(job, container_of(job))

    def begin(self, job: Job) -> Work:
        """Let the attempt's container run."""
        container = container_of(job)
        found = closest(self.registrations, job, container) if self.registrations else None
        if found is None:
            return self._begin_command(job, container)
        if found.body is not None:
            argument = BatchJob(job, container, environment_of(job, container))
            variables = variables_of(self.service, job, container)
            return Called(self.service, job, found.body, argument, variables, self.service.life.finished)
        if found.allow_subprocess:
            return LocalProcess(self.service, job, container)
        return Lasting(self.service, job, found.takes_us, found.exit_code, self.service.life.finished)

    def _begin_command(self, job: Job, container: Container) -> Work:
        try:
            script = shell.read(container.command, lambda: environment_of(job, container))
        except shell.NotUnderstood:
            reason = reason_for(job, container)
            if job.definition.name not in self._warned:
                self._warned[job.definition.name] = None
                warnings.warn(f"batch: {reason}", FakeAwsWarning, stacklevel=2)
            return Unknown(self.service, job, reason)
        return RunningScript(self.service, job, script)
