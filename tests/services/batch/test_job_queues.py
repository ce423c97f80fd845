"""Job queues: what is created, changed, shown, refused, and when it holds."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World
from tests.services.batch.scheduling_support import lasting, policy, when
from tests.services.batch.support import ARN, described, environment, queue, refused, status, submit

ACTION = {
    "reason": "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
    "state": "RUNNABLE",
    "maxTimeSeconds": 600,
    "action": "CANCEL",
}


@pytest.fixture(autouse=True)
def machines(aws: World, batch: Any) -> None:
    environment(batch)
    environment(batch, "spare")
    environment(batch, "tasks", "FARGATE")
    environment(batch, "spot-tasks", "FARGATE_SPOT")
    environment(batch, "spot", "SPOT")
    environment(batch, "arm", instanceTypes=["m6g.large"])
    aws.clock.advance(seconds=10)


def shown(batch: Any, *names: str) -> list[Any]:
    found: list[Any] = batch.describe_job_queues(jobQueues=list(names) or ["queue"])["jobQueues"]
    return found


def order(*names: str) -> list[dict[str, Any]]:
    return [{"order": place, "computeEnvironment": name} for place, name in enumerate(names)]


def test_a_queue_becomes_valid(aws: World, batch: Any) -> None:
    arn = queue(batch, environments=["machines", f"{ARN}compute-environment/spare"], tags={"team": "shop"})
    assert arn == f"{ARN}job-queue/queue"
    expected = {
        "jobQueueName": "queue",
        "jobQueueArn": arn,
        "state": "ENABLED",
        "status": "CREATING",
        "priority": 1,
        "computeEnvironmentOrder": [
            {"order": 1, "computeEnvironment": f"{ARN}compute-environment/machines"},
            {"order": 2, "computeEnvironment": f"{ARN}compute-environment/spare"},
        ],
        "jobQueueType": "ECS",
        "tags": {"team": "shop"},
    }
    assert shown(batch) == [expected]
    aws.clock.advance(seconds=4.9)
    assert shown(batch)[0]["status"] == "CREATING"
    aws.clock.advance(seconds=0.1)
    assert shown(batch, arn) == [{**expected, "status": "VALID", "statusReason": "JobQueue Healthy"}]


def test_environments_are_tried_by_their_order_not_their_place_in_the_list(aws: World, batch: Any) -> None:
    batch.create_job_queue(
        jobQueueName="queue",
        priority=1,
        computeEnvironmentOrder=[
            {"order": 7, "computeEnvironment": "machines"},
            {"order": 3, "computeEnvironment": "spare"},
        ],
    )
    names = [
        (each["order"], each["computeEnvironment"].split("/")[1]) for each in shown(batch)[0]["computeEnvironmentOrder"]
    ]
    assert names == [(3, "spare"), (7, "machines")]


@pytest.mark.parametrize(
    ("names", "type"), [(("machines", "spot"), "ECS"), (("tasks", "spot-tasks"), "ECS_FARGATE"), (("arm",), "ECS")]
)
def test_on_demand_and_spot_go_together(batch: Any, names: tuple[str, ...], type: str) -> None:
    queue(batch, environments=names, jobQueueType=type)
    assert shown(batch)[0]["jobQueueType"] == type


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            {"jobQueueName": "a b"},
            "jobQueueName a b is not valid. Up to 128 letters, numbers, hyphens and underscores are allowed.",
        ),
        ({"jobQueueName": "taken"}, "Object already exists"),
        ({"priority": -1}, "Priority must be a non-negative integer."),
        ({"state": "OPEN"}, "State OPEN is not valid. Valid states are ENABLED and DISABLED."),
        (
            {"computeEnvironmentOrder": order("machines", "spare", "spot", "arm")},
            "computeEnvironmentOrder must have between 1 and 3 entries.",
        ),
        ({"computeEnvironmentOrder": order("none")}, "none does not exist"),
        (
            {"computeEnvironmentOrder": order("young")},
            f"Compute environment {ARN}compute-environment/young is not valid.",
        ),
        (
            {"computeEnvironmentOrder": order("spot", "spot")},
            f"Compute environment {ARN}compute-environment/spot is listed more than once.",
        ),
        (
            {"computeEnvironmentOrder": [*order("spot"), *order("spare")]},
            "computeEnvironmentOrder must not have the same order twice.",
        ),
        (
            {"computeEnvironmentOrder": order("machines", "tasks")},
            "All compute environments of a job queue must be of the same type: EC2, FARGATE or EKS.",
        ),
        (
            {"computeEnvironmentOrder": order("machines", "arm")},
            "All compute environments of a job queue must have the same architecture.",
        ),
        (
            {"computeEnvironmentOrder": []},
            "Exactly one of computeEnvironmentOrder and serviceEnvironmentOrder is required.",
        ),
        (
            {"serviceEnvironmentOrder": [{"order": 1, "serviceEnvironment": "s"}]},
            "Exactly one of computeEnvironmentOrder and serviceEnvironmentOrder is required.",
        ),
        (
            {"jobQueueType": "ECS_FARGATE"},
            "jobQueueType ECS_FARGATE does not match the environments of the job queue, which are ECS.",
        ),
        ({"jobQueueType": "X"}, "jobQueueType X is not valid."),
        ({"schedulingPolicyArn": f"{ARN}scheduling-policy/none"}, f"{ARN}scheduling-policy/none does not exist"),
        ({"jobStateTimeLimitActions": [{**ACTION, "reason": "CAPACITY"}]}, "Invalid job reason"),
        ({"jobStateTimeLimitActions": [{**ACTION, "state": "RUNNING"}]}, "Invalid job state"),
        (
            {"jobStateTimeLimitActions": [{**ACTION, "maxTimeSeconds": 599}]},
            "maxTimeSeconds must be between 600 and 86400.",
        ),
        (
            {"jobStateTimeLimitActions": [{**ACTION, "maxTimeSeconds": 86_401}]},
            "maxTimeSeconds must be between 600 and 86400.",
        ),
        (
            {"jobStateTimeLimitActions": [{**ACTION, "action": "TERMINATE"}]},
            "Invalid job action, CANCEL is the only one supported by the job queue.",
        ),
    ],
)
def test_what_cannot_be_created(batch: Any, changed: dict[str, Any], message: str) -> None:
    queue(batch, "taken")
    environment(batch, "young")
    with refused(message):
        queue(batch, **changed)
    assert [each["jobQueueName"] for each in batch.describe_job_queues()["jobQueues"]] == ["taken"]


def test_fifty_queues(batch: Any) -> None:
    for number in range(50):
        queue(batch, f"q{number}")
    with refused("The maximum number of job queues (50) has been reached."):
        queue(batch)


def test_a_queue_for_service_jobs(aws: World, batch: Any) -> None:
    entries = [{"order": 1, "serviceEnvironment": "training"}]
    limits = [{"maxCapacity": 1, "capacityUnit": "NUM_INSTANCES"}]
    batch.create_service_environment(
        serviceEnvironmentName="training", serviceEnvironmentType="SAGEMAKER_TRAINING", capacityLimits=limits
    )
    with refused(f"Service environment {ARN}service-environment/training is not valid."):
        batch.create_job_queue(jobQueueName="queue", priority=1, serviceEnvironmentOrder=entries)
    aws.clock.advance(seconds=15)
    batch.create_job_queue(
        jobQueueName="queue",
        priority=1,
        jobQueueType="SAGEMAKER_TRAINING",
        serviceEnvironmentOrder=entries,
        jobStateTimeLimitActions=[{**ACTION, "action": "TERMINATE"}],
    )
    (found,) = shown(batch)
    arn = f"{ARN}service-environment/training"
    assert found["serviceEnvironmentOrder"] == [{"order": 1, "serviceEnvironment": arn}]
    assert (found["computeEnvironmentOrder"], found["jobQueueType"]) == ([], "SAGEMAKER_TRAINING")
    aws.clock.advance(seconds=5)
    with refused("computeEnvironmentOrder is not applicable for a job queue of type SAGEMAKER_TRAINING."):
        batch.update_job_queue(jobQueue="queue", computeEnvironmentOrder=order("machines"))
    lasting(aws, batch, 1)
    with refused(f"Job Queue {ARN}job-queue/queue of type SAGEMAKER_TRAINING only accepts service jobs."):
        submit(batch)


def test_pages_and_names(batch: Any) -> None:
    for name in ("c", "a", "b"):
        queue(batch, name)
    first = batch.describe_job_queues(maxResults=2)
    assert [each["jobQueueName"] for each in first["jobQueues"]] == ["a", "b"]
    second = batch.describe_job_queues(maxResults=2, nextToken=first["nextToken"])
    assert [each["jobQueueName"] for each in second["jobQueues"]] == ["c"]
    assert "nextToken" not in second
    assert [each["jobQueueName"] for each in shown(batch, "none", f"{ARN}job-queue/c")] == ["c"]
    with refused("maxResults must be between 1 and 100."):
        batch.describe_job_queues(maxResults=101)
    with refused("Invalid nextToken."):
        batch.describe_job_queues(nextToken="none")
    with refused("Maximum number of job queues supported is 100"):
        batch.describe_job_queues(jobQueues=["q"] * 101)


def test_update(aws: World, batch: Any) -> None:
    queue(batch)
    with refused("Cannot update, resource is being modified."):
        batch.update_job_queue(jobQueue="queue", priority=2)
    aws.clock.advance(seconds=5)
    answer = batch.update_job_queue(
        jobQueue=f"{ARN}job-queue/queue",
        state="DISABLED",
        priority=9,
        computeEnvironmentOrder=order("spot"),
        jobStateTimeLimitActions=[ACTION],
    )
    assert (answer["jobQueueName"], answer["jobQueueArn"]) == ("queue", f"{ARN}job-queue/queue")
    (found,) = shown(batch)
    assert (found["status"], found["state"], found["priority"]) == ("UPDATING", "DISABLED", 9)
    assert found["computeEnvironmentOrder"] == [{"order": 0, "computeEnvironment": f"{ARN}compute-environment/spot"}]
    assert found["jobStateTimeLimitActions"] == [ACTION]
    aws.clock.advance(seconds=5)
    batch.update_job_queue(jobQueue="queue", jobStateTimeLimitActions=[])
    assert shown(batch)[0]["jobStateTimeLimitActions"] == []
    aws.clock.advance(seconds=5)
    assert shown(batch)[0]["status"] == "VALID"
    with refused("none does not exist"):
        batch.update_job_queue(jobQueue="none", priority=2)
    with refused("jobQueueType ECS does not match the environments of the job queue, which are ECS_FARGATE."):
        batch.update_job_queue(jobQueue="queue", computeEnvironmentOrder=order("tasks"))
    with refused("computeEnvironmentOrder must have between 1 and 3 entries."):
        batch.update_job_queue(jobQueue="queue", computeEnvironmentOrder=[])
    with refused("Invalid job reason"):
        batch.update_job_queue(jobQueue="queue", priority=5, jobStateTimeLimitActions=[{**ACTION, "reason": "x"}])
    assert shown(batch)[0]["priority"] == 9


def test_a_scheduling_policy_is_replaced_never_added(aws: World, batch: Any) -> None:
    fair, other = policy(batch), policy(batch, "other")
    queue(batch, schedulingPolicyArn=fair)
    queue(batch, "plain")
    quota = batch.create_scheduling_policy(name="q", quotaSharePolicy={"idleResourceAssignmentStrategy": "FIFO"})["arn"]
    aws.clock.advance(seconds=5)
    batch.update_job_queue(jobQueue="queue", schedulingPolicyArn=other)
    assert shown(batch)[0]["schedulingPolicyArn"] == other
    words = "A scheduling policy can be replaced, but not be added to a job queue or removed."
    with refused(words):
        batch.update_job_queue(jobQueue="plain", schedulingPolicyArn=other)
    aws.clock.advance(seconds=5)
    with refused(words):
        batch.update_job_queue(jobQueue="queue", schedulingPolicyArn="")
    with refused(f"Scheduling policy {quota} has a quotaSharePolicy, which the job queue does not support."):
        batch.update_job_queue(jobQueue="queue", schedulingPolicyArn=quota)


def test_a_disabled_queue_takes_no_jobs_but_runs_those_it_has(aws: World, batch: Any) -> None:
    queue(batch, environments=["tasks"])
    lasting(aws, batch, 60)
    aws.clock.advance(seconds=5)
    id = submit(batch)
    batch.update_job_queue(jobQueue="queue", state="DISABLED")
    with refused(f"Job Queue {ARN}job-queue/queue is DISABLED and does not accept jobs."):
        submit(batch)
    aws.clock.advance(minutes=3)
    assert status(batch, id) == "SUCCEEDED"


def test_delete_wants_a_disabled_queue_at_rest(aws: World, batch: Any) -> None:
    queue(batch)
    with refused("Cannot delete, resource is being modified."):
        batch.delete_job_queue(jobQueue="queue")
    aws.clock.advance(seconds=5)
    with refused("Cannot delete, state must be DISABLED."):
        batch.delete_job_queue(jobQueue="queue")
    batch.update_job_queue(jobQueue="queue", state="DISABLED")
    with refused("Cannot delete, resource is being modified."):
        batch.delete_job_queue(jobQueue="queue")
    aws.clock.advance(seconds=5)
    batch.delete_job_queue(jobQueue="queue")
    assert shown(batch)[0]["status"] == "DELETING"
    with refused("Cannot delete, resource is being modified."):
        batch.delete_job_queue(jobQueue="queue")
    aws.clock.advance(seconds=15)
    assert shown(batch) == []
    batch.delete_job_queue(jobQueue="queue")


def test_a_deleted_queue_takes_its_jobs_along(aws: World, batch: Any) -> None:
    environment(batch, "small", "FARGATE", max_vcpus=1)
    aws.clock.advance(seconds=10)
    queue(batch, environments=["small"])
    lasting(aws, batch, 3600)
    aws.clock.advance(seconds=5)
    running, waiting = submit(batch), submit(batch)
    array = submit(batch, arrayProperties={"size": 2})
    pending = submit(batch, dependsOn=[{"jobId": running}])
    aws.clock.advance(minutes=2)
    batch.update_job_queue(jobQueue="queue", state="DISABLED")
    aws.clock.advance(seconds=5)
    now = aws.now_us / 1e6
    batch.delete_job_queue(jobQueue="queue")
    assert [status(batch, each) for each in (waiting, pending, array)] == ["FAILED"] * 3
    assert described(batch, waiting)["statusReason"] == "Job queue was deleted"
    aws.clock.advance(seconds=29)
    assert status(batch, running) == "RUNNING"
    assert shown(batch)[0]["status"] == "DELETING"
    aws.clock.advance(seconds=1)
    assert when(aws, running, "FAILED") == now + 30
    assert shown(batch) == []


def test_jobs_wait_until_the_queue_is_valid(aws: World, batch: Any) -> None:
    lasting(aws, batch, 1)
    environment(batch, "other", "FARGATE")
    aws.clock.advance(seconds=10)
    queue(batch, environments=["other"])
    id = submit(batch)
    aws.clock.advance(seconds=60)
    # RUNNABLE at 21 s; the queue is VALID at 25 s, and the scheduler's look 5 s later.
    assert (when(aws, id, "RUNNABLE"), when(aws, id)) == (21, 30)
    assert status(batch, id) == "SUCCEEDED"


def test_same_name_elsewhere(aws: World, batch: Any) -> None:
    on = "test_same_name_elsewhere"
    queue(batch, on)
    with refused("JobQueue queue not found."):
        lasting(aws, batch, 1)
        submit(batch)
