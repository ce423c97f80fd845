"""CreateComputeEnvironment, DescribeComputeEnvironments, DeleteComputeEnvironment: settings, refusals, statuses."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World, mock_aws
from tests.services.batch.support import (
    ACCOUNT,
    ARN,
    PROFILE,
    ROLE,
    definition,
    described,
    environment,
    furnished,
    queue,
    refused,
    resources,
    status,
    submit,
)

LINKED_ROLE = f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch"
CLUSTER = f"arn:aws:eks:us-east-1:{ACCOUNT}:cluster/kube"
EKS = {"eksClusterArn": CLUSTER, "kubernetesNamespace": "jobs"}
FLEET_ROLE = f"arn:aws:iam::{ACCOUNT}:role/fleet"


def shown(batch: Any, name: str = "machines") -> dict[str, Any]:
    (found,) = batch.describe_compute_environments(computeEnvironments=[name])["computeEnvironments"]
    environment: dict[str, Any] = found
    return environment


def names(batch: Any, **params: Any) -> list[str]:
    found = batch.describe_compute_environments(**params)["computeEnvironments"]
    return [each["computeEnvironmentName"] for each in found]


def provider(**more: Any) -> dict[str, Any]:
    return {
        "infrastructureRoleArn": ROLE,
        "instanceLaunchTemplate": {
            "ec2InstanceProfileArn": PROFILE,
            "networkConfiguration": {"subnets": ["subnet-1"], "securityGroups": ["sg-1"]},
        },
        **more,
    }


def managed(batch: Any, resources: dict[str, Any], name: str = "machines", **more: Any) -> Any:
    return batch.create_compute_environment(
        computeEnvironmentName=name, type="MANAGED", computeResources=resources, **more
    )


# -- what is shown -----------------------------------------------------------------------------------------------------


def test_an_environment_of_instances_with_its_defaults(aws: World, batch: Any) -> None:
    given = resources(allocationStrategy=None)
    made = managed(batch, given, tags={"team": "blue"})
    arn = f"{ARN}compute-environment/machines"
    assert (made["computeEnvironmentName"], made["computeEnvironmentArn"]) == ("machines", arn)
    found = shown(batch)
    uuid = found["uuid"]
    assert found == {
        "computeEnvironmentName": "machines",
        "computeEnvironmentArn": arn,
        "ecsClusterArn": f"arn:aws:ecs:us-east-1:{ACCOUNT}:cluster/AWSBatch-machines-{uuid}",
        "tags": {"team": "blue"},
        "type": "MANAGED",
        "state": "ENABLED",
        "status": "CREATING",
        "computeResources": {
            **given,
            "allocationStrategy": "BEST_FIT",
            "desiredvCpus": 0,
            "ec2Configuration": [{"imageType": "ECS_AL2023"}],
            "tags": {},
        },
        "serviceRole": LINKED_ROLE,
        "containerOrchestrationType": "ECS",
        "uuid": uuid,
    }
    aws.clock.advance(seconds=10)
    assert (shown(batch)["status"], shown(batch)["statusReason"]) == ("VALID", "ComputeEnvironment Healthy")


def test_the_image_of_gpu_families(batch: Any) -> None:
    environment(batch, instanceTypes=["g5", "p3.2xlarge"])
    assert shown(batch)["computeResources"]["ec2Configuration"] == [{"imageType": "ECS_AL2023_NVIDIA"}]


@pytest.mark.parametrize("kind", ["FARGATE", "FARGATE_SPOT"])
def test_fargate_shows_what_was_given(aws: World, batch: Any, kind: str) -> None:
    given = resources(kind)
    managed(batch, given, "tasks")
    assert shown(batch, "tasks")["computeResources"] == given
    aws.clock.advance(seconds=10)
    assert shown(batch, "tasks")["status"] == "VALID"


def test_an_unmanaged_environment(aws: World, batch: Any) -> None:
    batch.create_compute_environment(
        computeEnvironmentName="own", type="UNMANAGED", serviceRole=ROLE, unmanagedvCpus=32
    )
    aws.clock.advance(seconds=10)
    found = shown(batch, "own")
    assert (found["type"], found["status"], found["unmanagedvCpus"]) == ("UNMANAGED", "VALID", 32)
    assert found["serviceRole"] == ROLE
    assert "computeResources" not in found
    assert found["ecsClusterArn"].endswith(f"cluster/AWSBatch-own-{found['uuid']}")


def test_an_eks_environment(aws: World, batch: Any) -> None:
    managed(batch, resources(), "pods", eksConfiguration=EKS)
    aws.clock.advance(seconds=10)
    found = shown(batch, "pods")
    assert (found["containerOrchestrationType"], found["status"], found["eksConfiguration"]) == ("EKS", "VALID", EKS)
    assert found["computeResources"]["ec2Configuration"] == [{"imageType": "EKS_AL2023"}]
    assert "ecsClusterArn" not in found


@pytest.mark.parametrize(
    "given",
    [
        resources("SPOT", bidPercentage=60),
        resources("SPOT", allocationStrategy="BEST_FIT", spotIamFleetRole=FLEET_ROLE),
        resources("SPOT", allocationStrategy=None, spotIamFleetRole=FLEET_ROLE),
        resources("SPOT", allocationStrategy="SPOT_PRICE_CAPACITY_OPTIMIZED"),
        resources(securityGroupIds=None, launchTemplate={"launchTemplateName": "base", "version": "$Latest"}),
        resources(instanceTypes=["optimal"]),
        resources(instanceTypes=["default_arm64", "c7g", "m6gd.large"]),
        resources(instanceTypes=["c5", "m5.24xlarge", "r4"]),
        resources(ec2Configuration=[{"imageType": "ECS_AL2023"}, {"imageType": "ECS_AL2023_NVIDIA"}]),
        resources(ec2KeyPair="key", imageId="ami-1", placementGroup="near", tags={"a": "b"}, desiredvCpus=4),
        resources(scalingPolicy={"minScaleDownDelayMinutes": 20}),
        {"type": "ECS_MANAGED_INSTANCES", "maxvCpus": 8, "managedInstancesProvider": provider()},
    ],
)
def test_what_goes_together(aws: World, batch: Any, given: dict[str, Any]) -> None:
    managed(batch, given)
    aws.clock.advance(seconds=10)
    found = shown(batch)
    assert found["status"] == "VALID"
    assert {name: found["computeResources"][name] for name in given} == given


# -- what is refused ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (resources(instanceRole=None), "Instance role is required."),
        (resources(minvCpus=None), "Resource minvCpus is required."),
        (resources("SPOT", minvCpus=None), "Resource minvCpus is required."),
        (resources(instanceTypes=None), "Resource instanceTypes is required."),
        (resources(subnets=None), "Resource subnets is required."),
        (resources(securityGroupIds=None), "Resource securityGroupIds is required."),
        (resources("FARGATE", securityGroupIds=None), "Resource securityGroupIds is required."),
        (resources("FARGATE", subnets=[]), "Resource subnets is required."),
        (resources("SPOT", allocationStrategy=None), "Resource spotIamFleetRole is required."),
        (resources("SPOT", allocationStrategy="BEST_FIT"), "Resource spotIamFleetRole is required."),
        (resources(bidPercentage=50), "bidPercentage is not applicable for EC2."),
        (resources(spotIamFleetRole=FLEET_ROLE), "spotIamFleetRole is not applicable for EC2."),
        (resources("SPOT", bidPercentage=0), "bidPercentage must be between 1 and 100."),
        (
            resources("FARGATE", subnets=[f"subnet-{number}" for number in range(17)]),
            "subnets can have at most 16 entries for Fargate.",
        ),
        (
            resources("FARGATE", securityGroupIds=[f"sg-{number}" for number in range(6)]),
            "securityGroupIds can have at most 5 entries for Fargate.",
        ),
        (resources(max_vcpus=0), "maxvCpus must be at least 1."),
        (resources(minvCpus=-1), "minvCpus must not be negative."),
        (resources(minvCpus=17), "minvCpus must not be greater than maxvCpus."),
        (resources(desiredvCpus=17), "desiredvCpus must be between minvCpus and maxvCpus."),
        (resources(minvCpus=4, desiredvCpus=2), "desiredvCpus must be between minvCpus and maxvCpus."),
        (resources(instanceTypes=["c5", "c6g"]), "instanceTypes must not mix x86 and ARM instance types."),
        (
            resources(allocationStrategy="SPOT_CAPACITY_OPTIMIZED"),
            "allocationStrategy for EC2 can only be one of [BEST_FIT, BEST_FIT_PROGRESSIVE, BEST_FIT_PROGRESSIVE_ORDERED].",
        ),
        (
            resources("SPOT", allocationStrategy="BEST_FIT_PROGRESSIVE_ORDERED"),
            "allocationStrategy for SPOT can only be one of [BEST_FIT, BEST_FIT_PROGRESSIVE, SPOT_CAPACITY_OPTIMIZED, "
            "SPOT_PRICE_CAPACITY_OPTIMIZED, SPOT_CAPACITY_OPTIMIZED_PRIORITIZED].",
        ),
        (resources(ec2Configuration=[]), "ec2Configuration must have 1 or 2 entries."),
        (
            resources(ec2Configuration=[{"imageType": "EKS_AL2023"}]),
            "imageType can only be one of [ECS_AL2, ECS_AL2_NVIDIA, ECS_AL2023, ECS_AL2023_NVIDIA].",
        ),
        (
            resources(launchTemplate={"launchTemplateId": "lt-1", "launchTemplateName": "base"}),
            "Exactly one of launchTemplateId and launchTemplateName must be specified.",
        ),
        (
            resources(launchTemplate={"launchTemplateId": "lt-1", "version": "newest"}),
            "Launch template version newest must be a number, $Default or $Latest.",
        ),
        (
            resources(launchTemplate={"launchTemplateId": "lt-1", "overrides": [{"launchTemplateId": "lt-2"}] * 11}),
            "launchTemplate can have at most 10 overrides.",
        ),
        (
            resources(scalingPolicy={"minScaleDownDelayMinutes": 19}),
            "minScaleDownDelayMinutes must be 0 or between 20 and 10080.",
        ),
        (resources(managedInstancesProvider=provider()), "managedInstancesProvider is not applicable for EC2."),
        (resources(capacityTags={"a": "b"}), "capacityTags is not applicable for EC2."),
        (
            {"type": "ECS_MANAGED_INSTANCES", "maxvCpus": 8},
            "Resource managedInstancesProvider is required.",
        ),
        (
            {
                "type": "ECS_MANAGED_INSTANCES",
                "maxvCpus": 8,
                "managedInstancesProvider": provider(),
                "subnets": ["subnet-1"],
            },
            "subnets is not applicable for ECS_MANAGED_INSTANCES.",
        ),
        (
            {
                "type": "ECS_MANAGED_INSTANCES",
                "maxvCpus": 8,
                "managedInstancesProvider": provider(infrastructureOptimization={"scaleInAfter": 3601}),
            },
            "scaleInAfter must be between -1 and 3600.",
        ),
        (
            resources("LAMBDA"),
            "Compute resource type can only be one of [EC2, SPOT, FARGATE, FARGATE_SPOT, ECS_MANAGED_INSTANCES].",
        ),
    ],
)
def test_resources_that_do_not_go_together(batch: Any, given: dict[str, Any], message: str) -> None:
    with refused(message, wrapped=True):
        managed(batch, given)
    assert names(batch) == []


@pytest.mark.parametrize("kind", ["FARGATE", "FARGATE_SPOT"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("minvCpus", 0),
        ("desiredvCpus", 1),
        ("instanceTypes", ["c5"]),
        ("instanceRole", PROFILE),
        ("allocationStrategy", "BEST_FIT"),
        ("ec2KeyPair", "key"),
        ("imageId", "ami-1"),
        ("placementGroup", "near"),
        ("launchTemplate", {"launchTemplateId": "lt-1"}),
        ("ec2Configuration", [{"imageType": "ECS_AL2023"}]),
        ("tags", {"a": "b"}),
        ("scalingPolicy", {"minScaleDownDelayMinutes": 20}),
        ("bidPercentage", 50),
        ("spotIamFleetRole", FLEET_ROLE),
    ],
)
def test_what_is_not_for_fargate(batch: Any, kind: str, name: str, value: Any) -> None:
    with refused(f"{name} is not applicable for Fargate.", wrapped=True):
        managed(batch, resources(kind, **{name: value}))


def test_instance_types_that_there_are_not(batch: Any) -> None:
    for name in ("c5.13xlarge", "c99", "t3.micro", "mainframe"):
        with pytest.raises(batch.exceptions.ClientException) as caught:
            managed(batch, resources(instanceTypes=["c5", name]))
        message = caught.value.response["Error"]["Message"]
        assert message.startswith("Error executing request, Exception : Instance type can only be one of [optimal, ")
        assert " c5.9xlarge," in message


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"type": "MANAGED"}, "computeResources is required for a MANAGED compute environment."),
        (
            {"type": "MANAGED", "computeResources": resources(), "unmanagedvCpus": 4},
            "unmanagedvCpus is not applicable for a MANAGED compute environment.",
        ),
        ({"type": "UNMANAGED"}, "serviceRole is required for an UNMANAGED compute environment."),
        (
            {"type": "UNMANAGED", "serviceRole": ROLE, "computeResources": resources()},
            "computeResources is not applicable for an UNMANAGED compute environment.",
        ),
        ({"type": "HIRED"}, "Compute environment type can only be one of [MANAGED, UNMANAGED]."),
        (
            {"type": "MANAGED", "computeResources": resources(), "state": "DISABLED"},
            "Compute environment must be created in ENABLED state.",
        ),
        (
            {"type": "MANAGED", "computeResources": resources(), "ecsSettings": {"containerInsights": "ON"}},
            "containerInsights can only be one of [ENABLED, ENHANCED, DISABLED].",
        ),
        (
            {"type": "MANAGED", "computeResources": resources("FARGATE"), "eksConfiguration": EKS},
            "Compute environments on Amazon EKS must be of type EC2 or SPOT.",
        ),
        (
            {"type": "MANAGED", "computeResources": resources(allocationStrategy=None), "eksConfiguration": EKS},
            "allocationStrategy is required for Amazon EKS, and BEST_FIT is not supported.",
        ),
        (
            {
                "type": "MANAGED",
                "computeResources": resources(
                    ec2Configuration=[{"imageType": "EKS_AL2023", "imageKubernetesVersion": "1.7"}]
                ),
                "eksConfiguration": EKS,
            },
            "At least one imageKubernetesVersion in EC2Configuration is not supported.",
        ),
    ],
)
def test_environments_that_cannot_be_created(batch: Any, given: dict[str, Any], message: str) -> None:
    with refused(message, wrapped=True):
        batch.create_compute_environment(computeEnvironmentName="machines", **given)


@pytest.mark.parametrize(
    ("namespace", "message"),
    [
        ("Jobs", "kubernetesNamespace Jobs is not valid."),
        ("a" * 64, f"kubernetesNamespace {'a' * 64} is not valid."),
        ("default", "kubernetesNamespace default is not allowed: it is default, or begins with kube-."),
        ("kube-system", "kubernetesNamespace kube-system is not allowed: it is default, or begins with kube-."),
    ],
)
def test_namespaces_that_are_not_allowed(batch: Any, namespace: str, message: str) -> None:
    with refused(message, wrapped=True):
        managed(batch, resources(), eksConfiguration={**EKS, "kubernetesNamespace": namespace})


@pytest.mark.parametrize("name", ["", "a b", "a" * 129, "ä"])
def test_names_that_are_not_allowed(batch: Any, name: str) -> None:
    with refused(
        f"computeEnvironmentName {name} is not valid. Up to 128 letters, numbers, hyphens and underscores are allowed."
    ):
        environment(batch, name)


def test_a_name_is_given_once(aws: World, batch: Any) -> None:
    environment(batch, "a" * 128)
    with refused("Object already exists"):
        environment(batch, "a" * 128, "FARGATE")


def test_tags_that_are_not_allowed(batch: Any) -> None:
    with refused("The number of tags must be at most 50."):
        managed(batch, resources(), tags={f"key{number}": "" for number in range(51)})


def test_quotas(batch: Any) -> None:
    for number in range(5):
        managed(batch, resources(), f"pods{number}", eksConfiguration=EKS)
    with refused("The maximum number of compute environments of an Amazon EKS cluster (5) has been reached."):
        managed(batch, resources(), "pods5", eksConfiguration=EKS)
    for number in range(45):
        environment(batch, f"tasks{number}", "FARGATE")
    with refused("The maximum number of compute environments (50) has been reached."):
        environment(batch)


# -- describing --------------------------------------------------------------------------------------------------------


def test_only_those_that_are_there_are_described(batch: Any) -> None:
    first, _ = environment(batch, "first"), environment(batch, "second")
    assert names(batch) == ["first", "second"]
    assert names(batch, computeEnvironments=["second", "third", first, "first"]) == ["first", "second"]
    assert names(batch, computeEnvironments=["third"]) == []
    with refused("At most 100 compute environments can be described at once."):
        names(batch, computeEnvironments=[str(number) for number in range(101)])


def test_pages(batch: Any) -> None:
    wanted = [f"tasks{number}" for number in range(5)]
    for name in wanted:
        environment(batch, name, "FARGATE")
    pages = list(batch.get_paginator("describe_compute_environments").paginate(PaginationConfig={"PageSize": 2}))
    assert [len(each["computeEnvironments"]) for each in pages] == [2, 2, 1]
    assert [found["computeEnvironmentName"] for each in pages for found in each["computeEnvironments"]] == wanted
    assert "nextToken" not in pages[-1]
    for most in (0, 101):
        with refused("maxResults must be between 1 and 100."):
            names(batch, maxResults=most)
    with refused("Invalid nextToken."):
        names(batch, nextToken="none")


# -- statuses and deletion ---------------------------------------------------------------------------------------------


def test_an_environment_that_becomes_invalid_and_is_repaired(batch: Any) -> None:
    reason = f"CLIENT_ERROR - Instance profile {PROFILE} does not exist"
    with mock_aws(config={"batch": {"invalid_environments": {"machines": reason}}}) as aws:
        environment(batch, minvCpus=4)
        assert shown(batch)["status"] == "CREATING"
        aws.clock.advance(seconds=10)
        assert (shown(batch)["status"], shown(batch)["statusReason"]) == ("INVALID", reason)
        with refused(f"Compute environment {ARN}compute-environment/machines is not valid."):
            queue(batch)
        batch.update_compute_environment(computeEnvironment="machines", state="DISABLED")
        aws.clock.advance(seconds=5)
        assert shown(batch)["status"] == "INVALID"
        batch.update_compute_environment(computeEnvironment="machines", computeResources={"instanceRole": ROLE})
        assert shown(batch)["status"] == "UPDATING"
        aws.clock.advance(minutes=5)
        assert (shown(batch)["status"], shown(batch)["statusReason"]) == ("VALID", "ComputeEnvironment Healthy")


def test_deleting_takes_its_steps(aws: World, batch: Any) -> None:
    furnished(aws, batch)
    with refused("Cannot delete, state must be DISABLED."):
        batch.delete_compute_environment(computeEnvironment="machines")
    batch.update_compute_environment(computeEnvironment="machines", state="DISABLED")
    with refused("Cannot delete, resource is being modified."):
        batch.delete_compute_environment(computeEnvironment="machines")
    aws.clock.advance(seconds=5)
    with refused("Cannot delete, found existing JobQueue relationship"):
        batch.delete_compute_environment(computeEnvironment="machines")
    batch.update_job_queue(jobQueue="queue", state="DISABLED")
    aws.clock.advance(seconds=5)
    batch.delete_job_queue(jobQueue="queue")
    aws.clock.advance(seconds=15)
    answer = batch.delete_compute_environment(computeEnvironment=f"{ARN}compute-environment/machines")
    assert set(answer) == {"ResponseMetadata"}
    assert shown(batch)["status"] == "DELETING"
    with refused("Cannot delete, resource is being modified."):
        batch.delete_compute_environment(computeEnvironment="machines")
    with refused("Cannot update, resource is being modified."):
        batch.update_compute_environment(computeEnvironment="machines", state="ENABLED")
    aws.clock.advance(seconds=30)
    assert names(batch) == []
    environment(batch)


def test_a_young_environment_is_left_alone(batch: Any) -> None:
    environment(batch)
    with refused("Cannot delete, resource is being modified."):
        batch.delete_compute_environment(computeEnvironment="machines")
    with refused("Cannot update, resource is being modified."):
        batch.update_compute_environment(computeEnvironment="machines", state="DISABLED")


def test_what_is_not_there(batch: Any) -> None:
    batch.delete_compute_environment(computeEnvironment="machines")
    with refused(f"{ARN}compute-environment/machines does not exist"):
        batch.update_compute_environment(computeEnvironment="machines", state="DISABLED")


def deleted_at_work(aws: World, batch: Any, kind: str) -> str:
    """An environment that is deleted while a job runs in it; its queue has gone over to another one. Returns the job."""
    furnished(aws, batch, kind)
    environment(batch, "other", kind)
    definition(batch, fargate=kind == "FARGATE")
    aws.batch.register(job_definition="work", takes=3600)
    aws.clock.advance(seconds=10)
    job = submit(batch)
    aws.clock.advance(minutes=5)
    assert status(batch, job) == "RUNNING"
    batch.update_job_queue(jobQueue="queue", computeEnvironmentOrder=[{"order": 1, "computeEnvironment": "other"}])
    batch.update_compute_environment(computeEnvironment="machines", state="DISABLED")
    aws.clock.advance(seconds=5)
    batch.delete_compute_environment(computeEnvironment="machines")
    aws.clock.advance(seconds=30)
    return job


def test_a_fargate_environment_with_active_jobs_becomes_invalid(aws: World, batch: Any) -> None:
    job = deleted_at_work(aws, batch, "FARGATE")
    assert shown(batch)["status"] == "INVALID"
    assert status(batch, job) == "RUNNING"
    aws.clock.advance(hours=1)
    batch.delete_compute_environment(computeEnvironment="machines")
    aws.clock.advance(seconds=30)
    assert names(batch) == ["other"]


def test_instances_go_with_their_environment(aws: World, batch: Any) -> None:
    job = deleted_at_work(aws, batch, "EC2")
    assert names(batch) == ["other"]
    found = described(batch, job)
    assert found["status"] == "FAILED"
    assert found["statusReason"].startswith("Host EC2 (instance i-")
