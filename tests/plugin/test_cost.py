"""What the plugin costs a project that merely has it installed."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from fakeaws import mock_aws
from fakeaws.simulation.real import Real
from tests.plugin.projects import run

pytest_plugins = ["pytester"]

#: What pytest itself has imported when it loads plugins is in the first run and not counted.
_PROBE = """
import json, sys, time
import pytest, _pytest.config, _pytest.python, _pytest.fixtures, _pytest.unittest, _pytest.runner
before, begun = set(sys.modules), time.perf_counter()
import fakeaws.pytest_plugin
spent = time.perf_counter() - begun
print(json.dumps([spent, sorted(set(sys.modules) - before)]))
"""


def probe() -> tuple[float, list[str]]:
    output = subprocess.run([sys.executable, "-c", _PROBE], capture_output=True, text=True, check=True).stdout
    seconds, modules = json.loads(output)
    return seconds, modules


def test_loading_the_plugin_imports_no_library_and_takes_milliseconds() -> None:
    runs = [probe() for _ in range(5)]
    modules = runs[0][1]
    heavy = (
        "botocore",
        "boto3",
        "aiobotocore",
        "freezegun",
        "moto",
        "asyncio",
        "dateutil",
        "concurrent.futures.thread",
    )
    assert [name for name in modules if name.startswith(heavy)] == []
    assert [name for name in modules if name in ("fakeaws.world", "fakeaws.mock", "fakeaws.router")] == []
    assert (
        min(seconds for seconds, _ in runs) < 0.030
    )  # a loose bound for loaded machines; 5 ms is measured by the bench


def test_a_project_without_aws_never_imports_more(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        "-p",
        "no:freezer",
        conftest="",
        test_plain="""
            import sys, pytest
            @pytest.fixture(scope="module")
            def wide(): return 1
            def test_it(wide):
                loaded = [name for name in ("botocore", "moto", "freezegun", "fakeaws.world", "fakeaws.entering",
                                            "fakeaws.reporting") if name in sys.modules]
                assert loaded == []
        """,
    )
    result.assert_outcomes(passed=1)


def test_entering_and_leaving_a_world_takes_less_than_freezegun_s_own_look() -> None:
    """1 ms beyond freezegun is the promise; the bench measures it, this only catches a cost that grows with modules."""

    def enter_and_leave() -> float:
        begun = Real.perf_counter()
        with mock_aws():
            pass
        return Real.perf_counter() - begun

    enter_and_leave()
    enter_and_leave()
    assert min(enter_and_leave() for _ in range(20)) < 0.004
    assert time.time() > 1767571200.0
