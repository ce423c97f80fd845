"""Multi-node parallel jobs: the main node first, then the others; its end is the job's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.batch.jobs.job import FAILED, SUCCEEDED, Job
from fakeaws.services.batch.jobs.retrying import tries_again

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.life import Life
    from fakeaws.services.batch.operations.base import BatchBase

#: statusReason of the other nodes when the main node has exited.
MAIN_NODE_EXITED = "Main node exited"


class Nodes:
    """Of all multi-node parallel jobs of one account and region: the part of their life that others do not have.

    The job is STARTING and RUNNING when its main node is. When that exits, the job ends at once; the other nodes are
    stopped with their grace, and all places are given up when the last node is gone. Only then a further attempt begins.
    """

    def __init__(self, service: BatchBase, life: Life) -> None:
        self._service = service
        self._life = life

    def start(self, job: Job) -> None:
        """All instances are there."""
        job.timer = None
        job.nodes_left = 1
        self._life.start(job.main_node)

    def runs(self, node: Job) -> None:
        """A node is RUNNING: if it is the main one, the job is, and the others start."""
        job = node.parent
        assert job is not None
        assert job.nodes is not None
        if node is not job.main_node:
            return
        job.started_ms = node.started_ms
        self._life.limit(job)
        job.nodes_left = len(job.nodes)
        for each in job.nodes:
            if each is not node:
                self._life.start(each)

    def stop(self, job: Job, reason: str) -> None:
        """SIGTERM to all nodes. If the main node has exited and another attempt was to come, none comes."""
        assert job.nodes is not None
        for node in (job.main_node, *job.nodes):
            self._life.stop(node, reason)

    def finished(self, node: Job, succeeded: bool) -> None:
        """An attempt of a node has ended."""
        job, attempt = node.parent, node.attempts[-1]
        assert job is not None
        assert job.nodes is not None
        job.nodes_left -= 1
        status = SUCCEEDED if succeeded else FAILED
        if node is job.main_node:
            self._life.cancel_timer(job)
            stopped = job.stopping is not None or node.stopping is not None
            job.retrying = not succeeded and not stopped and tries_again(job, attempt)
            if not job.retrying:
                self._end(job, status, attempt.status_reason)
            for each in job.nodes:
                self._life.stop(each, MAIN_NODE_EXITED)
        elif not job.retrying or node.stopping != MAIN_NODE_EXITED:
            self._life.end(node, status, attempt.status_reason)
        if not job.nodes_left and job.placement is not None:
            self._all_gone(job)

    def _end(self, job: Job, status: str, reason: str | None) -> None:
        """The job's end, the main node's, and that of nodes which have no container."""
        assert job.nodes is not None
        self._life.end(job.main_node, status, reason)
        for each in job.nodes:
            if not each.ended and not each.has_container:
                self._life.end(each, FAILED, reason)
        self._life.end(job, status, reason)

    def _all_gone(self, job: Job) -> None:
        assert job.nodes is not None
        self._life.release(job)
        for node in job.nodes:
            node.stopping = None
        if not job.retrying:
            self._service.keeping.gone(job)
            return
        job.retrying = False
        if job.stopping is not None:
            self._end(job, FAILED, job.stopping)
        else:
            job.status_reason = job.attempts[-1].status_reason
            self._life.runnable(job)
