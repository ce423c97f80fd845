"""Job definitions and SubmitJob."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.conformance.batch.furniture import ROLE, SLEEP, SLEEP_ON_FARGATE, sleeping
from tests.conformance.contract import Refusal, Scenario, Stage

SCENARIOS: dict[str, Scenario] = {}
NEVER_SHOWN: dict[str, dict[str, str]] = {}
REFUSALS: list[Refusal] = []
UNASKED: dict[str, str] = {}

_SLEEP = {"jobDefinitionName": SLEEP, "type": "container", "containerProperties": sleeping()}


def furnish(on: Stage) -> None:
    """Definitions for EC2 and for Fargate."""
    on.ask("RegisterJobDefinition", **_SLEEP)
    on.ask("RegisterJobDefinition", **_SLEEP)
    on.ask(
        "RegisterJobDefinition",
        jobDefinitionName=SLEEP_ON_FARGATE,
        type="container",
        platformCapabilities=["FARGATE"],
        containerProperties=sleeping(executionRoleArn=ROLE),
    )


def seen(on: Stage) -> Iterator[Any]:
    yield from ()


def probed(on: Stage) -> Iterator[Any]:
    yield on.ask("RegisterJobDefinition", **_SLEEP)
