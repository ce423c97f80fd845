"""The scheduler: in cycles, it gives the queues' next jobs their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.batch.compute.capacity import Capacity, Placement
from fakeaws.services.batch.scheduling.blocking import Blocking
from fakeaws.services.batch.scheduling.gangs import can_fit, place
from fakeaws.services.batch.service_jobs.placing import serve

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job
    from fakeaws.services.batch.operations.base import BatchBase
    from fakeaws.services.batch.queues.queue import JobQueue


class Dispatcher:
    """Of one account and region. A cycle runs some seconds after something has changed, not at fixed times.

    It serves the queues by priority, older ones first among equals; so a queue is given what those before it have left.
    """

    def __init__(self, service: BatchBase) -> None:
        self._service = service
        self._world = service.world
        self.blocking = Blocking(service)
        #: When the next cycle is; None if none is wanted.
        self.due_us: int | None = None

    # -- what it is told ---------------------------------------------------------------------------------------------

    def kick(self) -> None:
        """Something has changed that may let a job start."""
        if self.due_us is None:
            self.due_us = self._world.now_us + self._service.durations["cycle"]
            self._world.simulation.at(self.due_us, self._cycle)

    def submitted(self, job: Job) -> None:
        """A job or an array is new. Tell it once, not for children."""
        queue = job.queue
        queue.open += 1
        fair_share = queue.fair_share
        if fair_share is not None:
            fair_share.submitted(job)
            # One more active share may unlock what is reserved.
            self.kick()
        if "consumableResourceProperties" in job.settings:
            for each in (job,) if job.children is None else job.children:
                self._service.consumables.submitted(each)

    def add(self, job: Job) -> None:
        """It is RUNNABLE and wants a place."""
        job.queue.waiting.add(job, self._world.now_us)
        self.kick()

    def remove(self, job: Job) -> None:
        """It wants none any more, if it did: who is behind it may be next."""
        waiting = job.queue.waiting
        if job in waiting:
            waiting.remove(job, self._world.now_us)
            self.kick()

    def released(self, job: Job, placement: Placement) -> None:
        """A job has left its place."""
        queue = job.queue
        queue.used_milli -= placement.need.milli_vcpus
        if queue.fair_share is not None:
            queue.fair_share.released(job, self._world.now_us)
        if "consumableResourceProperties" in job.settings:
            self._service.consumables.give_back(job)
        self._service.scaling.released(placement.environment)
        self.kick()

    def ended(self, job: Job) -> None:
        """It is SUCCEEDED or FAILED."""
        if "consumableResourceProperties" in job.settings and job.children is None and not job.is_node:
            self._service.consumables.ended(job)
        if job.parent is None:
            queue = job.queue
            queue.open -= 1
            if queue.fair_share is not None:
                queue.fair_share.ended(job)
            if queue.leaving and not queue.open:
                self._service.queues.pop(queue.name, None)

    # -- cycles ------------------------------------------------------------------------------------------------------

    def _cycle(self) -> None:
        self.due_us = None
        if self._world.simulation.closing:
            return
        for queue in sorted(self._service.queues.values(), key=_priority):
            if not queue.is_served:
                continue
            if queue.environments:
                self._serve(queue)
            else:
                serve(queue, self._service.service_jobs)

    def _serve(self, queue: JobQueue) -> None:
        """Its jobs in their order, until one finds no place: it holds up all behind it."""
        waiting, now_us = queue.waiting, self._world.now_us
        while (job := waiting.head(now_us)) is not None:
            placement = self._place(queue, job)
            if placement is None:
                self.blocking.stuck(queue, job)
                return
            if queue.blocked is not None:
                self.blocking.freed(queue)
            waiting.take(job, now_us)
            queue.used_milli += placement.need.milli_vcpus
            self._service.life.placed(job, placement)
        if queue.blocked is not None:
            self.blocking.freed(queue)

    def _place(self, queue: JobQueue, job: Job) -> Placement | None:
        consumes = "consumableResourceProperties" in job.settings
        if consumes and self._service.consumables.lacking(job):
            return None
        for environment in queue.environments:
            capacity = environment.capacity
            if not environment.takes_jobs or capacity is None or not can_fit(capacity, job):
                continue
            if self.is_reserved(queue, job, capacity):
                continue
            placement = place(environment, job, self._world.now_us)
            if placement is not None:
                if consumes:
                    self._service.consumables.take(job)
                return placement
        return None

    def is_reserved(self, queue: JobQueue, job: Job, capacity: Capacity) -> bool:
        """Whether the queue's policy keeps what the job needs there for shares that are not active yet."""
        fair_share = queue.fair_share
        if fair_share is None or not fair_share.policy.reservation:
            return False
        usable = fair_share.usable_milli(capacity.max_milli, self._world.now_us)
        return capacity.used_milli + job.need.milli_vcpus > usable


def _priority(queue: JobQueue) -> int:
    return -queue.priority
