"""States and StartAt: of a machine, a branch, a processor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from fakeaws.services.stepfunctions.language.definition import compiling
from fakeaws.services.stepfunctions.language.definition.diagnostics import (
    DUPLICATE_STATE_NAME,
    INVALID_STATE_NAME,
)
from fakeaws.services.stepfunctions.language.definition.fields import Fields
from fakeaws.services.stepfunctions.language.definition.parsing.context import Parsing, StateFields
from fakeaws.services.stepfunctions.language.definition.parsing.errors import catchers, retriers
from fakeaws.services.stepfunctions.language.definition.parsing.outline import StateOutline, WorkflowOutline
from fakeaws.services.stepfunctions.language.definition.parsing.tables import STATE_TYPES, STATES
from fakeaws.services.stepfunctions.language.definition.states import JSONATA, JSONPATH, State, Workflow
from fakeaws.services.stepfunctions.language.json_text import Json

Parser = Callable[[StateFields, dict[str, Any]], State]

_MOST_NAME: Final = 80
_WORKING: Final = ("Task", "Parallel", "Map")


def workflow(fields: Fields, parsing: Parsing) -> Workflow:
    """The states inside an object; their diagnostics go to the report, their outline to ``parsing``."""
    fields.require("States", "StartAt")
    comment = fields.text("Comment")
    start_at = fields.text("StartAt")
    outline = WorkflowOutline(fields.location, start_at)
    parsing.outlines.append(outline)
    found: dict[str, State] = {}
    states = fields.object("States")
    if states is not None:
        if not states.values:
            fields.schema("Value cannot be empty", "States")
        for name, value in states.values.items():
            outline.states[name] = StateOutline(states.at(name))
            state = _state(name, value, states.at(name), outline.states[name], parsing)
            if state is not None:
                found[name] = state
    return Workflow(start_at or "", found, comment)


def _state(name: str, value: Json, location: str, outline: StateOutline, parsing: Parsing) -> State | None:
    report = parsing.report
    if not name or len(name) > _MOST_NAME:
        report.error(INVALID_STATE_NAME, f"State names must have between 1 and {_MOST_NAME} characters", location)
    if name in parsing.names:
        report.error(DUPLICATE_STATE_NAME, f"Duplicate State name: {name}", location)
    parsing.names.setdefault(name, location)
    if not isinstance(value, dict):
        report.schema("Expected value of type Object", location)
        outline.known = False
        return None
    plain = Fields(value, location, parsing.machine_language, report)
    plain.require("Type")
    kind = plain.one_of("Type", STATE_TYPES)
    if kind is None:
        outline.known = False
        return None
    fields = Fields(value, location, _language(plain, parsing), report)
    fields.allow(STATES[kind])
    state = StateFields(name, fields, outline, parsing)
    parsed = _parsers()[kind](state, _common(state, kind))
    return replace(parsed, reads=tuple(sorted(fields.reads)))


def _language(fields: Fields, parsing: Parsing) -> str:
    language = fields.one_of("QueryLanguage", (JSONPATH, JSONATA))
    if language == JSONPATH and parsing.machine_language == JSONATA:
        fields.schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine")
        return JSONATA
    return language or parsing.machine_language


def _common(state: StateFields, kind: str) -> dict[str, Any]:
    """The fields of `State`, `Flow` and `Working` that the kind has."""
    fields = state.fields
    common: dict[str, Any] = {
        "name": state.name,
        "location": fields.location,
        "query_language": fields.language,
        "comment": fields.text("Comment"),
    }
    if kind == "Fail":
        state.outline.terminal = True
        return common
    result = (*compiling.STATES, "result") if kind in _WORKING else compiling.STATES
    if fields.language != JSONATA:
        common["input_path"] = compiling.path(fields, "InputPath")
        common["output_path"] = compiling.path(fields, "OutputPath")
    common["output"] = compiling.jsonata(fields, "Output", result)
    if kind == "Succeed":
        state.outline.terminal = True
        return common
    common["assign"] = compiling.assignment(fields, result)
    if kind == "Choice":
        return common
    common["next"] = _transition(state)
    if kind in _WORKING:
        common["retry"] = retriers(state)
        common["catch"] = catchers(state)
        if fields.language != JSONATA:
            common["result_selector"] = compiling.template(fields, "ResultSelector")
            common["result_path"] = compiling.result_path(fields)
    return common


def _transition(state: StateFields) -> str | None:
    """Next, or None for ``"End": true``."""
    fields, outline = state.fields, state.outline
    end = fields.boolean("End")
    target = fields.text("Next")
    if "Next" in fields:
        if end:
            fields.at_most_one("Next", "End")
        outline.known = target is not None
        if target is not None:
            outline.targets.append((target, fields.at("Next")))
    elif end:
        outline.terminal = True
    else:
        outline.known = False
        if "End" not in fields or end is False:
            fields.schema("One of these fields is required: [Next, End]")
    return target


def _parsers() -> dict[str, Parser]:
    # processors and branches are workflows themselves
    from fakeaws.services.stepfunctions.language.definition.parsing.map_state import map_state
    from fakeaws.services.stepfunctions.language.definition.parsing.parallel import parallel_state
    from fakeaws.services.stepfunctions.language.definition.parsing.simple_states import (
        choice_state,
        fail_state,
        pass_state,
        succeed_state,
        wait_state,
    )
    from fakeaws.services.stepfunctions.language.definition.parsing.task import task_state

    return {
        "Task": task_state,
        "Wait": wait_state,
        "Pass": pass_state,
        "Succeed": succeed_state,
        "Fail": fail_state,
        "Choice": choice_state,
        "Parallel": parallel_state,
        "Map": map_state,
    }
