"""Powertools' idempotency with a table of moto's, and its metrics in the log."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from typing import Any

import boto3
import moto  # noqa: F401 - it answers for DynamoDB
import pytest

from fakeaws import World
from tests.third_party.test_powertools import _its_handler_in_every_session  # noqa: F401

idempotency: Any = pytest.importorskip("aws_lambda_powertools.utilities.idempotency")
powertools: Any = pytest.importorskip("aws_lambda_powertools")


@pytest.fixture
def table(aws: World) -> Any:
    resource: Any = boto3.resource("dynamodb")
    return resource.create_table(
        TableName="done",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )


def test_a_message_that_comes_back_is_paid_once(aws: World, table: Any) -> None:
    """The first batch times out after it has paid; the second finds the record of that."""
    sqs: Any = boto3.client("sqs")
    url = sqs.create_queue(QueueName="orders", Attributes={"VisibilityTimeout": "30"})["QueueUrl"]
    paid: list[str] = []
    layer = idempotency.DynamoDBPersistenceLayer(table_name="done")
    config = idempotency.IdempotencyConfig(event_key_jmespath="messageId", expires_after_seconds=3600)

    @idempotency.idempotent_function(data_keyword_argument="record", persistence_store=layer, config=config)
    def pay(record: Any) -> str:
        paid.append(record["body"])
        return "receipt"

    @aws.lambda_.register("pay", timeout=5)
    def handler(event: Any, context: Any) -> list[str]:
        config.register_lambda_context(context)
        receipts = [pay(record=record) for record in event["Records"]]
        if len(aws.lambda_.function("pay").invocations) == 1:
            time.sleep(60)
        return receipts

    boto3.client("lambda").create_event_source_mapping(FunctionName="pay", EventSourceArn=aws.sqs.queue("orders").arn)
    sent = sqs.send_message(QueueUrl=url, MessageBody="42")
    aws.clock.advance(minutes=2)
    calls = aws.lambda_.function("pay").invocations
    assert [call.outcome for call in calls] == ["timed-out", "succeeded"]
    assert paid == ["42"]
    assert calls[1].result == ["receipt"]
    assert aws.trace(sent).fates == {"orders": "deleted"}
    [item] = table.scan()["Items"]
    assert item["status"] == "COMPLETED"
    began = aws.clock.now - aws.clock.elapsed + timedelta(seconds=2)  # the mapping needs that long
    assert int(item["expiration"]) == int((began + timedelta(hours=1)).timestamp())


def test_a_record_expires_in_virtual_time(aws: World, table: Any) -> None:
    paid: list[int] = []
    layer = idempotency.DynamoDBPersistenceLayer(table_name="done")
    config = idempotency.IdempotencyConfig(event_key_jmespath="order", expires_after_seconds=60)

    @aws.lambda_.register("pay")
    @idempotency.idempotent(persistence_store=layer, config=config)
    def pay(event: Any, context: Any) -> int:
        paid.append(event["order"])
        return len(paid)

    client: Any = boto3.client("lambda")

    def invoke() -> Any:
        return json.load(client.invoke(FunctionName="pay", Payload=json.dumps({"order": 7}))["Payload"])

    assert [invoke(), invoke()] == [1, 1]
    aws.clock.advance(seconds=59)
    assert invoke() == 1
    aws.clock.advance(seconds=2)
    assert invoke() == 2


def test_metrics_are_lines_of_the_log(aws: World) -> None:
    metrics = powertools.Metrics(namespace="Shop", service="pay")

    @aws.lambda_.register("pay")
    @metrics.log_metrics(capture_cold_start_metric=True)
    def pay(event: Any, context: Any) -> None:
        metrics.add_metric(name="Paid", unit="Count", value=event["orders"])

    boto3.client("lambda").invoke(FunctionName="pay", Payload=json.dumps({"orders": 3}))
    logs: Any = boto3.client("logs")
    group = "/aws/lambda/pay"
    [cold] = logs.filter_log_events(logGroupName=group, filterPattern="{ $.ColdStart[0] = 1 }")["events"]
    [found] = logs.filter_log_events(logGroupName=group, filterPattern="{ $.Paid[0] = 3 }")["events"]
    assert json.loads(cold["message"])["function_name"] == "pay"
    told = json.loads(found["message"])
    assert told["_aws"]["Timestamp"] == int(aws.clock.now.timestamp() * 1000)
    assert told["_aws"]["CloudWatchMetrics"][0]["Metrics"] == [{"Name": "Paid", "Unit": "Count"}]
