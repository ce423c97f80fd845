"""Calls that were answered as if all were well, noted when they came: the timeline alone does not tell of them later."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from fakeaws.services.batch.jobs.job import RUNNING, STATUSES

if TYPE_CHECKING:
    from fakeaws.aws.service import Call
    from fakeaws.services.batch.jobs.job import Job
    from fakeaws.services.batch.operations.base import BatchBase
    from fakeaws.services.batch.queues.queue import JobQueue


class VainCancel(NamedTuple):
    """CancelJob found the job in ``status``; ``record`` is the timeline's number of the call."""

    job: Job
    status: str
    record: int


class EmptyList(NamedTuple):
    """ListJobs without a status showed nothing, and the queue had jobs that had not ended, so many in each status."""

    queue: JobQueue
    statuses: dict[str, int]
    record: int


class Notes:
    """Of one account and region."""

    def __init__(self, service: BatchBase) -> None:
        self._service = service
        self.vain_cancels: list[VainCancel] = []
        self.empty_lists: list[EmptyList] = []

    def cancelled_in_vain(self, call: Call, job: Job, status: str) -> None:
        """CancelJob came to a job that had begun to start."""
        number = self._service.world.timeline.add(
            "batch", "CancelJob", job.name, "ok", message_id=job.id, cause=call.cause, details={"status": status}
        )
        call.recorded = True
        self.vain_cancels.append(VainCancel(job, status, number))

    def listed_nothing(self, call: Call, queue: JobQueue) -> None:
        """ListJobs showed no jobs of a queue, as none is RUNNING."""
        if not queue.open or "jobStatus" in call.params or call.params.get("filters"):
            return
        found = Counter(each.status for each in queue.jobs.values() if not each.ended)
        statuses = {status: found[status] for status in STATUSES if found[status] and status != RUNNING}
        number = self._service.world.timeline.add("batch", "ListJobs", queue.name, "ok", cause=call.cause)
        call.recorded = True
        self.empty_lists.append(EmptyList(queue, statuses, number))
