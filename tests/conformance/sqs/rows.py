"""Short forms for rows of the tables of refusals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.conformance.contract import Refusal
from tests.conformance.sqs.furniture import HANDLE, ORDERS, OTHER

INVALID = "InvalidParameterValueException"
MISSING = "MissingRequiredParameterException"
BAD_NAME = "InvalidAttributeName"
BAD_VALUE = "InvalidAttributeValue"

#: For every operation on a queue, parameters that it takes beside the queue's URL.
ON_A_QUEUE: dict[str, dict[str, Any]] = {
    "AddPermission": {"Label": "l", "AWSAccountIds": [OTHER], "Actions": ["*"]},
    "ChangeMessageVisibility": {"ReceiptHandle": HANDLE, "VisibilityTimeout": 1},
    "ChangeMessageVisibilityBatch": {"Entries": [{"Id": "1", "ReceiptHandle": HANDLE, "VisibilityTimeout": 1}]},
    "DeleteMessage": {"ReceiptHandle": HANDLE},
    "DeleteMessageBatch": {"Entries": [{"Id": "1", "ReceiptHandle": HANDLE}]},
    "DeleteQueue": {},
    "GetQueueAttributes": {"AttributeNames": ["All"]},
    "ListDeadLetterSourceQueues": {},
    "ListQueueTags": {},
    "PurgeQueue": {},
    "ReceiveMessage": {},
    "RemovePermission": {"Label": "label"},
    "SendMessage": {"MessageBody": "a"},
    "SendMessageBatch": {"Entries": [{"Id": "1", "MessageBody": "a"}]},
    "SetQueueAttributes": {"Attributes": {"VisibilityTimeout": "1"}},
    "TagQueue": {"Tags": {"a": "b"}},
    "UntagQueue": {"TagKeys": ["team"]},
}


def asked(operation: str, queue: str = ORDERS, **changed: Any) -> dict[str, Any]:
    """Parameters that would do, but for those changed; ``None`` leaves one out."""
    params = {"QueueUrl": queue, **ON_A_QUEUE[operation], **changed}
    return {name: value for name, value in params.items() if value is not None}


def lacking(operation: str, parameter: str, said: str = "", shape: str = MISSING, message: str = "") -> Refusal:
    """A required parameter is missing; ``said`` is AWS's name for it where that is another."""
    message = message or f"The request must contain the parameter {said or parameter}."
    params = asked(operation, **{parameter: None})
    return Refusal(f"no {parameter}", operation, params, shape, message, unchecked=True)


def value_is_invalid(value: object, parameter: str, reason: str) -> str:
    """AWS's usual sentence."""
    return f"Value {value} for parameter {parameter} is invalid. Reason: {reason}"


def entry(
    id: str, operation: str, changed: Mapping[str, Any], shape: str, message: str, queue: str = ORDERS
) -> Refusal:
    """The one entry of a batch is refused, the batch succeeds."""
    [usual] = ON_A_QUEUE[operation]["Entries"]
    made = {name: value for name, value in {**usual, **changed}.items() if value is not None}
    unchecked = any(name in changed and changed[name] is None for name in ("MessageBody", "ReceiptHandle"))
    params = asked(operation, queue, Entries=[made])
    return Refusal(id, operation, params, shape, message, entry=True, unchecked=unchecked)
