"""Pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.engine.frames import Visit
from fakeaws.services.stepfunctions.engine.states.data import assigned, effective_input, finish, jsonata_output
from fakeaws.services.stepfunctions.language.definition.states import WHOLE_INPUT
from fakeaws.services.stepfunctions.language.scope import ABSENT

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.engine import Engine


def begin_pass(engine: Engine, visit: Visit) -> bool:
    """JSONPath: the result is Result, or the effective input behind Parameters. JSONata has Output alone."""
    state = visit.state
    if state.jsonata:
        if state.output is None and state.assign is None:
            engine.leave(visit, visit.value, state.next)
            return True
        scope = engine.scope(visit)
        output = jsonata_output(state.output, scope)
        engine.leave(visit, output, state.next, assigned(state.assign, scope))
        return True
    value = visit.value
    if state.input_path is not WHOLE_INPUT or state.parameters is not None or visit.steps is not None:
        scope = engine.scope(visit)
        value = effective_input(visit, scope)
        if state.parameters is not None:
            value = state.parameters.build(scope if scope.input is value else scope.on(value))
        visit.saw("afterParameters", value)
    return finish(engine, visit, value if state.result is ABSENT else state.result)
