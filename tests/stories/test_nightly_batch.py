"""A job of Batch each night, by a schedule; and a workflow whose job loses its Spot capacity."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import boto3
import pytest

from fakeaws import BatchJob, World
from tests.stories import shop

BERLIN = ZoneInfo("Europe/Berlin")
ROLE = "arn:aws:iam::123456789012:role/shop"


@pytest.fixture
def batch(aws: World) -> Any:
    return boto3.client("batch")


def schedule_import(expression: str) -> None:
    """The import, each night in Berlin."""
    boto3.client("scheduler").create_schedule(
        Name="nightly-import",
        ScheduleExpression=expression,
        ScheduleExpressionTimezone="Europe/Berlin",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={
            "Arn": "arn:aws:scheduler:::aws-sdk:batch:submitJob",
            "RoleArn": ROLE,
            "Input": json.dumps({"JobName": "nightly", "JobQueue": "imports", "JobDefinition": "import"}),
        },
    )


@pytest.mark.fakeaws(start="2026-03-27T12:00:00Z")
def test_a_nightly_job_over_the_change_to_summer_time(aws: World, batch: Any) -> None:
    shop.create_job_queue(batch, aws.clock.advance)
    shop.define_import(batch)
    schedule_import("cron(30 1 * * ? *)")
    worked = []

    @aws.batch.register(job_definition="import")
    def work(job: BatchJob) -> None:
        began = datetime.now(timezone.utc)
        time.sleep(90 * 60)
        worked.append([f"{moment.astimezone(BERLIN):%d %H:%M}" for moment in (began, datetime.now(timezone.utc))])

    aws.clock.advance(days=3)
    jobs = [aws.batch.job(each["jobId"]) for each in listed(batch, "SUCCEEDED")]
    assert [job.duration for job in jobs] == [timedelta(minutes=90)] * 3
    # On the 29th clocks go from 2:00 to 3:00 while the job runs.
    assert worked == [["28 01:30", "28 03:00"], ["29 01:30", "29 04:00"], ["30 01:30", "30 03:00"]]


@pytest.mark.fakeaws(start="2026-01-05T00:00:00Z")
def test_somebody_hears_of_a_night_that_failed(aws: World, batch: Any, sqs: Any) -> None:
    """A rule for failed jobs; the job fails on its second night."""
    shop.create_job_queue(batch, aws.clock.advance)
    shop.define_import(batch)
    schedule_import("cron(30 1 * * ? *)")
    sqs.create_queue(QueueName="alerts")
    failed = {"source": ["aws.batch"], "detail-type": ["Batch Job State Change"], "detail": {"status": ["FAILED"]}}
    events = boto3.client("events")
    rule = events.put_rule(Name="failed-jobs", EventPattern=json.dumps(failed))["RuleArn"]
    aws.sqs.queue("alerts").grant_send(rule)
    events.put_targets(Rule="failed-jobs", Targets=[{"Id": "alerts", "Arn": aws.sqs.queue("alerts").arn}])
    nights: Iterator[int] = iter(range(3))
    aws.batch.register(lambda job: sys.exit(next(nights) % 2), job_definition="import")
    aws.clock.advance(days=3)
    [alert] = [json.loads(message.body) for message in aws.sqs.queue("alerts").messages]
    assert alert["time"].startswith("2026-01-06T00:3")  # half past one in Berlin
    assert alert["detail"]["attempts"][0]["container"]["exitCode"] == 1
    assert len(listed(batch, "SUCCEEDED")) == 2


SPOT = {
    "type": "SPOT",
    "minvCpus": 0,
    "maxvCpus": 4,
    "instanceTypes": ["m5.large"],
    "allocationStrategy": "SPOT_CAPACITY_OPTIMIZED",
    "instanceRole": "arn:aws:iam::123456789012:instance-profile/ecs",
    "subnets": ["subnet-1"],
    "securityGroupIds": ["sg-1"],
}


def create_workflow(sfn: Any) -> str:
    """A job as a task, tried three times, and what comes after it. Returns the state machine's ARN."""
    definition = {
        "StartAt": "Render",
        "States": {
            "Render": {
                "Type": "Task",
                "Resource": "arn:aws:states:::batch:submitJob.sync",
                "Parameters": {"JobName": "render", "JobQueue": "spot", "JobDefinition": "render"},
                "Retry": [{"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 60, "MaxAttempts": 2}],
                "ResultSelector": {"status.$": "$.Status", "job.$": "$.JobId"},
                "Next": "Publish",
            },
            "Publish": {"Type": "Pass", "End": True},
        },
    }
    created = sfn.create_state_machine(name="film", definition=json.dumps(definition), roleArn=ROLE)
    arn: str = created["stateMachineArn"]
    return arn


def test_a_workflow_tries_again_after_a_spot_interruption(aws: World, batch: Any) -> None:
    """The job itself has one attempt: Step Functions submits another one."""
    batch.create_compute_environment(computeEnvironmentName="spot", type="MANAGED", computeResources=SPOT)
    aws.clock.advance(seconds=30)
    order = [{"order": 1, "computeEnvironment": "spot"}]
    batch.create_job_queue(jobQueueName="spot", priority=1, computeEnvironmentOrder=order)
    aws.clock.advance(seconds=30)
    needs = [{"type": "VCPU", "value": "2"}, {"type": "MEMORY", "value": "2048"}]
    container = {"image": "render", "command": ["sleep", "2400"], "resourceRequirements": needs}
    batch.register_job_definition(jobDefinitionName="render", type="container", containerProperties=container)
    sfn = boto3.client("stepfunctions")
    started = sfn.start_execution(stateMachineArn=create_workflow(sfn))["executionArn"]
    aws.clock.advance(minutes=20)
    aws.batch.interrupt_spot(aws.batch.job("render").id)
    execution = aws.stepfunctions.execution(started)
    aws.clock.run_until(lambda: execution.status != "RUNNING", within=timedelta(hours=2))

    assert execution.status == "SUCCEEDED"
    lost, done = sorted([*listed(batch, "FAILED", "spot"), *listed(batch, "SUCCEEDED", "spot")], key=created)
    assert lost["statusReason"].startswith("Host EC2 (instance i-")
    assert "exitCode" not in lost["container"]
    assert done["createdAt"] - lost["stoppedAt"] == 60_000  # the task's IntervalSeconds
    described = sfn.describe_execution(executionArn=started)
    assert json.loads(described["output"]) == {"status": "SUCCEEDED", "job": done["jobId"]}


def listed(batch: Any, status: str, queue: str = "imports") -> list[Any]:
    return list(batch.list_jobs(jobQueue=queue, jobStatus=status)["jobSummaryList"])


def created(job: Any) -> int:
    return int(job["createdAt"])
