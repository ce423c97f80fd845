"""Play the determinism scenarios many times under several hash seeds, on every core; fail on a second digest of one.

``soak.py [runs]``: runs per process, 500 unless told.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HASH_SEEDS = ("0", "1", "2", "3")
SCENARIOS = ("tests.determinism.scenario", "tests.determinism.scenario_of_functions")


def main(runs: str) -> int:
    """0 if there was one digest of each scenario."""
    return max(play(scenario, runs) for scenario in SCENARIOS)


def play(scenario: str, runs: str) -> int:
    """0 if there was one digest."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", scenario, runs],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in HASH_SEEDS
    ]
    told = [process.communicate()[0].strip() for process in processes]
    for seed, line in zip(HASH_SEEDS, told, strict=True):
        print(f"{scenario}, PYTHONHASHSEED={seed}: {line}")
    digests = {digest for line in told for digest in line.partition(": ")[2].split()}
    failed = len(digests) != 1 or any(process.returncode for process in processes)
    print("FAILED" if failed else f"one digest in {int(runs) * len(HASH_SEEDS)} runs")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "500"))
