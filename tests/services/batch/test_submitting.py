"""What SubmitJob takes and refuses, and what holds for the job then."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World
from tests.services.batch.support import (
    ARN,
    ROLE,
    client,
    container,
    definition,
    described,
    environment,
    furnished,
    on_fargate,
    queue,
    refused,
    requirements,
    status,
    submit,
)


@pytest.fixture(autouse=True)
def _world(aws: World, batch: Any) -> None:
    """The queue ``queue`` over EC2 instances, and the definition ``work``."""
    furnished(aws, batch)
    definition(batch)


def held(batch: Any) -> list[str]:
    """Ids of all jobs of the queue that have not ended."""
    found = []
    for each in ("SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING"):
        found += [job["jobId"] for job in batch.list_jobs(jobQueue="queue", jobStatus=each)["jobSummaryList"]]
    return found


# -- names -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "-a", "_a", "a.b", "a b", "x" * 129])
def test_bad_names(batch: Any, name: str) -> None:
    message = (
        f"jobName {name} is not valid. It must begin with a letter or number; up to 128 letters, numbers, hyphens and "
        "underscores are allowed."
    )
    with refused(message):
        submit(batch, name)
    assert held(batch) == []


def test_good_names(batch: Any) -> None:
    for name in ("a", "0-_", "x" * 128):
        answer = batch.submit_job(jobName=name, jobQueue="queue", jobDefinition="work")
        assert answer["jobName"] == name
        assert answer["jobArn"] == f"{ARN}job/{answer['jobId']}"


# -- queues ----------------------------------------------------------------------------------------------------------------


def test_queues_by_name_and_arn(batch: Any) -> None:
    assert described(batch, submit(batch, queue=f"{ARN}job-queue/queue"))["jobQueue"] == f"{ARN}job-queue/queue"
    with refused("JobQueue none not found."):
        submit(batch, queue="none")


def test_a_disabled_queue_takes_no_jobs(aws: World, batch: Any) -> None:
    before = submit(batch)
    batch.update_job_queue(jobQueue="queue", state="DISABLED")
    with refused(f"Job Queue {ARN}job-queue/queue is DISABLED and does not accept jobs."):
        submit(batch)
    aws.clock.advance(minutes=10)
    assert status(batch, before) == "SUCCEEDED"


def test_the_queues_machines_must_suit(aws: World, batch: Any) -> None:
    environment(batch, "tasks", "FARGATE")
    aws.clock.advance(seconds=15)
    queue(batch, "fargate", ["tasks"])
    aws.clock.advance(seconds=10)
    definition(batch, "task", fargate=True)
    definition(batch, "arm", fargate=True, containerProperties=on_fargate(runtimePlatform={"cpuArchitecture": "ARM64"}))
    pod = {"containers": [{"image": "busybox", "resources": {"limits": {"memory": "64Mi", "cpu": "1"}}}]}
    definition(batch, "pod", containerProperties=None, eksProperties={"podProperties": pod})
    words = "Job Queue is attached to Compute Environment that can not run Jobs with capability"
    with refused(f"{words} EC2."):
        submit(batch, queue="fargate")
    with refused(f"{words} FARGATE."):
        submit(batch, definition="task")
    with refused(f"{words} EKS."):
        submit(batch, definition="pod")
    submit(batch, queue="fargate", definition="task")
    submit(batch, queue="fargate", definition="arm")


# -- definitions -----------------------------------------------------------------------------------------------------------


def test_definitions_by_name_revision_and_arn(batch: Any) -> None:
    definition(batch)
    arn = f"{ARN}job-definition/work"
    wanted = {"work": 2, "work:1": 1, arn: 2, f"{arn}:1": 1, f"{arn}:2": 2}
    got = {text: described(batch, submit(batch, definition=text))["jobDefinition"] for text in wanted}
    assert got == {text: f"{arn}:{revision}" for text, revision in wanted.items()}


def test_only_active_definitions(batch: Any) -> None:
    definition(batch)
    batch.deregister_job_definition(jobDefinition="work:2")
    assert described(batch, submit(batch))["jobDefinition"].endswith("work:1")
    with refused("Job definition work:2 is not ACTIVE."):
        submit(batch, definition="work:2")
    batch.deregister_job_definition(jobDefinition="work:1")
    with refused("Job definition work is not ACTIVE."):
        submit(batch)
    for text in ("none", "work:9", "work:x", ARN.replace("us-east-1", "us-west-2") + "job-definition/work"):
        with refused(f"Job definition {text} not found."):
            submit(batch, definition=text)


def test_definitions_are_of_their_region(batch: Any) -> None:
    west = client("us-west-2")
    assert west.describe_job_definitions()["jobDefinitions"] == []


# -- parameters ------------------------------------------------------------------------------------------------------------


def test_parameters_stand_for_references(batch: Any) -> None:
    properties = container(
        command=["copy", "Ref::from", "--to=Ref::to/Ref::from"], image="tools:Ref::version", jobRoleArn=ROLE
    )
    definition(batch, "copy", parameters={"from": "a", "version": "1"}, containerProperties=properties)
    job = described(batch, submit(batch, definition="copy", parameters={"to": "b", "version": "2"}))
    assert job["parameters"] == {"from": "a", "version": "2", "to": "b"}
    assert job["container"]["command"] == ["copy", "a", "--to=b/a"]
    assert job["container"]["image"] == "tools:2"
    found = batch.describe_job_definitions(jobDefinitionName="copy")["jobDefinitions"][0]
    assert found["containerProperties"]["command"] == properties["command"]
    assert found["parameters"] == {"from": "a", "version": "1"}


def test_a_reference_without_a_parameter(batch: Any) -> None:
    definition(batch, "copy", containerProperties=container(command=["copy", "Ref::from", "Ref::to"]))
    for _ in range(2):
        with refused("Unable to substitute value. No parameter found for reference to"):
            submit(batch, definition="copy", parameters={"from": "a"})
    with refused("Unable to substitute value. No parameter found for reference from"):
        submit(batch, definition="copy")
    assert held(batch) == []


def test_references_in_an_overriding_command(batch: Any) -> None:
    job = submit(batch, parameters={"a": "1"}, containerOverrides={"command": ["echo", "Ref::a"]})
    assert described(batch, job)["container"]["command"] == ["echo", "1"]


def test_environment_variables_have_no_references(batch: Any) -> None:
    properties = container(environment=[{"name": "A", "value": "Ref::a"}])
    definition(batch, "copy", containerProperties=properties)
    assert described(batch, submit(batch, definition="copy"))["container"]["environment"] == properties["environment"]


# -- retries, timeouts, tags -----------------------------------------------------------------------------------------------


def test_the_submissions_strategy_replaces_the_definitions(batch: Any) -> None:
    rules = [{"action": "exit", "onExitCode": "1*"}]
    definition(
        batch, "tries", retryStrategy={"attempts": 5, "evaluateOnExit": rules}, timeout={"attemptDurationSeconds": 90}
    )
    job = described(batch, submit(batch, definition="tries"))
    assert job["retryStrategy"] == {"attempts": 5, "evaluateOnExit": rules}
    assert job["timeout"] == {"attemptDurationSeconds": 90}
    more: dict[str, Any] = {"retryStrategy": {"attempts": 2}, "timeout": {"attemptDurationSeconds": 60}}
    job = described(batch, submit(batch, definition="tries", **more))
    assert job["retryStrategy"] == {"attempts": 2, "evaluateOnExit": []}
    assert job["timeout"] == {"attemptDurationSeconds": 60}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"retryStrategy": {}}, "RetryAttempts must be provided with retry strategy"),
        ({"retryStrategy": {"attempts": 0}}, "RetryAttempts must be between 1 and 10."),
        ({"timeout": {"attemptDurationSeconds": 59}}, "attemptDurationSeconds must be at least 60 seconds."),
    ],
)
def test_bad_strategies_and_timeouts(batch: Any, given: dict[str, Any], message: str) -> None:
    with refused(message, wrapped=True):
        submit(batch, **given)
    assert held(batch) == []


def test_tags(aws: World, batch: Any) -> None:
    tags = {f"t{place}": "" for place in range(30)}
    others = {f"d{place}": "" for place in range(30)}
    definition(batch, "tagged", tags=others)
    kept = submit(batch, definition="tagged", tags=tags)
    assert described(batch, kept)["tags"] == tags
    too_many = submit(batch, definition="tagged", tags=tags, propagateTags=True)
    few = submit(batch, definition="tagged", tags={"d1": "x"}, propagateTags=True)
    assert described(batch, few)["propagateTags"] is True
    aws.clock.advance(minutes=10)
    job = described(batch, too_many)
    assert job["status"] == "FAILED"
    assert job["statusReason"] == "The combined tags of job and job definition must be at most 50"
    assert [status(batch, each) for each in (kept, few)] == ["SUCCEEDED", "SUCCEEDED"]
    with refused("The number of tags must be at most 50."):
        submit(batch, tags={**tags, **others})


# -- sizes -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 1, 10_001])
def test_sizes_of_arrays(batch: Any, size: int) -> None:
    with refused("The size of an array job must be between 2 and 10000."):
        submit(batch, arrayProperties={"size": size})
    submit(batch, arrayProperties={"size": 2})


def test_a_long_payload(batch: Any) -> None:
    with refused("The SubmitJob payload must be at most 30 KiB."):
        submit(batch, parameters={"text": "x" * 30 * 1024})
    submit(batch, parameters={"text": "x" * 29 * 1024})


def test_overrides_that_are_too_long_for_ecs(aws: World, batch: Any) -> None:
    long = submit(batch, containerOverrides={"command": ["echo", "x" * 8192]})
    array = submit(batch, containerOverrides={"command": ["echo", "x" * 8192]}, arrayProperties={"size": 2})
    short = submit(batch, containerOverrides={"command": ["echo", "x" * 8000]})
    assert status(batch, long) == "SUBMITTED"
    aws.clock.advance(minutes=10)
    for each in (long, array, f"{array}:1"):
        job = described(batch, each)
        assert (job["status"], job.get("startedAt", 0)) == ("FAILED", 0)
    assert described(batch, long)["statusReason"] == "Container Overrides length must be at most 8192"
    assert described(batch, long)["attempts"] == []
    assert status(batch, short) == "SUCCEEDED"


# -- what it needs ---------------------------------------------------------------------------------------------------------


def need(aws: World, batch: Any, id: str) -> tuple[float, int, int]:
    """vCPUs, MiB and GPUs for which the scheduler looks."""
    service: Any = aws.router.service("batch", aws.account, aws.region)
    found = service.jobs[id].need
    return found.vcpus, found.memory, found.gpus


def test_needs(aws: World, batch: Any) -> None:
    one = {"image": "busybox", "resourceRequirements": requirements("2", "1024", "1")}
    task = {"containers": [{"name": "a", **one}, {"name": "b", **one}]}
    definition(batch, "gpu", containerProperties=container("4", "8192", "1"))
    definition(batch, "old", containerProperties=container(None, None, vcpus=3, memory=100))
    definition(batch, "task", containerProperties=None, ecsProperties={"taskProperties": [task]})
    groups = [
        {"targetNodes": "0:", "container": container("1", "100")},
        {"targetNodes": "1:2", "container": container("2", "50")},
    ]
    nodes = {"numNodes": 4, "mainNode": 0, "nodeRangeProperties": groups}
    definition(batch, "nodes", type="multinode", containerProperties=None, nodeProperties=nodes)
    assert need(aws, batch, submit(batch)) == (1, 2048, 0)
    assert need(aws, batch, submit(batch, definition="gpu")) == (4, 8192, 1)
    assert need(aws, batch, submit(batch, definition="old")) == (3, 100, 0)
    assert need(aws, batch, submit(batch, definition="task")) == (4, 2048, 2)
    id = submit(batch, definition="nodes")
    assert [need(aws, batch, f"{id}#{node}")[:2] for node in range(4)] == [(1, 100), (2, 50), (2, 50), (1, 100)]
