"""Which jobs there still are: those that have not ended, and the others for seven days."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from fakeaws.services.batch.jobs.families import members
from fakeaws.services.batch.jobs.job import Job
from fakeaws.services.batch.limits import RETENTION_US

if TYPE_CHECKING:
    from fakeaws.services.batch.operations.base import BatchBase

#: So many open jobs are named one by one.
NAMED = 20


class Keeping:
    """Of the jobs of one account and region."""

    def __init__(self, service: BatchBase) -> None:
        self._service = service
        self._world = service.world
        #: Not ended, or with nodes that still run; children and nodes left out.
        self.open: dict[Job, None] = {}
        #: Until when they can be looked at, in the order of their ends.
        self._ended: deque[tuple[int, Job]] = deque()

    def add(self, job: Job) -> None:
        """It is new, with all its children or nodes."""
        self.open[job] = None
        job.queue.jobs[job.id] = job
        for each in (job, *members(job)):
            self._service.jobs[each.id] = each

    def ended(self, job: Job) -> None:
        """It is SUCCEEDED or FAILED."""
        self._ended.append((self._world.now_us + RETENTION_US, job))
        if not job.nodes_left:
            self.gone(job)

    def gone(self, job: Job) -> None:
        """Nothing of it runs any more."""
        self.open.pop(job, None)

    def forget(self) -> None:
        """Those that ended too long ago. To be called before jobs are looked up: no timers, so that time need not pass."""
        ended, now_us = self._ended, self._world.now_us
        while ended and ended[0][0] <= now_us:
            _, job = ended.popleft()
            job.queue.jobs.pop(job.id, None)
            for each in (job, *members(job)):
                self._service.jobs.pop(each.id, None)

    def under_way(self) -> list[str]:
        """The first of the open jobs by name, and how many more there are."""
        phrases = [_phrase(job) for job, _ in zip(self.open, range(NAMED), strict=False)]
        more = len(self.open) - len(phrases)
        return [*phrases, f"{more} more batch jobs"] if more else phrases


def _phrase(job: Job) -> str:
    phrase = f"batch job {job.name} ({job.id}) is {job.status}"
    if job.children is not None:
        counts = ", ".join(f"{count} {status}" for status, count in job.counts.items() if count)
        return f"{phrase}: {counts}"
    return phrase if job.status_reason is None else f"{phrase}: {job.status_reason}"
