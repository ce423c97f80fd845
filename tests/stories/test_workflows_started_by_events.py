"""Workflows that nobody starts by hand: each night, for each event, as the child of another."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from fakeaws import World
from tests.stories.workflows import ROLE, call, create_machine, rule_that_starts


@pytest.fixture
def sfn(aws: World) -> Any:
    return boto3.client("stepfunctions")


@pytest.mark.fakeaws(start="2026-03-01T12:00:00Z")
def test_a_report_each_night(aws: World, sfn: Any) -> None:
    aws.lambda_.register("report", lambda event, context: f"report of {event['night']}")
    machine = create_machine("report", "Write", Write=call("report", End=True))
    boto3.client("scheduler").create_schedule(
        Name="nightly",
        ScheduleExpression="cron(0 2 * * ? *)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": machine, "RoleArn": ROLE, "Input": '{"night": "<aws.scheduler.scheduled-time>"}'},
    )
    aws.clock.advance(days=3)
    runs = [
        aws.stepfunctions.execution(each["executionArn"])
        for each in sfn.list_executions(stateMachineArn=machine)["executions"]
    ]
    assert sorted(run.output for run in runs) == [f"report of 2026-03-0{day}T02:00:00Z" for day in (2, 3, 4)]


def test_each_large_order_is_checked(aws: World, sfn: Any) -> None:
    aws.lambda_.register("check", lambda event, context: {"order": event["order"], "fine": True})
    machine = create_machine("check", "Check", Check=call("check", End=True))
    rule_that_starts(machine, {"source": ["shop"], "detail": {"total": [{"numeric": [">=", 100]}]}})
    put = boto3.client("events").put_events(
        Entries=[
            {"Source": "shop", "DetailType": "Paid", "Detail": json.dumps({"order": n, "total": n * 60})}
            for n in (1, 2, 3)
        ]
    )
    aws.clock.run_until_idle()
    checked = sfn.list_executions(stateMachineArn=machine, statusFilter="SUCCEEDED")["executions"]
    assert sorted(aws.stepfunctions.execution(each["executionArn"]).output["order"] for each in checked) == [2, 3]
    assert [sorted(aws.trace(entry["EventId"]).fates.values()) for entry in put["Entries"]] == [
        [],
        ["SUCCEEDED", "delivered"],
        ["SUCCEEDED", "delivered"],
    ]


@pytest.fixture
def year(aws: World) -> str:
    """A state machine that runs the twelve months of a year one after the other, each in a child of its own."""
    aws.lambda_.register("close", close)
    month = create_machine(
        "month",
        "Wait",
        Wait={"Type": "Wait", "SecondsPath": "$.seconds", "Next": "Close"},
        Close=call("close", End=True),
    )
    child = {
        "Type": "Task",
        "Resource": "arn:aws:states:::states:startExecution.sync:2",
        "Parameters": {
            "StateMachineArn": month,
            "Input": {
                "month.$": "$",
                "seconds": 3600,
                "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID.$": "$$.Execution.Id",
            },
        },
        "OutputPath": "$.Output.closed",
        "End": True,
    }
    each = {"StartAt": "Month", "States": {"Month": child}}
    return create_machine(
        "year", "Months", Months={"Type": "Map", "MaxConcurrency": 1, "ItemProcessor": each, "End": True}
    )


def close(event: dict[str, Any], context: object) -> dict[str, Any]:
    if event["month"] == 13:
        raise ValueError("there is no such month")
    return {"closed": event["month"]}


def test_a_year_of_months(aws: World, sfn: Any, year: str) -> None:
    run = aws.stepfunctions.execution(
        sfn.start_execution(stateMachineArn=year, input=json.dumps(list(range(1, 13))))["executionArn"]
    )
    aws.clock.advance(hours=12)
    assert run.output == list(range(1, 13))
    assert aws.clock.elapsed.seconds == 12 * 3600


def test_a_childs_failure_is_the_parents(aws: World, sfn: Any, year: str) -> None:
    run = aws.stepfunctions.execution(sfn.start_execution(stateMachineArn=year, input="[12, 13, 14]")["executionArn"])
    aws.clock.advance(hours=12)
    assert (run.status, run.error) == ("FAILED", "States.TaskFailed")
    assert "there is no such month" in json.loads(run.cause or "")["Cause"]
    assert [visit.input for visit in run.state("Month").visits] == [12, 13]


def test_who_stops_the_parent_stops_the_child(aws: World, sfn: Any, year: str) -> None:
    run = sfn.start_execution(stateMachineArn=year, input="[1]")["executionArn"]
    aws.clock.advance(minutes=1)
    sfn.stop_execution(executionArn=run)
    aws.clock.advance(hours=2)
    month = "arn:aws:states:us-east-1:123456789012:stateMachine:month"
    assert [each["status"] for each in sfn.list_executions(stateMachineArn=month)["executions"]] == ["ABORTED"]
    assert aws.lambda_.function("close").invocations == []
