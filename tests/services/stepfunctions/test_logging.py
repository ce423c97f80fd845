"""loggingConfiguration: an execution's events in CloudWatch Logs."""

from __future__ import annotations

import json
import re
from typing import Any

import boto3
import pytest

from fakeaws import World

from .support import create, events, start
from .workers import fetch, packing

GROUP = "/aws/vendedlogs/states/machine"
ARN = f"arn:aws:logs:us-east-1:123456789012:log-group:{GROUP}:*"
FAILING = {"StartAt": "P", "States": {"P": {"Type": "Pass", "Next": "F"}, "F": {"Type": "Fail", "Error": "E"}}}
PASSING = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}


@pytest.fixture(scope="session")
def _logs() -> Any:
    return boto3.session.Session().client("logs", region_name="us-east-1")


@pytest.fixture
def logs(aws: World, _logs: Any) -> Any:
    """CloudWatch Logs of the same world, with the log group."""
    _logs.create_log_group(logGroupName=GROUP)
    return _logs


def logging(level: str, include_data: bool = True) -> dict[str, Any]:
    destinations = [{"cloudWatchLogsLogGroup": {"logGroupArn": ARN}}]
    return {"level": level, "includeExecutionData": include_data, "destinations": destinations}


def records(logs: Any) -> list[dict[str, Any]]:
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=GROUP)
    return [json.loads(event["message"]) for page in pages for event in page["events"]]


def test_every_event_as_in_the_history(aws: World, sfn: Any, logs: Any) -> None:
    execution = start(sfn, create(sfn, PASSING, loggingConfiguration=logging("ALL")), {"a": "é"})
    aws.settle()
    assert records(logs) == [
        {
            "id": str(event["id"]),
            "type": event["type"],
            "details": next(value for name, value in event.items() if name.endswith("EventDetails")),
            "previous_event_id": str(event["previousEventId"]),
            "event_timestamp": str(round(event["timestamp"].timestamp() * 1000)),
            "execution_arn": execution,
            "redrive_count": "0",
        }
        for event in events(sfn, execution)
    ]
    [first, *_] = records(logs)
    assert list(first) == [
        "id",
        "type",
        "details",
        "previous_event_id",
        "event_timestamp",
        "execution_arn",
        "redrive_count",
    ]
    assert first["details"] == {
        "input": '{"a": "é"}',
        "inputDetails": {"truncated": False},
        "roleArn": "arn:aws:iam::123456789012:role/machine",
    }


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("ALL", ["ExecutionStarted", "PassStateEntered", "PassStateExited", "FailStateEntered", "ExecutionFailed"]),
        ("ERROR", ["FailStateEntered", "ExecutionFailed"]),
        ("FATAL", ["ExecutionFailed"]),
        ("OFF", []),
    ],
)
@pytest.mark.parametrize("type", ["STANDARD", "EXPRESS"])
def test_levels(aws: World, sfn: Any, logs: Any, level: str, expected: list[str], type: str) -> None:
    start(sfn, create(sfn, FAILING, type=type, loggingConfiguration=logging(level)))
    aws.settle()
    assert [record["type"] for record in records(logs)] == expected


def test_errors_of_tasks(aws: World, sfn: Any, logs: Any) -> None:
    sfn.create_activity(name="pack")
    machine = create(sfn, packing(TimeoutSeconds=5), loggingConfiguration=logging("ERROR"))
    start(sfn, machine)
    aws.clock.advance(seconds=5)
    start(sfn, machine)
    sfn.send_task_failure(taskToken=fetch(sfn), error="Torn", cause="the box")
    execution = start(sfn, machine)
    sfn.stop_execution(executionArn=execution, error="Enough")
    assert [(record["type"], record["details"]) for record in records(logs)] == [
        ("ActivityTimedOut", {"error": "States.Timeout"}),
        ("ExecutionFailed", {"error": "States.Timeout"}),
        ("ActivityFailed", {"error": "Torn", "cause": "the box"}),
        ("ExecutionFailed", {"error": "Torn", "cause": "the box"}),
        ("ExecutionAborted", {"error": "Enough"}),
    ]


def test_without_execution_data(aws: World, sfn: Any, logs: Any) -> None:
    start(sfn, create(sfn, PASSING, loggingConfiguration=logging("ALL", include_data=False)), {"secret": 1})
    aws.settle()
    started, entered, exited, succeeded = [record["details"] for record in records(logs)]
    assert list(started) == ["roleArn"]
    assert (entered, exited, succeeded) == ({"name": "P"}, {"name": "P"}, {})


def test_synchronous_express(aws: World, sfn: Any, logs: Any) -> None:
    machine = create(sfn, PASSING, type="EXPRESS", loggingConfiguration=logging("ALL"))
    answer = sfn.start_sync_execution(stateMachineArn=machine)
    assert [record["execution_arn"] for record in records(logs)] == [answer["executionArn"]] * 4


def test_a_stream_for_each_minute_and_a_call_for_each_instant(aws: World, sfn: Any, logs: Any) -> None:
    waiting = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 40, "Next": "P"}, **PASSING["States"]}}  # type: ignore[dict-item]
    machine = create(sfn, waiting, loggingConfiguration=logging("ALL"))
    start(sfn, machine)
    start(sfn, machine)
    aws.clock.advance(seconds=40)
    start(sfn, machine)
    aws.clock.advance(seconds=40)
    names = [stream["logStreamName"] for stream in logs.describe_log_streams(logGroupName=GROUP)["logStreams"]]
    assert [re.sub("[0-9a-f]{8}$", "…", name) for name in names] == [
        "states/machine/2026-01-05-00-00/…",
        "states/machine/2026-01-05-00-01/…",
    ]
    puts = aws.timeline.select(service="logs", kind="PutLogEvents")
    assert [put.at.total_seconds() for put in puts] == [0, 0, 40, 40, 80]


def test_what_follows_at_the_same_instant_goes_with_it(aws: World, sfn: Any, logs: Any) -> None:
    definition = {"StartAt": "S", "States": {"S": {"Type": "Parallel", "Branches": [FAILING], "End": True}}}
    execution = start(sfn, create(sfn, definition, loggingConfiguration=logging("ALL")))
    aws.settle()
    assert len(list(aws.timeline.select(service="logs", kind="PutLogEvents"))) == 1
    assert len(records(logs)) == len(events(sfn, execution))


def test_off_calls_nobody(aws: World, sfn: Any) -> None:
    start(sfn, create(sfn, PASSING))
    aws.settle()
    assert list(aws.timeline.select(service="logs")) == []


def test_what_cannot_be_delivered_is_dropped(aws: World, sfn: Any, logs: Any) -> None:
    machine = create(sfn, PASSING, loggingConfiguration=logging("ALL"))
    start(sfn, machine)
    aws.settle()
    logs.delete_log_group(logGroupName=GROUP)
    for _ in range(2):
        execution = start(sfn, machine)
        assert sfn.describe_execution(executionArn=execution)["status"] == "SUCCEEDED"
        aws.clock.advance(minutes=1)
    logs.create_log_group(logGroupName=GROUP)
    start(sfn, machine)
    aws.settle()
    assert len(records(logs)) == 4


def test_a_large_instant_is_delivered_in_parts(aws: World, sfn: Any, logs: Any) -> None:
    passes = {f"P{n}": {"Type": "Pass", "Next": f"P{n + 1}"} for n in range(4)}
    definition = {"StartAt": "P0", "States": {**passes, "P4": {"Type": "Pass", "End": True}}}
    execution = start(sfn, create(sfn, definition, loggingConfiguration=logging("ALL")), ["x" * 200_000])
    aws.settle()
    assert len(list(aws.timeline.select(service="logs", kind="PutLogEvents"))) == 3
    assert len(records(logs)) == len(events(sfn, execution)) == 12


def test_an_execution_logs_as_it_began(aws: World, sfn: Any, logs: Any) -> None:
    sfn.create_activity(name="pack")
    machine = create(sfn, packing(), loggingConfiguration=logging("ALL"))
    start(sfn, machine)
    token = fetch(sfn)
    sfn.update_state_machine(stateMachineArn=machine, loggingConfiguration={"level": "OFF"})
    sfn.send_task_success(taskToken=token, output="1")
    start(sfn, machine)
    aws.settle()
    assert [record["type"] for record in records(logs)][-1] == "ExecutionSucceeded"
    assert len(records(logs)) == 7


def test_no_log_group(aws: World, sfn: Any) -> None:
    with pytest.raises(sfn.exceptions.InvalidLoggingConfiguration, match="Log Destination not found"):
        create(sfn, PASSING, loggingConfiguration=logging("ALL"))
