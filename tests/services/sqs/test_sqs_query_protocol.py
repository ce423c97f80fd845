"""Clients with a model from before November 2023, when SQS spoke the query protocol: what they see is what they saw."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import boto3
import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError, ReadTimeoutError

from fakeaws import World
from tests.support.query_models import ERROR_TRAITS, NO_QUEUE, session_with
from tests.support.ways import listen

from .support import ARN, make

KEYS = {"region_name": "us-east-1", "aws_access_key_id": "test", "aws_secret_access_key": "test"}


@pytest.fixture(params=["fast", "wire"])
def older(aws: World, query_models: str, request: pytest.FixtureRequest) -> Any:
    """An older client, on either path."""
    client = older_client(query_models)
    if request.param == "wire":
        listen(client)
    return client


def older_client(models: str, **given: Any) -> Any:
    return session_with(models).create_client("sqs", **KEYS, **given)


# -- answers -------------------------------------------------------------------------------------------------


def test_a_message_keeps_its_bytes_and_text(older: Any) -> None:
    url = make(older)
    attributes = {
        "bytes": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
        "text": {"DataType": "String", "StringValue": "é"},
    }
    older.send_message(QueueUrl=url, MessageBody="a\r\n<b>", MessageAttributes=attributes)
    (message,) = older.receive_message(QueueUrl=url, AttributeNames=["All"], MessageAttributeNames=["All"])["Messages"]
    assert message["Body"] == "a\r\n<b>"
    assert message["MessageAttributes"] == attributes
    assert message["Attributes"] == {
        "SenderId": message["Attributes"]["SenderId"],
        "SentTimestamp": message["Attributes"]["SentTimestamp"],
        "ApproximateFirstReceiveTimestamp": message["Attributes"]["SentTimestamp"],
        "ApproximateReceiveCount": "1",
    }
    assert message["Attributes"]["SentTimestamp"].isdigit()


def test_empty_collections_are_absent(older: Any) -> None:
    assert older.list_queues().keys() == {"ResponseMetadata"}
    url = make(older)
    assert older.receive_message(QueueUrl=url).keys() == {"ResponseMetadata"}
    assert older.list_queue_tags(QueueUrl=url).keys() == {"ResponseMetadata"}
    assert older.get_queue_attributes(QueueUrl=url).keys() == {"ResponseMetadata"}
    assert older.list_dead_letter_source_queues(QueueUrl=url).keys() == {"ResponseMetadata"}
    sent = older.send_message_batch(QueueUrl=url, Entries=[{"Id": "a", "MessageBody": "x"}])
    assert sent.keys() == {"Successful", "ResponseMetadata"}
    failed = older.delete_message_batch(QueueUrl=url, Entries=[{"Id": "a", "ReceiptHandle": "x"}])
    assert failed["Failed"] == [
        {
            "Id": "a",
            "SenderFault": True,
            "Code": "ReceiptHandleIsInvalid",
            "Message": 'The input receipt handle "x" is not a valid receipt handle.',
        }
    ]
    assert failed.keys() == {"Failed", "ResponseMetadata"}


def test_members_in_lower_case(older: Any) -> None:
    dead = older.create_queue(QueueName="dead", tags={"team": "shop"})["QueueUrl"]
    policy = json.dumps({"deadLetterTargetArn": f"{ARN}dead", "maxReceiveCount": 3})
    url = make(older, "orders", RedrivePolicy=policy)
    assert older.list_queue_tags(QueueUrl=dead)["Tags"] == {"team": "shop"}
    assert older.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"] == [url]


def test_pages(older: Any) -> None:
    urls = [make(older, name) for name in ("a", "b", "c")]
    pages = list(older.get_paginator("list_queues").paginate(PaginationConfig={"PageSize": 2}))
    assert [page["QueueUrls"] for page in pages] == [urls[:2], urls[2:]]


def test_response_metadata(older: Any) -> None:
    metadata = older.create_queue(QueueName="orders")["ResponseMetadata"]
    assert metadata == {
        "RequestId": metadata["RequestId"],
        "HTTPStatusCode": 200,
        "HTTPHeaders": {"x-amzn-requestid": metadata["RequestId"], "content-type": "text/xml"},
        "RetryAttempts": 0,
    }
    assert len(metadata["RequestId"]) == 36


def test_what_came_later_is_not_there(older: Any) -> None:
    url = make(older)
    with pytest.raises(ParamValidationError, match="MessageSystemAttributeNames"):
        older.receive_message(QueueUrl=url, MessageSystemAttributeNames=["All"])
    with pytest.raises(AttributeError):
        older.exceptions.RequestThrottled  # noqa: B018


# -- refusals ------------------------------------------------------------------------------------------------


def gone(client: Any, queue: str) -> Any:
    client.delete_queue(QueueUrl=queue)
    return client.receive_message(QueueUrl=queue)


def gone_from_under_a_poll(client: Any, queue: str) -> Any:
    admin = threading.Timer(1, client.delete_queue, kwargs={"QueueUrl": queue})
    admin.start()
    return client.receive_message(QueueUrl=queue, WaitTimeSeconds=5)


def purged_twice(client: Any, queue: str) -> Any:
    for _ in range(2):
        client.purge_queue(QueueUrl=queue)


def made_twice(client: Any, queue: str) -> Any:
    return client.create_queue(QueueName="orders", Attributes={"VisibilityTimeout": "1"})


#: What is done → code, message, HTTP status, class.
REFUSALS: dict[str, tuple[Callable[[Any, str], Any], str, str, int, str]] = {
    "no queue": (
        lambda sqs, queue: sqs.send_message(QueueUrl=queue + "x", MessageBody="b"),
        "AWS.SimpleQueueService.NonExistentQueue",
        NO_QUEUE,
        400,
        "QueueDoesNotExist",
    ),
    "no queue of that name": (
        lambda sqs, queue: sqs.get_queue_url(QueueName="nobody"),
        "AWS.SimpleQueueService.NonExistentQueue",
        NO_QUEUE,
        400,
        "QueueDoesNotExist",
    ),
    "deleted": (gone, "AWS.SimpleQueueService.NonExistentQueue", NO_QUEUE, 400, "QueueDoesNotExist"),
    "deleted while a poll waits": (
        gone_from_under_a_poll,
        "AWS.SimpleQueueService.NonExistentQueue",
        NO_QUEUE,
        400,
        "QueueDoesNotExist",
    ),
    "other attributes": (
        made_twice,
        "QueueAlreadyExists",
        "A queue already exists with the same name and a different value for attribute VisibilityTimeout",
        400,
        "QueueNameExists",
    ),
    "purged twice": (
        purged_twice,
        "AWS.SimpleQueueService.PurgeQueueInProgress",
        "Only one PurgeQueue operation on orders is allowed every 60 seconds.",
        403,
        "PurgeQueueInProgress",
    ),
    "empty batch": (
        lambda sqs, queue: sqs.send_message_batch(QueueUrl=queue, Entries=[]),
        "AWS.SimpleQueueService.EmptyBatchRequest",
        "There should be at least one SendMessageBatchRequestEntry in the request.",
        400,
        "EmptyBatchRequest",
    ),
    "attribute name": (
        lambda sqs, queue: sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["Foo"]),
        "InvalidAttributeName",
        "Unknown Attribute Foo.",
        400,
        "InvalidAttributeName",
    ),
    "receipt handle": (
        lambda sqs, queue: sqs.delete_message(QueueUrl=queue, ReceiptHandle="<x>"),
        "ReceiptHandleIsInvalid",
        'The input receipt handle "<x>" is not a valid receipt handle.',
        404,
        "ReceiptHandleIsInvalid",
    ),
    "too many actions": (
        lambda sqs, queue: sqs.add_permission(
            QueueUrl=queue, Label="l", AWSAccountIds=["111111111111"], Actions=["SendMessage"] * 8
        ),
        "OverLimit",
        "8 Actions were found, maximum allowed is 7.",
        403,
        "OverLimit",
    ),
    "in no model": (
        lambda sqs, queue: sqs.send_message(QueueUrl=queue, MessageBody=""),
        "MissingParameter",
        "The request must contain the parameter MessageBody.",
        400,
        "ClientError",
    ),
    "modelled only later": (
        lambda sqs, queue: sqs.set_queue_attributes(QueueUrl=queue, Attributes={"DelaySeconds": "x"}),
        "InvalidAttributeValue",
        "Invalid value for the parameter DelaySeconds.",
        400,
        "ClientError",
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_refusals(older: Any, name: str) -> None:
    act, code, message, status, kind = REFUSALS[name]
    queue = make(older)
    with pytest.raises(ClientError) as caught:
        act(older, queue)
    response: Any = caught.value.response
    assert response.keys() == {"Error", "ResponseMetadata"}
    assert response["Error"] == {"Type": "Sender", "Code": code, "Message": message, "Detail": None}
    metadata = response["ResponseMetadata"]
    assert metadata == {
        "RequestId": metadata["RequestId"],
        "HTTPStatusCode": status,
        "HTTPHeaders": {"x-amzn-requestid": metadata["RequestId"], "content-type": "text/xml"},
        "RetryAttempts": 0,
    }
    assert type(caught.value) is (ClientError if kind == "ClientError" else getattr(older.exceptions, kind))
    trait = ERROR_TRAITS.get(kind)
    if trait is not None:
        assert trait == (code, status)


def test_an_expired_session_has_the_protocols_code(aws: World, query_models: str) -> None:
    role = boto3.client("sts").assume_role(RoleArn="arn:aws:iam::123456789012:role/r", RoleSessionName="nightly")[
        "Credentials"
    ]
    client = session_with(query_models).create_client(
        "sqs",
        region_name="us-east-1",
        aws_access_key_id=role["AccessKeyId"],
        aws_secret_access_key=role["SecretAccessKey"],
        aws_session_token=role["SessionToken"],
    )
    client.list_queues()
    aws.clock.advance(hours=1)
    with pytest.raises(ClientError) as caught:
        client.list_queues()
    assert caught.value.response["Error"] == {
        "Type": "Sender",
        "Code": "ExpiredToken",
        "Message": "The security token included in the request is expired",
        "Detail": None,
    }


# -- retries and faults --------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
def test_throttling_is_retried(aws: World, query_models: str, mode: Any) -> None:
    client = older_client(query_models, config=Config(retries={"mode": mode}))
    url = make(client)
    aws.faults.throttle("sqs.SendMessage", times=2)
    sent = client.send_message(QueueUrl=url, MessageBody="x")
    assert sent["ResponseMetadata"]["RetryAttempts"] == 2
    assert len(aws.sqs.queue("orders").messages) == 1


def test_throttling_without_an_end(aws: World, query_models: str) -> None:
    client = older_client(query_models, config=Config(retries={"mode": "standard", "total_max_attempts": 3}))
    aws.faults.throttle("sqs.ListQueues", times=3)
    with pytest.raises(ClientError) as caught:
        client.list_queues()
    response: Any = caught.value.response
    assert response["Error"] == {
        "Type": "Sender",
        "Code": "RequestThrottled",
        "Message": "Rate exceeded",
        "Detail": None,
    }
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert response["ResponseMetadata"]["RetryAttempts"] == 2


def test_planned_faults(aws: World, query_models: str) -> None:
    client = older_client(
        query_models, config=Config(read_timeout=10, retries={"mode": "standard", "total_max_attempts": 2})
    )
    url = make(client)
    aws.faults.fail("sqs.SendMessage", code="InternalError", status=500)
    assert client.send_message(QueueUrl=url, MessageBody="1")["ResponseMetadata"]["RetryAttempts"] == 1
    aws.faults.fail("sqs.SendMessage", code="AWS.SimpleQueueService.NonExistentQueue", status=400, message="planned")
    with pytest.raises(client.exceptions.QueueDoesNotExist, match="planned") as caught:
        client.send_message(QueueUrl=url, MessageBody="2")
    assert "QueryErrorCode" not in caught.value.response["Error"]
    aws.faults.lose_reply("sqs.SendMessage")
    assert client.send_message(QueueUrl=url, MessageBody="3")["ResponseMetadata"]["RetryAttempts"] == 1
    assert [message.body for message in aws.sqs.queue("orders").messages] == ["1", "3", "3"]
    aws.faults.slow("sqs.ReceiveMessage", by=3)
    before = aws.clock.elapsed
    assert client.receive_message(QueueUrl=url)["Messages"]
    assert (aws.clock.elapsed - before).total_seconds() == 3
    aws.faults.slow("sqs.ReceiveMessage", by=11, times=2)
    with pytest.raises(ReadTimeoutError):
        client.receive_message(QueueUrl=url)


@pytest.mark.parametrize("first", ["current", "older"])
def test_clients_of_both_ages_in_one_world(aws: World, query_models: str, first: str) -> None:
    current: Any = botocore.session.Session().create_client("sqs", **KEYS)
    clients = {"current": current, "older": older_client(query_models)}
    kinds = {"current": "application/x-amz-json-1.0", "older": "text/xml"}
    urls = []
    for name in sorted(clients, key=lambda name: name != first):
        made = clients[name].create_queue(QueueName="orders")
        assert made["ResponseMetadata"]["HTTPHeaders"]["content-type"] == kinds[name]
        urls.append(made["QueueUrl"])
        with pytest.raises(clients[name].exceptions.QueueDoesNotExist) as caught:
            clients[name].get_queue_url(QueueName="nobody")
        error = caught.value.response["Error"]
        assert error.get("QueryErrorCode") == ("QueueDoesNotExist" if name == "current" else None)
        assert (error["Message"] == NO_QUEUE) is (name == "older")
    assert urls[0] == urls[1]
