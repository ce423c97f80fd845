"""A client for the SQS tests whose answers are checked against the model, and AWS's refusals to compare with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.validate import ParamValidator

ACCOUNT = "123456789012"
OTHER = "210987654321"
ARN = f"arn:aws:sqs:us-east-1:{ACCOUNT}:"
URL = f"https://sqs.us-east-1.amazonaws.com/{ACCOUNT}/"

#: Shape → old code, HTTP status, whether boto3 has a class for it.
CATALOGUE: dict[str, tuple[str, int, bool]] = {
    "QueueDoesNotExist": ("AWS.SimpleQueueService.NonExistentQueue", 400, True),
    "QueueNameExists": ("QueueAlreadyExists", 400, True),
    "QueueDeletedRecently": ("AWS.SimpleQueueService.QueueDeletedRecently", 400, True),
    "PurgeQueueInProgress": ("AWS.SimpleQueueService.PurgeQueueInProgress", 403, True),
    "EmptyBatchRequest": ("AWS.SimpleQueueService.EmptyBatchRequest", 400, True),
    "TooManyEntriesInBatchRequest": ("AWS.SimpleQueueService.TooManyEntriesInBatchRequest", 400, True),
    "BatchEntryIdsNotDistinct": ("AWS.SimpleQueueService.BatchEntryIdsNotDistinct", 400, True),
    "InvalidBatchEntryId": ("AWS.SimpleQueueService.InvalidBatchEntryId", 400, True),
    "BatchRequestTooLong": ("AWS.SimpleQueueService.BatchRequestTooLong", 400, True),
    "UnsupportedOperation": ("AWS.SimpleQueueService.UnsupportedOperation", 400, True),
    "InvalidAttributeName": ("InvalidAttributeName", 400, True),
    "InvalidAttributeValue": ("InvalidAttributeValue", 400, True),
    "InvalidMessageContents": ("InvalidMessageContents", 400, True),
    "ReceiptHandleIsInvalid": ("ReceiptHandleIsInvalid", 404, True),
    "OverLimit": ("OverLimit", 403, True),
    "InvalidAddress": ("InvalidAddress", 404, True),
    "InvalidParameterValueException": ("InvalidParameterValue", 400, False),
    "MissingRequiredParameterException": ("MissingParameter", 400, False),
    "AccessDeniedException": ("AccessDenied", 403, False),
}


def client(region: str = "us-east-1", key: str = "test") -> Any:
    """A client whose answers must fit the model's output shapes."""
    made: Any = boto3.session.Session().client("sqs", region_name=region, aws_access_key_id=key, aws_secret_access_key="test")
    made.meta.events.register("after-call.sqs", _fits_the_model)
    return made


@contextmanager
def refused(shape: str, message: str) -> Iterator[None]:
    """AWS refuses with this error shape and exactly this text."""
    code, status, modelled = CATALOGUE[shape]
    with pytest.raises(ClientError) as caught:
        yield
    error: dict[str, Any] = dict(caught.value.response["Error"])
    assert error["Message"] == message
    assert (error["Code"], error["QueryErrorCode"], error["Type"]) == (code, shape, "Sender")
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert type(caught.value).__name__ == (shape if modelled else "ClientError")


def invalid(message: str) -> Any:
    """Refused with ``InvalidParameterValue``."""
    return refused("InvalidParameterValueException", message)


def invalid_value(value: object, parameter: str, reason: str) -> Any:
    """Refused with AWS's usual sentence about one parameter's value."""
    return invalid(f"Value {value} for parameter {parameter} is invalid. Reason: {reason}")


def make(sqs: Any, name: str = "orders", **attributes: object) -> str:
    """A queue with these attributes; a FIFO queue if its name says so. Returns its URL."""
    given = {key: str(value) for key, value in attributes.items()}
    if name.endswith(".fifo"):
        given["FifoQueue"] = "true"
    url: str = sqs.create_queue(QueueName=name, Attributes=given)["QueueUrl"]
    return url


def send(sqs: Any, url: str, *bodies: str, **params: Any) -> list[str]:
    """Send messages one by one; their ids."""
    return [sqs.send_message(QueueUrl=url, MessageBody=body, **params)["MessageId"] for body in bodies]


def put(sqs: Any, url: str, *names: str) -> None:
    """Send to a FIFO queue messages named ``group-rest``, such as ``g1-m1``."""
    for name in names:
        sqs.send_message(QueueUrl=url, MessageBody=name, MessageGroupId=name.split("-")[0], MessageDeduplicationId=name)


def receive(sqs: Any, url: str, count: int = 10, **params: Any) -> list[dict[str, Any]]:
    """Messages from a receive."""
    found: list[dict[str, Any]] = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=count, **params).get(
        "Messages", []
    )
    return found


def bodies(sqs: Any, url: str, count: int = 10, **params: Any) -> list[str]:
    """The bodies of what a receive gets."""
    return [message["Body"] for message in receive(sqs, url, count, **params)]


def delete(sqs: Any, url: str, message: dict[str, Any]) -> None:
    """Delete a received message."""
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def attributes(sqs: Any, url: str, *names: str) -> dict[str, str]:
    """Attributes of a queue."""
    found: dict[str, str] = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(names or ("All",))).get(
        "Attributes", {}
    )
    return found


def counts(sqs: Any, url: str) -> tuple[int, int, int]:
    """Visible, in flight, delayed."""
    names = ("", "NotVisible", "Delayed")
    found = attributes(sqs, url, *(f"ApproximateNumberOfMessages{name}" for name in names))
    visible, hidden, delayed = (int(found[f"ApproximateNumberOfMessages{name}"]) for name in names)
    return visible, hidden, delayed


def _fits_the_model(http_response: Any, parsed: dict[str, Any], model: Any, **kwargs: Any) -> None:
    if "Error" in parsed:
        return
    answer = {key: value for key, value in parsed.items() if key != "ResponseMetadata"}
    if model.output_shape is None:
        assert answer == {}
        return
    for name in model.output_shape.required_members:  # empty lists are left out, also where the model wants them
        answer.setdefault(name, [])
    report = ParamValidator().validate(answer, model.output_shape)
    assert not report.has_errors(), report.generate_report()
