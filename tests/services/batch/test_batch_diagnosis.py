"""What ``aws.diagnose()`` finds about jobs, and what it leaves alone."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World
from fakeaws.timeline.findings import Finding
from tests.services.batch.support import container, definition, submit
from tests.services.batch.working import over, running, started

HOUR = {"command": ["sleep", "3600"]}
SPOT = [{"action": "RETRY", "onStatusReason": "Host EC2*"}]
LAST = {"action": "EXIT", "onReason": "*"}


def found(aws: World) -> Finding:
    (finding,) = aws.diagnose()
    return finding


def test_correct_code(aws: World, batch: Any) -> None:
    strategy = {"attempts": 3, "evaluateOnExit": [*SPOT, LAST]}
    job = started(
        aws, batch, settings={"command": ["false"]}, retryStrategy=strategy, timeout={"attemptDurationSeconds": 60}
    )
    assert batch.list_jobs(jobQueue="queue", jobStatus="RUNNING")["jobSummaryList"] == []
    assert over(aws, job).status == "FAILED"
    assert batch.list_jobs(jobQueue="queue")["jobSummaryList"] == []  # all have ended
    assert aws.diagnose() == []


# -- cancel-on-running-job -----------------------------------------------------------------------------------------------


def test_a_running_job_is_cancelled_in_vain(aws: World, batch: Any) -> None:
    job = running(aws, started(aws, batch, settings=HOUR, name="nightly"))
    for _ in range(2):
        batch.cancel_job(jobId=job.id, reason="not needed")
    assert job.status == "RUNNING"
    finding = found(aws)
    assert finding.rule == "cancel-on-running-job"
    assert finding.text == (
        f"CancelJob by test at +00:03:41 found job 'nightly' ({job.id}) RUNNING: it leaves such a job alone and answers as if "
        "all were well. The same goes for 1 other call."
    )
    assert "TerminateJob" in finding.fix
    assert [(each.kind, each.message_id) for each in finding.records] == [("CancelJob", job.id)]


def test_a_cancel_that_works(aws: World, batch: Any) -> None:
    job = started(aws, batch, settings=HOUR)
    batch.cancel_job(jobId=job.id, reason="not needed")
    batch.cancel_job(jobId=job.id, reason="ended already")
    batch.cancel_job(jobId="00000000-0000-4000-8000-000000000000", reason="nobody")
    assert job.status == "FAILED"
    assert aws.diagnose() == []


def test_a_cancel_before_a_terminate(aws: World, batch: Any) -> None:
    job = running(aws, started(aws, batch, settings=HOUR))
    batch.cancel_job(jobId=job.id, reason="not needed")
    batch.terminate_job(jobId=job.id, reason="not needed")
    assert aws.diagnose() == []


# -- list-jobs-without-status --------------------------------------------------------------------------------------------


def test_a_list_that_shows_running_jobs_alone(aws: World, batch: Any) -> None:
    first = started(aws, batch)
    submit(batch, dependsOn=[{"jobId": first.id}])
    aws.clock.advance(seconds=3)
    assert batch.list_jobs(jobQueue="queue")["jobSummaryList"] == []
    finding = found(aws)
    assert finding.rule == "list-jobs-without-status"
    assert finding.text == (
        "ListJobs by test at +00:00:28 named no jobStatus, so it showed RUNNING jobs alone: none, while queue 'queue' had "
        "1 PENDING, 1 RUNNABLE."
    )
    assert [each.kind for each in finding.records] == ["ListJobs"]


@pytest.mark.parametrize("given", [{"jobStatus": "RUNNING"}, {"filters": [{"name": "JOB_NAME", "values": ["other"]}]}])
def test_a_list_that_says_what_it_wants(aws: World, batch: Any, given: dict[str, Any]) -> None:
    started(aws, batch)
    assert batch.list_jobs(jobQueue="queue", **given)["jobSummaryList"] == []
    assert aws.diagnose() == []


# -- head-of-line-blocked ------------------------------------------------------------------------------------------------


def blocked(aws: World, batch: Any, behind: int) -> str:
    started(aws, batch)
    definition(batch, "large", containerProperties=container("64"))
    large = submit(batch, "large", definition="large")
    for _ in range(behind):
        submit(batch)
    aws.clock.advance(minutes=10)
    return large


def test_a_job_that_can_never_run_holds_up_a_queue(aws: World, batch: Any) -> None:
    large = blocked(aws, batch, 2)
    finding = found(aws)
    assert finding.rule == "head-of-line-blocked"
    assert finding.text == (
        f"Job 'large' ({large}) has been at the head of queue 'queue' since +00:00:31 and can never run there: it wants 64 "
        "vCPUs and 2048 MiB (MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE). 2 jobs wait behind it for ever."
    )
    assert "jobStateTimeLimitActions" in finding.fix
    assert [each.kind for each in finding.records] == ["SubmitJob", "JobStateChange"]


def test_nobody_waits_behind_it(aws: World, batch: Any) -> None:
    blocked(aws, batch, 0)
    assert aws.diagnose() == []


def test_a_time_limit_ends_it(aws: World, batch: Any) -> None:
    action = {
        "reason": "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
        "state": "RUNNABLE",
        "maxTimeSeconds": 3600,
        "action": "CANCEL",
    }
    started(aws, batch)
    batch.update_job_queue(jobQueue="queue", jobStateTimeLimitActions=[action])
    blocked(aws, batch, 1)
    assert aws.diagnose() == []


def test_a_full_environment_is_no_mistake(aws: World, batch: Any) -> None:
    started(aws, batch, settings=HOUR)
    for _ in range(40):
        submit(batch)
    aws.clock.advance(minutes=10)
    assert aws.diagnose() == []


# -- retry strategies ----------------------------------------------------------------------------------------------------


def test_what_no_entry_matches_is_tried_again(aws: World, batch: Any) -> None:
    strategy = {"attempts": 3, "evaluateOnExit": SPOT}
    job = over(aws, started(aws, batch, settings={"command": ["false"]}, retryStrategy=strategy))
    over(aws, aws.batch.job(submit(batch, retryStrategy=strategy)))
    finding = found(aws)
    assert finding.rule == "no-final-exit-rule"
    assert finding.text == (
        f"Job 'job' ({job.id}) failed 3 times (exit code 1). No entry of its evaluateOnExit matches that, and what none "
        "matches is tried again. The same goes for 1 other job."
    )
    assert '{"action": "EXIT", "onReason": "*"}' in finding.fix
    assert [each.outcome for each in finding.records][-1] == "FAILED"


@pytest.mark.parametrize(
    "strategy",
    [
        {"attempts": 3},
        {"attempts": 1, "evaluateOnExit": SPOT},
        {"attempts": 3, "evaluateOnExit": [{"action": "RETRY", "onExitCode": "1"}]},
        {"attempts": 3, "evaluateOnExit": [*SPOT, LAST]},
    ],
)
def test_attempts_that_are_meant(aws: World, batch: Any, strategy: dict[str, Any]) -> None:
    over(aws, started(aws, batch, settings={"command": ["false"]}, retryStrategy=strategy))
    assert aws.diagnose() == []


def test_a_pattern_in_the_wrong_field(aws: World, batch: Any) -> None:
    rules = [{"action": "RETRY", "onReason": "Host EC2*"}, LAST]
    job = running(
        aws, started(aws, batch, "SPOT", settings=HOUR, retryStrategy={"attempts": 3, "evaluateOnExit": rules})
    )
    aws.batch.interrupt_spot(job.id)
    finding = found(aws)
    assert finding.rule == "retry-rule-looks-elsewhere"
    assert finding.text == (
        f"Job 'job' ({job.id}) failed with {job.reason!r}. Its evaluateOnExit has 'Host EC2*' as onReason, which is not where "
        "AWS says so: that is the attempt's statusReason."
    )
    assert finding.fix == "Give the entry onStatusReason: 'Host EC2*' instead of onReason."


@pytest.mark.parametrize(("kind", "pattern"), [("SPOT", "Host EC2*"), ("FARGATE_SPOT", "Your Spot*")])
def test_spot_without_retries(aws: World, batch: Any, kind: str, pattern: str) -> None:
    job = running(aws, started(aws, batch, kind, settings=HOUR))
    aws.batch.interrupt_spot(job.id)
    finding = found(aws)
    assert finding.rule == "spot-without-retry"
    assert finding.text == (
        f"Job 'job' ({job.id}) failed because AWS took its Spot capacity back, and it has a single attempt."
    )
    assert f'"onStatusReason": "{pattern}"' in finding.fix


def test_spot_with_retries(aws: World, batch: Any) -> None:
    job = running(aws, started(aws, batch, "SPOT", settings=HOUR, retryStrategy={"attempts": 2}))
    aws.batch.interrupt_spot(job.id)
    over(aws, job)
    assert aws.diagnose() == []


def test_a_time_out_is_the_end(aws: World, batch: Any) -> None:
    job = started(aws, batch, settings=HOUR, retryStrategy={"attempts": 3}, timeout={"attemptDurationSeconds": 60})
    over(aws, job)
    finding = found(aws)
    assert finding.rule == "timeout-is-not-retried"
    assert finding.text == (
        f"Attempt 1 of 3 of job 'job' ({job.id}) ran into its timeout. Jobs that time out are not tried again."
    )
    assert "attemptDurationSeconds" in finding.fix


def test_a_time_out_of_a_single_attempt_is_meant(aws: World, batch: Any) -> None:
    over(aws, started(aws, batch, settings=HOUR, timeout={"attemptDurationSeconds": 60}))
    assert aws.diagnose() == []
