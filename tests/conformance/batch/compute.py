"""Compute environments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.conformance.batch.furniture import (
    BATCH,
    MACHINES,
    MACHINES_ARN,
    PROFILE,
    ROLE,
    TASKS,
    on_fargate,
    on_instances,
)
from tests.conformance.batch.rows import Rows
from tests.conformance.contract import AskService, Refusal, Scenario, Stage

NEVER_SHOWN: dict[str, dict[str, str]] = {}
UNASKED: dict[str, str] = {}

_EKS = {
    "eksClusterArn": "arn:aws:eks:us-east-1:123456789012:cluster/kube",
    "kubernetesNamespace": "jobs",
    "accessEntry": {"desiredState": "ENABLED"},
}
_TEMPLATE = {"launchTemplateId": "lt-1", "version": "1", "userdataType": "EKS_NODEADM"}
_NAMED_TEMPLATE = {"launchTemplateName": "base", "version": "$Latest", "targetInstanceTypes": ["m5"]}
_PROVIDER = {
    "propagateTags": "CAPACITY_PROVIDER",
    "infrastructureRoleArn": ROLE,
    "instanceLaunchTemplate": {
        "ec2InstanceProfileArn": PROFILE,
        "networkConfiguration": {"subnets": ["subnet-1"], "securityGroups": ["sg-1"]},
        "instanceRequirements": {"allowedInstanceTypes": ["m7i.*"]},
        "capacityOptionType": "ON_DEMAND",
        "storageConfiguration": {"storageSizeGiB": 50},
        "monitoring": "BASIC",
        "fipsEnabled": False,
        "capacityReservations": {"reservationGroupArn": f"{BATCH}group", "reservationPreference": "open"},
        "instanceMetadataTagsPropagation": True,
        "localStorageConfiguration": {"useLocalStorage": True},
    },
    "infrastructureOptimization": {"scaleInAfter": 300},
}


def _managed(name: str, resources: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"computeEnvironmentName": name, "type": "MANAGED", "computeResources": resources, **more}


async def _environments(ask: AskService) -> None:
    create, update, describe = "CreateComputeEnvironment", "UpdateComputeEnvironment", "DescribeComputeEnvironments"
    spot = on_instances(
        type="SPOT",
        minvCpus=4,
        desiredvCpus=4,
        allocationStrategy="SPOT_CAPACITY_OPTIMIZED",
        ec2KeyPair="key",
        placementGroup="near",
        bidPercentage=60,
        spotIamFleetRole=ROLE,
        tags={"name": "batch"},
        scalingPolicy={"minScaleDownDelayMinutes": 60},
    )
    images = [{"imageType": "EKS_AL2023", "imageIdOverride": "ami-1", "imageKubernetesVersion": "1.33"}]
    template = {**_TEMPLATE, "overrides": [{**_NAMED_TEMPLATE, "userdataType": "EKS_NODEADM"}]}
    other = {"launchTemplateName": "base", "overrides": [{**_TEMPLATE, "targetInstanceTypes": ["c5"]}]}
    await ask(create, **_managed("spot", spot, tags={"team": "blue"}, context="c"))
    await ask(create, **_managed("tasks", on_fargate(), ecsSettings={"containerInsights": "ENABLED"}))
    await ask(
        create,
        **_managed("pods", on_instances(ec2Configuration=images, launchTemplate=template), eksConfiguration=_EKS),
    )
    await ask(create, **_managed("hosts", on_instances(imageId="ami-1", launchTemplate=other)))
    managed = {
        "type": "ECS_MANAGED_INSTANCES",
        "maxvCpus": 8,
        "managedInstancesProvider": _PROVIDER,
        "capacityTags": {"a": "b"},
    }
    await ask(create, **_managed("managed", managed))
    await ask(create, computeEnvironmentName="own", type="UNMANAGED", serviceRole=ROLE, unmanagedvCpus=8)
    await ask(describe)
    await ask.wait(10)
    await ask(
        update,
        computeEnvironment="spot",
        state="DISABLED",
        computeResources={"maxvCpus": 32},
        updatePolicy={"terminateJobsOnUpdate": True},
    )
    await ask(describe, computeEnvironments=["spot"])
    await ask.wait(5)
    first = await ask(describe, maxResults=1)
    await ask(describe, maxResults=1, nextToken=first["nextToken"])
    await ask("DeleteComputeEnvironment", computeEnvironment="spot")
    await ask(describe)
    await ask.wait(30)
    await ask(describe)


SCENARIOS: dict[str, Scenario] = dict.fromkeys(
    (
        "CreateComputeEnvironment",
        "UpdateComputeEnvironment",
        "DeleteComputeEnvironment",
        "DescribeComputeEnvironments",
    ),
    _environments,
)

_CREATE, _UPDATE, _DELETE, _DESCRIBE = SCENARIOS
_USUAL: dict[str, dict[str, Any]] = {
    _CREATE: _managed("new", on_instances()),
    _UPDATE: {"computeEnvironment": MACHINES, "state": "DISABLED"},
    _DELETE: {"computeEnvironment": MACHINES},
    _DESCRIBE: {},
}
_row = Rows(_USUAL)


def _disabled(on: Stage) -> None:
    on.ask(_UPDATE, computeEnvironment=MACHINES, state="DISABLED")
    on.wait(5)


def _young(on: Stage) -> None:
    on.ask(_UPDATE, computeEnvironment=MACHINES, computeResources={"maxvCpus": 20})


def _scaled(on: Stage) -> None:
    on.ask(_UPDATE, computeEnvironment=MACHINES, computeResources={"desiredvCpus": 8})
    on.wait(5)


def _full(on: Stage) -> None:
    for number in range(48):
        on.ask(_CREATE, **_managed(f"tasks{number}", on_fargate()))


def _without(resources: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in resources.items() if key != name}


REFUSALS: list[Refusal] = [
    _row(
        "name",
        _CREATE,
        "computeEnvironmentName a b is not valid. Up to 128 letters, numbers, hyphens and underscores are allowed.",
        computeEnvironmentName="a b",
    ),
    _row("name given", _CREATE, "Object already exists", computeEnvironmentName=MACHINES),
    _row("quota", _CREATE, "The maximum number of compute environments (50) has been reached.", _full),
    _row(
        "51 tags",
        _CREATE,
        "The number of tags must be at most 50.",
        tags={f"tag{number}": "" for number in range(51)},
    ),
    _row.wrapped(
        "no role", _CREATE, "Instance role is required.", computeResources=_without(on_instances(), "instanceRole")
    ),
    *(
        _row.wrapped(
            f"no {name}",
            _CREATE,
            f"Resource {name} is required.",
            computeResources=_without(on_instances(), name),
        )
        for name in ("minvCpus", "instanceTypes", "subnets", "securityGroupIds")
    ),
    *(
        _row.wrapped(
            f"Fargate with {name}",
            _CREATE,
            f"{name} is not applicable for Fargate.",
            computeResources=on_fargate(**{name: value}),
        )
        for name, value in (
            ("minvCpus", 1),
            ("desiredvCpus", 1),
            ("instanceTypes", ["c5"]),
            ("instanceRole", PROFILE),
            ("allocationStrategy", "BEST_FIT"),
            ("tags", {"a": "b"}),
            ("bidPercentage", 50),
        )
    ),
    _row.wrapped(
        "mixed architectures",
        _CREATE,
        "instanceTypes must not mix x86 and ARM instance types.",
        computeResources=on_instances(instanceTypes=["c5", "c6g"]),
    ),
    _row.wrapped("born disabled", _CREATE, "Compute environment must be created in ENABLED state.", state="DISABLED"),
    _row.wrapped(
        "no resources",
        _CREATE,
        "computeResources is required for a MANAGED compute environment.",
        computeResources=None,
    ),
    _row.wrapped(
        "old Kubernetes",
        _CREATE,
        "At least one imageKubernetesVersion in EC2Configuration is not supported.",
        computeResources=on_instances(ec2Configuration=[{"imageType": "EKS_AL2023", "imageKubernetesVersion": "1.9"}]),
        eksConfiguration=_EKS,
    ),
    _row("unknown", _UPDATE, f"{BATCH}compute-environment/none does not exist", computeEnvironment="none"),
    _row("while it is updated", _UPDATE, "Cannot update, resource is being modified.", _young),
    _row(
        "scaling down",
        _UPDATE,
        "Manually scaling down compute environment is not supported.  Disconnecting job queues from compute environment "
        "will cause it to scale-down to minvCpus.",
        _scaled,
        computeResources={"desiredvCpus": 4},
    ),
    _row.wrapped("other state", _UPDATE, "State can only be one of [ENABLED, DISABLED].", state="IDLE"),
    _row.wrapped(
        "Fargate's type",
        _UPDATE,
        "Following fields [type] can be updated only for Non-fargate Compute Environment having a Batch Service Linked "
        "Role.",
        computeEnvironment=TASKS,
        computeResources={"type": "FARGATE_SPOT"},
    ),
    _row.wrapped(
        "strategy of old",
        _UPDATE,
        "BEST_FIT is not supported when updating a compute environment.",
        computeResources={"allocationStrategy": "BEST_FIT"},
    ),
    _row.wrapped(
        "another kind of role",
        _UPDATE,
        "serviceRole cannot be changed from or to the Batch service-linked role.",
        serviceRole=ROLE,
    ),
    _row.wrapped(
        "too much time",
        _UPDATE,
        "jobExecutionTimeoutMinutes must be between 1 and 7200.",
        updatePolicy={"jobExecutionTimeoutMinutes": 7201},
    ),
    _row("while enabled", _DELETE, "Cannot delete, state must be DISABLED."),
    _row("by its ARN", _DELETE, "Cannot delete, state must be DISABLED.", computeEnvironment=MACHINES_ARN),
    _row("while it is updated", _DELETE, "Cannot delete, resource is being modified.", _young),
    _row("with queues", _DELETE, "Cannot delete, found existing JobQueue relationship", _disabled),
    _row(
        "101 names",
        _DESCRIBE,
        "At most 100 compute environments can be described at once.",
        computeEnvironments=[str(number) for number in range(101)],
    ),
    _row("no such token", _DESCRIBE, "Invalid nextToken.", nextToken="none"),
    _row("maxResults", _DESCRIBE, "maxResults must be between 1 and 100.", maxResults=101),
]


def furnish(on: Stage) -> None:
    """Two environments."""
    for name, resources in ((MACHINES, on_instances()), (TASKS, on_fargate())):
        on.ask(_CREATE, **_managed(name, resources))


def seen(on: Stage) -> Iterator[Any]:
    yield on.ask(_DESCRIBE)


def probed(on: Stage) -> Iterator[Any]:
    yield on.try_to(_CREATE, **_managed("new", on_fargate()))
