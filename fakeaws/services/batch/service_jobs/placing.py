"""Which service jobs are handed to SageMaker, and which are displaced for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from fakeaws.services.batch.queues.time_limits import REQUIREMENT
from fakeaws.services.batch.service_jobs.quota_shares import QuotaShare

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job
    from fakeaws.services.batch.queues.queue import JobQueue
    from fakeaws.services.batch.service_jobs.environments import ServiceEnvironment
    from fakeaws.services.batch.service_jobs.job import ServiceJob
    from fakeaws.services.batch.service_jobs.life import ServiceJobs

PREEMPTED_ACROSS = "Preempted to give back capacity borrowed from another quota share"
TOO_LARGE = (
    f"{REQUIREMENT} - The job resource requirement is higher than that can be met by the service environment attached to "
    "the job queue."
)
PREEMPTED_WITHIN = "Preempted by a job of higher priority in its quota share"


def serve(queue: JobQueue, jobs: ServiceJobs) -> None:
    """One cycle of a queue for service jobs."""
    environment = jobs.environment_of(queue)
    if environment is None or not environment.takes_jobs:
        return
    if queue.policy is not None and queue.policy.quota_share is not None:
        _serve_shares(queue, environment, jobs)
    else:
        _serve_in_order(queue, environment, jobs)


def _serve_in_order(queue: JobQueue, environment: ServiceEnvironment, jobs: ServiceJobs) -> None:
    """As the queue has them, until one finds no place: it holds up all behind it."""
    waiting, now_us = queue.waiting, jobs.world.now_us
    while (head := waiting.head(now_us)) is not None:
        job = cast("ServiceJob", head)
        if not environment.has_room(job):
            jobs.blocked(queue, job, None if environment.can_fit(job) else TOO_LARGE)
            return
        jobs.freed(queue)
        waiting.take(head, now_us)
        jobs.placed(job, environment)
    jobs.freed(queue)


def _serve_shares(queue: JobQueue, environment: ServiceEnvironment, jobs: ServiceJobs) -> None:
    shares = jobs.shares_of(queue)
    for share in shares:
        _serve_share(share, shares, environment, jobs)
    # What is idle then goes to those who may borrow, in the order of submission.
    while True:
        heads = [job for share in shares if (job := share.head()) is not None]
        job = min(
            (each for each in heads if _can_borrow(each, shares, environment)),
            key=lambda each: each.order,
            default=None,
        )
        if job is None:
            break
        _place(job, environment, jobs)


def _serve_share(
    share: QuotaShare, shares: list[QuotaShare], environment: ServiceEnvironment, jobs: ServiceJobs
) -> None:
    """Its jobs within its own limits; for the first that finds no room, others are displaced."""
    while (job := share.head()) is not None:
        if share.has_own_room(job.instances):
            if not environment.has_room(job):
                for each in _borrowers(job, shares, environment):
                    jobs.preempt(each, PREEMPTED_ACROSS)
                return
            _place(job, environment, jobs)
            continue
        if share.preempts:
            for each in _inferiors(job, share):
                jobs.preempt(each, PREEMPTED_WITHIN)
        return


def _place(job: ServiceJob, environment: ServiceEnvironment, jobs: ServiceJobs) -> None:
    assert job.share is not None
    del job.share.waiting[job.id]
    jobs.placed(job, environment)


def _can_borrow(job: ServiceJob, shares: list[QuotaShare], environment: ServiceEnvironment) -> bool:
    """Whether the job may use what others leave idle."""
    share = job.share
    assert share is not None
    if not share.may_borrow(job.instances):
        return False
    return all(
        environment.room(unit) - sum(each.kept(unit) for each in shares if each is not share) >= count
        for unit, count in job.instances.items()
    )


def _borrowers(job: ServiceJob, shares: list[QuotaShare], environment: ServiceEnvironment) -> list[ServiceJob]:
    """Jobs that use borrowed capacity and must leave so that the job finds its own; none if that would not do."""
    candidates = [
        each
        for share in shares
        if share is not job.share and any(share.borrowed(unit) for unit in job.instances)
        for each in share.open.values()
        if each.is_placed and each.stopping is None
    ]
    lacking = {unit: count - environment.room(unit) for unit, count in job.instances.items()}
    leaving = [each for share in shares for each in share.open.values() if each.is_placed and each.stopping is not None]
    return _enough(candidates, leaving, lacking)


def _inferiors(job: ServiceJob, share: QuotaShare) -> list[ServiceJob]:
    """Jobs of lower priority in the share that must leave for the job; none if that would not do."""
    placed = [each for each in share.open.values() if each.is_placed]
    candidates = [each for each in placed if each.stopping is None and each.priority < job.priority]
    lacking = {
        unit: count + share.used.get(unit, 0) - share.limits.get(unit, 0) for unit, count in job.instances.items()
    }
    return _enough(candidates, [each for each in placed if each.stopping is not None], lacking)


def _enough(candidates: list[ServiceJob], leaving: Iterable[ServiceJob], lacking: dict[str, int]) -> list[ServiceJob]:
    """The fewest of them whose instances make up for what is lacking: low priorities first, then the latest."""
    for each in leaving:
        _less(lacking, each)
    found = []
    for each in sorted(candidates, key=lambda each: (each.priority, -(each.scheduled_ms or 0), (-each.order[0],))):
        if all(count <= 0 for count in lacking.values()):
            break
        if any(lacking.get(unit, 0) > 0 for unit in each.instances):
            found.append(each)
            _less(lacking, each)
    return found if all(count <= 0 for count in lacking.values()) else []


def _less(lacking: dict[str, int], job: ServiceJob) -> None:
    for unit, count in job.instances.items():
        if unit in lacking:
            lacking[unit] -= count


def as_job(job: ServiceJob) -> Job:
    """For job queues, which know their jobs by what all jobs have."""
    return cast("Job", job)
