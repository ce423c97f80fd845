"""Little projects that are run with pytest in a process of their own, as a user would."""

from __future__ import annotations

import pytest

#: A boto3 client and a queue, as most suites have them.
CONFTEST = """
import boto3, pytest

@pytest.fixture
def sqs():
    return boto3.client("sqs", region_name="us-east-1")

def names():
    return [url.rsplit("/", 1)[-1] for url in boto3.client("sqs").list_queues().get("QueueUrls", [])]

def make(name):
    return boto3.client("sqs").create_queue(QueueName=name)["QueueUrl"]
"""


def run(pytester: pytest.Pytester, *args: str, ini: str = "", **files: str) -> pytest.RunResult:
    """Write the files (``test_a="…"`` is ``test_a.py``) and run pytest on all of them, without other plugins' noise."""
    if "asyncio_default_fixture_loop_scope" not in ini:
        ini += "\nasyncio_default_fixture_loop_scope = function"
    pytester.makeini("\n".join(["[pytest]", *(line.strip() for line in ini.splitlines())]))
    pytester.makepyfile(helpers=CONFTEST.replace("@pytest.fixture", "", 1), **files)
    if "conftest" not in files:
        pytester.makeconftest(CONFTEST)
    without = ("randomly", "cacheprovider", "inline_snapshot", "syrupy")
    return pytester.runpytest_subprocess(*(f"-pno:{name}" for name in without), *args)
