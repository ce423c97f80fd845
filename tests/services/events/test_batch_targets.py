"""Rules that submit jobs to AWS Batch."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World
from tests.services.batch import support as jobs

from .ruling import ACCOUNT, aim, make_queue, make_rule, put, refused

QUEUE = f"{jobs.ARN}job-queue/queue"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/target"
TARGET = {"RoleArn": ROLE, "BatchParameters": {"JobName": "on-order", "JobDefinition": "work"}}


@pytest.fixture
def batch(aws: World) -> Any:
    """A boto3 client of Batch, with machines, a queue and the definition "work"."""
    found = jobs.client()
    jobs.furnished(aws, found)
    command = ["echo", "Ref::order"]
    jobs.definition(found, containerProperties=jobs.container(command=command), parameters={"order": "none"})
    return found


def the_job(batch: Any) -> Any:
    """The one job of the queue, described."""
    [listed] = batch.list_jobs(jobQueue="queue", filters=[{"name": "JOB_NAME", "values": ["*"]}])["jobSummaryList"]
    return batch.describe_jobs(jobs=[listed["jobId"]])["jobs"][0]


def with_parameters(**more: Any) -> dict[str, Any]:
    """The target with more in its ``BatchParameters``."""
    return {**TARGET, "BatchParameters": {**TARGET["BatchParameters"], **more}}  # type: ignore[dict-item]


def test_a_job_for_each_event(aws: World, events: Any, batch: Any) -> None:
    make_rule(events)
    aim(events, QUEUE, **TARGET)
    event_id = put(events, {"n": 1})
    job = the_job(batch)
    assert (job["jobName"], job["jobQueue"]) == ("on-order", QUEUE)
    assert job["jobDefinition"] == f"{jobs.ARN}job-definition/work:1"
    # The event itself gives a job nothing.
    assert job["parameters"] == {"order": "none"}
    aws.clock.run_until_idle()
    assert the_job(batch)["status"] == "SUCCEEDED"
    assert aws.trace(event_id).fates["queue"] == "delivered"
    assert "SubmitJob" in [record.kind for record in aws.trace(event_id)]


def test_an_input_transformer_gives_parameters(aws: World, events: Any, batch: Any) -> None:
    make_rule(events)
    template = '{"Parameters": {"order": <order>, "count": <count>}}'
    paths = {"order": "$.detail.order", "count": "$.detail.count"}
    aim(events, QUEUE, **TARGET, InputTransformer={"InputPathsMap": paths, "InputTemplate": template})
    put(events, {"order": "o-7", "count": 3})
    assert the_job(batch)["parameters"] == {"order": "o-7", "count": "3"}
    aws.clock.run_until_idle()
    assert aws.batch.job("on-order").logs == "o-7\n"


def test_a_constant_gives_container_overrides(aws: World, events: Any, batch: Any) -> None:
    make_rule(events)
    overrides = '{"ContainerOverrides": {"Command": ["true"], "Environment": [{"Name": "MODE", "Value": "full"}]}}'
    aim(events, QUEUE, **TARGET, Input=overrides)
    put(events)
    shown = the_job(batch)["container"]
    assert shown["command"] == ["true"]
    assert shown["environment"] == [{"name": "MODE", "value": "full"}]


def test_an_array(aws: World, events: Any, batch: Any) -> None:
    make_rule(events)
    aim(events, QUEUE, **with_parameters(ArrayProperties={"Size": 3}))
    put(events)
    assert the_job(batch)["arrayProperties"]["size"] == 3
    aws.clock.run_until_idle()
    assert the_job(batch)["arrayProperties"]["statusSummary"]["SUCCEEDED"] == 3


def test_a_retry_strategy(aws: World, events: Any, batch: Any) -> None:
    make_rule(events)
    more = with_parameters(RetryStrategy={"Attempts": 2})
    aim(events, QUEUE, **more, Input='{"ContainerOverrides": {"Command": ["false"]}}')
    put(events)
    aws.clock.run_until_idle()
    job = the_job(batch)
    assert (job["status"], len(job["attempts"])) == ("FAILED", 2)


def test_a_schedule_of_eventbridge(aws: World, events: Any, batch: Any) -> None:
    events.put_rule(Name="nightly", ScheduleExpression="cron(0 2 * * ? *)")
    aim(events, QUEUE, "nightly", **TARGET)
    aws.clock.advance(days=2)
    listed = batch.list_jobs(jobQueue="queue", jobStatus="SUCCEEDED")["jobSummaryList"]
    assert [aws.batch.job(each["jobId"]).status for each in listed] == ["SUCCEEDED"] * 2


def test_what_batch_refuses_goes_to_the_dead_letter_queue(aws: World, events: Any, sqs: Any, batch: Any) -> None:
    dead = make_queue(aws, sqs, "dead", make_rule(events))
    aim(events, f"{jobs.ARN}job-queue/none", **TARGET, DeadLetterConfig={"Arn": dead})
    put(events)
    aws.clock.run_until_idle()
    [message] = sqs.receive_message(QueueUrl=aws.sqs.queue("dead").url, MessageAttributeNames=["All"])["Messages"]
    told = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
    assert told["ERROR_MESSAGE"] == f"JobQueue {jobs.ARN}job-queue/none not found."


def test_a_target_says_which_job_and_as_which_role(aws: World, events: Any, batch: Any) -> None:
    make_rule(events)

    def answered(**target: Any) -> Any:
        return events.put_targets(Rule="audit", Targets=[{"Id": "1", "Arn": QUEUE, **target}])

    with refused("ValidationException", "Parameter(s) BatchParameters must be specified for target: 1."):
        answered(RoleArn=ROLE)
    with refused("ValidationException", f"RoleArn is required for target {QUEUE}."):
        answered(BatchParameters=TARGET["BatchParameters"])
