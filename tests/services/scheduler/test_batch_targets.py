"""Schedules that submit jobs to AWS Batch: by SubmitJob as a universal target, for Scheduler has no template for it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fakeaws import World
from tests.services.batch import support as jobs
from tests.services.scheduler.support import create

SUBMIT_JOB = "arn:aws:scheduler:::aws-sdk:batch:submitJob"
SOON = "at(2026-01-05T00:01:00)"


@pytest.fixture
def batch(aws: World) -> Any:
    """A boto3 client of Batch, with machines, a queue and the definition "work"."""
    found = jobs.client()
    jobs.furnished(aws, found)
    command = ["echo", "Ref::night"]
    jobs.definition(found, containerProperties=jobs.container(command=command), parameters={"night": "none"})
    return found


def request(**more: Any) -> str:
    """The schedule's ``Input``."""
    return json.dumps({"JobName": "nightly", "JobQueue": "queue", "JobDefinition": "work", **more})


def the_job(batch: Any) -> Any:
    """The one job of the queue, described."""
    [listed] = batch.list_jobs(jobQueue="queue", filters=[{"name": "JOB_NAME", "values": ["*"]}])["jobSummaryList"]
    return batch.describe_jobs(jobs=[listed["jobId"]])["jobs"][0]


def test_a_job_at_its_time(aws: World, scheduler: Any, batch: Any) -> None:
    create(scheduler, SOON, Arn=SUBMIT_JOB, Input=request(Parameters={"night": "<aws.scheduler.scheduled-time>"}))
    aws.clock.advance(minutes=2)
    job = the_job(batch)
    assert job["createdAt"] == datetime.fromisoformat("2026-01-05T00:01:00+00:00").timestamp() * 1000
    assert job["parameters"] == {"night": "2026-01-05T00:01:00Z"}
    aws.clock.run_until_idle()
    assert aws.batch.job("nightly").status == "SUCCEEDED"
    assert aws.batch.job("nightly").logs == "2026-01-05T00:01:00Z\n"


def test_an_array_with_retries(aws: World, scheduler: Any, batch: Any) -> None:
    more = {
        "ArrayProperties": {"Size": 2},
        "RetryStrategy": {"Attempts": 3},
        "ContainerOverrides": {"Command": ["false"]},
    }
    create(scheduler, SOON, Arn=SUBMIT_JOB, Input=request(**more))
    aws.clock.advance(minutes=2)
    aws.clock.run_until_idle()
    job = the_job(batch)
    assert job["arrayProperties"]["statusSummary"]["FAILED"] == 2
    assert len(aws.batch.job(f"{job['jobId']}:1").attempts) == 3


def test_each_night(aws: World, scheduler: Any, batch: Any) -> None:
    create(scheduler, "cron(0 2 * * ? *)", Arn=SUBMIT_JOB, Input=request())
    aws.clock.advance(days=3)
    assert len(batch.list_jobs(jobQueue="queue", jobStatus="SUCCEEDED")["jobSummaryList"]) == 3


def test_the_queue_itself_is_no_target(aws: World, scheduler: Any, batch: Any) -> None:
    with pytest.raises(ClientError) as caught:
        create(scheduler, SOON, Arn=f"{jobs.ARN}job-queue/queue")
    assert caught.value.response["Error"]["Code"] == "ValidationException"
