"""What a world costs to enter and leave, and what the imports cost."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import freezegun

from benchmarks.timing import in_turn
from fakeaws import mock_aws


def enter_and_leave() -> None:
    with mock_aws():
        pass


def freeze() -> None:
    with freezegun.freeze_time("2026-01-05", ignore=["_pytest.timing"]):
        pass


def moto_enter_and_leave() -> None:
    import moto

    with moto.mock_aws():
        pass


def import_ms(statement: str) -> float:
    """The median real time that the statement takes in a fresh interpreter, byte code written before."""
    code = f"import time; t = time.perf_counter(); {statement}; print((time.perf_counter() - t) * 1000)"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def once() -> float:
        run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        return float(run.stdout)

    once()  # writes the byte code
    return statistics.median(once() for _ in range(9))


def plugin_tax_ms(rounds: int = 40) -> float:
    """CPU time that a pytest run of one test without AWS pays for the installed plugin.

    Runs with it and with an empty plugin, in turn; the faster half of each counts, since what disturbs a run only ever
    prolongs it.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # the development environment's others would be in the way
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "test_nothing.py").write_text("def test_nothing():\n    pass\n")
        Path(folder, "empty_plugin.py").write_text("")
        environment["PYTHONPATH"] = folder

        def once(*more: str) -> float:
            command = [sys.executable, "-m", "pytest", "-q", *more]
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000

        pairs = [(once("-p", "fakeaws.pytest_plugin"), once("-p", "empty_plugin")) for _ in range(rounds + 1)][1:]
        with_it, without = (statistics.mean(sorted(times)[: rounds // 2]) for times in zip(*pairs))
        return with_it - without


def run() -> None:
    """Print the table."""
    times = in_turn({"freezegun": freeze, "fakeaws": enter_and_leave, "moto": moto_enter_and_leave}, rounds=7, calls=30)
    print(f"\nEnter and leave, ms, with {len(sys.modules)} modules loaded")
    for name, us in times.items():
        print(f"{name:24}{us / 1000:8.2f}")
    print(f"{'fakeaws less freezegun':24}{(times['fakeaws'] - times['freezegun']) / 1000:8.2f}")
    botocore_ms = import_ms("import botocore.session, botocore.client")
    both_ms = import_ms("import botocore.session, botocore.client, fakeaws; from fakeaws import mock_aws, World")
    print("\nImport, ms")
    print(f"{'botocore':24}{botocore_ms:8.1f}")
    print(f"{'fakeaws beyond botocore':24}{both_ms - botocore_ms:8.1f}")
    print(f"{'a run that needs none':24}{plugin_tax_ms():8.1f}")


if __name__ == "__main__":
    run()
