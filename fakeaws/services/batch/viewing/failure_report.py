"""Jobs as the report of a failed test tells them: those that failed by themselves, and those that hold up a queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.batch.jobs.dependencies import DEPENDENCY_FAILED
from fakeaws.services.batch.jobs.job import FAILED
from fakeaws.services.batch.service_jobs.job import ServiceJob
from fakeaws.services.batch.viewing.explaining import explain

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job
    from fakeaws.services.batch.operations.base import BatchBase

#: Jobs of which a report tells: the last ones.
SHOWN_JOBS = 3


def failure_report(service: BatchBase) -> list[str]:
    """The last jobs that failed, the latest last; then the heads of queues that are blocked."""
    failed = [each for each in service.jobs.values() if _failed_by_itself(each)]
    failed.sort(key=lambda each: (each.stopped_ms or 0, each.order))
    texts = [_told(service, each) for each in failed[-SHOWN_JOBS:]]
    if len(failed) > SHOWN_JOBS:
        texts.insert(0, f"… {len(failed) - SHOWN_JOBS} more jobs failed: aws.batch.job(…).explain()")
    heads = [each.blocked.job for each in service.queues.values() if each.blocked is not None]
    blocked = [each for each in heads if not isinstance(each, ServiceJob)]
    return texts + [_told(service, each) for each in blocked[-SHOWN_JOBS:]]


def _failed_by_itself(job: Job) -> bool:
    """Children and nodes are told with their job; what was cancelled or only depends on a failure is not told."""
    if job.status != FAILED or job.parent is not None or job.status_reason == DEPENDENCY_FAILED:
        return False
    return job.cancelled is None and job.terminated is None


def _told(service: BatchBase, job: Job) -> str:
    return f"job {job.name!r} ({job.id}) of queue {job.queue.name!r}: {explain(service, job)}"
