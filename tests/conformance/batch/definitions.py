"""Job definitions and SubmitJob."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.conformance.batch.furniture import (
    BATCH,
    CLOSED,
    MACHINES,
    ORDERS,
    PARCELS,
    ROLE,
    SLEEP,
    SLEEP_ARN,
    SLEEP_ON_FARGATE,
    on_instances,
    order,
    sleeping,
)
from tests.conformance.batch.rows import Rows
from tests.conformance.batch.whole_definitions import DEFINITIONS, ONLY_FARGATE
from tests.conformance.contract import AskService, Refusal, Scenario, Stage

UNASKED: dict[str, str] = {}

_SLEEP = {"jobDefinitionName": SLEEP, "type": "container", "containerProperties": sleeping()}


def furnish(on: Stage) -> None:
    """Definitions for EC2, of which the first revision is INACTIVE, and for Fargate."""
    on.ask("RegisterJobDefinition", **_SLEEP)
    on.ask("RegisterJobDefinition", **_SLEEP, tags={"team": "shop"})
    on.ask("DeregisterJobDefinition", jobDefinition=f"{SLEEP}:1")
    on.ask(
        "RegisterJobDefinition",
        jobDefinitionName=SLEEP_ON_FARGATE,
        type="container",
        platformCapabilities=["FARGATE"],
        containerProperties=sleeping(executionRoleArn=ROLE),
    )


def seen(on: Stage) -> Iterator[Any]:
    yield on.ask("DescribeJobDefinitions")


def probed(on: Stage) -> Iterator[Any]:
    yield on.ask("RegisterJobDefinition", **_SLEEP)
    yield on.try_to("DeregisterJobDefinition", jobDefinition=f"{SLEEP_ON_FARGATE}:1")


# -- scenarios -----------------------------------------------------------------------------------------------------------


async def _register(ask: AskService) -> None:
    await ask("RegisterJobDefinition", **_SLEEP)


async def _deregister(ask: AskService) -> None:
    await ask("RegisterJobDefinition", **_SLEEP)
    await ask("DeregisterJobDefinition", jobDefinition=f"{SLEEP}:1")
    described = await ask("DescribeJobDefinitions")
    assert described["jobDefinitions"][0]["status"] == "INACTIVE"


async def _describe(ask: AskService) -> None:
    for each in DEFINITIONS:
        await ask("RegisterJobDefinition", **each)
    page = await ask("DescribeJobDefinitions", maxResults=1)
    assert len(page["jobDefinitions"]) == 1
    rest = await ask("DescribeJobDefinitions", nextToken=page["nextToken"])
    assert len(rest["jobDefinitions"]) == len(DEFINITIONS) - 1


async def _submit(ask: AskService) -> None:
    await ask(
        "CreateComputeEnvironment", computeEnvironmentName=MACHINES, type="MANAGED", computeResources=on_instances()
    )
    await ask.wait(60)
    await ask("CreateJobQueue", jobQueueName=ORDERS, priority=1, computeEnvironmentOrder=order(MACHINES))
    await ask.wait(60)
    await ask("RegisterJobDefinition", **_SLEEP)
    await ask(
        "SubmitJob",
        jobName="night",
        jobQueue=ORDERS,
        jobDefinition=SLEEP,
        containerOverrides={"command": ["sleep", "Ref::seconds"]},
        parameters={"seconds": "5"},
    )


SCENARIOS: dict[str, Scenario] = {
    "RegisterJobDefinition": _register,
    "DeregisterJobDefinition": _deregister,
    "DescribeJobDefinitions": _describe,
    "SubmitJob": _submit,
}

_ON_EC2 = "nodes are on EC2, where what is Fargate's is refused"
NEVER_SHOWN: dict[str, dict[str, str]] = {
    "DescribeJobDefinitions": {
        f"jobDefinitions[].nodeProperties.nodeRangeProperties[].{path}": _ON_EC2 for path in ONLY_FARGATE
    }
}


# -- refusals ------------------------------------------------------------------------------------------------------------

_SUBMITTED = {"jobName": "next", "jobQueue": ORDERS, "jobDefinition": SLEEP}
_row = Rows(
    {
        "RegisterJobDefinition": {**_SLEEP, "jobDefinitionName": "new"},
        "DeregisterJobDefinition": {"jobDefinition": SLEEP_ARN},
        "DescribeJobDefinitions": {},
        "SubmitJob": _SUBMITTED,
    }
)


def _container(id: str, message: str, *, fargate: bool = False, **changed: Any) -> Refusal:
    """A definition with a container that is refused."""
    properties = sleeping(**({"executionRoleArn": ROLE} if fargate else {}), **changed)
    given = {name: value for name, value in properties.items() if value is not None}
    platform = ["FARGATE"] if fargate else None
    return _row.wrapped(id, "RegisterJobDefinition", message, containerProperties=given, platformCapabilities=platform)


def _needs(vcpus: str, memory: str = "2048") -> list[dict[str, str]]:
    return [{"type": "VCPU", "value": vcpus}, {"type": "MEMORY", "value": memory}]


_EFS = [{"name": "data", "efsVolumeConfiguration": {"fileSystemId": "fs-1"}}]
_CAN_NOT = "Job Queue is attached to Compute Environment that can not run Jobs with capability"

REFUSALS: list[Refusal] = [
    _row.wrapped(
        "a name with a dot",
        "RegisterJobDefinition",
        "jobDefinitionName a.b is not valid. Up to 128 letters, numbers, hyphens and underscores are allowed.",
        jobDefinitionName="a.b",
    ),
    _row.wrapped("no such type", "RegisterJobDefinition", "Job definition type x is not valid.", type="x"),
    _row.wrapped(
        "nothing to run",
        "RegisterJobDefinition",
        "Exactly one of containerProperties, ecsProperties and eksProperties must be provided for container job "
        "definitions.",
        containerProperties=None,
    ),
    _row.wrapped(
        "a strategy without attempts",
        "RegisterJobDefinition",
        "RetryAttempts must be provided with retry strategy",
        retryStrategy={},
    ),
    _row.wrapped(
        "59 seconds",
        "RegisterJobDefinition",
        "attemptDurationSeconds must be at least 60 seconds.",
        timeout={"attemptDurationSeconds": 59},
    ),
    _row.wrapped(
        "25 KiB",
        "RegisterJobDefinition",
        "Job definition size must be at most 24 KiB.",
        parameters={"text": "x" * 25 * 1024},
    ),
    _row(
        "51 tags",
        "RegisterJobDefinition",
        "The number of tags must be at most 50.",
        tags={str(number): "" for number in range(51)},
    ),
    _container("no vCPU", "vCPU is not provided.", resourceRequirements=[{"type": "MEMORY", "value": "4"}]),
    _container("no memory", "Memory is not provided.", resourceRequirements=[{"type": "VCPU", "value": "1"}]),
    _container(
        "a decimal on EC2",
        "Value 1.0 for type VCPU in resourceRequirement is not valid. Please provide a numeric value.",
        resourceRequirements=_needs("1.0"),
    ),
    _container(
        "a network on EC2",
        "networkConfiguration not applicable for EC2.",
        networkConfiguration={"assignPublicIp": "ENABLED"},
    ),
    _container(
        "no pair of Fargate's",
        "Fargate resource requirements (1.00 vCPU, 1024 MiB) not valid.",
        fargate=True,
        resourceRequirements=_needs("1", "1024"),
    ),
    _container(
        "privileged on Fargate",
        "Fargate requires that privileged is false at container level.",
        fargate=True,
        privileged=True,
    ),
    _container(
        "EFS on an old Fargate",
        "EFS is supported for Fargate platform version 1.4.0",
        fargate=True,
        volumes=_EFS,
        fargatePlatformConfiguration={"platformVersion": "1.3.0"},
    ),
    _container(
        "vcpus on Fargate",
        "vcpus is not applicable for Fargate. Use resource requirements instead.",
        fargate=True,
        vcpus=1,
    ),
    _container(
        "a reserved variable",
        "Environment variable AWS_BATCH_A is not valid: names must not start with AWS_BATCH.",
        environment=[{"name": "AWS_BATCH_A", "value": ""}],
    ),
    _row(
        "no revision",
        "DeregisterJobDefinition",
        f"Job definition {SLEEP} must have a revision.",
        jobDefinition=SLEEP,
    ),
    _row("no such revision", "DeregisterJobDefinition", "Job definition sleep:9 not found.", jobDefinition="sleep:9"),
    _row("no such status", "DescribeJobDefinitions", "Job definition status OLD is not valid.", status="OLD"),
    _row(
        "101 definitions",
        "DescribeJobDefinitions",
        "Maximum number of job definitions supported is 100",
        jobDefinitions=["a"] * 101,
    ),
    _row(
        "two ways to say which",
        "DescribeJobDefinitions",
        "jobDefinitions cannot be used with other parameters: jobDefinitionName.",
        jobDefinitions=["a"],
        jobDefinitionName="a",
    ),
    _row("101 a page", "DescribeJobDefinitions", "maxResults must be between 1 and 100.", maxResults=101),
    _row("no token", "DescribeJobDefinitions", "Invalid nextToken.", nextToken="none"),
    _row(
        "a name that begins with a hyphen",
        "SubmitJob",
        "jobName -a is not valid. It must begin with a letter or number; up to 128 letters, numbers, hyphens and "
        "underscores are allowed.",
        jobName="-a",
    ),
    _row("no such queue", "SubmitJob", "JobQueue none not found.", jobQueue="none"),
    _row(
        "a queue that takes none",
        "SubmitJob",
        f"Job Queue {BATCH}job-queue/{CLOSED} is DISABLED and does not accept jobs.",
        jobQueue=CLOSED,
    ),
    _row("no such definition", "SubmitJob", "Job definition none not found.", jobDefinition="none"),
    _row("an INACTIVE one", "SubmitJob", "Job definition sleep:1 is not ACTIVE.", jobDefinition="sleep:1"),
    _row("no EC2", "SubmitJob", f"{_CAN_NOT} EC2.", jobQueue=PARCELS),
    _row("no Fargate", "SubmitJob", f"{_CAN_NOT} FARGATE.", jobDefinition=SLEEP_ON_FARGATE),
    _row(
        "vcpus on Fargate",
        "SubmitJob",
        "vcpus is not applicable for Fargate. Use resource requirements instead.",
        jobQueue=PARCELS,
        jobDefinition=SLEEP_ON_FARGATE,
        containerOverrides={"vcpus": 1},
    ),
    _row(
        "a deprecated key",
        "SubmitJob",
        "This value was submitted in a deprecated key and may conflict with the value provided by the job definition's "
        "resource requirements.",
        containerOverrides={"memory": 512},
    ),
    _row(
        "no such parameter",
        "SubmitJob",
        "Unable to substitute value. No parameter found for reference file",
        containerOverrides={"command": ["cat", "Ref::file"]},
    ),
    _row(
        "another form's overrides",
        "SubmitJob",
        "nodeOverrides is not applicable for job definitions with containerProperties.",
        nodeOverrides={"numNodes": 2},
    ),
    _row.wrapped(
        "an empty word",
        "SubmitJob",
        "The command of an override must not contain an empty string.",
        containerOverrides={"command": [""]},
    ),
    _row.wrapped("11 attempts", "SubmitJob", "RetryAttempts must be between 1 and 10.", retryStrategy={"attempts": 11}),
    _row(
        "an array of one",
        "SubmitJob",
        "The size of an array job must be between 2 and 10000.",
        arrayProperties={"size": 1},
    ),
    _row(
        "31 KiB",
        "SubmitJob",
        "The SubmitJob payload must be at most 30 KiB.",
        parameters={"text": "x" * 31 * 1024},
    ),
    _row(
        "a share where there are none",
        "SubmitJob",
        "Job with shareIdentifier or schedulingPriority can onlybe submitted to job queue with fair share scheduling "
        "policy.",
        shareIdentifier="a",
    ),
]
