"""Container commands that are shell words, and those that are not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fakeaws import FakeAwsWarning, World
from fakeaws.services.batch.workloads.shell import NotUnderstood, Script, Step, read
from tests.services.batch.support import container, definition, submit
from tests.services.batch.working import events_of, over, started


def sh(line: str) -> list[str]:
    return ["sh", "-c", line]


@pytest.mark.parametrize(
    ("command", "code", "seconds", "log"),
    [
        (["true"], 0, 0, ""),
        (["false"], 1, 0, ""),
        (["/bin/true"], 0, 0, ""),
        (["sleep", "60"], 0, 60, ""),
        (["/bin/sleep", "1.5m"], 0, 90, ""),
        (["sleep", "1h", "1", ".5s"], 0, 3601.5, ""),
        (["sleep", "soon"], 1, 0, "sleep: invalid time interval 'soon'\n"),
        (["sleep"], 1, 0, "sleep: missing operand\n"),
        (["exit", "3"], 3, 0, ""),
        (["echo", "hello", "world"], 0, 0, "hello world\n"),
        (["echo", "$HOME; exit 3"], 0, 0, "$HOME; exit 3\n"),  # no shell reads it
        (sh("exit 259"), 3, 0, ""),
        (sh("false; exit"), 1, 0, ""),
        (sh("exit now"), 2, 0, "sh: exit: Illegal number: now\n"),
        (sh("echo one; sleep 5; echo two; exit 4; echo three"), 4, 5, "one\ntwo\n"),
        (sh("true && echo yes && false && echo no"), 1, 0, "yes\n"),
        (sh("false || echo saved"), 0, 0, "saved\n"),
        (sh("true || echo no; echo next"), 0, 0, "next\n"),
        (sh("false && echo no || echo yes"), 0, 0, "yes\n"),
        (sh("false; true"), 0, 0, ""),
        (["sh", "-ec", "false; echo not seen"], 1, 0, ""),
        (["bash", "-lc", "echo seen"], 0, 0, "seen\n"),
        (["sh", "-ec", "false || true; echo seen"], 0, 0, "seen\n"),
        (sh("echo 'a;  b' \"c && d\" e\\ f"), 0, 0, "a;  b c && d e f\n"),
        (sh("\n  echo one # a word\n\n  # nothing\n  echo two\n"), 0, 0, "one\ntwo\n"),
        (sh("echo -n one; echo two; echo -n three"), 0, 0, "onetwo\nthree\n"),
        (
            sh("echo $LEVEL ${LEVEL}er '$LEVEL' \"$LEVEL\" [$UNSET] $UNSET \\$LEVEL"),
            0,
            0,
            "high higher $LEVEL high [] $LEVEL\n",
        ),
        (sh("sleep $SECONDS_TO_WAIT && exit $CODE"), 9, 30, ""),
        (sh(""), 0, 0, ""),
    ],
)
def test_words(aws: World, batch: Any, command: list[str], code: int, seconds: float, log: str) -> None:
    variables = {"LEVEL": "high", "SECONDS_TO_WAIT": "30", "CODE": "9"}
    environment = [{"name": name, "value": value} for name, value in variables.items()]
    job = over(aws, started(aws, batch, settings={"command": command, "environment": environment}))
    assert (job.exit_code, job.duration, job.logs) == (code, timedelta(seconds=seconds), log), job.explain()
    assert job.status == ("FAILED" if code else "SUCCEEDED")


def test_parameters_and_batch_s_own_variables(aws: World, batch: Any, logs: Any) -> None:
    job = started(
        aws,
        batch,
        settings={
            "command": sh("echo Ref::greeting from $AWS_BATCH_JOB_ARRAY_INDEX && sleep $AWS_BATCH_JOB_ARRAY_INDEX")
        },
        parameters={"greeting": "hello"},
        arrayProperties={"size": 3},
    )
    over(aws, job)
    children = [aws.batch.job(f"{job.id}:{index}") for index in range(3)]
    assert [events_of(logs, each) for each in children] == [[f"hello from {index}"] for index in range(3)]
    assert [each.duration for each in children] == [timedelta(seconds=index) for index in range(3)]


def test_a_sleep_does_not_hear_sigterm(aws: World, batch: Any) -> None:
    line = sh("sleep 61; echo -n within; sleep 3600; echo after")
    job = over(aws, started(aws, batch, settings={"command": line}, timeout={"attemptDurationSeconds": 60}))
    assert (job.exit_code, job.duration) == (137, timedelta(seconds=90))
    assert (job.reason, job.logs) == ("Job attempt duration exceeded timeout", "within\n")


def test_lines_are_in_the_log_while_it_runs(aws: World, batch: Any, logs: Any) -> None:
    job = started(aws, batch, settings={"command": sh("echo begin; sleep 600; echo end")})
    aws.clock.run_until(lambda: job.status == "RUNNING", within=timedelta(hours=1))
    aws.clock.advance(seconds=300)
    assert events_of(logs, job) == ["begin"]
    over(aws, job)
    assert events_of(logs, job) == ["begin", "end"]


@pytest.mark.parametrize(
    "line",
    [
        "python import.py",
        "echo a | tee b",
        "echo a > b",
        "cat < b",
        "sleep 5 &",
        "echo $(date)",
        "echo `date`",
        "echo ${A:-b}",
        "echo $?",
        "(true)",
        "echo 'never ends",
        'echo "$(date)"',
        "if true; then false; fi",
        "; true",
        "true &&",
        "true ;; true",
        "A=1 true",
        "echo -e 'a\\tb'",
        "true && sh -c true",
    ],
)
def test_what_is_not_understood(line: str) -> None:
    with pytest.raises(NotUnderstood):
        read(("sh", "-c", line), dict)


@pytest.mark.parametrize(
    "command", [(), ("sh",), ("sh", "-c"), ("sh", "run.sh"), ("sh", "-c", "true", "arg"), ("python",)]
)
def test_commands_that_are_not_understood(command: tuple[str, ...]) -> None:
    with pytest.raises(NotUnderstood):
        read(command, dict)


def test_variables_are_asked_only_where_they_are_named() -> None:
    def fail() -> dict[str, str]:
        raise AssertionError

    assert read(("sh", "-c", "echo '$A' && true"), fail) == Script((Step(";", ("echo", "$A")), Step("&&", ("true",))))


# -- anything else -----------------------------------------------------------------------------------------------------


def test_a_program_asks_for_a_registration(aws: World, batch: Any) -> None:
    job = started(
        aws, batch, settings={"command": ["python", "import.py"]}, retryStrategy={"attempts": 5}, name="nightly"
    )
    with pytest.warns(FakeAwsWarning, match=r"batch: fakeaws cannot run job definition 'work'"):
        over(aws, job)
    assert job.reason == (
        "fakeaws cannot run job definition 'work': the command ['python', 'import.py'] is not one that is understood. Say "
        "what its jobs do: aws.batch.register(your_function, job_definition='work'), or takes=…, or allow_subprocess=True"
    )
    assert (job.status, job.exit_code, len(job.attempts)) == ("FAILED", None, 1)
    assert job.reason in job.explain()
    assert batch.describe_jobs(jobs=[job.id])["jobs"][0]["statusReason"] == job.reason


def test_the_warning_comes_once_for_a_definition(aws: World, batch: Any, recwarn: pytest.WarningsRecorder) -> None:
    over(aws, started(aws, batch, settings={"command": ["python"]}))
    over(aws, aws.batch.job(submit(batch)))
    definition(batch, "other", containerProperties=container(command=["python"]))
    over(aws, aws.batch.job(submit(batch, definition="other")))
    assert [str(each.message)[:51] for each in recwarn] == [
        "batch: fakeaws cannot run job definition 'work': th",
        "batch: fakeaws cannot run job definition 'other': t",
    ]


@pytest.mark.filterwarnings("ignore::fakeaws.FakeAwsWarning")
@pytest.mark.parametrize(
    ("command", "words"),
    [
        (None, "what the image 'busybox' does by itself is not known"),
        (["sleep 60"], "the command ['sleep 60'] is one word: AWS takes a list of words, such as ['sleep', '60']"),
    ],
)
def test_what_is_wrong_is_said(aws: World, batch: Any, command: list[str] | None, words: str) -> None:
    job = over(aws, started(aws, batch, settings={"command": command}))
    assert job.status == "FAILED"
    assert words in (job.reason or "")
