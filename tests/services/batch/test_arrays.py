"""Array jobs: the parent's status and summary, its children."""

from __future__ import annotations

import sys
import time
from typing import Any

import pytest

from fakeaws import World
from tests.services.batch.support import container, definition, described, furnished, status, submit

NONE = dict.fromkeys(("SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED", "FAILED"), 0)


@pytest.fixture
def ready(aws: World, batch: Any) -> None:
    furnished(aws, batch, max_vcpus=4)
    definition(batch, containerProperties=container(command=["sleep", "60"]))


def counts(batch: Any, id: str) -> dict[str, int]:
    found: dict[str, int] = described(batch, id)["arrayProperties"]["statusSummary"]
    return found


@pytest.mark.usefixtures("ready")
def test_the_parent_is_pending_until_the_last_child_has_ended(aws: World, batch: Any) -> None:
    id = submit(batch, arrayProperties={"size": 6})
    shown = described(batch, id)
    assert (shown["status"], shown["arrayProperties"]["size"]) == ("SUBMITTED", 6)
    assert counts(batch, id) == {**NONE, "SUBMITTED": 6}
    assert shown["arrayProperties"]["statusSummaryLastUpdatedAt"] == shown["createdAt"]
    aws.clock.advance(seconds=1)
    assert status(batch, id) == "PENDING"
    assert counts(batch, id) == {**NONE, "RUNNABLE": 6}
    assert described(batch, id)["arrayProperties"]["statusSummaryLastUpdatedAt"] == shown["createdAt"] + 1000
    aws.clock.run_until(lambda: counts(batch, id)["RUNNING"] == 4, within=600)
    assert status(batch, id) == "PENDING"
    assert counts(batch, id) == {**NONE, "RUNNABLE": 2, "RUNNING": 4}
    aws.clock.run_until_idle()
    assert counts(batch, id) == {**NONE, "SUCCEEDED": 6}
    shown = described(batch, id)
    assert shown["status"] == "SUCCEEDED"
    assert "statusReason" not in shown
    assert shown["startedAt"] == 0
    last = max(each["stoppedAt"] for each in batch.describe_jobs(jobs=[f"{id}:{n}" for n in range(6)])["jobs"])
    assert shown["stoppedAt"] == last


@pytest.mark.usefixtures("ready")
def test_children_run_by_their_index(aws: World, batch: Any) -> None:
    started: list[tuple[int, str]] = []

    def body(job: Any) -> None:
        started.append((int(job.environment["AWS_BATCH_JOB_ARRAY_INDEX"]), job.environment["AWS_BATCH_JOB_ID"]))
        time.sleep(10)

    aws.batch.register(body)
    id = submit(batch, arrayProperties={"size": 5})
    aws.clock.run_until_idle()
    assert started == [(index, f"{id}:{index}") for index in range(5)]
    child = described(batch, f"{id}:3")
    assert child["arrayProperties"] == {"index": 3}
    assert (child["jobName"], child["jobArn"]) == ("job", f"arn:aws:batch:us-east-1:123456789012:job/{id}:3")


@pytest.mark.usefixtures("ready")
def test_a_failed_child_fails_the_parent_at_the_very_end(aws: World, batch: Any) -> None:
    def body(job: Any) -> None:
        if job.id.endswith(":0"):
            sys.exit(3)
        time.sleep(100)

    aws.batch.register(body)
    id = submit(batch, arrayProperties={"size": 3})
    aws.clock.run_until(lambda: counts(batch, id)["FAILED"] == 1, within=600)
    assert status(batch, id) == "PENDING"
    aws.clock.run_until_idle()
    shown = described(batch, id)
    assert (shown["status"], shown["statusReason"]) == ("FAILED", "Array Child Job failed")
    assert counts(batch, id) == {**NONE, "SUCCEEDED": 2, "FAILED": 1}


@pytest.mark.usefixtures("ready")
def test_each_child_retries_by_itself(aws: World, batch: Any) -> None:
    def body(job: Any) -> None:
        if job.id.endswith(":1") and job.attempt < 3:
            sys.exit(1)

    aws.batch.register(body)
    id = submit(batch, arrayProperties={"size": 2}, retryStrategy={"attempts": 3})
    aws.clock.run_until_idle()
    assert status(batch, id) == "SUCCEEDED"
    assert [len(described(batch, f"{id}:{index}")["attempts"]) for index in range(2)] == [1, 3]


@pytest.mark.usefixtures("ready")
def test_ten_thousand_children(aws: World, batch: Any) -> None:
    aws.batch.register(takes=1)
    id = submit(batch, arrayProperties={"size": 10_000}, dependsOn=[])
    aws.clock.run_until_idle(within=20 * 86_400)
    assert counts(batch, id) == {**NONE, "SUCCEEDED": 10_000}
