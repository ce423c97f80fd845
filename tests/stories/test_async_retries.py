"""Asynchronous invocations as users write them: retries, what is left over, a topic's events."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from typing import Any

import boto3
import pytest

from fakeaws import World


@pytest.fixture
def lambda_client(aws: World) -> Any:
    return boto3.client("lambda")


@pytest.fixture
def failures(aws: World) -> str:
    """The ARN of a queue for what failed."""
    boto3.client("sqs").create_queue(QueueName="failures")
    return aws.sqs.queue("failures").arn


def test_what_failed_three_times_is_kept(aws: World, lambda_client: Any, failures: str) -> None:
    charged = []

    @aws.lambda_.register("charge", timeout=30)
    def charge(event: Any, context: Any) -> None:
        charged.append((event["order"], context.aws_request_id))
        time.sleep(2)
        raise RuntimeError("the bank does not answer")

    lambda_client.put_function_event_invoke_config(
        FunctionName="charge", DestinationConfig={"OnFailure": {"Destination": failures}}
    )
    answer = lambda_client.invoke(FunctionName="charge", InvocationType="Event", Payload=json.dumps({"order": 7}))
    assert aws.clock.elapsed == timedelta(0)
    aws.clock.run_until_idle()

    request_id = answer["ResponseMetadata"]["RequestId"]
    assert charged == [(7, request_id)] * 3  # not idempotent: the customer paid three times
    assert aws.clock.elapsed == timedelta(seconds=2 + 60 + 2 + 120 + 2)
    [message] = aws.sqs.queue("failures").messages
    record = json.loads(message.body)
    assert record["requestPayload"] == {"order": 7}
    assert record["requestContext"]["condition"] == "RetriesExhausted"
    assert record["responsePayload"]["errorMessage"] == "the bank does not answer"


def test_ten_handlers_that_sleep_a_minute_end_together(aws: World, lambda_client: Any) -> None:
    aws.lambda_.register("sleeper", lambda event, context: time.sleep(60), timeout=90)
    for number in range(10):
        lambda_client.invoke(FunctionName="sleeper", InvocationType="Event", Payload=json.dumps(number))
    aws.clock.run_until_idle()
    assert aws.clock.elapsed == timedelta(seconds=60)
    assert [each.outcome for each in aws.lambda_.function("sleeper").invocations] == ["succeeded"] * 10


@pytest.mark.filterwarnings("ignore::fakeaws.errors.MissingPolicyWarning")
def test_from_a_topic_through_a_function_to_a_queue(aws: World, lambda_client: Any) -> None:
    sns, sqs = boto3.client("sns"), boto3.client("sqs")
    sqs.create_queue(QueueName="done")
    topic = sns.create_topic(Name="orders")["TopicArn"]

    @aws.lambda_.register("bill")
    def bill(event: Any, context: Any) -> Any:
        [record] = event["Records"]
        return {"billed": json.loads(record["Sns"]["Message"])["id"]}

    lambda_client.put_function_event_invoke_config(
        FunctionName="bill", DestinationConfig={"OnSuccess": {"Destination": aws.sqs.queue("done").arn}}
    )
    sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=aws.lambda_.function("bill").arn)
    sent = sns.publish(TopicArn=topic, Message='{"id": 7}')
    aws.clock.run_until_idle()

    [message] = aws.sqs.queue("done").messages
    assert json.loads(message.body)["responsePayload"] == {"billed": 7}
    trace = aws.trace(sent)
    assert trace.fates == {"bill": "delivered", "done": "visible"}
    assert trace.path == ["orders", "bill", "done"]
