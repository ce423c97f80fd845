"""Fast path and wire path, boto3 and aiobotocore: one scenario, four ways, equal answers."""

from __future__ import annotations

import pytest

from tests.support.ways import WAYS, Answer, Ask, Way, play_all, typed


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
def fast() -> list[Answer]:
    return played("boto3-fast")


def played(way: Way) -> list[Answer]:
    [answers] = play_all([scenario], ("sqs", "sts"), way)
    assert isinstance(answers, list), answers
    return answers


@pytest.mark.parametrize("way", WAYS[1:])
def test_every_way_answers_the_same(fast: list[Answer], way: Way) -> None:
    other = played(way)
    assert [answer.operation for answer in other] == [answer.operation for answer in fast]
    for mine, theirs in zip(fast, other):
        assert (theirs.error, typed(theirs.response)) == (mine.error, typed(mine.response))


def test_the_scenario_has_every_kind_of_answer(fast: list[Answer]) -> None:
    """Else equality proves nothing: successes, modelled refusals, plain refusals, partial failures."""
    errors = {answer.error for answer in fast if answer.error is not None}
    assert {"QueueDoesNotExist", "ReceiptHandleIsInvalid", "ClientError"} <= errors
    assert any("Failed" in answer.response for answer in fast if answer.error is None)
    assert len(fast) > 25
