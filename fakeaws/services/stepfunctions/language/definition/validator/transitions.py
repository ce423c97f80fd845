"""Transitions: every target exists, something ends, everything is reached."""

from __future__ import annotations

from fakeaws.services.stepfunctions.language.definition.diagnostics import (
    MISSING_END_STATE,
    MISSING_TRANSITION_TARGET,
    Report,
)
from fakeaws.services.stepfunctions.language.definition.parsing.outline import WorkflowOutline


def check_transitions(outline: WorkflowOutline, report: Report) -> None:
    """Dangling targets first, then a workflow that cannot end, else the states that nothing leads to.

    States whose own targets could not be read have diagnostics already: the latter two are not asked of their workflow.
    """
    states = outline.states
    if outline.start_at is not None and states:
        _check_target(outline, outline.start_at, f"{outline.location}/StartAt", report)
    for state in states.values():
        for target, location in state.targets:
            _check_target(outline, target, location, report)
    if not states or not all(state.known for state in states.values()):
        return
    if not any(state.terminal for state in states.values()):
        report.error(MISSING_END_STATE, "Workflow has no terminal state", None)
    elif outline.start_at is not None:
        for name in _unreachable(outline, outline.start_at):
            message = f'State "{name}" is not reachable.'
            report.error(MISSING_TRANSITION_TARGET, message, states[name].location)


def _check_target(outline: WorkflowOutline, target: str, location: str, report: Report) -> None:
    if target not in outline.states:
        report.error(MISSING_TRANSITION_TARGET, f"Missing 'Next' target: {target}", location)


def _unreachable(outline: WorkflowOutline, start: str) -> list[str]:
    """States that nothing leads to, and the first of each cycle that nothing leads into.

    What only an unreachable state leads to is not named beside it.
    """
    led_to = {target for name, state in outline.states.items() for target, _ in state.targets if target != name}
    reached: set[str] = set()
    _walk(outline, start, reached)
    found = []
    roots = [name for name in outline.states if name not in led_to]
    for name in (*roots, *outline.states):
        if name not in reached:
            found.append(name)
            _walk(outline, name, reached)
    order = list(outline.states)
    return sorted(found, key=order.index)


def _walk(outline: WorkflowOutline, start: str, reached: set[str]) -> None:
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name in reached or name not in outline.states:
            continue
        reached.add(name)
        waiting.extend(target for target, _ in outline.states[name].targets)
