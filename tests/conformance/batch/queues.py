"""Job queues, scheduling policies, consumable resources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.conformance.batch.furniture import CLOSED, MACHINES, ORDERS, PARCELS, TASKS, order
from tests.conformance.contract import Refusal, Scenario, Stage

SCENARIOS: dict[str, Scenario] = {}
NEVER_SHOWN: dict[str, dict[str, str]] = {}
REFUSALS: list[Refusal] = []
UNASKED: dict[str, str] = {}


def furnish(on: Stage) -> None:
    """Three queues."""
    for name, environment, state in (
        (ORDERS, MACHINES, "ENABLED"),
        (PARCELS, TASKS, "ENABLED"),
        (CLOSED, MACHINES, "DISABLED"),
    ):
        on.ask("CreateJobQueue", jobQueueName=name, state=state, priority=1, computeEnvironmentOrder=order(environment))


def seen(on: Stage) -> Iterator[Any]:
    yield from ()


def probed(on: Stage) -> Iterator[Any]:
    yield on.ask("CreateJobQueue", jobQueueName="new", priority=1, computeEnvironmentOrder=order(MACHINES))
