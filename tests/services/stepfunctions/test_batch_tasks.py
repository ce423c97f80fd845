"""batch:submitJob as a task: request-response, and .sync until the job has ended."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from fakeaws import World
from tests.services.batch import support as jobs
from tests.services.stepfunctions.support import (
    chain,
    client,
    create,
    details,
    events,
    failure,
    output,
    start,
    status,
    task,
)

PARAMETERS = {"JobName": "j", "JobQueue": "queue", "JobDefinition": "work"}


@pytest.fixture
def batch(aws: World) -> Any:
    """A boto3 client of Batch, with machines, a queue and the definition "work", whose jobs sleep for as long as said."""
    found = client(service="batch")
    jobs.furnished(aws, found)
    command = ["sh", "-c", "sleep Ref::seconds; exit Ref::code"]
    parameters = {"seconds": "60", "code": "0"}
    jobs.definition(found, containerProperties=jobs.container(command=command), parameters=parameters)
    return found


def submit(sfn: Any, pattern: str = ".sync", **more: Any) -> str:
    """An execution whose only task submits a job; ``more``: parameters of the task."""
    execution = start(sfn, create(sfn, task(f"batch:submitJob{pattern}", {**PARAMETERS, **more})))
    sfn.describe_execution(executionArn=execution)  # it begins
    return execution


def the_job(batch: Any) -> Any:
    """The one job of the queue, described."""
    [listed] = batch.list_jobs(jobQueue="queue", filters=[{"name": "JOB_NAME", "values": ["*"]}])["jobSummaryList"]
    return batch.describe_jobs(jobs=[listed["jobId"]])["jobs"][0]


def test_a_job_that_succeeds(aws: World, sfn: Any, batch: Any) -> None:
    execution = submit(sfn, Parameters={"seconds": "90"})
    aws.clock.advance(minutes=4)
    assert status(sfn, execution) == "RUNNING"
    assert the_job(batch)["status"] == "RUNNING"
    aws.clock.run_until_idle()
    described = sfn.describe_execution(executionArn=execution)
    job = the_job(batch)
    found = output(described)
    assert (found["JobId"], found["JobName"], found["Status"]) == (job["jobId"], "j", "SUCCEEDED")
    assert (found["StartedAt"], found["StoppedAt"]) == (job["startedAt"], job["startedAt"] + 90_000)
    assert found["Container"]["ExitCode"] == 0
    # Keys of maps are the user's own.
    assert found["Parameters"] == {"seconds": "90", "code": "0"}
    assert described["stopDate"].timestamp() * 1000 == job["stoppedAt"]
    assert [kind for _, _, kind in chain(sfn, execution)][2:6] == [
        "TaskScheduled",
        "TaskStarted",
        "TaskSubmitted",
        "TaskSucceeded",
    ]
    submitted = json.loads(details(events(sfn, execution)[4])["output"])
    assert submitted["JobId"] == job["jobId"]
    assert submitted["JobArn"] == job["jobArn"]


def test_a_job_that_fails(aws: World, sfn: Any, batch: Any) -> None:
    execution = submit(sfn, Parameters={"code": "3"})
    aws.clock.run_until_idle()
    kind, error, cause = failure(sfn, execution)
    assert (kind, error) == ("TaskFailed", "States.TaskFailed")
    told = json.loads(cause)
    assert (told["JobId"], told["Status"]) == (the_job(batch)["jobId"], "FAILED")
    assert told["StatusReason"] == "Essential container in task exited"
    assert [each["Container"]["ExitCode"] for each in told["Attempts"]] == [3]


def test_the_jobs_own_retries_are_one_task(aws: World, sfn: Any, batch: Any) -> None:
    execution = submit(sfn, Parameters={"code": "3"}, RetryStrategy={"Attempts": 3})
    aws.clock.run_until_idle()
    told = json.loads(failure(sfn, execution)[2])
    assert len(told["Attempts"]) == 3
    assert len([kind for _, _, kind in chain(sfn, execution) if kind == "TaskScheduled"]) == 1


def test_an_array(aws: World, sfn: Any, batch: Any) -> None:
    execution = submit(sfn, ArrayProperties={"Size": 3})
    aws.clock.run_until_idle()
    found = output(sfn.describe_execution(executionArn=execution))
    assert found["ArrayProperties"]["StatusSummary"]["SUCCEEDED"] == 3
    assert found["Status"] == "SUCCEEDED"


def test_the_end_of_the_execution_ends_the_job(aws: World, sfn: Any, batch: Any) -> None:
    execution = submit(sfn, Parameters={"seconds": "3600"})
    aws.clock.advance(minutes=10)
    sfn.stop_execution(executionArn=execution)
    assert chain(sfn, execution)[-1] == (6, 0, "ExecutionAborted")
    assert the_job(batch)["isTerminated"]
    aws.clock.run_until_idle()
    job = the_job(batch)
    assert (job["status"], job["container"]["exitCode"]) == ("FAILED", 137)


def test_a_job_that_takes_too_long_is_terminated(aws: World, sfn: Any, batch: Any) -> None:
    parameters = {**PARAMETERS, "Parameters": {"seconds": "3600"}}
    execution = start(sfn, create(sfn, task("batch:submitJob.sync", parameters, TimeoutSeconds=600)))
    aws.clock.run_until_idle()
    timed_out, last = events(sfn, execution)[-2:]
    assert (timed_out["type"], details(timed_out)["error"]) == ("TaskTimedOut", "States.Timeout")
    assert last["timestamp"] - events(sfn, execution)[2]["timestamp"] == timedelta(minutes=10)
    assert the_job(batch)["status"] == "FAILED"


def test_one_job_after_the_other(aws: World, sfn: Any, batch: Any) -> None:
    state = task("batch:submitJob.sync", PARAMETERS)["States"]["T"]
    first = {**{name: value for name, value in state.items() if name != "End"}, "Next": "U", "ResultPath": None}
    execution = start(sfn, create(sfn, {"StartAt": "T", "States": {"T": first, "U": state}}))
    aws.clock.run_until_idle()
    assert status(sfn, execution) == "SUCCEEDED"
    listed = batch.list_jobs(jobQueue="queue", jobStatus="SUCCEEDED")["jobSummaryList"]
    second, before = sorted(listed, key=lambda each: -int(each["createdAt"]))
    assert second["createdAt"] == before["stoppedAt"]


def test_a_job_that_is_not_taken(aws: World, sfn: Any, batch: Any) -> None:
    kind, error, cause = failure(sfn, submit(sfn, JobQueue="none"))
    assert (kind, error) == ("TaskSubmitFailed", "Batch.ClientException")
    assert cause.startswith(
        "JobQueue none not found. (Service: AWSBatch; Status Code: 400; Error Code: ClientException;"
    )


def test_request_response(aws: World, sfn: Any, batch: Any) -> None:
    answer = output(sfn.describe_execution(executionArn=submit(sfn, "")))
    assert sorted(answer) == ["JobArn", "JobId", "JobName", "SdkHttpMetadata", "SdkResponseMetadata"]
    assert answer["JobId"] == the_job(batch)["jobId"]
    assert the_job(batch)["status"] == "SUBMITTED"


@pytest.mark.parametrize("ended_by", ["cancel", "terminate"])
def test_a_job_that_is_ended_by_somebody_else(aws: World, sfn: Any, batch: Any, ended_by: str) -> None:
    execution = submit(sfn)
    aws.clock.advance(seconds=3)
    end = batch.cancel_job if ended_by == "cancel" else batch.terminate_job
    end(jobId=the_job(batch)["jobId"], reason="not today")
    kind, error, cause = failure(sfn, execution)
    assert (kind, error, json.loads(cause)["StatusReason"]) == ("TaskFailed", "States.TaskFailed", "not today")
