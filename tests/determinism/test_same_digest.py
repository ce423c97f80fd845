"""Each scenario gives one digest: again and again, under other hash seeds, alone and inside this suite."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.determinism import (
    scenario,
    scenario_of_brokers,
    scenario_of_functions,
    scenario_of_jobs,
    scenario_of_workflows,
)
from tests.determinism.running import fingerprint

RUNS = 200
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(
    scope="module",
    params=[scenario, scenario_of_functions, scenario_of_workflows, scenario_of_jobs, scenario_of_brokers],
    ids=["queues", "functions", "workflows", "jobs", "brokers"],
)
def played(request: pytest.FixtureRequest) -> ModuleType:
    """The module of a scenario."""
    module: ModuleType = request.param
    return module


@pytest.fixture(scope="module")
def alone(played: ModuleType) -> str:
    """The digest in a process that runs nothing else."""
    return in_a_process_of_its_own(played, "0")


def in_a_process_of_its_own(played: ModuleType, hash_seed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", played.__name__],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("1 runs, 1 digest: ")
    return done.stdout.split()[-1]


def test_200_runs_in_the_suite_give_the_digest_of_one_alone(played: ModuleType, alone: str) -> None:
    assert {fingerprint(played.play, 7) for _ in range(RUNS)} == {alone}


@pytest.mark.parametrize("hash_seed", ["1", "4711"])
def test_another_hash_seed_changes_nothing(played: ModuleType, alone: str, hash_seed: str) -> None:
    assert in_a_process_of_its_own(played, hash_seed) == alone


def test_another_seed_changes_the_run(played: ModuleType) -> None:
    """Else the digest would not see what happened."""
    assert len({fingerprint(played.play, seed) for seed in range(3)}) == 3


def test_the_scenario_of_queues_has_what_it_is_for() -> None:
    told = scenario.play(7)
    assert "pool-5" in told
    assert "aio-3-" in told
    assert "news-4" in told
    assert "filtered" in told
    assert "retrying" in told


def test_the_scenario_of_functions_has_what_it_is_for() -> None:
    told = scenario_of_functions.play(7)
    assert "working on job-5" in told
    assert "'batchItemFailures': [{" in told
    assert "ERROR no report" in told
    assert "RetriesExhausted" in told
    assert "working on scaled-1" in told
    assert "timed-out" in told
    assert "working on scheduled-" in told
    assert "retrying" in told
    assert '"detail":{"number":3}' in told
    assert 'ALARM: \\\\"failed-reports' in told


def test_the_scenario_of_workflows_has_what_it_is_for() -> None:
    told = scenario_of_workflows.play(7)
    assert "order:1'" in told  # both of the alias's versions ran
    assert "order:2'" in told
    assert "again after" in told
    assert "'ParallelStateFailed'" in told
    assert "'ActivityTimedOut'" in told
    assert "'MapRunSucceeded'" in told
    assert "came too late" in told
    assert "Sorry1" in told
    assert ":express:quick:" in told  # those that ran twice


def test_the_scenario_of_jobs_has_what_it_is_for() -> None:
    told = scenario_of_jobs.play(7)
    assert "4 takes" in told
    assert "science-3" in told
    assert "Host EC2 (instance " in told
    assert "Job attempt duration exceeded timeout" in told
    assert "Dependent Job failed" in told
    assert "Training job completed" in told
    assert "AlgorithmError: , exit code: 3" in told
    assert '"jobName":"scheduled"' in told
    assert '"jobName":"task"' in told
