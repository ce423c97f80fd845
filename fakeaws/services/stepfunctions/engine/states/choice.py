"""Choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.engine.frames import Visit
from fakeaws.services.stepfunctions.engine.states.data import assigned, effective_input, jsonata_output, through
from fakeaws.services.stepfunctions.language.errors import runtime_error

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.engine import Engine

NO_MATCH = "Failed to transition out of the state. The state does not point to a next state."


def begin_choice(engine: Engine, visit: Visit) -> bool:
    """The first rule that matches, or Default, with its own Assign and Output."""
    state = visit.state
    scope = engine.scope(visit)
    value = visit.value if state.jsonata else effective_input(visit, scope)
    on_value = scope if scope.input is value else scope.on(value)
    taken = state
    for place, rule in enumerate(state.rules):
        if rule.test.matches(on_value):
            taken, next = rule, rule.next
            engine.note_choice(visit, place)
            break
    else:
        next = state.default
        if next is None:
            raise runtime_error(NO_MATCH)
        engine.note_choice(visit, None)
    if state.jsonata:
        output = jsonata_output(taken.output, scope)
    else:
        output = through(state.output_path, value, on_value)
    engine.leave(visit, output, next, assigned(taken.assign, on_value))
    return True
