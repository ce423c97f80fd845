"""inspectionData: what the data were on their way through the state, as texts of JSON."""

from __future__ import annotations

from typing import Any

from fakeaws.aws.service import Result
from fakeaws.services.stepfunctions.engine.frames import Visit
from fakeaws.services.stepfunctions.language.definition.states import Pass, Task
from fakeaws.services.stepfunctions.language.json_text import write_json
from fakeaws.services.stepfunctions.language.scope import ABSENT
from fakeaws.services.stepfunctions.map_runs.settings import Settings
from fakeaws.services.stepfunctions.testing.trial import CAUGHT_ERROR, FAILED, RETRIABLE, Outcome, Trial

TRACE = "TRACE"

#: In the order of the data's way.
_STEPS = (
    "afterInputPath",
    "afterParameters",
    "afterArguments",
    "afterItemsPath",
    "afterItemSelector",
    "afterItemBatcher",
    "afterItemsPointer",
    "result",
    "afterResultSelector",
    "afterResultPath",
)


def inspection_data(trial: Trial, outcome: Outcome, level: str, reveals: bool) -> Result:
    """For the levels DEBUG and TRACE; ``reveals``: with what a connection adds to an HTTP task's request."""
    visit = trial.visit
    steps = visit.steps or {}
    shown: Result = {"input": visit.execution.input_text}
    for name in _STEPS:
        if name in steps and name not in _left_out(visit):
            shown[name] = write_json(steps[name])
    if trial.mapped is not None:
        shown.update(_of_map(trial.mapped.settings))
    if visit.frame.variables:
        shown["variables"] = write_json(visit.frame.variables)
    if level == TRACE:
        request = steps.get("revealedRequest" if reveals else "request")
        if request is not None:
            shown["request"] = request
        if "response" in steps:
            shown["response"] = steps["response"]
    if outcome.status in (FAILED, RETRIABLE, CAUGHT_ERROR):
        details = _error_details(outcome)
        if details:
            shown["errorDetails"] = details
    return shown


def _left_out(visit: Visit) -> tuple[str, ...]:
    state = visit.state
    if isinstance(state, Pass):
        return ("result",) if state.result is ABSENT else ("afterInputPath", "afterParameters")
    return () if isinstance(state, Task) else ("result",)


def _of_map(settings: Settings) -> Result:
    shown: Result = {"maxConcurrency": settings.concurrency}
    if settings.tolerated_count is not None:
        shown["toleratedFailureCount"] = settings.tolerated_count
    if settings.tolerated_percentage is not None:
        shown["toleratedFailurePercentage"] = settings.tolerated_percentage
    return shown


def _error_details(outcome: Outcome) -> dict[str, Any]:
    details: dict[str, Any] = {}
    if outcome.status == CAUGHT_ERROR:
        details["catchIndex"] = outcome.catch
    elif outcome.retry is not None:
        details["retryIndex"] = outcome.retry
        if outcome.pause is not None:
            details["retryBackoffIntervalSeconds"] = int(outcome.pause)
    return details
