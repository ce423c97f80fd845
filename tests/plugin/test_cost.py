"""What the plugin costs a project that merely has it installed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.plugin.projects import run

pytest_plugins = ["pytester"]

#: What pytest itself has imported when it loads plugins is in the first run and not counted.
_PROBE = """
import json, sys
import pytest, _pytest.config, _pytest.python, _pytest.fixtures, _pytest.unittest, _pytest.runner
before = set(sys.modules)
import fakeaws.pytest_plugin
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def probe() -> list[str]:
    output = subprocess.run([sys.executable, "-c", _PROBE], capture_output=True, text=True, check=True).stdout
    modules: list[str] = json.loads(output)
    return modules


def test_loading_the_plugin_imports_no_library() -> None:
    modules = probe()
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
    ours = [name.removeprefix("fakeaws.") for name in modules if name.startswith("fakeaws.")]
    assert ours == [
        "pytest_plugin",
        "settings",
        "simulation",
        "simulation.import_hooks",
        "simulation.locks",
        "simulation.patches",
        "simulation.real",
        "simulation.sleeping",
        "simulation.stack",
    ]


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
