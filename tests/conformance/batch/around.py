"""Tags, service environments and service jobs, quota shares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.conformance.contract import Refusal, Scenario, Stage

SCENARIOS: dict[str, Scenario] = {}
NEVER_SHOWN: dict[str, dict[str, str]] = {}
REFUSALS: list[Refusal] = []
UNASKED: dict[str, str] = {}


def furnish(on: Stage) -> None:
    """Nothing yet."""


def seen(on: Stage) -> Iterator[Any]:
    yield from ()


def probed(on: Stage) -> Iterator[Any]:
    yield from ()
