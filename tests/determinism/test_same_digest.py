"""The mixed scenario gives one digest: again and again, under other hash seeds, alone and inside this suite."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.determinism.scenario import fingerprint, play

RUNS = 200
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def alone() -> str:
    """The digest in a process that runs nothing else."""
    return in_a_process_of_its_own("0")


def in_a_process_of_its_own(hash_seed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.determinism.scenario"],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("1 runs, 1 digest: ")
    return done.stdout.split()[-1]


def test_200_runs_in_the_suite_give_the_digest_of_one_alone(alone: str) -> None:
    assert {fingerprint(7) for _ in range(RUNS)} == {alone}


@pytest.mark.parametrize("hash_seed", ["1", "4711"])
def test_another_hash_seed_changes_nothing(alone: str, hash_seed: str) -> None:
    assert in_a_process_of_its_own(hash_seed) == alone


def test_another_seed_changes_the_run() -> None:
    """Else the digest would not see what happened."""
    assert len({fingerprint(seed) for seed in range(3)}) == 3


def test_the_scenario_has_what_it_is_for() -> None:
    told = play(7)
    assert "pool-5" in told
    assert "aio-3-" in told
    assert "news-4" in told
    assert "filtered" in told
    assert "retrying" in told
