"""A job queue."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fakeaws.aws.tags import Tags
from fakeaws.services.batch.compute.environment import CREATING, ENABLED, ComputeEnvironment

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job


class FirstInFirstOut:
    """RUNNABLE jobs by the order of their submission; array children by their index."""

    def __init__(self) -> None:
        self._heap: list[tuple[tuple[int, int], Job]] = []
        self._jobs: dict[Job, None] = {}

    def __len__(self) -> int:
        return len(self._jobs)

    def __contains__(self, job: Job) -> bool:
        return job in self._jobs

    def add(self, job: Job) -> None:
        """It has become RUNNABLE."""
        self._jobs[job] = None
        heapq.heappush(self._heap, (job.order, job))

    def remove(self, job: Job) -> None:
        """It is RUNNABLE no more."""
        self._jobs.pop(job, None)

    def head(self) -> Job | None:
        """The one that is next."""
        heap = self._heap
        while heap and heap[0][1] not in self._jobs:
            heapq.heappop(heap)
        return heap[0][1] if heap else None

    def front(self, count: int) -> list[Job]:
        """The first ones, in their order."""
        return sorted(self._jobs, key=_order)[:count]


@dataclass(eq=False)
class JobQueue:
    """``environments`` in the order in which they are tried. ``waiting`` holds its RUNNABLE jobs."""

    name: str
    arn: str
    priority: int
    environments: list[ComputeEnvironment]
    settings: dict[str, Any] = field(default_factory=dict)
    state: str = ENABLED
    status: str = CREATING
    status_reason: str | None = None
    tags: Tags = field(default_factory=Tags)
    waiting: Any = field(default_factory=FirstInFirstOut)
    #: By id, in the order of their submission: all that were submitted to it, children left out.
    jobs: dict[str, Job] = field(default_factory=dict)
    generation: int = 0
    #: The job at its head that cannot be placed, why, and since when.
    blocked: tuple[Job, str, int] | None = None


def _order(job: Job) -> tuple[int, int]:
    return job.order
