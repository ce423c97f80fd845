"""inspectionData: what the data were on their way through the state, as texts of JSON."""

from __future__ import annotations

from typing import Any

from fakeaws.aws.service import Result
from fakeaws.services.stepfunctions.engine.frames import Visit
from fakeaws.services.stepfunctions.engine.states.numbers import number, whole
from fakeaws.services.stepfunctions.language.definition.states import Fail, Map, Pass
from fakeaws.services.stepfunctions.language.json_text import write_json
from fakeaws.services.stepfunctions.language.scope import ABSENT, Scope
from fakeaws.services.stepfunctions.testing.trial import CAUGHT_ERROR, FAILED, RETRIABLE, Outcome, Trial

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


def inspection_data(trial: Trial, outcome: Outcome, mocked: bool) -> Result:
    """For the levels DEBUG and TRACE."""
    visit = trial.visit
    steps = visit.steps or {}
    shown: Result = {"input": visit.execution.input_text}
    for name in _STEPS:
        if name in steps and name not in _left_out(visit, mocked):
            shown[name] = write_json(steps[name])
    if isinstance(visit.state, Map):
        shown.update(_of_map(trial.scope(visit), visit))
    if outcome.variables:
        shown["variables"] = write_json(outcome.variables)
    if outcome.status in (FAILED, RETRIABLE, CAUGHT_ERROR):
        details = _error_details(outcome)
        if details:
            shown["errorDetails"] = details
    return shown


def _left_out(visit: Visit, mocked: bool) -> tuple[str, ...]:
    state = visit.state
    if state.jsonata:
        return ("afterResultSelector", "afterResultPath", "afterItemsPath")
    if isinstance(state, Pass):
        return ("result",) if state.result is ABSENT else ("afterInputPath", "afterParameters")
    if isinstance(state, Fail):
        return ()
    return ("result",) if mocked and not hasattr(state, "resource") else ()


def _of_map(scope: Scope, visit: Visit) -> Result:
    state = visit.state
    scope = scope.on(visit.effective)
    concurrency = whole(state.max_concurrency, state.max_concurrency_path, "MaxConcurrency", scope)
    count = whole(state.tolerated_failure_count, state.tolerated_failure_count_path, "ToleratedFailureCount", scope)
    percentage = number(
        state.tolerated_failure_percentage, state.tolerated_failure_percentage_path, "ToleratedFailurePercentage", scope
    )
    shown: Result = {"maxConcurrency": concurrency or 0}
    if count is not None:
        shown["toleratedFailureCount"] = count
    if percentage is not None:
        shown["toleratedFailurePercentage"] = percentage
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
