"""The items of a Map, and what their iterations or children get of them."""

from __future__ import annotations

from fakeaws.services.stepfunctions.engine.frames import Visit
from fakeaws.services.stepfunctions.engine.states.data import effective_input
from fakeaws.services.stepfunctions.language.definition.states import WHOLE_INPUT
from fakeaws.services.stepfunctions.language.errors import QUERY_EVALUATION_ERROR, StateError, runtime_error
from fakeaws.services.stepfunctions.language.json_text import Json, json_type, write_json
from fakeaws.services.stepfunctions.language.scope import Scope


def items_of(visit: Visit, scope: Scope) -> Json:
    """What is mapped over, of the state's input: an array, or in a distributed Map an object as well."""
    state = visit.state
    if state.jsonata:
        return _jsonata_items(visit, scope)
    effective_input(visit, scope)
    value = visit.effective
    if state.items_path is not WHOLE_INPUT:
        value = state.items_path.read(on_effective(visit, scope))
    if not _iterable(visit, value):
        raise runtime_error(f'Reference path "{state.items_path.text}" must point to array.')
    visit.saw("afterItemsPath", value)
    return value


def selected(visit: Visit, scope: Scope, item: Json, about: dict[str, Json]) -> Json:
    """The input of an item's iteration: the item, or what ItemSelector (or the older Parameters) makes of it.

    ``about`` is the item's `map_context`.
    """
    state = visit.state
    selector = state.item_selector if state.item_selector is not None else state.parameters
    if selector is None:
        return item
    of_item = on_effective(visit, scope).on(visit.value if state.jsonata else visit.effective)
    of_item.context = {**scope.context, "Map": about}
    return selector.build(of_item)


def map_context(index: int, value: Json) -> dict[str, Json]:
    """``Map`` of the context object."""
    return {"Item": {"Index": index, "Value": value}}


def on_effective(visit: Visit, scope: Scope) -> Scope:
    """The scope with the effective input for ``$``."""
    return scope if visit.effective is scope.input else scope.on(visit.effective)


def _iterable(visit: Visit, value: Json) -> bool:
    return isinstance(value, list) or (visit.state.distributed and isinstance(value, dict))


def _jsonata_items(visit: Visit, scope: Scope) -> Json:
    items = visit.state.items
    if items is None:
        if not _iterable(visit, visit.value):
            cause = f"Map state input must be an array but was: {write_json(visit.value)}"
            raise StateError(QUERY_EVALUATION_ERROR, cause)
        return visit.value
    value = items.build(scope)
    if _iterable(visit, value):
        return value
    expression = items.expressions[0]
    cause = (
        f"The JSONata expression '{expression.text}' specified for the field 'Items' returned an unexpected result type. "
        f"Expected 'array', but was '{json_type(value)}' for value: {write_json(value)}"
    )
    raise StateError(QUERY_EVALUATION_ERROR, cause, "Items")
