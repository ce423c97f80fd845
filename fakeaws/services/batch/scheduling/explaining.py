"""Why a job is in its status, in a few sentences for the reader of a failed test."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from fakeaws.services.batch.compute.capacity import Capacity, InstanceCapacity
from fakeaws.services.batch.compute.environment import DISABLED, ComputeEnvironment
from fakeaws.services.batch.jobs.job import ENDED, PENDING, RUNNABLE, RUNNING, STARTING, SUBMITTED, Job
from fakeaws.services.batch.queues.fair_share import share_of
from fakeaws.services.batch.scheduling.blocking import unobtainable
from fakeaws.services.batch.scheduling.gangs import can_fit
from fakeaws.timeline.text import offset

if TYPE_CHECKING:
    from fakeaws.services.batch.compute.need import Need
    from fakeaws.services.batch.operations.base import BatchBase

_SHOWN = 3


def explain(service: BatchBase, job: Job) -> str:
    """One to three sentences. Instants are the world's elapsed time."""
    if job.status in ENDED:
        reason = "" if job.status_reason is None else f": {job.status_reason}"
        return f"It is {job.status}{reason}."
    if job.children is not None:
        return _array(job)
    if job.status == SUBMITTED:
        return f"It is SUBMITTED, and accepted {_until(job)}."
    if job.status == PENDING:
        return _pending(service, job)
    if job.status == RUNNABLE:
        return _placed(job) if job.placement is not None else _waiting(service, job)
    where = "" if job.placement is None else f" in compute environment {job.placement.environment.name}"
    if job.status == STARTING:
        takes_us = service.life.starting_us(job)
        since = (
            "" if job.timer is None else f" since {_at(job.timer[0] - takes_us)} and runs from {_at(job.timer[0])} on"
        )
        return f"It is STARTING{where}{since}."
    assert job.status == RUNNING
    end = "" if job.timer is None or job.stopping is not None else f"; its attempt times out at {_at(job.timer[0])}"
    stopping = "" if job.stopping is None else f" and being stopped: {job.stopping}"
    return f"It is RUNNING{where}{stopping}{end}."


def _array(job: Job) -> str:
    counts = ", ".join(f"{count} {status}" for status, count in job.counts.items() if count)
    return f"It is an array of {len(job.children or ())} jobs, and ends with the last of them: {counts}."


def _pending(service: BatchBase, job: Job) -> str:
    given_up = ", after which it fails: it was cancelled" if job.cancelled is not None else ""
    ids = [*job.waits_for, *(() if job.parent is None else job.parent.waits_for)]
    if not ids:
        return f"It is PENDING{given_up}."
    waited = [service.jobs[id] for id in ids]
    names = [f"{each.name} ({each.id}), which is {each.status}" for each in waited]
    return f"It is PENDING: it waits for {_listed(names)}{given_up}."


def _placed(job: Job) -> str:
    placement = job.placement
    assert placement is not None
    where = f"compute environment {placement.environment.name}"
    if placement.instance is None:
        return f"It is RUNNABLE and has a place in {where}: it starts {_until(job)}."
    instance = placement.instance
    return (
        f"It is RUNNABLE and has a place in {where} on instance {instance.id} ({instance.type.name}), which is being "
        f"launched: it starts {_until(job)}."
    )


def _waiting(service: BatchBase, job: Job) -> str:
    queue = job.queue
    now_us = service.world.now_us
    if not queue.is_served:
        return f"It is RUNNABLE, but its queue {queue.name} is {queue.status}."
    head = queue.waiting.head(now_us)
    assert head is not None
    share = f" of share {share_of(head)}, which has used least" if queue.fair_share is not None else ""
    if head is job:
        return f"It is RUNNABLE and at the head of queue {queue.name}{share}: {_no_place(service, job)}."
    ahead = queue.waiting.ahead_of(job, now_us)
    return (
        f"It is RUNNABLE behind {ahead} other {'job' if ahead == 1 else 'jobs'} in queue {queue.name}. At the head is "
        f"{head.name} ({head.id}){share}; it holds up the others: {_no_place(service, head)}."
    )


def _no_place(service: BatchBase, job: Job) -> str:
    due_us = service.dispatcher.due_us
    look = "" if due_us is None else f"; the scheduler looks again at {_at(due_us)}"
    lacking = [
        f"{quantity} of consumable resource {name}, of which {available} {'is' if available == 1 else 'are'} available"
        for name, quantity, available in service.consumables.lacking(job)
    ]
    if lacking:
        return f"it waits for {_listed(lacking)}{look}"
    environments = job.queue.environments
    found = [_obstacle(service, job, each) for each in environments]
    if any(each is None for each in found):
        free = next(each for each, obstacle in zip(environments, found, strict=True) if obstacle is None)
        return f"compute environment {free.name} has room for it{look}"
    obstacles = " and ".join(each for each in found if each is not None)
    return f"it needs {_needs(job)}, and {obstacles}{look}"


def _obstacle(service: BatchBase, job: Job, environment: ComputeEnvironment) -> str | None:
    """Why it is not placed in that environment; None if nothing is in the way."""
    name, capacity, need = f"compute environment {environment.name}", environment.capacity, job.need
    if environment.state == DISABLED:
        return f"{name} is DISABLED"
    if capacity is None:
        return f"{name} is not managed"
    if not environment.takes_jobs:
        return f"{name} is {environment.status}"
    if need.milli_vcpus > capacity.max_milli:
        return f"{name} has no more than {_vcpus(capacity.max_milli)} vCPUs (maxvCpus)"
    if not can_fit(capacity, job):
        return f"{name} has no instance type that it fits on"
    lacking = unobtainable(capacity, need)
    if lacking is not None:
        return f"{name} gets no instances of type {lacking} at present"
    free = _free(capacity)
    if service.dispatcher.is_reserved(job.queue, job, capacity):
        fair_share = job.queue.fair_share
        assert fair_share is not None
        usable = fair_share.usable_milli(capacity.max_milli, service.world.now_us)
        return (
            f"{name} uses {_vcpus(capacity.used_milli)} of the {_vcpus(usable)} vCPUs that computeReservation leaves to "
            "the active shares"
        )
    if job.nodes is None and _has_room(capacity, need):
        return None
    return f"{name} has {free}"


def _has_room(capacity: Capacity, need: Need) -> bool:
    if isinstance(capacity, InstanceCapacity):
        return capacity.has_room(need)
    return capacity.used_milli + need.milli_vcpus <= capacity.max_milli


def _free(capacity: Capacity) -> str:
    left = max(0, capacity.max_milli - capacity.used_milli)
    text = f"{_vcpus(left)} of {_vcpus(capacity.max_milli)} vCPUs free and {_vcpus(capacity.used_milli)} in use"
    if not isinstance(capacity, InstanceCapacity) or not capacity.instances:
        return text
    count = len(capacity.instances)
    return f"{text}, on {count} {'instance' if count == 1 else 'instances'} of which none has room for it"


def _needs(job: Job) -> str:
    need = job.need
    gpus = f", {need.gpus} {'GPU' if need.gpus == 1 else 'GPUs'}" if need.gpus else ""
    vcpus = "1 vCPU" if need.milli_vcpus == 1000 else f"{_vcpus(need.milli_vcpus)} vCPUs"
    nodes = "" if job.nodes is None else f" on an instance for each of its {len(job.nodes)} nodes"
    return f"{vcpus}, {need.memory} MiB{gpus}{nodes}"


def _vcpus(milli: int) -> str:
    return f"{milli / 1000:g}"


def _until(job: Job) -> str:
    return "at once" if job.timer is None else f"at {_at(job.timer[0])}"


def _at(us: int) -> str:
    return offset(timedelta(microseconds=us))


def _listed(names: Sequence[str]) -> str:
    if len(names) > _SHOWN:
        names = [*names[:_SHOWN], f"{len(names) - _SHOWN} more"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
