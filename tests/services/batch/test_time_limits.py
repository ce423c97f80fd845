"""Queues that are blocked: statusReason of the head, and jobStateTimeLimitActions."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World
from tests.services.batch.scheduling_support import lasting, on_tasks, service, when
from tests.services.batch.support import container, definition, described, environment, queue, status, submit

MAX = "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE"
REQUIREMENT = "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT"
CAPACITY = "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY"
MAX_TEXT = f"{MAX} - CE(s) associated with the job queue cannot meet the CPU requirement of the job."
REQUIREMENT_TEXT = (
    f"{REQUIREMENT} - The job resource requirement (vCPU/memory/GPU) is higher than that can be met by the CE(s) "
    "attached to the job queue."
)


def action(reason: str = MAX, seconds: int = 600) -> dict[str, Any]:
    return {"reason": reason, "state": "RUNNABLE", "maxTimeSeconds": seconds, "action": "CANCEL"}


def reason(batch: Any, id: str) -> str | None:
    found: str | None = described(batch, id).get("statusReason")
    return found


def blocked(aws: World) -> list[tuple[float, str, str, str]]:
    return [
        (each.at.total_seconds(), each.resource, each.outcome, each.details["reason"])
        for each in aws.timeline
        if each.kind == "JobQueueBlocked"
    ]


def test_a_job_larger_than_any_environment_blocks_for_ever(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 4)
    lasting(aws, batch, 1, "huge", "8")
    id = submit(batch, "huge", definition="huge")
    aws.clock.advance(seconds=4)
    assert reason(batch, id) is None
    aws.clock.advance(days=30)
    assert (status(batch, id), reason(batch, id)) == ("RUNNABLE", MAX_TEXT)
    assert blocked(aws) == [(when(aws, id, "RUNNABLE") + 4, "queue", "huge", MAX_TEXT)]


def test_only_the_head_shows_it(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 4)
    lasting(aws, batch, 1, "huge", "8")
    first, second = (submit(batch, name, definition="huge") for name in ("one", "two"))
    aws.clock.advance(minutes=1)
    assert (reason(batch, first), reason(batch, second)) == (MAX_TEXT, None)


def test_a_queue_that_is_only_full_is_not_blocked(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 1, jobStateTimeLimitActions=[action(each) for each in (MAX, REQUIREMENT, CAPACITY)])
    lasting(aws, batch, 3600)
    running, waiting = submit(batch), submit(batch)
    aws.clock.advance(minutes=50)
    assert (status(batch, running), status(batch, waiting), reason(batch, waiting)) == ("RUNNING", "RUNNABLE", None)
    assert blocked(aws) == []


@pytest.mark.parametrize(
    ("needs", "text"),
    [
        (container("32", "2048"), MAX_TEXT),
        (container("4", "20000"), REQUIREMENT_TEXT),
        (container("8", "2048"), REQUIREMENT_TEXT),
        (container("1", "2048", "1"), REQUIREMENT_TEXT),
    ],
    ids=["vCPUs", "memory", "vCPUs of an instance", "GPUs"],
)
def test_reasons_on_instances(aws: World, batch: Any, needs: dict[str, Any], text: str) -> None:
    environment(batch)
    aws.clock.advance(seconds=10)
    queue(batch)
    definition(batch, containerProperties=needs)
    aws.clock.advance(seconds=5)
    id = submit(batch)
    aws.clock.advance(minutes=10)
    assert (status(batch, id), reason(batch, id)) == ("RUNNABLE", text)


@pytest.mark.parametrize(
    ("states", "text"),
    [
        ({"status": "INVALID"}, "ACTION_REQUIRED - CE(s) associated with the job queue are invalid."),
        (
            {"status": "INVALID", "status_reason": "CLIENT_ERROR - Not authorized to perform sts:AssumeRole"},
            "MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS – Batch service role has a permission issue.",
        ),
        ({"state": "DISABLED"}, "UNDETERMINED - Batch job is blocked, root cause is undetermined."),
    ],
    ids=["invalid", "role", "disabled"],
)
def test_reasons_of_environments(aws: World, batch: Any, states: dict[str, str], text: str) -> None:
    on_tasks(aws, batch, 4)
    lasting(aws, batch, 1)
    machines = service(aws).environments["machines"]
    before = {name: getattr(machines, name) for name in states}
    for name, value in states.items():
        setattr(machines, name, value)
    id = submit(batch)
    aws.clock.advance(minutes=10)
    assert (status(batch, id), reason(batch, id)) == ("RUNNABLE", text)
    for name, value in before.items():
        setattr(machines, name, value)
    service(aws).dispatcher.kick()
    aws.clock.advance(seconds=5)
    assert (status(batch, id), reason(batch, id)) == ("STARTING", None)


def test_no_instances_to_be_had(aws: World, batch: Any) -> None:
    environment(batch, instanceTypes=["m5.xlarge", "c5.2xlarge"])
    aws.clock.advance(seconds=10)
    queue(batch, jobStateTimeLimitActions=[action(CAPACITY, 900)])
    definition(batch)
    aws.clock.advance(seconds=5)
    capacity = service(aws).environments["machines"].capacity
    capacity.unobtainable = ("m5.xlarge",)
    first = submit(batch)
    aws.clock.advance(seconds=10)
    assert service(aws).jobs[first].placement.instance.type.name == "c5.2xlarge"
    capacity.unobtainable = ("m5.xlarge", "c5.2xlarge")
    definition(batch, "large", containerProperties=container("4", "12000"))
    aws.batch.register(job_definition="large", takes=7200)
    large = submit(batch, definition="large")
    aws.clock.advance(seconds=10)
    text = f"{CAPACITY} - Service cannot fulfill the capacity requested for instance type [m5.xlarge]"
    assert reason(batch, large) is None  # it fits on the instance that is there
    second = submit(batch, definition="large")
    aws.clock.advance(seconds=10)
    assert (status(batch, second), reason(batch, second)) == ("RUNNABLE", text)
    aws.clock.advance(minutes=16)
    assert status(batch, second) == "FAILED"
    assert reason(batch, second) == f"Canceled by JobStateTimeLimit action due to reason: {CAPACITY}"


def test_a_time_limit_cancels_the_head_exactly_then(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 4, jobStateTimeLimitActions=[action(REQUIREMENT, 700), action(MAX, 900), action(MAX, 600)])
    lasting(aws, batch, 1, "huge", "8")
    lasting(aws, batch, 1)
    first, second, small = submit(batch, definition="huge"), submit(batch, definition="huge"), submit(batch)
    aws.clock.advance(hours=1)
    canceled = f"Canceled by JobStateTimeLimit action due to reason: {MAX}"
    assert [reason(batch, each) for each in (first, second)] == [canceled, canceled]
    (since, *_), (then, *_) = blocked(aws)
    assert when(aws, first, "FAILED") == since + 600
    # The next one's time begins when it is found at the head, a cycle later.
    assert then == since + 605
    assert when(aws, second, "FAILED") == then + 600
    assert when(aws, small) == then + 605
    assert "startedAt" not in described(batch, first) or described(batch, first)["startedAt"] == 0


def test_a_time_limit_given_later_counts_from_the_beginning(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 4)
    lasting(aws, batch, 1, "huge", "8")
    id = submit(batch, definition="huge")
    aws.clock.advance(seconds=500)
    ((since, *_),) = blocked(aws)
    batch.update_job_queue(jobQueue="queue", jobStateTimeLimitActions=[action()])
    aws.clock.advance(seconds=300)
    assert when(aws, id, "FAILED") == since + 600


def test_a_limit_that_is_over_when_it_is_given_holds_at_once(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 4)
    lasting(aws, batch, 1, "huge", "8")
    id = submit(batch, definition="huge")
    aws.clock.advance(hours=1)
    batch.update_job_queue(jobQueue="queue", jobStateTimeLimitActions=[action()])
    aws.clock.advance(seconds=0)
    assert status(batch, id) == "FAILED"


def test_a_limit_that_is_taken_away_does_nothing(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 4, jobStateTimeLimitActions=[action()])
    lasting(aws, batch, 1, "huge", "8")
    id = submit(batch, definition="huge")
    aws.clock.advance(seconds=500)
    batch.update_job_queue(jobQueue="queue", jobStateTimeLimitActions=[])
    aws.clock.advance(hours=1)
    assert status(batch, id) == "RUNNABLE"


def test_another_environment_ends_the_block(aws: World, batch: Any) -> None:
    environment(batch, "large", "FARGATE", max_vcpus=16)
    on_tasks(aws, batch, 4, jobStateTimeLimitActions=[action()])
    lasting(aws, batch, 3600, "huge", "8")
    id = submit(batch, definition="huge")
    aws.clock.advance(seconds=300)
    assert reason(batch, id) == MAX_TEXT
    batch.update_job_queue(jobQueue="queue", computeEnvironmentOrder=[{"order": 1, "computeEnvironment": "large"}])
    aws.clock.advance(minutes=20)
    assert (status(batch, id), reason(batch, id)) == ("RUNNING", None)


def test_a_child_of_an_array_is_cancelled_alone(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 4, jobStateTimeLimitActions=[action()])
    lasting(aws, batch, 1, "huge", "8")
    id = submit(batch, definition="huge", arrayProperties={"size": 2})
    aws.clock.advance(seconds=615)
    assert [status(batch, each) for each in (f"{id}:0", f"{id}:1", id)] == ["FAILED", "RUNNABLE", "PENDING"]
    aws.clock.advance(seconds=610)
    assert status(batch, id) == "FAILED"
