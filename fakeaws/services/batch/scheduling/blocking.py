"""Jobs at the head of a queue that cannot be placed whatever ends: why, and what happens then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.batch.compute.capacity import Capacity, InstanceCapacity
from fakeaws.services.batch.compute.environment import INVALID
from fakeaws.services.batch.jobs.job import RUNNABLE
from fakeaws.services.batch.queues.queue import Blocked
from fakeaws.services.batch.queues.time_limits import (
    INSUFFICIENT_CAPACITY,
    MAX_RESOURCE,
    REQUIREMENT,
    canceled,
    limit_of,
)
from fakeaws.services.batch.scheduling.gangs import can_fit
from fakeaws.services.batch.service_jobs.job import ServiceJob

if TYPE_CHECKING:
    from fakeaws.services.batch.compute.need import Need
    from fakeaws.services.batch.jobs.job import Job
    from fakeaws.services.batch.operations.base import BatchBase
    from fakeaws.services.batch.queues.queue import JobQueue

MAX_RESOURCE_TEXT = f"{MAX_RESOURCE} - CE(s) associated with the job queue cannot meet the CPU requirement of the job."
REQUIREMENT_TEXT = (
    f"{REQUIREMENT} - The job resource requirement (vCPU/memory/GPU) is higher than that can be met by the CE(s) "
    "attached to the job queue."
)
UNSUPPORTED_TEXT = (
    "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED - Your compute environment associated with this job queue "
    "has an unsupported instance type configuration."
)
INVALID_TEXT = "ACTION_REQUIRED - CE(s) associated with the job queue are invalid."
ROLE_TEXT = "MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS – Batch service role has a permission issue."
UNDETERMINED_TEXT = "UNDETERMINED - Batch job is blocked, root cause is undetermined."
_INSUFFICIENT_TEXT = (
    f"{INSUFFICIENT_CAPACITY} - Service cannot fulfill the capacity requested for instance type [{{type}}]"
)


class Blocking:
    """Of one account and region."""

    def __init__(self, service: BatchBase) -> None:
        self._service = service
        self._world = service.world

    def stuck(self, queue: JobQueue, job: Job) -> None:
        """The head of the queue finds no place."""
        self.block(queue, job, why(queue, job))

    def block(self, queue: JobQueue, job: Job | ServiceJob, reason: str | None) -> None:
        """The head of the queue finds no place, for that reason; None if it only has to wait."""
        blocked = queue.blocked
        if blocked is not None and blocked.job is job and blocked.reason == reason:
            return
        self.freed(queue)
        if reason is None:
            return
        queue.blocked = Blocked(job, reason, self._world.now_us, job.status_reason)
        job.status_reason = reason
        self.limit(queue)
        self._service.blocked(queue, job, reason)

    def freed(self, queue: JobQueue) -> None:
        """No job blocks it now, or another one."""
        blocked, queue.blocked = queue.blocked, None
        if blocked is None:
            return
        job = blocked.job
        if job.status == RUNNABLE and job.status_reason == blocked.reason:
            job.status_reason = blocked.before
        self._unlimit(queue)

    def limit(self, queue: JobQueue) -> None:
        """Heed the queue's time limits, counted from when its head got stuck for that reason."""
        self._unlimit(queue)
        blocked = queue.blocked
        found = None if blocked is None else limit_of(queue, blocked.reason)
        if blocked is not None and found is not None:
            matcher, limit_us = found
            queue.limit = self._world.simulation.at(blocked.since_us + limit_us, self._over, queue, matcher)

    def _over(self, queue: JobQueue, matcher: str) -> None:
        queue.limit = None
        if queue.blocked is not None:
            job = queue.blocked.job
            if isinstance(job, ServiceJob):
                self._service.service_jobs.fail(job, canceled(matcher))
            else:
                self._service.life.fail(job, canceled(matcher))

    def _unlimit(self, queue: JobQueue) -> None:
        if queue.limit is not None:
            self._world.simulation.cancel(queue.limit)
            queue.limit = None


def why(queue: JobQueue, job: Job) -> str | None:
    """Why the job could not be placed even if nothing else ran, as its statusReason tells; None if it could."""
    if not queue.environments:
        return None
    if all(each.status == INVALID for each in queue.environments):
        denied = any("Not authorized" in (each.status_reason or "") for each in queue.environments)
        return ROLE_TEXT if denied else INVALID_TEXT
    valid = [each for each in queue.environments if each.status != INVALID and each.capacity is not None]
    capacities = [each.capacity for each in valid if each.capacity is not None]
    if capacities and not any(can_fit(each, job) for each in capacities):
        return _misfit(capacities, job.need)
    open_ones = [
        each.capacity for each in valid if each.takes_jobs and each.capacity is not None and can_fit(each.capacity, job)
    ]
    if not open_ones:
        return UNDETERMINED_TEXT
    wanted = [unobtainable(each, job.need) for each in open_ones]
    if all(each is not None for each in wanted):
        return _INSUFFICIENT_TEXT.format(type=wanted[0])
    return None


def unobtainable(capacity: Capacity, need: Need) -> str | None:
    """The type of which EC2 has no instances at present, if the job could only be placed on a new one of such a type."""
    if not isinstance(capacity, InstanceCapacity) or not capacity.unobtainable:
        return None
    return capacity.wanted_in_vain(need)


def _misfit(capacities: list[Capacity], need: Need) -> str:
    if all(need.milli_vcpus > each.max_milli for each in capacities):
        return MAX_RESOURCE_TEXT
    if all(isinstance(each, InstanceCapacity) and not each.types for each in capacities):
        return UNSUPPORTED_TEXT
    return REQUIREMENT_TEXT
