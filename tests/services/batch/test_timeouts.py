"""attemptDurationSeconds."""

from __future__ import annotations

import sys
import time
from typing import Any

import pytest

from fakeaws import World
from tests.services.batch.support import definition, described, furnished, status, submit

TIMED_OUT = "Job attempt duration exceeded timeout"


@pytest.fixture
def ready(aws: World, batch: Any) -> None:
    furnished(aws, batch)
    definition(batch, timeout={"attemptDurationSeconds": 60})


@pytest.mark.usefixtures("ready")
def test_sigterm_then_thirty_seconds_then_sigkill(aws: World, batch: Any) -> None:
    aws.batch.register(takes=1000)
    id = submit(batch, retryStrategy={"attempts": 3})
    aws.clock.run_until(lambda: status(batch, id) == "RUNNING", within=600)
    aws.clock.advance(seconds=89)
    assert status(batch, id) == "RUNNING"
    aws.clock.run_until_idle()
    shown = described(batch, id)
    assert (shown["status"], shown["statusReason"]) == ("FAILED", TIMED_OUT)
    assert shown["stoppedAt"] - shown["startedAt"] == 90_000
    assert shown["container"]["exitCode"] == 137
    (attempt,) = shown["attempts"]
    assert attempt["statusReason"] == TIMED_OUT
    assert shown["timeout"] == {"attemptDurationSeconds": 60}


@pytest.mark.usefixtures("ready")
def test_an_end_within_the_grace_has_its_own_exit_code_and_fails_all_the_same(aws: World, batch: Any) -> None:
    aws.batch.register(takes=70)
    id = submit(batch)
    aws.clock.run_until_idle()
    shown = described(batch, id)
    assert (shown["status"], shown["statusReason"], shown["container"]["exitCode"]) == ("FAILED", TIMED_OUT, 0)
    assert shown["stoppedAt"] - shown["startedAt"] == 70_000


@pytest.mark.usefixtures("ready")
def test_it_begins_anew_with_each_attempt(aws: World, batch: Any) -> None:
    def body() -> None:
        time.sleep(50)
        sys.exit(1)

    aws.batch.register(body)
    id = submit(batch, retryStrategy={"attempts": 3})
    aws.clock.run_until_idle()
    shown = described(batch, id)
    assert [each["statusReason"] for each in shown["attempts"]] == ["Essential container in task exited"] * 3


@pytest.mark.usefixtures("ready")
def test_the_submission_s_counts(aws: World, batch: Any) -> None:
    aws.batch.register(takes=200)
    id = submit(batch, timeout={"attemptDurationSeconds": 100})
    aws.clock.run_until_idle()
    shown = described(batch, id)
    assert shown["stoppedAt"] - shown["startedAt"] == 130_000


@pytest.mark.usefixtures("ready")
def test_of_an_array_each_child_has_its_own(aws: World, batch: Any) -> None:
    aws.batch.register(lambda job: time.sleep(1000 if job.array_index == 1 else 10))
    id = submit(batch, arrayProperties={"size": 3})
    aws.clock.run_until_idle()
    shown = [described(batch, f"{id}:{index}") for index in range(3)]
    assert [each["status"] for each in shown] == ["SUCCEEDED", "FAILED", "SUCCEEDED"]
    assert shown[1]["statusReason"] == TIMED_OUT


@pytest.mark.usefixtures("ready")
def test_the_time_before_it_runs_does_not_count(aws: World, batch: Any) -> None:
    aws.batch.register(takes=59)
    id = submit(batch)
    aws.clock.run_until_idle()
    assert status(batch, id) == "SUCCEEDED"
    assert described(batch, id)["startedAt"] - described(batch, id)["createdAt"] > 60_000
