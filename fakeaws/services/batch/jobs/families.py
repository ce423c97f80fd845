"""The children of arrays and the nodes of multi-node parallel jobs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fakeaws.services.batch.compute.need import Need
from fakeaws.services.batch.jobs.job import STATUSES, SUBMITTED, Job


def add_children(job: Job, size: int) -> list[Job]:
    """Make it an array of ``size`` children: ``id:0``, ``id:1`` …"""
    job.children = [_member(job, ":", index, job.need) for index in range(size)]
    job.counts = dict.fromkeys(STATUSES, 0)
    job.counts[SUBMITTED] = size
    return job.children


def add_nodes(job: Job, needs: Sequence[Need]) -> list[Job]:
    """Make it a multi-node parallel job of a node for each need: ``id#0``, ``id#1`` …"""
    job.nodes = [_member(job, "#", index, need) for index, need in enumerate(needs)]
    job.attempts = job.main_node.attempts
    return job.nodes


def total(needs: Iterable[Need]) -> Need:
    """What they need together."""
    vcpus, memory, gpus = (sum(each) for each in zip(*needs, strict=True))
    return Need(vcpus, memory, gpus)


def members(job: Job) -> Sequence[Job]:
    """Its children or nodes."""
    return job.children or job.nodes or ()


def _member(job: Job, mark: str, index: int, need: Need) -> Job:
    made = Job(
        f"{job.id}{mark}{index}",
        f"{job.arn}{mark}{index}",
        job.name,
        job.queue,
        job.definition,
        job.settings,
        need,
        job.created_ms,
        (job.order[0], index),
        job,
        index,
    )
    made.record = job.record
    return made
