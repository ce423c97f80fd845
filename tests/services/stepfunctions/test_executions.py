"""Executions looked at and stopped: DescribeExecution, ListExecutions, GetExecutionHistory, StopExecution, time-outs."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from fakeaws import World

from .support import LAST_WAIT, ROLE, create, events, start, status, types
from .workflows_of_executions import FAIL, PASS, STATES, refused, task, wait

START = datetime(2026, 1, 5, tzinfo=timezone.utc)
WRONG_TOKEN = ("InvalidToken", "Invalid Token: 'Invalid token'")


def describe(sfn: Any, execution: str, **more: Any) -> dict[str, Any]:
    answer: dict[str, Any] = sfn.describe_execution(executionArn=execution, **more)
    del answer["ResponseMetadata"]
    return answer


def test_described_while_it_runs_and_after(aws: World, sfn: Any) -> None:
    arn = create(sfn, wait(60))
    execution = start(sfn, arn, {"a": 1}, name="one")
    running = {
        "executionArn": execution,
        "stateMachineArn": arn,
        "name": "one",
        "status": "RUNNING",
        "startDate": START,
        "input": '{"a": 1}',
        "inputDetails": {"included": True},
        "redriveCount": 0,
        "redriveStatus": "NOT_REDRIVABLE",
        "redriveStatusReason": "Execution is RUNNING and cannot be redriven",
    }
    assert describe(sfn, execution) == running
    aws.clock.advance(seconds=60)
    assert describe(sfn, execution) == {
        **running,
        "status": "SUCCEEDED",
        "stopDate": START + timedelta(seconds=60),
        "output": '{"a":1}',
        "outputDetails": {"included": True},
        "redriveStatusReason": "Execution is SUCCEEDED and cannot be redriven",
    }
    metadata = describe(sfn, execution, includedData="METADATA_ONLY")
    assert "input" not in metadata
    assert "output" not in metadata
    assert (metadata["inputDetails"], metadata["outputDetails"]) == ({"included": False}, {"included": False})


def test_described_after_a_failure(aws: World, sfn: Any) -> None:
    described = describe(sfn, start(sfn, create(sfn, FAIL)))
    assert (described["status"], described["error"], described["cause"]) == ("FAILED", "Broken", "it broke")
    assert described["redriveStatus"] == "REDRIVABLE"
    assert not {"output", "outputDetails", "redriveStatusReason"} & described.keys()


def test_timeout_seconds_of_the_machine(aws: World, sfn: Any) -> None:
    execution = start(sfn, create(sfn, wait(60, TimeoutSeconds=30)))
    aws.clock.run_until_idle()
    described = describe(sfn, execution)
    assert (described["status"], described["stopDate"]) == ("TIMED_OUT", START + timedelta(seconds=30))
    assert described["redriveStatus"] == "REDRIVABLE"
    assert not {"error", "cause", "output"} & described.keys()
    last = events(sfn, execution)[-1]
    assert (last["type"], last["previousEventId"]) == ("ExecutionTimedOut", 0)
    assert last["executionTimedOutEventDetails"] == {"error": "States.Timeout"}


def test_who_ends_at_the_timeout_has_ended_in_time(aws: World, sfn: Any) -> None:
    execution = start(sfn, create(sfn, wait(30, TimeoutSeconds=30)))
    aws.clock.run_until_idle()
    assert describe(sfn, execution)["status"] == "SUCCEEDED"


def test_no_execution_lasts_longer_than_a_year(aws: World, sfn: Any) -> None:
    execution = start(sfn, create(sfn, wait(99_999_999)))
    aws.clock.advance(days=365, seconds=-1)
    assert describe(sfn, execution)["status"] == "RUNNING"
    aws.clock.advance(seconds=1)
    described = describe(sfn, execution)
    assert (described["status"], described["stopDate"]) == ("TIMED_OUT", START + timedelta(days=365))
    assert described["redriveStatusReason"] == "Execution has exceeded the max execution time"


def test_stopped(aws: World, sfn: Any) -> None:
    execution = start(sfn, create(sfn, wait(60)))
    aws.clock.advance(seconds=10)
    assert sfn.stop_execution(executionArn=execution, error="E", cause="c")["stopDate"] == START + timedelta(seconds=10)
    aws.clock.advance(seconds=100)
    described = describe(sfn, execution)
    assert (described["status"], described["error"], described["cause"]) == ("ABORTED", "E", "c")
    assert types(sfn, execution) == ["ExecutionStarted", "WaitStateEntered", "ExecutionAborted"]
    last = events(sfn, execution)[-1]
    assert (last["previousEventId"], last["executionAbortedEventDetails"]) == (0, {"error": "E", "cause": "c"})
    assert aws.under_way() == []


def test_stopped_without_words_and_again(aws: World, sfn: Any) -> None:
    execution = start(sfn, create(sfn, wait(60)))
    first = sfn.stop_execution(executionArn=execution)["stopDate"]
    described = describe(sfn, execution)
    assert not {"error", "cause"} & described.keys()
    assert events(sfn, execution)[-1]["executionAbortedEventDetails"] == {}
    aws.clock.advance(seconds=5)
    assert sfn.stop_execution(executionArn=execution, error="E")["stopDate"] == first
    assert describe(sfn, execution) == described


def test_the_end_of_a_stopped_task_is_not_wanted(aws: World, sfn: Any) -> None:
    ended: list[float] = []

    def handler(event: Any, context: Any) -> None:
        time.sleep(2)
        ended.append(aws.clock.elapsed.total_seconds())

    aws.lambda_.register("f", handler)
    execution = start(sfn, create(sfn, {"StartAt": "T", "States": {"T": task("f")}}))
    aws.clock.advance(seconds=1)
    sfn.stop_execution(executionArn=execution)
    aws.clock.run_until_idle()
    assert ended == [2]
    assert types(sfn, execution)[-2:] == ["LambdaFunctionStarted", "ExecutionAborted"]


def test_listed_latest_first(aws: World, sfn: Any) -> None:
    arn, other = create(sfn, wait(60)), create(sfn, PASS, "other")
    started = []
    for number in range(5):
        started.append(start(sfn, arn, name=f"n{number}"))
        aws.clock.advance(seconds=number % 2)  # some start at the same instant
    start(sfn, other)
    listed = sfn.list_executions(stateMachineArn=arn)["executions"]
    assert [each["executionArn"] for each in listed] == started[::-1]
    assert listed[-1] == {
        "executionArn": started[0],
        "stateMachineArn": arn,
        "name": "n0",
        "status": "RUNNING",
        "startDate": START,
        "redriveCount": 0,
    }
    sfn.stop_execution(executionArn=started[2])
    stopped = sfn.list_executions(stateMachineArn=arn, statusFilter="ABORTED")["executions"]
    assert [(each["name"], "stopDate" in each) for each in stopped] == [("n2", True)]
    assert len(sfn.list_executions(stateMachineArn=arn, statusFilter="RUNNING")["executions"]) == 4


def test_listed_in_pages(aws: World, sfn: Any) -> None:
    arn = create(sfn, PASS)
    started = [start(sfn, arn) for _ in range(5)]
    first = sfn.list_executions(stateMachineArn=arn, maxResults=2)
    between = start(sfn, arn)  # not on the pages that follow
    rest = sfn.list_executions(stateMachineArn=arn, nextToken=first["nextToken"])
    assert "nextToken" not in rest
    found = [each["executionArn"] for each in first["executions"] + rest["executions"]]
    assert found == started[::-1]
    assert between not in found
    assert len(sfn.list_executions(stateMachineArn=arn, maxResults=0)["executions"]) == 6
    for number in range(95):
        start(sfn, arn, name=f"n{number}")
    assert len(sfn.list_executions(stateMachineArn=arn)["executions"]) == 100
    for token in ("nonsense", first["nextToken"]):
        with refused(*WRONG_TOKEN):
            sfn.list_executions(stateMachineArn=arn, statusFilter="RUNNING", nextToken=token)


def test_what_cannot_be_listed(aws: World, sfn: Any) -> None:
    arn = create(sfn, PASS)
    run = f"{STATES}:mapRun:machine/Map:1"
    words = "Exactly one of stateMachineArn and mapRunArn must be specified"
    with refused("ValidationException", words):
        sfn.list_executions()
    with refused("ValidationException", words):
        sfn.list_executions(stateMachineArn=arn, mapRunArn=run)
    with refused("StateMachineDoesNotExist", f"State Machine Does Not Exist: '{arn}2'"):
        sfn.list_executions(stateMachineArn=f"{arn}2")
    with refused("StateMachineDoesNotExist", f"State Machine Does Not Exist: '{arn}:7'"):
        sfn.list_executions(stateMachineArn=f"{arn}:7")
    with refused("ResourceNotFound", "Request references a resource that does not exist."):
        sfn.list_executions(mapRunArn=run)
    with refused(
        "ValidationException",
        "1 validation error detected: Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member must satisfy "
        "enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]",
    ):
        sfn.list_executions(stateMachineArn=arn, statusFilter="succeeded")


def test_the_history_in_pages_and_backwards(aws: World, sfn: Any) -> None:
    execution = start(sfn, create(sfn, wait(1)))
    aws.clock.run_until_idle()
    whole = sfn.get_execution_history(executionArn=execution)["events"]
    assert [event["id"] for event in whole] == [1, 2, 3, 4]
    assert whole[2]["timestamp"] == START + timedelta(seconds=1)
    for backwards in (False, True):
        paginator = sfn.get_paginator("get_execution_history")
        settings = {"executionArn": execution, "reverseOrder": backwards, "PaginationConfig": {"PageSize": 3}}
        pages = list(paginator.paginate(**settings))
        assert [len(page["events"]) for page in pages] == [3, 1]
        found = [event for page in pages for event in page["events"]]
        assert found == (whole[::-1] if backwards else whole)
    token = sfn.get_execution_history(executionArn=execution, maxResults=1)["nextToken"]
    with refused(*WRONG_TOKEN):
        sfn.get_execution_history(executionArn=execution, reverseOrder=True, nextToken=token)


def test_the_history_without_data(aws: World, sfn: Any) -> None:
    execution = start(sfn, create(sfn, PASS), {"secret": 1})
    started, entered, exited, ended = sfn.get_execution_history(executionArn=execution, includeExecutionData=False)[
        "events"
    ]
    assert started["executionStartedEventDetails"] == {"roleArn": ROLE}
    assert entered["stateEnteredEventDetails"] == exited["stateExitedEventDetails"] == {"name": "Go"}
    assert ended["executionSucceededEventDetails"] == {}


@pytest.mark.parametrize(
    "operation", ["describe_execution", "stop_execution", "get_execution_history", "redrive_execution"]
)
def test_executions_that_are_not_there(aws: World, sfn: Any, operation: str) -> None:
    ask = getattr(sfn, operation)
    arn = create(sfn, PASS)
    express = start(sfn, create(sfn, PASS, "quick", type="EXPRESS"))
    absent = f"{STATES}:execution:machine:none"
    with refused("ExecutionDoesNotExist", f"Execution Does Not Exist: '{absent}'"):
        ask(executionArn=absent)
    with refused("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: one'"):
        ask(executionArn="one")
    with refused("InvalidArn", "Invalid Arn: 'Resource type not valid in this context: stateMachine'"):
        ask(executionArn=arn)
    with refused("InvalidArn", "Invalid Arn: 'Resource type not valid in this context: express'"):
        ask(executionArn=express)


def test_executions_that_wait_have_no_threads(aws: World, sfn: Any) -> None:
    machine = create(sfn, LAST_WAIT)
    threads = threading.active_count()
    waiting = [start(sfn, machine) for _ in range(1_000)]
    assert {status(sfn, execution) for execution in waiting} == {"RUNNING"}
    assert threading.active_count() == threads
    aws.clock.advance(seconds=60)
    assert {status(sfn, execution) for execution in waiting} == {"SUCCEEDED"}
