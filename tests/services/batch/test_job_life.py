"""From SUBMITTED to SUCCEEDED or FAILED: statuses, attempts, reasons, exit codes."""

from __future__ import annotations

import sys
import time
from typing import Any

import pytest

from fakeaws import World
from tests.services.batch.support import container, definition, described, environment, furnished, queue, status, submit

EXITED = "Essential container in task exited"


def statuses(aws: World, id: str) -> list[str]:
    """All that it has been after SUBMITTED."""
    return [each.outcome for each in aws.timeline if each.kind == "JobStateChange" and each.message_id == id]


def test_through_all_statuses(aws: World, batch: Any) -> None:
    furnished(aws, batch)
    definition(batch, containerProperties=container(command=["sleep", "60"]))
    id = submit(batch)
    shown = described(batch, id)
    assert (shown["status"], shown["attempts"], shown["dependsOn"]) == ("SUBMITTED", [], [])
    assert shown["startedAt"] == 0
    assert {"stoppedAt", "statusReason"}.isdisjoint(shown)
    assert (shown["isCancelled"], shown["isTerminated"]) == (False, False)
    aws.clock.run_until(lambda: status(batch, id) == "STARTING", within=600)
    starting = described(batch, id)["container"]
    assert starting["taskArn"].startswith("arn:aws:ecs:us-east-1:123456789012:task/AWSBatch-machines-")
    assert "logStreamName" not in starting
    aws.clock.run_until(lambda: status(batch, id) == "RUNNING", within=600)
    running = described(batch, id)
    assert running["startedAt"] == round(aws.clock.now.timestamp() * 1000)
    assert running["container"]["logStreamName"] == f"work/default/{starting['taskArn'].rsplit('/', 1)[1]}"
    assert running["attempts"] == []
    aws.clock.run_until_idle()
    ended = described(batch, id)
    assert ended["stoppedAt"] - ended["startedAt"] == 60_000
    assert (ended["status"], ended["statusReason"]) == ("SUCCEEDED", EXITED)
    assert ended["container"]["exitCode"] == 0
    (attempt,) = ended["attempts"]
    parts = ("containerInstanceArn", "taskArn", "exitCode", "logStreamName", "networkInterfaces")
    assert attempt == {
        "container": {name: ended["container"][name] for name in parts},
        "startedAt": ended["startedAt"],
        "stoppedAt": ended["stoppedAt"],
        "statusReason": EXITED,
    }
    assert statuses(aws, id) == ["RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED"]


@pytest.mark.parametrize("code", [1, 42, 137])
def test_another_exit_code_fails_the_job(aws: World, batch: Any, code: int) -> None:
    furnished(aws, batch)
    definition(batch)
    aws.batch.register(lambda: sys.exit(code))
    id = submit(batch)
    aws.clock.run_until_idle()
    shown = described(batch, id)
    assert (shown["status"], shown["statusReason"], shown["container"]["exitCode"]) == ("FAILED", EXITED, code)
    assert "reason" not in shown["container"]


def test_on_fargate_a_task_has_an_interface_and_no_instance(aws: World, batch: Any) -> None:
    furnished(aws, batch, "FARGATE")
    definition(batch, fargate=True)
    id = submit(batch)
    aws.clock.run_until_idle()
    shown = described(batch, id)["container"]
    assert "containerInstanceArn" not in shown
    (interface,) = shown["networkInterfaces"]
    assert interface["privateIpv4Address"].startswith("10.0.")


def test_a_lost_instance(aws: World, batch: Any) -> None:
    furnished(aws, batch, "SPOT")
    definition(batch)
    aws.batch.register(lambda: time.sleep(100))
    id = submit(batch)
    aws.clock.run_until(lambda: status(batch, id) == "RUNNING", within=600)
    aws.batch.interrupt_spot(id)
    shown = described(batch, id)
    assert shown["status"] == "FAILED"
    assert shown["statusReason"].startswith("Host EC2 (instance i-")
    assert shown["statusReason"].endswith(") terminated.")
    assert "exitCode" not in shown["container"]


def test_a_job_that_has_ended_is_kept_for_seven_days(aws: World, batch: Any) -> None:
    furnished(aws, batch)
    definition(batch)
    id = submit(batch, arrayProperties={"size": 2})
    aws.clock.run_until_idle()
    aws.clock.advance(days=7, seconds=-1)
    assert len(batch.describe_jobs(jobs=[id, f"{id}:1"])["jobs"]) == 2
    aws.clock.advance(seconds=1)
    assert batch.describe_jobs(jobs=[id, f"{id}:1"])["jobs"] == []
    assert batch.list_jobs(jobQueue="queue", jobStatus="SUCCEEDED")["jobSummaryList"] == []


def test_what_blocks_a_queue_is_named_when_time_is_up(aws: World, batch: Any) -> None:
    from fakeaws import TimedOut

    environment(batch, max_vcpus=4)
    aws.clock.advance(seconds=15)
    queue(batch)
    aws.clock.advance(seconds=10)
    definition(batch, containerProperties=container("64"))
    id = submit(batch)
    with pytest.raises(TimedOut, match=f"batch job job \\({id}\\) is RUNNABLE"):
        aws.clock.run_until_idle(within=60)


def test_only_so_many_jobs_are_named(aws: World, batch: Any) -> None:
    from fakeaws import TimedOut

    furnished(aws, batch)
    definition(batch)
    for _ in range(25):
        submit(batch)
    with pytest.raises(TimedOut, match="5 more batch jobs"):
        aws.clock.run_until_idle(within=0)


def test_the_memory_of_jobs_is_given_back(aws: World, batch: Any) -> None:
    furnished(aws, batch)
    definition(batch)
    submit(batch, arrayProperties={"size": 50})
    aws.clock.run_until_idle()
    aws.clock.advance(days=8)
    submit(batch)
    service: Any = aws.router.service("batch", aws.account, aws.region)
    assert len(service.jobs) == 1
