"""Sizes of EC2 instance types: what scheduling has to know of them.

The general rule: a size has the same vCPUs in every family, and a family's letter says how much memory there is for each
(``c`` 2 GiB, ``m`` and ``t`` 4, ``r`` 8, ``x`` 16). Types that are not so are listed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_SIZES = {
    "medium": 1,
    "large": 2,
    "xlarge": 4,
    "2xlarge": 8,
    "4xlarge": 16,
    "8xlarge": 32,
    "9xlarge": 36,
    "10xlarge": 40,
    "12xlarge": 48,
    "16xlarge": 64,
    "18xlarge": 72,
    "24xlarge": 96,
    "32xlarge": 128,
    "48xlarge": 192,
}
_GIB_PER_VCPU = {"c": 2, "m": 4, "t": 4, "r": 8, "x": 16, "z": 8, "d": 8, "i": 8, "g": 4, "p": 8, "h": 4}
_FAMILY = re.compile(r"([a-z]+)([0-9]+)([a-z0-9-]*)")

#: vCPUs, MiB, GPUs of types with accelerators.
_LISTED = {
    "p3.2xlarge": (8, 62_464, 1),
    "p3.8xlarge": (32, 249_856, 4),
    "p3.16xlarge": (64, 499_712, 8),
    "p4d.24xlarge": (96, 1_179_648, 8),
    "p5.48xlarge": (192, 2_097_152, 8),
    "g4dn.xlarge": (4, 16_384, 1),
    "g4dn.2xlarge": (8, 32_768, 1),
    "g4dn.4xlarge": (16, 65_536, 1),
    "g4dn.8xlarge": (32, 131_072, 1),
    "g4dn.12xlarge": (48, 196_608, 4),
    "g4dn.16xlarge": (64, 262_144, 1),
    "g5.xlarge": (4, 16_384, 1),
    "g5.2xlarge": (8, 32_768, 1),
    "g5.4xlarge": (16, 65_536, 1),
    "g5.8xlarge": (32, 131_072, 1),
    "g5.12xlarge": (48, 196_608, 4),
    "g5.16xlarge": (64, 262_144, 1),
    "g5.24xlarge": (96, 393_216, 4),
    "g5.48xlarge": (192, 786_432, 8),
}

#: What the collective names stand for.
COLLECTIVE = {
    "optimal": ("c4", "m4", "r4", "c5", "m5", "r5"),
    "default_x86_64": ("m6i", "c6i", "r6i", "c7i"),
    "default_arm64": ("m6g", "c6g", "r6g", "c7g"),
}
_FAMILY_SIZES = {
    "c4": ("large", "xlarge", "2xlarge", "4xlarge", "8xlarge"),
    "m4": ("large", "xlarge", "2xlarge", "4xlarge", "10xlarge", "16xlarge"),
    "r4": ("large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge"),
    "c5": ("large", "xlarge", "2xlarge", "4xlarge", "9xlarge", "12xlarge", "18xlarge", "24xlarge"),
}
_USUAL_SIZES = ("large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge")

#: MiB of an instance that the system keeps for itself.
RESERVED_MIB = 256


@dataclass(frozen=True)
class InstanceType:
    """``memory``: MiB that jobs can have."""

    name: str
    vcpus: int
    memory: int
    gpus: int = 0

    @property
    def is_arm(self) -> bool:
        found = _FAMILY.match(self.name)
        return found is not None and (found[3].startswith("g") or found[1] == "a")


@cache
def instance_type(name: str) -> InstanceType | None:
    """The type of that name; None for one that there cannot be."""
    family, _, size = name.partition(".")
    if name in _LISTED:
        vcpus, memory, gpus = _LISTED[name]
        return InstanceType(name, vcpus, memory - RESERVED_MIB, gpus)
    found = _FAMILY.fullmatch(family)
    if found is None or size not in _SIZES:
        return None
    vcpus = _SIZES[size]
    gib = _GIB_PER_VCPU.get(found[1][0], 4)
    return InstanceType(name, vcpus, vcpus * gib * 1024 - RESERVED_MIB)


@cache
def expand(name: str) -> tuple[InstanceType, ...]:
    """The types that an entry of ``instanceTypes`` allows, smallest first; none for a name that is not known."""
    if name in COLLECTIVE:
        return tuple(each for family in COLLECTIVE[name] for each in expand(family))
    if "." in name:
        found = instance_type(name)
        return () if found is None else (found,)
    listed = [each for each in _LISTED if each.partition(".")[0] == name]
    names = listed or [f"{name}.{size}" for size in _FAMILY_SIZES.get(name, _USUAL_SIZES)]
    types = [each for each in map(instance_type, names) if each is not None]
    return tuple(sorted(types, key=_size))


def _size(type: InstanceType) -> tuple[int, int]:
    return type.vcpus, type.memory
