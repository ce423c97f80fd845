"""How data flows through a state: into it, and from its result to its output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.engine.frames import Visit
from fakeaws.services.stepfunctions.language.definition.states import WHOLE_INPUT, WHOLE_RESULT, Assignment, Working
from fakeaws.services.stepfunctions.language.json_text import Json
from fakeaws.services.stepfunctions.language.jsonata import JsonataValue
from fakeaws.services.stepfunctions.language.paths import Path
from fakeaws.services.stepfunctions.language.scope import ABSENT, Scope

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.engine import Engine


def through(path: Path | None, value: Json, scope: Scope) -> Json:
    """InputPath or OutputPath on a value: null gives ``{}``."""
    if path is WHOLE_INPUT:
        return value
    if path is None:
        return {}
    return path.read(scope if scope.input is value else scope.on(value))


def effective_input(visit: Visit, scope: Scope) -> Json:
    """The raw input behind InputPath; kept as ``visit.effective``."""
    if visit.state.input_path is not WHOLE_INPUT:
        visit.effective = through(visit.state.input_path, visit.value, scope)
    visit.saw("afterInputPath", visit.effective)
    return visit.effective


def assigned(assign: Assignment | None, scope: Scope) -> dict[str, Json] | None:
    """The variables' new values."""
    if assign is None:
        return None
    values: dict[str, Json] = assign.payload.build(scope)
    return values


def jsonata_output(output: JsonataValue | None, scope: Scope) -> Json:
    """Output, or without it the result; of states that have none, the input."""
    if output is not None:
        return output.build(scope)
    return scope.input if scope.result is ABSENT else scope.result


def finish(engine: Engine, visit: Visit, result: Json) -> bool:
    """From the result of a Pass, Task, Parallel or Map to its output, and on to the next state."""
    state = visit.state
    visit.saw("result", result)
    if state.jsonata:
        if state.output is None and state.assign is None:
            engine.leave(visit, result, state.next)
            return True
        scope = engine.scope(visit)
        scope.result = result
        output = jsonata_output(state.output, scope)
        engine.leave(visit, output, state.next, assigned(state.assign, scope))
        return True
    selector = state.result_selector if isinstance(state, Working) else None
    if state.output_path is WHOLE_INPUT and state.assign is None and selector is None:
        visit.saw("afterResultSelector", result)
        engine.leave(visit, _with_result(visit, result), state.next)
        return True
    scope = engine.scope(visit)
    if selector is not None:
        result = selector.build(scope.on(result))
    visit.saw("afterResultSelector", result)
    output = through(state.output_path, _with_result(visit, result), scope)
    new = None if state.assign is None else assigned(state.assign, scope.on(result))
    engine.leave(visit, output, state.next, new)
    return True


def _with_result(visit: Visit, result: Json) -> Json:
    """ResultPath: the result put into the raw input, instead of it, or dropped."""
    path = visit.state.result_path
    merged = result
    if path is not WHOLE_RESULT:
        merged = visit.value if path is None else path.write(visit.value, result)
    visit.saw("afterResultPath", merged)
    return merged
