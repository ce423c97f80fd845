"""Updates of compute environments: what may be changed, and whether instances have to be replaced for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from fakeaws.services.batch.compute.allocation import BEST_FIT
from fakeaws.services.batch.compute.checks import (
    FOR_SPOT,
    Unacceptable,
    check_access_entry,
    check_applicable,
    check_ecs_settings,
    check_one_of,
    check_resources,
)
from fakeaws.services.batch.compute.creating import UNMANAGED, with_defaults
from fakeaws.services.batch.compute.environment import (
    DISABLED,
    EC2,
    ENABLED,
    MANAGED_INSTANCES,
    SPOT,
    ComputeEnvironment,
)
from fakeaws.services.batch.limits import UPDATE_TIMEOUT, UPDATE_TIMEOUT_MINUTES

#: Fields of ``computeResources`` that change without new instances.
_SCALING = ("minvCpus", "maxvCpus", "desiredvCpus", "scalingPolicy", "capacityTags")
#: What may be taken away by an empty text or list.
_REMOVABLE = ("ec2KeyPair", "placementGroup", "imageId", "ec2Configuration", "subnets", "securityGroupIds")
_NETWORK = ("subnets", "securityGroupIds")
_FIXED_PROVIDER = ("capacityOptionType", "fipsEnabled")

SCALING_DOWN = (
    "Manually scaling down compute environment is not supported.  Disconnecting job queues from compute environment will "
    "cause it to scale-down to minvCpus."
)


class Update(NamedTuple):
    """What an update makes of an environment. ``replaces``: its instances. ``desired``: vCPUs asked for."""

    state: str
    settings: dict[str, Any]
    replaces: bool
    desired: int | None


def planned(environment: ComputeEnvironment, params: Mapping[str, Any], service_linked_role: str) -> Update:
    """What UpdateComputeEnvironment asks for; raises `Unacceptable`."""
    state = params.get("state", environment.state)
    check_one_of("State", state, (ENABLED, DISABLED))
    settings = dict(environment.settings)
    given = params.get("computeResources")
    if environment.type == UNMANAGED:
        if given is not None:
            raise Unacceptable("computeResources is not applicable for an UNMANAGED compute environment.")
        if params.get("unmanagedvCpus", 0) < 0:
            raise Unacceptable("unmanagedvCpus must not be negative.")
    elif "unmanagedvCpus" in params:
        raise Unacceptable("unmanagedvCpus is not applicable for a MANAGED compute environment.")
    _check_role(settings.get("serviceRole"), params.get("serviceRole"), service_linked_role)
    if "eksConfiguration" in params:
        if not environment.is_eks:
            raise Unacceptable("eksConfiguration is not applicable for ECS.")
        check_access_entry(params["eksConfiguration"])
        settings["eksConfiguration"] = {**settings["eksConfiguration"], **params["eksConfiguration"]}
    if "ecsSettings" in params:
        if environment.is_eks:
            raise Unacceptable("ecsSettings is not applicable for EKS.")
        check_ecs_settings(params["ecsSettings"])
    if "updatePolicy" in params and not environment.on_fargate:
        settings["updatePolicy"] = _policy(params["updatePolicy"], settings.get("updatePolicy", {}))
    for name in ("unmanagedvCpus", "serviceRole", "ecsSettings", "context"):
        if name in params:
            settings[name] = params[name]
    if not given:
        return Update(state, settings, replaces=False, desired=None)
    resources = settings["computeResources"]
    merged = _merged(environment, resources, given)
    check_resources(merged, is_eks=environment.is_eks, is_new=False)
    changed = [name for name in FOR_SPOT if name not in _SCALING and merged.get(name) != resources.get(name)]
    if merged.get("managedInstancesProvider") != resources.get("managedInstancesProvider"):
        changed.append("managedInstancesProvider")
    if given.get("updateToLatestImageVersion"):
        changed.append("updateToLatestImageVersion")
    replaces = bool(changed) and not environment.on_fargate
    if replaces and environment.kind != MANAGED_INSTANCES:
        _check_replaceable(resources, settings.get("serviceRole"), changed, service_linked_role)
    settings["computeResources"] = merged
    return Update(state, settings, replaces, _desired(environment, given, merged))


def timeout_minutes(settings: Mapping[str, Any]) -> int:
    """How long jobs may go on while instances are replaced."""
    return int(settings.get("updatePolicy", {}).get("jobExecutionTimeoutMinutes", UPDATE_TIMEOUT))


def _merged(environment: ComputeEnvironment, resources: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    if environment.on_fargate:
        changes = {name: value for name, value in given.items() if name not in _NETWORK or value}
        check_applicable({name: value for name, value in changes.items() if name != "type"}, environment.kind or "")
        if changes.get("type", environment.kind) != environment.kind:
            raise _only_with_instances(["type"])
        return {**resources, **{name: value for name, value in changes.items() if name in resources}}
    merged = {**resources, **given}
    merged.pop("updateToLatestImageVersion", None)
    if MANAGED_INSTANCES in (environment.kind, merged["type"]) and environment.kind != merged["type"]:
        raise Unacceptable(f"The type cannot be changed to or from {MANAGED_INSTANCES}.")
    if environment.kind == MANAGED_INSTANCES:
        if given.get("managedInstancesProvider"):
            merged["managedInstancesProvider"] = _provider(
                resources["managedInstancesProvider"], given["managedInstancesProvider"]
            )
        return merged
    if given.get("allocationStrategy") == BEST_FIT:
        raise Unacceptable("BEST_FIT is not supported when updating a compute environment.")
    for name in _REMOVABLE:
        if merged.get(name) in ("", []):
            merged.pop(name, None)
    template = given.get("launchTemplate", {})
    if "" in (template.get("launchTemplateId"), template.get("launchTemplateName")):
        merged.pop("launchTemplate", None)
    if environment.kind == SPOT and merged["type"] == EC2:
        for name in ("bidPercentage", "spotIamFleetRole"):
            if name not in given:
                merged.pop(name, None)
    if "desiredvCpus" not in given:
        merged.pop("desiredvCpus", None)
    return with_defaults(merged, is_eks=environment.is_eks)


def _provider(provider: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    template = given.get("instanceLaunchTemplate", {})
    for name in _FIXED_PROVIDER:
        if name in template:
            raise Unacceptable(f"{name} cannot be changed.")
    return {**provider, **given, "instanceLaunchTemplate": {**provider["instanceLaunchTemplate"], **template}}


def _check_role(has: str | None, given: str | None, service_linked_role: str) -> None:
    if given is None or given == has:
        return
    if service_linked_role in (has, given):
        raise Unacceptable("serviceRole cannot be changed from or to the Batch service-linked role.")


def _check_replaceable(
    resources: Mapping[str, Any], role: str | None, changed: list[str], service_linked_role: str
) -> None:
    if role != service_linked_role:
        raise _only_with_instances(changed)
    if resources["allocationStrategy"] == BEST_FIT:
        raise Unacceptable(
            f"Following fields [{', '.join(changed)}] cannot be updated for a Compute Environment with allocation "
            "strategy BEST_FIT."
        )


def _only_with_instances(changed: list[str]) -> Unacceptable:
    return Unacceptable(
        f"Following fields [{', '.join(changed)}] can be updated only for Non-fargate Compute Environment having a Batch "
        "Service Linked Role."
    )


def _desired(environment: ComputeEnvironment, given: Mapping[str, Any], merged: Mapping[str, Any]) -> int | None:
    desired = given.get("desiredvCpus")
    if desired is None:
        return None
    if environment.is_eks:
        raise Unacceptable("desiredvCpus cannot be updated for EKS.")
    if desired < environment.desired_vcpus:
        raise Unacceptable(SCALING_DOWN)
    return int(desired)


def _policy(given: Mapping[str, Any], has: Mapping[str, Any]) -> dict[str, Any]:
    policy = {"terminateJobsOnUpdate": False, "jobExecutionTimeoutMinutes": UPDATE_TIMEOUT, **has, **given}
    if policy["jobExecutionTimeoutMinutes"] not in UPDATE_TIMEOUT_MINUTES:
        first, last = UPDATE_TIMEOUT_MINUTES[0], UPDATE_TIMEOUT_MINUTES[-1]
        raise Unacceptable(f"jobExecutionTimeoutMinutes must be between {first} and {last}.")
    return policy
