"""What the diagnoses of jobs walk over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from fakeaws.services.batch.jobs.job import FAILED

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job
    from fakeaws.services.batch.operations.base import BatchBase
    from fakeaws.timeline.records import Record


class Cases:
    """The jobs of one account and region. A rule tells of the first job of a definition and counts the others."""

    def __init__(self, service: BatchBase) -> None:
        self.service = service
        self.timeline = service.world.timeline
        #: Those that ran and failed.
        self.failed: list[Job] = [each for each in service.jobs.values() if each.status == FAILED and each.attempts]

    def first_failed(self, wanted: Callable[[Job], bool]) -> Iterator[tuple[Job, int]]:
        """The first job of each definition of which that is true, and how many more there are."""
        found: dict[str, list[Job]] = {}
        for each in self.failed:
            if wanted(each):
                found.setdefault(each.definition.arn, []).append(each)
        for jobs in found.values():
            yield jobs[0], len(jobs) - 1

    def records(self, job: Job) -> list[Record]:
        """The job's submission and its changes of status; an array's child has its own changes alone."""
        index = self.timeline.messages
        numbers = index.records(job.id) if job.id in index else []
        found = [self.timeline.record(number) for number in numbers]
        return [each for each in found if each.kind in ("SubmitJob", "JobStateChange")]


def named(job: Job) -> str:
    """``job 'nightly' (f3a1…)``."""
    return f"job {job.name!r} ({job.id})"


def heading(job: Job) -> str:
    """`named`, at the beginning of a sentence."""
    return f"J{named(job)[1:]}"


def and_others(number: int, noun: str = "job") -> str:
    """The sentence that counts further cases; "" if there are none."""
    if not number:
        return ""
    return f" The same goes for {number} other {noun}{'' if number == 1 else 's'}."
