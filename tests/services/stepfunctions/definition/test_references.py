"""Variables that states read, as DescribeStateMachine tells them."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws.services.stepfunctions.language.definition import variable_references

from .support import END, TASK, accepted, distributed, jsonata, machine, mapping

#: A state of JSONPath that reads ``$a`` and ``$b``.
READERS: list[dict[str, Any]] = [
    {**END, "InputPath": "$b.x", "OutputPath": "$a"},
    {**END, "Parameters": {"x": {"y.$": "$b"}, "l": [{"z.$": "States.Array(States.Array($a), '$c', $.d)"}], "n": "$e"}},
    {**END, "Assign": {"a.$": "$a", "c.$": "$b.x[0]"}},
    {**TASK, "ResultSelector": {"a.$": "$a"}, "TimeoutSecondsPath": "$b"},
    {**TASK, "Credentials": {"RoleArn.$": "States.Format('{}{}', $b, $a)"}},
    {"Type": "Fail", "ErrorPath": "$a", "CausePath": "States.Format('{}', $b)"},
    {"Type": "Choice", "Choices": [{"Not": {"Variable": "$b", "StringEqualsPath": "$a"}, "Next": "Y"}]},
    {**mapping(ItemsPath="$a", ItemSelector={"x.$": "$b"})},
    distributed(ItemBatcher={"MaxItemsPerBatchPath": "$a", "BatchInput": {"x.$": "$b"}}),
]


@pytest.mark.parametrize("body", READERS)
def test_fields_of_jsonpath(body: dict[str, Any]) -> None:
    definition = machine(body, END) if body["Type"] == "Choice" else machine(body)
    assert variable_references(accepted(definition)) == {"X": ["a", "b"]}


def test_expressions() -> None:
    body = {**TASK, "Arguments": {"x": "{% $sum($b) + $a + ($l := 1; $l) %}"}, "Output": "{% $states.result %}"}
    assert variable_references(accepted(jsonata(body))) == {"X": ["a", "b"]}
    choice = {"Type": "Choice", "Choices": [{"Condition": "{% $a %}", "Assign": {"c": "{% $b %}"}, "Next": "Y"}]}
    assert variable_references(accepted(jsonata(choice, END))) == {"X": ["a", "b"]}


def test_a_variable_may_be_named_like_a_function() -> None:
    first = {"Type": "Pass", "Assign": {"count": 1}, "Next": "Y"}
    second = {**END, "Output": "{% $count + $sum([1]) %}"}
    assert variable_references(accepted(jsonata(first, second))) == {"Y": ["count"]}


def test_states_inside_stand_beside_the_others() -> None:
    inner = {**END, "Parameters": {"x.$": "$v"}}
    assert variable_references(accepted(machine(mapping(inner, ItemsPath="$w")))) == {"X": ["w"], "I": ["v"]}
    assert variable_references(accepted(machine(END))) == {}
