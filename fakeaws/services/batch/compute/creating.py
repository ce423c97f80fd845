"""Settings of new compute environments: what is refused, and what stands where nothing was said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeaws.services.batch.compute.allocation import BEST_FIT
from fakeaws.services.batch.compute.checks import (
    Unacceptable,
    check_ecs_settings,
    check_eks,
    check_one_of,
    check_resources,
)
from fakeaws.services.batch.compute.environment import DISABLED, EC2, ENABLED, SPOT
from fakeaws.services.batch.compute.instance_types import expand

MANAGED, UNMANAGED = "MANAGED", "UNMANAGED"
_NOT_SETTINGS = ("computeEnvironmentName", "type", "state", "tags")


def settings_of(params: Mapping[str, Any], service_linked_role: str) -> dict[str, Any]:
    """Those of CreateComputeEnvironment, with their defaults; raises `Unacceptable`."""
    type = params.get("type", "")
    check_one_of("Compute environment type", type, (MANAGED, UNMANAGED))
    check_one_of("State", params.get("state", ENABLED), (ENABLED, DISABLED))
    if params.get("state", ENABLED) != ENABLED:
        raise Unacceptable("Compute environment must be created in ENABLED state.")
    settings = {name: value for name, value in params.items() if name not in _NOT_SETTINGS}
    resources, eks = settings.get("computeResources"), settings.get("eksConfiguration")
    if type == UNMANAGED:
        _check_unmanaged(settings)
        return settings
    if resources is None:
        raise Unacceptable("computeResources is required for a MANAGED compute environment.")
    if "unmanagedvCpus" in settings:
        raise Unacceptable("unmanagedvCpus is not applicable for a MANAGED compute environment.")
    if eks is not None:
        check_eks(eks)
        if "ecsSettings" in settings:
            raise Unacceptable("ecsSettings is not applicable for EKS.")
        if settings.get("serviceRole", service_linked_role) != service_linked_role:
            raise Unacceptable("serviceRole must be the Batch service-linked role for EKS.")
    check_ecs_settings(settings.get("ecsSettings", {}))
    check_resources(resources, is_eks=eks is not None)
    settings.setdefault("serviceRole", service_linked_role)
    settings["computeResources"] = with_defaults(resources, is_eks=eks is not None)
    return settings


def with_defaults(resources: Mapping[str, Any], *, is_eks: bool) -> dict[str, Any]:
    """``computeResources`` as they are shown."""
    found = dict(resources)
    if found["type"] in (EC2, SPOT):
        found.setdefault("allocationStrategy", BEST_FIT)
        found.setdefault("desiredvCpus", found["minvCpus"])
        found.setdefault("ec2Configuration", [{"imageType": _image_type(found["instanceTypes"], is_eks=is_eks)}])
        found["ec2Configuration"] = [
            {name: value for name, value in each.items() if name != "batchImageStatus"}
            for each in found["ec2Configuration"]
        ]
        found.setdefault("tags", {})
        if not found.get("scalingPolicy", {}).get("minScaleDownDelayMinutes", 0):
            found.pop("scalingPolicy", None)
    return {name: value for name, value in found.items() if value not in ("", [])}


def _image_type(names: list[str], *, is_eks: bool) -> str:
    orchestration = "EKS" if is_eks else "ECS"
    has_gpus = all(each.gpus for name in names for each in expand(name))
    return f"{orchestration}_AL2023_NVIDIA" if has_gpus else f"{orchestration}_AL2023"


def _check_unmanaged(settings: Mapping[str, Any]) -> None:
    for name in ("computeResources", "eksConfiguration"):
        if name in settings:
            raise Unacceptable(f"{name} is not applicable for an UNMANAGED compute environment.")
    if not settings.get("serviceRole"):
        raise Unacceptable("serviceRole is required for an UNMANAGED compute environment.")
    if settings.get("unmanagedvCpus", 0) < 0:
        raise Unacceptable("unmanagedvCpus must not be negative.")
    check_ecs_settings(settings.get("ecsSettings", {}))
