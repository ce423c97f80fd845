"""Jobs, once they are submitted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.conformance.batch.furniture import ORDERS, SLEEP
from tests.conformance.contract import Refusal, Scenario, Stage

SCENARIOS: dict[str, Scenario] = {}
NEVER_SHOWN: dict[str, dict[str, str]] = {}
REFUSALS: list[Refusal] = []
UNASKED: dict[str, str] = {}

_JOB = {"jobQueue": ORDERS, "jobDefinition": SLEEP}


def furnish(on: Stage) -> None:
    """A job, and one that waits for it."""
    first = on.ask("SubmitJob", jobName="first", **_JOB)["jobId"]
    second = on.ask("SubmitJob", jobName="second", dependsOn=[{"jobId": first}], **_JOB)["jobId"]
    on.values |= {"<first>": first, "<second>": second}


def seen(on: Stage) -> Iterator[Any]:
    yield on.ask("DescribeJobs", jobs=[on.values["<first>"], on.values["<second>"]])


def probed(on: Stage) -> Iterator[Any]:
    yield on.ask("SubmitJob", jobName="third", **_JOB)
