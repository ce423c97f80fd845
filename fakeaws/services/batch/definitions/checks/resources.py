"""vCPUs, memory and GPUs: what EC2 wants, and Fargate's table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from fakeaws.services.batch.definitions.invalid import Invalid
from fakeaws.services.batch.definitions.requirements import requirements_of

_INTEGER = re.compile(r"[0-9]+")
_DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?|\.[0-9]+")

#: MiB that go with thousandths of a vCPU on Fargate.
FARGATE: Final[Mapping[float, tuple[int, ...]]] = {
    250: (512, 1024, 2048),
    500: tuple(range(1024, 4096 + 1, 1024)),
    1000: tuple(range(2048, 8192 + 1, 1024)),
    2000: tuple(range(4096, 16_384 + 1, 1024)),
    4000: tuple(range(8192, 30_720 + 1, 1024)),
    8000: tuple(range(16_384, 61_440 + 1, 4096)),
    16_000: tuple(range(32_768, 122_880 + 1, 8192)),
    32_000: (61_440, 122_880, 249_856),
}
LEAST_MEMORY: Final = 4
TYPES: Final = ("VCPU", "MEMORY", "GPU")


def check_resources(container: Mapping[str, Any], *, fargate: bool) -> None:
    """Of one container: all is given, and of the right form. The sum is for `check_fargate_pair`."""
    given = container.get("resourceRequirements", ())
    types = [each["type"] for each in given]
    for type in types:
        if type not in TYPES:
            raise Invalid(f"Resource requirement type {type} is not valid.")
        if types.count(type) > 1:
            raise Invalid(f"Resource requirement {type} is given more than once.")
    for key, type in (("vcpus", "VCPU"), ("memory", "MEMORY")):
        if key not in container:
            continue
        if fargate:
            raise Invalid(f"{key} is not applicable for Fargate. Use resource requirements instead.")
        if type in types:
            raise Invalid(f"{key} and resource requirement {type} must not be given both.")
    for each in given:
        _check_value(each["type"], each["value"], fargate=fargate)
    values = requirements_of(container)
    for type, name in (("VCPU", "vCPU"), ("MEMORY", "Memory")):
        if type not in values:
            raise Invalid(f"{name} is not provided.")
    if fargate:
        if "GPU" in values:
            raise Invalid("GPU is not applicable for Fargate.")
        return
    if int(values["VCPU"]) < 1:
        raise Invalid("vCPU must be at least 1.")
    if int(values["MEMORY"]) < LEAST_MEMORY:
        raise Invalid(f"Memory must be at least {LEAST_MEMORY} MiB.")
    if int(values.get("GPU", "1")) < 1:
        raise Invalid("GPU must be at least 1.")


def check_fargate_pair(vcpus: float, memory: int) -> None:
    """``memory`` in MiB; of all containers of a task together."""
    if memory not in FARGATE.get(vcpus * 1000, ()):
        raise Invalid(f"Fargate resource requirements ({vcpus:.2f} vCPU, {memory} MiB) not valid.")


def _check_value(type: str, value: str, *, fargate: bool) -> None:
    pattern = _DECIMAL if fargate and type == "VCPU" else _INTEGER
    if pattern.fullmatch(value) is None:
        raise Invalid(
            f"Value {value} for type {type} in resourceRequirement is not valid. Please provide a numeric value."
        )
