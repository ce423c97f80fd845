"""Service jobs: SageMaker training jobs in a queue over a service environment."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from fakeaws import World
from tests.services.batch.support import ACCOUNT, ARN, refused

IMAGE = f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/train:1"
SAGEMAKER = f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:training-job/"


def payload(count: int = 1, type: str = "ml.m5.large", **more: Any) -> str:
    """The JSON of CreateTrainingJob."""
    request = {
        "TrainingJobName": "my-training-job",
        "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/sagemaker",
        "AlgorithmSpecification": {"TrainingImage": IMAGE, "TrainingInputMode": "File"},
        "ResourceConfig": {"InstanceType": type, "InstanceCount": count, "VolumeSizeInGB": 1},
        **more,
    }
    return json.dumps(request)


def environment(aws: World, batch: Any, name: str = "training", most: int = 2, unit: str = "NUM_INSTANCES") -> None:
    """A VALID service environment."""
    batch.create_service_environment(
        serviceEnvironmentName=name,
        serviceEnvironmentType="SAGEMAKER_TRAINING",
        capacityLimits=[{"maxCapacity": most, "capacityUnit": unit}],
    )
    aws.clock.advance(seconds=15)


def queue(aws: World, batch: Any, name: str = "trainings", environment: str = "training", **more: Any) -> None:
    """A VALID queue over it."""
    order = [{"order": 1, "serviceEnvironment": environment}]
    batch.create_job_queue(
        jobQueueName=name, jobQueueType="SAGEMAKER_TRAINING", priority=1, serviceEnvironmentOrder=order, **more
    )
    aws.clock.advance(seconds=10)


@pytest.fixture
def trainings(aws: World, batch: Any) -> None:
    """The queue "trainings" over an environment of two instances."""
    environment(aws, batch)
    queue(aws, batch)


def submit(batch: Any, name: str = "train", count: int = 1, **more: Any) -> str:
    """A service job of so many instances. Returns its id."""
    params = {"jobQueue": "trainings", "serviceJobType": "SAGEMAKER_TRAINING", "serviceRequestPayload": payload(count)}
    id: str = batch.submit_service_job(**{"jobName": name, **params, **more})["jobId"]
    return id


def described(batch: Any, id: str) -> Any:
    return batch.describe_service_job(jobId=id)


def status(batch: Any, id: str) -> str:
    found: str = described(batch, id)["status"]
    return found


def test_through_all_statuses(aws: World, batch: Any, trainings: None) -> None:
    id = submit(batch)
    seen = []
    for seconds in (0, 1, 5, 60, 60, 600):
        aws.clock.advance(seconds=seconds)
        seen.append(status(batch, id))
    assert seen == ["SUBMITTED", "RUNNABLE", "SCHEDULED", "STARTING", "RUNNING", "SUCCEEDED"]
    job = described(batch, id)
    created = job["createdAt"]
    moments = [job[name] - created for name in ("scheduledAt", "startedAt", "stoppedAt")]
    assert moments == [6_000, 126_000, 726_000]
    assert job["statusReason"] == "Received status from SageMaker: Training job completed"
    [attempt] = job["attempts"]
    assert attempt["serviceResourceId"] == job["latestAttempt"]["serviceResourceId"]
    assert attempt["serviceResourceId"]["value"].startswith(f"{SAGEMAKER}AWSBatchmy-training-job")
    assert job["capacityUsage"] == [{"capacityUnit": "ml.m5.large", "quantity": 1.0}]
    assert job["jobQueue"] == f"{ARN}job-queue/trainings"
    assert json.loads(job["serviceRequestPayload"])["TrainingJobName"] == "my-training-job"


def test_instances_are_limited_and_the_head_holds_up_the_queue(aws: World, batch: Any, trainings: None) -> None:
    first, second, third = submit(batch), submit(batch, count=2), submit(batch)
    aws.clock.advance(minutes=5)
    assert [status(batch, id) for id in (first, second, third)] == ["RUNNING", "RUNNABLE", "RUNNABLE"]
    snapshot = batch.get_job_queue_snapshot(jobQueue="trainings")
    fronts = [each["jobArn"] for each in snapshot["frontOfQueue"]["jobs"]]
    assert fronts == [f"{ARN}service-job/{second}", f"{ARN}service-job/{third}"]
    usage = snapshot["queueUtilization"]["totalCapacityUsage"]
    assert usage == [{"capacityUnit": "NUM_INSTANCES", "quantity": 1.0}]
    aws.clock.run_until_idle()
    ends = [described(batch, id)["stoppedAt"] for id in (first, second, third)]
    assert ends == sorted(ends)
    assert {status(batch, id) for id in (first, second, third)} == {"SUCCEEDED"}


def test_a_registered_time(aws: World, batch: Any, trainings: None) -> None:
    aws.batch.register(image=IMAGE, takes=1800)
    id = submit(batch)
    aws.clock.run_until_idle()
    job = described(batch, id)
    assert job["stoppedAt"] - job["startedAt"] == 1_800_000


def test_a_registered_callable(aws: World, batch: Any, sqs: Any, trainings: None) -> None:
    seen = []

    @aws.batch.register(image=IMAGE)
    def train(job: Any) -> None:
        time.sleep(float(job.hyperparameters["seconds"]))
        seen.append((job.attempt, job.training_job_arn, job.name))

    id = submit(batch, serviceRequestPayload=payload(HyperParameters={"seconds": "90"}))
    aws.clock.run_until_idle()
    job = described(batch, id)
    assert job["stoppedAt"] - job["startedAt"] == 90_000
    assert seen == [(1, job["latestAttempt"]["serviceResourceId"]["value"], "train")]


def test_a_failure_and_its_retries(aws: World, batch: Any, trainings: None) -> None:
    aws.batch.register(image=IMAGE, takes=60, exit_code=1)
    id = submit(batch, retryStrategy={"attempts": 3})
    aws.clock.run_until_idle()
    job = described(batch, id)
    assert job["status"] == "FAILED"
    assert job["statusReason"] == "Received status from SageMaker: AlgorithmError: , exit code: 1"
    arns = [each["serviceResourceId"]["value"] for each in job["attempts"]]
    assert len(set(arns)) == 3
    assert job["latestAttempt"]["serviceResourceId"]["value"] == arns[-1]


@pytest.mark.parametrize(("pattern", "attempts"), [("Received status from SageMaker: Algorithm*", 1), ("Other*", 2)])
def test_retries_by_status_reason(aws: World, batch: Any, trainings: None, pattern: str, attempts: int) -> None:
    aws.batch.register(image=IMAGE, takes=60, exit_code=1)
    rules = [{"action": "EXIT", "onStatusReason": pattern}]
    id = submit(batch, retryStrategy={"attempts": 2, "evaluateOnExit": rules})
    aws.clock.run_until_idle()
    assert len(described(batch, id)["attempts"]) == attempts


def test_a_timeout(aws: World, batch: Any, trainings: None) -> None:
    aws.batch.register(image=IMAGE, takes=3600)
    id = submit(batch, timeoutConfig={"attemptDurationSeconds": 60})
    aws.clock.run_until_idle()
    job = described(batch, id)
    assert (job["status"], job["statusReason"]) == ("FAILED", "Job attempt duration exceeded timeout")
    assert job["stoppedAt"] - job["startedAt"] == 180_000


@pytest.mark.parametrize("seconds", [0, 3, 30, 90, 200])
def test_terminated_in_whatever_status(aws: World, batch: Any, trainings: None, seconds: int) -> None:
    id = submit(batch)
    aws.clock.advance(seconds=seconds)
    batch.terminate_service_job(jobId=id, reason="enough")
    assert described(batch, id)["isTerminated"]
    aws.clock.run_until_idle()
    job = described(batch, id)
    assert (job["status"], job["statusReason"]) == ("FAILED", "enough")
    other = submit(batch, count=2)
    aws.clock.advance(seconds=10)
    assert status(batch, other) == "SCHEDULED"


def test_many_terminated(aws: World, batch: Any, trainings: None) -> None:
    id = submit(batch)
    unknown = "00000000-0000-4000-8000-000000000000"
    answer = batch.terminate_service_jobs(jobs=[id, unknown, "x"], reason="enough")
    assert answer["successful"] == [id, unknown]
    assert answer["errors"] == [{"job": "x", "code": "ValidationException", "message": "Job ID x is not valid."}]
    assert status(batch, id) == "FAILED"


def test_listed(aws: World, batch: Any, trainings: None) -> None:
    first = submit(batch, "First")
    aws.clock.advance(seconds=1)
    second = submit(batch, "second", count=2)
    aws.clock.advance(seconds=3)

    def listed(**params: Any) -> list[str]:
        return [each["jobId"] for each in batch.list_service_jobs(jobQueue="trainings", **params)["jobSummaryList"]]

    assert listed() == []
    assert listed(jobStatus="RUNNABLE") == [second, first]
    assert listed(filters=[{"name": "JOB_NAME", "values": ["f*"]}]) == [first]
    created = str(described(batch, first)["createdAt"])
    assert listed(filters=[{"name": "AFTER_CREATED_AT", "values": [created]}]) == [second]
    page = batch.list_service_jobs(jobQueue="trainings", jobStatus="RUNNABLE", maxResults=1)
    assert [each["jobId"] for each in page["jobSummaryList"]] == [second]
    assert listed(jobStatus="RUNNABLE", maxResults=1, nextToken=page["nextToken"]) == [first]
    aws.clock.advance(seconds=5)
    [summary] = batch.list_service_jobs(jobQueue="trainings", jobStatus="SCHEDULED")["jobSummaryList"]
    assert summary["jobId"] == first
    assert "latestAttempt" in summary


def test_a_fair_share_queue_and_priorities(aws: World, batch: Any) -> None:
    environment(aws, batch, most=1)
    policy = batch.create_scheduling_policy(name="fair", fairsharePolicy={})["arn"]
    queue(aws, batch, schedulingPolicyArn=policy)
    first = submit(batch, shareIdentifier="a")
    second = submit(batch, shareIdentifier="a", schedulingPriority=1)
    third = submit(batch, shareIdentifier="a")
    other = submit(batch, shareIdentifier="b")
    batch.update_service_job(jobId=third, schedulingPriority=5)
    assert described(batch, third)["schedulingPriority"] == 5
    aws.clock.run_until_idle()
    ends = {id: described(batch, id)["stoppedAt"] for id in (first, second, third, other)}
    assert sorted(ends, key=lambda id: ends[id]) == [third, other, second, first]


def test_a_job_that_is_too_large_blocks_its_queue(aws: World, batch: Any, events: Any, sqs: Any) -> None:
    environment(aws, batch)
    limit = {
        "reason": "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
        "state": "RUNNABLE",
        "maxTimeSeconds": 600,
        "action": "TERMINATE",
    }
    queue(aws, batch, jobStateTimeLimitActions=[limit])
    heard = _heard(aws, events, sqs)
    id = submit(batch, count=3)
    aws.clock.advance(seconds=30)
    [blocked] = [each for each in heard() if each["detail-type"] == "Batch Service Job Queue Blocked"]
    assert blocked["resources"] == [f"{ARN}service-job/{id}"]
    assert blocked["detail"]["statusReason"].startswith("MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - ")
    aws.clock.run_until_idle()
    assert described(batch, id)["statusReason"] == (
        "Canceled by JobStateTimeLimit action due to reason: MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT"
    )


def test_events(aws: World, batch: Any, events: Any, sqs: Any, trainings: None) -> None:
    heard = _heard(aws, events, sqs)
    id = submit(batch, tags={"team": "a"})
    aws.clock.run_until_idle()
    assert [each["detail"]["status"] for each in heard()] == [
        *("RUNNABLE", "SCHEDULED", "STARTING", "RUNNING", "SUCCEEDED")
    ]
    last = heard()[-1]
    assert (last["detail-type"], last["resources"]) == ("Batch Service Job State Change", [f"{ARN}service-job/{id}"])
    job = described(batch, id)
    untold = ("tags", "serviceRequestPayload", "isTerminated", "ResponseMetadata")
    assert last["detail"] == {name: value for name, value in job.items() if name not in untold}


def test_the_queue_is_deleted(aws: World, batch: Any, trainings: None) -> None:
    id = submit(batch)
    aws.clock.advance(minutes=5)
    batch.update_job_queue(jobQueue="trainings", state="DISABLED")
    aws.clock.advance(seconds=10)
    batch.delete_job_queue(jobQueue="trainings")
    aws.clock.run_until_idle()
    aws.clock.advance(minutes=1)
    assert batch.describe_job_queues()["jobQueues"] == []
    assert described(batch, id)["status"] == "FAILED"


def test_a_job_is_forgotten_after_seven_days(aws: World, batch: Any, trainings: None) -> None:
    id = submit(batch)
    aws.clock.run_until_idle()
    aws.clock.advance(days=7)
    with refused(f"Service job {id} not found."):
        described(batch, id)


def test_the_same_request_twice(aws: World, batch: Any, trainings: None) -> None:
    submit(batch, clientToken="t")
    with refused("A service job was already submitted with clientToken t."):
        submit(batch, clientToken="t")
    aws.clock.advance(hours=8)
    submit(batch, clientToken="t")


def test_an_environment_and_its_life(aws: World, batch: Any) -> None:
    environment(aws, batch)

    def shown() -> Any:
        [found] = batch.describe_service_environments(serviceEnvironments=["training"])["serviceEnvironments"]
        return found

    arn = f"{ARN}service-environment/training"
    assert (shown()["serviceEnvironmentArn"], shown()["status"]) == (arn, "VALID")
    batch.update_service_environment(
        serviceEnvironment=arn,
        state="DISABLED",
        capacityLimits=[{"maxCapacity": 5, "capacityUnit": "NUM_INSTANCES"}],
    )
    assert (shown()["status"], shown()["capacityLimits"][0]["maxCapacity"]) == ("UPDATING", 5)
    with refused("Cannot delete, resource is being modified."):
        batch.delete_service_environment(serviceEnvironment="training")
    aws.clock.advance(seconds=10)
    batch.delete_service_environment(serviceEnvironment="training")
    assert shown()["status"] == "DELETING"
    aws.clock.advance(minutes=1)
    assert batch.describe_service_environments()["serviceEnvironments"] == []


def test_a_disabled_environment_takes_no_jobs(aws: World, batch: Any, trainings: None) -> None:
    batch.update_service_environment(serviceEnvironment="training", state="DISABLED")
    id = submit(batch)
    aws.clock.advance(minutes=5)
    assert status(batch, id) == "RUNNABLE"
    with refused("Cannot delete, found existing JobQueue relationship"):
        batch.delete_service_environment(serviceEnvironment="training")
    batch.update_service_environment(serviceEnvironment="training", state="ENABLED")
    aws.clock.advance(seconds=10)
    assert status(batch, id) == "SCHEDULED"


def _heard(aws: World, events: Any, sqs: Any) -> Any:
    """A function that gives all events of Batch from now on."""
    sqs.create_queue(QueueName="heard")
    events.put_rule(Name="jobs", EventPattern='{"source": ["aws.batch"]}')
    aws.sqs.queue("heard").grant_send(f"arn:aws:events:us-east-1:{ACCOUNT}:rule/jobs")
    events.put_targets(Rule="jobs", Targets=[{"Id": "1", "Arn": aws.sqs.queue("heard").arn}])
    return lambda: [json.loads(message.body) for message in aws.sqs.queue("heard").messages]
