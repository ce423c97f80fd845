"""Map, inline: its iterations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions import limits
from fakeaws.services.stepfunctions.engine.frames import Frame, Visit
from fakeaws.services.stepfunctions.engine.states.children import Children
from fakeaws.services.stepfunctions.engine.states.distributed import begin_distributed
from fakeaws.services.stepfunctions.engine.states.items import items_of, map_context, on_effective, selected
from fakeaws.services.stepfunctions.engine.states.numbers import whole
from fakeaws.services.stepfunctions.language.errors import runtime_error
from fakeaws.services.stepfunctions.language.json_text import Json, write_json

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.engine import Engine


class Iterations(Children):
    """The iterations of one attempt: ``inputs`` of those to come, of which ``concurrency`` run at a time."""

    def __init__(
        self, engine: Engine, visit: Visit, items: Sequence[Json], inputs: Sequence[Json], concurrency: int
    ) -> None:
        super().__init__(engine, visit, len(inputs))
        self._items = items
        self._inputs = inputs
        self._next = 0
        self._concurrency = concurrency

    def begin_first(self, last: int) -> None:
        """As many as may run at a time; each says that it has started before the first one runs."""
        for frame in [self._frame(last) for _ in range(min(self._concurrency, len(self._inputs)))]:
            self.begin(frame)

    def after(self, frame: Frame) -> None:
        details = {"name": self.visit.state.name, "index": frame.index}
        succeeded = self.history.add("MapIterationSucceeded", frame.last, details)
        if self._next < len(self._inputs):
            self.begin(self._frame(frame.last))
        elif not self.left:
            self.all_ended(succeeded)

    def all_ended(self, last: int) -> None:
        all_succeeded(self.engine, self.visit, last, self.results)

    def started(self, last: int) -> int:
        return map_started(self.visit, len(self._inputs), last)

    def frame_started(self, frame: Frame, last: int) -> int:
        id: int = self.history.add("MapIterationStarted", last, {"name": self.visit.state.name, "index": frame.index})
        return id

    def ended_early(self, frame: Frame, failed: bool, last: int) -> None:
        kind = "MapIterationFailed" if failed else "MapIterationAborted"
        self.history.add(kind, last, {"name": self.visit.state.name, "index": frame.index})

    def _frame(self, last: int) -> Frame:
        index, outer = self._next, self.visit.frame
        self._next += 1
        value = self._inputs[index]
        frame = Frame(
            outer.execution,
            self.visit.state.processor,
            value,
            write_json(value),
            last=last,
            variables=outer.variables,
            owner=self,
            index=index,
            item=map_context(index, self._items[index]),
        )
        frame.last = self.frame_started(frame, last)
        return frame


def begin_map(engine: Engine, visit: Visit) -> bool:
    """Iterations start in the order of the items, and run each until it waits."""
    state, frame = visit.state, visit.frame
    if state.distributed:
        return begin_distributed(engine, visit)
    items, inputs, concurrency = iterations_of(engine, visit)
    frame.last = map_started(visit, len(items), frame.last)
    if not items:
        return all_succeeded(engine, visit, frame.last, [])
    most = limits.INLINE_MAP_CONCURRENCY
    iterations = Iterations(engine, visit, items, inputs, min(concurrency or most, most))
    visit.work = visit.kept = iterations
    iterations.begin_first(frame.last)
    return False


def iterations_of(engine: Engine, visit: Visit) -> tuple[list[Json], list[Json], int]:
    """The items, the inputs of their iterations, and MaxConcurrency."""
    state, scope = visit.state, engine.scope(visit)
    items = items_of(visit, scope)
    concurrency = whole(state.max_concurrency, state.max_concurrency_path, "MaxConcurrency", on_effective(visit, scope))
    if concurrency is not None and concurrency < 0:
        raise runtime_error("MaxConcurrency cannot be negative.")
    inputs = [selected(visit, scope, item, map_context(index, item)) for index, item in enumerate(items)]
    if state.item_selector is not None or state.parameters is not None:
        visit.saw("afterItemSelector", inputs)
    return items, inputs, concurrency or 0


def map_started(visit: Visit, length: int, last: int) -> int:
    """The Map has its items."""
    return visit.execution.history.add("MapStateStarted", last, {"length": length})


def all_succeeded(engine: Engine, visit: Visit, last: int, results: list[Json]) -> bool:
    """The Map has its result."""
    visit.execution.history.add("MapStateSucceeded", last)
    visit.frame.last = last
    engine.worked(visit, results)
    return False
