"""Where results of asynchronous invocations go, and how that is configured."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import boto3
import pytest

from fakeaws import World
from tests.services.lambda_.sending import FUNCTION, QUEUE, TOPIC, failing, invalid, records, refused, send


@pytest.fixture
def client(aws: World) -> Any:
    return boto3.client("lambda")


@pytest.fixture
def sqs(aws: World) -> Any:
    return boto3.client("sqs")


def to(on_success: str | None = None, on_failure: str | None = None) -> dict[str, Any]:
    config = {}
    if on_success is not None:
        config["OnSuccess"] = {"Destination": on_success}
    if on_failure is not None:
        config["OnFailure"] = {"Destination": on_failure}
    return {"DestinationConfig": config}


def run(aws: World, client: Any, function: str = "f", event: Any = 1) -> str:
    request_id = send(client, function, event)
    aws.clock.run_until_idle()
    return request_id


def test_the_record_of_a_success(aws: World, client: Any, sqs: Any) -> None:
    url = sqs.create_queue(QueueName="ok")["QueueUrl"]
    aws.lambda_.register("f", lambda event, context: {"é": event})
    client.put_function_event_invoke_config(FunctionName="f", **to(aws.sqs.queue("ok").arn))
    aws.clock.advance(milliseconds=1_500)
    request_id = run(aws, client, event={"a": ["é"]})
    [message] = sqs.receive_message(QueueUrl=url, AttributeNames=["All"])["Messages"]
    assert message["Body"].startswith('{"version":"1.0","timestamp":"2026-01-05T00:00:01.500Z","requestContext":{')
    assert json.loads(message["Body"]) == {
        "version": "1.0",
        "timestamp": "2026-01-05T00:00:01.500Z",
        "requestContext": {
            "requestId": request_id,
            "functionArn": f"{FUNCTION}f:$LATEST",
            "condition": "Success",
            "approximateInvokeCount": 1,
        },
        "requestPayload": {"a": ["é"]},
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST"},
        "responsePayload": {"é": {"a": ["é"]}},
    }
    header = message["Attributes"]["AWSTraceHeader"]
    assert re.fullmatch(
        r"Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0;Lineage=1:[0-9a-f]{8}:1", header
    )
    assert int(header[7:15], 16) == int(aws.clock.now.timestamp())
    assert message["Attributes"]["SenderId"].endswith(":f")


def test_the_record_of_a_failure(aws: World, client: Any, sqs: Any) -> None:
    sqs.create_queue(QueueName="bad")
    failing(aws, "f")
    client.put_function_event_invoke_config(FunctionName="f", **to(None, aws.sqs.queue("bad").arn))
    request_id = run(aws, client)
    [record] = records(aws, "bad")
    assert record["requestContext"] == {
        "requestId": request_id,
        "functionArn": f"{FUNCTION}f:$LATEST",
        "condition": "RetriesExhausted",
        "approximateInvokeCount": 3,
    }
    assert record["responseContext"] == {
        "statusCode": 200,
        "executedVersion": "$LATEST",
        "functionError": "Unhandled",
    }
    assert record["responsePayload"]["errorMessage"] == "attempt 3"
    assert record["responsePayload"]["errorType"] == "ValueError"


def test_only_what_is_asked_for(aws: World, client: Any, sqs: Any) -> None:
    sqs.create_queue(QueueName="bad")
    aws.lambda_.register("f", lambda event, context: None)
    client.put_function_event_invoke_config(FunctionName="f", **to(None, aws.sqs.queue("bad").arn))
    run(aws, client)
    client.invoke(FunctionName="f")
    assert records(aws, "bad") == []


def test_a_topic(aws: World, client: Any, sqs: Any) -> None:
    sns = boto3.client("sns")
    topic = sns.create_topic(Name="results")["TopicArn"]
    sqs.create_queue(QueueName="q")
    aws.sqs.queue("q").grant_send(topic)
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=aws.sqs.queue("q").arn)
    aws.lambda_.register("f", lambda event, context: "done")
    client.put_function_event_invoke_config(FunctionName="f", **to(topic))
    run(aws, client)
    [envelope] = records(aws, "q")
    assert "Subject" not in envelope
    assert json.loads(envelope["Message"])["responsePayload"] == "done"


def test_another_function(aws: World, client: Any) -> None:
    aws.lambda_.register("f", lambda event, context: "done")
    aws.lambda_.register("next", lambda event, context: None)
    client.put_function_event_invoke_config(FunctionName="f", **to(f"{FUNCTION}next"))
    request_id = run(aws, client)
    [invocation] = aws.lambda_.function("next").invocations
    assert invocation.event["requestContext"]["requestId"] == request_id
    assert invocation.event["responsePayload"] == "done"
    assert [each.resource for each in aws.trace(request_id) if each.outcome == "accepted"] == ["f", "next"]


def test_a_bucket(aws: World, client: Any) -> None:
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="failures")
    failing(aws, "f")
    client.put_function_event_invoke_config(
        FunctionName="f", MaximumRetryAttempts=0, **to(None, "arn:aws:s3:::failures")
    )
    run(aws, client)
    [entry] = s3.list_objects_v2(Bucket="failures")["Contents"]
    assert entry["Key"].startswith("aws/lambda/async/f/2026/01/05/2026-01-05T00.00.00-")
    record = json.load(s3.get_object(Bucket="failures", Key=entry["Key"])["Body"])
    assert record["requestContext"]["condition"] == "RetriesExhausted"


@pytest.mark.parametrize("succeeds", [True, False])
def test_a_bus(aws: World, client: Any, sqs: Any, succeeds: bool) -> None:
    events = boto3.client("events")
    bus = events.create_event_bus(Name="results")["EventBusArn"]
    rule = events.put_rule(Name="r", EventBusName="results", EventPattern='{"source":["lambda"]}')["RuleArn"]
    sqs.create_queue(QueueName="results")
    aws.sqs.queue("results").grant_send(rule)
    target = {"Id": "1", "Arn": aws.sqs.queue("results").arn}
    events.put_targets(Rule="r", EventBusName="results", Targets=[target])
    if succeeds:
        aws.lambda_.register("f", lambda event, context: event)
    else:
        failing(aws, "f")
    client.put_function_event_invoke_config(FunctionName="f", MaximumRetryAttempts=0, **to(bus, bus))
    request_id = run(aws, client)
    [event] = records(aws, "results")
    how = "Success" if succeeds else "Failure"
    assert event["detail-type"] == f"Lambda Function Invocation Result - {how}"
    assert event["resources"] == [bus, f"{FUNCTION}f:$LATEST"]
    assert event["detail"]["requestContext"]["requestId"] == request_id
    assert event["detail"]["requestContext"]["condition"] == ("Success" if succeeds else "RetriesExhausted")
    assert aws.trace(request_id).fates["results"] == "visible"


@pytest.mark.parametrize(
    ("destination", "code"),
    [
        (f"{QUEUE}gone", "AWS.SimpleQueueService.NonExistentQueue"),
        (f"{TOPIC}gone", "NotFound"),
        ("arn:aws:s3:::gone", "NoSuchBucket"),
    ],
)
def test_a_record_that_cannot_be_delivered_is_lost(aws: World, client: Any, destination: str, code: str) -> None:
    failing(aws, "f")
    client.put_function_event_invoke_config(FunctionName="f", MaximumRetryAttempts=0, **to(None, destination))
    run(aws, client)
    [lost] = aws.timeline.select(service="lambda", kind="DestinationDelivery")
    assert (lost.outcome, lost.details["target"]) == (code, destination)
    assert lost.details["message"]


def test_planned_faults_strike_deliveries(aws: World, client: Any, sqs: Any) -> None:
    sqs.create_queue(QueueName="ok")
    aws.lambda_.register("f", lambda event, context: None)
    client.put_function_event_invoke_config(FunctionName="f", **to(aws.sqs.queue("ok").arn))
    aws.faults.fail("sqs.SendMessage", code="AccessDenied", status=403)
    run(aws, client)
    assert records(aws, "ok") == []
    [lost] = aws.timeline.select(kind="DestinationDelivery")
    assert lost.outcome == "AccessDenied"


@pytest.mark.filterwarnings("ignore::fakeaws.errors.MissingPolicyWarning")
def test_a_bucket_invokes_a_function(aws: World, client: Any) -> None:
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="uploads")
    aws.lambda_.register("f", lambda event, context: None)
    configuration = {"LambdaFunctionArn": f"{FUNCTION}f", "Events": ["s3:ObjectCreated:*"]}
    s3.put_bucket_notification_configuration(
        Bucket="uploads", NotificationConfiguration={"LambdaFunctionConfigurations": [configuration]}
    )
    s3.put_object(Bucket="uploads", Key="k", Body=b"1")
    aws.clock.run_until_idle()
    [invocation] = aws.lambda_.function("f").invocations
    assert invocation.event["Records"][0]["s3"]["object"]["key"] == "k"


# -- dead-letter queues --------------------------------------------------------------------------------------------------


def zipped(client: Any, dead_letter: str, source: str) -> None:
    """A function "f" with a dead-letter queue or topic."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(zipfile.ZipInfo("main.py"), source)
    client.create_function(
        FunctionName="f",
        Role="arn:aws:iam::123456789012:role/r",
        Runtime="python3.13",
        Handler="main.handler",
        Code={"ZipFile": content.getvalue()},
        DeadLetterConfig={"TargetArn": dead_letter},
    )


RAISES = "def handler(event, context):\n    raise ValueError('é' * 600 + context.aws_request_id)\n"


def test_the_dead_letter_queue_gets_the_event(aws: World, client: Any, sqs: Any) -> None:
    url = sqs.create_queue(QueueName="dead")["QueueUrl"]
    zipped(client, aws.sqs.queue("dead").arn, RAISES)
    request_id = run(aws, client, event={"a": "é"})
    [message] = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"])["Messages"]
    assert message["Body"] == json.dumps({"a": "é"})
    assert message["MessageAttributes"] == {
        "RequestID": {"DataType": "String", "StringValue": request_id},
        "ErrorCode": {"DataType": "Number", "StringValue": "200"},
        "ErrorMessage": {"DataType": "String", "StringValue": "é" * 512},
    }
    assert aws.trace(request_id).path == ["f", "dead"]


def test_a_dead_letter_topic(aws: World, client: Any, sqs: Any) -> None:
    sns = boto3.client("sns")
    topic = sns.create_topic(Name="dead")["TopicArn"]
    sqs.create_queue(QueueName="q")
    aws.sqs.queue("q").grant_send(topic)
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=aws.sqs.queue("q").arn)
    zipped(client, topic, "def handler(event, context):\n    raise ValueError\n")
    run(aws, client)
    [envelope] = records(aws, "q")
    assert envelope["Message"] == "1"
    assert set(envelope["MessageAttributes"]) == {"RequestID", "ErrorCode"}


def test_both_get_it(aws: World, client: Any, sqs: Any) -> None:
    for name in ("dead", "bad"):
        sqs.create_queue(QueueName=name)
    zipped(client, aws.sqs.queue("dead").arn, RAISES)
    client.put_function_event_invoke_config(FunctionName="f", **to(None, aws.sqs.queue("bad").arn))
    run(aws, client)
    assert records(aws, "dead") == [1]
    assert records(aws, "bad")[0]["requestPayload"] == 1


def test_never_tried_it_is_dead_all_the_same(aws: World, client: Any, sqs: Any) -> None:
    url = sqs.create_queue(QueueName="dead")["QueueUrl"]
    zipped(client, aws.sqs.queue("dead").arn, RAISES)
    client.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=0)
    run(aws, client)
    [message] = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"])["Messages"]
    assert message["MessageAttributes"]["ErrorCode"]["StringValue"] == "429"
    assert message["MessageAttributes"]["ErrorMessage"]["StringValue"] == "Rate Exceeded."


def test_a_dead_letter_queue_that_is_gone(aws: World, client: Any) -> None:
    zipped(client, f"{QUEUE}gone", RAISES)
    run(aws, client)
    [lost] = aws.timeline.select(service="lambda", kind="DeadLetterDelivery")
    assert lost.outcome == "AWS.SimpleQueueService.NonExistentQueue"


# -- configuration -------------------------------------------------------------------------------------------------------


def test_put_replaces_and_update_merges(aws: World, client: Any) -> None:
    failing(aws, "f")
    answer = client.put_function_event_invoke_config(FunctionName="f", MaximumRetryAttempts=1)
    common = {"ResponseMetadata", "LastModified", "FunctionArn", "DestinationConfig"}
    assert set(answer) == {*common, "MaximumRetryAttempts"}
    assert answer["FunctionArn"] == f"{FUNCTION}f:$LATEST"
    assert answer["LastModified"] == aws.clock.now
    assert answer["DestinationConfig"] == {"OnSuccess": {}, "OnFailure": {}}
    answer = client.update_function_event_invoke_config(
        FunctionName="f", MaximumEventAgeInSeconds=100, **to(f"{QUEUE}q", f"{TOPIC}t")
    )
    assert (answer["MaximumRetryAttempts"], answer["MaximumEventAgeInSeconds"]) == (1, 100)
    answer = client.update_function_event_invoke_config(FunctionName="f", **to("", None))
    assert answer["DestinationConfig"] == {"OnSuccess": {}, "OnFailure": {"Destination": f"{TOPIC}t"}}
    answer = client.put_function_event_invoke_config(FunctionName="f", MaximumEventAgeInSeconds=60)
    assert set(answer) == {*common, "MaximumEventAgeInSeconds"}
    shown = client.get_function_event_invoke_config(FunctionName="f")
    assert {**shown, "ResponseMetadata": 0} == {**answer, "ResponseMetadata": 0}
    assert [each["FunctionArn"] for each in listed(client)] == [f"{FUNCTION}f:$LATEST"]
    client.delete_function_event_invoke_config(FunctionName="f")
    assert listed(client) == []


def listed(client: Any) -> list[Any]:
    found: list[Any] = client.list_function_event_invoke_configs(FunctionName="f")["FunctionEventInvokeConfigs"]
    return found


def test_what_is_refused(aws: World, client: Any) -> None:
    failing(aws, "f")
    put, update = client.put_function_event_invoke_config, client.update_function_event_invoke_config
    with refused("ResourceNotFoundException", "The function doesn't exist.", 404):
        put(FunctionName="other", MaximumRetryAttempts=1)
    with invalid("You must specify at least one of error handling or destination setting."):
        put(FunctionName="f")
    with invalid(f"The destination ARN {FUNCTION}other is invalid."):
        put(FunctionName="f", **to(f"{FUNCTION}other"))
    for itself in (f"{FUNCTION}f", f"{FUNCTION}f:$LATEST"):
        with invalid("You can't specify the function as a destination for itself."):
            put(FunctionName="f", **to(itself))
    for arn in (
        "arn:aws:kinesis:us-east-1:123456789012:stream/s",
        f"{QUEUE}q.fifo",
        f"{TOPIC}t.fifo",
        "arn:aws:s3:::b",
    ):
        config = f"DestinationConfig(onSuccess=OnSuccess(destination={arn}), onFailure=null)"
        with invalid(f"The provided destination config {config} is invalid."):
            put(FunctionName="f", **to(arn))
    none = f"The function {FUNCTION}f:$LATEST doesn't have an EventInvokeConfig"
    for call in (
        client.get_function_event_invoke_config,
        client.delete_function_event_invoke_config,
    ):
        with refused("ResourceNotFoundException", none, 404):
            call(FunctionName="f")
    with refused("ResourceNotFoundException", none, 404):
        update(FunctionName="f", MaximumRetryAttempts=1)
    with refused(
        "ValidationException",
        "1 validation error detected: Value '3' at 'maximumRetryAttempts' failed to satisfy constraint: "
        "Member must have value less than or equal to 2",
    ):
        put(FunctionName="f", MaximumRetryAttempts=3)
    assert listed(client) == []
