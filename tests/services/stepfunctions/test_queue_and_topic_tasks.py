"""sqs:sendMessage and sns:publish as tasks."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeaws import World, router
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

URL = "https://sqs.us-east-1.amazonaws.com/123456789012/jobs"
TOPIC = "arn:aws:sns:us-east-1:123456789012:news"


@pytest.fixture
def jobs(sqs: Any) -> str:
    url: str = sqs.create_queue(QueueName="jobs")["QueueUrl"]
    return url


def received(sqs: Any) -> str:
    body: str = sqs.receive_message(QueueUrl=URL)["Messages"][0]["Body"]
    return body


def test_a_message_is_sent(sfn: Any, sqs: Any, jobs: str) -> None:
    body = {"order": [1, 2.50], "note": "é"}
    answer = output(run(sfn, task("sqs:sendMessage", {"QueueUrl": jobs, "MessageBody": body, "Unknown": 1})))
    assert received(sqs) == '{"order":[1,2.5],"note":"é"}'
    assert list(answer) == ["MD5OfMessageBody", "MessageId", "SdkHttpMetadata", "SdkResponseMetadata"]
    request_id = answer["SdkResponseMetadata"]["RequestId"]
    assert list(answer["SdkHttpMetadata"]["AllHttpHeaders"].items()) == [
        ("x-amzn-RequestId", [request_id]),
        ("connection", ["keep-alive"]),
        ("Content-Length", ["106"]),
        ("Date", ["Mon, 05 Jan 2026 00:00:00 GMT"]),
        ("Content-Type", ["application/x-amz-json-1.0"]),
    ]
    assert list(answer["SdkHttpMetadata"]["HttpHeaders"]) == [
        "connection",
        "Content-Length",
        "Content-Type",
        "Date",
        "x-amzn-RequestId",
    ]
    assert answer["SdkHttpMetadata"]["HttpStatusCode"] == 200


def test_a_callback_that_nobody_answers(aws: World, sfn: Any, sqs: Any, jobs: str) -> None:
    parameters = {"QueueUrl": jobs, "MessageBody": {"Message": "go", "TaskToken.$": "$$.Task.Token"}}
    definition = task("sqs:sendMessage.waitForTaskToken", parameters, TimeoutSeconds=600, HeartbeatSeconds=5)
    execution = start(sfn, create(sfn, definition))
    aws.clock.advance(seconds=5)
    found = events(sfn, execution)
    assert chain(sfn, execution) == [
        (1, 0, "ExecutionStarted"),
        (2, 0, "TaskStateEntered"),
        (3, 2, "TaskScheduled"),
        (4, 3, "TaskStarted"),
        (5, 4, "TaskSubmitted"),
        (6, 5, "TaskTimedOut"),
        (7, 6, "ExecutionFailed"),
    ]
    about = {"resourceType": "sqs", "resource": "sendMessage.waitForTaskToken"}
    scheduled = details(found[2])
    token = json.loads(received(sqs))["TaskToken"]
    assert json.loads(scheduled.pop("parameters")) == {
        "QueueUrl": jobs,
        "MessageBody": {"Message": "go", "TaskToken": token},
    }
    assert scheduled == {**about, "region": "us-east-1", "timeoutInSeconds": 600, "heartbeatInSeconds": 5}
    assert details(found[3]) == about
    submitted = details(found[4])
    assert list(json.loads(submitted.pop("output"))) == [
        "MD5OfMessageBody",
        "MessageId",
        "SdkHttpMetadata",
        "SdkResponseMetadata",
    ]
    assert submitted == {**about, "outputDetails": {"truncated": False}}
    assert details(found[5]) == {**about, "error": "States.Timeout"}
    assert details(found[6]) == {"error": "States.Timeout"}


def test_the_tokens_outcome_is_the_result(aws: World, sfn: Any, sqs: Any, jobs: str) -> None:
    parameters = {"QueueUrl": jobs, "MessageBody.$": "$$.Task.Token"}
    definition = task("sqs:sendMessage.waitForTaskToken", parameters, HeartbeatSeconds=5)
    execution = start(sfn, create(sfn, definition))
    token = received(sqs)
    for _ in range(3):
        aws.clock.advance(seconds=4)
        sfn.send_task_heartbeat(taskToken=token)
    sfn.send_task_success(taskToken=token, output="[1]")
    assert output(sfn.describe_execution(executionArn=execution)) == [1]


def test_an_empty_body(sfn: Any, jobs: str) -> None:
    _, error, cause = failure(
        sfn, start(sfn, create(sfn, task("sqs:sendMessage", {"QueueUrl": jobs, "MessageBody": ""})))
    )
    assert (error, without_ids(cause)) == (
        "SQS.AmazonSQSException",
        "The request must contain the parameter MessageBody. (Service: AmazonSQS; Status Code: 400; "
        "Error Code: MissingParameter; Request ID: <id>; Proxy: null)",
    )


def test_a_missing_queue(sfn: Any) -> None:
    kind, error, cause = failure(
        sfn, start(sfn, create(sfn, task("sqs:sendMessage", {"QueueUrl": URL, "MessageBody": "x"})))
    )
    assert (kind, error) == ("TaskFailed", "SQS.QueueDoesNotExistException")
    assert "Error Code: AWS.SimpleQueueService.NonExistentQueue; " in cause


def test_another_host(sfn: Any) -> None:
    parameters = {"QueueUrl": "http://no-such-queue", "MessageBody": "x"}
    assert failure(sfn, start(sfn, create(sfn, task("sqs:sendMessage", parameters)))) == (
        "TaskFailed",
        "SQS.SdkClientException",
        "Unable to execute HTTP request: no-such-queue: Name or service not known",
    )


def test_a_submission_that_fails(sfn: Any) -> None:
    parameters = {"QueueUrl": URL, "MessageBody": "x"}
    kind, error, _ = failure(sfn, start(sfn, create(sfn, task("sqs:sendMessage.waitForTaskToken", parameters))))
    assert (kind, error) == ("TaskSubmitFailed", "SQS.QueueDoesNotExistException")


def test_a_message_is_published(aws: World, sfn: Any, sns: Any, sqs: Any, jobs: str) -> None:
    sns.create_topic(Name="news")
    sns.subscribe(TopicArn=TOPIC, Protocol="sqs", Endpoint="arn:aws:sqs:us-east-1:123456789012:jobs")
    aws.sqs.queue("jobs").grant_send(TOPIC)
    attributes = {"kind": {"DataType": "String", "StringValue": "x"}}
    parameters = {"TopicArn": TOPIC, "Message": {"a": 1}, "MessageAttributes": attributes}
    answer = output(run(sfn, task("sns:publish", parameters)))
    told = json.loads(received(sqs))
    assert (told["MessageId"], told["Message"]) == (answer["MessageId"], '{"a":1}')
    assert told["MessageAttributes"] == {"kind": {"Type": "String", "Value": "x"}}
    assert list(answer) == ["MessageId", "SdkHttpMetadata", "SdkResponseMetadata"]
    headers = answer["SdkHttpMetadata"]["HttpHeaders"]
    assert (headers["Content-Type"], headers["Content-Length"]) == ("text/xml", "294")


def test_a_missing_topic(sfn: Any) -> None:
    _, error, cause = failure(sfn, start(sfn, create(sfn, task("sns:publish", {"TopicArn": TOPIC, "Message": "x"}))))
    assert (error, without_ids(cause)) == (
        "SNS.NotFoundException",
        "Topic does not exist (Service: AmazonSNS; Status Code: 404; Error Code: NotFound; Request ID: <id>; Proxy: null)",
    )


def test_what_fakeaws_does_not_have_is_not_caught(sfn: Any, sns: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(router.load("sns"), "publish", None)
    caught = [{"ErrorEquals": ["States.ALL"], "Next": "T"}]
    described = run(sfn, task("sns:publish", {"TopicArn": TOPIC, "Message": "x"}, Catch=caught))
    assert (described["status"], described["error"]) == ("FAILED", "States.Runtime")
    assert described["cause"] == (
        "sns.Publish is not supported by fakeaws (not implemented yet); docs/coverage.md lists what is. "
        "Let something stand in for the task: aws.stepfunctions.mock_task('T', returns=...)"
    )
