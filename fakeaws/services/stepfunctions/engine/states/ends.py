"""Succeed and Fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.engine.failures import Failure
from fakeaws.services.stepfunctions.engine.frames import Visit
from fakeaws.services.stepfunctions.engine.states.data import effective_input, jsonata_output, through
from fakeaws.services.stepfunctions.language.definition.states import Text
from fakeaws.services.stepfunctions.language.jsonata import Expression
from fakeaws.services.stepfunctions.language.scope import Scope
from fakeaws.services.stepfunctions.language.templates import DynamicValue, read_field

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.engine import Engine


def begin_succeed(engine: Engine, visit: Visit) -> bool:
    """The frame's output is the state's."""
    state = visit.state
    scope = engine.scope(visit)
    if state.jsonata:
        output = jsonata_output(state.output, scope)
    else:
        output = through(state.output_path, effective_input(visit, scope), scope)
    engine.leave(visit, output, None)
    return True


def begin_fail(engine: Engine, visit: Visit) -> bool:
    """The frame fails with the state's error and cause; there is no Exited event."""
    state = visit.state
    scope = engine.scope(visit)
    if not state.jsonata:
        visit.saw("afterInputPath", visit.value)
    error = _text(state.error, state.error_path, "ErrorPath", scope)
    cause = _text(state.cause, state.cause_path, "CausePath", scope)
    engine.fail_frame(visit.frame, Failure(error, cause))
    return False


def _text(literal: Text | None, path: DynamicValue | None, field: str, scope: Scope) -> str | None:
    if path is not None:
        return _written(read_field(path, field, scope))
    if isinstance(literal, Expression):
        return _written(literal.evaluate(scope, "string"))
    return literal


def _written(value: object) -> str:
    from fakeaws.services.stepfunctions.language.json_text import write_json

    return value if isinstance(value, str) else write_json(value)
