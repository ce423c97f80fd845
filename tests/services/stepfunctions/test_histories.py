"""The events of executions: their order, their ids and what each points at."""

from __future__ import annotations

import time
from typing import Any

import pytest

from fakeaws import World
from tests.services.stepfunctions.support import chain, create, details, events, start

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f"
PASS = {"Type": "Pass", "End": True}


def _inner(state: dict[str, Any]) -> dict[str, Any]:
    return {"StartAt": "I", "States": {"I": {"End": True, **state}}}


def _machine(state: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"StartAt": "S", "States": {"S": {"End": True, **state}, **more}}


def _history(aws: World, sfn: Any, machine: dict[str, Any], input: Any = None, **time: float) -> list[Any]:
    execution = start(sfn, create(sfn, machine), input)
    if time:
        aws.clock.advance(**time)
    return chain(sfn, execution)


def test_a_map_with_one_at_a_time(aws: World, sfn: Any) -> None:
    """As recorded: an iteration that takes another's place points at the other's last inner event."""
    machine = _machine({"Type": "Map", "MaxConcurrency": 1, "ItemProcessor": _inner({"Type": "Pass"})})
    assert _history(aws, sfn, machine, [1, 2]) == [
        (1, 0, "ExecutionStarted"),
        (2, 0, "MapStateEntered"),
        (3, 2, "MapStateStarted"),
        (4, 3, "MapIterationStarted"),
        (5, 4, "PassStateEntered"),
        (6, 5, "PassStateExited"),
        (7, 6, "MapIterationSucceeded"),
        (8, 6, "MapIterationStarted"),
        (9, 8, "PassStateEntered"),
        (10, 9, "PassStateExited"),
        (11, 10, "MapIterationSucceeded"),
        (12, 11, "MapStateSucceeded"),
        (13, 11, "MapStateExited"),
        (14, 13, "ExecutionSucceeded"),
    ]


def test_a_map_over_nothing(aws: World, sfn: Any) -> None:
    machine = _machine({"Type": "Map", "ItemProcessor": _inner({"Type": "Pass"})})
    assert _history(aws, sfn, machine, [])[2:5] == [
        (3, 2, "MapStateStarted"),
        (4, 3, "MapStateSucceeded"),
        (5, 3, "MapStateExited"),
    ]


def test_all_iterations_start_before_the_first_one_runs(aws: World, sfn: Any) -> None:
    machine = _machine({"Type": "Map", "ItemProcessor": _inner({"Type": "Wait", "Seconds": 1})})
    assert _history(aws, sfn, machine, [1, 2])[3:7] == [
        (4, 3, "MapIterationStarted"),
        (5, 3, "MapIterationStarted"),
        (6, 4, "WaitStateEntered"),
        (7, 5, "WaitStateEntered"),
    ]


def test_forty_iterations_run_at_a_time(aws: World, sfn: Any) -> None:
    machine = _machine({"Type": "Map", "ItemProcessor": _inner({"Type": "Wait", "Seconds": 10})})
    history = _history(aws, sfn, machine, list(range(50)))
    assert sum(kind == "WaitStateEntered" for _, _, kind in history) == 40


def test_results_come_in_the_order_of_the_items(aws: World, sfn: Any) -> None:
    machine = _machine({"Type": "Map", "ItemProcessor": _inner({"Type": "Wait", "SecondsPath": "$"})})
    execution = start(sfn, create(sfn, machine), [3, 1, 2])
    aws.clock.advance(seconds=3)
    assert sfn.describe_execution(executionArn=execution)["output"] == "[3,1,2]"
    ended = [details(each)["index"] for each in events(sfn, execution) if each["type"] == "MapIterationSucceeded"]
    assert ended == [1, 2, 0]


def test_tasks_that_time_out_together(aws: World, sfn: Any) -> None:
    """As recorded: every time-out is there; the first fails the Map, the others are aborted with it."""
    aws.lambda_.register("f", lambda event, context: time.sleep(60), timeout=100)
    task = {"Type": "Task", "Resource": FUNCTION, "TimeoutSeconds": 5}
    machine = _machine({"Type": "Map", "ItemProcessor": _inner(task)})
    execution = start(sfn, create(sfn, machine), [1, 2])
    aws.clock.advance(minutes=1)
    history = chain(sfn, execution)
    timed_out = [id for id, _, kind in history if kind == "LambdaFunctionTimedOut"]
    first = timed_out[0]
    assert timed_out == [first, first + 1]
    assert history[first + 1 :] == [
        (first + 2, first, "MapIterationFailed"),
        (first + 3, first, "TaskStateAborted"),
        (first + 4, first, "MapIterationAborted"),
        (first + 5, first, "TaskStateAborted"),
        (first + 6, first, "MapStateFailed"),
        (first + 7, first + 6, "ExecutionFailed"),
    ]
    indexes = [details(each)["index"] for each in events(sfn, execution)[first + 1 :] if "Iteration" in each["type"]]
    assert indexes == [0, 1]


def test_a_parallel(aws: World, sfn: Any) -> None:
    branches = [
        _inner({"Type": "Pass"}),
        {"StartAt": "J", "States": {"J": {"Type": "Wait", "Seconds": 5, "End": True}}},
    ]
    assert _history(aws, sfn, _machine({"Type": "Parallel", "Branches": branches}), seconds=5) == [
        (1, 0, "ExecutionStarted"),
        (2, 0, "ParallelStateEntered"),
        (3, 2, "ParallelStateStarted"),
        (4, 3, "PassStateEntered"),
        (5, 4, "PassStateExited"),
        (6, 3, "WaitStateEntered"),
        (7, 6, "WaitStateExited"),
        (8, 7, "ParallelStateSucceeded"),
        (9, 7, "ParallelStateExited"),
        (10, 9, "ExecutionSucceeded"),
    ]


@pytest.mark.parametrize("caught", [True, False])
def test_a_branch_that_fails_ends_the_others(aws: World, sfn: Any, caught: bool) -> None:
    waiting = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 50, "End": True}}}
    failing = _inner({"Type": "Fail", "Error": "E"})
    del failing["States"]["I"]["End"]
    catch = {"Catch": [{"ErrorEquals": ["E"], "Next": "C"}]} if caught else {}
    more = {"C": PASS} if caught else {}
    history = _history(aws, sfn, _machine({"Type": "Parallel", "Branches": [waiting, failing], **catch}, **more))
    assert history[3:] == [
        (4, 3, "WaitStateEntered"),
        (5, 3, "FailStateEntered"),
        (6, 5, "WaitStateAborted"),
        (7, 5, "ParallelStateFailed"),
        *(
            [
                (8, 7, "ParallelStateExited"),
                (9, 8, "PassStateEntered"),
                (10, 9, "PassStateExited"),
                (11, 10, "ExecutionSucceeded"),
            ]
            if caught
            else [(8, 7, "ExecutionFailed")]
        ),
    ]


def test_a_parallel_that_is_retried(aws: World, sfn: Any) -> None:
    """It has failed only when nothing is tried again."""
    failing = _inner({"Type": "Fail", "Error": "E"})
    del failing["States"]["I"]["End"]
    retry = [{"ErrorEquals": ["E"], "MaxAttempts": 1}]
    history = _history(aws, sfn, _machine({"Type": "Parallel", "Branches": [failing], "Retry": retry}), seconds=9)
    assert history[2:] == [
        (3, 2, "ParallelStateStarted"),
        (4, 3, "FailStateEntered"),
        (5, 4, "ParallelStateStarted"),
        (6, 5, "FailStateEntered"),
        (7, 6, "ParallelStateFailed"),
        (8, 7, "ExecutionFailed"),
    ]


def test_a_map_that_is_retried(aws: World, sfn: Any) -> None:
    failing = {"StartAt": "I", "States": {"I": {"Type": "Fail", "Error": "E"}}}
    retry = [{"ErrorEquals": ["E"], "MaxAttempts": 1}]
    history = _history(aws, sfn, _machine({"Type": "Map", "ItemProcessor": failing, "Retry": retry}), [1], seconds=9)
    assert history[2:] == [
        (3, 2, "MapStateStarted"),
        (4, 3, "MapIterationStarted"),
        (5, 4, "FailStateEntered"),
        (6, 5, "MapIterationFailed"),
        (7, 5, "MapStateStarted"),
        (8, 7, "MapIterationStarted"),
        (9, 8, "FailStateEntered"),
        (10, 9, "MapIterationFailed"),
        (11, 9, "MapStateFailed"),
        (12, 11, "ExecutionFailed"),
    ]


def test_a_failure_in_what_a_state_is_given_ends_everything_at_once(aws: World, sfn: Any) -> None:
    """No state around it fails by an event of its own, nobody is aborted."""
    waiting = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 50, "End": True}}}
    broken = _inner({"Type": "Pass", "InputPath": "$.x"})
    history = _history(aws, sfn, _machine({"Type": "Parallel", "Branches": [waiting, broken]}))
    assert history[3:] == [(4, 3, "WaitStateEntered"), (5, 3, "PassStateEntered"), (6, 5, "ExecutionFailed")]


def test_states_inside_states_inside_states(aws: World, sfn: Any) -> None:
    """Aborted from the inside out; all point at the failure."""
    wait = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 50, "End": True}}}
    map_ = {"StartAt": "M", "States": {"M": {"Type": "Map", "ItemsPath": "$.l", "ItemProcessor": wait, "End": True}}}
    later = {
        "StartAt": "L",
        "States": {"L": {"Type": "Wait", "Seconds": 5, "Next": "F"}, "F": {"Type": "Fail", "Error": "E"}},
    }
    machine = _machine({"Type": "Parallel", "Branches": [map_, later]})
    history = _history(aws, sfn, machine, {"l": [1]}, seconds=9)
    failed = next(id for id, _, kind in history if kind == "FailStateEntered")
    assert history[failed:] == [
        (failed + 1, failed, "MapIterationAborted"),
        (failed + 2, failed, "WaitStateAborted"),
        (failed + 3, failed, "MapStateAborted"),
        (failed + 4, failed, "ParallelStateFailed"),
        (failed + 5, failed + 4, "ExecutionFailed"),
    ]


def test_the_machines_own_time_out(aws: World, sfn: Any) -> None:
    machine = {**_machine({"Type": "Wait", "Seconds": 100}), "TimeoutSeconds": 30}
    execution = start(sfn, create(sfn, machine))
    aws.clock.advance(minutes=1)
    assert chain(sfn, execution)[2:] == [(3, 0, "ExecutionTimedOut")]
    assert details(events(sfn, execution)[2]) == {"error": "States.Timeout"}
    found = sfn.describe_execution(executionArn=execution)
    assert found["status"] == "TIMED_OUT"
    assert not {"error", "cause"} & set(found)


def test_a_year_is_the_longest(aws: World, sfn: Any) -> None:
    execution = start(sfn, create(sfn, _machine({"Type": "Wait", "Seconds": 99_999_999})))
    aws.clock.advance(days=365, seconds=-1)
    assert sfn.describe_execution(executionArn=execution)["status"] == "RUNNING"
    aws.clock.advance(seconds=1)
    assert sfn.describe_execution(executionArn=execution)["status"] == "TIMED_OUT"


def test_functions_that_time_out_by_themselves_name_no_type(aws: World, sfn: Any) -> None:
    aws.lambda_.register("f", lambda event, context: time.sleep(60))
    history = _history(aws, sfn, _machine({"Type": "Task", "Resource": FUNCTION}), seconds=9)
    assert history[4:] == [(5, 4, "LambdaFunctionFailed"), (6, 5, "ExecutionFailed")]


class TestWaits:
    @pytest.mark.parametrize(
        ("fields", "seconds"),
        [
            ({"Seconds": 90}, 90),
            ({"SecondsPath": "$.s"}, 90),
            ({"Timestamp": "2026-01-05T00:01:30Z"}, 90),
            ({"TimestampPath": "$.t"}, 90.25),
            ({"Timestamp": "2025-12-31T00:00:00Z"}, 0),
            ({"Timestamp": "2026-01-05T02:01:30+02:00"}, 90),
            ({"QueryLanguage": "JSONata", "Seconds": "{% $states.input.s * 2 %}"}, 180),
            ({"QueryLanguage": "JSONata", "Timestamp": "{% $states.input.t %}"}, 90.25),
        ],
    )
    def test_until_when(self, aws: World, sfn: Any, fields: dict[str, Any], seconds: float) -> None:
        machine = create(sfn, _machine({"Type": "Wait", **fields}))
        execution = start(sfn, machine, {"s": 90, "t": "2026-01-05T00:01:30.250Z"})
        aws.clock.advance(hours=1)
        entered, exited = events(sfn, execution)[1:3]
        assert exited["type"] == "WaitStateExited"
        assert (exited["timestamp"] - entered["timestamp"]).total_seconds() == seconds

    def test_the_longest(self, aws: World, sfn: Any) -> None:
        execution = start(sfn, create(sfn, _machine({"Type": "Wait", "SecondsPath": "$"})), str(24_855 * 86_400))
        assert sfn.describe_execution(executionArn=execution)["status"] == "RUNNING"
