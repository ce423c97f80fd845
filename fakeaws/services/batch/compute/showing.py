"""Compute environments as DescribeComputeEnvironments shows them."""

from __future__ import annotations

from typing import Any

from fakeaws.services.batch.compute.capacity import InstanceCapacity
from fakeaws.services.batch.compute.environment import ComputeEnvironment


def shown(environment: ComputeEnvironment) -> dict[str, Any]:
    """All of it."""
    found = {
        **named(environment),
        "type": environment.type,
        "state": environment.state,
        "status": environment.status,
        **environment.settings,
        "containerOrchestrationType": "EKS" if environment.is_eks else "ECS",
        "uuid": environment.uuid,
    }
    if environment.tags:
        found["tags"] = dict(environment.tags)
    if "computeResources" in found:
        found["computeResources"] = _resources(environment)
    if environment.status_reason is not None:
        found["statusReason"] = environment.status_reason
    if environment.is_eks:
        found["eksConfiguration"] = _eks(environment.settings["eksConfiguration"])
    else:
        found["ecsClusterArn"] = environment.arn.replace(":batch:", ":ecs:", 1).replace(
            f":compute-environment/{environment.name}", f":cluster/{environment.cluster}"
        )
    return found


def named(environment: ComputeEnvironment) -> dict[str, Any]:
    """Its name and ARN."""
    return {"computeEnvironmentName": environment.name, "computeEnvironmentArn": environment.arn}


def _resources(environment: ComputeEnvironment) -> dict[str, Any]:
    found, capacity = dict(environment.settings["computeResources"]), environment.capacity
    if not isinstance(capacity, InstanceCapacity) or "desiredvCpus" not in found:
        return found
    found["desiredvCpus"] = environment.desired_vcpus
    if capacity.has_scaled and "imageId" not in found and "launchTemplate" not in found:
        found["ec2Configuration"] = [
            each if "imageIdOverride" in each else {**each, "batchImageStatus": "LATEST"}
            for each in found["ec2Configuration"]
        ]
    return found


def _eks(configuration: dict[str, Any]) -> dict[str, Any]:
    """An access entry is on the cluster at once if it is to be there."""
    entry = configuration.get("accessEntry")
    if entry is None:
        return configuration
    status = "ACTIVE" if entry["desiredState"] == "ENABLED" else "INACTIVE"
    return {**configuration, "accessEntry": {**entry, "status": status}}
