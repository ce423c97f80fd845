"""What of a compute environment is used, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from fakeaws.services.batch.compute.instance_types import InstanceType
from fakeaws.services.batch.compute.need import Need

if TYPE_CHECKING:
    from fakeaws.services.batch.compute.environment import ComputeEnvironment


class Instance:
    """An EC2 instance: it can work from ``ready_us`` on, and is let go if it has had no job since ``idle_us`` for long."""

    __slots__ = ("free", "id", "idle_us", "jobs", "ready_us", "type")

    def __init__(self, id: str, type: InstanceType, ready_us: int) -> None:
        self.id = id
        self.type = type
        self.ready_us = ready_us
        self.free = Need(type.vcpus * 1000, type.memory, type.gpus)
        self.jobs = 0
        self.idle_us = ready_us

    def has_room(self, need: Need) -> bool:
        free = self.free
        return need.milli_vcpus <= free.milli_vcpus and need.memory <= free.memory and need.gpus <= free.gpus


class Placement:
    """A job's place: ``instance`` is None on Fargate."""

    __slots__ = ("environment", "instance", "need", "ready_us")

    def __init__(
        self, environment: ComputeEnvironment, need: Need, ready_us: int, instance: Instance | None = None
    ) -> None:
        self.environment = environment
        self.need = need
        self.ready_us = ready_us
        self.instance = instance


class Capacity(Protocol):
    """Of one compute environment. Everything is in thousandths of a vCPU."""

    max_milli: int

    @property
    def used_milli(self) -> int:
        """What jobs use or have been promised."""

    def fits(self, need: Need) -> bool:
        """Whether such a job could ever run, were nothing else there."""

    def place(self, environment: ComputeEnvironment, need: Need, now_us: int) -> Placement | None:
        """A place for it now; None if there is no room."""

    def release(self, placement: Placement, now_us: int) -> None:
        """The job has left it."""


class FargateCapacity:
    """Tasks of any size up to the environment's vCPUs."""

    def __init__(self, max_vcpus: int) -> None:
        self.max_milli = max_vcpus * 1000
        self._used = 0

    @property
    def used_milli(self) -> int:
        return self._used

    def fits(self, need: Need) -> bool:
        return need.milli_vcpus <= self.max_milli

    def place(self, environment: ComputeEnvironment, need: Need, now_us: int) -> Placement | None:
        if self._used + need.milli_vcpus > self.max_milli:
            return None
        self._used += need.milli_vcpus
        return Placement(environment, need, now_us)

    def release(self, placement: Placement, now_us: int) -> None:
        self._used -= placement.need.milli_vcpus


class InstanceCapacity:
    """EC2 instances, between the environment's least and most vCPUs.

    ``overshoots``: the allocation strategy may go beyond the most by one instance. The smallest type that a job fits on is
    launched for it; it is first put where there is room already, on the instance that has been there longest.
    """

    def __init__(
        self, types: tuple[InstanceType, ...], min_vcpus: int, max_vcpus: int, *, overshoots: bool, launch_us: int
    ) -> None:
        self.types = types
        self.min_milli = min_vcpus * 1000
        self.max_milli = max_vcpus * 1000
        self.overshoots = overshoots
        self.launch_us = launch_us
        self.instances: list[Instance] = []
        #: Names of types of which EC2 has no instances at present.
        self.unobtainable: tuple[str, ...] = ()
        self._launched = 0

    @property
    def used_milli(self) -> int:
        return sum(each.type.vcpus * 1000 - each.free.milli_vcpus for each in self.instances)

    @property
    def size_milli(self) -> int:
        """What the instances have together, used or not."""
        return sum(each.type.vcpus * 1000 for each in self.instances)

    def fits(self, need: Need) -> bool:
        return need.milli_vcpus <= self.max_milli and any(_has_room(type, need) for type in self.types)

    def place(self, environment: ComputeEnvironment, need: Need, now_us: int) -> Placement | None:
        instance = next((each for each in self.instances if each.has_room(need)), None)
        if instance is None:
            instance = self._launch_for(environment, need, now_us)
            if instance is None:
                return None
        free = instance.free
        instance.free = Need(free.milli_vcpus - need.milli_vcpus, free.memory - need.memory, free.gpus - need.gpus)
        instance.jobs += 1
        return Placement(environment, need, max(now_us, instance.ready_us), instance)

    def place_alone(self, environment: ComputeEnvironment, need: Need, now_us: int) -> Placement | None:
        """Like `place`, on an instance that nothing else is on, or comes to: the whole of it is taken."""
        instance = next((each for each in self.instances if not each.jobs and each.has_room(need)), None)
        if instance is None:
            instance = self._launch_for(environment, need, now_us)
            if instance is None:
                return None
        need, instance.free = instance.free, Need(0, 0)
        instance.jobs += 1
        return Placement(environment, need, max(now_us, instance.ready_us), instance)

    def release(self, placement: Placement, now_us: int) -> None:
        instance, need = placement.instance, placement.need
        assert instance is not None
        free = instance.free
        instance.free = Need(free.milli_vcpus + need.milli_vcpus, free.memory + need.memory, free.gpus + need.gpus)
        instance.jobs -= 1
        instance.idle_us = now_us

    def launch(self, environment: ComputeEnvironment, type: InstanceType, now_us: int) -> Instance:
        """One more instance of that type."""
        self._launched += 1
        id = f"i-{environment.uuid.replace('-', '')[:8]}{self._launched:09x}"
        instance = Instance(id, type, now_us + self.launch_us)
        self.instances.append(instance)
        return instance

    def lose(self, instance: Instance) -> None:
        """It is gone, with what runs there."""
        self.instances.remove(instance)

    def let_go(self, idle_since_us: int) -> bool:
        """Drop instances that have been idle since then, down to the least; whether any went."""
        before = len(self.instances)
        size = self.size_milli
        kept = []
        for each in self.instances:
            milli = each.type.vcpus * 1000
            if each.jobs == 0 and each.idle_us <= idle_since_us and size - milli >= self.min_milli:
                size -= milli
            else:
                kept.append(each)
        self.instances = kept
        return len(kept) < before

    def has_room(self, need: Need) -> bool:
        """Whether it would be placed now, on an instance that is there or on a new one."""
        if any(each.has_room(need) for each in self.instances):
            return True
        return any(each.name not in self.unobtainable for each in self._launchable(need))

    def wanted_in_vain(self, need: Need) -> str | None:
        """The type that would be launched for it, if EC2 had any; None if one can be, or there is no room for any."""
        if any(each.has_room(need) for each in self.instances):
            return None
        found = self._launchable(need)
        return found[0].name if found and all(each.name in self.unobtainable for each in found) else None

    def _launch_for(self, environment: ComputeEnvironment, need: Need, now_us: int) -> Instance | None:
        for type in self._launchable(need):
            if type.name not in self.unobtainable:
                return self.launch(environment, type, now_us)
        return None

    def _launchable(self, need: Need) -> list[InstanceType]:
        """Types that it fits on and that there is room for, smallest first."""
        size = self.size_milli
        overshoots = self.overshoots and size + need.milli_vcpus <= self.max_milli
        return [
            type
            for type in sorted(self.types, key=_size)
            if _has_room(type, need) and (overshoots or size + type.vcpus * 1000 <= self.max_milli)
        ]


def _has_room(type: InstanceType, need: Need) -> bool:
    return need.milli_vcpus <= type.vcpus * 1000 and need.memory <= type.memory and need.gpus <= type.gpus


def _size(type: InstanceType) -> tuple[int, int]:
    return type.vcpus, type.memory
