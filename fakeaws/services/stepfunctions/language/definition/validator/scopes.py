"""Scopes of variables: what a branch or an iteration assigns must not be a variable outside of it."""

from __future__ import annotations

from collections.abc import Iterator

from fakeaws.services.stepfunctions.language.definition.diagnostics import Report
from fakeaws.services.stepfunctions.language.definition.states import (
    DISTRIBUTED,
    Assignment,
    Choice,
    Flow,
    Processor,
    State,
    Workflow,
    Working,
    inner_workflows,
)


def check_scopes(workflow: Workflow, report: Report, outer: frozenset[str] = frozenset()) -> None:
    """``outer``: names that surrounding workflows assign. A Distributed Map's children are executions of their own."""
    names = set(outer)
    for state in workflow.states.values():
        for place, assignment in assignments(state):
            for name in assignment.names:
                if name in outer:
                    message = f"Variable '{name}' is already assigned in an outer scope"
                    report.schema(message, f"{state.location}/{place}")
            names.update(assignment.names)
    for state in workflow.states.values():
        for inner in inner_workflows(state):
            own = isinstance(inner, Processor) and inner.mode == DISTRIBUTED
            check_scopes(inner, report, frozenset() if own else frozenset(names))


def assignments(state: State) -> Iterator[tuple[str, Assignment]]:
    """A state's Assign, its rules' and its catchers', each with its place below the state."""
    if isinstance(state, (Flow, Choice)) and state.assign is not None:
        yield "Assign", state.assign
    if isinstance(state, Choice):
        for at, rule in enumerate(state.rules):
            if rule.assign is not None:
                yield f"Choices[{at}]/Assign", rule.assign
    if isinstance(state, Working):
        for at, catcher in enumerate(state.catch):
            if catcher.assign is not None:
                yield f"Catch[{at}]/Assign", catcher.assign
