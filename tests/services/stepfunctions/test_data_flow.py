"""From a state's input to its output, in both query languages."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World
from tests.services.stepfunctions.support import create, details, events, output, run, start

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f"


def _one(state: dict[str, Any], language: str | None = None) -> dict[str, Any]:
    machine: dict[str, Any] = {"StartAt": "S", "States": {"S": {"End": True, **state}}}
    return machine if language is None else {**machine, "QueryLanguage": language}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"a": {"b": 1}, "c": 2}),
        ({"InputPath": "$.a"}, {"b": 1}),
        ({"InputPath": None}, {}),
        ({"OutputPath": "$.a"}, {"b": 1}),
        ({"OutputPath": None}, {}),
        ({"Parameters": {"x.$": "$.c", "y": "$.c"}}, {"y": "$.c", "x": 2}),
        ({"InputPath": "$.a", "Parameters": {"x.$": "$.b"}}, {"x": 1}),
        ({"Result": {"x.$": "$.c"}}, {"x.$": "$.c"}),
        ({"Result": 7, "ResultPath": "$.a.r"}, {"a": {"b": 1, "r": 7}, "c": 2}),
        ({"Result": 7, "ResultPath": "$.new.r"}, {"a": {"b": 1}, "c": 2, "new": {"r": 7}}),
        ({"Result": 7, "ResultPath": None}, {"a": {"b": 1}, "c": 2}),
        # ResultPath puts the result into the raw input, not into what InputPath left of it.
        ({"InputPath": "$.a", "ResultPath": "$.r"}, {"a": {"b": 1}, "c": 2, "r": {"b": 1}}),
        ({"Result": 7, "ResultPath": "$.r", "OutputPath": "$.r"}, 7),
        ({"InputPath": "$$.StateMachine.Name"}, "machine"),
        ({"OutputPath": "$$.State.Name"}, "S"),
    ],
)
def test_pass(aws: World, sfn: Any, fields: dict[str, Any], expected: Any) -> None:
    assert output(run(sfn, _one({"Type": "Pass", **fields}), {"a": {"b": 1}, "c": 2})) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"echo": {"a": 1}}),
        ({"Parameters": {"p.$": "$.a"}}, {"echo": {"p": 1}}),
        ({"ResultSelector": {"s.$": "$.echo.a"}}, {"s": 1}),
        ({"ResultSelector": {"s.$": "$.echo.a"}, "ResultPath": "$.r"}, {"a": 1, "r": {"s": 1}}),
        ({"ResultPath": "$.r", "OutputPath": "$.r.echo"}, {"a": 1}),
        ({"ResultPath": None}, {"a": 1}),
    ],
)
def test_task(aws: World, sfn: Any, fields: dict[str, Any], expected: Any) -> None:
    aws.lambda_.register("f", lambda event, context: {"echo": event})
    assert output(run(sfn, _one({"Type": "Task", "Resource": FUNCTION, **fields}), {"a": 1})) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"echo": {"a": 1}}),
        ({"Arguments": {"p": "{% $states.input.a + 1 %}"}}, {"echo": {"p": 2}}),
        ({"Arguments": " {% $states.input.a %} "}, {"echo": " {% $states.input.a %} "}),
        ({"Output": "{% $states.result.echo.a %}"}, 1),
        ({"Output": {"in": "{% $states.input %}", "x.$": "$.y"}}, {"in": {"a": 1}, "x.$": "$.y"}),
        ({"Output": None}, None),
        ({"Output": []}, []),
        ({"Output": "{% $states.context.State.Name %}"}, "S"),
    ],
)
def test_task_in_jsonata(aws: World, sfn: Any, fields: dict[str, Any], expected: Any) -> None:
    aws.lambda_.register("f", lambda event, context: {"echo": event})
    machine = _one({"Type": "Task", "Resource": FUNCTION, **fields}, "JSONata")
    assert output(run(sfn, machine, {"a": 1})) == expected


def test_languages_are_mixed_by_state_and_share_variables(aws: World, sfn: Any) -> None:
    states = {
        "A": {"Type": "Pass", "Assign": {"x.$": "$.n"}, "Next": "B"},
        "B": {
            "Type": "Pass",
            "QueryLanguage": "JSONata",
            "Assign": {"y": "{% $x + 1 %}"},
            "Output": {"was": "{% $x %}"},
            "Next": "C",
        },
        "C": {"Type": "Pass", "Parameters": {"x.$": "$x", "y.$": "$y", "was.$": "$.was"}, "End": True},
    }
    assert output(run(sfn, {"StartAt": "A", "States": states}, {"n": 1})) == {"x": 1, "y": 2, "was": 1}


class TestVariables:
    def test_a_state_does_not_see_what_it_assigns(self, aws: World, sfn: Any) -> None:
        states = {
            "A": {"Type": "Pass", "Result": {"answer": 42}, "Assign": {"answer.$": "$.answer"}, "Next": "B"},
            "B": {"Type": "Pass", "OutputPath": "$answer", "Assign": {"answer": "x", "old.$": "$answer"}, "Next": "C"},
            "C": {"Type": "Pass", "Parameters": {"b.$": "$", "answer.$": "$answer", "old.$": "$old"}, "End": True},
        }
        assert output(run(sfn, {"StartAt": "A", "States": states})) == {"b": 42, "answer": "x", "old": 42}

    def test_in_the_history(self, aws: World, sfn: Any) -> None:
        states = {"A": {"Type": "Pass", "Assign": {"n": 42, "t": "foobar"}, "End": True}}
        execution = start(sfn, create(sfn, {"StartAt": "A", "States": states}))
        exited = details(events(sfn, execution)[2])
        assert exited["assignedVariables"] == {"n": "42", "t": '"foobar"'}
        assert exited["assignedVariablesDetails"] == {"truncated": False}

    def test_parameters_are_what_a_pass_assigns_from(self, aws: World, sfn: Any) -> None:
        states = {
            "A": {"Type": "Pass", "Parameters": {"p": 1}, "ResultPath": None, "Assign": {"v.$": "$.p"}, "Next": "B"},
            "B": {"Type": "Pass", "OutputPath": "$v", "End": True},
        }
        assert output(run(sfn, {"StartAt": "A", "States": states})) == 1

    def test_a_choice_assigns_by_its_rule_or_by_default(self, aws: World, sfn: Any) -> None:
        rule = {"Variable": "$.n", "NumericEquals": 1, "Next": "B", "Assign": {"by": "rule"}}
        states = {
            "A": {"Type": "Choice", "Choices": [rule], "Default": "B", "Assign": {"by": "default"}},
            "B": {"Type": "Pass", "OutputPath": "$by", "End": True},
        }
        machine = create(sfn, {"StartAt": "A", "States": states})
        found = [sfn.describe_execution(executionArn=start(sfn, machine, {"n": n})) for n in (1, 2)]
        assert [output(each) for each in found] == ["rule", "default"]

    def test_a_catcher_assigns_instead_of_the_state(self, aws: World, sfn: Any) -> None:
        def handler(event: Any, context: Any) -> None:
            raise ValueError("no")

        aws.lambda_.register("f", handler)
        catch = [{"ErrorEquals": ["ValueError"], "Next": "B", "Assign": {"error.$": "$.Error"}}]
        states = {
            "Z": {"Type": "Pass", "Assign": {"mine": "before"}, "Next": "A"},
            "A": {"Type": "Task", "Resource": FUNCTION, "Assign": {"mine": "after"}, "Catch": catch, "Next": "B"},
            "B": {"Type": "Pass", "Parameters": {"error.$": "$error", "mine.$": "$mine"}, "End": True},
        }
        described = run(sfn, {"StartAt": "Z", "States": states})
        assert output(described) == {"error": "ValueError", "mine": "before"}

    def test_branches_and_iterations_have_their_own(self, aws: World, sfn: Any) -> None:
        inner = {
            "StartAt": "I",
            "States": {
                "I": {"Type": "Pass", "Assign": {"own.$": "$outer"}, "Next": "J"},
                "J": {"Type": "Pass", "OutputPath": "$own", "End": True},
            },
        }
        states = {
            "A": {"Type": "Pass", "Assign": {"outer": "o"}, "Next": "M"},
            "M": {"Type": "Map", "ItemsPath": "$.l", "ItemProcessor": inner, "Next": "B"},
            "B": {"Type": "Pass", "Parameters": {"got.$": "$", "gone.$": "$own"}, "End": True},
        }
        described = run(sfn, {"StartAt": "A", "States": states}, {"l": [1, 2]})
        assert described["error"] == "States.Runtime"
        states["B"] = {"Type": "Pass", "End": True}
        assert output(run(sfn, {"StartAt": "A", "States": states}, {"l": [1, 2]}, name="other")) == ["o", "o"]


class TestContext:
    def test_of_a_standard_execution(self, aws: World, sfn: Any) -> None:
        machine = create(sfn, _one({"Type": "Pass", "OutputPath": "$$"}))
        execution = start(sfn, machine, {"a": 1}, name="run")
        context = output(sfn.describe_execution(executionArn=execution))
        assert context == {
            "Execution": {
                "Id": execution,
                "Input": {"a": 1},
                "StartTime": "2026-01-05T00:00:00.000Z",
                "Name": "run",
                "RoleArn": "arn:aws:iam::123456789012:role/machine",
                "RedriveCount": 0,
            },
            "StateMachine": {"Id": machine, "Name": "machine"},
            "State": {"Name": "S", "EnteredTime": "2026-01-05T00:00:00.000Z"},
        }
        assert list(context["Execution"]) == ["Id", "Input", "StartTime", "Name", "RoleArn", "RedriveCount"]

    def test_retries_count_and_the_state_stays_entered(self, aws: World, sfn: Any) -> None:
        seen = []

        def handler(event: Any, context: Any) -> None:
            seen.append(event)
            raise ValueError("no")

        aws.lambda_.register("f", handler)
        retry = [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 10, "MaxAttempts": 2, "BackoffRate": 1}]
        parameters = {"count.$": "$$.State.RetryCount", "entered.$": "$$.State.EnteredTime"}
        state = {"Type": "Task", "Resource": FUNCTION, "Parameters": parameters, "Retry": retry}
        start(sfn, create(sfn, _one(state)))
        aws.clock.advance(minutes=1)
        assert seen == [{"count": count, "entered": "2026-01-05T00:00:00.000Z"} for count in (0, 1, 2)]

    def test_items_of_a_map(self, aws: World, sfn: Any) -> None:
        selector = {"i.$": "$$.Map.Item.Index", "v.$": "$$.Map.Item.Value", "of.$": "$.name"}
        inner = {"StartAt": "I", "States": {"I": {"Type": "Pass", "End": True}}}
        state = {"Type": "Map", "ItemsPath": "$.l", "ItemSelector": selector, "ItemProcessor": inner}
        assert output(run(sfn, _one(state), {"l": ["a", "b"], "name": "n"})) == [
            {"i": 0, "v": "a", "of": "n"},
            {"i": 1, "v": "b", "of": "n"},
        ]

    def test_the_innermost_map_is_seen(self, aws: World, sfn: Any) -> None:
        read = {"Type": "Pass", "Parameters": {"v.$": "$$.Map.Item.Value"}, "OutputPath": "$.v", "End": True}
        inner = {"Type": "Map", "End": True, "ItemProcessor": {"StartAt": "I", "States": {"I": read}}}
        state = {"Type": "Map", "ItemProcessor": {"StartAt": "M", "States": {"M": inner}}}
        assert output(run(sfn, _one(state), [[1, 2], [3]])) == [[1, 2], [3]]

    def test_of_jsonata(self, aws: World, sfn: Any) -> None:
        items = {"i": "{% $states.context.Map.Item.Index %}", "v": "{% $states.context.Map.Item.Value %}"}
        inner = {"StartAt": "I", "States": {"I": {"Type": "Pass", "End": True}}}
        state = {"Type": "Map", "Items": "{% $states.input.l %}", "ItemSelector": items, "ItemProcessor": inner}
        assert output(run(sfn, _one(state, "JSONata"), {"l": ["a"]})) == [{"i": 0, "v": "a"}]


class TestEnds:
    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({}, {}),
            ({"Error": "E"}, {"error": "E"}),
            ({"Cause": "C"}, {"cause": "C"}),
            (
                {"ErrorPath": "$.e", "CausePath": "States.Format('because {}', $.e)"},
                {"error": "x", "cause": "because x"},
            ),
            ({"ErrorPath": "$$.State.Name", "Cause": "C"}, {"error": "S", "cause": "C"}),
        ],
    )
    def test_fail(self, aws: World, sfn: Any, fields: dict[str, Any], expected: dict[str, str]) -> None:
        execution = start(sfn, create(sfn, {"StartAt": "S", "States": {"S": {"Type": "Fail", **fields}}}), {"e": "x"})
        last = events(sfn, execution)[-1]
        assert [event["type"] for event in events(sfn, execution)][1:] == ["FailStateEntered", "ExecutionFailed"]
        assert (last["previousEventId"], last["executionFailedEventDetails"]) == (2, expected)

    def test_fail_in_jsonata(self, aws: World, sfn: Any) -> None:
        state = {"Type": "Fail", "Error": "{% $states.input.e %}", "Cause": "{% 'because ' & $states.input.e %}"}
        described = run(sfn, {"QueryLanguage": "JSONata", "StartAt": "S", "States": {"S": state}}, {"e": "x"})
        assert (described["error"], described["cause"]) == ("x", "because x")

    def test_succeed(self, aws: World, sfn: Any) -> None:
        state = {"Type": "Succeed", "InputPath": "$.a", "OutputPath": "$.b"}
        assert output(run(sfn, {"StartAt": "S", "States": {"S": state}}, {"a": {"b": 1}})) == 1

    def test_succeed_ends_an_iteration_only(self, aws: World, sfn: Any) -> None:
        inner = {"StartAt": "I", "States": {"I": {"Type": "Succeed"}}}
        states = {
            "S": {"Type": "Map", "ItemProcessor": inner, "Next": "T"},
            "T": {"Type": "Pass", "Result": "on", "End": True},
        }
        assert output(run(sfn, {"StartAt": "S", "States": states}, [1])) == "on"


def test_keys_of_payloads_come_in_javas_order(aws: World, sfn: Any) -> None:
    """Literal fields first, then the dynamic ones as Java's HashMap has them."""
    parameters = {"b.$": "$.a", "a.$": "$.a", "literal": 1}
    state = {"Type": "Pass", "Parameters": parameters}
    assert run(sfn, _one(state), {"a": 1})["output"] == '{"literal":1,"a":1,"b":1}'


def test_numbers_keep_the_text_that_they_had(aws: World, sfn: Any) -> None:
    execution = start(sfn, create(sfn, _one({"Type": "Pass"})), '{"a": 0.0, "b": 1.10, "c": 12345678901234567890}')
    assert sfn.describe_execution(executionArn=execution)["output"] == '{"a":0.0,"b":1.10,"c":12345678901234567890}'
