"""Choice rules: every operator, trees of them, JSONata's conditions."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws.services.stepfunctions.language.choices import compile_condition, compile_rule
from fakeaws.services.stepfunctions.language.choices.compiling import OPERATORS
from fakeaws.services.stepfunctions.language.json_text import read_json

from .support import failure, problems, scope

#: Operator, operand, value of the variable, whether it matches.
MATCHES: list[tuple[str, Any, Any, bool]] = [
    ("StringEquals", "a", "a", True),
    ("StringEquals", "a", "A", False),
    ("StringEquals", "1", 1, False),
    ("StringEquals", "null", None, False),
    ("StringLessThan", "B", "AB", True),
    ("StringLessThan", "A ", "A", True),
    ("StringLessThan", "A", "A", False),
    ("StringLessThan", "\uff61", "\U0001f600", True),
    ("StringGreaterThan", "A", "AB", True),
    ("StringGreaterThan", "AB", "A", False),
    ("StringGreaterThan", "\U0001f600", "\uff61", True),
    ("StringGreaterThan", "a", 5, False),
    ("StringLessThanEquals", "A", "A", True),
    ("StringLessThanEquals", "A", "B", False),
    ("StringGreaterThanEquals", "A", "A", True),
    ("StringGreaterThanEquals", "B", "A", False),
    ("StringMatches", "*", "", True),
    ("StringMatches", "log-*.txt", "log-1.txt", True),
    ("StringMatches", "log-*.txt", "log-.txt", True),
    ("StringMatches", "log-*.txt", "log-1.txt2", False),
    ("StringMatches", "log-*.txt", "a log-1.txt", False),
    ("StringMatches", "a*b*c", "a\nb..c", True),
    ("StringMatches", "a\\*b", "a*b", True),
    ("StringMatches", "a\\*b", "axb", False),
    ("StringMatches", "a\\\\b", "a\\b", True),
    ("StringMatches", "a\\\\*", "a\\xyz", True),
    ("StringMatches", "a.c", "abc", False),
    ("StringMatches", "*", 1, False),
    ("NumericEquals", 0, 0.0, True),
    ("NumericEquals", 1, "1", False),
    ("NumericEquals", 1, True, False),
    ("NumericEquals", 0, False, False),
    ("NumericEquals", 9007199254740993, 9007199254740992, False),
    ("NumericLessThan", 1, 0.5, True),
    ("NumericLessThan", 1, 1, False),
    ("NumericGreaterThan", 1.5, 2, True),
    ("NumericGreaterThan", 1, None, False),
    ("NumericLessThanEquals", 1, 1.0, True),
    ("NumericLessThanEquals", 1, 2, False),
    ("NumericGreaterThanEquals", 1, 1, True),
    ("NumericGreaterThanEquals", 1, 0, False),
    ("BooleanEquals", True, True, True),
    ("BooleanEquals", False, False, True),
    ("BooleanEquals", True, False, False),
    ("BooleanEquals", True, 1, False),
    ("BooleanEquals", True, "true", False),
    ("TimestampEquals", "2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00", True),
    ("TimestampEquals", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00.000Z", True),
    ("TimestampEquals", "2024-01-01T00:00:00Z", "2024-01-01 00:00:00Z", False),
    ("TimestampEquals", "2024-01-01T00:00:00Z", 1704067200, False),
    ("TimestampLessThan", "2024-01-01T00:00:00Z", "2023-12-31T23:59:59.999999999Z", True),
    ("TimestampLessThan", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z", False),
    ("TimestampLessThan", "2024-01-01T00:00:00Z", "2023-01-01", False),
    ("TimestampGreaterThan", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00-00:01", True),
    ("TimestampGreaterThan", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00+00:01", False),
    ("TimestampLessThanEquals", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z", True),
    ("TimestampLessThanEquals", "2024-01-01T00:00:00Z", "2024-01-01T00:00:01Z", False),
    ("TimestampGreaterThanEquals", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z", True),
    ("TimestampGreaterThanEquals", "2024-01-01T00:00:00Z", "2023-01-01T00:00:00Z", False),
    ("IsNull", True, None, True),
    ("IsNull", True, 0, False),
    ("IsNull", False, 0, True),
    ("IsNull", False, None, False),
    ("IsPresent", True, None, True),
    ("IsPresent", True, "x", True),
    ("IsPresent", False, None, False),
    ("IsNumeric", True, 1.5, True),
    ("IsNumeric", True, "1", False),
    ("IsNumeric", True, True, False),
    ("IsNumeric", False, "1", True),
    ("IsString", True, "", True),
    ("IsString", True, 1, False),
    ("IsString", False, None, True),
    ("IsBoolean", True, False, True),
    ("IsBoolean", True, 0, False),
    ("IsBoolean", False, "true", True),
    ("IsTimestamp", True, "2024-01-01T00:00:00Z", True),
    ("IsTimestamp", True, "2024-01-01T00:00:00", False),
    ("IsTimestamp", True, "2024-01-01", False),
    ("IsTimestamp", True, 5, False),
    ("IsTimestamp", False, "x", True),
]


@pytest.mark.parametrize(("operator", "operand", "value", "matches"), MATCHES)
def test_what_an_operator_matches(operator: str, operand: Any, value: Any, matches: bool) -> None:
    rule = compile_rule({"Variable": "$.v", operator: operand, "Next": "N"})
    assert rule.matches(scope({"v": value})) is matches
    if f"{operator}Path" in OPERATORS:
        path = compile_rule({"Variable": "$.v", f"{operator}Path": "$.w", "Next": "N"})
        assert path.matches(scope({"v": value, "w": operand})) is matches


def test_all_39_operators_are_there_and_tried() -> None:
    assert len(OPERATORS) == 39
    tried = {operator for operator, *_ in MATCHES}
    assert {operator.removesuffix("Path") for operator in OPERATORS} == tried


@pytest.mark.parametrize("operator", sorted(OPERATORS - {"IsPresent"}))
def test_a_missing_variable_ends_the_execution(operator: str) -> None:
    operands = {"S": "x", "N": 1, "B": True, "T": "2024-01-01T00:00:00Z", "I": True}
    operand = "$.there" if operator.endswith("Path") else operands[operator[0]]
    error = failure(compile_rule({"Variable": "$.x", operator: operand}).matches, scope({"there": 1}))
    assert error.name == "States.Runtime"
    assert error.cause == "Invalid path '$.x': The choice state's condition path references an invalid value."


def test_a_missing_comparand_ends_the_execution() -> None:
    error = failure(compile_rule({"Variable": "$.v", "StringEqualsPath": "$.no.x"}).matches, scope({"v": "a"}))
    assert error.cause == "Invalid path '$.no.x': The choice state's condition path references an invalid value."
    wrong_kind = compile_rule({"Variable": "$.v", "StringEqualsPath": "$.w"})
    assert wrong_kind.matches(scope({"v": "1", "w": 1})) is False


def test_is_present_of_what_is_missing() -> None:
    for path in ("$.x", "$.a.b.c", "$.l[3]", "$none", "$$.Task.Token"):
        assert compile_rule({"Variable": path, "IsPresent": True}).matches(scope({"a": 1, "l": [1]})) is False
        assert compile_rule({"Variable": path, "IsPresent": False}).matches(scope({"a": 1, "l": [1]})) is True


def test_variables_and_the_context_are_seen() -> None:
    seen = scope({}, variables={"n": {"count": 3}})
    assert compile_rule({"Variable": "$n.count", "NumericEquals": 3}).matches(seen)
    assert compile_rule({"Variable": "$$.State.Name", "StringEquals": "S"}).matches(seen)
    assert compile_rule({"Variable": "$$.State.RetryCount", "NumericLessThanPath": "$n.count"}).matches(seen)


def test_trees() -> None:
    yes = {"Variable": "$.a", "NumericEquals": 1}
    no = {"Variable": "$.a", "NumericEquals": 2}
    missing = {"Variable": "$.missing", "NumericEquals": 2}
    seen = scope({"a": 1})
    for tree, matches in [
        ({"And": [yes, yes]}, True),
        ({"And": [yes, no]}, False),
        ({"And": [yes]}, True),
        ({"Or": [no, yes]}, True),
        ({"Or": [no, no]}, False),
        ({"Or": [no]}, False),
        ({"Not": no}, True),
        ({"Not": {"And": [yes, {"Or": [no, {"Not": yes}]}]}}, True),
        ({"And": [{"Variable": "$.missing", "IsPresent": True}, missing]}, False),
        ({"Or": [yes, missing]}, True),
    ]:
        assert compile_rule({**tree, "Next": "N"}).matches(seen) is matches, tree
    assert failure(compile_rule({"And": [yes, missing]}).matches, seen).name == "States.Runtime"


@pytest.mark.parametrize(
    ("rule", "message", "location"),
    [
        ({"Variable": "$.a"}, "A Choice Rule must have exactly one comparison operator", ""),
        ({"Variable": "$.a", "IsNull": True, "IsString": True}, "A Choice Rule must have exactly one comparison operator", ""),
        ({"Variable": "$.a", "StringLike": "x"}, "A Choice Rule must have exactly one comparison operator", ""),
        ({"NumericEquals": 1}, "These fields are required: [Variable]", ""),
        ({"Variable": "a", "NumericEquals": 1}, "Value is not a Reference Path", "/Variable"),
        ({"Variable": "$.a", "NumericEqualsPath": 1}, "Value is not a Reference Path", "/NumericEqualsPath"),
        ({"Variable": "$.a", "NumericEquals": "1"}, "Expected value of type Number", "/NumericEquals"),
        ({"Variable": "$.a", "StringEquals": 1}, "Expected value of type String", "/StringEquals"),
        ({"Variable": "$.a", "StringMatches": 1}, "Expected value of type String", "/StringMatches"),
        ({"Variable": "$.a", "BooleanEquals": 1}, "Expected value of type Boolean", "/BooleanEquals"),
        ({"Variable": "$.a", "IsNull": "true"}, "Expected value of type Boolean", "/IsNull"),
        ({"Variable": "$.a", "TimestampEquals": "2024"}, "String does not match RFC3339 timestamp", "/TimestampEquals"),
        ({"And": []}, "Value cannot be empty", "/And"),
        ({"Or": {}}, "Expected an array", "/Or"),
        ({"Not": [1]}, "A Choice Rule must be an object", "/Not"),
        ({"And": [{"Not": {"Variable": "$.a"}}]}, "A Choice Rule must have exactly one comparison operator", "/And[0]/Not"),
    ],
)  # fmt: skip
def test_what_is_no_rule(rule: Any, message: str, location: str) -> None:
    assert problems(compile_rule, rule) == [("SCHEMA_VALIDATION_FAILED", message, location)]


def test_all_problems_of_a_tree_are_told() -> None:
    bad = {"Variable": "$.a", "IsNull": 1}
    found = problems(compile_rule, {"Or": [bad, {"Variable": "$.a", "IsNull": True}, {"Not": bad}]}, "/Choices[1]")
    assert [location for _, _, location in found] == ["/Choices[1]/Or[0]/IsNull", "/Choices[1]/Or[2]/Not/IsNull"]


def test_conditions() -> None:
    condition = compile_condition("{% $states.input.n > $limit %}", "Choices[0]/Condition")
    assert condition.matches(scope({"n": 2}, variables={"limit": 1})) is True
    assert condition.matches(scope({"n": 0}, variables={"limit": 1})) is False
    assert compile_condition(True).matches(scope()) is True
    assert compile_condition(False).matches(scope()) is False
    error = failure(compile_condition("{% $states.input.n %}").matches, scope({"n": 1}))
    assert error.name == "States.QueryEvaluationError"
    assert error.catchable
    assert error.location == "Condition"
    assert error.cause == (
        "The JSONata expression '$states.input.n' specified for the field 'Condition' returned an unexpected result type. "
        "Expected 'boolean', but was 'number' for value: 1"
    )
    assert problems(compile_condition, "true") == [
        ("SCHEMA_VALIDATION_FAILED", "Condition must be a boolean or a JSONata expression", "")
    ]
    assert problems(compile_condition, "{% foo %}")[0][0] == "UNSUPPORTED_JSONATA_EXPRESSION"


def test_numbers_compare_as_they_were_read() -> None:
    rule = compile_rule(read_json('{"Variable":"$.v","NumericEquals":0}'))
    assert rule.matches(scope('{"v":0.0}'))
    assert rule.matches(scope('{"v":-0}'))
    assert not rule.matches(scope('{"v":1e-9}'))
