"""Every error that the documented language raises by itself: its name, its cause word for word, whether Catch sees it."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import pytest

from fakeaws import World
from tests.services.stepfunctions.support import chain, create, details, events, refused, run, start, status

RUNTIME = "States.Runtime"
QUERY = "States.QueryEvaluationError"


class Row(NamedTuple):
    state: dict[str, Any]
    error: str
    cause: str
    input: Any = {}
    location: str | None = None


def _map(**fields: Any) -> dict[str, Any]:
    processor = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}
    return {"Type": "Map", "ItemProcessor": processor, "End": True, **fields}


def _jsonata(state: dict[str, Any]) -> dict[str, Any]:
    return {"QueryLanguage": "JSONata", **state}


def _pass(**fields: Any) -> dict[str, Any]:
    return {"Type": "Pass", "End": True, **fields}


def _task(**fields: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "End": True, **fields}


def _output(expression: str) -> dict[str, Any]:
    return _jsonata(_pass(Output={"v": "{% " + expression + " %}"}))


def _specified(expression: str, field: str, what: str) -> str:
    return f"The JSONata expression '{expression}' specified for the field '{field}' {what}"


_NO_X = "No results for path: $['x']"

ROWS = {
    "template path": Row(
        _pass(Parameters={"k.$": "$.x"}),
        RUNTIME,
        "The JSONPath '$.x' specified for the field 'k.$' could not be found in the input '{\"a\":1}'",
        {"a": 1},
    ),
    "template path of the context": Row(
        _pass(Parameters={"k.$": "$$.x"}),
        RUNTIME,
        "The JSONPath '$$.x' specified for the field 'k.$' could not be found in the input '{}'",
    ),
    "input path": Row(_pass(InputPath="$.x"), RUNTIME, f"Invalid path '$.x' : {_NO_X}"),
    "output path": Row(_pass(OutputPath="$.x"), RUNTIME, f"Invalid path '$.x' : {_NO_X}"),
    "nested output path": Row(
        _pass(OutputPath="$.no.such.path"),
        RUNTIME,
        "Invalid path '$.no.such.path' : Missing property in path $['no']",
    ),
    "intrinsic argument": Row(
        _pass(Parameters={"k.$": "States.Format('{}', $.x)"}),
        RUNTIME,
        "The function 'States.Format('{}', $.x)' had the following error: "
        "The JsonPath argument for the field '$.x' could not be found in the input '{}'",
    ),
    "time-out path": Row(_task(TimeoutSecondsPath="$.x"), RUNTIME, f"Invalid path '$.x' : {_NO_X}"),
    "heartbeat path": Row(_task(HeartbeatSecondsPath="$.x"), RUNTIME, f"Invalid path '$.x' : {_NO_X}"),
    "error path": Row(
        {"Type": "Fail", "ErrorPath": "$.x"},
        RUNTIME,
        "The JSONPath '$.x' specified for the field 'ErrorPath' could not be found in the input '{}'",
    ),
    "cause path": Row(
        {"Type": "Fail", "CausePath": "$.x"},
        RUNTIME,
        "The JSONPath '$.x' specified for the field 'CausePath' could not be found in the input '{}'",
    ),
    "choice variable": Row(
        {"Type": "Choice", "Choices": [{"Variable": "$.x", "StringEquals": "a", "Next": "E"}], "Default": "E"},
        RUNTIME,
        "Invalid path '$.x': The choice state's condition path references an invalid value.",
    ),
    "choice comparand": Row(
        {"Type": "Choice", "Choices": [{"Variable": "$.a", "StringEqualsPath": "$.x", "Next": "E"}], "Default": "E"},
        RUNTIME,
        "Invalid path '$.x': The choice state's condition path references an invalid value.",
        {"a": "b"},
    ),
    "no choice": Row(
        {"Type": "Choice", "Choices": [{"Variable": "$.a", "StringEquals": "a", "Next": "E"}]},
        RUNTIME,
        "Failed to transition out of the state. The state does not point to a next state.",
        {"a": "b"},
    ),
    "no condition": Row(
        _jsonata({"Type": "Choice", "Choices": [{"Condition": "{% false %}", "Next": "E"}]}),
        RUNTIME,
        "Failed to transition out of the state. The state does not point to a next state.",
    ),
    "result path": Row(
        _pass(Result=1, ResultPath="$.a"),
        "States.ResultPathMatchFailure",
        "Unable to apply ReferencePath $.a to input [1]",
        [1],
    ),
    "seconds path": Row(
        {"Type": "Wait", "SecondsPath": "$.p", "End": True},
        RUNTIME,
        "The SecondsPath parameter does not reference an input value: $.p",
    ),
    "seconds with a fraction": Row(
        {"Type": "Wait", "SecondsPath": "$.p", "End": True},
        RUNTIME,
        "The SecondsPath parameter cannot be parsed as a long value: $.p == 1.5",
        {"p": 1.5},
    ),
    "negative seconds": Row(
        {"Type": "Wait", "SecondsPath": "$.p", "End": True},
        RUNTIME,
        "The SecondsPath parameter references a negative value: $.p == -1",
        {"p": -1},
    ),
    "no timestamp": Row(
        {"Type": "Wait", "TimestampPath": "$.p", "End": True},
        RUNTIME,
        "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: "
        "$.p == 2026-01-05 00:00:00",
        {"p": "2026-01-05 00:00:00"},
    ),
    "timestamp path": Row(
        {"Type": "Wait", "TimestampPath": "$.p", "End": True},
        RUNTIME,
        "The TimestampPath parameter does not reference an input value: $.p",
    ),
    "too long": Row(
        {"Type": "Wait", "SecondsPath": "$.p", "End": True},
        RUNTIME,
        "Wait state delay is too long.",
        {"p": 24_856 * 86_400},
    ),
    "timestamp of an expression": Row(
        _jsonata({"Type": "Wait", "Timestamp": "{% $states.input.p %}", "End": True}),
        QUERY,
        "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: soon",
        {"p": "soon"},
        "Timestamp",
    ),
    "seconds of an expression": Row(
        _jsonata({"Type": "Wait", "Seconds": "{% $states.input.p %}", "End": True}),
        QUERY,
        _specified("$states.input.p", "Seconds", "returned a value that is not a non-negative integer: 1.5"),
        {"p": 1.5},
        "Seconds",
    ),
    "time-out that is no integer": Row(
        _task(TimeoutSecondsPath="$.p"),
        RUNTIME,
        'The TimeoutSecondsPath field refers to value "soon" which is not a valid integer: $.p',
        {"p": "soon"},
    ),
    "time-out of nothing": Row(
        _task(TimeoutSecondsPath="$.p"),
        RUNTIME,
        "The TimeoutSeconds field must be a positive integer but was: 0",
        {"p": 0},
    ),
    "heartbeat of nothing": Row(
        _task(HeartbeatSecondsPath="$.p"),
        RUNTIME,
        "The HeartbeatSeconds field must be a positive integer but was: 0",
        {"p": "0"},
    ),
    "intrinsic": Row(
        _pass(Parameters={"k.$": "States.ArrayGetItem($, 3)"}),
        RUNTIME,
        "The function 'States.ArrayGetItem($, 3)' had the following error: Index 3 out of bounds for length 1",
        [1],
    ),
    "negative concurrency": Row(
        _map(MaxConcurrencyPath="$.p", ItemsPath="$.l"),
        RUNTIME,
        "MaxConcurrency cannot be negative.",
        {"p": -1, "l": []},
    ),
    "concurrency of an expression": Row(
        _jsonata(_map(MaxConcurrency="{% 1.5 %}")),
        QUERY,
        _specified(
            "1.5",
            "MaxConcurrency",
            "returned an unexpected result type. Expected 'integer', but was 'number' for value: 1.5",
        ),
        [],
        "MaxConcurrency",
    ),
    "no array": Row(_map(), RUNTIME, 'Reference path "$" must point to array.'),
    "no array at the path": Row(
        _map(ItemsPath="$.a"), RUNTIME, 'Reference path "$.a" must point to array.', {"a": {"b": 1}}
    ),
    "concurrency": Row(
        _map(MaxConcurrencyPath="$.p", ItemsPath="$.l"),
        RUNTIME,
        'The MaxConcurrencyPath field refers to value "NoNumber" which is not a valid integer: $.p',
        {"p": "NoNumber", "l": []},
    ),
    "concurrency of an object": Row(
        _map(MaxConcurrencyPath="$.p", ItemsPath="$.l"),
        RUNTIME,
        'The MaxConcurrencyPath field refers to value "{}" which is not a valid integer: $.p',
        {"p": {}, "l": []},
    ),
    "undefined": Row(
        _output("$states.input.x"),
        QUERY,
        _specified("$states.input.x", "Output/v", "returned nothing (undefined)."),
        location="Output/v",
    ),
    "thrown": Row(
        _output("$states.input.a()"),
        QUERY,
        _specified(
            "$states.input.a()",
            "Output/v",
            "threw an error during evaluation. T1006: Attempted to invoke a non-function",
        ),
        {"a": 1},
        "Output/v",
    ),
    "an unsupported type": Row(
        _output("$sum"),
        QUERY,
        _specified("$sum", "Output/v", "returned an unsupported result type."),
        location="Output/v",
    ),
    "undefined in Assign": Row(
        _jsonata(_pass(Assign={"y": "{% $states.input.x %}"})),
        QUERY,
        _specified("$states.input.x", "Assign/y", "returned nothing (undefined)."),
        location="Assign/y",
    ),
    "undefined in Arguments": Row(
        _jsonata(_task(Arguments={"y": "{% $states.input.x %}"})),
        QUERY,
        _specified("$states.input.x", "Arguments/y", "returned nothing (undefined)."),
        location="Arguments/y",
    ),
    "no boolean": Row(
        _jsonata({"Type": "Choice", "Choices": [{"Condition": "{% 1 %}", "Next": "E"}], "Default": "E"}),
        QUERY,
        _specified(
            "1",
            "Choices[0]/Condition",
            "returned an unexpected result type. Expected 'boolean', but was 'number' for value: 1",
        ),
        location="Choices[0]/Condition",
    ),
    "Items": Row(
        _jsonata(_map(Items="{% 1 %}")),
        QUERY,
        _specified("1", "Items", "returned an unexpected result type. Expected 'array', but was 'number' for value: 1"),
        location="Items",
    ),
    "an input that is no array": Row(
        _jsonata(_map()), QUERY, 'Map state input must be an array but was: {"foo":"bar"}', {"foo": "bar"}
    ),
}


def _machine(state: dict[str, Any]) -> dict[str, Any]:
    return {"StartAt": "S", "States": {"S": state, **({"E": _pass()} if "Choices" in state else {})}}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_error_and_cause(aws: World, sfn: Any, row: Row) -> None:
    described = run(sfn, _machine(row.state), row.input)
    prefix = "An error occurred while executing the state 'S' (entered at the event id #2). "
    assert (described["status"], described["error"], described["cause"]) == ("FAILED", row.error, prefix + row.cause)


@pytest.mark.parametrize("row", [row for row in ROWS.values() if row.error == QUERY])
def test_evaluations_that_fail_are_in_the_history(aws: World, sfn: Any, row: Row) -> None:
    execution = start(sfn, create(sfn, _machine(row.state)), row.input)
    event = next(each for each in events(sfn, execution) if each["type"] == "EvaluationFailed")
    found = details(event)
    assert (event["previousEventId"], found["error"], found["state"]) == (2, QUERY, "S")
    assert found.get("location") == row.location
    assert found["cause"].endswith(row.cause)


@pytest.mark.parametrize("name", ["States.ALL", RUNTIME])
def test_nothing_catches_runtime_errors(aws: World, sfn: Any, name: str) -> None:
    catch = [{"ErrorEquals": [name], "Next": "E"}]
    state = {**_map(ItemsPath="$.x"), "Catch": catch, "Retry": [{"ErrorEquals": [name]}]}
    machine = {"StartAt": "S", "States": {"S": state, "E": _pass()}}
    execution = start(sfn, create(sfn, machine))
    assert [kind for _, _, kind in chain(sfn, execution)] == ["ExecutionStarted", "MapStateEntered", "ExecutionFailed"]


def test_query_errors_are_caught(aws: World, sfn: Any) -> None:
    catch = [{"ErrorEquals": ["States.ALL"], "Next": "E"}]
    state = {**_jsonata(_map(Items="{% 1 %}")), "Catch": catch}
    execution = start(sfn, create(sfn, {"StartAt": "S", "States": {"S": state, "E": _pass()}}))
    assert chain(sfn, execution)[:5] == [
        (1, 0, "ExecutionStarted"),
        (2, 0, "MapStateEntered"),
        (3, 2, "EvaluationFailed"),
        (4, 3, "MapStateFailed"),
        (5, 4, "MapStateExited"),
    ]


def test_only_the_state_that_failed_is_named(aws: World, sfn: Any) -> None:
    inner = {"StartAt": "I", "States": {"I": _pass(InputPath="$.x")}}
    state = {"Type": "Parallel", "Branches": [inner], "End": True}
    described = run(sfn, {"StartAt": "S", "States": {"S": state}})
    assert described["cause"] == (
        f"An error occurred while executing the state 'I' (entered at the event id #4). Invalid path '$.x' : {_NO_X}"
    )


class TestPayloadLimit:
    """262,144 bytes of UTF-8: not characters."""

    def test_a_pass_state(self, aws: World, sfn: Any) -> None:
        described = run(sfn, {"StartAt": "S", "States": {"S": _pass(Result="x" * (262_144 - 1))}})
        assert (described["error"], described["cause"]) == (
            "States.DataLimitExceeded",
            "The state/task 'S' returned a result with a size exceeding the maximum number of bytes service limit.",
        )

    def test_bytes_count(self, aws: World, sfn: Any) -> None:
        fits = {"StartAt": "S", "States": {"S": _pass(Result="é" * ((262_144 - 2) // 2))}}
        assert run(sfn, fits, name="fits")["status"] == "SUCCEEDED"
        exceeds = {"StartAt": "S", "States": {"S": _pass(Result="é" * ((262_144 - 2) // 2) + "x")}}
        assert run(sfn, exceeds, name="exceeds")["status"] == "FAILED"

    @pytest.mark.parametrize("caught", [True, False])
    def test_a_functions_result(self, aws: World, sfn: Any, caught: bool) -> None:
        aws.lambda_.register("f", lambda event, context: "x" * 262_143)
        catch = {"Catch": [{"ErrorEquals": ["States.ALL"], "Next": "E"}]} if caught else {}
        states = {"S": {**_task(), **catch}} | ({"E": _pass()} if caught else {})
        execution = start(sfn, create(sfn, {"StartAt": "S", "States": states}))
        types = [kind for _, _, kind in chain(sfn, execution)]
        assert types[4:6] == ["LambdaFunctionFailed", "TaskStateExited" if caught else "ExecutionFailed"]
        cause = details(events(sfn, execution)[4])["cause"]
        assert cause.startswith("The state/task 'arn:aws:lambda:us-east-1:123456789012:function:f' returned a result")


def test_a_history_that_is_full(aws: World, sfn: Any) -> None:
    loop = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Choice", "Choices": [
        {"Variable": "$.stop", "BooleanEquals": True, "Next": "C"}], "Default": "A"}, "C": {"Type": "Succeed"}}}  # fmt: skip
    execution = start(sfn, create(sfn, loop), {"stop": False})
    described = sfn.describe_execution(executionArn=execution)
    cause = "The execution reached the maximum number of history events (25000)."
    assert (described["status"], described["error"], described["cause"]) == ("FAILED", RUNTIME, cause)
    last = sfn.get_execution_history(executionArn=execution, reverseOrder=True, maxResults=1)["events"][0]
    assert (last["id"], last["previousEventId"], last["type"]) == (25_000, 24_999, "ExecutionFailed")


def test_json_of_an_input_with_blanks_is_compact_after_the_first_state(aws: World, sfn: Any) -> None:
    machine = {"StartAt": "S", "States": {"S": _pass()}}
    execution = start(sfn, create(sfn, machine), '["Hello", "World"]')
    shown = [details(event).get("input") or details(event).get("output") for event in events(sfn, execution)]
    spaced, compact = '["Hello", "World"]', json.dumps(["Hello", "World"], separators=(",", ":"))
    assert shown == [spaced, spaced, compact, compact]


def test_a_loop_that_wraps_its_data_again_and_again(aws: World, sfn: Any) -> None:
    wrap = {"Type": "Pass", "Parameters": {"in.$": "$"}, "Next": "C"}
    choice = {"Type": "Choice", "Choices": [{"Variable": "$.stop", "IsPresent": True, "Next": "E"}], "Default": "S"}
    described = run(sfn, {"StartAt": "S", "States": {"S": wrap, "C": choice, "E": _pass()}})
    assert described["error"] == RUNTIME
    assert described["cause"].endswith("Document nesting depth (501) exceeds the maximum allowed (500)")


def test_an_input_that_is_nested_too_deeply(aws: World, sfn: Any) -> None:
    machine = create(sfn, {"StartAt": "S", "States": {"S": {"Type": "Succeed"}}})
    assert status(sfn, start(sfn, machine, "[" * 500 + "]" * 500)) == "SUCCEEDED"
    assert status(sfn, start(sfn, machine, json.dumps("[" * 501))) == "SUCCEEDED"
    reason = "Document nesting depth (501) exceeds the maximum allowed (500)"
    for text in ("[" * 501 + "]" * 501, '{"a":[' * 1_000 + "]}" * 1_000, "[" * 100_000 + "]" * 100_000):
        with refused("InvalidExecutionInput", f"Invalid State Machine Execution Input: '{reason}'"):
            start(sfn, machine, text)


def test_a_tasks_result_that_is_nested_too_deeply(aws: World, sfn: Any) -> None:
    """A function's answer of 500 levels; lambda:invoke puts it into an object."""
    answer: list[Any] = []
    for _ in range(499):
        answer = [answer]
    aws.lambda_.register("f", lambda event, context: answer)
    alone = run(sfn, {"StartAt": "S", "States": {"S": _task()}}, name="alone")
    assert alone["status"] == "SUCCEEDED"
    invoke = _task(Resource="arn:aws:states:::lambda:invoke", Parameters={"FunctionName": "f"})
    described = run(sfn, {"StartAt": "S", "States": {"S": invoke}}, name="enveloped")
    assert (described["status"], described["error"]) == ("FAILED", RUNTIME)
    assert described["cause"].endswith("Document nesting depth (501) exceeds the maximum allowed (500)")


def test_a_role_that_cannot_be_assumed(aws: World, sfn: Any) -> None:
    """STS refuses; the task fails before anybody works on it, and a catcher may have it."""
    aws.lambda_.register("f", lambda event, context: "done")
    role = "arn:aws:iam::123456789012:role/other"
    aws.faults.fail("sts.AssumeRole", code="AccessDenied", status=403)
    machine = create(sfn, {"StartAt": "S", "States": {"S": _task(Credentials={"RoleArn": role})}})
    execution = start(sfn, machine)
    assert chain(sfn, execution)[2:] == [
        (3, 2, "LambdaFunctionScheduled"),
        (4, 3, "LambdaFunctionFailed"),
        (5, 4, "ExecutionFailed"),
    ]
    assert details(events(sfn, execution)[3]) == {
        "error": "States.TaskFailed",
        "cause": "The role arn:aws:iam::123456789012:role/machine is not authorized to assume the task state's role, "
        f"{role}.",
    }
    assert sfn.describe_execution(executionArn=start(sfn, machine))["status"] == "SUCCEEDED"
    assert not aws.lambda_.function("f").invocations[1:]
