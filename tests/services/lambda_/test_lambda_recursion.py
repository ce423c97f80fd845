"""Functions that keep invoking themselves."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from fakeaws import World
from tests.services.lambda_.sending import records, send


@pytest.fixture
def client(aws: World) -> Any:
    return boto3.client("lambda")


def test_sixteen_invocations_of_a_chain_are_enough(aws: World, client: Any) -> None:
    sqs = boto3.client("sqs")
    sqs.create_queue(QueueName="failures")

    @aws.lambda_.register("loop")
    def loop(event: Any, context: Any) -> None:
        send(boto3.client("lambda"), "loop", event + 1)

    destination = {"OnFailure": {"Destination": aws.sqs.queue("failures").arn}}
    client.put_function_event_invoke_config(FunctionName="loop", DestinationConfig=destination)
    send(client, "loop", 1)
    aws.clock.run_until_idle()
    assert [each.event for each in aws.lambda_.function("loop").invocations] == list(range(1, 17))
    [record] = records(aws, "failures")
    assert record["requestPayload"] == 17
    assert record["requestContext"]["condition"] == "RecursiveInvocation"
    send(client, "loop", 1)
    aws.clock.run_until_idle()
    assert len(aws.lambda_.function("loop").invocations) == 32


def test_whoever_waits_is_told(aws: World, client: Any) -> None:
    codes = []

    @aws.lambda_.register("loop", timeout=900)
    def loop(event: Any, context: Any) -> None:
        try:
            boto3.client("lambda").invoke(FunctionName="loop", Payload=json.dumps(event + 1))
        except ClientError as error:
            codes.append(error.response["Error"]["Code"])

    client.invoke(FunctionName="loop", Payload=b"1")
    assert codes == ["RecursiveInvocationException"]
    assert len(aws.lambda_.function("loop").invocations) == 16


@pytest.mark.filterwarnings("ignore::fakeaws.errors.MissingPolicyWarning")
def test_through_a_topic(aws: World, client: Any) -> None:
    sns = boto3.client("sns")
    topic = sns.create_topic(Name="loop")["TopicArn"]

    @aws.lambda_.register("loop")
    def loop(event: Any, context: Any) -> None:
        boto3.client("sns").publish(TopicArn=topic, Message="again")

    sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=aws.lambda_.function("loop").arn)
    sns.publish(TopicArn=topic, Message="first")
    aws.clock.run_until_idle()
    assert len(aws.lambda_.function("loop").invocations) == 16
    [end] = aws.timeline.select(kind="AsyncEnd")
    assert end.outcome == "RecursiveInvocation"


def test_loops_can_be_allowed(aws: World, client: Any) -> None:
    @aws.lambda_.register("loop")
    def loop(event: Any, context: Any) -> None:
        if event < 40:
            send(boto3.client("lambda"), "loop", event + 1)

    client.put_function_recursion_config(FunctionName="loop", RecursiveLoop="Allow")
    send(client, "loop", 1)
    aws.clock.run_until_idle()
    assert len(aws.lambda_.function("loop").invocations) == 40


def test_two_functions_count_for_themselves(aws: World, client: Any) -> None:
    @aws.lambda_.register("ping")
    def ping(event: Any, context: Any) -> None:
        send(boto3.client("lambda"), "pong", event)

    @aws.lambda_.register("pong")
    def pong(event: Any, context: Any) -> None:
        send(boto3.client("lambda"), "ping", event)

    send(client, "ping", 1)
    aws.clock.run_until_idle()
    assert [len(aws.lambda_.function(name).invocations) for name in ("ping", "pong")] == [16, 16]


def test_through_a_queue(aws: World, client: Any) -> None:
    """What the seventeenth invocation would have got comes back until the queue's dead-letter queue has it."""
    sqs: Any = boto3.client("sqs")
    sqs.create_queue(QueueName="dead")
    redrive = {"deadLetterTargetArn": aws.sqs.queue("dead").arn, "maxReceiveCount": 2}
    url = sqs.create_queue(QueueName="loop", Attributes={"RedrivePolicy": json.dumps(redrive)})["QueueUrl"]

    @aws.lambda_.register("loop")
    def loop(event: Any, context: Any) -> None:
        [record] = event["Records"]
        boto3.client("sqs").send_message(QueueUrl=url, MessageBody=str(int(record["body"]) + 1))

    client.create_event_source_mapping(FunctionName="loop", EventSourceArn=aws.sqs.queue("loop").arn)
    sqs.send_message(QueueUrl=url, MessageBody="1")
    aws.clock.advance(minutes=5)
    assert len(aws.lambda_.function("loop").invocations) == 16
    assert list(aws.sqs.queue("loop").messages) == []
    assert [message.body for message in aws.sqs.queue("dead").messages] == ["17"]
