"""Container commands as real processes."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from fakeaws import World
from fakeaws.services.batch.workloads.local_process import wait
from tests.services.batch.working import events_of, over, started


def python(code: str, *arguments: str) -> dict[str, Any]:
    return {"command": [sys.executable, "-c", code, *arguments]}


def test_a_process_s_output_and_exit_code(aws: World, batch: Any, logs: Any) -> None:
    aws.batch.register(job_definition="work", allow_subprocess=True)
    code = "import sys, time; print('out'); print('err', sys.argv[1], file=sys.stderr); time.sleep(0.1); sys.exit(7)"
    job = over(aws, started(aws, batch, settings=python(code, "Ref::day"), parameters={"day": "monday"}))
    assert (job.status, job.exit_code, job.duration) == ("FAILED", 7, timedelta(0))
    assert sorted(events_of(logs, job)) == ["err monday", "out"]


def test_its_variables_are_the_job_s(aws: World, batch: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_THE_TEST", "x")
    monkeypatch.setenv("AWS_PROFILE", "production")
    aws.batch.register(allow_subprocess=True)
    code = "import os; print(*(f'{name}={text}' for name, text in os.environ.items()), sep='\\n')"
    settings = {**python(code), "environment": [{"name": "A", "value": "1"}]}
    job = over(aws, started(aws, batch, settings=settings))
    found = dict(line.split("=", 1) for line in job.logs.splitlines())
    assert {"SECRET_OF_THE_TEST", "AWS_PROFILE", "AWS_SESSION_TOKEN"}.isdisjoint(found)
    assert (found["A"], found["AWS_BATCH_JOB_ID"], found["AWS_REGION"]) == ("1", job.id, "us-east-1")
    assert found["AWS_ENDPOINT_URL"] == "http://127.0.0.1:9"
    assert (found["AWS_CONFIG_FILE"], found["AWS_ACCESS_KEY_ID"]) == ("/dev/null", "fakeaws")
    assert not Path(found["HOME"]).exists()


def test_its_aws_calls_reach_nobody(aws: World, batch: Any) -> None:
    aws.batch.register(allow_subprocess=True)
    code = "\n".join(
        [
            "import botocore.config, botocore.session",
            "once = botocore.config.Config(retries={'total_max_attempts': 1})",
            "botocore.session.get_session().create_client('sqs', config=once).list_queues()",
        ]
    )
    job = over(aws, started(aws, batch, settings=python(code)))
    assert job.exit_code == 1
    assert 'Could not connect to the endpoint URL: "http://127.0.0.1:9/"' in job.logs


def test_it_runs_in_the_test_s_directory(
    aws: World, batch: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "import.py").write_text("print('imported')")
    monkeypatch.chdir(tmp_path)
    aws.batch.register(command=[sys.executable, "import.py"], allow_subprocess=True)
    job = over(aws, started(aws, batch, settings={"command": [sys.executable, "import.py"]}))
    assert job.logs == "imported\n", job.explain()


def test_shell_words_are_a_process_too(aws: World, batch: Any) -> None:
    aws.batch.register(allow_subprocess=True)
    job = over(aws, started(aws, batch, settings={"command": ["sh", "-c", "echo one | cat; kill -9 $$"]}))
    assert (job.logs, job.exit_code) == ("one\n", 137)


@pytest.mark.parametrize("command", [["no-such-program"], ["/dev/null"]])
def test_a_program_that_is_not_there(aws: World, batch: Any, command: list[str]) -> None:
    aws.batch.register(allow_subprocess=True)
    job = over(aws, started(aws, batch, settings={"command": command}))
    (attempt,) = job.attempts
    assert (job.status, job.exit_code, job.reason) == ("FAILED", None, "Task failed to start")
    assert (attempt.container_reason or "").startswith(f'CannotStartContainerError: exec: "{command[0]}": ')


def test_without_leave_nothing_is_run(aws: World, batch: Any, tmp_path: Path) -> None:
    aws.batch.register(job_definition="other", allow_subprocess=True)
    trace = tmp_path / "trace"
    job = started(aws, batch, settings=python(f"open({str(trace)!r}, 'w')"))
    with pytest.warns(UserWarning, match="cannot run"):
        over(aws, job)
    assert (job.status, trace.exists()) == ("FAILED", False)


def test_a_process_that_lasts_longer_than_its_time_is_killed() -> None:
    import subprocess

    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    assert wait(process, 0) is None
    assert process.returncode == -9
    process = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    assert wait(process, 60) == 3
