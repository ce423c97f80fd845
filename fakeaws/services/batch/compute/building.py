"""The capacity that ``computeResources`` describe."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from fakeaws.aws.durations import Durations
from fakeaws.services.batch.compute.allocation import BEST_FIT, BEST_FIT_PROGRESSIVE, Allocation
from fakeaws.services.batch.compute.capacity import Capacity, FargateCapacity, InstanceCapacity
from fakeaws.services.batch.compute.environment import FARGATE, FARGATE_SPOT, MANAGED_INSTANCES, SPOT
from fakeaws.services.batch.compute.instance_types import known_names
from fakeaws.services.batch.limits import SECOND_US

_ANY = ["default_x86_64"]


def capacity_of(resources: Mapping[str, Any] | None, durations: Durations) -> Capacity | None:
    """Empty; None for an environment that is not managed."""
    if resources is None:
        return None
    if resources["type"] in (FARGATE, FARGATE_SPOT):
        return FargateCapacity(resources["maxvCpus"])
    capacity = InstanceCapacity(_allocation(resources), 0, 0, launch_us=durations["instance"])
    adjust(capacity, resources, durations)
    return capacity


def adjust(capacity: Capacity, resources: Mapping[str, Any], durations: Durations) -> None:
    """The capacity follows changed resources; instances that are there are left alone."""
    capacity.max_milli = resources["maxvCpus"] * 1000
    if not isinstance(capacity, InstanceCapacity):
        return
    capacity.min_milli = resources.get("minvCpus", 0) * 1000
    capacity.allocation = _allocation(resources)
    idle_us = durations["idle"]
    if resources["type"] == MANAGED_INSTANCES:
        optimization = resources["managedInstancesProvider"].get("infrastructureOptimization", {})
        seconds = optimization.get("scaleInAfter")
        after_us = idle_us if seconds is None else None if seconds < 0 else seconds * SECOND_US
        capacity.idle_us = capacity.unused_us = after_us
    else:
        delay = resources.get("scalingPolicy", {}).get("minScaleDownDelayMinutes", 0)
        capacity.idle_us, capacity.unused_us = max(idle_us, delay * 60 * SECOND_US), idle_us


def _allocation(resources: Mapping[str, Any]) -> Allocation:
    if resources["type"] == MANAGED_INSTANCES:
        template = resources["managedInstancesProvider"]["instanceLaunchTemplate"]
        patterns = template.get("instanceRequirements", {}).get("allowedInstanceTypes") or _ANY
        names = [name for pattern in patterns for name in _matching(pattern)]
        return Allocation(names, BEST_FIT_PROGRESSIVE, on_spot=template.get("capacityOptionType") == SPOT)
    strategy = resources.get("allocationStrategy", BEST_FIT)
    return Allocation(resources["instanceTypes"], strategy, on_spot=resources["type"] == SPOT)


def _matching(pattern: str) -> list[str]:
    if "*" not in pattern:
        return [pattern]
    return [each for each in known_names() if "." in each and fnmatchcase(each, pattern)]
