"""Python callables in place of containers."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
import time
from datetime import timedelta
from typing import Any

import boto3
import boto3.session
import pytest

from fakeaws import BatchJob, NotSupportedError, World, mock_aws
from tests.services.batch.support import ARN, IMAGE, client, container, definition, furnished, submit
from tests.services.batch.working import events_of, over, running, started

PROGRAM = {"command": ["python", "import.py", "--day", "Ref::day"]}


# -- what it is told ---------------------------------------------------------------------------------------------------


def test_sixteen_minutes(aws: World, batch: Any) -> None:
    aws.batch.register(lambda job: time.sleep(16 * 60), job_definition="work")
    job = over(aws, started(aws, batch, settings=PROGRAM, parameters={"day": "monday"}))
    assert (job.status, job.duration, job.exit_code) == ("SUCCEEDED", timedelta(minutes=16), 0)
    assert job.reason == "Essential container in task exited"


def test_the_job_is_its_argument(aws: World, batch: Any) -> None:
    seen: list[BatchJob] = []
    aws.batch.register(seen.append, job_definition="work")
    settings = {**PROGRAM, "environment": [{"name": "LEVEL", "value": "low"}, {"name": "A", "value": "1"}]}
    overrides = {"environment": [{"name": "LEVEL", "value": "high"}]}
    job = over(
        aws,
        started(
            aws, batch, settings=settings, name="nightly", parameters={"day": "monday"}, containerOverrides=overrides
        ),
    )
    assert job.status == "SUCCEEDED", job.explain()
    (told,) = seen
    assert (told.id, told.name, told.queue, told.job_definition) == (job.id, "nightly", "queue", "work:1")
    assert (told.attempt, told.parameters, told.image) == (1, {"day": "monday"}, IMAGE)
    assert told.command == ["python", "import.py", "--day", "monday"]
    assert (told.array_index, told.node_index) == (None, None)
    assert (told.environment["LEVEL"], told.environment["A"]) == ("high", "1")
    assert told.environment["AWS_BATCH_JOB_ID"] == job.id


def test_children_of_an_array_know_their_index(aws: World, batch: Any) -> None:
    seen: list[tuple[str, int | None, str]] = []

    @aws.batch.register(job_definition="work")
    def work(job: BatchJob) -> None:
        seen.append((job.id, job.array_index, os.environ["AWS_BATCH_JOB_ARRAY_INDEX"]))

    job = over(aws, started(aws, batch, settings={"command": ["work"]}, arrayProperties={"size": 3}))
    assert job.status == "SUCCEEDED"
    assert sorted(seen) == [(f"{job.id}:{index}", index, str(index)) for index in range(3)]


def _with_argv(argv: list[str] | None = None) -> None:
    assert argv is None


def _with_optional_job(job: BatchJob | None = None) -> None:
    assert job is not None


def _with_nothing() -> None: ...


def _with_keywords(*, dry: bool = False) -> None: ...


@pytest.mark.parametrize("body", [_with_argv, _with_optional_job, _with_nothing, _with_keywords])
def test_a_callable_takes_the_job_or_nothing(aws: World, batch: Any, body: Any) -> None:
    aws.batch.register(body, job_definition="work")
    job = over(aws, started(aws, batch, settings={"command": ["work"]}))
    assert job.status == "SUCCEEDED", job.logs


def test_a_coroutine_function(aws: World, batch: Any) -> None:
    async def work(job: BatchJob) -> None:
        await asyncio.sleep(90)

    aws.batch.register(work, job_definition="work")
    job = over(aws, started(aws, batch, settings={"command": ["work"]}))
    assert (job.status, job.duration) == ("SUCCEEDED", timedelta(seconds=90))


# -- which registration holds ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "chosen",
    [
        {"job_definition": "work"},
        {"job_definition": "work:1"},
        {"job_definition": f"{ARN}job-definition/work:1"},
        {"job_definition": f"{ARN}job-definition/work"},
        {"image": IMAGE},
        {"command": "python import.py"},
        {"command": ["python", "import.py", "--day"]},
        {"image": IMAGE, "command": ["python"]},
        {},
    ],
)
def test_jobs_are_chosen_by_what_is_given(aws: World, batch: Any, chosen: dict[str, Any]) -> None:
    aws.batch.register(exit_code=7, **chosen)
    job = over(aws, started(aws, batch, settings=PROGRAM, parameters={"day": "monday"}))
    assert job.exit_code == 7


@pytest.mark.parametrize(
    "other",
    [
        {"job_definition": "works"},
        {"job_definition": "work:2"},
        {"image": "other"},
        {"command": "python import.py --night"},
        {"job_definition": "work", "image": "other"},
    ],
)
def test_others_are_left_alone(aws: World, batch: Any, other: dict[str, Any]) -> None:
    aws.batch.register(exit_code=7, **other)
    job = over(aws, started(aws, batch, settings={"command": ["true"]}))
    assert job.status == "SUCCEEDED"


def test_a_program_behind_a_shell_is_chosen_by_its_command(aws: World, batch: Any) -> None:
    aws.batch.register(exit_code=7, command="python import.py")
    job = over(aws, started(aws, batch, settings={"command": ["sh", "-c", "python import.py --day 1 | tee log"]}))
    assert job.exit_code == 7


def test_the_closest_registration_counts_and_of_equals_the_last(aws: World, batch: Any) -> None:
    aws.batch.register(exit_code=1, job_definition="work:1")
    aws.batch.register(exit_code=2, job_definition="work")
    aws.batch.register(exit_code=3, image=IMAGE)
    aws.batch.register(exit_code=4)
    first = over(aws, started(aws, batch, settings={"command": ["work"]}))
    definition(batch, containerProperties=container(command=["work"]))  # revision 2
    second = over(aws, aws.batch.job(submit(batch)))
    aws.batch.register(exit_code=5, job_definition="work")
    third = over(aws, aws.batch.job(submit(batch)))
    assert [each.exit_code for each in (first, second, third)] == [1, 2, 5]


def test_a_virtual_duration_with_an_exit_code(aws: World, batch: Any) -> None:
    aws.batch.register(job_definition="work", takes=timedelta(hours=30), exit_code=3)
    job = over(aws, started(aws, batch, settings={"command": ["work"]}))
    assert (job.status, job.duration, job.exit_code) == ("FAILED", timedelta(hours=30), 3)


# -- how it ends -------------------------------------------------------------------------------------------------------


def ending(how: str) -> Any:
    def work(job: BatchJob) -> object:
        if how == "returns":
            return 5
        if how == "raises":
            raise ValueError("no such day")
        if how == "asserts":
            raise AssertionError("two orders")
        sys.exit({"zero": 0, "none": None, "three": 3, "large": 259, "says": "cannot go on"}[how])

    return work


@pytest.mark.parametrize(
    ("how", "code"),
    [("returns", 0), ("raises", 1), ("asserts", 1), ("zero", 0), ("none", 0), ("three", 3), ("large", 3), ("says", 1)],
)
def test_exit_codes(aws: World, batch: Any, how: str, code: int) -> None:
    aws.batch.register(ending(how), job_definition="work")
    job = over(aws, started(aws, batch, settings={"command": ["work"]}))
    assert (job.exit_code, job.status) == (code, "FAILED" if code else "SUCCEEDED")
    assert job.reason == "Essential container in task exited"


def test_an_exception_is_in_the_log_as_python_tells_it(aws: World, batch: Any, logs: Any) -> None:
    aws.batch.register(ending("raises"), job_definition="work")
    job = over(aws, started(aws, batch, settings={"command": ["work"]}))
    lines = job.logs.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[1].startswith(f'  File "{__file__}", line ')
    assert lines[1].endswith(", in work")
    assert lines[-1] == "ValueError: no such day"
    assert events_of(logs, job) == lines
    assert "ValueError: no such day" in job.explain()


def test_a_failed_attempt_is_followed_by_another(aws: World, batch: Any) -> None:
    @aws.batch.register(job_definition="work")
    def work(job: BatchJob) -> None:
        time.sleep(60)
        print(f"attempt {job.attempt} {os.environ['AWS_BATCH_JOB_ATTEMPT']}")  # noqa: T201
        sys.exit(4 if job.attempt == 1 else 0)

    job = over(aws, started(aws, batch, settings={"command": ["work"]}, retryStrategy={"attempts": 3}))
    assert [each.exit_code for each in job.attempts] == [4, 0]
    assert [each.logs for each in job.attempts] == ["attempt 1 1\n", "attempt 2 2\n"]
    assert [each.duration for each in job.attempts] == [timedelta(minutes=1)] * 2
    assert job.attempts[0].log_stream != job.attempts[1].log_stream


def test_a_time_out_ends_it_after_the_grace(aws: World, batch: Any) -> None:
    ends: list[str] = []

    @aws.batch.register(job_definition="work")
    def work() -> None:
        try:
            for minute in range(60):
                print("minute", minute)  # noqa: T201
                time.sleep(60)
        finally:
            ends.append("finally")

    job = over(aws, started(aws, batch, settings={"command": ["work"]}, timeout={"attemptDurationSeconds": 100}))
    assert (job.status, job.reason) == ("FAILED", "Job attempt duration exceeded timeout")
    assert (job.exit_code, job.duration) == (137, timedelta(seconds=130))
    assert job.logs == "minute 0\nminute 1\nminute 2\n"
    assert ends == ["finally"]


def test_what_ends_within_the_grace_has_its_own_exit_code(aws: World, batch: Any) -> None:
    aws.batch.register(lambda: time.sleep(100), job_definition="work")
    job = over(aws, started(aws, batch, settings={"command": ["work"]}, timeout={"attemptDurationSeconds": 90}))
    assert (job.status, job.reason) == ("FAILED", "Job attempt duration exceeded timeout")
    assert (job.exit_code, job.duration) == (0, timedelta(seconds=100))


def test_a_crash_is_a_kill(aws: World, batch: Any, sqs: Any) -> None:
    url = sqs.create_queue(QueueName="done")["QueueUrl"]

    @aws.batch.register(job_definition="work")
    def work() -> None:
        boto3.client("sqs").send_message(QueueUrl=url, MessageBody="x")
        sqs.receive_message(QueueUrl=url)

    crash = aws.faults.crash("job", after="sqs.SendMessage")
    job = over(aws, started(aws, batch, settings={"command": ["work"]}))
    assert crash.fired
    assert (job.status, job.exit_code) == ("FAILED", 137)


@pytest.mark.parametrize("outcome", [pytest.fail, pytest.skip])
def test_outcomes_of_pytest_are_the_tests(aws: World, batch: Any, outcome: Any) -> None:
    aws.batch.register(lambda: outcome("as the body says"), job_definition="work")
    job = started(aws, batch, settings={"command": ["work"]})
    with pytest.raises(outcome.Exception, match="as the body says"):
        aws.clock.advance(hours=1)
    aws.clock.advance(hours=1)
    assert (job.status, job.exit_code) == ("FAILED", 1)


def test_ctrl_c_is_the_tests(aws: World, batch: Any) -> None:
    def work() -> None:
        raise KeyboardInterrupt

    aws.batch.register(work, job_definition="work")
    started(aws, batch, settings={"command": ["work"]})
    with pytest.raises(KeyboardInterrupt):
        aws.clock.advance(hours=1)


# -- threads -----------------------------------------------------------------------------------------------------------


def test_it_lasts_as_long_as_its_threads(aws: World, batch: Any) -> None:
    def work() -> None:
        threading.Thread(target=time.sleep, args=(300,)).start()

    aws.batch.register(work, job_definition="work")
    job = over(aws, started(aws, batch, settings={"command": ["work"]}))
    assert (job.status, job.duration) == ("SUCCEEDED", timedelta(minutes=5))


def test_daemons_end_with_it(aws: World, batch: Any) -> None:
    beats: list[float] = []

    def beat() -> None:
        while True:
            beats.append(time.time())
            print("beat")  # noqa: T201
            time.sleep(10)

    def work() -> None:
        threading.Thread(target=beat, daemon=True).start()
        time.sleep(35)

    aws.batch.register(work, job_definition="work")
    job = over(aws, started(aws, batch, settings={"command": ["work"]}))
    aws.clock.advance(hours=1)
    assert (job.duration, len(beats), job.logs) == (timedelta(seconds=35), 4, "beat\n" * 4)


def test_a_time_out_ends_the_threads(aws: World, batch: Any) -> None:
    beats: list[float] = []

    def work() -> None:
        thread = threading.Thread(target=lambda: [(beats.append(0.0), time.sleep(10)) for _ in range(1000)])
        thread.start()

    aws.batch.register(work, job_definition="work")
    job = over(aws, started(aws, batch, settings={"command": ["work"]}, timeout={"attemptDurationSeconds": 60}))
    aws.clock.advance(hours=3)
    assert (job.exit_code, len(beats)) == (137, 9)


# -- surroundings ------------------------------------------------------------------------------------------------------


def test_its_variables_are_its_own(aws: World, batch: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_THE_TEST", "x")
    seen: list[dict[str, str]] = []

    @aws.batch.register(job_definition="work")
    def work() -> None:
        seen.append(dict(os.environ))
        os.environ["LEFT_BEHIND"] = "x"
        time.sleep(60)

    job = running(
        aws, started(aws, batch, settings={"command": ["work"], "environment": [{"name": "A", "value": "1"}]})
    )
    assert "LEFT_BEHIND" not in os.environ
    over(aws, job)
    found = seen[0]
    assert {"SECRET_OF_THE_TEST", "PYTEST_CURRENT_TEST"}.isdisjoint(found)
    assert {name: text for name, text in found.items() if name.startswith("AWS_BATCH")} == {
        "AWS_BATCH_CE_NAME": "machines",
        "AWS_BATCH_JQ_NAME": "queue",
        "AWS_BATCH_JOB_ID": job.id,
        "AWS_BATCH_JOB_ATTEMPT": "1",
    }
    assert (found["A"], found["TZ"], found["AWS_REGION"]) == ("1", "UTC", "us-east-1")
    assert found["AWS_EXECUTION_ENV"] == "AWS_ECS_EC2"
    assert found["PATH"] == os.environ["PATH"]


def test_it_acts_as_the_job_role(aws: World, batch: Any) -> None:
    arns: list[str] = []

    def work() -> None:
        arns.append(boto3.client("sts").get_caller_identity()["Arn"])

    aws.batch.register(work, job_definition="work")
    job = started(
        aws, batch, settings={"command": ["work"], "jobRoleArn": "arn:aws:iam::123456789012:role/app/importer"}
    )
    stream = over(aws, job).attempts[-1].log_stream
    assert stream is not None, job.explain()
    assert arns == [f"arn:aws:sts::123456789012:assumed-role/importer/{stream.rpartition('/')[2]}"]


def test_without_a_role_it_acts_as_the_test(aws: World, batch: Any) -> None:
    arns: list[str] = []
    aws.batch.register(lambda: arns.append(boto3.client("sts").get_caller_identity()["Arn"]), job_definition="work")
    over(aws, started(aws, batch, settings={"command": ["work"]}))
    assert arns == ["arn:aws:iam::123456789012:user/test"]


def test_its_calls_are_on_the_timeline_under_its_name(aws: World, batch: Any, sqs: Any) -> None:
    url = sqs.create_queue(QueueName="done")["QueueUrl"]
    aws.batch.register(lambda: boto3.client("sqs").send_message(QueueUrl=url, MessageBody="x"), job_definition="work")
    over(aws, started(aws, batch, settings={"command": ["work"]}, name="nightly"))
    assert [each.actor for each in aws.timeline.select(kind="SendMessage")] == ["nightly"]


def test_what_it_prints_is_in_its_log_and_in_the_tests_output(
    aws: World, batch: Any, logs: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    @aws.batch.register(job_definition="work")
    def work() -> None:
        print("to stdout\nand\n")  # noqa: T201
        print("to stderr", file=sys.stderr)  # noqa: T201
        sys.stdout.write("no end")

    job = over(aws, started(aws, batch, settings={"command": ["work"]}))
    assert job.logs == "to stdout\nand\n\nto stderr\nno end\n"
    assert events_of(logs, job) == ["to stdout", "and", "to stderr", "no end"]  # the driver leaves empty lines out
    assert capsys.readouterr() == ("to stdout\nand\n\nno end", "to stderr\n")


def test_unconfigured_logging_is_python_s(aws: World, batch: Any) -> None:
    @aws.batch.register(job_definition="work")
    def work() -> None:
        logging.getLogger("shop").info("not seen")
        logging.getLogger("shop").warning("careful: %s", 3)

    job = over(aws, started(aws, batch, settings={"command": ["work"]}))
    assert job.logs == "careful: 3\n"


def test_logging_can_be_configured(aws: World, batch: Any, caplog: pytest.LogCaptureFixture) -> None:
    @aws.batch.register(job_definition="work")
    def work() -> None:
        logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
        logging.basicConfig(level=logging.DEBUG)  # changes nothing, as there is a handler
        logging.info("seen")
        logging.debug("not seen")

    before = list(logging.root.handlers), logging.root.level, logging.basicConfig
    job = over(aws, started(aws, batch, settings={"command": ["work"]}))
    assert job.logs == "INFO seen\n"
    assert (list(logging.root.handlers), logging.root.level, logging.basicConfig) == before
    assert "seen" in caplog.messages


# -- refusals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ((lambda a, b: None,), TypeError, "takes the job, or nothing"),
        (("work",), TypeError, "job_definition='work'"),
        ((3,), TypeError, "not 3"),
    ],
)
def test_bodies_that_cannot_be(aws: World, arguments: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        aws.batch.register(*arguments)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"body": print, "takes": 3}, "sleeps"),
        ({"body": print, "exit_code": 0}, "sys.exit"),
        ({"takes": 3, "allow_subprocess": True}, "no virtual time"),
        ({"takes": -1}, "not negative"),
        ({"exit_code": 256}, "0 to 255"),
    ],
)
def test_registrations_that_contradict_themselves(aws: World, given: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        aws.batch.register(**given)


def test_real_time_has_no_callables() -> None:
    with mock_aws(time="real") as aws:
        with pytest.raises(NotSupportedError, match='time="real"'):
            aws.batch.register(print)
        with pytest.raises(NotSupportedError, match='time="real"'):
            aws.batch.register(allow_subprocess=True)
        aws.batch.register(takes=3)


def test_a_registration_by_arn_is_for_its_region(aws: World, batch: Any) -> None:
    aws.batch.register(exit_code=7, job_definition=ARN.replace("us-east-1", "eu-west-1") + "job-definition/work")
    there = client("eu-west-1")
    furnished(aws, there)
    definition(there)
    elsewhere = aws.batch.job(submit(there))
    assert over(aws, elsewhere).exit_code == 7
    assert over(aws, started(aws, batch)).exit_code == 0
