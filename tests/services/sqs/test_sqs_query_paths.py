"""One scenario with an older client, on both paths, and with a current one: equal answers in the older form."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import Any

import pytest

from tests.support.query_models import ERROR_TRAITS, NO_QUEUE, sqs_query_model
from tests.support.ways import WAYS, Answer, Ask, Way, play_all, typed

from .support import ARN, URL


async def scenario(ask: Ask) -> None:
    """Every operation that the older model has, as successes and refusals."""

    async def sqs(operation: str, **params: Any) -> Any:
        return await ask("sqs", operation, **params) or {}

    dead = (await sqs("create_queue", QueueName="orders-dlq"))["QueueUrl"]
    redrive = json.dumps({"deadLetterTargetArn": f"{ARN}orders-dlq", "maxReceiveCount": 1})
    queue = (
        await sqs(
            "create_queue",
            QueueName="orders",
            Attributes={"RedrivePolicy": redrive, "DelaySeconds": "0"},
            tags={"team": "shop", "empty": ""},
        )
    )["QueueUrl"]
    fifo = (
        await sqs(
            "create_queue",
            QueueName="orders.fifo",
            Attributes={"FifoQueue": "true", "ContentBasedDeduplication": "true"},
        )
    )["QueueUrl"]
    await sqs("create_queue", QueueName="orders", Attributes={"DelaySeconds": "7"})
    await sqs("create_queue", QueueName="bad name")
    await sqs("get_queue_url", QueueName="orders")
    await sqs("get_queue_url", QueueName="nobody")
    await sqs("list_queues")
    await sqs("list_queues", QueueNamePrefix="nothing-like-it")
    page = await sqs("list_queues", MaxResults=1)
    await sqs("list_queues", MaxResults=1, NextToken=page["NextToken"])
    await sqs("list_queues", MaxResults=1, NextToken="rubbish")
    await sqs("list_dead_letter_source_queues", QueueUrl=dead)
    await sqs("list_dead_letter_source_queues", QueueUrl=queue)
    await sqs("get_queue_attributes", QueueUrl=queue, AttributeNames=["All"])
    await sqs("get_queue_attributes", QueueUrl=fifo, AttributeNames=["All"])
    await sqs("get_queue_attributes", QueueUrl=queue)
    await sqs("get_queue_attributes", QueueUrl=queue, AttributeNames=["Nonsense"])
    await sqs("set_queue_attributes", QueueUrl=queue, Attributes={"VisibilityTimeout": "60"})
    await sqs("set_queue_attributes", QueueUrl=queue, Attributes={"VisibilityTimeout": "x"})
    await sqs("list_queue_tags", QueueUrl=queue)
    await sqs("tag_queue", QueueUrl=queue, Tags={"stage": "<test> & \"more\" 'é'"})
    await sqs("list_queue_tags", QueueUrl=queue)
    await sqs("untag_queue", QueueUrl=queue, TagKeys=["team", "stage", "empty"])
    await sqs("list_queue_tags", QueueUrl=queue)
    await sqs("add_permission", QueueUrl=dead, Label="l", AWSAccountIds=["210987654321"], Actions=["SendMessage"])
    await sqs("add_permission", QueueUrl=dead, Label="l", AWSAccountIds=["210987654321"], Actions=["SendMessage"])
    await sqs("get_queue_attributes", QueueUrl=dead, AttributeNames=["Policy"])
    await sqs("remove_permission", QueueUrl=dead, Label="l")
    await sqs("remove_permission", QueueUrl=dead, Label="l")

    await sqs(
        "send_message",
        QueueUrl=queue,
        MessageBody=' <größe> & ✓ 🚚 \r\n\t"x" ',
        MessageAttributes={
            "text": {"DataType": "String.note", "StringValue": "a\r\nb"},
            "number": {"DataType": "Number", "StringValue": "1.50"},
            "bytes": {"DataType": "Binary", "BinaryValue": bytes(range(256))},
        },
        MessageSystemAttributes={"AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1-a-b"}},
    )
    await sqs("send_message", QueueUrl=queue, MessageBody="")
    await sqs("send_message", QueueUrl=queue, MessageBody="\x00")
    await sqs(
        "send_message_batch",
        QueueUrl=queue,
        Entries=[{"Id": "good", "MessageBody": "b"}, {"Id": "bad", "MessageBody": "b", "DelaySeconds": 901}],
    )
    await sqs("send_message_batch", QueueUrl=queue, Entries=[{"Id": "one", "MessageBody": "c"}])
    await sqs("send_message_batch", QueueUrl=queue, Entries=[{"Id": "one", "MessageBody": "c", "DelaySeconds": -1}])
    await sqs("send_message_batch", QueueUrl=queue, Entries=[])
    await sqs("send_message_batch", QueueUrl=queue, Entries=[{"Id": "a", "MessageBody": "c"}] * 2)
    await sqs("send_message_batch", QueueUrl=queue, Entries=[{"Id": "a", "MessageBody": "c"}] * 11)
    await sqs("send_message_batch", QueueUrl=queue, Entries=[{"Id": "a b", "MessageBody": "c"}])
    await sqs(
        "send_message_batch", QueueUrl=queue, Entries=[{"Id": f"{n}", "MessageBody": "c" * 600_000} for n in "ab"]
    )
    await sqs("send_message", QueueUrl=fifo, MessageBody="f", MessageGroupId="g")
    await sqs("send_message", QueueUrl=fifo, MessageBody="f")
    received = await sqs(
        "receive_message", QueueUrl=queue, MaxNumberOfMessages=10, MessageAttributeNames=["All"], AttributeNames=["All"]
    )
    await sqs("receive_message", QueueUrl=queue)
    await sqs("receive_message", QueueUrl=queue, MaxNumberOfMessages=11)
    await sqs("receive_message", QueueUrl=fifo, AttributeNames=["All"], ReceiveRequestAttemptId="again")
    await sqs("receive_message", QueueUrl=dead, WaitTimeSeconds=3)
    first, second, third = [message["ReceiptHandle"] for message in received["Messages"]]
    await sqs("change_message_visibility", QueueUrl=queue, ReceiptHandle=first, VisibilityTimeout=10)
    await sqs("change_message_visibility", QueueUrl=queue, ReceiptHandle=first, VisibilityTimeout=50_000)
    await sqs(
        "change_message_visibility_batch",
        QueueUrl=queue,
        Entries=[
            {"Id": "a", "ReceiptHandle": first, "VisibilityTimeout": 5},
            {"Id": "b", "ReceiptHandle": "rubbish", "VisibilityTimeout": 5},
        ],
    )
    await sqs("delete_message", QueueUrl=queue, ReceiptHandle=first)
    await sqs("delete_message", QueueUrl=queue, ReceiptHandle="rubbish & <more>")
    await sqs(
        "delete_message_batch",
        QueueUrl=queue,
        Entries=[{"Id": "a", "ReceiptHandle": second}, {"Id": "b", "ReceiptHandle": "rubbish"}],
    )
    await sqs("change_message_visibility", QueueUrl=queue, ReceiptHandle=third, VisibilityTimeout=0)
    await sqs("receive_message", QueueUrl=queue)  # its one delivery is over: it is moved
    await sqs("get_queue_attributes", QueueUrl=dead, AttributeNames=["ApproximateNumberOfMessages"])
    await sqs("list_message_move_tasks", SourceArn=f"{ARN}orders-dlq")
    started = await sqs("start_message_move_task", SourceArn=f"{ARN}orders-dlq", MaxNumberOfMessagesPerSecond=1)
    await sqs("start_message_move_task", SourceArn=f"{ARN}nobody")
    await sqs("list_message_move_tasks", SourceArn=f"{ARN}orders-dlq")
    await sqs("cancel_message_move_task", TaskHandle=started.get("TaskHandle", "rubbish"))
    await sqs("purge_queue", QueueUrl=queue)
    await sqs("purge_queue", QueueUrl=queue)
    await sqs("delete_queue", QueueUrl=dead)
    await sqs("create_queue", QueueName="orders-dlq")
    await sqs("send_message", QueueUrl=dead, MessageBody="nobody")
    await sqs("send_message", QueueUrl=URL.replace("us-east-1", "eu-west-1") + "orders", MessageBody="elsewhere")


def played(way: Way, models: str | None) -> list[Answer]:
    [answers] = play_all([scenario], ("sqs",), way, models)
    assert isinstance(answers, list), answers
    return answers


@pytest.fixture(scope="module")
def fast(query_models: str) -> list[Answer]:
    return played("boto3-fast", query_models)


@pytest.mark.parametrize("way", WAYS[1:])
def test_every_way_answers_the_same(query_models: str, fast: list[Answer], way: Way) -> None:
    check_equal(played(way, query_models), fast)


def test_answers_are_those_of_a_current_client_less_what_the_new_protocol_added(fast: list[Answer]) -> None:
    check_equal(fast, [in_older_form(answer) for answer in played("boto3-fast", None)])


def check_equal(answers: list[Answer], expected: list[Answer]) -> None:
    assert [answer.operation for answer in answers] == [answer.operation for answer in expected]
    for mine, theirs in zip(answers, expected):
        assert (mine.error, typed(mine.response)) == (theirs.error, typed(theirs.response))


def in_older_form(answer: Answer) -> Answer:
    """A current client's answer as one with the older model has it."""
    response = copy.deepcopy(answer.response)
    headers = response["ResponseMetadata"]["HTTPHeaders"]
    headers["content-type"] = "text/xml"
    if answer.error is None:
        return replace(answer, response=response)
    shape = response["Error"].pop("QueryErrorCode")
    response["Error"]["Detail"] = None
    response.pop("message", None)
    del headers["x-amzn-query-error"]
    if shape == "QueueDoesNotExist":
        response["Error"]["Message"] = NO_QUEUE
    return replace(answer, response=response, error=answer.error if shape in ERROR_TRAITS else "ClientError")


def test_the_scenario_has_every_operation_and_every_kind_of_answer(fast: list[Answer]) -> None:
    """Else equality proves nothing."""
    assert {answer.operation for answer in fast} == set(sqs_query_model()["operations"])
    assert {answer.error for answer in fast if answer.error is not None} >= {
        "BatchEntryIdsNotDistinct",
        "BatchRequestTooLong",
        "ClientError",
        "EmptyBatchRequest",
        "InvalidAttributeName",
        "InvalidBatchEntryId",
        "InvalidMessageContents",
        "PurgeQueueInProgress",
        "QueueDeletedRecently",
        "QueueDoesNotExist",
        "QueueNameExists",
        "ReceiptHandleIsInvalid",
        "TooManyEntriesInBatchRequest",
    }
    for answer in fast:
        assert answer.response["ResponseMetadata"]["HTTPHeaders"]["content-type"] == "text/xml"
