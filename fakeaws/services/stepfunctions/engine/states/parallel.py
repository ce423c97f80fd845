"""Parallel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.engine.frames import Frame, Visit
from fakeaws.services.stepfunctions.engine.states.children import Children
from fakeaws.services.stepfunctions.engine.states.data import effective_input
from fakeaws.services.stepfunctions.language.json_text import write_json

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.engine import Engine


class Branches(Children):
    """The branches of one attempt."""

    def after(self, frame: Frame) -> None:
        if not self.left:
            self.all_ended(frame.last)

    def all_ended(self, last: int) -> None:
        self.history.add("ParallelStateSucceeded", last)
        self.visit.frame.last = last
        self.engine.worked(self.visit, self.results)

    def started(self, last: int) -> int:
        id: int = self.history.add("ParallelStateStarted", last)
        return id


def begin_parallel(engine: Engine, visit: Visit) -> bool:
    """Every branch gets the effective input; they run in their order, each until it waits."""
    state, frame = visit.state, visit.frame
    value = visit.value
    if state.jsonata:
        if state.parameters is not None:
            value = state.parameters.build(engine.scope(visit))
    else:
        scope = engine.scope(visit)
        value = effective_input(visit, scope)
        if state.parameters is not None:
            value = state.parameters.build(scope if scope.input is value else scope.on(value))
    text = visit.text if value is visit.value else write_json(value)
    branches = Branches(engine, visit, len(state.branches))
    frame.last = branches.started(frame.last)
    visit.work = visit.kept = branches
    for index, workflow in enumerate(state.branches):
        branches.begin(
            Frame(
                frame.execution,
                workflow,
                value,
                text,
                last=frame.last,
                variables=frame.variables,
                owner=branches,
                index=index,
                item=frame.item,
            )
        )
    return False
