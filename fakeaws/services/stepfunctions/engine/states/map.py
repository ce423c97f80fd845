"""Map, inline: its items and iterations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions import limits
from fakeaws.services.stepfunctions.engine.frames import Frame, Visit
from fakeaws.services.stepfunctions.engine.states.children import Children
from fakeaws.services.stepfunctions.engine.states.data import effective_input
from fakeaws.services.stepfunctions.engine.states.distributed import begin_distributed
from fakeaws.services.stepfunctions.engine.states.numbers import whole
from fakeaws.services.stepfunctions.language.definition.states import WHOLE_INPUT
from fakeaws.services.stepfunctions.language.errors import QUERY_EVALUATION_ERROR, StateError, runtime_error
from fakeaws.services.stepfunctions.language.json_text import Json, json_type, write_json
from fakeaws.services.stepfunctions.language.scope import Scope

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
    scope = engine.scope(visit)
    items = items_of(visit, scope)
    concurrency = whole(state.max_concurrency, state.max_concurrency_path, "MaxConcurrency", on_effective(visit, scope))
    if concurrency is not None and concurrency < 0:
        raise runtime_error("MaxConcurrency cannot be negative.")
    inputs = [selected(visit, scope, index, item) for index, item in enumerate(items)]
    frame.last = map_started(visit, len(items), frame.last)
    if not items:
        return all_succeeded(engine, visit, frame.last, [])
    most = limits.INLINE_MAP_CONCURRENCY
    iterations = Iterations(engine, visit, items, inputs, min(concurrency or most, most))
    visit.work = visit.kept = iterations
    iterations.begin_first(frame.last)
    return False


def map_started(visit: Visit, length: int, last: int) -> int:
    """The Map has its items."""
    return visit.execution.history.add("MapStateStarted", last, {"length": length})


def all_succeeded(engine: Engine, visit: Visit, last: int, results: list[Json]) -> bool:
    """The Map has its result."""
    visit.execution.history.add("MapStateSucceeded", last)
    visit.frame.last = last
    engine.worked(visit, results)
    return False


def items_of(visit: Visit, scope: Scope) -> list[Json]:
    """What is mapped over, of the state's input."""
    state = visit.state
    if state.jsonata:
        return _jsonata_items(visit, scope)
    effective_input(visit, scope)
    value = visit.effective
    if state.items_path is not WHOLE_INPUT:
        value = state.items_path.read(on_effective(visit, scope))
    if not isinstance(value, list):
        raise runtime_error(f'Reference path "{state.items_path.text}" must point to array.')
    return value


def selected(visit: Visit, scope: Scope, index: int, item: Json) -> Json:
    """The input of an item's iteration: the item, or what ItemSelector (or the older Parameters) makes of it."""
    state = visit.state
    selector = state.item_selector if state.item_selector is not None else state.parameters
    if selector is None:
        return item
    of_item = on_effective(visit, scope).on(visit.value if state.jsonata else visit.effective)
    of_item.context = {**scope.context, "Map": map_context(index, item)}
    return selector.build(of_item)


def map_context(index: int, item: Json) -> dict[str, Json]:
    """``Map`` of the context object."""
    return {"Item": {"Index": index, "Value": item}}


def on_effective(visit: Visit, scope: Scope) -> Scope:
    """The scope with the effective input for ``$``."""
    return scope if visit.effective is scope.input else scope.on(visit.effective)


def _jsonata_items(visit: Visit, scope: Scope) -> list[Json]:
    items = visit.state.items
    if items is None:
        if not isinstance(visit.value, list):
            cause = f"Map state input must be an array but was: {write_json(visit.value)}"
            raise StateError(QUERY_EVALUATION_ERROR, cause)
        return visit.value
    value = items.build(scope)
    if isinstance(value, list):
        return value
    expression = items.expressions[0]
    cause = (
        f"The JSONata expression '{expression.text}' specified for the field 'Items' returned an unexpected result type. "
        f"Expected 'array', but was '{json_type(value)}' for value: {write_json(value)}"
    )
    raise StateError(QUERY_EVALUATION_ERROR, cause, "Items")
