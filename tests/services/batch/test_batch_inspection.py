"""Looking at jobs from a test: ``aws.batch``."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fakeaws import World
from tests.services.batch.support import client, container, definition, described, furnished, submit
from tests.services.batch.working import over, running, started

pytest_plugins = ["pytester"]


def test_a_job_before_it_runs(aws: World, batch: Any) -> None:
    job = started(aws, batch)
    assert (job.status, job.duration, job.exit_code, job.reason, job.logs) == ("SUBMITTED", None, None, None, "")
    assert list(job.attempts) == []
    assert repr(job) == f"<job job {job.id}: SUBMITTED>"


def test_a_job_while_it_runs(aws: World, batch: Any) -> None:
    job = running(aws, started(aws, batch, settings={"command": ["sh", "-c", "echo begin; sleep 600; exit 3"]}))
    aws.clock.advance(seconds=90)
    (attempt,) = job.attempts
    assert (job.status, job.duration, job.exit_code, job.logs) == ("RUNNING", timedelta(seconds=90), None, "begin\n")
    assert (attempt.duration, attempt.exit_code, attempt.reason) == (timedelta(seconds=90), None, None)
    assert repr(attempt) == "<attempt: under way>"
    over(aws, job)
    assert (job.duration, job.exit_code) == (timedelta(minutes=10), 3)
    assert repr(job.attempts[0]) == "<attempt: Essential container in task exited>"


def test_an_array_has_children(aws: World, batch: Any) -> None:
    job = over(aws, started(aws, batch, arrayProperties={"size": 2}))
    assert (job.status, list(job.attempts), job.duration) == ("SUCCEEDED", [], None)
    assert [aws.batch.job(f"{job.id}:{index}").exit_code for index in (0, 1)] == [0, 0]


def test_by_id_arn_and_name(aws: World, batch: Any) -> None:
    job = started(aws, batch, name="nightly")
    arn = described(batch, job.id)["jobArn"]
    assert [aws.batch.job(each).id for each in (job.id, arn, "nightly")] == [job.id] * 3


def test_another_region_s_job_by_its_id(aws: World, batch: Any) -> None:
    there = client("eu-west-1")
    furnished(aws, there)
    definition(there)
    id = submit(there, "abroad")
    assert aws.batch.job(id).id == id
    with pytest.raises(LookupError, match="no job 'abroad'"):
        aws.batch.job("abroad")


def test_unknown_jobs(aws: World, batch: Any) -> None:
    with pytest.raises(LookupError, match="no job 'nightly'; this world has none"):
        aws.batch.job("nightly")
    job = started(aws, batch, name="nightly")
    with pytest.raises(LookupError, match=r"no job 'nightli'; did you mean 'nightly'\?"):
        aws.batch.job("nightli")
    with pytest.raises(LookupError, match=f"did you mean '{job.id}'?"):
        aws.batch.explain(job.id[:-1])
    with pytest.raises(TypeError, match="by its id"):
        aws.batch.job(3)  # type: ignore[arg-type]


def test_a_name_that_several_jobs_have(aws: World, batch: Any) -> None:
    first = started(aws, batch, name="nightly")
    second = submit(batch, "nightly")
    with pytest.raises(LookupError, match=f"2 jobs are called 'nightly'.* {first.id} and {second}"):
        aws.batch.job("nightly")


# -- explain -----------------------------------------------------------------------------------------------------------


def test_why_a_job_is_still_runnable(aws: World, batch: Any) -> None:
    started(aws, batch)
    definition(batch, "large", containerProperties=container("64"))
    large, small = submit(batch, "large", definition="large"), submit(batch, "small")
    aws.clock.advance(minutes=10)
    assert aws.batch.job(large).status == aws.batch.job(small).status == "RUNNABLE"
    told = aws.batch.explain(large)
    assert told == aws.batch.job(large).explain()
    assert "at the head of queue queue" in told
    assert "compute environment machines has no more than 16 vCPUs (maxvCpus)" in told
    assert f"behind 1 other job in queue queue. At the head is large ({large})" in aws.batch.explain(small)


def test_how_a_job_failed(aws: World, batch: Any) -> None:
    line = "echo one; echo two; echo three; echo four; echo five; echo six; exit 3"
    settings = {"command": ["sh", "-c", line]}
    job = over(aws, started(aws, batch, settings=settings, retryStrategy={"attempts": 2}))
    assert job.explain().splitlines() == [
        "It is FAILED: Essential container in task exited.",
        "  attempt 1: exit code 3, Essential container in task exited",
        "  attempt 2: exit code 3, Essential container in task exited",
        "  log: two",
        "  log: three",
        "  log: four",
        "  log: five",
        "  log: six",
    ]


def test_how_an_array_failed(aws: World, batch: Any) -> None:
    settings = {"command": ["sh", "-c", "exit $AWS_BATCH_JOB_ARRAY_INDEX"]}
    job = over(aws, started(aws, batch, settings=settings, arrayProperties={"size": 8}))
    assert job.explain().splitlines() == [
        "It is FAILED: Array Child Job failed.",
        *(f"  child {index}: Essential container in task exited" for index in range(1, 6)),
        "  … 2 more children failed",
    ]


# -- a failing test's report -------------------------------------------------------------------------------------------


def test_a_failing_test_tells_of_failed_and_blocked_jobs(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import boto3
        from tests.services.batch.support import client, container, definition, furnished, submit

        def test_it(aws):
            batch = client()
            furnished(aws, batch)
            definition(batch, containerProperties=container(command=["sh", "-c", "echo no such day; exit 3"]))
            definition(batch, "large", containerProperties=container("64"))
            first = submit(batch, "import")
            submit(batch, "dependent", dependsOn=[{"jobId": first}])
            aws.clock.advance(minutes=30)
            batch.cancel_job(jobId=submit(batch, "cancelled"), reason="changed my mind")
            submit(batch, "large", definition="large")
            aws.clock.advance(minutes=30)
            assert False
        """
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.stdout.re_match_lines(
        [
            r"job 'import' \([0-9a-f-]{36}\) of queue 'queue': It is FAILED: Essential container in task exited\.",
            r"  attempt 1: exit code 3, Essential container in task exited",
            r"  log: no such day",
            r"job 'large' \([0-9a-f-]{36}\) of queue 'queue': It is RUNNABLE and at the head of queue queue: .*",
        ]
    )
    result.stdout.no_re_match_line(r"job '(dependent|cancelled)' .* of queue")
