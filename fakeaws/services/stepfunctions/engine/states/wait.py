"""Wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions import limits
from fakeaws.services.stepfunctions.engine.frames import Visit
from fakeaws.services.stepfunctions.engine.states.data import assigned, effective_input, jsonata_output, through
from fakeaws.services.stepfunctions.language.definition.states import WHOLE_INPUT, Wait
from fakeaws.services.stepfunctions.language.errors import QUERY_EVALUATION_ERROR, StateError, runtime_error
from fakeaws.services.stepfunctions.language.json_text import Json, write_json
from fakeaws.services.stepfunctions.language.jsonata import Expression
from fakeaws.services.stepfunctions.language.paths import PathMiss
from fakeaws.services.stepfunctions.language.scope import Scope
from fakeaws.services.stepfunctions.language.timestamps import timestamp_ns

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.engine import Engine
    from fakeaws.services.stepfunctions.language.paths import Path

_FORMAT = "ISO-8601 extended offset date-time format string"


def begin_wait(engine: Engine, visit: Visit) -> bool:
    """Zero seconds, and instants that are past, are over at once."""
    state = visit.state
    if isinstance(state.seconds, int) and state.input_path is WHOLE_INPUT and visit.steps is None:
        if state.seconds == 0:
            return awake(engine, visit)
        engine.sleep(visit, engine.world.now_us + state.seconds * limits.SECOND_US, engine.wake, visit)
        return False
    scope = engine.scope(visit)
    if not visit.state.jsonata:
        effective_input(visit, scope)
        scope = scope if scope.input is visit.effective else scope.on(visit.effective)
    delay_us = _delay_us(visit.state, scope, engine.world.wall_us)
    if delay_us > limits.WAIT_SECONDS * limits.SECOND_US:
        raise runtime_error("Wait state delay is too long.")
    if delay_us <= 0:
        return awake(engine, visit)
    engine.sleep(visit, engine.world.now_us + delay_us, engine.wake, visit)
    return False


def awake(engine: Engine, visit: Visit) -> bool:
    """After the wait."""
    state = visit.state
    if state.output is None and state.assign is None and state.output_path is WHOLE_INPUT:
        engine.leave(visit, visit.effective, state.next)
        return True
    scope = engine.scope(visit)
    if state.jsonata:
        output = jsonata_output(state.output, scope)
        new = assigned(state.assign, scope)
    else:
        output = through(state.output_path, visit.effective, scope)
        new = assigned(state.assign, scope.on(visit.effective)) if state.assign is not None else None
    engine.leave(visit, output, state.next, new)
    return True


def _delay_us(state: Wait, scope: Scope, wall_us: int) -> int:
    if state.seconds is not None or state.seconds_path is not None:
        return _seconds(state, scope) * limits.SECOND_US
    return _instant_ns(state, scope) // 1000 - wall_us


def _seconds(state: Wait, scope: Scope) -> int:
    if isinstance(state.seconds, int):
        return state.seconds
    if isinstance(state.seconds, Expression):
        return _of_expression(state.seconds, state.seconds.evaluate(scope, "number"))
    assert state.seconds_path is not None
    path = state.seconds_path
    value = _read(path, "SecondsPath", scope)
    shown = f"{path.text} == {_shown(value)}"
    if isinstance(value, bool) or not isinstance(value, int):
        raise runtime_error(f"The SecondsPath parameter cannot be parsed as a long value: {shown}")
    if value < 0:
        raise runtime_error(f"The SecondsPath parameter references a negative value: {shown}")
    return value


def _of_expression(expression: Expression, value: float) -> int:
    if value != int(value) or value < 0:
        cause = (
            f"The JSONata expression '{expression.text}' specified for the field 'Seconds' returned a value that is not a "
            f"non-negative integer: {write_json(value)}"
        )
        raise StateError(QUERY_EVALUATION_ERROR, cause, "Seconds")
    return int(value)


def _instant_ns(state: Wait, scope: Scope) -> int:
    if state.timestamp_path is not None:
        value = _read(state.timestamp_path, "TimestampPath", scope)
        found = timestamp_ns(value) if isinstance(value, str) else None
        if found is None:
            shown = f"{state.timestamp_path.text} == {_shown(value)}"
            raise runtime_error(f"The TimestampPath parameter does not reference a valid {_FORMAT}: {shown}")
        return found
    assert state.timestamp is not None
    text = state.timestamp
    if isinstance(text, Expression):
        text = text.evaluate(scope, "string")
    found = timestamp_ns(text)
    if found is None:
        cause = f"The Timestamp field cannot be parsed as an {_FORMAT}: {text}"
        raise StateError(QUERY_EVALUATION_ERROR, cause, "Timestamp")
    return found


def _read(path: Path, field: str, scope: Scope) -> Json:
    try:
        return path.read(scope)
    except PathMiss:
        raise runtime_error(f"The {field} parameter does not reference an input value: {path.text}") from None


def _shown(value: Json) -> str:
    return value if isinstance(value, str) else write_json(value)
