"""Map in distributed mode: its events, its children, how many run at a time and how many may fail."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from fakeaws import World
from tests.services.stepfunctions.maps import (
    FAIL,
    MIXED,
    PASS,
    WAIT,
    children,
    counts,
    distributed,
    launch,
    map_run,
    value,
    with_children,
)
from tests.services.stepfunctions.support import chain, create, details, events, path, start

EXCEEDED = ("States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded")


def ended(sfn: Any, execution: str) -> dict[str, Any]:
    found: dict[str, Any] = sfn.describe_execution(executionArn=execution)
    return found


def test_the_parents_history_has_the_map_run_and_no_items(sfn: Any) -> None:
    execution = launch(sfn, distributed(Label="each"), [3, 1, 2])
    assert value(ended(sfn, execution)) == [3, 1, 2]
    assert chain(sfn, execution) == [
        (1, 0, "ExecutionStarted"),
        (2, 0, "MapStateEntered"),
        (3, 2, "MapStateStarted"),
        (4, 3, "MapRunStarted"),
        (5, 4, "MapRunSucceeded"),
        (6, 5, "MapStateSucceeded"),
        (7, 4, "MapStateExited"),
        (8, 7, "ExecutionSucceeded"),
    ]
    found = events(sfn, execution)
    assert details(found[2]) == {"length": 3}
    arn = details(found[3])["mapRunArn"]
    assert arn.startswith("arn:aws:states:us-east-1:123456789012:mapRun:machine/each:")


def test_no_items_no_children(sfn: Any) -> None:
    execution = launch(sfn, distributed(), [])
    assert value(ended(sfn, execution)) == []
    assert counts(map_run(sfn, execution)) == {}


@pytest.mark.parametrize("kind", ["STANDARD", "EXPRESS"])
def test_children_are_executions_of_a_labelled_machine(sfn: Any, kind: str) -> None:
    about = {"Type": "Pass", "Parameters": {"id.$": "$$.Execution.Id", "in.$": "$$.Execution.Input"}, "End": True}
    execution = launch(sfn, distributed(about, kind=kind, Label="each"), ["a", "b"])
    results = value(ended(sfn, execution))
    place = "arn:aws:states:us-east-1:123456789012:"
    found = children(sfn, execution)
    assert [child["executionArn"] for child in found] == [result["id"] for result in results]
    assert [result["in"] for result in results] == ["a", "b"]
    for child in found:
        assert child["stateMachineArn"] == f"{place}stateMachine:machine/each"
        assert child["status"] == "SUCCEEDED"
        begins = "execution:machine/each:" if kind == "STANDARD" else "express:machine/each:"
        assert child["executionArn"] == f"{place}{begins}{child['name']}"
    first = sfn.get_execution_history(executionArn=found[0]["executionArn"])["events"]
    assert [event["type"] for event in first] == [
        "ExecutionStarted",
        "PassStateEntered",
        "PassStateExited",
        "ExecutionSucceeded",
    ]
    assert sfn.list_executions(stateMachineArn=f"{place}stateMachine:machine")["executions"][0]["status"] == "SUCCEEDED"


def test_results_are_in_the_order_of_the_items(sfn: Any, aws: World) -> None:
    waits = {"Type": "Wait", "SecondsPath": "$", "End": True}
    execution = launch(sfn, distributed(waits), [30, 10, 20])
    aws.clock.advance(seconds=30)
    assert value(ended(sfn, execution)) == [30, 10, 20]


def test_so_many_run_at_a_time(sfn: Any, aws: World) -> None:
    execution = launch(sfn, distributed(WAIT, MaxConcurrency=2), [1, 2, 3, 4, 5])
    assert counts(map_run(sfn, execution)) == {"pending": 3, "running": 2, "total": 5}
    aws.clock.advance(seconds=10)
    assert counts(map_run(sfn, execution), "executionCounts") == {
        "pending": 1,
        "running": 2,
        "succeeded": 2,
        "total": 5,
    }
    aws.clock.advance(seconds=20)
    assert (ended(sfn, execution)["stopDate"] - ended(sfn, execution)["startDate"]).total_seconds() == 30


def test_members_of_an_object_are_items(sfn: Any) -> None:
    execution = launch(sfn, distributed(), {"a": 1, "b": [2]})
    assert value(ended(sfn, execution)) == [{"Key": "a", "Value": 1}, {"Key": "b", "Value": [2]}]
    selector = {"k.$": "$$.Map.Item.Key", "v.$": "$$.Map.Item.Value", "i.$": "$$.Map.Item.Index", "all.$": "$.n"}
    execution = launch(
        sfn, distributed(ItemsPath="$.items", ItemSelector=selector), {"n": 2, "items": {"a": 1, "b": 5}}, name="other"
    )
    assert value(ended(sfn, execution)) == [
        {"k": "a", "v": 1, "i": 0, "all": 2},
        {"k": "b", "v": 5, "i": 1, "all": 2},
    ]


def test_children_do_not_see_variables_but_the_maps_own_fields_do(sfn: Any) -> None:
    definition = distributed(ItemSelector={"v.$": "$v", "item.$": "$$.Map.Item.Value"}, MaxConcurrencyPath="$.most")
    definition["States"]["Set"] = {"Type": "Pass", "Assign": {"v": 7}, "Next": "Each"}
    definition["States"]["Each"]["ItemsPath"] = "$.items"
    definition["StartAt"] = "Set"
    execution = launch(sfn, definition, {"items": [1], "most": "1"})
    assert value(ended(sfn, execution)) == [{"v": 7, "item": 1}]
    assert map_run(sfn, execution)["maxConcurrency"] == 1


def test_jsonata_maps(sfn: Any) -> None:
    definition = distributed(
        {"Type": "Pass", "End": True, "Output": "{% $states.input.n * 2 %}"},
        Items="{% [1..3] %}",
        ItemSelector={"n": "{% $states.context.Map.Item.Value %}"},
        MaxConcurrency="{% $states.input.most %}",
    )
    definition["QueryLanguage"] = "JSONata"
    execution = launch(sfn, definition, {"most": 2})
    assert value(ended(sfn, execution)) == [2, 4, 6]
    assert map_run(sfn, execution)["maxConcurrency"] == 2


def test_one_failure_is_too_many(sfn: Any, aws: World) -> None:
    execution = launch(sfn, with_children(MIXED), ["fine", "bad", "slow"])
    aws.clock.advance(seconds=1)
    described = ended(sfn, execution)
    assert (described["status"], described["error"], described["cause"]) == ("FAILED", *EXCEEDED)
    assert chain(sfn, execution)[3:] == [
        (4, 3, "MapRunStarted"),
        (5, 4, "MapRunFailed"),
        (6, 5, "MapStateFailed"),
        (7, 6, "ExecutionFailed"),
    ]
    assert details(events(sfn, execution)[4]) == {"error": EXCEEDED[0], "cause": EXCEEDED[1]}
    run = map_run(sfn, execution)
    assert run["status"] == "FAILED"
    assert counts(run) == {"succeeded": 1, "failed": 1, "aborted": 1, "total": 3, "resultsWritten": 3}
    bad, slow = children(sfn, execution)[1:]
    assert (bad["error"], bad["cause"]) == ("Broken", "it is")
    assert slow["status"] == "ABORTED"


@pytest.mark.parametrize(
    ("tolerance", "bad", "status"),
    [
        ({"ToleratedFailureCount": 2}, 2, "SUCCEEDED"),
        ({"ToleratedFailureCount": 2}, 3, "FAILED"),
        ({"ToleratedFailurePercentage": 50}, 2, "SUCCEEDED"),
        ({"ToleratedFailurePercentage": 50}, 3, "FAILED"),
        ({"ToleratedFailurePercentage": 100, "ToleratedFailureCount": 1}, 2, "FAILED"),
        ({"ToleratedFailurePercentage": 20, "ToleratedFailureCount": 4}, 2, "FAILED"),
        ({"ToleratedFailureCount": 0}, 0, "SUCCEEDED"),
    ],
)
def test_tolerated_failures(sfn: Any, tolerance: dict[str, Any], bad: int, status: str) -> None:
    items = ["bad"] * bad + ["fine"] * (4 - bad)
    execution = launch(sfn, with_children(MIXED, **tolerance), items)
    assert ended(sfn, execution)["status"] == status
    run = map_run(sfn, execution)
    assert (run["toleratedFailureCount"], run["toleratedFailurePercentage"]) == (
        tolerance.get("ToleratedFailureCount", 0),
        tolerance.get("ToleratedFailurePercentage", 0.0),
    )


def test_a_tolerated_failure_leaves_its_error_in_its_place(sfn: Any) -> None:
    execution = launch(sfn, with_children(MIXED, ToleratedFailureCount=1), ["a", "bad", "c"])
    assert value(ended(sfn, execution)) == ["a", {"Error": "Broken", "Cause": "it is"}, "c"]


def test_the_threshold_can_be_caught_and_the_map_retried(sfn: Any, aws: World) -> None:
    definition = distributed(
        FAIL,
        Retry=[{"ErrorEquals": [EXCEEDED[0]], "MaxAttempts": 1, "IntervalSeconds": 5}],
        Catch=[{"ErrorEquals": [EXCEEDED[0]], "Next": "After"}],
    )
    definition["States"]["After"] = PASS
    execution = launch(sfn, definition, [1])
    aws.clock.advance(seconds=5)
    assert value(ended(sfn, execution)) == {"Error": EXCEEDED[0], "Cause": EXCEEDED[1]}
    assert [type for _, _, type in chain(sfn, execution)][2:11] == [
        "MapStateStarted",
        "MapRunStarted",
        "MapRunFailed",
        "MapStateStarted",
        "MapRunStarted",
        "MapRunFailed",
        "MapStateFailed",
        "MapStateExited",
        "PassStateEntered",
    ]
    assert len(sfn.list_map_runs(executionArn=execution)["mapRuns"]) == 2


P = "An error occurred while executing the state 'Each' (entered at the event id #2). "


@pytest.mark.parametrize(
    ("fields", "more", "cause"),
    [
        (
            {"MaxConcurrencyPath": "$.p"},
            {"p": "NoNumber"},
            'The MaxConcurrencyPath field refers to value "NoNumber" which is not a valid integer: $.p',
        ),
        (
            {"MaxConcurrencyPath": "$.p"},
            {"p": {}},
            'The MaxConcurrencyPath field refers to value "{}" which is not a valid integer: $.p',
        ),
        ({"MaxConcurrencyPath": "$.p"}, {"p": -1}, "MaxConcurrency cannot be negative."),
        (
            {"ToleratedFailureCountPath": "$.p"},
            {"p": 1.5},
            'The ToleratedFailureCountPath field refers to value "1.5" which is not a valid integer: $.p',
        ),
        ({"ToleratedFailureCountPath": "$.p"}, {"p": -1}, "ToleratedFailureCount cannot be negative."),
        (
            {"ToleratedFailurePercentagePath": "$.p"},
            {"p": "x"},
            'The ToleratedFailurePercentagePath field refers to value "x" which is not a valid float: $.p',
        ),
        (
            {"ToleratedFailurePercentagePath": "$.p"},
            {"p": 100.1},
            "ToleratedFailurePercentage must be between 0 and 100.",
        ),
        ({"ToleratedFailurePercentagePath": "$.p"}, {"p": -1}, "ToleratedFailurePercentage must be between 0 and 100."),
        ({"MaxConcurrencyPath": "$.p"}, {}, "Invalid path '$.p' : No results for path: $['p']"),
    ],
)
def test_bad_numbers_of_paths(sfn: Any, fields: dict[str, Any], more: dict[str, Any], cause: str) -> None:
    execution = launch(sfn, distributed(ItemsPath="$.items", **fields), {"items": [1], **more})
    described = ended(sfn, execution)
    assert (described["status"], described["error"], described["cause"]) == ("FAILED", "States.Runtime", P + cause)
    assert sfn.list_map_runs(executionArn=execution)["mapRuns"] == []


def test_an_item_selector_that_fails_fails_the_map_run(sfn: Any) -> None:
    execution = launch(sfn, distributed(ItemSelector={"x.$": "$$.Map.Item.Value.no"}), [{}])
    described = ended(sfn, execution)
    assert (described["status"], described["error"]) == ("FAILED", "States.Runtime")
    assert [type for _, _, type in chain(sfn, execution)][3:] == ["MapRunStarted", "MapRunFailed", "ExecutionFailed"]


@pytest.mark.parametrize(
    ("batcher", "items", "inputs"),
    [
        ({"MaxItemsPerBatch": 2}, [1, 2, 3], [{"Items": [1, 2]}, {"Items": [3]}]),
        (
            {"MaxItemsPerBatchPath": "$.most", "BatchInput": {"n.$": "$.most"}},
            [1, 2],
            [{"BatchInput": {"n": 1}, "Items": [1]}, {"BatchInput": {"n": 1}, "Items": [2]}],
        ),
        # {"Items":["aaaa","bbbb"]} has 25 bytes.
        ({"MaxInputBytesPerBatch": 25}, ["aaaa", "bbbb", "cc"], [{"Items": ["aaaa", "bbbb"]}, {"Items": ["cc"]}]),
        ({"MaxInputBytesPerBatch": 24}, ["aaaa", "bbbb", "cc"], [{"Items": ["aaaa"]}, {"Items": ["bbbb", "cc"]}]),
        ({"MaxInputBytesPerBatch": 5}, ["a", "b"], [{"Items": ["a"]}, {"Items": ["b"]}]),
    ],
)
def test_batches(sfn: Any, batcher: dict[str, Any], items: list[Any], inputs: list[Any]) -> None:
    execution = launch(sfn, distributed(ItemsPath="$.items", ItemBatcher=batcher), {"items": items, "most": 1})
    found = value(ended(sfn, execution))
    assert found == inputs
    assert [list(one) for one in found] == [list(one) for one in inputs]
    run = map_run(sfn, execution)
    assert (run["itemCounts"]["total"], run["executionCounts"]["total"]) == (len(items), len(inputs))


def test_a_failed_batch_is_as_many_failed_items(sfn: Any) -> None:
    definition = distributed(FAIL, ItemBatcher={"MaxItemsPerBatch": 3}, ToleratedFailureCount=3)
    execution = launch(sfn, definition, [1, 2, 3])
    assert ended(sfn, execution)["status"] == "SUCCEEDED"
    run = map_run(sfn, execution)
    assert counts(run) == {"failed": 3, "total": 3, "resultsWritten": 3}
    assert counts(run, "executionCounts") == {"failed": 1, "total": 1, "resultsWritten": 1}
    assert launch(
        sfn, distributed(FAIL, ItemBatcher={"MaxItemsPerBatch": 3}, ToleratedFailureCount=2), [1] * 3, name="o"
    )


def test_stopping_the_parent_aborts_the_map_run(sfn: Any) -> None:
    execution = launch(sfn, distributed(WAIT, MaxConcurrency=1), [1, 2])
    sfn.stop_execution(executionArn=execution, error="Enough")
    assert [type for _, _, type in chain(sfn, execution)][3:] == ["MapRunStarted", "ExecutionAborted"]
    run = map_run(sfn, execution)
    assert run["status"] == "ABORTED"
    assert counts(run) == {"pending": 1, "aborted": 1, "total": 2, "resultsWritten": 1}
    assert [child["status"] for child in children(sfn, execution)] == ["ABORTED"]


def test_the_parents_time_out_aborts_the_map_run(sfn: Any, aws: World) -> None:
    execution = launch(sfn, {**distributed(WAIT), "TimeoutSeconds": 5}, [1])
    aws.clock.advance(seconds=5)
    assert ended(sfn, execution)["status"] == "TIMED_OUT"
    assert map_run(sfn, execution)["status"] == "ABORTED"


def test_a_child_that_is_stopped_has_failed(sfn: Any) -> None:
    execution = launch(sfn, distributed(WAIT), [1, 2])
    sfn.stop_execution(executionArn=children(sfn, execution)[0]["executionArn"])
    assert ended(sfn, execution)["error"] == EXCEEDED[0]
    assert counts(map_run(sfn, execution)) == {"aborted": 2, "total": 2, "resultsWritten": 2}


def test_a_branch_that_fails_aborts_the_map_run_beside_it(sfn: Any, aws: World) -> None:
    branches = [distributed(WAIT), {"StartAt": "Bad", "States": {"Bad": FAIL}}]
    definition = {"StartAt": "Both", "States": {"Both": {"Type": "Parallel", "Branches": branches, "End": True}}}
    execution = launch(sfn, definition, [1])
    aws.clock.advance(seconds=1)
    assert ended(sfn, execution)["error"] == "Broken"
    types = [type for _, _, type in chain(sfn, execution)]
    assert types[-4:] == ["MapRunAborted", "MapStateAborted", "ParallelStateFailed", "ExecutionFailed"]
    assert map_run(sfn, execution)["status"] == "ABORTED"


def test_express_children_end_after_five_minutes(sfn: Any, aws: World) -> None:
    forever = {"Type": "Wait", "Seconds": 301, "End": True}
    execution = launch(sfn, distributed(forever, kind="EXPRESS", ToleratedFailurePercentage=100), [1])
    aws.clock.advance(seconds=300)
    assert counts(map_run(sfn, execution)) == {"timedOut": 1, "total": 1, "resultsWritten": 1}


def test_maps_in_maps(sfn: Any) -> None:
    inner = with_children({"StartAt": "In", "States": {"In": PASS}}, Label="inner")["States"]["Each"]
    children_ = {"StartAt": "Inner", "States": {"Inner": inner}}
    execution = launch(sfn, with_children(children_, Label="outer"), [[1, 2], [3]])
    assert value(ended(sfn, execution)) == [[1, 2], [3]]
    child = children(sfn, execution)[0]
    assert map_run(sfn, child["executionArn"])["mapRunArn"].split(":")[6] == "machine/inner"


def test_more_than_a_thousand_map_runs_wait_for_their_turn(sfn: Any, aws: World) -> None:
    machine = create(sfn, distributed(WAIT))
    executions = [start(sfn, machine, [1]) for _ in range(1001)]
    assert counts(map_run(sfn, executions[999])) == {"running": 1, "total": 1}
    waiting = map_run(sfn, executions[1000])
    assert (waiting["status"], counts(waiting)) == ("RUNNING", {})
    aws.clock.advance(seconds=10)
    assert counts(map_run(sfn, executions[1000])) == {"running": 1, "total": 1}
    aws.clock.advance(seconds=10)
    assert ended(sfn, executions[1000])["status"] == "SUCCEEDED"


def test_ten_thousand_items(sfn: Any) -> None:
    execution = launch(sfn, distributed(kind="EXPRESS"), list(range(10_000)))
    assert value(ended(sfn, execution)) == list(range(10_000))
    assert path(sfn, execution) == ["Each"]


def test_a_result_that_is_too_large_fails_the_state(sfn: Any) -> None:
    large = {"Type": "Pass", "Result": "x" * 30_000, "End": True}
    execution = launch(sfn, distributed(large), list(range(10)))
    assert ended(sfn, execution)["error"] == "States.DataLimitExceeded"


def test_map_runs_go_on_in_a_copy_of_the_world(sfn: Any, aws: World) -> None:
    execution = launch(sfn, distributed(WAIT, MaxConcurrency=1), [1, 2])
    aws.clock.advance(seconds=5)
    twin = deepcopy(aws)
    sfn.stop_execution(executionArn=execution)
    simulation = twin.simulation
    while (timer := simulation.scheduler.pop_due(60_000_000)) is not None:
        simulation.clock.elapsed_us = timer[0]
        simulation.scheduler.fire(timer)
    ends = twin.timeline.select(kind="MapRunEnd")
    assert [(end.outcome, end.at.total_seconds()) for end in ends] == [("SUCCEEDED", 20)]
    assert ended(sfn, execution)["status"] == "ABORTED"
