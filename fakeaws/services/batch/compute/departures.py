"""Instances that go while jobs are on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fakeaws.services.batch.compute.capacity import InstanceCapacity
from fakeaws.services.batch.workloads.work import Ended

if TYPE_CHECKING:
    from fakeaws.services.batch.compute.capacity import Instance
    from fakeaws.services.batch.compute.environment import ComputeEnvironment
    from fakeaws.services.batch.jobs.job import Job
    from fakeaws.services.batch.operations.base import BatchBase


def host_terminated(instance: str) -> str:
    """``statusReason`` of what ran on an instance that is gone."""
    return f"Host EC2 (instance {instance}) terminated."


def take_away(service: BatchBase, environment: ComputeEnvironment, instances: Sequence[Instance]) -> None:
    """They are gone: what runs there ends, to be retried as its strategy says; what has not started looks for a new place."""
    capacity = environment.capacity
    assert isinstance(capacity, InstanceCapacity)
    for instance in instances:
        capacity.lose(instance)
    gone = dict.fromkeys(instances)
    for job in jobs_in(service, environment):
        place = None if job.placement is None else job.placement.instance
        if place is None or place not in gone:
            continue
        service.life.cut_off(job, Ended(None, None, host_terminated(place.id)))


def jobs_in(service: BatchBase, environment: ComputeEnvironment) -> list[Job]:
    """All that have a place there."""
    jobs = service.jobs.values()
    return [each for each in jobs if each.placement is not None and each.placement.environment is environment]
