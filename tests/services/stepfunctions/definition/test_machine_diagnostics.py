"""Diagnostics of whole machines: transitions, names, scopes, expressions, texts that are no JSON; how they are told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeaws.services.stepfunctions.language.definition import invalid_definition, select

from .support import END, TASK, distributed, jsonata, machine, mapping, parse, told

MISSING = "MISSING_TRANSITION_TARGET"
NO_END = ("MISSING_END_STATE", "Workflow has no terminal state", None)
CHOICE: dict[str, Any] = {"Type": "Choice", "Choices": [{"Variable": "$", "IsNull": True, "Next": "X"}]}


def _to(name: str) -> dict[str, Any]:
    return {"Type": "Pass", "Next": name}


def _unreachable(name: str) -> tuple[str, str, str]:
    return (MISSING, f'State "{name}" is not reachable.', f"/States/{name}")


def _dangling(name: str, location: str) -> tuple[str, str, str]:
    return (MISSING, f"Missing 'Next' target: {name}", location)


TRANSITIONS: list[tuple[dict[str, Any], list[tuple[str, str, str | None]]]] = [
    (machine(_to("Y"), _to("X")), [NO_END]),
    (machine(_to("Y"), _to("X"), _to("X")), [NO_END]),
    (machine(_to("Y"), _to("X"), END), [_unreachable("Z")]),
    (machine(_to("NOPE")), [_dangling("NOPE", "/States/X/Next"), NO_END]),
    (
        machine(_to("Z"), END, END, StartAt="NOPE"),
        [_dangling("NOPE", "/StartAt"), _unreachable("X"), _unreachable("Y")],
    ),
    (machine(_to("pass3"), END), [_dangling("pass3", "/States/X/Next"), _unreachable("Y")]),
    (machine({**CHOICE, "Default": "NOPE"}, END), [_dangling("NOPE", "/States/X/Default"), _unreachable("Y")]),
    (
        machine({"Type": "Choice", "Choices": [{"Variable": "$", "IsNull": True, "Next": "N"}], "Default": "Y"}, END),
        [_dangling("N", "/States/X/Choices[0]/Next")],
    ),
    (
        machine({**TASK, "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "N"}]}),
        [_dangling("N", "/States/X/Catch[0]/Next")],
    ),
    # a cycle that nothing leads into is told at its first state
    (machine(END, _to("Z"), _to("Y")), [_unreachable("Y")]),
    (machine(END, _to("Y")), [_unreachable("Y")]),
    # transitions stay inside
    (
        machine(mapping({"Type": "Pass", "Next": "X"})),
        [_dangling("X", "/States/X/ItemProcessor/States/I/Next"), NO_END],
    ),
    (machine(mapping(), _to("I")), [_dangling("I", "/States/Y/Next"), _unreachable("Y")]),
]


@pytest.mark.parametrize(("definition", "diagnostics"), TRANSITIONS)
def test_transitions(definition: dict[str, Any], diagnostics: list[tuple[str, str, str | None]]) -> None:
    assert told(definition) == diagnostics


def test_names_of_states() -> None:
    long = "n" * 81
    assert told({"StartAt": long, "States": {long: END}}) == [
        ("INVALID_STATE_NAME", "State names must have between 1 and 80 characters", f"/States/{long}")
    ]
    twice = {"Type": "Parallel", "Branches": [{"StartAt": "X", "States": {"X": END}}], "End": True}
    assert told(machine(twice)) == [
        ("DUPLICATE_STATE_NAME", "Duplicate State name: X", "/States/X/Branches[0]/States/X")
    ]


def test_labels() -> None:
    assert told(machine(distributed(Label="a b"))) == [
        ("INVALID_LABEL_NAME", "Invalid Label name: a b", "/States/X/Label")
    ]
    outer = distributed(distributed(Label="l"), Label="l")
    outer["ItemProcessor"]["States"]["I"]["ItemProcessor"] = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        "StartAt": "J",
        "States": {"J": END},
    }
    found = told(machine(outer))
    assert [one[:2] for one in found] == [("DUPLICATE_LABEL_NAME", "Duplicate Label name: l")]


def test_inner_scopes_do_not_assign_outer_variables() -> None:
    inner = {**END, "Assign": {"v": 1}}
    refused = [
        (
            "SCHEMA_VALIDATION_FAILED",
            "Variable 'v' is already assigned in an outer scope",
            "/States/X/ItemProcessor/States/I/Assign",
        )
    ]
    assert told(machine(mapping(inner, Assign={"v": 2}))) == refused
    assert told(machine({**mapping(inner), "End": False, "Next": "Y"}, {**END, "Assign": {"v.$": "$"}})) == refused
    assert told(machine(mapping(inner, Assign={"w": 2}))) == []
    assert told(machine(distributed(inner, Assign={"v": 2}))) == []


EXPRESSIONS: list[tuple[dict[str, Any], str, str, str]] = [
    (
        {"Output": {"v": "{% phone %}"}},
        "UNSUPPORTED",
        "Reference to 'phone' at the top level is not supported.",
        "Output/v",
    ),
    ({"Output": "{% $$ %}"}, "UNSUPPORTED", "Reference to '$$' at the top level is not supported.", "Output"),
    ({"Output": "{% 1 + %}"}, "INVALID", "Unexpected end of expression", "Output"),
    (
        {"Assign": {"v": ['{% "open %}']}},
        "INVALID",
        "String literal must be terminated by a matching quote",
        "Assign/v[0]",
    ),
    ({"Output": "{% $states.errorOutput %}"}, "UNSUPPORTED", "Field '$states.errorOutput' does not exist.", "Output"),
    (
        {"Arguments": {"a": "{% $states.result %}"}},
        "UNSUPPORTED",
        "Field '$states.result' does not exist.",
        "Arguments/a",
    ),
    (
        {"TimeoutSeconds": "{% t %}"},
        "UNSUPPORTED",
        "Reference to 't' at the top level is not supported.",
        "TimeoutSeconds",
    ),
    (
        {"Catch": [{"ErrorEquals": ["E"], "Next": "Y", "Output": "{% $states.result %}"}]},
        "UNSUPPORTED",
        "Field '$states.result' does not exist.",
        "Catch[0]/Output",
    ),
]


@pytest.mark.parametrize(("fields", "code", "message", "place"), EXPRESSIONS)
def test_expressions(fields: dict[str, Any], code: str, message: str, place: str) -> None:
    definition = jsonata({**TASK, **fields}, END) if "Catch" in fields else jsonata({**TASK, **fields})
    assert told(definition) == [(f"{code}_JSONATA_EXPRESSION", message, f"/States/X/{place}")]


def test_results_and_error_outputs_are_read_where_there_are_some() -> None:
    catch = [
        {
            "ErrorEquals": ["E"],
            "Next": "Y",
            "Output": "{% $states.errorOutput %}",
            "Assign": {"e": "{% $states.errorOutput.Error %}"},
        }
    ]
    assert told(jsonata({**TASK, "Output": "{% $states.result %}", "Catch": catch}, END)) == []
    assert told(jsonata({**END, "Output": "{% $states.result %}"})) != []


def test_conditions_name_their_rule() -> None:
    choice = {"Type": "Choice", "Choices": [{"Condition": "{% x %}", "Next": "Y"}]}
    assert told(jsonata(choice, END)) == [
        (
            "UNSUPPORTED_JSONATA_EXPRESSION",
            "Reference to 'x' at the top level is not supported.",
            "/States/X/Choices[0]/Condition",
        )
    ]


def test_a_text_that_is_no_json() -> None:
    message = "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
    source = '[Source: (String)"not a definition"; line: 1, column: 4]'
    assert told("not a definition") == [("INVALID_JSON_DESCRIPTION", f"{message}\n at {source}", source)]


def test_a_name_that_is_given_twice() -> None:
    text = '{"StartAt": "X",\n "States": {"X": {"Type": "Pass", "Type": "Pass", "End": true}}}'
    (found,) = told(text)
    assert found[0] == "INVALID_JSON_DESCRIPTION"
    assert found[1].startswith("Duplicate field 'Type'\n at [Source: (String)")
    assert found[1].endswith("; line: 2, column: 41]")
    assert text.splitlines()[1][:40].endswith(', "Type"')


def test_a_long_source_is_cut() -> None:
    assert '"[truncated 11 chars]; line: 1, column: ' in (told("[" + " " * 510)[0][2] or "")


def test_nesting_without_end_is_a_diagnostic() -> None:
    assert parse(_nested(300)).machine is not None
    for depth in (700, 900, 1000, 2000, 100_000):
        parsed = parse(_nested(depth))
        codes = [one.code for one in parsed.diagnostics]
        assert (codes == []) == (parsed.machine is not None)
        assert codes in ([], ["TOO_DEEPLY_NESTED"], ["INVALID_JSON_DESCRIPTION"])


def _nested(depth: int) -> str:
    """A machine whose Parameters are objects in objects."""
    parameters = '{"a":' * depth + "1" + "}" * depth
    return json.dumps(machine({**END, "Parameters": 0})).replace('"Parameters": 0', f'"Parameters": {parameters}')


def test_warnings_do_not_refuse() -> None:
    body = {**TASK, "Parameters": {"a": {"b": "$.x"}, "ok.$": "$.x", "price": "$5"}}
    definition = machine(body)
    parsed = parse(definition)
    assert parsed.machine is not None
    assert [(one.severity, one.code, one.location) for one in parsed.diagnostics] == [
        ("WARNING", "NO_DOLLAR", "/States/X/Parameters/a/b")
    ]
    assert select(parsed.diagnostics).diagnostics == ()
    assert select(parsed.diagnostics).result == "OK"
    assert len(select(parsed.diagnostics, "WARNING").diagnostics) == 1
    static = parse(machine({**END, "Result": {"x.$": "$.y"}}))
    assert [one.code for one in static.diagnostics] == ["PASS_RESULT_IS_STATIC"]
    assert [one.code for one in parse(machine({"Type": "Fail", "Cause": "$.cause"})).diagnostics] == ["NO_PATH"]


def test_the_first_diagnostics_are_told_and_that_there_are_more() -> None:
    found = parse(machine({**END, "A": 1, "B": 2, "C": 3})).diagnostics
    selection = select(found, max_results=2)
    assert [one.message for one in selection.diagnostics] == [
        "Field 'A' is not supported",
        "Field 'B' is not supported",
    ]
    assert selection.truncated
    assert selection.result == "FAIL"
    assert not select(found, max_results=3).truncated
    many = parse(machine({**END, **{f"F{n}": 1 for n in range(101)}})).diagnostics
    assert (len(select(many).diagnostics), select(many).truncated) == (100, True)


def test_the_message_of_invalid_definition() -> None:
    assert invalid_definition(parse(machine(_to("NOPE"))).diagnostics) == (
        "Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: NOPE at /States/X/Next, "
        "MISSING_END_STATE: Workflow has no terminal state at null'"
    )
    task = {**TASK, "Resource": "arn:aws:states:::sns:publish.waitForTaskToken"}
    assert invalid_definition(parse(machine(task), "EXPRESS").diagnostics) == (
        "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Express state machine does not support "
        "'.waitForTaskToken' service integration  at /States/X/Resource'"
    )


def test_a_definition_is_the_same_however_it_is_written() -> None:
    assert parse(json.dumps(machine(END), indent=3)).machine is not None
