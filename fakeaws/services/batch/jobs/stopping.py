"""CancelJob and TerminateJob."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.batch.jobs.dependencies import waits
from fakeaws.services.batch.jobs.job import PENDING, RUNNABLE, RUNNING, STARTING, SUBMITTED, Job

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.life import Life


def cancel(job: Job, reason: str, life: Life) -> None:
    """What has not begun to start fails; the rest is left alone. A PENDING job fails when its dependencies have finished."""
    _ask(job, reason, life, terminate=False)


def terminate(job: Job, reason: str, life: Life) -> None:
    """Like `cancel`, and what has begun to start is stopped."""
    _ask(job, reason, life, terminate=True)


def _ask(job: Job, reason: str, life: Life, *, terminate: bool) -> None:
    if job.ended:
        return
    if job.children is None:
        _note(job, reason, terminate=terminate)
        _act(job, reason, life, terminate=terminate)
        return
    # All know of it before the first fails: a child that waits for another one would fail for that.
    for each in (job, *job.children):
        _note(each, reason, terminate=terminate)
    if job.status == SUBMITTED:
        life.fail(job, reason)
    elif not job.waits_for:
        if job.stopping is None:
            job.stopping = reason
        for child in job.children:
            _act(child, reason, life, terminate=terminate)


def _note(job: Job, reason: str, *, terminate: bool) -> None:
    """isCancelled and isTerminated are true at once; the first reason counts."""
    if job.ended:
        return
    if terminate:
        if job.terminated is None:
            job.terminated = reason
    elif job.cancelled is None and job.status not in (STARTING, RUNNING):
        job.cancelled = reason


def _act(job: Job, reason: str, life: Life, *, terminate: bool) -> None:
    if job.is_node:
        if terminate:
            life.stop(job, reason)
    elif job.status in (SUBMITTED, RUNNABLE) or (job.status == PENDING and not waits(job)):
        life.fail(job, reason)
    elif terminate and job.status in (STARTING, RUNNING):
        life.stop(job, reason)
