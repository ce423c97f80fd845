"""Compute environments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.conformance.batch.furniture import MACHINES, TASKS, on_fargate, on_instances
from tests.conformance.contract import Refusal, Scenario, Stage

SCENARIOS: dict[str, Scenario] = {}
NEVER_SHOWN: dict[str, dict[str, str]] = {}
REFUSALS: list[Refusal] = []
UNASKED: dict[str, str] = {}


def furnish(on: Stage) -> None:
    """Two environments."""
    for name, resources in ((MACHINES, on_instances()), (TASKS, on_fargate())):
        on.ask("CreateComputeEnvironment", computeEnvironmentName=name, type="MANAGED", computeResources=resources)


def seen(on: Stage) -> Iterator[Any]:
    yield on.ask("DescribeComputeEnvironments")


def probed(on: Stage) -> Iterator[Any]:
    yield on.ask(
        "CreateComputeEnvironment", computeEnvironmentName="new", type="MANAGED", computeResources=on_fargate()
    )
