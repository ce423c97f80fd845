"""batch:submitJob as a task, against a small Batch of this test's: one job, ended by the test."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World, router
from fakeaws.aws.errors import AwsError
from fakeaws.aws.events import Announcement
from fakeaws.aws.service import Call, Result, Service
from tests.services.stepfunctions.support import chain, create, details, events, failure, output, start, task

PARAMETERS = {"JobName": "j", "JobQueue": "q", "JobDefinition": "d", "Parameters": {"some_Key": "v"}}


class Batch(Service):
    """Takes jobs; `end` ends them."""

    name = "batch"

    def __init__(self, world: World, account: str, region: str) -> None:
        super().__init__(world, account, region)
        self.jobs: dict[str, Result] = {}

    def submit_job(self, call: Call) -> Result:
        if call.params["jobQueue"] == "none":
            raise AwsError("ClientException", "JobQueue none not found.")
        id = f"id-{len(self.jobs)}"
        self.jobs[id] = {
            "jobId": id,
            "jobName": call.params["jobName"],
            "parameters": call.params["parameters"],
            "startedAt": 1_767_571_200_000,
            "status": "SUBMITTED",
        }
        return {"jobName": call.params["jobName"], "jobId": id}

    def describe_jobs(self, call: Call) -> Result:
        return {"jobs": [self.jobs[id] for id in call.params["jobs"]]}

    def terminate_job(self, call: Call) -> Result:
        self.end(call.params["jobId"], "FAILED")
        return {}

    def end(self, id: str, status: str) -> None:
        self.jobs[id]["status"] = status
        detail = {"jobId": id, "status": status}
        self.world.announce(Announcement("aws.batch", "Batch Job State Change", self.account, self.region, (), detail))


SERVICE = Batch


@pytest.fixture
def batch(aws: World, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setitem(router.SERVICES, "batch", __name__)
    monkeypatch.delitem(router._classes, "batch", raising=False)
    yield aws.router.service("batch", "123456789012", "us-east-1")
    router._classes.pop("batch", None)


def submit(sfn: Any, pattern: str = ".sync", **more: Any) -> str:
    execution = start(sfn, create(sfn, task(f"batch:submitJob{pattern}", {**PARAMETERS, **more})))
    sfn.describe_execution(executionArn=execution)  # it begins
    return execution


def test_a_job_that_succeeds(sfn: Any, batch: Batch) -> None:
    execution = submit(sfn)
    for status in ("RUNNABLE", "RUNNING"):
        batch.end("id-0", status)
        assert sfn.describe_execution(executionArn=execution)["status"] == "RUNNING"
    batch.end("id-0", "SUCCEEDED")
    assert list(output(sfn.describe_execution(executionArn=execution)).items()) == [
        ("JobId", "id-0"),
        ("JobName", "j"),
        ("Parameters", {"some_Key": "v"}),
        ("StartedAt", 1_767_571_200_000),
        ("Status", "SUCCEEDED"),
    ]
    assert [kind for _, _, kind in chain(sfn, execution)][2:6] == [
        "TaskScheduled",
        "TaskStarted",
        "TaskSubmitted",
        "TaskSucceeded",
    ]
    assert details(events(sfn, execution)[4])["output"].startswith('{"JobId":"id-0","JobName":"j","SdkHttpMetadata":')


def test_a_job_that_fails(sfn: Any, batch: Batch) -> None:
    execution = submit(sfn)
    batch.end("id-0", "FAILED")
    kind, error, cause = failure(sfn, execution)
    assert (kind, error) == ("TaskFailed", "States.TaskFailed")
    assert cause == (
        '{"JobId":"id-0","JobName":"j","Parameters":{"some_Key":"v"},"StartedAt":1767571200000,"Status":"FAILED"}'
    )


def test_the_end_of_the_execution_ends_the_job(sfn: Any, batch: Batch) -> None:
    execution = submit(sfn)
    sfn.stop_execution(executionArn=execution)
    assert batch.jobs["id-0"]["status"] == "FAILED"
    assert chain(sfn, execution)[-1] == (6, 0, "ExecutionAborted")


def test_a_job_that_is_not_taken(sfn: Any, batch: Batch) -> None:
    kind, error, cause = failure(sfn, submit(sfn, JobQueue="none"))
    assert (kind, error) == ("TaskSubmitFailed", "Batch.ClientException")
    assert cause.startswith(
        "JobQueue none not found. (Service: AWSBatch; Status Code: 400; Error Code: ClientException;"
    )


def test_request_response(sfn: Any, batch: Batch) -> None:
    answer = output(sfn.describe_execution(executionArn=submit(sfn, "")))
    assert list(answer) == ["JobId", "JobName", "SdkHttpMetadata", "SdkResponseMetadata"]


@pytest.mark.skipif("batch" in router.SERVICES, reason="fakeaws has Batch")
def test_without_batch_nothing_catches_it(sfn: Any) -> None:
    definition = task("batch:submitJob.sync", PARAMETERS, Catch=[{"ErrorEquals": ["States.ALL"], "Next": "T"}])
    described = sfn.describe_execution(executionArn=start(sfn, create(sfn, definition)))
    assert (described["error"], described["cause"]) == (
        "States.Runtime",
        "fakeaws does not have Batch yet. Let something stand in for the task: "
        "aws.stepfunctions.mock_task('T', returns=...)",
    )
