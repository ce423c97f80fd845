"""What SubmitJob overrides of each form of a definition."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World
from tests.services.batch.support import (
    ACCOUNT,
    container,
    definition,
    described,
    environment,
    furnished,
    queue,
    refused,
    requirements,
    resources,
    submit,
)

CONFLICT = (
    "This value was submitted in a deprecated key and may conflict with the value provided by the job definition's "
    "resource requirements."
)


def variables(**values: str) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in values.items()]


@pytest.fixture(autouse=True)
def _world(aws: World, batch: Any) -> None:
    furnished(aws, batch)


def overridden(batch: Any, **overrides: Any) -> dict[str, Any]:
    """The container of a job of ``work``."""
    shown: dict[str, Any] = described(batch, submit(batch, containerOverrides=overrides))["container"]
    return shown


# -- containers ------------------------------------------------------------------------------------------------------------


def test_a_command_replaces_the_whole_list(batch: Any) -> None:
    definition(batch, containerProperties=container(command=["echo", "a", "b"]))
    assert overridden(batch, command=["true"])["command"] == ["true"]
    assert overridden(batch)["command"] == ["echo", "a", "b"]
    assert overridden(batch, command=[])["command"] == ["echo", "a", "b"]
    with refused("The command of an override must not contain an empty string.", wrapped=True):
        overridden(batch, command=["echo", ""])


def test_variables_merge_by_name(batch: Any) -> None:
    definition(batch, containerProperties=container(environment=variables(A="1", B="2")))
    found = overridden(batch, environment=variables(B="3", C="4"))
    assert found["environment"] == variables(A="1", B="3", C="4")
    with refused("Environment variable AWS_BATCH_X is not valid: names must not start with AWS_BATCH.", wrapped=True):
        overridden(batch, environment=variables(AWS_BATCH_X="1"))
    assert overridden(batch)["environment"] == variables(A="1", B="2")


def test_requirements_merge_by_type(batch: Any) -> None:
    definition(batch, containerProperties=container("1", "2048"))
    found = overridden(batch, resourceRequirements=requirements(None, "4096", "1"))
    assert found["resourceRequirements"] == requirements("1", "4096", "1")
    with refused(
        "Value 0.5 for type VCPU in resourceRequirement is not valid. Please provide a numeric value.", wrapped=True
    ):
        overridden(batch, resourceRequirements=requirements("0.5", None))


def test_deprecated_keys(batch: Any) -> None:
    definition(batch)
    for key in ("vcpus", "memory"):
        with refused(CONFLICT):
            overridden(batch, **{key: 2})
    definition(batch, containerProperties=container(None, None, vcpus=1, memory=100))
    found = overridden(batch, vcpus=2)
    assert (found["vcpus"], found["memory"], found["resourceRequirements"]) == (2, 100, [])
    found = overridden(batch, resourceRequirements=requirements("3", None))
    assert ("vcpus" in found, found["memory"]) == (False, 100)
    assert found["resourceRequirements"] == requirements("3", None)


def test_deprecated_keys_on_fargate(aws: World, batch: Any) -> None:
    environment(batch, "tasks", "FARGATE")
    aws.clock.advance(seconds=15)
    queue(batch, "fargate", ["tasks"])
    definition(batch, fargate=True)
    for key in ("vcpus", "memory"):
        with refused(f"{key} is not applicable for Fargate. Use resource requirements instead."):
            submit(batch, queue="fargate", containerOverrides={key: 2})


def test_the_definition_stays_as_it_is(batch: Any) -> None:
    definition(batch, containerProperties=container(environment=variables(A="1")))
    before = batch.describe_job_definitions()["jobDefinitions"]
    overrides = {
        "command": ["false"],
        "environment": variables(A="2"),
        "resourceRequirements": requirements("2", "512"),
    }
    id = submit(batch, containerOverrides=overrides)
    overrides["command"].append("changed")
    described(batch, id)["container"]["command"].append("changed")
    assert described(batch, id)["container"]["command"] == ["false"]
    assert batch.describe_job_definitions()["jobDefinitions"] == before


def test_overrides_of_another_form(batch: Any) -> None:
    definition(batch)
    for name, value in (
        ("ecsPropertiesOverride", {"taskProperties": []}),
        ("eksPropertiesOverride", {"podProperties": {}}),
        ("nodeOverrides", {"numNodes": 2}),
    ):
        with refused(f"{name} is not applicable for job definitions with containerProperties."):
            submit(batch, **{name: value})


# -- tasks -----------------------------------------------------------------------------------------------------------------


def test_a_tasks_containers_by_name(batch: Any) -> None:
    one = {"image": "busybox", "command": ["true"], "resourceRequirements": requirements()}
    task = {"containers": [{"name": "a", **one}, {"name": "b", **one}]}
    definition(batch, containerProperties=None, ecsProperties={"taskProperties": [task]})

    def override(*containers: dict[str, Any]) -> list[dict[str, Any]]:
        id = submit(batch, ecsPropertiesOverride={"taskProperties": [{"containers": list(containers)}]})
        (found,) = described(batch, id)["ecsProperties"]["taskProperties"]
        shown: list[dict[str, Any]] = found["containers"]
        return shown

    b = {
        "name": "b",
        "command": ["false"],
        "environment": variables(X="1"),
        "resourceRequirements": requirements("2", None),
    }
    first, second = override(b)
    assert (first["command"], first["environment"]) == (["true"], [])
    assert (second["command"], second["environment"]) == (["false"], variables(X="1"))
    assert second["resourceRequirements"] == requirements("2", "2048")
    with refused("Container c to override is not in the job definition.", wrapped=True):
        override({"name": "c", "command": ["false"]})
    with refused("containerOverrides is not applicable for job definitions with ecsProperties."):
        submit(batch, containerOverrides={"command": ["false"]})


def test_what_runs_finds_what_is_described(aws: World, batch: Any) -> None:
    one = {"image": "busybox", "command": ["main", "Ref::file"], "resourceRequirements": requirements()}
    task = {"containers": [{"name": "a", "essential": False, **one}, {"name": "b", **one}]}
    definition(batch, containerProperties=None, ecsProperties={"taskProperties": [task]})
    ran: list[Any] = []
    aws.batch.register(ran.append, job_definition="work")
    container = {"name": "b", "command": ["other", "Ref::file"], "environment": variables(X="1")}
    override = {"taskProperties": [{"containers": [container]}]}
    submit(batch, ecsPropertiesOverride=override, parameters={"file": "a"})
    aws.clock.advance(minutes=10)
    (found,) = ran
    assert found.command == ["other", "a"]
    assert found.parameters == {"file": "a"}
    shown = {name: found.environment[name] for name in ("X", "AWS_BATCH_CE_NAME", "AWS_EXECUTION_ENV")}
    assert shown == {"X": "1", "AWS_BATCH_CE_NAME": "machines", "AWS_EXECUTION_ENV": "AWS_ECS_EC2"}


# -- pods ------------------------------------------------------------------------------------------------------------------


def test_a_pods_containers(aws: World, batch: Any) -> None:
    cluster = {"eksClusterArn": f"arn:aws:eks:us-east-1:{ACCOUNT}:cluster/c", "kubernetesNamespace": "jobs"}
    batch.create_compute_environment(
        computeEnvironmentName="pods", type="MANAGED", computeResources=resources(), eksConfiguration=cluster
    )
    aws.clock.advance(seconds=15)
    queue(batch, "eks", ["pods"])
    aws.clock.advance(seconds=10)
    one = {
        "image": "busybox:1",
        "command": ["sh"],
        "args": ["Ref::file"],
        "env": variables(A="1"),
        "resources": {"limits": {"memory": "64Mi", "cpu": "1"}, "requests": {"memory": "64Mi"}},
    }
    pod = {"containers": [one], "metadata": {"labels": {"team": "shop"}}}
    definition(batch, containerProperties=None, eksProperties={"podProperties": pod}, parameters={"file": "a"})

    def override(container: dict[str, Any], **more: Any) -> dict[str, Any]:
        given = {"podProperties": {"containers": [container], **more}}
        id = submit(batch, queue="eks", eksPropertiesOverride=given)
        shown: dict[str, Any] = described(batch, id)["eksProperties"]["podProperties"]
        return shown

    limits = {"limits": {"memory": "128Mi"}, "requests": {"memory": "128Mi"}}
    found = override(
        {"image": "busybox:2", "args": ["Ref::file", "b"], "env": variables(B="2"), "resources": limits},
        metadata={"labels": {"job": "x"}},
    )
    (shown,) = found["containers"]
    assert (shown["name"], shown["image"], shown["command"], shown["args"]) == (
        "Default",
        "busybox:2",
        ["sh"],
        ["a", "b"],
    )
    assert shown["env"] == variables(A="1", B="2")
    assert shown["resources"] == {"limits": {"memory": "128Mi", "cpu": "1"}, "requests": {"memory": "128Mi"}}
    assert found["metadata"]["labels"] == {"team": "shop", "job": "x"}
    ran: list[Any] = []
    aws.batch.register(ran.append, job_definition="work")
    aws.clock.advance(minutes=10)
    assert (ran[0].command, ran[0].image) == (["sh", "a", "b"], "busybox:2")
    assert ran[0].environment["B"] == "2"
    assert "AWS_BATCH_JOB_KUBERNETES_NODE_UID" in ran[0].environment
    with refused("The limit and the request of memory must be equal.", wrapped=True):
        override({"name": "Default", "resources": {"limits": {"memory": "128Mi"}}})


# -- nodes -----------------------------------------------------------------------------------------------------------------


def nodes(*targets: str, count: int = 4) -> dict[str, Any]:
    groups = [{"targetNodes": each, "container": container()} for each in targets]
    return {"numNodes": count, "mainNode": 0, "nodeRangeProperties": groups}


def multinode(batch: Any, *targets: str) -> None:
    definition(batch, type="multinode", containerProperties=None, nodeProperties=nodes(*targets))


def commands(batch: Any, id: str) -> list[list[str]]:
    groups = described(batch, id)["nodeProperties"]["nodeRangeProperties"]
    return [each["container"]["command"] for each in groups]


def test_groups_of_nodes(batch: Any) -> None:
    multinode(batch, "0:1", "2:")

    def override(targets: str) -> str:
        given = [{"targetNodes": targets, "containerOverrides": {"command": ["false"]}}]
        return submit(batch, nodeOverrides={"nodePropertyOverrides": given})

    assert commands(batch, override("2:")) == [["true"], ["false"]]
    assert commands(batch, override("0:1")) == [["false"], ["true"]]
    assert commands(batch, override("0:")) == [["false"], ["false"]]
    with refused("targetNodes 1:2 has no node range of the job definition in it.", wrapped=True):
        override("1:2")


def test_the_number_of_nodes(batch: Any) -> None:
    multinode(batch, "0:1", "2:")
    id = submit(batch, nodeOverrides={"numNodes": 7})
    assert described(batch, id)["nodeProperties"]["numNodes"] == 7
    assert described(batch, f"{id}#6")["nodeDetails"]["nodeIndex"] == 6
    with refused("targetNodes 0:1 is not within the 1 nodes.", wrapped=True):
        submit(batch, nodeOverrides={"numNodes": 1})
    multinode(batch, "0:3")
    with refused(
        "numNodes can only be overridden if the job definition has a node range with an open end.", wrapped=True
    ):
        submit(batch, nodeOverrides={"numNodes": 3})
    with refused("arrayProperties is not applicable for multi-node parallel jobs."):
        submit(batch, arrayProperties={"size": 2})
