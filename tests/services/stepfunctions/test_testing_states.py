"""TestState: a state on its own."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fakeaws import World
from tests.services.stepfunctions.support import ROLE
from tests.services.stepfunctions.testing import answer_to, inspected, mocked

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f"
LAMBDA = "arn:aws:states:::lambda:invoke"
TASK = {"Type": "Task", "Resource": FUNCTION, "Next": "N"}
INNER = {"StartAt": "I", "States": {"I": {"Type": "Pass", "End": True}}}
MAP = {"Type": "Map", "ItemsPath": "$.l", "ItemProcessor": INNER, "End": True}
PARALLEL = {
    "Type": "Parallel",
    "Branches": [INNER, {"StartAt": "J", "States": {"J": {"Type": "Pass", "End": True}}}],
    "End": True,
}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ({"Type": "Pass", "Result": 1, "Next": "N"}, {"status": "SUCCEEDED", "output": "1", "nextState": "N"}),
        ({"Type": "Pass", "End": True}, {"status": "SUCCEEDED", "output": '{"a":1}'}),
        ({"Type": "Wait", "Seconds": 86_400, "Next": "N"}, {"status": "SUCCEEDED", "output": '{"a":1}', "nextState": "N"}),
        ({"Type": "Succeed", "OutputPath": "$.a"}, {"status": "SUCCEEDED", "output": "1"}),
        ({"Type": "Fail", "Error": "E", "Cause": "C"}, {"status": "FAILED", "error": "E", "cause": "C"}),
        (
            {"Type": "Choice", "Choices": [{"Variable": "$.a", "NumericEquals": 1, "Next": "One"}], "Default": "Other"},
            {"status": "SUCCEEDED", "output": '{"a":1}', "nextState": "One"},
        ),
        (
            {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.input.a + 1 %}", "End": True},
            {"status": "SUCCEEDED", "output": "2"},
        ),
    ],
)  # fmt: skip
def test_states_by_themselves(aws: World, sfn: Any, state: dict[str, Any], expected: dict[str, Any]) -> None:
    assert answer_to(sfn, state, input={"a": 1}) == expected


def test_no_time_passes(aws: World, sfn: Any) -> None:
    answer_to(sfn, {"Type": "Wait", "Seconds": 86_400, "End": True})
    assert aws.clock.elapsed.total_seconds() == 0


class TestTasks:
    def test_the_service_is_asked(self, aws: World, sfn: Any) -> None:
        aws.lambda_.register("f", lambda event, context: {"got": event})
        assert answer_to(sfn, TASK, input={"a": 1}) == {
            "status": "SUCCEEDED",
            "output": '{"got":{"a":1}}',
            "nextState": "N",
        }

    def test_a_retry_is_told_not_made(self, aws: World, sfn: Any) -> None:
        def handler(event: Any, context: Any) -> None:
            raise ValueError("no")

        aws.lambda_.register("f", handler)
        state = {**TASK, "Retry": [{"ErrorEquals": ["Other"]}, {"ErrorEquals": ["ValueError"]}]}
        answer = answer_to(sfn, state, inspectionLevel="DEBUG")
        assert (answer["status"], answer["error"]) == ("RETRIABLE", "ValueError")
        assert answer["inspectionData"]["errorDetails"] == {"retryIndex": 1, "retryBackoffIntervalSeconds": 1}
        assert len(aws.lambda_.function("f").invocations) == 1

    @pytest.mark.parametrize(
        ("count", "status", "details"),
        [
            (4, "RETRIABLE", {"retryIndex": 0, "retryBackoffIntervalSeconds": 16}),
            (5, "FAILED", {"retryIndex": 0}),
        ],
    )
    def test_retries_that_have_been(self, aws: World, sfn: Any, count: int, status: str, details: Any) -> None:
        state = {**TASK, "Retry": [{"ErrorEquals": ["E"], "MaxAttempts": 5}]}
        mock = {"errorOutput": {"error": "E", "cause": "C"}}
        answer = answer_to(
            sfn, state, mock=mock, inspectionLevel="DEBUG", stateConfiguration={"retrierRetryCount": count}
        )
        assert (answer["status"], answer["inspectionData"]["errorDetails"]) == (status, details)

    def test_a_catcher(self, aws: World, sfn: Any) -> None:
        state = {**TASK, "Catch": [{"ErrorEquals": ["X"], "Next": "A"}, {"ErrorEquals": ["States.ALL"], "Next": "B"}]}
        answer = answer_to(sfn, state, mock={"errorOutput": {"error": "E", "cause": "C"}}, inspectionLevel="DEBUG")
        assert (answer["status"], answer["nextState"], answer["error"]) == ("CAUGHT_ERROR", "B", "E")
        assert json.loads(answer["output"]) == {"Error": "E", "Cause": "C"}
        assert answer["inspectionData"]["errorDetails"] == {"catchIndex": 1}

    def test_five_minutes_are_the_longest(self, aws: World, sfn: Any) -> None:
        aws.lambda_.register("f", lambda event, context: time.sleep(600), timeout=900)
        answer = answer_to(sfn, TASK)
        assert (answer["status"], answer["error"]) == ("FAILED", "States.Timeout")
        assert aws.clock.elapsed.total_seconds() == 300


class TestInspection:
    def test_a_task(self, aws: World, sfn: Any) -> None:
        fields = {
            "InputPath": "$.a",
            "Parameters": {"p.$": "$.b"},
            "ResultSelector": {"s.$": "$.r"},
            "ResultPath": "$.x",
        }
        assert inspected(sfn, {**TASK, **fields}, input={"a": {"b": 1}}, mock=mocked({"r": 2})) == {
            "input": {"a": {"b": 1}},
            "afterInputPath": {"b": 1},
            "afterParameters": {"p": 1},
            "result": {"r": 2},
            "afterResultSelector": {"s": 2},
            "afterResultPath": {"a": {"b": 1}, "x": {"s": 2}},
        }

    def test_a_pass_with_a_result(self, aws: World, sfn: Any) -> None:
        assert inspected(sfn, {"Type": "Pass", "Result": 1, "End": True}) == {
            "input": {},
            "result": 1,
            "afterResultSelector": 1,
            "afterResultPath": 1,
        }

    def test_a_pass_without(self, aws: World, sfn: Any) -> None:
        assert set(inspected(sfn, {"Type": "Pass", "End": True})) == {
            "input",
            "afterInputPath",
            "afterParameters",
            "afterResultSelector",
            "afterResultPath",
        }

    def test_a_choice(self, aws: World, sfn: Any) -> None:
        rules = [{"Variable": "$.a", "IsPresent": True, "Next": "A"}]
        found = inspected(sfn, {"Type": "Choice", "Choices": rules, "Default": "B"}, input={"a": 1})
        assert found == {"input": {"a": 1}, "afterInputPath": {"a": 1}}

    @pytest.mark.parametrize(
        "state",
        [
            {"Type": "Fail", "Error": "E"},
            {"Type": "Succeed", "InputPath": "$"},
            {"Type": "Wait", "Seconds": 5, "End": True},
        ],
    )
    def test_other_states(self, aws: World, sfn: Any, state: dict[str, Any]) -> None:
        assert inspected(sfn, state, input={"a": 1}) == {"input": {"a": 1}, "afterInputPath": {"a": 1}}
        jsonata = {name: value for name, value in state.items() if name != "InputPath"}
        assert inspected(sfn, {**jsonata, "QueryLanguage": "JSONata"}, input={"a": 1}) == {"input": {"a": 1}}

    def test_variables_are_told_whatever_happens(self, aws: World, sfn: Any) -> None:
        failed = {"errorOutput": {"error": "E"}}
        assert inspected(sfn, TASK, variables={"v": 7}, mock=failed)["variables"] == {"v": 7}
        retried = {**TASK, "Retry": [{"ErrorEquals": ["E"]}]}
        assert inspected(sfn, retried, variables={"v": 7}, mock=failed)["variables"] == {"v": 7}
        state = {"Type": "Pass", "Assign": {"w.$": "$"}, "End": True}
        assert inspected(sfn, state, variables={"v": 7}, input=1)["variables"] == {"v": 7, "w": 1}

    def test_a_catcher_assigns(self, aws: World, sfn: Any) -> None:
        state = {**TASK, "Catch": [{"ErrorEquals": ["E"], "Next": "N", "Assign": {"why.$": "$.Error"}}]}
        found = inspected(sfn, state, mock={"errorOutput": {"error": "E"}})
        assert (found["variables"], found["errorDetails"]) == ({"why": "E"}, {"catchIndex": 0})

    def test_jsonata(self, aws: World, sfn: Any) -> None:
        state = {
            **TASK,
            "QueryLanguage": "JSONata",
            "Arguments": {"p": "{% $v %}"},
            "Assign": {"w": "{% $states.result %}"},
        }
        assert inspected(sfn, state, variables={"v": 7}, mock=mocked(2)) == {
            "input": {},
            "afterArguments": {"p": 7},
            "result": 2,
            "variables": {"v": 7, "w": 2},
        }

    def test_a_parallel_in_jsonata(self, aws: World, sfn: Any) -> None:
        state = {**PARALLEL, "QueryLanguage": "JSONata", "Arguments": {"p": "{% $states.input %}"}}
        assert inspected(sfn, state, input=1, mock=mocked([1, 2])) == {"input": 1, "afterArguments": {"p": 1}}

    def test_a_parallel(self, aws: World, sfn: Any) -> None:
        found = inspected(sfn, PARALLEL, mock=mocked([1, 2]))
        assert (found["afterResultSelector"], found["afterResultPath"]) == ([1, 2], [1, 2])
        assert "result" not in found

    def test_a_map(self, aws: World, sfn: Any) -> None:
        state = {**MAP, "ItemSelector": {"i.$": "$$.Map.Item.Index"}}
        found = inspected(sfn, state, input={"l": ["a"]}, mock=mocked([1]))
        assert (found["afterItemsPath"], found["afterItemSelector"], found["maxConcurrency"]) == (["a"], [{"i": 0}], 0)

    def test_nothing_without_a_level(self, aws: World, sfn: Any) -> None:
        assert "inspectionData" not in answer_to(sfn, {"Type": "Pass", "End": True})


class TestOfAMachine:
    MACHINE = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "M"}, "M": MAP}}

    def test_a_state_by_its_name(self, aws: World, sfn: Any) -> None:
        assert answer_to(sfn, self.MACHINE, stateName="A") == {"status": "SUCCEEDED", "output": "{}", "nextState": "M"}

    def test_one_inside_another(self, aws: World, sfn: Any) -> None:
        assert answer_to(sfn, self.MACHINE, stateName="I", input=5) == {"status": "SUCCEEDED", "output": "5"}

    def test_the_context_by_default(self, aws: World, sfn: Any) -> None:
        state = {"Type": "Pass", "OutputPath": "$$", "End": True}
        found = json.loads(answer_to(sfn, state)["output"])
        assert found["State"] == {"Name": "StateName", "EnteredTime": "2026-01-05T00:00:00.000Z"}
        assert found["Execution"]["Id"].split(":")[5] == "express"
        assert found["Execution"]["RoleArn"] == ROLE

    def test_a_name_is_one_of_a_whole_machine(self, aws: World, sfn: Any) -> None:
        with pytest.raises(ClientError, match="InvalidDefinition"):
            answer_to(sfn, {"Type": "Pass", "End": True}, stateName="A")


class TestContexts:
    """The context object: by default, and as it is given."""

    def test_no_role(self, aws: World, sfn: Any) -> None:
        answer = sfn.test_state(definition=json.dumps({"Type": "Pass", "OutputPath": "$$.Execution", "End": True}))
        assert list(json.loads(answer["output"])) == ["Id", "Input", "Name", "RoleArn", "StartTime"]
        assert json.loads(answer["output"])["RoleArn"] is None

    @pytest.mark.parametrize(
        ("state", "retries"), [(TASK, 0), (MAP, 0), (PARALLEL, 0), ({**TASK, "Resource": LAMBDA}, 3)]
    )
    def test_retries_are_counted(self, aws: World, sfn: Any, state: dict[str, Any], retries: int) -> None:
        state = {**state, "ResultSelector": {"s.$": "$$.State"}}
        mock = mocked([1, 2] if state["Type"] != "Task" else {})
        answer = answer_to(sfn, state, mock=mock, input={"l": []}, stateConfiguration={"retrierRetryCount": retries})
        assert json.loads(answer["output"])["s"]["RetryCount"] == retries

    def test_in_a_machine_the_name_is_the_states(self, aws: World, sfn: Any) -> None:
        state = {"Type": "Pass", "OutputPath": "$$.State.Name", "End": True}
        assert answer_to(sfn, {"StartAt": "A", "States": {"A": state}}, stateName="A")["output"] == '"A"'

    @pytest.mark.parametrize("context", [{}, {"Execution": {}, "State": {}}, {"Execution": {"Name": "mine"}}])
    def test_what_is_given_is_all(self, aws: World, sfn: Any, context: dict[str, Any]) -> None:
        state = {**TASK, "ResultSelector": {"c.$": "$$"}}
        assert json.loads(answer_to(sfn, state, mock=mocked(1), context=context)["output"]) == {"c": context}

    def test_a_token_that_is_given(self, aws: World, sfn: Any) -> None:
        state = {
            **TASK,
            "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            "Parameters": {"QueueUrl": "https://q", "MessageBody.$": "$$.Task.Token"},
        }
        found = inspected(sfn, state, mock=mocked({"any": 1}), context={"Task": {"Token": "abc"}})
        assert found["afterParameters"]["MessageBody"] == "abc"

    def test_without_one_a_token_is_made(self, aws: World, sfn: Any) -> None:
        state = {
            **TASK,
            "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            "Parameters": {"QueueUrl": "https://q", "MessageBody.$": "$$.Task.Token"},
        }
        found = inspected(sfn, state, mock=mocked({}))
        assert len(found["afterParameters"]["MessageBody"]) > 64


MOCKED = {"result": "1"}


@pytest.mark.parametrize(
    ("code", "message", "params"),
    [
        ("ValidationException", "State not found in definition", {"definition": TestOfAMachine.MACHINE, "stateName": "X"}),
        (
            "ValidationException",
            "A test mock should have only one of the following fields: [result, errorOutput].",
            {"definition": TASK, "mock": {"result": "1", "errorOutput": {"error": "E"}}},
        ),
        (
            "ValidationException",
            "State type 'Pass' is not supported when a mock is specified",
            {"definition": {"Type": "Pass", "End": True}, "mock": MOCKED},
        ),
        (
            "InvalidDefinition",
            "TestState API does not support Map or Parallel states. Supported state types include: "
            "[Task, Wait, Pass, Succeed, Fail, Choice]",
            {"definition": MAP},
        ),
        (
            "ValidationException",
            "TestState does not support RevealSecrets when a mock is specified.",
            {"definition": TASK, "mock": MOCKED, "revealSecrets": True},
        ),
        (
            "ValidationException",
            "TestState does not support MapIterationFailureCount when a mock is not specified.",
            {"definition": MAP, "stateConfiguration": {"mapIterationFailureCount": 1}},
        ),
        (
            "ValidationException",
            "Map iteration failure count must be less than or equal to the number of Map iterations",
            {
                "definition": MAP,
                "input": '{"l":[1]}',
                "mock": {"result": "[1]"},
                "stateConfiguration": {"mapIterationFailureCount": 2},
            },
        ),
        ("ValidationException", "Mocked result must be valid JSON", {"definition": TASK, "mock": {"result": "{"}}),
        ("ValidationException", "Mocked result must be an array.", {"definition": MAP, "mock": MOCKED}),
        ("ValidationException", "Mocked result must be an array.", {"definition": PARALLEL, "mock": MOCKED}),
        (
            "ValidationException",
            "Mocked result must contain the same number of items as number of Parallel branches.",
            {"definition": PARALLEL, "mock": {"result": "[1]"}},
        ),
        (
            "ValidationException",
            "Invalid Context object provided: Execution.Id must be a string",
            {"definition": TASK, "mock": MOCKED, "context": '{"Execution":{"Id":1}}'},
        ),
        (
            "ValidationException",
            "Invalid Context object provided: Field 'X' is not allowed",
            {"definition": TASK, "mock": MOCKED, "context": '{"X":1}'},
        ),
        (
            "ValidationException",
            "Invalid Context object provided: 'Map' field is not supported when mocking a Context object",
            {"definition": TASK, "mock": MOCKED, "context": '{"Map":{}}'},
        ),
        (
            "ValidationException",
            "Invalid Context object provided: Context object contains 'Task' when state is not a Task state with a "
            "'.sync' or '.waitForTaskToken' service integration pattern",
            {"definition": TASK, "mock": MOCKED, "context": '{"Task":{"Token":"t"}}'},
        ),
        (
            "InvalidDefinition",
            "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [Seconds] at /'",
            {"definition": {"Type": "Wait", "Nope": 1, "End": True}},
        ),
    ],
)  # fmt: skip
def test_refusals(aws: World, sfn: Any, code: str, message: str, params: dict[str, Any]) -> None:
    definition = json.dumps(params.pop("definition"))
    with pytest.raises(ClientError) as refused:
        sfn.test_state(definition=definition, roleArn=ROLE, **params)
    error = refused.value.response["Error"]
    if code == "InvalidDefinition" and "Wait" in definition and "TestState" not in message:
        assert error["Code"] == code
        assert "at /" in error["Message"]
        assert "/States" not in error["Message"]
    else:
        assert (error["Code"], error["Message"]) == (code, message)


def test_a_task_needs_a_role(aws: World, sfn: Any) -> None:
    with pytest.raises(ClientError, match="RoleArn must be specified when testing a Task state"):
        sfn.test_state(definition=json.dumps(TASK))
