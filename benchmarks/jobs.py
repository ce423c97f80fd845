"""What Batch's jobs cost: many of them through an environment, and some beside moto's simple Batch."""

from __future__ import annotations

import json
from typing import Any

import boto3

from benchmarks.calls import CREDENTIALS
from benchmarks.timing import without_collector
from fakeaws import mock_aws
from fakeaws.simulation.real import Real

REQUIREMENTS = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "2048"}]
#: Each job waits for the one so many before it, so that there are as many chains.
CHAINS = 100
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "*"}, "Action": "sts:AssumeRole"}],
}


def client(service: str) -> Any:
    return boto3.session.Session().client(service, **CREDENTIALS)  # type: ignore[call-overload]


def furnish(
    batch: Any, subnet: str = "subnet-1", group: str = "sg-1", role: str = "arn:aws:iam::123456789012:role/r"
) -> None:
    """An environment of 64 vCPUs, and a job definition on it."""
    batch.create_compute_environment(
        computeEnvironmentName="tasks",
        type="MANAGED",
        state="ENABLED",
        serviceRole=role,
        computeResources={"type": "FARGATE", "maxvCpus": 64, "subnets": [subnet], "securityGroupIds": [group]},
    )
    batch.register_job_definition(
        jobDefinitionName="work",
        type="container",
        platformCapabilities=["FARGATE"],
        containerProperties={
            "image": "busybox",
            "command": ["true"],
            "resourceRequirements": REQUIREMENTS,
            "executionRoleArn": role,
        },
    )


def queue_up(batch: Any) -> None:
    """A queue over the environment, which has to be VALID."""
    order = [{"order": 1, "computeEnvironment": "tasks"}]
    batch.create_job_queue(jobQueueName="queue", priority=1, state="ENABLED", computeEnvironmentOrder=order)


def submit(batch: Any, count: int) -> list[str]:
    """So many jobs in chains."""
    ids: list[str] = []
    for number in range(count):
        waits_for = [{"jobId": ids[number - CHAINS]}] if number >= CHAINS else []
        params = {"jobName": f"job-{number}", "jobQueue": "queue", "jobDefinition": "work", "dependsOn": waits_for}
        ids.append(batch.submit_job(**params)["jobId"])
    return ids


def describe(batch: Any, ids: list[str]) -> list[str]:
    """The statuses of all, by a hundred."""
    found: list[str] = []
    for begin in range(0, len(ids), 100):
        jobs = batch.describe_jobs(jobs=ids[begin : begin + 100])["jobs"]
        found += [each["status"] for each in jobs]
    return found


def lives(count: int = 10_000) -> float:
    """Seconds for that many jobs with dependencies, from the first submission to the last end."""
    with mock_aws(passthrough="off") as aws, without_collector():
        batch = client("batch")
        furnish(batch)
        aws.clock.advance(seconds=15)
        queue_up(batch)
        aws.clock.advance(seconds=10)
        begin = Real.perf_counter()
        ids = submit(batch, count)
        aws.clock.advance(days=7)
        taken = Real.perf_counter() - begin
        assert describe(batch, ids) == ["SUCCEEDED"] * count
        return taken


def ours(count: int) -> tuple[float, float]:
    """Milliseconds for a job, and for a look at it when all have ended."""
    with mock_aws(passthrough="off") as aws:
        batch = client("batch")
        furnish(batch)
        aws.clock.advance(seconds=15)
        queue_up(batch)
        aws.clock.advance(seconds=10)
        begin = Real.perf_counter()
        ids = submit(batch, count)
        aws.clock.advance(days=1)
        middle = Real.perf_counter()
        statuses = describe(batch, ids)
        end = Real.perf_counter()
        assert statuses == ["SUCCEEDED"] * count
        return (middle - begin) / count * 1e3, (end - middle) / count * 1e3


def under_moto(count: int) -> tuple[float, float]:
    """The same by moto, whose simple Batch ends a job when it is submitted, without capacity or dependencies."""
    from moto import mock_aws as moto_aws

    with moto_aws(config={"batch": {"use_docker": False}}):
        ec2, batch = client("ec2"), client("batch")
        subnet = ec2.describe_subnets()["Subnets"][0]
        group = ec2.describe_security_groups()["SecurityGroups"][0]["GroupId"]
        made = client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps(TRUST))
        furnish(batch, subnet["SubnetId"], group, made["Role"]["Arn"])
        queue_up(batch)
        begin = Real.perf_counter()
        ids = submit(batch, count)
        middle = Real.perf_counter()
        statuses = describe(batch, ids)
        end = Real.perf_counter()
        assert statuses == ["SUCCEEDED"] * count, statuses[0]
        return (middle - begin) / count * 1e3, (end - middle) / count * 1e3


def run() -> None:
    """Print the tables."""
    print("\nA job of Batch, mean ms")
    print(f"{'':36}{'fakeaws':>10}{'moto':>10}{'ratio':>8}")
    mine, its = ours(1_000), under_moto(1_000)
    for title, one, other in zip(("submitted, and its whole life", "described"), mine, its, strict=True):
        print(f"{title:36}{one:10.3f}{other:10.3f}{other / one:8.1f}")
    print(f"\n10,000 jobs with dependencies through 64 vCPUs: {lives():.2f} s (less than 3 asked for)")


if __name__ == "__main__":
    run()
