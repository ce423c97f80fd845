"""Which failures are retried, when, and what catches them then."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from fakeaws import World
from tests.services.stepfunctions.support import chain, create, details, events, path, start

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f"
DONE = {"Type": "Pass", "End": True}


class Failing:
    """A function that raises errors of these names, one per invocation; after them it returns "done"."""

    def __init__(self, aws: World, *names: str) -> None:
        self._names = list(names)
        self.at: list[timedelta] = []
        self._aws = aws
        aws.lambda_.register("f", self)

    def __call__(self, event: Any, context: Any) -> str:
        self.at.append(self._aws.clock.elapsed)
        if self._names:
            raise type(self._names.pop(0), (Exception,), {})("no")
        return "done"

    @property
    def pauses(self) -> list[float]:
        return [(later - earlier).total_seconds() for earlier, later in zip(self.at, self.at[1:], strict=False)]


def _machine(*, retry: list[dict[str, Any]] | None = None, catch: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    state: dict[str, Any] = {"Type": "Task", "Resource": FUNCTION, "Next": "D"}
    if retry is not None:
        state["Retry"] = retry
    if catch is not None:
        state["Catch"] = catch
    return {"StartAt": "S", "States": {"S": state, "D": DONE, "C": DONE}} if catch else {
        "StartAt": "S", "States": {"S": state, "D": DONE}}  # fmt: skip


def _run(aws: World, sfn: Any, machine: dict[str, Any], input: Any = None) -> str:
    execution = start(sfn, create(sfn, machine), input)
    aws.clock.advance(days=2)
    return execution


class TestRetry:
    def test_one_second_doubled_three_times_by_default(self, aws: World, sfn: Any) -> None:
        function = Failing(aws, *["E"] * 9)
        execution = _run(aws, sfn, _machine(retry=[{"ErrorEquals": ["E"]}]))
        assert function.pauses == [1, 2, 4]
        assert sfn.describe_execution(executionArn=execution)["error"] == "E"

    def test_max_delay(self, aws: World, sfn: Any) -> None:
        function = Failing(aws, *["E"] * 9)
        retrier = {
            "ErrorEquals": ["E"],
            "IntervalSeconds": 3,
            "BackoffRate": 3,
            "MaxDelaySeconds": 20,
            "MaxAttempts": 4,
        }
        _run(aws, sfn, _machine(retry=[retrier]))
        assert function.pauses == [3, 9, 20, 20]

    def test_jitter_comes_from_the_seed(self, aws: World, sfn: Any) -> None:
        function = Failing(aws, *["E"] * 9)
        retrier = {"ErrorEquals": ["E"], "IntervalSeconds": 100, "BackoffRate": 1, "JitterStrategy": "FULL"}
        _run(aws, sfn, _machine(retry=[{**retrier, "MaxAttempts": 8}]))
        assert len(set(function.pauses)) == 8
        assert all(0 <= pause <= 100 for pause in function.pauses)

    def test_each_retrier_counts_for_itself(self, aws: World, sfn: Any) -> None:
        function = Failing(aws, "A", "B", "C", "B")
        first = {"ErrorEquals": ["A", "B"], "MaxAttempts": 2}
        catch = [{"ErrorEquals": ["States.ALL"], "Next": "C"}]
        retry = [first, {"ErrorEquals": ["C"], "IntervalSeconds": 5}, {"ErrorEquals": ["States.ALL"]}]
        execution = _run(aws, sfn, _machine(retry=retry, catch=catch))
        assert function.pauses == [1, 2, 5]
        assert path(sfn, execution) == ["S", "C"]

    def test_counts_begin_anew_when_the_state_is_entered_again(self, aws: World, sfn: Any) -> None:
        function = Failing(aws, "E", "E")
        state = {"Type": "Task", "Resource": FUNCTION, "Retry": [{"ErrorEquals": ["E"], "MaxAttempts": 1}], "Next": "W"}
        choice = {"Type": "Choice", "Choices": [{"Variable": "$", "StringEquals": "done", "Next": "D"}], "Default": "S"}
        catch = [{"ErrorEquals": ["E"], "ResultPath": None, "Next": "S2"}]
        states = {"S": {**state, "Catch": catch}, "W": choice, "D": DONE, "S2": {**state, "Catch": catch}}
        execution = _run(aws, sfn, {"StartAt": "S", "States": states})
        assert (function.pauses == [1, 0] and path(sfn, execution) == ["S", "S2", "W", "D"]) or len(function.at) == 3
        assert sfn.describe_execution(executionArn=execution)["status"] == "SUCCEEDED"

    def test_no_attempts_at_all(self, aws: World, sfn: Any) -> None:
        function = Failing(aws, "E")
        retry = [{"ErrorEquals": ["E"], "MaxAttempts": 0}, {"ErrorEquals": ["States.ALL"]}]
        _run(aws, sfn, _machine(retry=retry))
        assert len(function.at) == 1

    def test_in_the_history(self, aws: World, sfn: Any) -> None:
        Failing(aws, "E")
        execution = _run(aws, sfn, _machine(retry=[{"ErrorEquals": ["E"], "IntervalSeconds": 7}]))
        assert chain(sfn, execution) == [
            (1, 0, "ExecutionStarted"),
            (2, 0, "TaskStateEntered"),
            (3, 2, "LambdaFunctionScheduled"),
            (4, 3, "LambdaFunctionStarted"),
            (5, 4, "LambdaFunctionFailed"),
            (6, 5, "LambdaFunctionScheduled"),
            (7, 6, "LambdaFunctionStarted"),
            (8, 7, "LambdaFunctionSucceeded"),
            (9, 8, "TaskStateExited"),
            (10, 9, "PassStateEntered"),
            (11, 10, "PassStateExited"),
            (12, 11, "ExecutionSucceeded"),
        ]
        times = [event["timestamp"] for event in events(sfn, execution)]
        assert (times[5] - times[4]).total_seconds() == 7


@pytest.mark.parametrize(
    ("names", "caught"),
    [
        (["E"], True),
        (["e"], False),
        (["States.TaskFailed"], True),
        (["States.ALL"], True),
        (["States.Timeout"], False),
        (["Other", "E"], True),
        (["E*"], False),
    ],
)
def test_names_that_catch_a_functions_error(aws: World, sfn: Any, names: list[str], caught: bool) -> None:
    Failing(aws, "E")
    execution = _run(aws, sfn, _machine(catch=[{"ErrorEquals": names, "Next": "C"}]))
    assert path(sfn, execution) == (["S", "C"] if caught else ["S"])


@pytest.mark.parametrize(
    ("names", "caught"),
    [(["States.Timeout"], True), (["States.TaskFailed"], False), (["States.ALL"], True)],
)
def test_names_that_catch_a_time_out(aws: World, sfn: Any, names: list[str], caught: bool) -> None:
    import time

    aws.lambda_.register("f", lambda event, context: time.sleep(60), timeout=100)
    machine = _machine(catch=[{"ErrorEquals": names, "Next": "C"}])
    machine["States"]["S"]["TimeoutSeconds"] = 5
    execution = _run(aws, sfn, machine)
    assert path(sfn, execution) == (["S", "C"] if caught else ["S"])
    timed_out = events(sfn, execution)[4]
    assert (timed_out["type"], details(timed_out)) == ("LambdaFunctionTimedOut", {"error": "States.Timeout"})
    assert (timed_out["timestamp"] - events(sfn, execution)[1]["timestamp"]).total_seconds() == 5


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"Error": "E"}),
        ({"ResultPath": "$.why"}, {"a": 1, "why": {"Error": "E"}}),
        ({"ResultPath": None}, {"a": 1}),
    ],
)
def test_what_a_catchers_state_gets(aws: World, sfn: Any, fields: dict[str, Any], expected: Any) -> None:
    """OutputPath is not applied on this way."""
    Failing(aws, "E")
    machine = _machine(catch=[{"ErrorEquals": ["E"], "Next": "C", **fields}])
    machine["States"]["S"]["OutputPath"] = "$.no.such.path"
    found = json.loads(sfn.describe_execution(executionArn=_run(aws, sfn, machine, {"a": 1}))["output"])
    error = found.get("why", found)
    error.pop("Cause", None)
    assert found == expected


def test_an_error_without_words_is_null(aws: World, sfn: Any) -> None:
    branch = {"StartAt": "F", "States": {"F": {"Type": "Fail"}}}
    catch = [{"ErrorEquals": ["States.ALL"], "Next": "C"}]
    states = {"S": {"Type": "Parallel", "Branches": [branch], "Catch": catch, "End": True}, "C": DONE}
    execution = _run(aws, sfn, {"StartAt": "S", "States": states})
    assert json.loads(sfn.describe_execution(executionArn=execution)["output"]) == {"Error": None, "Cause": None}


def test_a_catcher_in_jsonata(aws: World, sfn: Any) -> None:
    Failing(aws, "E")
    catcher = {"ErrorEquals": ["E"], "Next": "C", "Output": "{% $states.errorOutput.Error %}"}
    machine = {**_machine(catch=[catcher]), "QueryLanguage": "JSONata"}
    execution = _run(aws, sfn, machine, {"a": 1})
    assert sfn.describe_execution(executionArn=execution)["output"] == '"E"'


def test_a_catcher_that_fails_itself(aws: World, sfn: Any) -> None:
    Failing(aws, "E")
    catcher = {"ErrorEquals": ["E"], "Next": "C", "Output": {"v": "{% $states.input.x %}"}}
    execution = _run(aws, sfn, {**_machine(catch=[catcher]), "QueryLanguage": "JSONata"})
    assert chain(sfn, execution)[4:] == [
        (5, 4, "LambdaFunctionFailed"),
        (6, 5, "EvaluationFailed"),
        (7, 6, "ExecutionFailed"),
    ]
    failed = details(events(sfn, execution)[5])
    assert failed["location"] == "Catch[0]/Output/v"
    assert sfn.describe_execution(executionArn=execution)["error"] == "States.QueryEvaluationError"


def test_a_task_whose_result_cannot_be_put_in_its_place(aws: World, sfn: Any) -> None:
    Failing(aws)
    machine = _machine(catch=[{"ErrorEquals": ["States.ResultPathMatchFailure"], "Next": "C"}])
    machine["States"]["S"]["ResultPath"] = "$.a"
    assert path(sfn, _run(aws, sfn, machine, [1])) == ["S", "C"]
