"""Quota shares: parts of a service environment that lend and borrow, and jobs that are preempted."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World
from tests.services.batch.support import ARN, refused
from tests.services.batch.test_service_jobs import described, environment, queue, status, submit

QUEUE = f"{ARN}job-queue/trainings"


@pytest.fixture
def trainings(aws: World, batch: Any) -> None:
    """The queue "trainings" with quota shares, over four instances of ml.m5.large."""
    environment(aws, batch, most=4, unit="ml.m5.large")
    policy = batch.create_scheduling_policy(name="quotas", quotaSharePolicy={"idleResourceAssignmentStrategy": "FIFO"})
    queue(aws, batch, schedulingPolicyArn=policy["arn"])


def share(
    aws: World, batch: Any, name: str, strategy: str = "LEND", preempts: bool = False, most: int = 2, **sharing: Any
) -> str:
    """A VALID quota share. Returns its ARN."""
    arn: str = batch.create_quota_share(
        quotaShareName=name,
        jobQueue="trainings",
        capacityLimits=[{"maxCapacity": most, "capacityUnit": "ml.m5.large"}],
        resourceSharingConfiguration={"strategy": strategy, **sharing},
        preemptionConfiguration={"inSharePreemption": "ENABLED" if preempts else "DISABLED"},
    )["quotaShareArn"]
    aws.clock.advance(seconds=10)
    return arn


def running(aws: World, batch: Any, *ids: str) -> list[bool]:
    """Which of them run, some minutes later."""
    aws.clock.advance(minutes=3)
    return [status(batch, id) == "RUNNING" for id in ids]


def test_its_life(aws: World, batch: Any, trainings: None) -> None:
    arn = share(aws, batch, "a", "LEND_AND_BORROW")
    shown = batch.describe_quota_share(quotaShareArn=arn)
    shown.pop("ResponseMetadata")
    assert shown == {
        "quotaShareName": "a",
        "quotaShareArn": f"{QUEUE}/quota-share/a",
        "jobQueueArn": QUEUE,
        "capacityLimits": [{"maxCapacity": 2, "capacityUnit": "ml.m5.large"}],
        "resourceSharingConfiguration": {"strategy": "LEND_AND_BORROW", "borrowLimit": -1},
        "preemptionConfiguration": {"inSharePreemption": "DISABLED"},
        "state": "ENABLED",
        "status": "VALID",
        "tags": {},
    }
    assert [each["quotaShareName"] for each in batch.list_quota_shares(jobQueue="trainings")["quotaShares"]] == ["a"]
    id = submit(batch, quotaShareName="a")
    aws.clock.advance(minutes=3)
    batch.update_quota_share(quotaShareArn=arn, state="DISABLED")
    with refused(f"Quota share {arn} is DISABLED and does not accept jobs."):
        aws.clock.advance(seconds=10)
        submit(batch, quotaShareName="a")
    batch.delete_quota_share(quotaShareArn=arn)
    assert batch.describe_quota_share(quotaShareArn=arn)["status"] == "DELETING"
    aws.clock.run_until_idle()
    aws.clock.advance(minutes=1)
    assert (status(batch, id), described(batch, id)["statusReason"]) == ("FAILED", "Quota share was deleted")
    with refused(f"{arn} does not exist"):
        batch.describe_quota_share(quotaShareArn=arn)


def test_each_share_has_its_own(aws: World, batch: Any, trainings: None) -> None:
    share(aws, batch, "a")
    share(aws, batch, "b")
    ids = [submit(batch, quotaShareName=name) for name in "aaab"]
    assert running(aws, batch, *ids) == [True, True, False, True]
    snapshot = batch.get_job_queue_snapshot(jobQueue="trainings")
    [front] = snapshot["frontOfQuotaShares"]["quotaShares"]["a"]
    assert front["jobArn"] == f"{ARN}service-job/{ids[2]}"
    used = snapshot["queueUtilization"]["quotaShareUtilization"]["topCapacityUtilization"]
    assert used == [
        {"quotaShareName": "a", "capacityUsage": [{"capacityUnit": "ml.m5.large", "quantity": 2.0}]},
        {"quotaShareName": "b", "capacityUsage": [{"capacityUnit": "ml.m5.large", "quantity": 1.0}]},
    ]


@pytest.mark.parametrize(
    ("strategy", "sharing", "runs"),
    [
        ("LEND_AND_BORROW", {}, [True, True, True, True]),
        ("LEND_AND_BORROW", {"borrowLimit": 50}, [True, True, True, False]),
        ("LEND", {}, [True, True, False, False]),
    ],
)
def test_idle_capacity_is_borrowed(
    aws: World, batch: Any, trainings: None, strategy: str, sharing: dict[str, int], runs: list[bool]
) -> None:
    share(aws, batch, "a", strategy, **sharing)
    share(aws, batch, "b")
    ids = [submit(batch, quotaShareName="a") for _ in range(4)]
    assert running(aws, batch, *ids) == runs


def test_reserved_capacity_is_not_lent(aws: World, batch: Any, trainings: None) -> None:
    share(aws, batch, "a", "LEND_AND_BORROW")
    share(aws, batch, "b", "RESERVE", most=1)
    ids = [submit(batch, quotaShareName="a") for _ in range(4)]
    assert running(aws, batch, *ids) == [True, True, True, False]


def test_what_was_lent_is_taken_back(aws: World, batch: Any, trainings: None) -> None:
    share(aws, batch, "a", "LEND_AND_BORROW")
    share(aws, batch, "b")
    ids = [submit(batch, quotaShareName="a") for _ in range(4)]
    aws.clock.advance(minutes=3)
    own = submit(batch, quotaShareName="b")
    aws.clock.advance(minutes=5)
    assert [status(batch, each) for each in (*ids, own)] == [*["RUNNING"] * 3, "RUNNABLE", "RUNNING"]
    job = described(batch, ids[3])
    assert job["attempts"] == []
    assert job["preemptionSummary"]["preemptedAttemptCount"] == 1
    [attempt] = job["preemptionSummary"]["recentPreemptedAttempts"]
    assert attempt["statusReason"] == "Preempted to give back capacity borrowed from another quota share"
    aws.clock.run_until_idle()
    assert {status(batch, each) for each in (*ids, own)} == {"SUCCEEDED"}


def test_a_job_that_must_not_be_preempted_again_fails(aws: World, batch: Any, trainings: None) -> None:
    share(aws, batch, "a", "LEND_AND_BORROW")
    share(aws, batch, "b")
    never = {"preemptionRetriesBeforeTermination": 0}
    ids = [submit(batch, quotaShareName="a", preemptionConfiguration=never) for _ in range(4)]
    aws.clock.advance(minutes=3)
    submit(batch, quotaShareName="b")
    aws.clock.run_until_idle()
    assert [status(batch, id) for id in ids] == [*["SUCCEEDED"] * 3, "FAILED"]


def test_within_a_share_a_higher_priority_displaces(aws: World, batch: Any, trainings: None) -> None:
    share(aws, batch, "a", preempts=True)
    low = [submit(batch, quotaShareName="a", schedulingPriority=priority) for priority in (2, 1)]
    aws.clock.advance(minutes=3)
    high = submit(batch, quotaShareName="a", schedulingPriority=1)
    assert running(aws, batch, *low, high) == [True, True, False]
    batch.update_service_job(jobId=high, schedulingPriority=9)
    aws.clock.advance(minutes=5)
    assert [status(batch, id) for id in (*low, high)] == ["RUNNING", "RUNNABLE", "RUNNING"]


def test_refusals(aws: World, batch: Any, trainings: None) -> None:
    share(aws, batch, "a")
    with refused("quotaShareName is required for a job queue with quota share scheduling policy."):
        submit(batch)
    with refused("Quota share b not found."):
        submit(batch, quotaShareName="b")
    with refused("Object already exists"):
        share(aws, batch, "a")
    with refused("borrowLimit is only applicable for strategy LEND_AND_BORROW."):
        share(aws, batch, "b", borrowLimit=10)
    with refused("Cannot delete, state must be DISABLED."):
        batch.delete_quota_share(quotaShareArn=f"{QUEUE}/quota-share/a")
