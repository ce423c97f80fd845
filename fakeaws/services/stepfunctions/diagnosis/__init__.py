"""The usual mistakes with state machines, as executions show them: one function each, asked by `World.diagnose`.

A rule would rather keep silent than find fault with correct code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.diagnosis.cases import Cases
from fakeaws.services.stepfunctions.diagnosis.catching import (
    all_misses_runtime,
    choice_without_default,
    task_failed_misses_timeout,
)
from fakeaws.services.stepfunctions.diagnosis.mocks import mock_of_unknown_state
from fakeaws.services.stepfunctions.diagnosis.payloads import literal_path
from fakeaws.services.stepfunctions.diagnosis.waiting import token_after_time_out, waits_without_time_out
from fakeaws.timeline.findings import Finding

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase

RULES: tuple[Callable[[Cases], Iterator[Finding]], ...] = (
    waits_without_time_out,
    token_after_time_out,
    all_misses_runtime,
    task_failed_misses_timeout,
    choice_without_default,
    literal_path,
)


def findings(service: StepFunctionsBase) -> list[Finding]:
    """What every rule finds in one account and region."""
    cases = Cases(service)
    return [*(finding for rule in RULES for finding in rule(cases)), *mock_of_unknown_state(service)]
