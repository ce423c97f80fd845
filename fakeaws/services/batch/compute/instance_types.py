"""EC2 instance types as scheduling has to know them, and what entries of ``instanceTypes`` stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from fakeaws.services.batch.compute.families import FAMILIES, LISTED, SIZES

#: What the collective names stand for.
COLLECTIVE = {
    "optimal": ("c4", "m4", "r4", "c5", "m5", "r5"),
    "default_x86_64": ("m6i", "c6i", "r6i", "c7i"),
    "default_arm64": ("m6g", "c6g", "r6g", "c7g"),
}

#: MiB of an instance that the system keeps for itself.
RESERVED_MIB = 256

_METAL = "metal"
_ARM = re.compile(r"a1$|[a-z]+[0-9]+g")


@dataclass(frozen=True)
class InstanceType:
    """``memory``: MiB that jobs can have."""

    name: str
    vcpus: int
    memory: int
    gpus: int = 0

    @property
    def is_arm(self) -> bool:
        return _ARM.match(self.name.partition(".")[0]) is not None


@cache
def instance_type(name: str) -> InstanceType | None:
    """The type of that name; None if there is none."""
    if name in LISTED:
        vcpus, memory, gpus = LISTED[name]
        return InstanceType(name, vcpus, memory - RESERVED_MIB, gpus)
    family, _, size = name.partition(".")
    gib, sizes = FAMILIES.get(family, (0, ()))
    if size not in sizes:
        return None
    vcpus = SIZES[_of_metal(size, sizes) if size.startswith(_METAL) else size]
    return InstanceType(name, vcpus, int(vcpus * gib * 1024) - RESERVED_MIB)


@cache
def expand(name: str) -> tuple[InstanceType, ...]:
    """The types that an entry of ``instanceTypes`` allows, smallest first; none for a name that is not known.

    A family stands for its types that are not bare metal.
    """
    if "." in name:
        found = instance_type(name)
        return () if found is None else (found,)
    names = [
        f"{family}.{size}"
        for family in COLLECTIVE.get(name, (name,))
        for size in FAMILIES.get(family, (0, ()))[1]
        if not size.startswith(_METAL)
    ]
    return smallest_first(tuple(each for each in map(instance_type, names) if each is not None))


def smallest_first(types: tuple[InstanceType, ...]) -> tuple[InstanceType, ...]:
    """In the order of what they are likely to cost: those with GPUs last. What is equal stays in the order given."""
    return tuple(sorted(types, key=_size))


def is_known(name: str) -> bool:
    """Whether it can stand in ``instanceTypes``."""
    return name in COLLECTIVE or name in FAMILIES or instance_type(name) is not None


@cache
def known_names() -> tuple[str, ...]:
    """All that can stand in ``instanceTypes``: collective names, families, types."""
    types = [f"{family}.{size}" for family, (_, sizes) in FAMILIES.items() for size in sizes]
    return (*COLLECTIVE, *FAMILIES, *types)


def _of_metal(size: str, sizes: tuple[str, ...]) -> str:
    """The size that has the vCPUs of a bare metal one: ``metal-24xl`` says it, ``metal`` is the family's largest."""
    _, _, named = size.partition("-")
    return f"{named}arge" if named else max((each for each in sizes if each in SIZES), key=SIZES.__getitem__)


def _size(type: InstanceType) -> tuple[int, int, int]:
    return type.gpus, type.vcpus, type.memory
