"""Multi-node parallel jobs: the main node first, then the others; its end is the job's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.batch.jobs.job import FAILED, RUNNABLE, SUCCEEDED, Job
from fakeaws.services.batch.jobs.retrying import tries_again
from fakeaws.services.batch.scheduling.gangs import Gang

if TYPE_CHECKING:
    from fakeaws.services.batch.compute.capacity import Placement
    from fakeaws.services.batch.jobs.life import Life
    from fakeaws.services.batch.operations.base import BatchBase

#: statusReason of the other nodes when the main node has exited.
MAIN_NODE_EXITED = "Main node exited"


class Nodes:
    """Of all multi-node parallel jobs of one account and region: the part of their life that others do not have.

    The job is STARTING and RUNNING when its main node is. When that exits, the job ends at once; the other nodes are
    stopped with their grace. A further attempt waits until all of them are gone.
    """

    def __init__(self, service: BatchBase, life: Life) -> None:
        self._service = service
        self._life = life

    def placed(self, job: Job, gang: Placement) -> None:
        """There is an instance for each node."""
        assert isinstance(gang, Gang) and job.nodes is not None
        for node, placement in zip(job.nodes, gang.parts):
            node.placement = placement

    def start(self, job: Job) -> None:
        """All instances are there."""
        job.timer = None
        self._life.start(job.main_node)

    def runs(self, node: Job) -> None:
        """A node is RUNNING: if it is the main one, the job is, and the others start."""
        job = node.parent
        assert job is not None and job.nodes is not None
        if node is job.main_node:
            job.started_ms = node.started_ms
            self._life.limit(job)
            for each in job.nodes:
                if each is not node:
                    self._life.start(each)

    def stop(self, job: Job, reason: str) -> None:
        """SIGTERM to all nodes."""
        for node in self._in_order(job):
            self._life.stop(node, reason)

    def finished(self, node: Job, succeeded: bool) -> None:
        """An attempt of a node has ended, its place is free again."""
        job, attempt = node.parent, node.attempts[-1]
        assert job is not None
        if node is not job.main_node:
            if job.status == RUNNABLE or (job.retrying and node.stopping == MAIN_NODE_EXITED):
                node.stopping = None
            else:
                self._life.end(node, SUCCEEDED if succeeded else FAILED, attempt.status_reason)
        else:
            stopped = job.stopping is not None or node.stopping is not None
            job.retrying = not succeeded and not stopped and tries_again(job, attempt)
            self._life.end(node, SUCCEEDED if succeeded else FAILED, attempt.status_reason)
