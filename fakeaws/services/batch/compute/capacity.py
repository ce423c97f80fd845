"""What of a compute environment is used, and by whom."""

from __future__ import annotations

import heapq
from bisect import bisect_left, insort
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from fakeaws.services.batch.compute.instance_types import InstanceType
from fakeaws.services.batch.compute.need import Need

if TYPE_CHECKING:
    from fakeaws.services.batch.compute.allocation import Allocation
    from fakeaws.services.batch.compute.environment import ComputeEnvironment


class Instance:
    """An EC2 instance: it can work from ``ready_us`` on. ``number`` counts an environment's instances from 1.

    ``idle_us`` is since when it has had no job; ``let_go_us`` when it goes if it gets none until then. ``leaving``: it takes
    no more jobs, and goes with the last that it has.
    """

    __slots__ = (
        "free",
        "gone",
        "id",
        "idle_us",
        "is_open",
        "jobs",
        "leaving",
        "let_go_us",
        "number",
        "ready_us",
        "type",
    )

    def __init__(self, id: str, number: int, type: InstanceType, ready_us: int) -> None:
        self.id = id
        self.number = number
        self.type = type
        self.ready_us = ready_us
        self.free = Need(type.vcpus * 1000, type.memory, type.gpus)
        self.jobs = 0
        self.idle_us = ready_us
        self.let_go_us: int | None = None
        self.leaving = False
        self.gone = False
        #: Whether its environment looks at it for further jobs.
        self.is_open = True

    @property
    def milli_vcpus(self) -> int:
        return self.type.vcpus * 1000

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

    A job is put on the instance that has been there longest of those with room for it; if there is none, one is launched of
    the first type that the allocation strategy chooses for it. Placing and releasing take no longer for many instances than
    for few, as long as jobs are alike.
    """

    def __init__(self, allocation: Allocation, min_vcpus: int, max_vcpus: int, *, launch_us: int) -> None:
        self.allocation = allocation
        self.min_milli = min_vcpus * 1000
        self.max_milli = max_vcpus * 1000
        self.launch_us = launch_us
        #: How long one that has had jobs stays without; how long one that never had any; None for always.
        self.idle_us: int | None = None
        self.unused_us: int | None = None
        #: In the order of their launch.
        self.instances: list[Instance] = []
        #: Names of types of which EC2 has no instances at present.
        self.unobtainable: tuple[str, ...] = ()
        #: What those have that take no more jobs.
        self.leaving_milli = 0
        self._launched = 0
        self._used = 0
        self._size = 0
        #: Those that may have room, in the order of their launch.
        self._open: list[Instance] = []
        #: Such a need finds no room on instances of lesser numbers.
        self._in_vain: tuple[Need, int] | None = None
        #: When which may be let go, the next first; and those whose time has come, kept for the least.
        self._idle: list[tuple[int, int, Instance]] = []
        self._kept: dict[Instance, None] = {}

    @property
    def types(self) -> tuple[InstanceType, ...]:
        """All that may be launched."""
        return self.allocation.types

    @property
    def used_milli(self) -> int:
        return self._used

    @property
    def size_milli(self) -> int:
        """What the instances have together, used or not, launching ones included."""
        return self._size

    @property
    def has_scaled(self) -> bool:
        """Whether it has ever had an instance."""
        return self._launched > 0

    def fits(self, need: Need) -> bool:
        return need.milli_vcpus <= self.max_milli and bool(self.allocation.choices(need, self.max_milli))

    def has_room(self, need: Need) -> bool:
        """Whether it would be placed now, on an instance that is there or on a new one."""
        if self._first_with_room(need) is not None:
            return True
        return any(each.name not in self.unobtainable for each in self._launchable(need))

    def wanted_in_vain(self, need: Need) -> str | None:
        """The type that would be launched for it, if EC2 had any; None if one can be, or there is no room for any."""
        if self._first_with_room(need) is not None:
            return None
        found = self._launchable(need)
        return found[0].name if found and all(each.name in self.unobtainable for each in found) else None

    # -- jobs come and go --------------------------------------------------------------------------------------------

    def place(self, environment: ComputeEnvironment, need: Need, now_us: int) -> Placement | None:
        instance = self._first_with_room(need) or self._launch_for(environment, need, now_us)
        return None if instance is None else self._take(environment, instance, need, now_us)

    def place_alone(self, environment: ComputeEnvironment, need: Need, now_us: int) -> Placement | None:
        """Like `place`, on an instance that nothing else is on, or comes to: the whole of it is taken."""
        instance = next((each for each in self._open if not each.jobs and each.has_room(need)), None)
        instance = instance or self._launch_for(environment, need, now_us)
        return None if instance is None else self._take(environment, instance, instance.free, now_us)

    def place_apart(
        self, environment: ComputeEnvironment, needs: Sequence[Need], now_us: int
    ) -> list[Placement] | None:
        """An instance of its own for each; all or, with nothing launched, none."""
        last = self._launched
        idle = [(each, each.idle_us, each.let_go_us, each in self._kept) for each in self._open if not each.jobs]
        found: list[Placement] = []
        for need in needs:
            placement = self.place_alone(environment, need, now_us)
            if placement is not None:
                found.append(placement)
                continue
            for each in found:
                self.release(each, now_us)
            for instance in [each for each in self.instances if each.number > last]:
                self.lose(instance)
            for instance, idle_us, let_go_us, kept in idle:
                instance.idle_us, instance.let_go_us = idle_us, let_go_us
                if let_go_us is not None:
                    heapq.heappush(self._idle, (let_go_us, instance.number, instance))
                if kept:
                    self._kept[instance] = None
            return None
        return found

    def release(self, placement: Placement, now_us: int) -> None:
        instance, need = placement.instance, placement.need
        assert instance is not None
        free = instance.free
        instance.free = Need(free.milli_vcpus + need.milli_vcpus, free.memory + need.memory, free.gpus + need.gpus)
        instance.jobs -= 1
        self._used -= need.milli_vcpus
        if instance.gone:
            return
        if not instance.jobs:
            if instance.leaving:
                self.lose(instance)
                return
            instance.idle_us = now_us
            self._may_go(instance, now_us, self.idle_us)
        if instance.leaving:
            return
        if not instance.is_open:
            instance.is_open = True
            insort(self._open, instance, key=_number)
        if self._in_vain is not None:
            found, number = self._in_vain
            self._in_vain = (found, min(number, instance.number))

    def _take(self, environment: ComputeEnvironment, instance: Instance, need: Need, now_us: int) -> Placement:
        free = instance.free
        instance.free = Need(free.milli_vcpus - need.milli_vcpus, free.memory - need.memory, free.gpus - need.gpus)
        if not instance.jobs:
            instance.let_go_us = None
            self._kept.pop(instance, None)
        instance.jobs += 1
        self._used += need.milli_vcpus
        if not instance.free.milli_vcpus or not instance.free.memory:
            self._close(instance)
        return Placement(environment, need, max(now_us, instance.ready_us), instance)

    def _first_with_room(self, need: Need) -> Instance | None:
        start, known = 0, self._in_vain
        if known is not None and _is_at_least(need, known[0]):
            start = bisect_left(self._open, known[1], key=_number)
        for place in range(start, len(self._open)):
            instance = self._open[place]
            if instance.has_room(need):
                self._in_vain = (need, instance.number)
                return instance
        self._in_vain = (need, self._launched + 1)
        return None

    # -- instances come and go ---------------------------------------------------------------------------------------

    def launch(self, environment: ComputeEnvironment, type: InstanceType, now_us: int) -> Instance:
        """One more instance of that type."""
        self._launched += 1
        id = f"i-{environment.uuid.replace('-', '')[:8]}{self._launched:09x}"
        instance = Instance(id, self._launched, type, now_us + self.launch_us)
        self.instances.append(instance)
        self._open.append(instance)
        self._size += instance.milli_vcpus
        self._may_go(instance, instance.ready_us, self.unused_us)
        return instance

    def fill(self, environment: ComputeEnvironment, vcpus: int, now_us: int) -> None:
        """Launch what is missing to that many vCPUs, as far as the most and EC2 allow; in few instances."""
        missing = vcpus * 1000 - (self._size - self.leaving_milli)
        while missing > 0:
            type = self._type_for(missing)
            if type is None:
                return
            missing -= self.launch(environment, type, now_us).milli_vcpus

    def lose(self, instance: Instance) -> None:
        """It is gone, with what runs there."""
        self.instances.remove(instance)
        self._size -= instance.milli_vcpus
        self._close(instance)
        self._kept.pop(instance, None)
        instance.let_go_us = None
        instance.gone = True
        if instance.leaving:
            self.leaving_milli -= instance.milli_vcpus

    def retire(self) -> None:
        """All that are there take no more jobs; idle ones go at once."""
        for each in list(self.instances):
            if not each.jobs:
                self.lose(each)
            elif not each.leaving:
                each.leaving = True
                self.leaving_milli += each.milli_vcpus
                self._close(each)

    def let_go(self, now_us: int) -> None:
        """Drop instances that have been idle for long enough, those first that are so longest, down to the least."""
        while self._idle and self._idle[0][0] <= now_us:
            due_us, _, instance = heapq.heappop(self._idle)
            if instance.let_go_us == due_us:
                self._kept[instance] = None
        for each in list(self._kept):
            if self._size - self.leaving_milli - each.milli_vcpus >= self.min_milli:
                self.lose(each)

    @property
    def next_let_go_us(self) -> int | None:
        """When `let_go` is to be called next; None if it need not be."""
        while self._idle and self._idle[0][2].let_go_us != self._idle[0][0]:
            heapq.heappop(self._idle)
        return self._idle[0][0] if self._idle else None

    def _may_go(self, instance: Instance, since_us: int, after_us: int | None) -> None:
        if after_us is not None:
            instance.let_go_us = since_us + after_us
            heapq.heappush(self._idle, (instance.let_go_us, instance.number, instance))

    def _close(self, instance: Instance) -> None:
        if instance.is_open:
            instance.is_open = False
            del self._open[bisect_left(self._open, instance.number, key=_number)]

    def _launch_for(self, environment: ComputeEnvironment, need: Need, now_us: int) -> Instance | None:
        for type in self._launchable(need):
            if type.name not in self.unobtainable:
                return self.launch(environment, type, now_us)
        return None

    def _launchable(self, need: Need) -> Sequence[InstanceType]:
        """Types for it in the strategy's order, as far as there is room for one."""
        return [each for each in self.allocation.choices(need, self.max_milli) if self._may_grow(each)]

    def _may_grow(self, type: InstanceType) -> bool:
        if self.allocation.overshoots:
            return self._size < self.max_milli
        return self._size + type.vcpus * 1000 <= self.max_milli

    def _type_for(self, missing: int) -> InstanceType | None:
        """The largest that is not more than what is missing, or the smallest."""
        types = [each for each in self.types if each.name not in self.unobtainable and self._may_grow(each)]
        below = [each for each in types if each.vcpus * 1000 <= missing]
        if below:
            return max(below, key=_vcpus)
        return min(types, key=_vcpus, default=None)


def _is_at_least(need: Need, other: Need) -> bool:
    return need.milli_vcpus >= other.milli_vcpus and need.memory >= other.memory and need.gpus >= other.gpus


def _number(instance: Instance) -> int:
    return instance.number


def _vcpus(type: InstanceType) -> int:
    return type.vcpus
