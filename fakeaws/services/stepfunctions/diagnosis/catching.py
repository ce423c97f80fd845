"""The diagnoses ``states-all-misses-runtime``, ``task-failed-misses-timeout`` and ``choice-without-default``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.diagnosis.cases import Cases, and_others
from fakeaws.services.stepfunctions.engine.failures import ALL, TASK_FAILED, TIMEOUT
from fakeaws.services.stepfunctions.engine.states.choice import NO_MATCH
from fakeaws.services.stepfunctions.language.definition.states import Choice, State, Task, Working
from fakeaws.services.stepfunctions.language.errors import RUNTIME
from fakeaws.timeline.findings import Finding

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.executions.execution import Execution
    from fakeaws.services.stepfunctions.viewing.journey import Step


def choice_without_default(cases: Cases) -> Iterator[Finding]:
    """No rule of a Choice matched, and it has no Default."""
    for step, execution, others in _first(cases, _has_no_match):
        yield Finding(
            "choice-without-default",
            f"No rule of Choice {step.state.name!r} matched at {cases.at(step.entered_us)} and it has no Default: "
            f"{cases.name(execution)} failed with States.Runtime, which nothing can catch (States.NoChoiceMatched is not "
            f"what it gets).{and_others(others)}",
            f"Give {step.state.name!r} a Default, if only to a Fail state that says what was wrong.",
            cases.records(execution, "ExecutionEnd"),
        )


def all_misses_runtime(cases: Cases) -> Iterator[Finding]:
    """States.Runtime went past a Retry or Catch for States.ALL."""
    for step, execution, others in _first(cases, _misses_runtime):
        guarded = _guarded(step)
        assert guarded is not None
        where = "" if guarded is step.state else f" in {guarded.name!r}"
        cause = step.setback.cause if step.setback is not None else None
        yield Finding(
            "states-all-misses-runtime",
            f"State {step.state.name!r}{where} failed with States.Runtime at {cases.at(_when(step))}, which the States.ALL "
            f"of {guarded.name!r} does not stand for: {cases.name(execution)} failed ({cause}).{and_others(others)}",
            "States.Runtime is never retried or caught: correct the path or the data that it names, or test with IsPresent "
            "in a Choice before.",
            cases.records(execution, "ExecutionEnd"),
        )


def task_failed_misses_timeout(cases: Cases) -> Iterator[Finding]:
    """A time-out went past a Retry or Catch for States.TaskFailed."""
    for step, execution, others in _first(cases, _misses_timeout):
        yield Finding(
            "task-failed-misses-timeout",
            f"Task {step.state.name!r} timed out at {cases.at(_when(step))}. It retries or catches States.TaskFailed, which "
            f"does not stand for States.Timeout: {cases.name(execution)} failed.{and_others(others)}",
            f'Add "States.Timeout" to ErrorEquals in {step.state.name!r}, beside "States.TaskFailed".',
            cases.records(execution, "TaskEnd", "ExecutionEnd"),
        )


def _first(cases: Cases, holds: Callable[[Step], bool]) -> Iterator[tuple[Step, Execution, int]]:
    """The first case of each state, and how many more executions are cases of it."""
    found: dict[tuple[str, str], list[tuple[Step, Execution]]] = {}
    for execution, step in cases.fatal:
        if holds(step):
            found.setdefault((execution.state_machine.arn, step.state.name), []).append((step, execution))
    for several in found.values():
        yield (*several[0], len(several) - 1)


def _has_no_match(step: Step) -> bool:
    setback = step.setback
    return isinstance(step.state, Choice) and setback is not None and (setback.cause or "").endswith(NO_MATCH)


def _misses_runtime(step: Step) -> bool:
    if step.setback is None or step.setback.error != RUNTIME or _has_no_match(step):
        return False
    return _guarded(step) is not None


def _misses_timeout(step: Step) -> bool:
    state, setback = step.state, step.setback
    if not isinstance(state, Task) or setback is None or setback.error != TIMEOUT:
        return False
    return any(TASK_FAILED in names for names in _named(state))


def _guarded(step: Step) -> State | None:
    """The state, or the nearest around it, that retries or catches States.ALL."""
    each: Step | None = step
    while each is not None:
        if any(ALL in names for names in _named(each.state)):
            return each.state
        each = each.lane.outer
    return None


def _named(state: State) -> Iterator[tuple[str, ...]]:
    if isinstance(state, Working):
        yield from (retrier.errors for retrier in state.retry)
        yield from (catcher.errors for catcher in state.catch)


def _when(step: Step) -> int:
    return step.entered_us if step.setback is None else step.setback.wall_us
