"""Task tokens: SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat, and what they refuse."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from fakeaws import World

from .support import create, details, events, start
from .workers import fetch, outcome, pairs, run, types

GONE = "Task Timed Out: 'Provided task does not exist anymore'"


def asking(url: str, **members: Any) -> dict[str, Any]:
    """A state machine that sends its token to a queue and waits for an answer."""
    parameters = {"QueueUrl": url, "MessageBody": {"token.$": "$$.Task.Token"}}
    task = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "Parameters": parameters}
    states: dict[str, Any] = {"Ask": {**task, "Next": "Done", **members}, "Done": {"Type": "Succeed"}}
    return {"StartAt": "Ask", "States": states}


@pytest.fixture
def queue(sqs: Any) -> str:
    url: str = sqs.create_queue(QueueName="questions")["QueueUrl"]
    return url


def received(sqs: Any, queue: str) -> str:
    """The token in the queue's next message."""
    [message] = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=20)["Messages"]
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    token: str = json.loads(message["Body"])["token"]
    return token


def refusal(fn: Any, **params: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        fn(**params)
    error = caught.value.response["Error"]
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    return error["Code"], error["Message"]


def test_answer_is_the_whole_result(aws: World, sfn: Any, sqs: Any, queue: str) -> None:
    execution = start(sfn, create(sfn, asking(queue)))
    token = received(sqs, queue)
    aws.clock.advance(hours=30)
    sfn.send_task_success(taskToken=token, output='{"yes": 1}')
    history = events(sfn, execution)
    assert pairs(history) == [
        ("ExecutionStarted", 0),
        ("TaskStateEntered", 0),
        ("TaskScheduled", 2),
        ("TaskStarted", 3),
        ("TaskSubmitted", 4),
        ("TaskSucceeded", 5),
        ("TaskStateExited", 6),
        ("SucceedStateEntered", 7),
        ("SucceedStateExited", 8),
        ("ExecutionSucceeded", 9),
    ]
    assert "MessageId" in json.loads(details(history[4])["output"])
    assert details(history[5]) == {
        "resourceType": "sqs",
        "resource": "sendMessage.waitForTaskToken",
        "output": '{"yes":1}',
        "outputDetails": {"truncated": False},
    }
    assert outcome(sfn, execution) == ("SUCCEEDED", {"yes": 1})


def test_failure_with_neither_error_nor_cause(sfn: Any, sqs: Any, queue: str) -> None:
    definition = asking(queue, Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Done"}])
    execution = start(sfn, create(sfn, definition))
    sfn.send_task_failure(taskToken=received(sqs, queue))
    assert outcome(sfn, execution) == ("SUCCEEDED", {"Error": None, "Cause": None})
    [failed] = [event for event in events(sfn, execution) if event["type"] == "TaskFailed"]
    assert details(failed) == {"resourceType": "sqs", "resource": "sendMessage.waitForTaskToken"}


def test_each_attempt_has_another_token(aws: World, sfn: Any, sqs: Any, queue: str) -> None:
    definition = asking(queue, Retry=[{"ErrorEquals": ["Torn"], "IntervalSeconds": 5}])
    execution = start(sfn, create(sfn, definition))
    first = received(sqs, queue)
    sfn.send_task_failure(taskToken=first, error="Torn")
    second = received(sqs, queue)
    assert aws.clock.elapsed.total_seconds() == 5
    assert first != second
    assert max(len(first), len(second)) <= 1024
    assert refusal(sfn.send_task_success, taskToken=first, output="1") == ("TaskTimedOut", GONE)
    sfn.send_task_success(taskToken=second, output="2")
    assert outcome(sfn, execution) == ("SUCCEEDED", 2)


def test_a_token_is_good_once(sfn: Any) -> None:
    execution = run(sfn)
    token = fetch(sfn)
    sfn.send_task_success(taskToken=token, output="1")
    for fn, params in (
        (sfn.send_task_success, {"output": "2"}),
        (sfn.send_task_failure, {}),
        (sfn.send_task_heartbeat, {}),
    ):
        assert refusal(fn, taskToken=token, **params) == ("TaskTimedOut", GONE)
    assert outcome(sfn, execution) == ("SUCCEEDED", 1)


def test_stopped_execution(sfn: Any) -> None:
    execution = run(sfn)
    token = fetch(sfn)
    sfn.stop_execution(executionArn=execution)
    assert refusal(sfn.send_task_heartbeat, taskToken=token) == ("TaskTimedOut", GONE)
    assert refusal(sfn.send_task_success, taskToken=token, output="1") == ("TaskTimedOut", GONE)


@pytest.mark.parametrize("token", ["x", "not a token", "AQCEAAAAKgAAAAMAAAAA" + "A" * 64])
def test_malformed_token(sfn: Any, token: str) -> None:
    assert refusal(sfn.send_task_heartbeat, taskToken=token) == ("InvalidToken", "Invalid Token: 'Invalid token'")


def test_token_of_another_region(aws: World, sfn: Any) -> None:
    run(sfn)
    elsewhere: Any = boto3.session.Session().client("stepfunctions", region_name="eu-west-1")
    invalid = ("InvalidToken", "Invalid Token: 'Invalid token'")
    assert refusal(elsewhere.send_task_success, taskToken=fetch(sfn), output="1") == invalid


def test_unknown_token(sfn: Any) -> None:
    run(sfn)
    token = fetch(sfn)
    unknown = token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")
    assert refusal(sfn.send_task_heartbeat, taskToken=unknown)[0] == "TaskDoesNotExist"


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("", "Invalid output."),
        (json.dumps("é" * 131_072, ensure_ascii=False), "Invalid output."),
        (
            "not json",
            "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
        ),
    ],
)
def test_output_that_is_no_json_or_too_large_changes_nothing(sfn: Any, output: str, reason: str) -> None:
    execution = run(sfn)
    token = fetch(sfn)
    expected = ("InvalidOutput", f"Invalid Output: '{reason}'")
    assert refusal(sfn.send_task_success, taskToken=token, output=output) == expected
    assert outcome(sfn, execution)[0] == "RUNNING"
    sfn.send_task_success(taskToken=token, output=json.dumps("é" * 131_071, ensure_ascii=False))
    assert outcome(sfn, execution)[0] == "SUCCEEDED"


def test_tokens_are_no_secrets_on_the_timeline(aws: World, sfn: Any) -> None:
    run(sfn)
    token = fetch(sfn)
    sfn.send_task_heartbeat(taskToken=token)
    sfn.send_task_success(taskToken=token, output="1")
    refusal(sfn.send_task_success, taskToken=token, output="1")
    assert token[:40] not in aws.timeline.text()
    assert "SendTaskSuccess" in aws.timeline.text()


def test_early_answer_to_a_job(aws: World, sfn: Any) -> None:
    waiting = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 1000, "End": True}}}
    child = create(sfn, waiting, name="child")
    parameters = {"StateMachineArn": child, "Input": {"token.$": "$$.Task.Token"}}
    task = {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", "Parameters": parameters}
    execution = start(sfn, create(sfn, {"StartAt": "T", "States": {"T": {**task, "End": True}}}))
    aws.clock.advance(seconds=5)
    [started] = sfn.list_executions(stateMachineArn=child)["executions"]
    given = json.loads(sfn.describe_execution(executionArn=started["executionArn"])["input"])
    sfn.send_task_success(taskToken=given["token"], output='"early"')
    assert outcome(sfn, execution) == ("SUCCEEDED", "early")
    assert types(sfn, execution)[-3:] == ["TaskSucceeded", "TaskStateExited", "ExecutionSucceeded"]
