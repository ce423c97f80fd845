"""Spot capacity that AWS takes back at a virtual time."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from fakeaws import BatchJob, FakeAwsWarning, World
from tests.services.batch.support import described, submit
from tests.services.batch.working import over, running, started

HOUR = {"command": ["sleep", "3600"]}
HOST = re.compile(r"Host EC2 \(instance i-[0-9a-f]{17}\) terminated\.")


def test_the_attempt_ends_without_an_exit_code(aws: World, batch: Any) -> None:
    job = running(aws, started(aws, batch, "SPOT", settings=HOUR))
    aws.clock.advance(minutes=10)
    aws.batch.interrupt_spot(job.id)
    assert (job.status, job.exit_code, job.duration) == ("FAILED", None, timedelta(minutes=10))
    assert HOST.fullmatch(job.reason or "")
    shown = described(batch, job.id)
    assert shown["statusReason"] == job.reason
    assert "exitCode" not in shown["container"]
    assert "exitCode" not in shown["attempts"][0]["container"]


def test_a_retry_runs_on_another_instance(aws: World, batch: Any) -> None:
    rules = [{"action": "RETRY", "onStatusReason": "Host EC2*"}, {"action": "EXIT", "onReason": "*"}]
    strategy = {"attempts": 3, "evaluateOnExit": rules}
    job = running(aws, started(aws, batch, "SPOT", settings=HOUR, retryStrategy=strategy))
    first = described(batch, job.id)["container"]["containerInstanceArn"]
    aws.batch.interrupt_spot(job.id)
    assert job.status == "RUNNABLE"
    over(aws, job)
    assert (job.status, [each.exit_code for each in job.attempts]) == ("SUCCEEDED", [None, 0])
    assert described(batch, job.id)["container"]["containerInstanceArn"] != first


@pytest.mark.parametrize(
    "when",
    [
        {"after": 1800},
        {"after": timedelta(minutes=30)},
        {"at": datetime(2026, 1, 5, 0, 33, 41, tzinfo=timezone.utc)},
        {"at": datetime(2026, 1, 5, 0, 33, 41)},
    ],
)
def test_at_a_virtual_time(aws: World, batch: Any, when: dict[str, Any]) -> None:
    job = running(aws, started(aws, batch, "SPOT", settings=HOUR))
    assert aws.clock.elapsed == timedelta(minutes=3, seconds=41)
    aws.batch.interrupt_spot(job.id, **when)
    aws.clock.advance(hours=1)
    assert job.duration == timedelta(minutes=30)
    assert HOST.fullmatch(job.reason or "")


def test_an_instance_takes_all_its_jobs_with_it(aws: World, batch: Any) -> None:
    job = started(aws, batch, "SPOT", settings=HOUR)
    beside = aws.batch.job(submit(batch))
    elsewhere = [aws.batch.job(submit(batch)) for _ in range(3)][-1]  # an instance has four vCPUs
    running(aws, elsewhere)
    aws.batch.interrupt_spot(job.id)
    assert (beside.status, beside.reason, elsewhere.status) == ("FAILED", job.reason, "RUNNING")
    (record,) = aws.timeline.select(kind="SpotInterruption")
    assert record.resource in (job.reason or "")


def test_a_callable_is_ended(aws: World, batch: Any) -> None:
    ticks: list[int] = []

    @aws.batch.register(job_definition="work")
    def work(job: BatchJob) -> None:
        for _ in range(100):
            time.sleep(60)
            ticks.append(job.attempt)

    job = running(aws, started(aws, batch, "SPOT", settings={"command": ["work"]}))
    aws.batch.interrupt_spot(job.id, after=150)
    aws.clock.advance(hours=2)
    assert (job.status, ticks) == ("FAILED", [1, 1])


def test_while_it_starts(aws: World, batch: Any) -> None:
    job = started(aws, batch, "SPOT", settings=HOUR)
    aws.clock.run_until(lambda: job.status == "STARTING", within=timedelta(hours=1))
    aws.batch.interrupt_spot(job.id)
    assert (job.status, job.duration) == ("FAILED", None)
    assert HOST.fullmatch(job.reason or "")


def test_fargate_spot(aws: World, batch: Any) -> None:
    job = running(aws, started(aws, batch, "FARGATE_SPOT", settings=HOUR))
    aws.batch.interrupt_spot(job.id)
    assert (job.status, job.exit_code, job.reason) == ("FAILED", 137, "Your Spot Task was interrupted.")


def test_only_spot_is_interrupted(aws: World, batch: Any) -> None:
    job = running(aws, started(aws, batch, "EC2", settings=HOUR))
    with pytest.raises(ValueError, match="it runs in 'machines', of type EC2: only SPOT and FARGATE_SPOT"):
        aws.batch.interrupt_spot(job.id)
    assert job.status == "RUNNING"


def test_only_what_has_a_machine(aws: World, batch: Any) -> None:
    job = started(aws, batch, "SPOT", settings=HOUR)
    with pytest.raises(ValueError, match="it is SUBMITTED, and has no machine"):
        aws.batch.interrupt_spot(job.id)


def test_an_interruption_that_finds_nothing_says_so(aws: World, batch: Any) -> None:
    job = started(aws, batch, "SPOT", settings={"command": ["true"]})
    aws.batch.interrupt_spot(job.id, after=3600)
    with pytest.warns(
        FakeAwsWarning, match=r"the Spot interruption of job 'job' \(.*\) found nothing: it is SUCCEEDED"
    ):
        aws.clock.advance(hours=2)


def test_one_time_and_a_time_to_come(aws: World, batch: Any) -> None:
    job = started(aws, batch, "SPOT", settings=HOUR)
    with pytest.raises(ValueError, match="not both"):
        aws.batch.interrupt_spot(job.id, at=aws.clock.now, after=3)
    with pytest.raises(ValueError, match="an instant to come"):
        aws.batch.interrupt_spot(job.id, at=datetime(2025, 1, 1, tzinfo=timezone.utc))
    with pytest.raises(ValueError, match="not negative"):
        aws.batch.interrupt_spot(job.id, after=-1)
