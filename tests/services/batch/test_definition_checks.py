"""What RegisterJobDefinition refuses, form by form, and what it takes beside."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.batch.support import ROLE, container, definition, on_fargate, refused, requirements


def revisions(batch: Any) -> list[Any]:
    found: list[Any] = batch.describe_job_definitions()["jobDefinitions"]
    return found


_EFS = {"name": "data", "efsVolumeConfiguration": {"fileSystemId": "fs-1"}}
_EC2: list[tuple[dict[str, Any], str]] = [
    ({"resourceRequirements": requirements(None)}, "vCPU is not provided."),
    ({"resourceRequirements": requirements("1", None)}, "Memory is not provided."),
    ({"resourceRequirements": None}, "vCPU is not provided."),
    (
        {"resourceRequirements": requirements("1.0")},
        "Value 1.0 for type VCPU in resourceRequirement is not valid. Please provide a numeric value.",
    ),
    (
        {"resourceRequirements": requirements("1", "2 GB")},
        "Value 2 GB for type MEMORY in resourceRequirement is not valid. Please provide a numeric value.",
    ),
    ({"resourceRequirements": requirements("0")}, "vCPU must be at least 1."),
    ({"resourceRequirements": requirements("1", "3")}, "Memory must be at least 4 MiB."),
    ({"resourceRequirements": requirements("1", "4", "0")}, "GPU must be at least 1."),
    ({"resourceRequirements": requirements() + requirements()}, "Resource requirement VCPU is given more than once."),
    ({"vcpus": 1}, "vcpus and resource requirement VCPU must not be given both."),
    ({"networkConfiguration": {"assignPublicIp": "ENABLED"}}, "networkConfiguration not applicable for EC2."),
    (
        {"fargatePlatformConfiguration": {"platformVersion": "LATEST"}},
        "fargatePlatformConfiguration not applicable for EC2.",
    ),
    ({"ephemeralStorage": {"sizeInGiB": 30}}, "ephemeralStorage not applicable for EC2."),
    ({"runtimePlatform": {"cpuArchitecture": "ARM64"}}, "runtimePlatform not applicable for EC2."),
    ({"image": None}, "Container image is required."),
    (
        {"environment": [{"name": "AWS_BATCH_ME", "value": "1"}]},
        "Environment variable AWS_BATCH_ME is not valid: names must not start with AWS_BATCH.",
    ),
    ({"environment": [{"value": "1"}]}, "Environment variables must have a name."),
    ({"logConfiguration": {"logDriver": "none"}}, "Log driver none is not valid."),
    (
        {"mountPoints": [{"sourceVolume": "none", "containerPath": "/x"}]},
        "Mount point volume none is not among the volumes.",
    ),
    ({"linuxParameters": {"swappiness": 101}}, "swappiness must be between 0 and 100."),
    (
        {"ulimits": [{"name": "nofile", "softLimit": 2, "hardLimit": 1}]},
        "The soft limit of ulimit nofile must not be greater than its hard limit.",
    ),
    (
        {
            "volumes": [
                {
                    "name": "d",
                    "efsVolumeConfiguration": {"fileSystemId": "f", "authorizationConfig": {"iam": "ENABLED"}},
                }
            ]
        },
        "transitEncryption must be ENABLED if IAM authorization of EFS is.",
    ),
]
_FARGATE: list[tuple[dict[str, Any], str]] = [
    ({"privileged": True}, "Fargate requires that privileged is false at container level."),
    ({"resourceRequirements": requirements("1", "2048", "1")}, "GPU is not applicable for Fargate."),
    ({"instanceType": "m5.large"}, "instanceType is not applicable for Fargate."),
    ({"ulimits": [{"name": "nofile", "softLimit": 1, "hardLimit": 1}]}, "ulimits is not applicable for Fargate."),
    (
        {"volumes": [{"name": "data", "host": {"sourcePath": "/data"}}]},
        "volumes.host is not applicable for Fargate.",
    ),
    ({"linuxParameters": {"sharedMemorySize": 64}}, "linuxParameters.sharedMemorySize is not applicable for Fargate."),
    (
        {"linuxParameters": {"devices": [{"hostPath": "/dev/fuse"}]}},
        "linuxParameters.devices is not applicable for Fargate.",
    ),
    (
        {"linuxParameters": {"tmpfs": [{"containerPath": "/tmp", "size": 1}]}},
        "linuxParameters.tmpfs is not applicable for Fargate.",
    ),
    ({"executionRoleArn": None}, "executionRoleArn is required for Fargate."),
    ({"logConfiguration": {"logDriver": "json-file"}}, "Log driver json-file is not applicable for Fargate."),
    (
        {"volumes": [_EFS], "fargatePlatformConfiguration": {"platformVersion": "1.3.0"}},
        "EFS is supported for Fargate platform version 1.4.0",
    ),
    ({"fargatePlatformConfiguration": {"platformVersion": "newest"}}, "Fargate platform version newest is not valid."),
    ({"ephemeralStorage": {"sizeInGiB": 20}}, "ephemeralStorage must be between 21 and 200 GiB."),
    (
        {"runtimePlatform": {"cpuArchitecture": "ARM64", "operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}},
        "cpuArchitecture ARM64 is not valid for WINDOWS_SERVER_2022_CORE.",
    ),
    (
        {"resourceRequirements": None, "vcpus": 1, "memory": 2048},
        "vcpus is not applicable for Fargate. Use resource requirements instead.",
    ),
]


@pytest.mark.parametrize(("changed", "message"), _EC2)
def test_refused_on_ec2(batch: Any, changed: dict[str, Any], message: str) -> None:
    with refused(message, wrapped=True):
        definition(batch, containerProperties=container(**changed))
    assert definition(batch).endswith(":1")


@pytest.mark.parametrize(("changed", "message"), _FARGATE)
def test_refused_on_fargate(batch: Any, changed: dict[str, Any], message: str) -> None:
    properties = on_fargate(**changed)
    with refused(message, wrapped=True):
        definition(batch, fargate=True, containerProperties=properties)
    assert revisions(batch) == []


_TAKEN: list[tuple[bool, dict[str, Any]]] = [
    (True, {"runtimePlatform": {"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"}}),
    (True, {"privileged": False, "linuxParameters": {"initProcessEnabled": True}}),
    (True, {"volumes": [_EFS], "fargatePlatformConfiguration": {"platformVersion": "1.4.0"}}),
    (True, {"networkConfiguration": {"assignPublicIp": "ENABLED"}, "ephemeralStorage": {"sizeInGiB": 200}}),
    (True, {"logConfiguration": {"logDriver": "splunk"}}),
    (False, {"privileged": True, "volumes": [{"name": "data", "host": {"sourcePath": "/data"}}]}),
    (False, {"resourceRequirements": requirements("4", "8192", "1"), "linuxParameters": {"sharedMemorySize": 64}}),
    (False, {"resourceRequirements": requirements(None), "vcpus": 3}),
    (False, {"resourceRequirements": None, "vcpus": 1, "memory": 4}),
]


@pytest.mark.parametrize(("fargate", "changed"), _TAKEN)
def test_taken(batch: Any, fargate: bool, changed: dict[str, Any]) -> None:
    properties = on_fargate(**changed) if fargate else container(**changed)
    definition(batch, fargate=fargate, containerProperties=properties)
    found = revisions(batch)[0]["containerProperties"]
    completed = ("linuxParameters", "logConfiguration")
    assert found == {**found, **{name: value for name, value in changed.items() if value and name not in completed}}


_AROUND: list[tuple[dict[str, Any], str]] = [
    (
        {"jobDefinitionName": "a.b"},
        "jobDefinitionName a.b is not valid. Up to 128 letters, numbers, hyphens and underscores are allowed.",
    ),
    ({"type": "single"}, "Job definition type single is not valid."),
    (
        {"containerProperties": None},
        "Exactly one of containerProperties, ecsProperties and eksProperties must be provided for container job "
        "definitions.",
    ),
    (
        {"type": "multinode"},
        "nodeProperties, and no other properties, must be provided for multinode job definitions.",
    ),
    ({"platformCapabilities": ["LAMBDA"]}, "Platform capability LAMBDA is not valid."),
    ({"platformCapabilities": ["EC2", "FARGATE"]}, "platformCapabilities must have at most one entry."),
    (
        {"platformCapabilities": ["MANAGED_INSTANCES"]},
        "containerProperties is not applicable for MANAGED_INSTANCES.",
    ),
    ({"retryStrategy": {}}, "RetryAttempts must be provided with retry strategy"),
    (
        {"retryStrategy": {"evaluateOnExit": [{"action": "EXIT"}]}},
        "RetryAttempts must be provided with retry strategy",
    ),
    ({"retryStrategy": {"attempts": 11}}, "RetryAttempts must be between 1 and 10."),
    (
        {"retryStrategy": {"attempts": 1, "evaluateOnExit": [{"action": "EXIT"}] * 6}},
        "evaluateOnExit must have at most 5 entries.",
    ),
    (
        {"retryStrategy": {"attempts": 1, "evaluateOnExit": [{"action": "EXIT", "onExitCode": "1x"}]}},
        "onExitCode 1x in evaluateOnExit is not valid.",
    ),
    (
        {"retryStrategy": {"attempts": 1, "evaluateOnExit": [{"action": "LATER"}]}},
        "Action LATER in evaluateOnExit is not valid.",
    ),
    ({"timeout": {"attemptDurationSeconds": 59}}, "attemptDurationSeconds must be at least 60 seconds."),
    ({"schedulingPriority": 10_000}, "schedulingPriority must be between 0 and 9999."),
    ({"parameters": {"text": "x" * 24 * 1024}}, "Job definition size must be at most 24 KiB."),
]


@pytest.mark.parametrize(("changed", "message"), _AROUND)
def test_refused_around_the_container(batch: Any, changed: dict[str, Any], message: str) -> None:
    with refused(message, wrapped=True):
        definition(batch, **changed)
    assert revisions(batch) == []


def test_too_many_tags(batch: Any) -> None:
    with refused("The number of tags must be at most 50."):
        definition(batch, tags={f"t{place}": "" for place in range(51)})
    assert revisions(batch) == []


def _one(name: str | None = "main", **more: Any) -> dict[str, Any]:
    found = {"name": name, "image": "busybox", "resourceRequirements": requirements(), **more}
    return {member: value for member, value in found.items() if value is not None}


_TASKS: list[tuple[list[dict[str, Any]], str]] = [
    ([_one(str(place)) for place in range(11)], "A task must have between 1 and 10 containers."),
    ([_one(essential=False)], "At least one container of a task must be essential."),
    ([_one(), _one()], "Container name main is given more than once."),
    ([_one(), _one(None)], "Each container of a task with several needs a name."),
    (
        [_one(dependsOn=[{"containerName": "none", "condition": "START"}])],
        "Container none in dependsOn is not another container of the task.",
    ),
    (
        [_one(), _one("b", dependsOn=[{"containerName": "main", "condition": "SUCCESS"}])],
        "Condition SUCCESS is not applicable for the essential container main.",
    ),
    (
        [
            _one(dependsOn=[{"containerName": "b", "condition": "START"}]),
            _one("b", dependsOn=[{"containerName": "main", "condition": "START"}]),
        ],
        "The containers of a task must not depend on each other in a circle.",
    ),
    ([_one(resourceRequirements=requirements("1.5"))], _EC2[3][1].replace("1.0", "1.5")),
]


@pytest.mark.parametrize(("containers", "message"), _TASKS)
def test_refused_tasks(batch: Any, containers: list[dict[str, Any]], message: str) -> None:
    with refused(message, wrapped=True):
        definition(batch, containerProperties=None, ecsProperties={"taskProperties": [{"containers": containers}]})


def test_a_tasks_containers_in_their_order(batch: Any) -> None:
    containers = [
        _one("load", essential=False),
        _one(dependsOn=[{"containerName": "load", "condition": "SUCCESS"}]),
        _one("after", dependsOn=[{"containerName": "main", "condition": "START"}]),
    ]
    definition(batch, containerProperties=None, ecsProperties={"taskProperties": [{"containers": containers}]})


@pytest.mark.parametrize("seconds", [1, 121])
def test_timeouts_of_a_tasks_containers_on_fargate(batch: Any, seconds: int) -> None:
    task = {"executionRoleArn": ROLE, "containers": [_one(stopTimeout=seconds)]}
    with refused("stopTimeout must be between 2 and 120 seconds.", wrapped=True):
        definition(batch, fargate=True, containerProperties=None, ecsProperties={"taskProperties": [task]})


def _pod(**resources: Any) -> dict[str, Any]:
    return {"containers": [{"image": "busybox", "resources": resources}]}


_PODS: list[tuple[dict[str, Any], str]] = [
    (_pod(limits={"memory": "3Mi"}), "Value 3Mi for resource memory is not valid."),
    (_pod(limits={"memory": "1Gi"}), "Value 1Gi for resource memory is not valid."),
    (_pod(limits={"cpu": "0.3"}), "Value 0.3 for resource cpu is not valid."),
    (
        _pod(limits={"memory": "8Mi"}, requests={"memory": "4Mi"}),
        "The limit and the request of memory must be equal.",
    ),
    ({"containers": []}, "A pod must have between 1 and 10 containers."),
    ({**_pod(), "metadata": {"namespace": "kube-system"}}, "Namespace kube-system is not valid."),
    ({**_pod(), "dnsPolicy": "Mine"}, "dnsPolicy Mine is not valid."),
]


@pytest.mark.parametrize(("pod", "message"), _PODS)
def test_refused_pods(batch: Any, pod: dict[str, Any], message: str) -> None:
    with refused(message, wrapped=True):
        definition(batch, containerProperties=None, eksProperties={"podProperties": pod})


def test_platforms_of_pods(batch: Any) -> None:
    with refused("platformCapabilities is not applicable for EKS.", wrapped=True):
        definition(batch, fargate=True, containerProperties=None, eksProperties={"podProperties": _pod()})


def _nodes(*groups: str, nodes: int = 4, main: int = 0, **container_changed: Any) -> dict[str, Any]:
    entries = [{"targetNodes": each, "container": container(**container_changed)} for each in groups]
    return {"numNodes": nodes, "mainNode": main, "nodeRangeProperties": entries}


_NODES: list[tuple[dict[str, Any], str]] = [
    (_nodes("0:", main=4), "mainNode must be less than numNodes."),
    (_nodes("0:", nodes=1001), "numNodes must be between 1 and 1000."),
    (_nodes("0:1"), "nodeRangeProperties must cover all nodes."),
    (_nodes("1:"), "nodeRangeProperties must cover all nodes."),
    (_nodes(*[f"{each}:" for each in range(6)], nodes=9), "nodeRangeProperties must have between 1 and 5 entries."),
    (_nodes("0:", "2:4"), "targetNodes 2:4 is not within the 4 nodes."),
    (_nodes("0:", "3:1"), "targetNodes 3:1 is not valid."),
    (_nodes("0:", "all"), "targetNodes all is not valid."),
    (_nodes("0:", resourceRequirements=requirements(None)), "vCPU is not provided."),
    (
        {"numNodes": 1, "mainNode": 0, "nodeRangeProperties": [{"targetNodes": "0:"}]},
        "Node range 0: must have exactly one of container, ecsProperties, eksProperties.",
    ),
]


@pytest.mark.parametrize(("nodes", "message"), _NODES)
def test_refused_nodes(batch: Any, nodes: dict[str, Any], message: str) -> None:
    with refused(message, wrapped=True):
        definition(batch, type="multinode", containerProperties=None, nodeProperties=nodes)


def test_one_instance_type_for_all_nodes(batch: Any) -> None:
    nodes = _nodes("0:", "1:")
    nodes["nodeRangeProperties"][0]["container"]["instanceType"] = "p3.2xlarge"
    with refused("All node ranges must have the same instance type.", wrapped=True):
        definition(batch, type="multinode", containerProperties=None, nodeProperties=nodes)
    nodes["nodeRangeProperties"][1]["container"]["instanceType"] = "p3.2xlarge"
    definition(batch, type="multinode", containerProperties=None, nodeProperties=nodes)


def test_nodes_are_not_for_fargate(batch: Any) -> None:
    given = {"type": "multinode", "containerProperties": None, "nodeProperties": _nodes("0:")}
    with refused("nodeProperties is not applicable for Fargate.", wrapped=True):
        definition(batch, fargate=True, **given)
