"""The scheduler: in cycles, it gives the queues' next jobs their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.batch.compute.capacity import InstanceCapacity, Placement

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job
    from fakeaws.services.batch.operations.base import BatchBase
    from fakeaws.services.batch.queues.queue import JobQueue

_FULL = "the compute environments of its queue have no room for it"


class Dispatcher:
    """Of one account and region. A cycle runs some seconds after something has changed, not at fixed times."""

    def __init__(self, service: BatchBase) -> None:
        self._service = service
        self._world = service.world
        self._due = False

    def kick(self) -> None:
        """Something has changed that may let a job start."""
        if not self._due:
            self._due = True
            due_us = self._world.now_us + self._service.durations["cycle"]
            self._world.simulation.at(due_us, self._cycle)

    def released(self, placement: Placement) -> None:
        """A job has left its place."""
        capacity = placement.environment.capacity
        if isinstance(capacity, InstanceCapacity):
            idle_us = self._service.durations["idle"]
            self._world.simulation.at(self._world.now_us + idle_us, self._let_go, placement.environment)
        self.kick()

    def _cycle(self) -> None:
        self._due = False
        if self._world.simulation.closing:
            return
        for queue in sorted(self._service.queues.values(), key=_priority):
            self._serve(queue)

    def _serve(self, queue: JobQueue) -> None:
        """Its jobs in their order, until one finds no place: it holds up all behind it."""
        while (job := queue.waiting.head()) is not None:
            placement = self._place(queue, job)
            if placement is None:
                if queue.blocked is None or queue.blocked[0] is not job:
                    queue.blocked = (job, _FULL, self._world.now_us)
                return
            queue.blocked = None
            self._service.life.placed(job, placement)
        queue.blocked = None

    def _place(self, queue: JobQueue, job: Job) -> Placement | None:
        for environment in queue.environments:
            capacity = environment.capacity
            if not environment.takes_jobs or capacity is None or not capacity.fits(job.need):
                continue
            placement = capacity.place(environment, job.need, self._world.now_us)
            if placement is not None:
                return placement
        return None

    def _let_go(self, environment: object) -> None:
        capacity = getattr(environment, "capacity", None)
        if isinstance(capacity, InstanceCapacity):
            capacity.let_go(self._world.now_us - self._service.durations["idle"])


def _priority(queue: JobQueue) -> int:
    return -queue.priority
