"""Fast path and wire path, boto3 and aiobotocore: one scenario, four ways, equal answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.both_paths import Ask, by_aiobotocore, by_boto3, typed


async def scenario(ask: Ask) -> None:
    """Every operation of the suite that is there, successes and refusals, through ``ask(service, operation, **params)``."""
    queue = (await ask("sqs", "create_queue", QueueName="orders", tags={"team": "shop"}))["QueueUrl"]
    dead = (await ask("sqs", "create_queue", QueueName="orders-dlq"))["QueueUrl"]
    fifo = (
        await ask(
            "sqs",
            "create_queue",
            QueueName="orders.fifo",
            Attributes={"FifoQueue": "true", "ContentBasedDeduplication": "true"},
        )
    )["QueueUrl"]
    await ask("sqs", "get_queue_url", QueueName="orders")
    await ask("sqs", "list_queues")
    await ask("sqs", "list_queues", QueueNamePrefix="nothing-like-it")
    await ask("sqs", "get_queue_attributes", QueueUrl=queue, AttributeNames=["All"])
    await ask("sqs", "get_queue_attributes", QueueUrl=fifo, AttributeNames=["All"])
    await ask("sqs", "get_queue_attributes", QueueUrl=queue)
    await ask("sqs", "set_queue_attributes", QueueUrl=queue, Attributes={"VisibilityTimeout": "60"})
    await ask("sqs", "set_queue_attributes", QueueUrl=queue, Attributes={"VisibilityTimeout": "x"})
    await ask(
        "sqs",
        "send_message",
        QueueUrl=queue,
        MessageBody="größe ✓",
        MessageAttributes={
            "text": {"DataType": "String", "StringValue": "a"},
            "bytes": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
        },
        MessageSystemAttributes={"AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1-a-b"}},
    )
    await ask(
        "sqs",
        "send_message_batch",
        QueueUrl=queue,
        Entries=[{"Id": "good", "MessageBody": "b"}, {"Id": "bad", "MessageBody": "b", "DelaySeconds": 901}],
    )
    await ask("sqs", "send_message", QueueUrl=fifo, MessageBody="f", MessageGroupId="g")
    await ask("sqs", "send_message", QueueUrl=fifo, MessageBody="f")
    received = await ask(
        "sqs",
        "receive_message",
        QueueUrl=queue,
        MaxNumberOfMessages=10,
        MessageAttributeNames=["All"],
        MessageSystemAttributeNames=["All"],
    )
    await ask("sqs", "receive_message", QueueUrl=fifo, MessageSystemAttributeNames=["All"])
    await ask("sqs", "receive_message", QueueUrl=dead, WaitTimeSeconds=3)
    handles = [message["ReceiptHandle"] for message in received["Messages"]]
    await ask("sqs", "change_message_visibility", QueueUrl=queue, ReceiptHandle=handles[0], VisibilityTimeout=10)
    await ask(
        "sqs",
        "change_message_visibility_batch",
        QueueUrl=queue,
        Entries=[{"Id": "a", "ReceiptHandle": handles[0], "VisibilityTimeout": 5}],
    )
    await ask("sqs", "delete_message", QueueUrl=queue, ReceiptHandle=handles[0])
    await ask("sqs", "delete_message_batch", QueueUrl=queue, Entries=[{"Id": "a", "ReceiptHandle": handles[1]}])
    await ask("sqs", "delete_message", QueueUrl=queue, ReceiptHandle="rubbish")
    await ask("sqs", "delete_queue", QueueUrl=dead)
    await ask("sqs", "send_message", QueueUrl=queue + "x", MessageBody="nobody")
    await ask("sts", "get_caller_identity")
    await ask("sts", "get_session_token")
    await ask("sts", "assume_role", RoleArn="arn:aws:iam::210987654321:role/billing", RoleSessionName="nightly")
    await ask("sts", "assume_role", RoleArn="arn:aws:iam::210987654321:role/billing", RoleSessionName="bad name")


@pytest.fixture(scope="module")
def fast() -> list[Any]:
    return by_boto3(scenario, wire=False)


@pytest.mark.parametrize(
    "way",
    [lambda: by_boto3(scenario, True), lambda: by_aiobotocore(scenario, False), lambda: by_aiobotocore(scenario, True)],
    ids=["boto3-wire", "aiobotocore-fast", "aiobotocore-wire"],
)
def test_every_way_answers_the_same(fast: list[Any], way: Callable[[], list[Any]]) -> None:
    other = way()
    assert [answer[0] for answer in other] == [answer[0] for answer in fast]
    for mine, theirs in zip(fast, other):
        assert typed(theirs) == typed(mine)


def test_the_scenario_has_every_kind_of_answer(fast: list[Any]) -> None:
    """Else equality proves nothing: successes, modelled refusals, plain refusals, partial failures."""
    names = {answer[1] for answer in fast if isinstance(answer[1], str)}
    assert {"QueueDoesNotExist", "ReceiptHandleIsInvalid", "ClientError"} <= names
    assert any("Failed" in answer[1] for answer in fast if isinstance(answer[1], dict))
    assert len(fast) > 25
