"""What containers print, in CloudWatch Logs."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest

from fakeaws import World
from tests.services.batch.support import described
from tests.services.batch.working import events_of, over, running, started

ECHO = ["sh", "-c", "echo one; sleep 60; echo two"]


def streams(logs: Any, group: str = "/aws/batch/job") -> list[str]:
    return [each["logStreamName"] for each in logs.describe_log_streams(logGroupName=group)["logStreams"]]


def configured(driver: str = "awslogs", **options: str) -> dict[str, Any]:
    given = {name.replace("_", "-"): value for name, value in options.items()}
    return {"command": ECHO, "logConfiguration": {"logDriver": driver, "options": given}}


def test_the_stream_is_named_after_the_definition_and_the_task(aws: World, batch: Any, logs: Any) -> None:
    job = over(aws, started(aws, batch, settings={"command": ECHO}))
    shown = described(batch, job.id)["container"]
    task = shown["taskArn"].rpartition("/")[2]
    assert len(task) == 32
    assert shown["logStreamName"] == job.attempts[-1].log_stream == f"work/default/{task}"
    assert streams(logs) == [f"work/default/{task}"]
    assert events_of(logs, job) == ["one", "two"]


def test_lines_have_their_own_instants(aws: World, batch: Any, logs: Any) -> None:
    job = over(aws, started(aws, batch, settings={"command": ECHO}))
    stream = job.attempts[-1].log_stream
    found = logs.get_log_events(logGroupName="/aws/batch/job", logStreamName=stream, startFromHead=True)["events"]
    start = described(batch, job.id)["startedAt"]
    assert [each["timestamp"] - start for each in found] == [0, 60_000]


def test_there_is_a_stream_as_soon_as_it_runs_and_not_before(aws: World, batch: Any, logs: Any) -> None:
    job = started(aws, batch, settings={"command": ["sleep", "60"]})
    aws.clock.run_until(lambda: job.status == "STARTING", within=timedelta(hours=1))
    assert job.attempts[-1].log_stream is None
    assert logs.describe_log_groups()["logGroups"] == []
    running(aws, job)
    assert streams(logs) == [job.attempts[-1].log_stream]
    assert events_of(logs, over(aws, job)) == []


def test_each_attempt_has_its_own(aws: World, batch: Any, logs: Any) -> None:
    command = ["sh", "-c", "echo attempt $AWS_BATCH_JOB_ATTEMPT; false"]
    job = over(aws, started(aws, batch, settings={"command": command}, retryStrategy={"attempts": 2}))
    assert sorted(streams(logs)) == sorted(each.log_stream or "" for each in job.attempts)
    assert [each.logs for each in job.attempts] == ["attempt 1\n", "attempt 2\n"]


def test_a_group_of_ones_own(aws: World, batch: Any, logs: Any) -> None:
    logs.create_log_group(logGroupName="/imports")
    settings = configured(awslogs_group="/imports", awslogs_stream_prefix="nightly")
    job = over(aws, started(aws, batch, settings=settings))
    (stream,) = streams(logs, "/imports")
    assert stream == job.attempts[-1].log_stream
    assert stream.startswith("nightly/default/")
    assert events_of(logs, job, "/imports") == ["one", "two"]
    assert [each["logGroupName"] for each in logs.describe_log_groups()["logGroups"]] == ["/imports"]


def test_a_group_that_is_made(aws: World, batch: Any, logs: Any) -> None:
    settings = configured(awslogs_group="/imports", awslogs_create_group="true")
    job = over(aws, started(aws, batch, settings=settings))
    assert events_of(logs, job, "/imports") == ["one", "two"]


def test_a_group_that_is_not_there_lets_the_task_fail(aws: World, batch: Any, logs: Any) -> None:
    job = over(aws, started(aws, batch, settings=configured(awslogs_group="/imports")))
    assert (job.status, job.reason, job.exit_code) == ("FAILED", "Task failed to start", None)
    assert job.attempts[-1].container_reason == (
        "CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create "
        "Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist."
    )
    assert (job.duration, job.attempts[-1].log_stream) == (None, None)
    assert "CannotStartContainerError" in job.explain()


def test_another_region(aws: World, batch: Any, logs: Any) -> None:
    import boto3.session

    there = boto3.session.Session().client("logs", region_name="eu-west-1")
    there.create_log_group(logGroupName="/imports")
    settings = configured(awslogs_group="/imports", awslogs_region="eu-west-1")
    job = over(aws, started(aws, batch, settings=settings))
    assert events_of(there, job, "/imports") == ["one", "two"]


def test_another_driver(aws: World, batch: Any, logs: Any) -> None:
    job = over(aws, started(aws, batch, settings=configured("json-file")))
    assert logs.describe_log_groups()["logGroups"] == []
    assert "logStreamName" not in described(batch, job.id)["container"]
    assert job.logs == "one\ntwo\n"


def test_a_long_line_is_several_events(aws: World, batch: Any, logs: Any) -> None:
    aws.batch.register(lambda: print("ü" * 200_000), job_definition="work")  # noqa: T201
    job = over(aws, started(aws, batch))
    assert [len(each.encode()) for each in events_of(logs, job)] == [262_118, 137_882]
    assert "".join(events_of(logs, job)) == "ü" * 200_000


def test_a_group_that_is_deleted_meanwhile(aws: World, batch: Any, logs: Any) -> None:
    job = running(aws, started(aws, batch, settings={"command": ECHO}))
    logs.delete_log_group(logGroupName="/aws/batch/job")
    assert over(aws, job).status == "SUCCEEDED"
    assert job.logs == "one\ntwo\n"
    second = over(aws, started(aws, batch, settings={"command": ECHO}))
    assert events_of(logs, second) == ["one", "two"]


def test_what_cannot_be_delivered_is_dropped(aws: World, batch: Any, logs: Any) -> None:
    aws.faults.fail("logs.PutLogEvents", code="ThrottlingException")
    job = over(aws, started(aws, batch, settings={"command": ECHO}))
    assert (job.status, job.logs, events_of(logs, job)) == ("SUCCEEDED", "one\ntwo\n", ["two"])


@pytest.mark.parametrize("lines", [1, 500])
def test_what_an_instant_brings_goes_together(aws: World, batch: Any, logs: Any, lines: int) -> None:
    def work() -> None:
        for _ in range(2):
            for number in range(lines):
                print(number)  # noqa: T201
            time.sleep(1)

    aws.batch.register(work, job_definition="work")
    job = over(aws, started(aws, batch))
    assert len(aws.timeline.select(kind="PutLogEvents")) == 2
    assert len(events_of(logs, job)) == 2 * lines
