"""A job queue without a scheduling policy: first in, first out."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job

Order = tuple[int, int]


class FirstInFirstOut:
    """RUNNABLE jobs by the order of their submission; array children by their index."""

    def __init__(self) -> None:
        #: Orders of jobs that came, some of them gone again.
        self._heap: list[Order] = []
        self._jobs: dict[Order, Job] = {}
        self._last: Order = (0, 0)
        #: When something changed for all jobs behind an order, ascending in both; what newer changes hide is left out.
        self._moved: list[tuple[Order, int]] = []

    def __len__(self) -> int:
        return len(self._jobs)

    def __contains__(self, job: Job) -> bool:
        return job.order in self._jobs

    def add(self, job: Job, now_us: int) -> None:
        """It has become RUNNABLE."""
        order = job.order
        self._jobs[order] = job
        heapq.heappush(self._heap, order)
        if order >= self._last:
            self._last = order
        else:
            self._move(order, now_us)

    def remove(self, job: Job, now_us: int) -> None:
        """It is RUNNABLE no more, or has a place."""
        if self._jobs.pop(job.order, None) is not None:
            self._move(job.order, now_us)

    take = remove

    def head(self, now_us: int) -> Job | None:
        """The one that is next."""
        heap, jobs = self._heap, self._jobs
        while heap:
            found = jobs.get(heap[0])
            if found is not None:
                return found
            heapq.heappop(heap)
        return None

    def front(self, count: int, now_us: int) -> list[tuple[Job, int]]:
        """The first ones in their order, and since when each is at its position."""
        found = [self._jobs[order] for order in heapq.nsmallest(count, self._jobs)]
        return [(job, max(job.runnable_us or 0, self._since(job.order))) for job in found]

    def ahead_of(self, job: Job, now_us: int) -> int:
        """How many are before it."""
        return sum(order < job.order for order in self._jobs)

    def _move(self, order: Order, now_us: int) -> None:
        moved = self._moved
        if self._heap and self._heap[0] >= order:
            moved.clear()
        while moved and moved[-1][0] >= order:
            moved.pop()
        moved.append((order, now_us))

    def _since(self, order: Order) -> int:
        place = bisect_left(self._moved, (order, -1))
        return self._moved[place - 1][1] if place else 0
