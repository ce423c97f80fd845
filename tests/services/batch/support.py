"""Compute environments, queues, definitions and jobs that are made and seen through boto3."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3.session
import pytest
from botocore.exceptions import ClientError

from fakeaws import World

ACCOUNT = "123456789012"
ARN = f"arn:aws:batch:us-east-1:{ACCOUNT}:"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/batch"
PROFILE = f"arn:aws:iam::{ACCOUNT}:instance-profile/ecs"
IMAGE = "busybox"


def client(region: str = "us-east-1", key: str = "test", service: str = "batch") -> Any:
    """A boto3 client."""
    made: Any = boto3.session.Session().client(
        service, region_name=region, aws_access_key_id=key, aws_secret_access_key="test"
    )
    return made


def resources(kind: str = "EC2", *, max_vcpus: int = 16, **more: Any) -> dict[str, Any]:
    """``computeResources`` with all that the type wants. Instances have 4 vCPUs and 16 GiB unless told otherwise."""
    found: dict[str, Any] = {
        "type": kind,
        "maxvCpus": max_vcpus,
        "subnets": ["subnet-1"],
        "securityGroupIds": ["sg-1"],
    }
    if kind in ("EC2", "SPOT"):
        found |= {"minvCpus": 0, "instanceTypes": ["m5.xlarge"], "instanceRole": PROFILE}
        found["allocationStrategy"] = "BEST_FIT_PROGRESSIVE" if kind == "EC2" else "SPOT_CAPACITY_OPTIMIZED"
    return {name: value for name, value in {**found, **more}.items() if value is not None}


def environment(batch: Any, name: str = "machines", kind: str = "EC2", *, max_vcpus: int = 16, **more: Any) -> str:
    """A managed compute environment; ``more`` goes into ``computeResources``. Returns its ARN; it is not VALID yet."""
    made = batch.create_compute_environment(
        computeEnvironmentName=name, type="MANAGED", computeResources=resources(kind, max_vcpus=max_vcpus, **more)
    )
    arn: str = made["computeEnvironmentArn"]
    return arn


def queue(
    batch: Any, name: str = "queue", environments: tuple[str, ...] | list[str] = ("machines",), **more: Any
) -> str:
    """A job queue over compute environments in that order. Returns its ARN; it is not VALID yet."""
    order = [{"order": place, "computeEnvironment": each} for place, each in enumerate(environments, 1)]
    params = {"jobQueueName": name, "priority": 1, "computeEnvironmentOrder": order, **more}
    arn: str = batch.create_job_queue(**params)["jobQueueArn"]
    return arn


def furnished(aws: World, batch: Any, kind: str = "EC2", **more: Any) -> None:
    """The compute environment ``machines`` and the queue ``queue`` over it, both VALID."""
    environment(batch, kind=kind, **more)
    aws.clock.advance(seconds=15)
    queue(batch)
    aws.clock.advance(seconds=10)


def requirements(vcpus: str | None = "1", memory: str | None = "2048", gpus: str | None = None) -> list[dict[str, str]]:
    """``resourceRequirements``; ``None`` leaves one out."""
    values = (("VCPU", vcpus), ("MEMORY", memory), ("GPU", gpus))
    return [{"type": type, "value": value} for type, value in values if value is not None]


def container(
    vcpus: str | None = "1", memory: str | None = "2048", gpus: str | None = None, /, **more: Any
) -> dict[str, Any]:
    """``containerProperties`` on EC2; ``more`` adds members, ``None`` takes one away."""
    found = {"image": IMAGE, "command": ["true"], "resourceRequirements": requirements(vcpus, memory, gpus), **more}
    return {name: value for name, value in found.items() if value is not None}


def on_fargate(vcpus: str | None = "1", memory: str | None = "2048", /, **more: Any) -> dict[str, Any]:
    """``containerProperties`` on Fargate."""
    return container(vcpus, memory, **{"executionRoleArn": ROLE, **more})


def definition(batch: Any, name: str = "work", *, fargate: bool = False, **more: Any) -> str:
    """A job definition of type container; ``more`` are RegisterJobDefinition's parameters. Returns its ARN."""
    params: dict[str, Any] = {"jobDefinitionName": name, "type": "container"}
    if fargate:
        params |= {"platformCapabilities": ["FARGATE"], "containerProperties": on_fargate()}
    else:
        params |= {"containerProperties": container()}
    given = {name: value for name, value in {**params, **more}.items() if value is not None}
    arn: str = batch.register_job_definition(**given)["jobDefinitionArn"]
    return arn


def submit(batch: Any, name: str = "job", queue: str = "queue", definition: str = "work", **more: Any) -> str:
    """A job. Returns its id."""
    id: str = batch.submit_job(**{"jobName": name, "jobQueue": queue, "jobDefinition": definition, **more})["jobId"]
    return id


def described(batch: Any, id: str) -> dict[str, Any]:
    """A job, by DescribeJobs."""
    (found,) = batch.describe_jobs(jobs=[id])["jobs"]
    shown: dict[str, Any] = found
    return shown


def status(batch: Any, id: str) -> str:
    """The status of a job."""
    found: str = described(batch, id)["status"]
    return found


@contextmanager
def refused(message: str, *, wrapped: bool = False) -> Iterator[None]:
    """The call inside is refused with ClientException in these words; ``wrapped``: in those of Batch's older checks."""
    with pytest.raises(ClientError) as caught:
        yield
    error, metadata = caught.value.response["Error"], caught.value.response["ResponseMetadata"]
    if wrapped:
        message = f"Error executing request, Exception : {message}, RequestId: {metadata['RequestId']}"
    assert (error["Code"], error["Message"]) == ("ClientException", message)
    assert metadata["HTTPStatusCode"] == 400
