"""Registering, describing and deregistering job definitions."""

from __future__ import annotations

from typing import Any

from fakeaws import World
from tests.services.batch.support import (
    ARN,
    container,
    definition,
    furnished,
    on_fargate,
    refused,
    requirements,
    submit,
)

LISTS = ("command", "volumes", "environment", "mountPoints", "ulimits", "resourceRequirements", "secrets")


def shown(batch: Any, name: str = "work") -> dict[str, Any]:
    """The newest revision, by DescribeJobDefinitions."""
    found: dict[str, Any] = batch.describe_job_definitions(jobDefinitionName=name)["jobDefinitions"][0]
    return found


def revisions(batch: Any, **filters: Any) -> list[str]:
    found = batch.describe_job_definitions(**filters)["jobDefinitions"]
    return [f"{each['jobDefinitionName']}:{each['revision']} {each['status']}" for each in found]


# -- revisions -----------------------------------------------------------------------------------------------------------


def test_each_registration_is_a_revision(batch: Any) -> None:
    made = batch.register_job_definition(jobDefinitionName="work", type="container", containerProperties=container())
    assert (made["jobDefinitionName"], made["revision"]) == ("work", 1)
    assert made["jobDefinitionArn"] == f"{ARN}job-definition/work:1"
    assert definition(batch) == f"{ARN}job-definition/work:2"
    assert definition(batch, "other") == f"{ARN}job-definition/other:1"


def test_a_revision_is_never_given_again(aws: World, batch: Any) -> None:
    definition(batch)
    definition(batch)
    batch.deregister_job_definition(jobDefinition="work:2")
    batch.deregister_job_definition(jobDefinition=f"{ARN}job-definition/work:1")
    assert definition(batch).endswith(":3")
    batch.deregister_job_definition(jobDefinition="work:3")
    aws.clock.advance(days=180)
    assert revisions(batch) == []
    assert definition(batch).endswith(":4")


def test_inactive_ones_are_kept_for_180_days(aws: World, batch: Any) -> None:
    definition(batch)
    batch.deregister_job_definition(jobDefinition="work:1")
    aws.clock.advance(days=90)
    batch.deregister_job_definition(jobDefinition="work:1")
    aws.clock.advance(days=89, hours=23)
    assert revisions(batch) == ["work:1 INACTIVE"]
    aws.clock.advance(hours=1)
    assert revisions(batch) == []
    with refused("Job definition work:1 not found."):
        batch.deregister_job_definition(jobDefinition="work:1")


def test_deregistering_wants_a_revision(batch: Any) -> None:
    definition(batch)
    with refused("Job definition work must have a revision."):
        batch.deregister_job_definition(jobDefinition="work")
    with refused("Job definition work:7 not found."):
        batch.deregister_job_definition(jobDefinition="work:7")
    assert revisions(batch) == ["work:1 ACTIVE"]


# -- describing ----------------------------------------------------------------------------------------------------------


def test_filters(batch: Any) -> None:
    for name in ("b", "a", "b"):
        definition(batch, name)
    batch.deregister_job_definition(jobDefinition="b:1")
    assert revisions(batch) == ["a:1 ACTIVE", "b:2 ACTIVE", "b:1 INACTIVE"]
    assert revisions(batch, status="ACTIVE") == ["a:1 ACTIVE", "b:2 ACTIVE"]
    assert revisions(batch, jobDefinitionName="b") == ["b:2 ACTIVE", "b:1 INACTIVE"]
    assert revisions(batch, jobDefinitionName="b", status="INACTIVE") == ["b:1 INACTIVE"]
    assert revisions(batch, jobDefinitionName="none") == []
    wanted = [f"{ARN}job-definition/b:1", "a:1", "none:1", "a", "b:9"]
    assert revisions(batch, jobDefinitions=wanted) == ["b:1 INACTIVE", "a:1 ACTIVE"]
    with refused("Job definition status OLD is not valid."):
        batch.describe_job_definitions(status="OLD")
    with refused("jobDefinitions cannot be used with other parameters: status."):
        batch.describe_job_definitions(jobDefinitions=["a"], status="ACTIVE")
    with refused("Maximum number of job definitions supported is 100"):
        batch.describe_job_definitions(jobDefinitions=["a"] * 101)


def test_pages(batch: Any) -> None:
    for place in range(7):
        definition(batch, f"d{place}")
    paginator = batch.get_paginator("describe_job_definitions")
    pages = list(paginator.paginate(PaginationConfig={"PageSize": 3}))
    assert [len(page["jobDefinitions"]) for page in pages] == [3, 3, 1]
    assert "nextToken" not in pages[-1]
    assert [each["jobDefinitionName"] for page in pages for each in page["jobDefinitions"]] == [
        f"d{place}" for place in range(7)
    ]
    with refused("maxResults must be between 1 and 100."):
        batch.describe_job_definitions(maxResults=101)
    with refused("Invalid nextToken."):
        batch.describe_job_definitions(nextToken="none")


def test_what_aws_adds(batch: Any) -> None:
    definition(batch, containerProperties={"image": "busybox", "vcpus": 1, "memory": 128})
    found = shown(batch)
    assert found["parameters"] == {}
    assert found["tags"] == {}
    assert found["containerOrchestrationType"] == "ECS"
    assert found["containerProperties"] == {
        "image": "busybox",
        "vcpus": 1,
        "memory": 128,
        **{name: [] for name in LISTS},
    }
    assert not {"retryStrategy", "timeout", "propagateTags", "platformCapabilities", "schedulingPriority"} & set(found)


def test_all_of_it_as_registered(batch: Any) -> None:
    given: dict[str, Any] = {
        "parameters": {"file": "a"},
        "schedulingPriority": 5,
        "timeout": {"attemptDurationSeconds": 60},
        "propagateTags": True,
        "platformCapabilities": ["FARGATE"],
        "consumableResourceProperties": {"consumableResourceList": [{"consumableResource": "licence", "quantity": 1}]},
        "tags": {"team": "shop"},
    }
    definition(
        batch,
        containerProperties=on_fargate(
            linuxParameters={"initProcessEnabled": True}, logConfiguration={"logDriver": "awslogs"}
        ),
        retryStrategy={"attempts": 3},
        **given,
    )
    found = shown(batch)
    assert {name: found[name] for name in given} == given
    assert found["retryStrategy"] == {"attempts": 3, "evaluateOnExit": []}
    properties = found["containerProperties"]
    assert properties["fargatePlatformConfiguration"] == {"platformVersion": "LATEST"}
    assert properties["linuxParameters"] == {"initProcessEnabled": True, "devices": [], "tmpfs": []}
    assert properties["logConfiguration"] == {"logDriver": "awslogs", "options": {}, "secretOptions": []}


def test_what_is_registered_is_nobody_elses(batch: Any) -> None:
    properties = container(environment=[{"name": "A", "value": "1"}])
    definition(batch, containerProperties=properties)
    properties["environment"][0]["value"] = "changed"
    shown(batch)["containerProperties"]["environment"][0]["value"] = "changed"
    assert shown(batch)["containerProperties"]["environment"] == [{"name": "A", "value": "1"}]


def test_the_other_forms(batch: Any) -> None:
    one = {"image": "busybox", "resourceRequirements": requirements()}
    task = {"containers": [{"name": "main", **one}]}
    pod = {"containers": [{"image": "busybox", "resources": {"limits": {"memory": "64Mi", "cpu": "0.5"}}}]}
    nodes = {
        "numNodes": 3,
        "mainNode": 0,
        "nodeRangeProperties": [
            {"targetNodes": "0:", "container": container()},
            {"targetNodes": "1:2", "ecsProperties": {"taskProperties": [task]}},
        ],
    }
    definition(batch, "task", containerProperties=None, ecsProperties={"taskProperties": [task]})
    definition(batch, "pod", containerProperties=None, eksProperties={"podProperties": pod})
    definition(batch, "nodes", type="multinode", containerProperties=None, nodeProperties=nodes)
    (shown_task,) = shown(batch, "task")["ecsProperties"]["taskProperties"]
    assert shown_task["volumes"] == []
    assert shown_task["containers"][0]["environment"] == []
    shown_pod = shown(batch, "pod")
    assert shown_pod["containerOrchestrationType"] == "EKS"
    assert shown_pod["eksProperties"]["podProperties"]["containers"][0]["name"] == "Default"
    shown_nodes = shown(batch, "nodes")
    assert (shown_nodes["type"], shown_nodes["containerOrchestrationType"]) == ("multinode", "ECS")
    assert shown_nodes["nodeProperties"]["nodeRangeProperties"][0]["container"]["secrets"] == []


def test_jobs_of_a_definition_that_goes_stay(aws: World, batch: Any) -> None:
    furnished(aws, batch)
    definition(batch)
    id = submit(batch)
    batch.deregister_job_definition(jobDefinition="work:1")
    aws.clock.advance(minutes=10)
    (job,) = batch.describe_jobs(jobs=[id])["jobs"]
    assert job["status"] == "SUCCEEDED"
