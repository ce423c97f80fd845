"""Spot capacity that AWS takes back."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from fakeaws.errors import FakeAwsWarning
from fakeaws.services.batch.compute.departures import take_away
from fakeaws.services.batch.compute.environment import FARGATE_SPOT, SPOT
from fakeaws.services.batch.jobs.job import RUNNING, STARTING, Job
from fakeaws.services.batch.workloads.work import Ended

if TYPE_CHECKING:
    from fakeaws.services.batch.operations.base import BatchBase

FARGATE_REASON = "Your Spot Task was interrupted."


def is_interruption(status_reason: str | None) -> bool:
    """Whether an attempt ended because its machine was taken away."""
    return status_reason is not None and (status_reason == FARGATE_REASON or status_reason.startswith("Host EC2"))


def obstacle(job: Job) -> str | None:
    """Why the job cannot be interrupted now; None if it can."""
    if job.status not in (STARTING, RUNNING) or job.placement is None:
        return f"it is {job.status}, and has no machine"
    environment = job.placement.environment
    if environment.kind not in (SPOT, FARGATE_SPOT):
        return (
            f"it runs in {environment.name!r}, of type {environment.kind}: only SPOT and FARGATE_SPOT are interrupted"
        )
    return None


def interrupt(service: BatchBase, job: Job) -> None:
    """Take the job's machine away, and with an instance whatever else runs there."""
    placement = job.placement
    assert placement is not None
    if placement.instance is None:
        service.life.cut_off(job, Ended(137, None, FARGATE_REASON))
        return
    service.world.timeline.add("batch", "SpotInterruption", placement.instance.id, "terminated", cause=job.record)
    take_away(service, placement.environment, [placement.instance])


def interrupt_later(service: BatchBase, job: Job) -> None:
    """`interrupt`, when its time has come; a warning says if there is nothing to interrupt then."""
    why_not = obstacle(job)
    if why_not is None:
        interrupt(service, job)
        return
    warnings.warn(
        f"batch: the Spot interruption of job {job.name!r} ({job.id}) found nothing: {why_not}",
        FakeAwsWarning,
        stacklevel=2,
    )
