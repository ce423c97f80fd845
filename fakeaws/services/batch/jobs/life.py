"""The life of jobs: every change of status, and what it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.services.batch.jobs.job import (
    FAILED,
    PENDING,
    RUNNABLE,
    RUNNING,
    STARTING,
    SUBMITTED,
    SUCCEEDED,
    Attempt,
    Job,
)
from fakeaws.services.batch.jobs.retrying import tries_again
from fakeaws.services.batch.limits import SECOND_US
from fakeaws.services.batch.workloads.work import Ended

if TYPE_CHECKING:
    from fakeaws.services.batch.compute.capacity import Placement
    from fakeaws.services.batch.operations.base import BatchBase

DEPENDENCY_FAILED = "Dependent Job failed"
CHILD_FAILED = "Array Child Job failed"
TIMED_OUT = "Job attempt duration exceeded timeout"
EXITED = "Essential container in task exited"


class Life:
    """Of the jobs of one account and region. Methods that end with a status are the only ones that set it."""

    def __init__(self, service: BatchBase) -> None:
        self._service = service
        self._world = service.world
        self._durations = service.durations

    # -- until it can run --------------------------------------------------------------------------------------------

    def submitted(self, job: Job) -> None:
        """It is new: it becomes PENDING or RUNNABLE a little later."""
        self._service.dispatcher.submitted(job)
        due_us = self._world.now_us + self._durations["submitted"]
        job.timer = self._world.simulation.at(due_us, self._accepted, job)

    def _accepted(self, job: Job) -> None:
        job.timer = None
        if job.is_array:
            assert job.children is not None
            self._pending(job)
            for child in job.children:
                self._ready_or_pending(child)
        else:
            self._ready_or_pending(job)

    def _ready_or_pending(self, job: Job) -> None:
        if job.ended:
            return
        failed = next((each for each in job.waits_for if each.status == FAILED), None)
        job.waits_for = {each: None for each in job.waits_for if not each.ended}
        if failed is not None:
            self.fail(job, DEPENDENCY_FAILED)
        elif job.waits_for:
            for each in job.waits_for:
                each.dependents.append(job)
            self._pending(job)
        else:
            self.runnable(job)

    def _pending(self, job: Job) -> None:
        self._set(job, PENDING)

    def runnable(self, job: Job) -> None:
        """Nothing but capacity is wanted."""
        job.runnable_us = self._world.now_us
        self._set(job, RUNNABLE)
        self._service.dispatcher.add(job)

    # -- an attempt --------------------------------------------------------------------------------------------------

    def placed(self, job: Job, placement: Placement) -> None:
        """It has a place: it starts when that is ready."""
        job.placement = placement
        job.timer = self._world.simulation.at(placement.ready_us, self._start, job)

    def _start(self, job: Job) -> None:
        placement = job.placement
        assert placement is not None
        job.attempts.append(Attempt(self._service.new_task_arn(placement.environment)))
        self._set(job, STARTING)
        job.timer = self._world.simulation.at(self._world.now_us + self.starting_us(job), self._run, job)

    def starting_us(self, job: Job) -> int:
        """How long it is STARTING."""
        placement = job.placement
        on_fargate = placement is not None and placement.environment.on_fargate
        return self._durations["fargate_task" if on_fargate else "image_pull"]

    def _run(self, job: Job) -> None:
        job.timer = None
        attempt = job.attempts[-1]
        now_ms = self._world.wall_us // 1000
        attempt.started_ms = now_ms
        if job.started_ms is None:
            job.started_ms = now_ms
        attempt.log_stream = self._service.log_stream(job, attempt)
        self._set(job, RUNNING)
        seconds = (job.settings.get("timeout") or {}).get("attemptDurationSeconds")
        if seconds is not None:
            due_us = self._world.now_us + int(seconds) * SECOND_US
            job.timer = self._world.simulation.at(due_us, self.stop, job, TIMED_OUT)
        job.work = self._service.workloads.begin(job)

    def stop(self, job: Job, reason: str) -> None:
        """SIGTERM: what runs has its grace, then it is killed; ``reason`` becomes statusReason."""
        if job.stopping is not None or job.ended:
            return
        job.stopping = reason
        if job.timer is not None:
            self._world.simulation.cancel(job.timer)
            job.timer = None
        if job.status == STARTING:
            self.finished(job, Ended(None))
        else:
            due_us = self._world.now_us + self._durations["grace"]
            job.timer = self._world.simulation.at(due_us, self._kill, job)

    def _kill(self, job: Job) -> None:
        job.timer = None
        if job.work is not None:
            job.work.stop()
        self.finished(job, Ended(137))

    def finished(self, job: Job, end: Ended) -> None:
        """What ran has come to its end."""
        if job.ended or not job.attempts or job.attempts[-1].stopped_ms is not None:
            return
        job.work = None
        if job.timer is not None:
            self._world.simulation.cancel(job.timer)
            job.timer = None
        attempt = job.attempts[-1]
        attempt.stopped_ms = self._world.wall_us // 1000
        attempt.exit_code, attempt.reason = end.exit_code, end.reason
        attempt.status_reason = job.stopping or end.status_reason or EXITED
        self._release(job)
        if job.stopping is None and end.exit_code == 0:
            self._end(job, SUCCEEDED, attempt.status_reason)
        elif job.stopping is None and tries_again(job, attempt):
            job.status_reason = attempt.status_reason
            self.runnable(job)
        else:
            self._end(job, FAILED, attempt.status_reason)

    # -- the end -----------------------------------------------------------------------------------------------------

    def fail(self, job: Job, reason: str) -> None:
        """It ends without having run, or before it has."""
        if job.ended:
            return
        self._service.dispatcher.remove(job)
        if job.timer is not None:
            self._world.simulation.cancel(job.timer)
            job.timer = None
        self._release(job)
        self._end(job, FAILED, reason)

    def _release(self, job: Job) -> None:
        placement, job.placement = job.placement, None
        if placement is not None:
            assert placement.environment.capacity is not None
            placement.environment.capacity.release(placement, self._world.now_us)
            self._service.dispatcher.released(job, placement)

    def _end(self, job: Job, status: str, reason: str | None) -> None:
        job.status_reason = reason
        job.stopped_ms = self._world.wall_us // 1000
        self._set(job, status)
        self._service.dispatcher.ended(job)
        dependents, job.dependents = job.dependents, []
        for each in dependents:
            self._dependency_ended(each, job)

    def _dependency_ended(self, job: Job, dependency: Job) -> None:
        if job.ended:
            return
        job.waits_for.pop(dependency, None)
        if dependency.status == FAILED:
            self.fail(job, DEPENDENCY_FAILED)
        elif not job.waits_for:
            if job.cancelled is not None or job.terminated is not None:
                self.fail(job, job.terminated or job.cancelled or "")
            else:
                self.runnable(job)

    # -- statuses ----------------------------------------------------------------------------------------------------

    def _set(self, job: Job, status: str) -> None:
        before, job.status = job.status, status
        if job.parent is not None:
            self._child_changed(job.parent, before, status)
        self._service.changed(job)

    def _child_changed(self, parent: Job, before: str, after: str) -> None:
        counts: dict[str, Any] = parent.counts
        counts[before] -= 1
        counts[after] = counts.get(after, 0) + 1
        ended = counts.get(SUCCEEDED, 0) + counts.get(FAILED, 0)
        assert parent.children is not None
        if ended == len(parent.children) and not parent.ended:
            if counts.get(FAILED, 0):
                self._end(parent, FAILED, CHILD_FAILED)
            else:
                self._end(parent, SUCCEEDED, None)


def new_counts(size: int) -> dict[str, int]:
    """Of an array's children that are all SUBMITTED."""
    return {SUBMITTED: size}
