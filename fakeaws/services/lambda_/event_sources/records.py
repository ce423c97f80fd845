"""A message of SQS as a record of the event that a function gets."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

#: System attributes in the order of a record's; a message has those that it has.
_ATTRIBUTES = (
    "ApproximateReceiveCount",
    "AWSTraceHeader",
    "SentTimestamp",
    "SequenceNumber",
    "MessageGroupId",
    "SenderId",
    "MessageDeduplicationId",
    "ApproximateFirstReceiveTimestamp",
    "DeadLetterQueueSourceArn",
)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_BEGIN, _END = '{"Records":[', "]}"
ENVELOPE_BYTES = len(_BEGIN) + len(_END)


class Record:
    """One received message. ``number``: the timeline's, of its receive; ``text``: its JSON; ``size``: bytes of that."""

    __slots__ = ("attributes", "body", "content", "handle", "message_id", "number", "size", "text")

    def __init__(self, message: Mapping[str, Any], arn: str, region: str, *, null_digest: bool, number: int) -> None:
        system = message["Attributes"]
        self.message_id: str = message["MessageId"]
        self.handle: str = message["ReceiptHandle"]
        self.body: str = message["Body"]
        self.number = number
        self.attributes = {name: system[name] for name in _ATTRIBUTES if name in system}
        content: dict[str, Any] = {
            "messageId": self.message_id,
            "receiptHandle": self.handle,
            "body": self.body,
            "attributes": self.attributes,
            "messageAttributes": {},
        }
        given = message.get("MessageAttributes")
        if given:
            content["messageAttributes"] = {name: _attribute(value) for name, value in given.items()}
            content["md5OfMessageAttributes"] = message["MD5OfMessageAttributes"]
        elif null_digest:
            content["md5OfMessageAttributes"] = None
        content["md5OfBody"] = message["MD5OfBody"]
        content["eventSource"] = "aws:sqs"
        content["eventSourceARN"] = arn
        content["awsRegion"] = region
        self.content = content
        self.text = text = _encode(content)
        self.size = len(text) if text.isascii() else len(text.encode())

    @property
    def group(self) -> str | None:
        """Its message group."""
        return self.attributes.get("MessageGroupId")


def event_of(records: list[Record]) -> bytes:
    """The event with these records."""
    return (_BEGIN + ",".join([record.text for record in records]) + _END).encode()


def _attribute(given: Mapping[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    if "StringValue" in given:
        shown["stringValue"] = given["StringValue"]
    if "BinaryValue" in given:
        shown["binaryValue"] = base64.b64encode(given["BinaryValue"]).decode()
    return {**shown, "stringListValues": [], "binaryListValues": [], "dataType": given["DataType"]}
