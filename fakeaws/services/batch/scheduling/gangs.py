"""Places for multi-node parallel jobs: an instance for each node, all at once or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fakeaws.services.batch.compute.capacity import Capacity, InstanceCapacity, Placement
from fakeaws.services.batch.compute.need import Need

if TYPE_CHECKING:
    from fakeaws.services.batch.compute.environment import ComputeEnvironment
    from fakeaws.services.batch.jobs.job import Job


class Gang(Placement):
    """The places of all nodes in their order; ready when the last of them is."""

    __slots__ = ("members",)

    def __init__(self, environment: ComputeEnvironment, need: Need, members: Sequence[Placement]) -> None:
        super().__init__(environment, need, max(each.ready_us for each in members))
        self.members = tuple(members)


def parts(placement: Placement) -> Sequence[Placement]:
    """What a placement consists of."""
    return placement.members if isinstance(placement, Gang) else (placement,)


def can_fit(capacity: Capacity, job: Job) -> bool:
    """Whether it could ever run there, were nothing else there."""
    if job.nodes is None:
        return capacity.fits(job.need)
    return (
        isinstance(capacity, InstanceCapacity)
        and job.need.milli_vcpus <= capacity.max_milli
        and all(capacity.fits(need) for need in {node.need: None for node in job.nodes})
    )


def place(environment: ComputeEnvironment, job: Job, now_us: int) -> Placement | None:
    """A place for it now; None if there is no room."""
    capacity = environment.capacity
    assert capacity is not None
    if job.nodes is None:
        return capacity.place(environment, job.need, now_us)
    assert isinstance(capacity, InstanceCapacity)
    members = capacity.place_apart(environment, [node.need for node in job.nodes], now_us)
    return None if members is None else Gang(environment, job.need, members)
