"""What jobs wait for: other jobs, the child before, the other array's child of the same index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fakeaws.services.batch import errors
from fakeaws.services.batch.jobs.job import FAILED, Job
from fakeaws.services.batch.limits import DEPENDENCIES

DEPENDENCY_FAILED = "Dependent Job failed"
SEQUENTIAL = "SEQUENTIAL"
N_TO_N = "N_TO_N"


def check(depends_on: Sequence[Mapping[str, str]], jobs: Mapping[str, Job], size: int | None) -> None:
    """Of a submission; ``size`` of an array. Raises ClientException."""
    if len(depends_on) > DEPENDENCIES:
        raise errors.client(f"The number of dependencies must not exceed {DEPENDENCIES}.")
    for each in depends_on:
        id, type = each.get("jobId"), each.get("type")
        if type is not None and type not in (SEQUENTIAL, N_TO_N):
            raise errors.client(f"Dependency type {type} is not valid.")
        if type is not None and size is None:
            raise errors.client(f"Dependency type {type} is only valid for array jobs.")
        if type == SEQUENTIAL and id is not None:
            raise errors.client("Dependency type SEQUENTIAL must not have a job ID.")
        if type != SEQUENTIAL and id is None:
            raise errors.client("Dependency must have a job ID.")
        if id is None:
            continue
        if id not in jobs:
            raise errors.client(f"Job {id} in dependsOn does not exist.")
        children = jobs[id].children
        if type == N_TO_N and (children is None or len(children) != size):
            raise errors.client(f"Dependency type N_TO_N wants job {id} to be an array job of the same size.")


def connect(job: Job, depends_on: Sequence[Mapping[str, str]]) -> None:
    """Note what the job, or its children, wait for. Call it once the array has its children."""
    job.depends_on = [dict(each) for each in depends_on]
    for each in depends_on:
        id, type = each.get("jobId"), each.get("type")
        if type == N_TO_N:
            for child in job.children or ():
                child.waits_for[f"{id}:{child.index}"] = None
        elif id is not None:
            job.waits_for[id] = None
        else:
            for child in (job.children or ())[1:]:
                assert child.index is not None
                child.waits_for[f"{job.id}:{child.index - 1}"] = None


def register(job: Job, jobs: Mapping[str, Job]) -> bool:
    """Let what it waits for tell it, those left out that have ended by now; whether one of them has failed."""
    if not job.waits_for:
        return False
    awaited: dict[str, None] = {}
    failed = False
    for id in job.waits_for:
        dependency = jobs.get(id)
        if dependency is None or dependency.ended:
            failed = failed or (dependency is not None and dependency.status == FAILED)
        else:
            awaited[id] = None
            dependency.dependents.append(job.id)
    job.waits_for = awaited
    return failed


def waits(job: Job) -> bool:
    """Whether something must succeed before it, or before the array that it is a child of."""
    return bool(job.waits_for) or (job.parent is not None and bool(job.parent.waits_for))
