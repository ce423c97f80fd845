"""Fast path and wire path, boto3 and aiobotocore: one scenario, four ways, equal answers."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from fakeaws import mock_aws

Ask = Callable[..., Awaitable[Any]]


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


def answer_of(operation: str, error: ClientError | None, answer: Any) -> Any:
    if error is not None:
        return operation, type(error).__name__, error.operation_name, error.response
    return operation, answer


def listen(client: Any) -> None:
    client.meta.events.register("before-send", lambda **_: None)


def by_boto3(wire: bool) -> list[Any]:
    answers: list[Any] = []
    with mock_aws(seed="paths"):
        clients = {name: boto3.client(name) for name in ("sqs", "sts")}
        if wire:
            for client in clients.values():
                listen(client)

        async def ask(service: str, operation: str, **params: Any) -> Any:
            try:
                answer, error = getattr(clients[service], operation)(**params), None
            except ClientError as refused:
                answer, error = None, refused
            answers.append(answer_of(operation, error, answer))
            return answer

        run = scenario(ask)
        with pytest.raises(StopIteration):
            run.send(None)
    return answers


def by_aiobotocore(wire: bool) -> list[Any]:
    answers: list[Any] = []

    async def main() -> None:
        from aiobotocore.session import get_session

        session = get_session()
        async with session.create_client("sqs") as sqs, session.create_client("sts") as sts:
            if wire:
                listen(sqs)
                listen(sts)

            async def ask(service: str, operation: str, **params: Any) -> Any:
                client = {"sqs": sqs, "sts": sts}[service]
                try:
                    answer, error = await getattr(client, operation)(**params), None
                except ClientError as refused:
                    answer, error = None, refused
                answers.append(answer_of(operation, error, answer))
                return answer

            await scenario(ask)

    with mock_aws(seed="paths"):
        asyncio.run(main())
    return answers


@pytest.fixture(scope="module")
def fast() -> list[Any]:
    return by_boto3(wire=False)


@pytest.mark.parametrize(
    "way",
    [lambda: by_boto3(True), lambda: by_aiobotocore(False), lambda: by_aiobotocore(True)],
    ids=["boto3-wire", "aiobotocore-fast", "aiobotocore-wire"],
)
def test_every_way_answers_the_same(fast: list[Any], way: Callable[[], list[Any]]) -> None:
    other = way()
    assert [answer[0] for answer in other] == [answer[0] for answer in fast]
    for mine, theirs in zip(fast, other):
        assert typed(theirs) == typed(mine)


def typed(value: Any) -> Any:
    """The value with the type of each part beside it: ``True == 1`` must not pass for equal."""
    if isinstance(value, dict):
        return {key: typed(part) for key, part in sorted(value.items())}
    if isinstance(value, (list, tuple)):
        return [typed(part) for part in value]
    if inspect.isawaitable(value):
        raise TypeError("an awaitable in an answer")
    name = "datetime" if hasattr(value, "tzinfo") else type(value).__name__
    offset = value.utcoffset() if hasattr(value, "tzinfo") else None
    return name, offset, value


def test_the_scenario_has_every_kind_of_answer(fast: list[Any]) -> None:
    """Else equality proves nothing: successes, modelled refusals, plain refusals, partial failures."""
    names = {answer[1] for answer in fast if isinstance(answer[1], str)}
    assert {"QueueDoesNotExist", "ReceiptHandleIsInvalid", "ClientError"} <= names
    assert any("Failed" in answer[1] for answer in fast if isinstance(answer[1], dict))
    assert len(fast) > 25
