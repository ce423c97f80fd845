"""Functions as tasks: lambda:invoke, and by their ARN."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import pytest

from fakeaws import World
from fakeaws.services.stepfunctions.integrations.functions import function_error
from tests.services.stepfunctions.support import (
    chain,
    create,
    details,
    events,
    failure,
    output,
    run,
    start,
    task,
    without_ids,
)

ARN = "arn:aws:lambda:us-east-1:123456789012:function:work"


@pytest.fixture
def work(aws: World) -> None:
    """The function "work": fails, sleeps or answers as the payload says."""

    @aws.lambda_.register("work")
    def handler(event: Any, context: Any) -> Any:
        if event == "fail":
            raise LookupError("not there")
        if event == "slow":
            time.sleep(5)
        if event == "large":
            return "x" * 300_000
        return {"got": event, "id": context.aws_request_id, "number": 0.0}


def test_the_answer_in_its_envelope(aws: World, sfn: Any, work: None) -> None:
    machine = create(sfn, task("lambda:invoke", {"FunctionName": "work", "Payload": {"a": 1}}))
    execution = start(sfn, machine)
    aws.clock.advance(seconds=1)
    assert chain(sfn, execution) == [
        (1, 0, "ExecutionStarted"),
        (2, 0, "TaskStateEntered"),
        (3, 2, "TaskScheduled"),
        (4, 3, "TaskStarted"),
        (5, 4, "TaskSucceeded"),
        (6, 5, "TaskStateExited"),
        (7, 6, "ExecutionSucceeded"),
    ]
    answer = output(sfn.describe_execution(executionArn=execution))
    assert list(answer) == ["ExecutedVersion", "Payload", "SdkHttpMetadata", "SdkResponseMetadata", "StatusCode"]
    assert (answer["ExecutedVersion"], answer["StatusCode"], answer["Payload"]["got"]) == ("$LATEST", 200, {"a": 1})
    assert answer["SdkResponseMetadata"] == {"RequestId": answer["Payload"]["id"]}
    headers = answer["SdkHttpMetadata"]["AllHttpHeaders"]
    assert list(headers) == [
        "X-Amz-Executed-Version",
        "x-amzn-Remapped-Content-Length",
        "Connection",
        "x-amzn-RequestId",
        "Content-Length",
        "Date",
        "X-Amzn-Trace-Id",
        "Content-Type",
    ]
    assert headers["Date"] == ["Mon, 05 Jan 2026 00:00:00 GMT"]
    assert answer["SdkHttpMetadata"]["HttpHeaders"] == {name: values[0] for name, values in headers.items()}
    assert '"number":0.0' in details(events(sfn, execution)[4])["output"]


def test_log_and_asynchronous_invocations(aws: World, sfn: Any, work: None) -> None:
    tail = run(sfn, task("lambda:invoke", {"FunctionName": ARN, "LogType": "Tail"}), name="tail")
    answer = output(tail)
    assert base64.b64decode(answer["LogResult"]).startswith(b"INIT_START")
    assert answer["Payload"]["got"] == {}
    later = output(run(sfn, task("lambda:invoke", {"FunctionName": ARN, "InvocationType": "Event"}), name="later"))
    assert list(later) == ["SdkHttpMetadata", "SdkResponseMetadata", "StatusCode"]
    assert later["StatusCode"] == later["SdkHttpMetadata"]["HttpStatusCode"] == 202


@pytest.mark.parametrize("resource", ["lambda:invoke", ARN])
def test_a_handlers_exception_is_the_error(aws: World, sfn: Any, work: None, resource: str) -> None:
    direct = resource == ARN
    definition = task(resource, {"FunctionName": "work", "Payload": "fail"})
    if direct:
        del definition["States"]["T"]["Parameters"]
    execution = start(sfn, create(sfn, definition), '"fail"')
    aws.clock.advance(seconds=1)
    kind, error, cause = failure(sfn, execution)
    assert (kind, error) == ("LambdaFunctionFailed" if direct else "TaskFailed", "LookupError")
    payload = json.loads(cause)
    assert (payload["errorMessage"], payload["errorType"]) == ("not there", "LookupError")
    assert payload["stackTrace"]


@pytest.mark.parametrize("resource", ["lambda:invoke", ARN.replace("work", "nobody")])
def test_an_unknown_function(aws: World, sfn: Any, resource: str) -> None:
    definition = task(resource, {"FunctionName": "nobody"})
    _, error, cause = failure(sfn, start(sfn, create(sfn, definition)))
    assert (error, without_ids(cause)) == (
        "Lambda.ResourceNotFoundException",
        "Function not found: arn:aws:lambda:us-east-1:123456789012:function:nobody:$LATEST (Service: AWSLambda; "
        "Status Code: 404; Error Code: ResourceNotFoundException; Request ID: <id>; Proxy: null)",
    )


def test_throttles_are_retried_by_name(aws: World, sfn: Any, work: None) -> None:
    aws.faults.throttle("lambda.Invoke", times=1)
    retry = [{"ErrorEquals": ["Lambda.TooManyRequestsException"], "IntervalSeconds": 7}]
    execution = start(sfn, create(sfn, task("lambda:invoke", {"FunctionName": "work"}, Retry=retry)))
    aws.clock.advance(seconds=8)
    kinds = [kind for _, _, kind in chain(sfn, execution)]
    assert kinds[2:8] == ["TaskScheduled", "TaskStarted", "TaskFailed", "TaskScheduled", "TaskStarted", "TaskSucceeded"]


def test_an_error_without_a_type() -> None:
    assert function_error('{"errorMessage":"gone"}') == (
        "Lambda.Unknown",
        "The cause could not be determined because Lambda did not return an error type. "
        'Returned payload: {"errorMessage":"gone"}',
    )


def test_a_result_that_is_too_large_is_caught(aws: World, sfn: Any, work: None) -> None:
    definition = task(
        "lambda:invoke",
        {"FunctionName": "work", "Payload": "large"},
        Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Caught"}],
    )
    definition["States"]["Caught"] = {"Type": "Pass", "End": True}
    assert output(run(sfn, definition)) == {
        "Error": "States.DataLimitExceeded",
        "Cause": "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit.",
    }


def test_a_function_that_gets_the_token(aws: World, sfn: Any) -> None:
    tokens: list[str] = []
    aws.lambda_.register("ask", lambda event, context: tokens.append(event["token"]))
    payload = {"token.$": "$$.Task.Token"}
    definition = task("lambda:invoke.waitForTaskToken", {"FunctionName": "ask", "Payload": payload}, TimeoutSeconds=60)
    execution = start(sfn, create(sfn, definition))
    aws.clock.advance(seconds=10)
    submitted = events(sfn, execution)[4]
    assert submitted["type"] == "TaskSubmitted"
    assert json.loads(details(submitted)["output"])["Payload"] is None
    sfn.send_task_success(taskToken=tokens[0], output='{"approved": true}')
    assert output(sfn.describe_execution(executionArn=execution)) == {"approved": True}
    kinds = [kind for _, _, kind in chain(sfn, execution)]
    assert kinds[4:7] == ["TaskSubmitted", "TaskSucceeded", "TaskStateExited"]


def test_a_function_that_answers_its_own_token(aws: World, sfn: Any) -> None:
    def handler(event: Any, context: Any) -> None:
        sfn.send_task_failure(taskToken=event["token"], error="No", cause="never")

    aws.lambda_.register("ask", handler)
    parameters = {"FunctionName": "ask", "Payload": {"token.$": "$$.Task.Token"}}
    execution = start(sfn, create(sfn, task("lambda:invoke.waitForTaskToken", parameters)))
    aws.clock.advance(seconds=1)
    assert failure(sfn, execution) == ("TaskFailed", "No", "never")
    assert [kind for _, _, kind in chain(sfn, execution)].count("TaskSubmitted") == 0


def test_parameters_of_another_type_fail_before_the_task(aws: World, sfn: Any) -> None:
    definition = task(
        "lambda:invoke", {"FunctionName.$": "$.name"}, Catch=[{"ErrorEquals": ["States.ALL"], "Next": "T"}]
    )
    execution = start(sfn, create(sfn, definition), {"name": 5})
    assert chain(sfn, execution)[1:] == [(2, 0, "TaskStateEntered"), (3, 2, "ExecutionFailed")]
    described = sfn.describe_execution(executionArn=execution)
    assert (described["error"], described["cause"]) == (
        "States.Runtime",
        "An error occurred while executing the state 'T' (entered at the event id #2). The Parameters "
        "'{\"FunctionName\":5}' could not be used to start the Task: "
        "[The value for the field 'FunctionName' must be a STRING]",
    )
