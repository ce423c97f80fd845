"""ValidateStateMachineDefinition."""

from __future__ import annotations

import json
from typing import Any

from tests.conformance.contract import AskService, Refusal, Scenario
from tests.conformance.stepfunctions import furniture as f
from tests.conformance.stepfunctions.rows import Rows

NEVER_SHOWN: dict[str, dict[str, str]] = {}

_BROKEN = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}}
_DOUBTFUL = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Parameters": {"a": "$.b"}, "End": True}}}


async def _validate(ask: AskService) -> None:
    await ask("ValidateStateMachineDefinition", definition=f.DEFINITION, type="EXPRESS")
    await ask("ValidateStateMachineDefinition", definition=json.dumps(_BROKEN))
    await ask("ValidateStateMachineDefinition", definition=json.dumps(_BROKEN), maxResults=1)
    await ask("ValidateStateMachineDefinition", definition=json.dumps(_DOUBTFUL), severity="WARNING")


SCENARIOS: dict[str, Scenario] = {"ValidateStateMachineDefinition": _validate}

_USUAL: dict[str, dict[str, Any]] = {"ValidateStateMachineDefinition": {"definition": f.DEFINITION}}
_row = Rows(_USUAL)

REFUSALS: tuple[Refusal, ...] = (
    _row.broken(
        "101 results",
        "ValidateStateMachineDefinition",
        "maxResults",
        "101",
        "Member must have value less than or equal to 100",
        maxResults=101,
    ),
    _row.broken(
        "severity",
        "ValidateStateMachineDefinition",
        "severity",
        "INFO",
        "Member must satisfy enum value set: [ERROR, WARNING]",
        severity="INFO",
    ),
)

UNASKED: dict[str, str] = {}
