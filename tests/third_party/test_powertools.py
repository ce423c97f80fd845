"""Powertools for AWS Lambda as it comes: its batch processors behind event source mappings, and its logger."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import botocore
import pytest

from fakeaws import World
from tests.services.lambda_.making import create, zip_of

batch = pytest.importorskip("aws_lambda_powertools.utilities.batch", reason="aws-lambda-powertools is not installed")
user_agent: Any = pytest.importorskip("aws_lambda_powertools.shared.user_agent")
# Importing it adds a handler to every later session of the process; other tests shall not notice.
botocore.unregister_initializer(user_agent._initializer_botocore_session)

Deploy = Callable[..., list[list[str]]]


@pytest.fixture(autouse=True)
def _its_handler_in_every_session() -> Iterator[None]:
    botocore.register_initializer(user_agent._initializer_botocore_session)
    yield
    botocore.unregister_initializer(user_agent._initializer_botocore_session)


@pytest.fixture
def sqs(aws: World) -> Any:
    return boto3.client("sqs")


@pytest.fixture
def deploy(aws: World, sqs: Any) -> Deploy:
    """A handler behind a queue with partial batch responses, 30 s of visibility and two receives; what it gets."""

    def deployed(name: str, handler: Callable[[Any, Any], Any]) -> list[list[str]]:
        fifo = {"FifoQueue": "true", "ContentBasedDeduplication": "true"} if name.endswith(".fifo") else {}
        dead = "dead.fifo" if fifo else "dead"
        sqs.create_queue(QueueName=dead, Attributes=fifo)
        redrive = json.dumps({"deadLetterTargetArn": aws.sqs.queue(dead).arn, "maxReceiveCount": 2})
        sqs.create_queue(QueueName=name, Attributes={**fifo, "VisibilityTimeout": "30", "RedrivePolicy": redrive})
        batches: list[list[str]] = []

        @aws.lambda_.register("pay", timeout=5)
        def pay(event: Any, context: Any) -> Any:
            batches.append([record["body"] for record in event["Records"]])
            return handler(event, context)

        boto3.client("lambda").create_event_source_mapping(
            FunctionName="pay",
            EventSourceArn=aws.sqs.queue(name).arn,
            FunctionResponseTypes=["ReportBatchItemFailures"],
        )
        aws.clock.advance(seconds=5)
        return batches

    return deployed


def pay_one(paid: list[str]) -> Callable[[Any], None]:
    """The work of one record; refuses what is bad."""

    def pay(record: Any) -> None:
        if record.body.startswith("bad"):
            raise ValueError(record.body)
        paid.append(record.body)

    return pay


def send(sqs: Any, aws: World, name: str, *bodies: str, group: str = "") -> list[str]:
    entries: list[dict[str, str]] = [
        {"Id": str(n), "MessageBody": body, **({"MessageGroupId": group} if group else {})}
        for n, body in enumerate(bodies)
    ]
    answer = sqs.send_message_batch(QueueUrl=aws.sqs.queue(name).url, Entries=entries)
    return [sent["MessageId"] for sent in answer["Successful"]]


def test_the_batch_processor_reports_what_failed(aws: World, sqs: Any, deploy: Deploy) -> None:
    paid: list[str] = []
    processor = batch.BatchProcessor(event_type=batch.EventType.SQS)

    def handler(event: Any, context: Any) -> Any:
        return batch.process_partial_response(event, pay_one(paid), processor, context)

    batches = deploy("orders", handler)
    first, bad, last = send(sqs, aws, "orders", "1", "bad", "3")
    aws.clock.advance(minutes=2)
    assert batches == [["1", "bad", "3"], ["bad"]]
    assert paid == ["1", "3"]
    assert [aws.trace(each).fates["orders"] for each in (first, bad, last)] == ["deleted", "dead-lettered", "deleted"]
    calls = aws.lambda_.function("pay").invocations
    assert calls[0].result == {"batchItemFailures": [{"itemIdentifier": bad}]}
    # A batch of nothing but failures raises, unless it is told not to; the effect is the same.
    assert [call.outcome for call in calls] == ["succeeded", "failed"]
    assert "BatchProcessingError" in calls[1].logs


def test_the_fifo_processor_stops_at_the_first_failure(aws: World, sqs: Any, deploy: Deploy) -> None:
    """What comes after it is reported, too, so that the group stays in order: until the dead-letter queue has it."""
    paid: list[str] = []
    processor = batch.SqsFifoPartialProcessor()

    def handler(event: Any, context: Any) -> Any:
        return batch.process_partial_response(event, pay_one(paid), processor, context)

    batches = deploy("orders.fifo", handler)
    send(sqs, aws, "orders.fifo", "1", "bad", "3", group="ann")
    aws.clock.advance(seconds=10)
    assert (batches, paid) == ([["1", "bad", "3"]], ["1"])
    aws.clock.advance(minutes=2)
    assert batches[1] == ["bad", "3"]
    assert paid == ["1"]
    assert [message.body for message in aws.sqs.queue("dead.fifo").messages] == ["bad", "3"]


def test_the_fifo_processor_goes_on_with_other_groups(aws: World, sqs: Any, deploy: Deploy) -> None:
    paid: list[str] = []
    processor = batch.SqsFifoPartialProcessor(skip_group_on_error=True)

    def handler(event: Any, context: Any) -> Any:
        return batch.process_partial_response(event, pay_one(paid), processor, context)

    deploy("orders.fifo", handler)
    send(sqs, aws, "orders.fifo", "bad", "2", group="ann")
    send(sqs, aws, "orders.fifo", "3", "4", group="bob")
    aws.clock.advance(minutes=2)
    assert paid == ["3", "4"]
    assert [message.body for message in aws.sqs.queue("dead.fifo").messages] == ["bad", "2"]


APP = """
from aws_lambda_powertools import Logger

logger = Logger(service="payments", level="INFO")

@logger.inject_lambda_context
def handler(event, context):
    logger.info("paid", extra={"order": event["order"]})
"""


def test_the_logger_in_a_zip_knows_the_invocation(aws: World) -> None:
    """Its lines are JSON on the function's standard output, with what the context says, and so in CloudWatch Logs."""
    client: Any = boto3.client("lambda")
    create(client, "pay", Code={"ZipFile": zip_of(APP)})
    for order in ("1", "2"):
        client.invoke(FunctionName="pay", Payload=json.dumps({"order": order}))
    calls = aws.lambda_.function("pay").invocations
    lines = [json.loads(line) for call in calls for line in call.logs.splitlines() if line.startswith("{")]
    assert [(line["order"], line["function_name"], line["cold_start"]) for line in lines] == [
        ("1", "pay", True),
        ("2", "pay", False),
    ]
    assert [line["timestamp"][:19] for line in lines] == ["2026-01-05 00:00:00"] * 2
    logs: Any = boto3.client("logs")
    [found] = logs.filter_log_events(logGroupName="/aws/lambda/pay", filterPattern='{ $.order = "2" }')["events"]
    assert json.loads(found["message"]) == lines[1]
