"""The life of jobs: every change of status, and what it leads to."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from fakeaws.services.batch.jobs.dependencies import DEPENDENCY_FAILED, register, waits
from fakeaws.services.batch.jobs.families import members
from fakeaws.services.batch.jobs.job import (
    FAILED,
    PENDING,
    RUNNABLE,
    RUNNING,
    STARTING,
    SUBMITTED,
    SUCCEEDED,
    Job,
)
from fakeaws.services.batch.jobs.nodes import Nodes
from fakeaws.services.batch.jobs.retrying import tries_again
from fakeaws.services.batch.limits import SECOND_US
from fakeaws.services.batch.scheduling.gangs import parts
from fakeaws.services.batch.workloads.work import Ended

if TYPE_CHECKING:
    from fakeaws.services.batch.compute.capacity import Placement
    from fakeaws.services.batch.operations.base import BatchBase

CHILD_FAILED = "Array Child Job failed"
TIMED_OUT = "Job attempt duration exceeded timeout"
EXITED = "Essential container in task exited"
KILLED = 137


class Life:
    """Of the jobs of one account and region. Nothing else sets a job's status."""

    def __init__(self, service: BatchBase) -> None:
        self._service = service
        self._world = service.world
        self._durations = service.durations
        self._nodes = Nodes(service, self)
        #: Ended, and what depends on them has not heard of it yet: a chain of failures may be long, so no recursion.
        self._untold: deque[Job] = deque()
        self._telling = False

    # -- until it can run --------------------------------------------------------------------------------------------

    def submitted(self, job: Job) -> None:
        """It is new: it becomes PENDING or RUNNABLE a little later."""
        self._service.dispatcher.submitted(job)
        due_us = self._world.now_us + self._durations["submitted"]
        job.timer = self._world.simulation.at(due_us, self._accepted, job)

    def _accepted(self, job: Job) -> None:
        job.timer = None
        if register(job, self._service.jobs):
            self.fail(job, DEPENDENCY_FAILED)
        elif job.children is None:
            self._go_or_wait(job)
        else:
            if job.waits_for:
                self._set(job, PENDING)
            for child in job.children:
                if register(child, self._service.jobs):
                    self.fail(child, DEPENDENCY_FAILED)
                else:
                    self._go_or_wait(child)

    def _go_or_wait(self, job: Job) -> None:
        if not waits(job):
            self.runnable(job)
        elif job.status != PENDING:
            self._set(job, PENDING)

    def runnable(self, job: Job) -> None:
        """Nothing but capacity is wanted."""
        job.runnable_us = self._world.now_us
        self._set(job, RUNNABLE)
        for node in job.nodes or ():
            node.stopped_ms = None
            self._set(node, RUNNABLE)
        self._service.dispatcher.add(job)

    def _dependency_ended(self, job: Job, dependency: Job) -> None:
        job.waits_for.pop(dependency.id, None)
        reason = job.terminated or job.cancelled
        if job.ended:
            return
        if reason is not None:
            if not waits(job):
                self.fail(job, reason)
        elif dependency.status == FAILED:
            self.fail(job, DEPENDENCY_FAILED)
        elif waits(job):
            return
        elif job.children is None:
            self.runnable(job)
        else:
            for child in job.children:
                if child.status == PENDING and not child.waits_for:
                    self.runnable(child)

    # -- an attempt --------------------------------------------------------------------------------------------------

    def placed(self, job: Job, placement: Placement) -> None:
        """It has a place: it starts when that is ready."""
        job.placement = placement
        for node, part in zip(job.nodes or (), parts(placement), strict=False):
            node.placement = part
        begin = self.start if job.nodes is None else self._nodes.start
        job.timer = self._world.simulation.at(placement.ready_us, begin, job)

    def start(self, job: Job) -> None:
        """The machine is there: an attempt begins."""
        placement = job.placement
        assert placement is not None
        job.attempts.append(self._service.new_attempt(job, placement))
        job.status_reason = None
        self._set(job, STARTING)
        job.timer = self._world.simulation.at(self._world.now_us + self.starting_us(job), self._run, job)

    def starting_us(self, job: Job) -> int:
        """How long it is STARTING."""
        placement = job.placement
        on_fargate = placement is not None and placement.environment.on_fargate
        return self._durations["fargate_task" if on_fargate else "image_pull"]

    def _run(self, job: Job) -> None:
        job.timer = None
        fault = self._service.workloads.prepare(job)
        if fault is not None:
            self.finished(job, fault)
            return
        attempt = job.attempts[-1]
        attempt.started_ms = job.started_ms = self._world.wall_us // 1000
        self._set(job, RUNNING)
        if job.is_node:
            self._nodes.runs(job)
        else:
            self.limit(job)
        job.work = self._service.workloads.begin(job)

    def limit(self, job: Job) -> None:
        """It runs from now on: after the timeout of an attempt, it is stopped."""
        seconds = (job.settings.get("timeout") or {}).get("attemptDurationSeconds")
        if seconds is not None:
            due_us = self._world.now_us + int(seconds) * SECOND_US
            job.timer = self._world.simulation.at(due_us, self.stop, job, TIMED_OUT)

    def stop(self, job: Job, reason: str) -> None:
        """SIGTERM, in STARTING or RUNNING: what runs has its grace, then it is killed; ``reason`` becomes statusReason."""
        if job.stopping is not None or job.status not in (STARTING, RUNNING):
            return
        if job.nodes is not None:
            job.stopping = reason
            self.cancel_timer(job)
            self._nodes.stop(job, reason)
            return
        if not job.has_container:
            return
        job.stopping = reason
        self.cancel_timer(job)
        if job.status == STARTING:
            self.finished(job, Ended(None))
        else:
            due_us = self._world.now_us + self._durations["grace"]
            job.timer = self._world.simulation.at(due_us, self._kill, job)

    def _kill(self, job: Job) -> None:
        job.timer = None
        self.cut_off(job, Ended(KILLED))

    def cut_off(self, job: Job, end: Ended) -> None:
        """Its container is gone at once: it could not start, it was killed, its machine was lost."""
        if job.status == RUNNABLE:
            self.displaced(job)
            return
        if job.work is not None:
            job.work.stop()
            job.work = None
        self.finished(job, end)

    def displaced(self, job: Job) -> None:
        """Its place is gone before it could start there: it, or the job that it is a node of, waits for another one."""
        whole = job.parent if job.is_node and job.parent is not None else job
        if whole.placement is not None and whole.status == RUNNABLE:
            self.cancel_timer(whole)
            self.release(whole)
            self._service.dispatcher.add(whole)

    def finished(self, job: Job, end: Ended) -> None:
        """What ran has come to its end."""
        if not job.has_container:
            return
        job.work = None
        self.cancel_timer(job)
        attempt = job.attempts[-1]
        attempt.stopped_ms = self._world.wall_us // 1000
        attempt.exit_code, attempt.reason = end.exit_code, end.reason
        attempt.status_reason = job.stopping or end.status_reason or EXITED
        if not job.is_node:
            self.release(job)
        succeeded = job.stopping is None and end.exit_code == 0
        if job.is_node:
            self._nodes.finished(job, succeeded)
        elif not succeeded and job.stopping is None and tries_again(job, attempt):
            job.status_reason = attempt.status_reason
            self.runnable(job)
        else:
            self.end(job, SUCCEEDED if succeeded else FAILED, attempt.status_reason)

    # -- the end -----------------------------------------------------------------------------------------------------

    def fail(self, job: Job, reason: str) -> None:
        """It ends without having run, or before it has; so do its children and nodes. An array ends with the last child."""
        if job.ended:
            return
        self.cancel_timer(job)
        if job.children is not None:
            job.stopping = reason
            for child in job.children:
                self.fail(child, reason)
            return
        self._service.dispatcher.remove(job)
        self.release(job)
        for node in job.nodes or ():
            if not node.ended:
                self.end(node, FAILED, reason)
        self.end(job, FAILED, reason)

    def end(self, job: Job, status: str, reason: str | None) -> None:
        """SUCCEEDED or FAILED: what depends on it hears of it."""
        job.status_reason = reason
        job.stopped_ms = self._world.wall_us // 1000
        self._set(job, status)
        if not job.is_node:
            self._service.dispatcher.ended(job)
        if job.parent is None:
            self._service.keeping.ended(job)
        if not job.dependents:
            return
        self._untold.append(job)
        if self._telling:
            return
        self._telling = True
        while self._untold:
            told = self._untold.popleft()
            dependents, told.dependents = told.dependents, []
            for id in dependents:
                self._dependency_ended(self._service.jobs[id], told)
        self._telling = False

    def release(self, job: Job) -> None:
        """It leaves its place, if it has one; a multi-node parallel job leaves all its nodes'."""
        placement, job.placement = job.placement, None
        if placement is not None:
            for each in (placement,) if job.nodes is None else parts(placement):
                assert each.environment.capacity is not None
                each.environment.capacity.release(each, self._world.now_us)
            for node in job.nodes or ():
                node.placement = None
            self._service.dispatcher.released(job, placement)

    def cancel_timer(self, job: Job) -> None:
        """What was to come next does not come by itself."""
        timer, job.timer = job.timer, None
        if timer is not None:
            self._world.simulation.cancel(timer)

    # -- statuses ----------------------------------------------------------------------------------------------------

    def _set(self, job: Job, status: str) -> None:
        before, job.status = job.status, status
        parent = job.parent
        self._service.changed(job)
        if parent is None:
            return
        if parent.children is not None:
            self._child_changed(parent, before, status)
        elif status in (STARTING, RUNNING) and job is parent.main_node:
            parent.status_reason = None
            self._set(parent, status)

    def _child_changed(self, parent: Job, before: str, after: str) -> None:
        counts = parent.counts
        counts[before] -= 1
        counts[after] += 1
        parent.updated_ms = self._world.wall_us // 1000
        if counts[SUCCEEDED] + counts[FAILED] == len(members(parent)):
            if counts[FAILED]:
                self.end(parent, FAILED, parent.stopping or CHILD_FAILED)
            else:
                self.end(parent, SUCCEEDED, None)
        elif parent.status == SUBMITTED and after in (PENDING, RUNNABLE):
            self._set(parent, PENDING)
