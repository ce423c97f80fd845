"""How compute environments grow and shrink, and how the instances of one are replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.batch.compute.capacity import InstanceCapacity
from fakeaws.services.batch.compute.departures import take_away

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fakeaws.services.batch.compute.environment import ComputeEnvironment
    from fakeaws.services.batch.operations.base import BatchBase


class Scaling:
    """Of one account and region. Scaling out for jobs is `InstanceCapacity.place`'s; this is the rest."""

    def __init__(self, service: BatchBase) -> None:
        self._service = service
        self._world = service.world

    def released(self, environment: ComputeEnvironment) -> None:
        """A job has left its place there."""
        capacity = environment.capacity
        if isinstance(capacity, InstanceCapacity):
            if environment.replacing and not capacity.leaving_milli:
                self._replaced(environment)
            self.watch(environment)

    def fill(self, environment: ComputeEnvironment, vcpus: int) -> None:
        """Launch instances up to that many vCPUs."""
        capacity = environment.capacity
        if isinstance(capacity, InstanceCapacity):
            capacity.fill(environment, vcpus, self._world.now_us)
            self.watch(environment)

    def watch(self, environment: ComputeEnvironment) -> None:
        """See to it that instances go when they have been idle for long enough."""
        capacity, timer = environment.capacity, environment.scale_in
        assert isinstance(capacity, InstanceCapacity)
        due_us = capacity.next_let_go_us
        if due_us is None or (timer is not None and timer[0] <= due_us):
            return
        if timer is not None:
            self._world.simulation.cancel(timer)
        environment.scale_in = self._world.simulation.at(due_us, self.look, environment)

    def look(self, environment: ComputeEnvironment) -> None:
        """Let go what has been idle for long enough."""
        capacity, timer = environment.capacity, environment.scale_in
        if timer is not None:
            self._world.simulation.cancel(timer)
            environment.scale_in = None
        if isinstance(capacity, InstanceCapacity):
            capacity.let_go(self._world.now_us)
            self.watch(environment)

    def run_out_of(self, environment: ComputeEnvironment, types: Sequence[str]) -> None:
        """EC2 has no instances of these types for it from now on; of all others it has as many as are wanted."""
        capacity = environment.capacity
        if not isinstance(capacity, InstanceCapacity):
            raise ValueError(f"compute environment {environment.name!r} has no instances of its own")
        known = {each.name for each in capacity.types}
        for type in types:
            if type not in known:
                raise ValueError(f"compute environment {environment.name!r} does not launch instances of type {type!r}")
        capacity.unobtainable = tuple(types)
        if environment.takes_jobs:
            self.fill(environment, capacity.min_milli // 1000)
        self._service.dispatcher.kick()

    # -- replacing ---------------------------------------------------------------------------------------------------

    def replace(self, environment: ComputeEnvironment, *, terminate: bool, timeout_us: int) -> None:
        """New instances for those that are there: jobs on these end at once, or have that long to end by themselves.

        The environment is UPDATING until the old ones are gone and the new ones have come.
        """
        capacity = environment.capacity
        assert isinstance(capacity, InstanceCapacity)
        capacity.retire()
        environment.replacing = True
        if not capacity.leaving_milli:
            self._replaced(environment)
        elif terminate:
            self._terminate(environment, environment.generation)
        else:
            self.fill(environment, capacity.min_milli // 1000)
            due_us = self._world.now_us + timeout_us
            self._world.simulation.at(due_us, self._terminate, environment, environment.generation)

    def _terminate(self, environment: ComputeEnvironment, generation: int) -> None:
        capacity = environment.capacity
        if environment.generation == generation and environment.replacing and isinstance(capacity, InstanceCapacity):
            take_away(self._service, environment, [each for each in capacity.instances if each.leaving])
            self._replaced(environment)

    def _replaced(self, environment: ComputeEnvironment) -> None:
        """The old instances are gone."""
        if not environment.replacing:
            return
        capacity = environment.capacity
        assert isinstance(capacity, InstanceCapacity)
        environment.replacing = False
        self.fill(environment, capacity.min_milli // 1000)
        ready = max((each.ready_us for each in capacity.instances), default=0)
        environment.updated_us = max(environment.updated_us, ready)
        self._service.course.updated(environment, environment.generation)
        self._service.dispatcher.kick()
