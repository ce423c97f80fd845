"""The statuses of compute environments, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fakeaws.services.batch.compute.capacity import InstanceCapacity
from fakeaws.services.batch.compute.departures import take_away
from fakeaws.services.batch.compute.environment import CREATING, DELETING, INVALID, UPDATING, VALID

if TYPE_CHECKING:
    from fakeaws.services.batch.compute.environment import ComputeEnvironment
    from fakeaws.services.batch.operations.base import BatchBase

HEALTHY = "ComputeEnvironment Healthy"
STILL_USED = "CLIENT_ERROR - Cannot delete, found active jobs in the compute environment."


class Course:
    """Of the compute environments of one account and region."""

    def __init__(self, service: BatchBase) -> None:
        self._service = service
        self._world = service.world

    def create(self, environment: ComputeEnvironment) -> None:
        """It is new: CREATING."""
        self._after("environment_created", self._created, environment)

    def update(self, environment: ComputeEnvironment) -> None:
        """It has other settings: UPDATING."""
        environment.generation += 1
        environment.status, environment.status_reason = UPDATING, None
        environment.updated_us = self._after("environment_updated", self.updated, environment)

    def delete(self, environment: ComputeEnvironment) -> None:
        """It is to go: DELETING."""
        environment.generation += 1
        environment.status, environment.status_reason = DELETING, None
        self._after("environment_deleted", self._deleted, environment)

    def _created(self, environment: ComputeEnvironment, generation: int) -> None:
        if environment.generation != generation:
            return
        desired = environment.desired_vcpus if isinstance(environment.capacity, InstanceCapacity) else 0
        self._settle(environment, desired)

    def updated(self, environment: ComputeEnvironment, generation: int) -> None:
        """The update is done, unless instances are still being replaced."""
        if environment.generation != generation or environment.status != UPDATING or environment.replacing:
            return
        if self._world.now_us < environment.updated_us:
            self._world.simulation.at(environment.updated_us, self.updated, environment, generation)
        else:
            self._settle(environment, 0)

    def _deleted(self, environment: ComputeEnvironment, generation: int) -> None:
        capacity = environment.capacity
        if environment.generation != generation:
            return
        if environment.on_fargate and capacity is not None and capacity.used_milli:
            environment.status, environment.status_reason = INVALID, STILL_USED
            return
        del self._service.environments[environment.name]
        if environment.scale_in is not None:
            self._world.simulation.cancel(environment.scale_in)
            environment.scale_in = None
        if isinstance(capacity, InstanceCapacity):
            take_away(self._service, environment, list(capacity.instances))

    def _settle(self, environment: ComputeEnvironment, desired: int) -> None:
        if environment.fault is not None:
            environment.status, environment.status_reason = INVALID, environment.fault
        else:
            capacity = environment.capacity
            environment.status, environment.status_reason = VALID, HEALTHY
            if isinstance(capacity, InstanceCapacity):
                self._service.scaling.fill(environment, max(desired, capacity.min_milli // 1000))
        self._service.dispatcher.kick()

    def _after(self, duration: str, then: Callable[[Any, int], None], environment: ComputeEnvironment) -> int:
        due_us = self._world.now_us + self._service.durations[duration]
        self._world.simulation.at(due_us, then, environment, environment.generation)
        return due_us


def is_changing(environment: ComputeEnvironment) -> bool:
    """Whether its status will be another one soon: nothing else can be done to it until then."""
    return environment.status in (CREATING, UPDATING, DELETING)
