"""states:startExecution: executions as tasks of others."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from fakeaws import World
from tests.services.stepfunctions.support import (
    chain,
    create,
    details,
    events,
    failure,
    output,
    start,
    task,
    without_ids,
)

CHILD = "arn:aws:states:us-east-1:123456789012:stateMachine:child"
#: 2026-01-05T00:00:00Z
START_MS = 1_767_571_200_000

SLEEPER = {
    "StartAt": "Wait",
    "States": {
        "Wait": {"Type": "Wait", "Seconds": 5, "Next": "Done"},
        "Done": {"Type": "Pass", "Result": {"n": 0.0}, "End": True},
    },
}
FAILURE = {"StartAt": "Fail", "States": {"Fail": {"Type": "Fail", "Error": "Bad", "Cause": "of course"}}}


@pytest.fixture
def child(sfn: Any) -> str:
    return create(sfn, SLEEPER, name="child")


def parent(sfn: Any, resource: str, parameters: Any, input: Any = None, **more: Any) -> str:
    return start(sfn, create(sfn, task(f"states:{resource}", parameters, **more), name="parent"), input)


def test_request_response_does_not_wait(sfn: Any, child: str) -> None:
    execution = parent(sfn, "startExecution", {"StateMachineArn": child, "Name": "one", "Input": {"a": 1}})
    answer = output(sfn.describe_execution(executionArn=execution))
    assert list(answer) == ["ExecutionArn", "SdkHttpMetadata", "SdkResponseMetadata", "StartDate"]
    assert answer["StartDate"] == "2026-01-05T00:00:00Z"
    started = sfn.describe_execution(executionArn=answer["ExecutionArn"])
    assert (started["name"], started["input"], started["status"]) == ("one", '{"a":1}', "RUNNING")


@pytest.mark.parametrize("pattern", ["sync", "sync:2"])
def test_a_child_that_succeeds(aws: World, sfn: Any, child: str, pattern: str) -> None:
    parameters = {"StateMachineArn": child, "Name": "one", "Input": {"a": 1}}
    execution = parent(sfn, f"startExecution.{pattern}", parameters)
    aws.clock.advance(seconds=5)
    assert [kind for _, _, kind in chain(sfn, execution)][2:6] == [
        "TaskScheduled",
        "TaskStarted",
        "TaskSubmitted",
        "TaskSucceeded",
    ]
    submitted, succeeded = events(sfn, execution)[4:6]
    shown = {"resourceType": "states", "resource": f"startExecution.{pattern}"}
    assert shown.items() <= details(submitted).items()
    assert "SdkHttpMetadata" in json.loads(details(submitted)["output"])
    assert succeeded["timestamp"] - submitted["timestamp"] == timedelta(seconds=5)
    texts = pattern == "sync"
    arn = "arn:aws:states:us-east-1:123456789012:execution:child:one"
    assert list(json.loads(details(succeeded)["output"]).items()) == [
        ("ExecutionArn", arn),
        ("Input", '{"a":1}' if texts else {"a": 1}),
        ("InputDetails", {"Included": True}),
        ("Name", "one"),
        ("Output", '{"n":0.0}' if texts else {"n": 0.0}),
        ("OutputDetails", {"Included": True}),
        ("StartDate", START_MS),
        ("StateMachineArn", child),
        ("Status", "SUCCEEDED"),
        ("StopDate", START_MS + 5000),
    ]


@pytest.mark.parametrize("pattern", ["sync", "sync:2"])
def test_a_child_that_fails(sfn: Any, pattern: str) -> None:
    bad = create(sfn, FAILURE, name="bad")
    execution = parent(sfn, f"startExecution.{pattern}", {"StateMachineArn": bad, "Name": "one"})
    kind, error, cause = failure(sfn, execution)
    assert (kind, error) == ("TaskFailed", "States.TaskFailed")
    arn = "arn:aws:states:us-east-1:123456789012:execution:bad:one"
    assert cause == (
        f'{{"Cause":"of course","Error":"Bad","ExecutionArn":"{arn}","Input":"{{}}",'
        f'"InputDetails":{{"Included":true}},"Name":"one","StartDate":{START_MS},"StateMachineArn":"{bad}",'
        f'"Status":"FAILED","StopDate":{START_MS}}}'
    )


def test_null_for_the_input_is_an_empty_object(sfn: Any, child: str) -> None:
    execution = parent(sfn, "startExecution", {"StateMachineArn": child, "Input.$": "$.none"}, {"none": None})
    answer = output(sfn.describe_execution(executionArn=execution))
    assert sfn.describe_execution(executionArn=answer["ExecutionArn"])["input"] == "{}"


@pytest.mark.parametrize(("pattern", "kind"), [("", "TaskFailed"), (".sync:2", "TaskSubmitFailed")])
def test_an_unknown_machine(sfn: Any, pattern: str, kind: str) -> None:
    failed, error, cause = failure(sfn, parent(sfn, f"startExecution{pattern}", {"StateMachineArn": CHILD}))
    assert (failed, error, without_ids(cause)) == (
        kind,
        "StepFunctions.StateMachineDoesNotExistException",
        f"State Machine Does Not Exist: '{CHILD}' (Service: AWSStepFunctions; Status Code: 400; "
        "Error Code: StateMachineDoesNotExist; Request ID: <id>; Proxy: null)",
    )


def test_a_name_that_is_taken(aws: World, sfn: Any, child: str) -> None:
    start(sfn, child, name="one")
    aws.clock.advance(seconds=10)
    execution = parent(sfn, "startExecution", {"StateMachineArn": child, "Name": "one"})
    assert failure(sfn, execution)[1] == "StepFunctions.ExecutionAlreadyExistsException"


def test_a_parent_that_ends_stops_its_child(aws: World, sfn: Any, child: str) -> None:
    execution = parent(sfn, "startExecution.sync", {"StateMachineArn": child})
    aws.clock.advance(seconds=1)
    sfn.stop_execution(executionArn=execution)
    (started,) = sfn.list_executions(stateMachineArn=child)["executions"]
    assert started["status"] == "ABORTED"


def test_a_time_out_stops_the_child(aws: World, sfn: Any, child: str) -> None:
    execution = parent(sfn, "startExecution.sync", {"StateMachineArn": child}, TimeoutSeconds=2)
    aws.clock.advance(seconds=3)
    assert [kind for _, _, kind in chain(sfn, execution)][-2:] == ["TaskTimedOut", "ExecutionFailed"]
    (started,) = sfn.list_executions(stateMachineArn=child)["executions"]
    assert started["status"] == "ABORTED"


def test_a_token_ends_the_wait_for_a_child_early(aws: World, sfn: Any, child: str) -> None:
    parameters = {"StateMachineArn": child, "Input": {"token.$": "$$.Task.Token"}}
    execution = parent(sfn, "startExecution.sync:2", parameters)
    (started,) = sfn.list_executions(stateMachineArn=child)["executions"]
    token = json.loads(sfn.describe_execution(executionArn=started["executionArn"])["input"])["token"]
    sfn.send_task_success(taskToken=token, output='"early"')
    assert output(sfn.describe_execution(executionArn=execution)) == "early"
    aws.clock.advance(seconds=10)
    assert sfn.describe_execution(executionArn=started["executionArn"])["status"] == "SUCCEEDED"


def test_a_child_that_only_gets_the_token(aws: World, sfn: Any, child: str) -> None:
    parameters = {"StateMachineArn": child, "Input": {"token.$": "$$.Task.Token"}}
    execution = parent(sfn, "startExecution.waitForTaskToken", parameters)
    aws.clock.advance(seconds=60)
    assert sfn.describe_execution(executionArn=execution)["status"] == "RUNNING"
    (started,) = sfn.list_executions(stateMachineArn=child)["executions"]
    token = json.loads(sfn.describe_execution(executionArn=started["executionArn"])["input"])["token"]
    sfn.send_task_failure(taskToken=token)
    described = sfn.describe_execution(executionArn=execution)
    assert described["status"] == "FAILED"
    assert "error" not in described


def test_a_child_in_another_region_and_account(aws: World, sfn: Any) -> None:
    other = aws.boto3_session(account="999999999999", region="eu-west-1").client("stepfunctions")
    machine = create(other, SLEEPER, name="child")
    role = "arn:aws:iam::999999999999:role/runner"
    execution = parent(sfn, "startExecution.sync:2", {"StateMachineArn": machine}, Credentials={"RoleArn": role})
    aws.clock.advance(seconds=5)
    assert output(sfn.describe_execution(executionArn=execution))["Output"] == {"n": 0.0}
    assert details(events(sfn, execution)[2])["taskCredentials"] == {"roleArn": role}


def test_express_children_have_no_description_to_wait_for(sfn: Any) -> None:
    express = create(sfn, FAILURE, name="express", type="EXPRESS")
    execution = parent(sfn, "startExecution.sync", {"StateMachineArn": express})
    kind, error, cause = failure(sfn, execution)
    assert (kind, error) == ("TaskFailed", "StepFunctions.InvalidArnException")
    assert cause.startswith(
        "Invalid Arn: 'Resource type not valid in this context: express' (Service: AWSStepFunctions;"
    )


def test_children_of_a_map(aws: World, sfn: Any, child: str) -> None:
    both = {
        "StartAt": "Both",
        "States": {
            "Both": {
                "Type": "Map",
                "ItemsPath": "$",
                "ItemProcessor": task("states:startExecution.sync:2", {"StateMachineArn": child, "Name.$": "$"}),
                "End": True,
            }
        },
    }
    execution = start(sfn, create(sfn, both, name="both"), ["a", "b"])
    aws.clock.advance(seconds=5)
    assert [each["Name"] for each in output(sfn.describe_execution(executionArn=execution))] == ["a", "b"]
