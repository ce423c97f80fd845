"""Map runs through the API: listed, described, updated, redriven."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fakeaws import World
from tests.services.stepfunctions.maps import (
    FAIL,
    MIXED,
    WAIT,
    children,
    counts,
    distributed,
    launch,
    map_run,
    value,
    with_children,
)
from tests.services.stepfunctions.support import chain, details, events

PLACE = "arn:aws:states:us-east-1:123456789012:"


def status(sfn: Any, execution: str) -> str:
    found: str = sfn.describe_execution(executionArn=execution)["status"]
    return found


def test_a_map_run_from_its_start_to_its_end(sfn: Any, aws: World) -> None:
    execution = launch(sfn, distributed(WAIT, Label="each", MaxConcurrency=3, ToleratedFailurePercentage=12.5), [1, 2])
    (listed,) = sfn.list_map_runs(executionArn=execution)["mapRuns"]
    run = sfn.describe_map_run(mapRunArn=listed["mapRunArn"])
    zeros = dict.fromkeys(
        ("pending", "succeeded", "failed", "timedOut", "aborted", "resultsWritten", "failuresNotRedrivable"), 0
    )
    for of in ("itemCounts", "executionCounts"):
        assert run.pop(of) == {**zeros, "pendingRedrive": 0, "running": 2, "total": 2}
    run.pop("ResponseMetadata")
    assert run == {
        "mapRunArn": listed["mapRunArn"],
        "executionArn": execution,
        "status": "RUNNING",
        "startDate": listed["startDate"],
        "maxConcurrency": 3,
        "toleratedFailureCount": 0,
        "toleratedFailurePercentage": 12.5,
        "redriveCount": 0,
    }
    assert listed == {
        "executionArn": execution,
        "mapRunArn": run["mapRunArn"],
        "stateMachineArn": f"{PLACE}stateMachine:machine/each",
        "startDate": run["startDate"],
    }
    aws.clock.advance(seconds=10)
    run = map_run(sfn, execution)
    assert (run["status"], (run["stopDate"] - run["startDate"]).total_seconds()) == ("SUCCEEDED", 10)
    for of in ("itemCounts", "executionCounts"):
        assert counts(run, of) == {"succeeded": 2, "total": 2, "resultsWritten": 2}
    assert sfn.list_map_runs(executionArn=execution)["mapRuns"][0]["stopDate"] == run["stopDate"]


def test_a_map_without_a_label_keeps_the_one_it_is_given(sfn: Any) -> None:
    definition = distributed()
    first = launch(sfn, definition, [])
    second = sfn.start_execution(stateMachineArn=f"{PLACE}stateMachine:machine", input="[]")["executionArn"]
    labelled = [sfn.list_map_runs(executionArn=each)["mapRuns"][0]["stateMachineArn"] for each in (first, second)]
    assert labelled[0] == labelled[1]
    assert len(labelled[0].partition("/")[2]) == 36


def test_listed_in_pages_the_latest_first(sfn: Any, aws: World) -> None:
    retry = [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 4, "BackoffRate": 1.0}]
    execution = launch(sfn, distributed(FAIL, Retry=retry), [1])
    aws.clock.advance(seconds=4)
    pages = list(sfn.get_paginator("list_map_runs").paginate(executionArn=execution, PaginationConfig={"PageSize": 2}))
    assert [len(page["mapRuns"]) for page in pages] == [2, 2, 1]
    starts = [run["startDate"] for page in pages for run in page["mapRuns"]]
    assert starts == sorted(starts, reverse=True)
    assert len(set(starts)) == 5


def test_children_are_listed_with_their_items(sfn: Any) -> None:
    execution = launch(sfn, distributed(ItemBatcher={"MaxItemsPerBatch": 2}), [1, 2, 3])
    arn = map_run(sfn, execution)["mapRunArn"]
    listed = sfn.list_executions(mapRunArn=arn)["executions"]
    assert [child["itemCount"] for child in listed] == [1, 2]
    assert {child["mapRunArn"] for child in listed} == {arn}


def test_the_machine_of_a_child(sfn: Any) -> None:
    execution = launch(sfn, distributed(Label="each"), [1])
    (child,) = children(sfn, execution)
    found = sfn.describe_state_machine_for_execution(executionArn=child["executionArn"])
    assert found["mapRunArn"] == map_run(sfn, execution)["mapRunArn"]
    assert (found["label"], found["stateMachineArn"]) == ("each", f"{PLACE}stateMachine:machine/each")
    assert json.loads(found["definition"])["StartAt"] == "Do"


def test_concurrency_can_be_raised_while_it_runs(sfn: Any) -> None:
    execution = launch(sfn, distributed(WAIT, MaxConcurrency=1), [1, 2, 3])
    arn = map_run(sfn, execution)["mapRunArn"]
    sfn.update_map_run(mapRunArn=arn, maxConcurrency=2)
    run = map_run(sfn, execution)
    assert (run["maxConcurrency"], counts(run)) == (2, {"pending": 1, "running": 2, "total": 3})
    sfn.update_map_run(mapRunArn=arn, maxConcurrency=0)
    assert counts(map_run(sfn, execution)) == {"running": 3, "total": 3}


def test_tolerances_can_be_changed_while_it_runs(sfn: Any, aws: World) -> None:
    execution = launch(sfn, with_children(MIXED, ToleratedFailureCount=1), ["bad", "slow"])
    arn = map_run(sfn, execution)["mapRunArn"]
    sfn.update_map_run(mapRunArn=arn, toleratedFailurePercentage=50.0)
    assert map_run(sfn, execution)["toleratedFailurePercentage"] == 50.0
    sfn.update_map_run(mapRunArn=arn, toleratedFailureCount=0)
    assert status(sfn, execution) == "FAILED"
    assert counts(map_run(sfn, execution)) == {"failed": 1, "aborted": 1, "total": 2, "resultsWritten": 2}


def test_an_ended_map_run_cannot_be_updated(sfn: Any) -> None:
    execution = launch(sfn, distributed(), [1])
    with pytest.raises(ClientError) as caught:
        sfn.update_map_run(mapRunArn=map_run(sfn, execution)["mapRunArn"], maxConcurrency=1)
    assert caught.value.response["Error"]["Code"] == "ValidationException"
    assert caught.value.response["reason"] == "CANNOT_UPDATE_COMPLETED_MAP_RUN"


@pytest.mark.parametrize(
    ("operation", "params", "code"),
    [
        ("describe_map_run", {"mapRunArn": f"{PLACE}mapRun:machine/each:none"}, "ResourceNotFound"),
        ("update_map_run", {"mapRunArn": f"{PLACE}mapRun:machine/each:none"}, "ResourceNotFound"),
        ("describe_map_run", {"mapRunArn": f"{PLACE}execution:machine:none"}, "InvalidArn"),
        ("describe_map_run", {"mapRunArn": "none"}, "InvalidArn"),
        ("list_map_runs", {"executionArn": f"{PLACE}execution:machine:none"}, "ExecutionDoesNotExist"),
        ("list_map_runs", {"executionArn": f"{PLACE}express:machine:none:none"}, "InvalidArn"),
    ],
)
def test_refusals(sfn: Any, operation: str, params: dict[str, Any], code: str) -> None:
    with pytest.raises(ClientError) as caught:
        getattr(sfn, operation)(**params)
    assert caught.value.response["Error"]["Code"] == code


# -- redrives --------------------------------------------------------------------------------------------------------------


def flaky(aws: World) -> list[Any]:
    """A function ``flaky`` that fails for every item that is in the list."""
    bad: list[Any] = []

    def handler(event: Any, context: Any) -> Any:
        if event in bad:
            raise ValueError(event)
        return {"done": event}

    aws.lambda_.register("flaky", handler)
    return bad


CALL = {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:flaky", "End": True}


@pytest.mark.parametrize("kind", ["STANDARD", "EXPRESS"])
def test_a_redrive_runs_what_did_not_succeed(sfn: Any, aws: World, kind: str) -> None:
    bad = flaky(aws)
    bad.append(2)
    execution = launch(sfn, distributed(CALL, kind=kind, MaxConcurrency=1), [1, 2, 3])
    aws.clock.advance(seconds=1)
    arn = map_run(sfn, execution)["mapRunArn"]
    assert counts(map_run(sfn, execution)) == {
        "succeeded": 1,
        "failed": 1,
        "pending": 1,
        "total": 3,
        "resultsWritten": 2,
    }
    before = children(sfn, execution)
    bad.clear()
    redriven = sfn.redrive_execution(executionArn=execution)["redriveDate"]
    aws.clock.advance(seconds=1)
    assert value(sfn.describe_execution(executionArn=execution)) == [{"done": 1}, {"done": 2}, {"done": 3}]
    run = map_run(sfn, execution)
    assert run["mapRunArn"] == arn
    assert (run["status"], run["redriveCount"], run["redriveDate"]) == ("SUCCEEDED", 1, redriven)
    assert counts(run) == {"succeeded": 3, "total": 3, "resultsWritten": 3}
    assert len(sfn.list_map_runs(executionArn=execution)["mapRuns"]) == 1
    after = children(sfn, execution)
    assert len(after) == 3
    assert after[0]["executionArn"] == before[0]["executionArn"]
    if kind == "STANDARD":
        assert [child["redriveCount"] for child in after] == [0, 1, 0]
        assert "ExecutionRedriven" in [event["type"] for event in events(sfn, after[1]["executionArn"])]
    found = chain(sfn, execution)
    at = [type for _, _, type in found].index("MapRunRedriven")
    assert details(events(sfn, execution)[at]) == {"mapRunArn": arn, "redriveCount": 1}
    assert [type for _, _, type in found][at - 3 :] == [
        "ExecutionRedriven",
        "MapStateEntered",
        "MapStateStarted",
        "MapRunRedriven",
        "MapRunSucceeded",
        "MapStateSucceeded",
        "MapStateExited",
        "ExecutionSucceeded",
    ]


def test_children_wait_for_their_redrive(sfn: Any, aws: World) -> None:
    execution = launch(sfn, distributed(WAIT, MaxConcurrency=2), [1, 2, 3])
    sfn.stop_execution(executionArn=execution)
    assert counts(map_run(sfn, execution)) == {"aborted": 2, "pending": 1, "total": 3, "resultsWritten": 2}
    sfn.redrive_execution(executionArn=execution)
    run = map_run(sfn, execution)
    assert counts(run) == {"running": 2, "pending": 1, "total": 3, "resultsWritten": 2}
    sfn.stop_execution(executionArn=execution)
    sfn.redrive_execution(executionArn=execution)
    aws.clock.advance(seconds=20)
    assert value(sfn.describe_execution(executionArn=execution)) == [1, 2, 3]


def test_pending_redrive_is_a_status(sfn: Any, aws: World) -> None:
    bad = flaky(aws)
    bad += [1, 2]
    children_ = {
        "StartAt": "Call",
        "States": {"Call": {**CALL, "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}]}},
    }
    execution = launch(sfn, with_children(children_, MaxConcurrency=1, ToleratedFailureCount=1), [1, 2, 3])
    aws.clock.advance(seconds=3)
    assert status(sfn, execution) == "FAILED"
    arn = map_run(sfn, execution)["mapRunArn"]
    sfn.redrive_execution(executionArn=execution)
    run = map_run(sfn, execution)
    assert counts(run) == {"running": 1, "pendingRedrive": 1, "pending": 1, "total": 3, "resultsWritten": 2}
    waiting = sfn.list_executions(mapRunArn=arn, statusFilter="PENDING_REDRIVE")["executions"]
    assert [child["status"] for child in waiting] == ["PENDING_REDRIVE"]
    sfn.stop_execution(executionArn=execution)
    assert counts(map_run(sfn, execution))["failed"] == 1
    bad.clear()
    sfn.redrive_execution(executionArn=execution)
    aws.clock.advance(seconds=3)
    assert value(sfn.describe_execution(executionArn=execution)) == [{"done": 1}, {"done": 2}, {"done": 3}]


def test_a_reader_that_failed_reads_again(sfn: Any, s3: Any, aws: World) -> None:
    item_reader = {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": {"InputType": "JSON"},
        "Parameters": {"Bucket": "data", "Key": "items"},
    }
    execution = launch(sfn, distributed(ItemReader=item_reader))
    assert status(sfn, execution) == "FAILED"
    s3.put_object(Bucket="data", Key="items", Body="[7]")
    sfn.redrive_execution(executionArn=execution)
    assert value(sfn.describe_execution(executionArn=execution)) == [7]
    assert map_run(sfn, execution)["redriveCount"] == 1


def test_results_of_a_redrive_have_a_folder_of_their_own(sfn: Any, s3: Any, aws: World) -> None:
    bad = flaky(aws)
    bad.append(2)
    writer = {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "data", "Prefix": "out"}}
    execution = launch(sfn, distributed(CALL, ResultWriter=writer), [1, 2])
    aws.clock.advance(seconds=1)
    bad.clear()
    sfn.redrive_execution(executionArn=execution)
    aws.clock.advance(seconds=1)
    details_ = value(sfn.describe_execution(executionArn=execution))["ResultWriterDetails"]
    id = map_run(sfn, execution)["mapRunArn"].rpartition(":")[2]
    assert details_["Key"] == f"out/{id}/Redrive-1/manifest.json"
