"""What is refused in the settings of a compute environment, by its type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from fakeaws.services.batch.compute.allocation import BEST_FIT, ON_DEMAND_STRATEGIES, SPOT_STRATEGIES
from fakeaws.services.batch.compute.environment import EC2, FARGATE, FARGATE_SPOT, MANAGED_INSTANCES, SPOT
from fakeaws.services.batch.compute.instance_types import expand, is_known, known_names
from fakeaws.services.batch.limits import (
    BID_PERCENTAGES,
    EC2_CONFIGURATIONS,
    FARGATE_SECURITY_GROUPS,
    FARGATE_SUBNETS,
    LAUNCH_TEMPLATE_OVERRIDES,
    SCALE_DOWN_MINUTES,
    SCALE_IN_SECONDS,
)

KINDS = (EC2, SPOT, FARGATE, FARGATE_SPOT, MANAGED_INSTANCES)
FOR_ALL = ("type", "maxvCpus")
FOR_FARGATE = (*FOR_ALL, "subnets", "securityGroupIds")
FOR_MANAGED_INSTANCES = (*FOR_ALL, "managedInstancesProvider", "capacityTags")
FOR_EC2 = (
    *FOR_FARGATE,
    "minvCpus",
    "desiredvCpus",
    "instanceTypes",
    "instanceRole",
    "allocationStrategy",
    "ec2KeyPair",
    "imageId",
    "placementGroup",
    "launchTemplate",
    "ec2Configuration",
    "tags",
    "scalingPolicy",
)
FOR_SPOT = (*FOR_EC2, "bidPercentage", "spotIamFleetRole")
APPLICABLE = {
    EC2: FOR_EC2,
    SPOT: FOR_SPOT,
    FARGATE: FOR_FARGATE,
    FARGATE_SPOT: FOR_FARGATE,
    MANAGED_INSTANCES: FOR_MANAGED_INSTANCES,
}

ECS_IMAGES = ("ECS_AL2", "ECS_AL2_NVIDIA", "ECS_AL2023", "ECS_AL2023_NVIDIA")
EKS_IMAGES = ("EKS_AL2", "EKS_AL2_NVIDIA", "EKS_AL2023", "EKS_AL2023_NVIDIA")

_NAMESPACE = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_VERSION = re.compile(r"[0-9]+|\$Default|\$Latest")
_KUBERNETES = re.compile(r"1\.[23][0-9]")


class Unacceptable(ValueError):
    """Refused, in these words."""


def label(kind: str) -> str:
    """The type as refusals name it."""
    return "Fargate" if kind in (FARGATE, FARGATE_SPOT) else kind


def check_one_of(member: str, value: str, allowed: Iterable[str]) -> None:
    choices = tuple(allowed)
    if value not in choices:
        raise Unacceptable(f"{member} can only be one of [{', '.join(choices)}].")


def check_resources(resources: Mapping[str, Any], *, is_eks: bool, is_new: bool = True) -> None:
    """All of ``computeResources``; those of an update, put together with what was there, may lack the network."""
    kind = resources.get("type", "")
    check_one_of("Compute resource type", kind, KINDS)
    if is_eks and kind not in (EC2, SPOT):
        raise Unacceptable("Compute environments on Amazon EKS must be of type EC2 or SPOT.")
    check_applicable(resources, kind)
    _check_required(resources, "maxvCpus")
    if kind == MANAGED_INSTANCES:
        _check_provider(resources)
    elif kind in (FARGATE, FARGATE_SPOT):
        _check_network(resources, FARGATE_SUBNETS, FARGATE_SECURITY_GROUPS)
    else:
        _check_instances(resources, kind, is_eks=is_eks)
        if is_new:
            _check_required(resources, "subnets")
            if "launchTemplate" not in resources:
                _check_required(resources, "securityGroupIds")
    _check_sizes(resources)


def check_applicable(resources: Mapping[str, Any], kind: str) -> None:
    allowed = APPLICABLE[kind]
    for name, value in resources.items():
        if name not in allowed and value not in (None, "", [], {}):
            raise Unacceptable(f"{name} is not applicable for {label(kind)}.")


def check_eks(configuration: Mapping[str, Any]) -> None:
    """``eksConfiguration``."""
    if not configuration.get("eksClusterArn"):
        raise Unacceptable("eksClusterArn is required.")
    namespace = configuration.get("kubernetesNamespace") or ""
    if len(namespace) > 63 or _NAMESPACE.fullmatch(namespace) is None:
        raise Unacceptable(f"kubernetesNamespace {namespace} is not valid.")
    if namespace == "default" or namespace.startswith("kube-"):
        raise Unacceptable(f"kubernetesNamespace {namespace} is not allowed: it is default, or begins with kube-.")
    check_access_entry(configuration)


def check_access_entry(configuration: Mapping[str, Any]) -> None:
    entry = configuration.get("accessEntry")
    if entry is not None:
        check_one_of("desiredState", entry.get("desiredState", ""), ("ENABLED", "DISABLED", "INHERIT_FROM_CLUSTER"))


def check_ecs_settings(settings: Mapping[str, Any]) -> None:
    if "containerInsights" in settings:
        check_one_of("containerInsights", settings["containerInsights"], ("ENABLED", "ENHANCED", "DISABLED"))


# -- instances ---------------------------------------------------------------------------------------------------------


def _check_instances(resources: Mapping[str, Any], kind: str, *, is_eks: bool) -> None:
    if not resources.get("instanceRole"):
        raise Unacceptable("Instance role is required.")
    _check_required(resources, "minvCpus", "instanceTypes")
    _check_types(resources["instanceTypes"])
    strategy = resources.get("allocationStrategy")
    if is_eks and strategy in (None, BEST_FIT):
        raise Unacceptable("allocationStrategy is required for Amazon EKS, and BEST_FIT is not supported.")
    if strategy is not None:
        allowed = SPOT_STRATEGIES if kind == SPOT else ON_DEMAND_STRATEGIES
        check_one_of(f"allocationStrategy for {kind}", strategy, allowed)
    if kind == SPOT:
        if strategy in (None, BEST_FIT) and not resources.get("spotIamFleetRole"):
            raise Unacceptable("Resource spotIamFleetRole is required.")
        bid = resources.get("bidPercentage")
        if bid is not None and bid not in BID_PERCENTAGES:
            raise Unacceptable(f"bidPercentage must be between {BID_PERCENTAGES[0]} and {BID_PERCENTAGES[-1]}.")
    _check_images(resources.get("ec2Configuration"), is_eks=is_eks)
    if "launchTemplate" in resources:
        _check_launch_template(resources["launchTemplate"])
    delay = resources.get("scalingPolicy", {}).get("minScaleDownDelayMinutes", 0)
    if delay and delay not in SCALE_DOWN_MINUTES:
        first, last = SCALE_DOWN_MINUTES[0], SCALE_DOWN_MINUTES[-1]
        raise Unacceptable(f"minScaleDownDelayMinutes must be 0 or between {first} and {last}.")


def _check_types(names: Iterable[str]) -> None:
    architectures = {}
    for name in names:
        if not is_known(name):
            raise Unacceptable(f"Instance type can only be one of [{', '.join(known_names())}]")
        architectures.update(dict.fromkeys(each.is_arm for each in expand(name)))
    if len(architectures) > 1:
        raise Unacceptable("instanceTypes must not mix x86 and ARM instance types.")


def _check_images(configurations: list[Mapping[str, Any]] | None, *, is_eks: bool) -> None:
    if configurations is None:
        return
    if len(configurations) not in EC2_CONFIGURATIONS:
        raise Unacceptable(f"ec2Configuration must have {EC2_CONFIGURATIONS[0]} or {EC2_CONFIGURATIONS[-1]} entries.")
    for each in configurations:
        check_one_of("imageType", each.get("imageType", ""), EKS_IMAGES if is_eks else ECS_IMAGES)
        version = each.get("imageKubernetesVersion")
        if version is None:
            continue
        if not is_eks:
            raise Unacceptable("imageKubernetesVersion is not applicable for ECS.")
        if _KUBERNETES.fullmatch(version) is None:
            raise Unacceptable("At least one imageKubernetesVersion in EC2Configuration is not supported.")
    if len({each["imageType"] for each in configurations}) < len(configurations):
        raise Unacceptable("ec2Configuration must not have the same imageType twice.")


def _check_launch_template(template: Mapping[str, Any]) -> None:
    overrides = template.get("overrides", ())
    if len(overrides) > LAUNCH_TEMPLATE_OVERRIDES:
        raise Unacceptable(f"launchTemplate can have at most {LAUNCH_TEMPLATE_OVERRIDES} overrides.")
    for each in (template, *overrides):
        if bool(each.get("launchTemplateId")) == bool(each.get("launchTemplateName")):
            raise Unacceptable("Exactly one of launchTemplateId and launchTemplateName must be specified.")
        version = each.get("version") or "$Default"
        if _VERSION.fullmatch(version) is None:
            raise Unacceptable(f"Launch template version {version} must be a number, $Default or $Latest.")
    for each in overrides:
        for name in each.get("targetInstanceTypes", ()):
            if not is_known(name):
                raise Unacceptable(f"Instance type can only be one of [{', '.join(known_names())}]")


# -- others ------------------------------------------------------------------------------------------------------------


def _check_provider(resources: Mapping[str, Any]) -> None:
    _check_required(resources, "managedInstancesProvider")
    provider = resources["managedInstancesProvider"]
    _check_required(provider, "infrastructureRoleArn", "instanceLaunchTemplate")
    template = provider["instanceLaunchTemplate"]
    _check_required(template, "ec2InstanceProfileArn", "networkConfiguration")
    _check_required(template["networkConfiguration"], "subnets", "securityGroups")
    if "propagateTags" in provider:
        check_one_of("propagateTags", provider["propagateTags"], ("CAPACITY_PROVIDER", "NONE"))
    if "capacityOptionType" in template:
        check_one_of("capacityOptionType", template["capacityOptionType"], ("ON_DEMAND", "SPOT"))
    if "monitoring" in template:
        check_one_of("monitoring", template["monitoring"], ("BASIC", "DETAILED"))
    seconds = provider.get("infrastructureOptimization", {}).get("scaleInAfter")
    if seconds is not None and seconds not in SCALE_IN_SECONDS:
        raise Unacceptable(f"scaleInAfter must be between {SCALE_IN_SECONDS[0]} and {SCALE_IN_SECONDS[-1]}.")


def _check_network(resources: Mapping[str, Any], subnets: int, security_groups: int) -> None:
    _check_required(resources, "subnets", "securityGroupIds")
    for name, most in (("subnets", subnets), ("securityGroupIds", security_groups)):
        if len(resources[name]) > most:
            raise Unacceptable(f"{name} can have at most {most} entries for Fargate.")


def _check_sizes(resources: Mapping[str, Any]) -> None:
    least, most = resources.get("minvCpus", 0), resources["maxvCpus"]
    if most < 1:
        raise Unacceptable("maxvCpus must be at least 1.")
    if least < 0:
        raise Unacceptable("minvCpus must not be negative.")
    if least > most:
        raise Unacceptable("minvCpus must not be greater than maxvCpus.")
    if not least <= resources.get("desiredvCpus", least) <= most:
        raise Unacceptable("desiredvCpus must be between minvCpus and maxvCpus.")


def _check_required(given: Mapping[str, Any], *names: str) -> None:
    for name in names:
        if given.get(name) in (None, "", []):
            raise Unacceptable(f"Resource {name} is required.")
