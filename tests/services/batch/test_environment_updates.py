"""UpdateComputeEnvironment: which changes are quick, which replace instances, which are refused."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World
from tests.services.batch.support import (
    ACCOUNT,
    PROFILE,
    ROLE,
    definition,
    described,
    environment,
    furnished,
    refused,
    resources,
    status,
    submit,
)
from tests.services.batch.test_compute_environments import EKS, FLEET_ROLE, LINKED_ROLE, managed, provider, shown

DOWN = (
    "Manually scaling down compute environment is not supported.  Disconnecting job queues from compute environment will "
    "cause it to scale-down to minvCpus."
)
OTHER_PROFILE = f"arn:aws:iam::{ACCOUNT}:instance-profile/other"


def update(batch: Any, name: str = "machines", **params: Any) -> Any:
    return batch.update_compute_environment(computeEnvironment=name, **params)


def change(batch: Any, name: str = "machines", **changed: Any) -> Any:
    """An update of ``computeResources``."""
    return update(batch, name, computeResources=changed)


def valid(aws: World, batch: Any, kind: str = "EC2", **more: Any) -> None:
    environment(batch, kind=kind, **more)
    aws.clock.advance(seconds=10)


def desired(batch: Any) -> int:
    vcpus: int = shown(batch)["computeResources"]["desiredvCpus"]
    return vcpus


def only_with_instances(*fields: str) -> str:
    return (
        f"Following fields [{', '.join(fields)}] can be updated only for Non-fargate Compute Environment having a Batch "
        "Service Linked Role."
    )


# -- scaling -----------------------------------------------------------------------------------------------------------


def test_a_scaling_update_is_quick(aws: World, batch: Any) -> None:
    valid(aws, batch)
    answer = change(batch, minvCpus=4, maxvCpus=32, desiredvCpus=8)
    assert answer["computeEnvironmentName"] == "machines"
    assert answer["computeEnvironmentArn"].endswith(":compute-environment/machines")
    found = shown(batch)
    assert found["status"] == "UPDATING"
    assert "statusReason" not in found
    assert {name: found["computeResources"][name] for name in ("minvCpus", "maxvCpus", "desiredvCpus")} == {
        "minvCpus": 4,
        "maxvCpus": 32,
        "desiredvCpus": 8,
    }
    with refused("Cannot update, resource is being modified."):
        update(batch, state="DISABLED")
    aws.clock.advance(seconds=5)
    assert (shown(batch)["status"], shown(batch)["statusReason"]) == ("VALID", "ComputeEnvironment Healthy")
    aws.clock.advance(hours=1)
    assert desired(batch) == 4


def test_what_is_desired_can_only_be_raised(aws: World, batch: Any) -> None:
    valid(aws, batch, desiredvCpus=8)
    with refused(DOWN):
        change(batch, desiredvCpus=4)
    with refused("desiredvCpus must be between minvCpus and maxvCpus.", wrapped=True):
        change(batch, desiredvCpus=17)
    change(batch, desiredvCpus=8)
    aws.clock.advance(seconds=5)
    change(batch, desiredvCpus=16)
    assert desired(batch) == 16


def test_a_lower_least_lets_idle_instances_go(aws: World, batch: Any) -> None:
    valid(aws, batch, minvCpus=8)
    aws.clock.advance(hours=1)
    change(batch, minvCpus=4)
    assert desired(batch) == 4


def test_a_lower_most_lets_running_jobs_end(aws: World, batch: Any) -> None:
    furnished(aws, batch)
    definition(batch)
    aws.batch.register(job_definition="work", takes=600)
    jobs = [submit(batch) for _ in range(8)]
    aws.clock.advance(seconds=250)
    change(batch, maxvCpus=4)
    more = [submit(batch) for _ in range(8)]
    aws.clock.advance(seconds=100)
    assert [status(batch, each) for each in jobs] == ["RUNNING"] * 8
    assert desired(batch) == 8
    aws.clock.advance(hours=1)
    assert [status(batch, each) for each in more] == ["SUCCEEDED"] * 8
    assert desired(batch) == 0


def test_an_unmanaged_environment_changes_its_size_and_role(aws: World, batch: Any) -> None:
    batch.create_compute_environment(computeEnvironmentName="own", type="UNMANAGED", serviceRole=ROLE)
    aws.clock.advance(seconds=10)
    update(batch, "own", unmanagedvCpus=8, serviceRole=f"{ROLE}2", state="DISABLED")
    aws.clock.advance(seconds=5)
    found = shown(batch, "own")
    assert (found["unmanagedvCpus"], found["serviceRole"], found["state"]) == (8, f"{ROLE}2", "DISABLED")
    with refused("computeResources is not applicable for an UNMANAGED compute environment.", wrapped=True):
        change(batch, "own", maxvCpus=4)


def test_a_service_linked_role_stays_one(aws: World, batch: Any) -> None:
    valid(aws, batch)
    managed(batch, resources("FARGATE"), "tasks", serviceRole=ROLE)
    aws.clock.advance(seconds=10)
    text = "serviceRole cannot be changed from or to the Batch service-linked role."
    with refused(text, wrapped=True):
        update(batch, serviceRole=ROLE)
    with refused(text, wrapped=True):
        update(batch, "tasks", serviceRole=LINKED_ROLE)
    with refused("unmanagedvCpus is not applicable for a MANAGED compute environment.", wrapped=True):
        update(batch, unmanagedvCpus=4)


# -- Fargate, EKS, managed instances -----------------------------------------------------------------------------------


def test_fargate_changes_its_size_and_network(aws: World, batch: Any) -> None:
    valid(aws, batch, "FARGATE")
    change(batch, maxvCpus=2, subnets=["subnet-2"], securityGroupIds=[])
    aws.clock.advance(seconds=5)
    found = shown(batch)
    assert found["status"] == "VALID"
    assert found["computeResources"] == resources("FARGATE", max_vcpus=2, subnets=["subnet-2"])
    update(batch, updatePolicy={"terminateJobsOnUpdate": True})
    assert "updatePolicy" not in shown(batch)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"minvCpus": 1}, "minvCpus is not applicable for Fargate."),
        ({"desiredvCpus": 1}, "desiredvCpus is not applicable for Fargate."),
        ({"instanceTypes": ["c5"]}, "instanceTypes is not applicable for Fargate."),
        ({"tags": {"a": "b"}}, "tags is not applicable for Fargate."),
        ({"updateToLatestImageVersion": True}, "updateToLatestImageVersion is not applicable for Fargate."),
        ({"type": "FARGATE_SPOT"}, only_with_instances("type")),
        ({"subnets": [f"subnet-{number}" for number in range(17)]}, "subnets can have at most 16 entries for Fargate."),
    ],
)
def test_what_fargate_cannot_change(aws: World, batch: Any, changed: dict[str, Any], message: str) -> None:
    valid(aws, batch, "FARGATE")
    with refused(message, wrapped=True):
        change(batch, **changed)
    assert shown(batch)["status"] == "VALID"


def test_eks_changes_its_access_entry_alone(aws: World, batch: Any) -> None:
    managed(batch, resources(), eksConfiguration=EKS)
    aws.clock.advance(seconds=10)
    entry = {"desiredState": "ENABLED"}
    update(batch, eksConfiguration={"accessEntry": entry})
    assert shown(batch)["eksConfiguration"] == {**EKS, "accessEntry": {**entry, "status": "ACTIVE"}}
    aws.clock.advance(seconds=5)
    with refused("desiredvCpus cannot be updated for EKS.", wrapped=True):
        change(batch, desiredvCpus=4)
    with refused("ecsSettings is not applicable for EKS.", wrapped=True):
        update(batch, ecsSettings={"containerInsights": "ENABLED"})
    valid_ones = "ENABLED, DISABLED, INHERIT_FROM_CLUSTER"
    with refused(f"desiredState can only be one of [{valid_ones}].", wrapped=True):
        update(batch, eksConfiguration={"accessEntry": {"desiredState": "PERHAPS"}})


def test_ecs_has_settings_and_no_cluster_of_eks(aws: World, batch: Any) -> None:
    valid(aws, batch)
    update(batch, ecsSettings={"containerInsights": "ENHANCED"})
    assert shown(batch)["ecsSettings"] == {"containerInsights": "ENHANCED"}
    aws.clock.advance(seconds=5)
    with refused("eksConfiguration is not applicable for ECS.", wrapped=True):
        update(batch, eksConfiguration={"accessEntry": {"desiredState": "ENABLED"}})


def test_managed_instances_change_their_provider(aws: World, batch: Any) -> None:
    managed(batch, {"type": "ECS_MANAGED_INSTANCES", "maxvCpus": 8, "managedInstancesProvider": provider()})
    aws.clock.advance(seconds=10)
    change(batch, managedInstancesProvider={"instanceLaunchTemplate": {"monitoring": "DETAILED"}})
    found = shown(batch)["computeResources"]["managedInstancesProvider"]
    expected = provider()
    expected["instanceLaunchTemplate"]["monitoring"] = "DETAILED"
    assert found == expected
    aws.clock.advance(seconds=5)
    with refused("The type cannot be changed to or from ECS_MANAGED_INSTANCES.", wrapped=True):
        change(batch, type="EC2")


# -- infrastructure ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        {"allocationStrategy": "BEST_FIT_PROGRESSIVE_ORDERED"},
        {"ec2Configuration": [{"imageType": "ECS_AL2023", "imageIdOverride": "ami-1"}]},
        {"ec2KeyPair": "key"},
        {"imageId": "ami-1"},
        {"instanceRole": OTHER_PROFILE},
        {"instanceTypes": ["c5"]},
        {"launchTemplate": {"launchTemplateName": "base"}},
        {"placementGroup": "near"},
        {"securityGroupIds": ["sg-2"]},
        {"subnets": ["subnet-2"]},
        {"tags": {"a": "b"}},
        {"type": "SPOT", "allocationStrategy": "SPOT_CAPACITY_OPTIMIZED", "bidPercentage": 60},
        {"updateToLatestImageVersion": True},
    ],
)
def test_what_replaces_instances(aws: World, batch: Any, changed: dict[str, Any]) -> None:
    valid(aws, batch, minvCpus=4)
    aws.clock.advance(minutes=5)
    change(batch, **changed)
    found = shown(batch)
    assert found["status"] == "UPDATING"
    kept = {name: value for name, value in changed.items() if name != "updateToLatestImageVersion"}
    if "ec2Configuration" not in kept and "imageId" not in kept and "launchTemplate" not in kept:
        kept["ec2Configuration"] = [{"imageType": "ECS_AL2023", "batchImageStatus": "LATEST"}]
    assert {name: found["computeResources"][name] for name in kept} == kept
    assert "updateToLatestImageVersion" not in found["computeResources"]
    aws.clock.advance(seconds=179)
    assert shown(batch)["status"] == "UPDATING"
    aws.clock.advance(seconds=2)
    assert shown(batch)["status"] == "VALID"


def test_the_same_values_replace_nothing(aws: World, batch: Any) -> None:
    valid(aws, batch, minvCpus=4)
    aws.clock.advance(minutes=5)
    change(batch, **resources(minvCpus=4))
    aws.clock.advance(seconds=5)
    assert shown(batch)["status"] == "VALID"


def test_what_can_be_taken_away(aws: World, batch: Any) -> None:
    valid(
        aws,
        batch,
        ec2KeyPair="key",
        placementGroup="near",
        imageId="ami-1",
        launchTemplate={"launchTemplateId": "lt-1"},
        ec2Configuration=[{"imageType": "ECS_AL2"}],
    )
    nothing: dict[str, Any] = {"ec2KeyPair": "", "placementGroup": "", "imageId": "", "subnets": []}
    change(batch, **nothing, securityGroupIds=[], launchTemplate={"launchTemplateId": ""}, ec2Configuration=[])
    found = shown(batch)["computeResources"]
    gone = {*nothing, "securityGroupIds", "launchTemplate"}
    assert gone.isdisjoint(found)
    assert found["ec2Configuration"] == [{"imageType": "ECS_AL2023"}]


def test_from_spot_to_on_demand(aws: World, batch: Any) -> None:
    valid(aws, batch, "SPOT", bidPercentage=60, spotIamFleetRole=FLEET_ROLE)
    with refused(
        "allocationStrategy for EC2 can only be one of [BEST_FIT, BEST_FIT_PROGRESSIVE, BEST_FIT_PROGRESSIVE_ORDERED].",
        wrapped=True,
    ):
        change(batch, type="EC2")
    change(batch, type="EC2", allocationStrategy="BEST_FIT_PROGRESSIVE")
    found = shown(batch)["computeResources"]
    assert found["type"] == "EC2"
    assert {"bidPercentage", "spotIamFleetRole"}.isdisjoint(found)


def test_best_fit_keeps_its_instances(aws: World, batch: Any) -> None:
    valid(aws, batch, allocationStrategy=None)
    text = "cannot be updated for a Compute Environment with allocation strategy BEST_FIT."
    with refused(f"Following fields [instanceTypes] {text}", wrapped=True):
        change(batch, instanceTypes=["c5"])
    with refused(f"Following fields [updateToLatestImageVersion] {text}", wrapped=True):
        change(batch, updateToLatestImageVersion=True)
    change(batch, maxvCpus=32)
    aws.clock.advance(seconds=5)
    assert shown(batch)["computeResources"]["maxvCpus"] == 32


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"allocationStrategy": "BEST_FIT"}, "BEST_FIT is not supported when updating a compute environment."),
        ({"instanceTypes": ["c5", "c6g"]}, "instanceTypes must not mix x86 and ARM instance types."),
        ({"bidPercentage": 50}, "bidPercentage is not applicable for EC2."),
        ({"minvCpus": 20}, "minvCpus must not be greater than maxvCpus."),
        ({"instanceRole": ""}, "Instance role is required."),
        ({"type": "FARGATE"}, "minvCpus is not applicable for Fargate."),
    ],
)
def test_what_cannot_be_changed(aws: World, batch: Any, changed: dict[str, Any], message: str) -> None:
    valid(aws, batch)
    before = shown(batch)
    with refused(message, wrapped=True):
        change(batch, **changed)
    assert shown(batch) == before


def test_new_instances_want_the_service_linked_role(aws: World, batch: Any) -> None:
    managed(batch, resources(), serviceRole=ROLE)
    aws.clock.advance(seconds=10)
    with refused(only_with_instances("instanceRole", "tags"), wrapped=True):
        change(batch, instanceRole=OTHER_PROFILE, tags={"a": "b"}, maxvCpus=8)
    change(batch, maxvCpus=8, instanceRole=PROFILE)
    assert shown(batch)["computeResources"]["maxvCpus"] == 8


def at_work(aws: World, batch: Any, seconds: int, **more: Any) -> str:
    """A job that runs on an instance of an environment. Returns its id."""
    furnished(aws, batch)
    definition(batch)
    aws.batch.register(job_definition="work", takes=seconds)
    job = submit(batch, **more)
    aws.clock.advance(seconds=210)
    assert status(batch, job) == "RUNNING"
    return job


def test_running_jobs_may_end_before_their_instance_goes(aws: World, batch: Any) -> None:
    job = at_work(aws, batch, 1200)
    change(batch, instanceTypes=["c5.2xlarge"])
    later = submit(batch)
    aws.clock.advance(seconds=200)
    assert status(batch, later) == "RUNNING"
    assert shown(batch)["status"] == "UPDATING"
    assert desired(batch) == 4 + 8
    aws.clock.advance(seconds=1000)
    assert status(batch, job) == "SUCCEEDED"
    assert shown(batch)["status"] == "VALID"
    assert desired(batch) == 8


def test_jobs_that_go_on_for_too_long_are_ended(aws: World, batch: Any) -> None:
    job = at_work(aws, batch, 7200)
    update(
        batch,
        computeResources={"instanceTypes": ["c5.2xlarge"]},
        updatePolicy={"jobExecutionTimeoutMinutes": 10},
    )
    policy = {"terminateJobsOnUpdate": False, "jobExecutionTimeoutMinutes": 10}
    assert shown(batch)["updatePolicy"] == policy
    aws.clock.advance(seconds=599)
    assert status(batch, job) == "RUNNING"
    aws.clock.advance(seconds=1)
    found = described(batch, job)
    assert (found["status"], found["statusReason"][:20]) == ("FAILED", "Host EC2 (instance i")
    assert shown(batch)["status"] == "VALID"


def test_half_an_hour_is_what_jobs_have_by_default(aws: World, batch: Any) -> None:
    job = at_work(aws, batch, 7200)
    change(batch, instanceTypes=["c5.2xlarge"])
    aws.clock.advance(minutes=29)
    assert status(batch, job) == "RUNNING"
    aws.clock.advance(minutes=1)
    assert status(batch, job) == "FAILED"


def test_jobs_that_are_terminated_are_tried_again_on_new_instances(aws: World, batch: Any) -> None:
    job = at_work(aws, batch, 600, retryStrategy={"attempts": 2})
    update(batch, updatePolicy={"terminateJobsOnUpdate": True})
    aws.clock.advance(seconds=5)
    assert shown(batch)["updatePolicy"] == {"terminateJobsOnUpdate": True, "jobExecutionTimeoutMinutes": 30}
    change(batch, instanceTypes=["c5.2xlarge"])
    assert status(batch, job) == "RUNNABLE"
    aws.clock.advance(seconds=5)
    assert (shown(batch)["status"], desired(batch)) == ("VALID", 8)
    aws.clock.advance(seconds=800)
    assert status(batch, job) == "SUCCEEDED"


def test_timeouts_have_their_range(aws: World, batch: Any) -> None:
    valid(aws, batch)
    for minutes in (7201, 100_000):
        with refused("jobExecutionTimeoutMinutes must be between 1 and 7200.", wrapped=True):
            update(batch, updatePolicy={"jobExecutionTimeoutMinutes": minutes})
