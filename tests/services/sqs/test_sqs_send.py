"""SendMessage: bodies, sizes, what a standard queue refuses."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from .support import bodies, invalid, invalid_value, make, receive, refused, send

TEXT = {"DataType": "String", "StringValue": "12345"}
ALLOWED = "#x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF]"


def test_answer(sqs: Any, orders: str) -> None:
    answer = sqs.send_message(QueueUrl=orders, MessageBody="grüß\r\n\tGott 𝄞")
    del answer["ResponseMetadata"]
    assert answer == {
        "MessageId": receive(sqs, orders)[0]["MessageId"],
        "MD5OfMessageBody": hashlib.md5("grüß\r\n\tGott 𝄞".encode()).hexdigest(),
    }
    assert len(answer["MessageId"]) == 36


def test_body_comes_back_unchanged(sqs: Any, orders: str) -> None:
    for body in ("a\r\nb", "\t", "\ud7ff", "\ue000", "\ufffd", "\U00010000", "\U0010ffff", "\x7f", "\x85"):
        send(sqs, orders, body)
        assert bodies(sqs, orders) == [body]


@pytest.mark.parametrize(
    ("character", "code"),
    [("\0", "0"), ("\x08", "8"), ("\x0b", "B"), ("\x1f", "1F"), ("\ufffe", "FFFE"), ("\uffff", "FFFF")],
)
def test_illegal_character(sqs: Any, orders: str, character: str, code: str) -> None:
    with refused(
        "InvalidMessageContents",
        f"Invalid binary character '#x{code}' was found in the message body, "
        f"the set of allowed characters is {ALLOWED}.",
    ):
        send(sqs, orders, f"ok {character} not ok")


def test_empty_body(sqs: Any, orders: str) -> None:
    with refused("MissingRequiredParameterException", "The request must contain the parameter MessageBody."):
        send(sqs, orders, "")


@pytest.mark.parametrize("limit", [1_024, 1_048_576])
def test_largest_body(sqs: Any, limit: int) -> None:
    url = make(sqs, MaximumMessageSize=limit)
    send(sqs, url, "x" * limit, "ä" * (limit // 2))
    too_long = f"One or more parameters are invalid. Reason: Message must be shorter than {limit} bytes."
    for body in ("x" * (limit + 1), "ä" * (limit // 2) + "x", "x" * (limit - 2) + "€"):
        with invalid(too_long):
            send(sqs, url, body)


def test_attributes_count_system_attributes_do_not(sqs: Any) -> None:
    url = make(sqs, MaximumMessageSize=1_024)
    both = {"ä": TEXT, "b": {"DataType": "Binary.x", "BinaryValue": b"\0\1"}}
    extra = (2 + 6 + 5) + (1 + 8 + 2)
    header = {"AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1-5759e988-bd862e3fe1be46a994272793"}}
    fits = "x" * (1_024 - extra)
    sqs.send_message(QueueUrl=url, MessageBody=fits, MessageAttributes=both, MessageSystemAttributes=header)
    with invalid("One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes."):
        sqs.send_message(QueueUrl=url, MessageBody=fits + "x", MessageAttributes=both)


@pytest.mark.parametrize("seconds", [-1, 901])
def test_range_of_delay(sqs: Any, orders: str, seconds: int) -> None:
    with invalid_value(seconds, "DelaySeconds", "DelaySeconds must be >= 0 and <= 900."):
        send(sqs, orders, "a", DelaySeconds=seconds)


@pytest.mark.parametrize("value", ["", "x" * 129, "a b", "ä", "a\tb"])
def test_bad_group_id(sqs: Any, orders: str, fifo: str, value: str) -> None:
    reason = "MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length."
    for url in (orders, fifo):
        with invalid_value(value, "MessageGroupId", reason):
            sqs.send_message(
                QueueUrl=url,
                MessageBody="a",
                MessageGroupId=value,
                **({"MessageDeduplicationId": "1"} if url == fifo else {}),
            )


def test_group_id_on_a_standard_queue_only_labels(sqs: Any, orders: str) -> None:
    send(sqs, orders, "a", "b", "a", MessageGroupId="tenant!")
    first, second, third = (receive(sqs, orders, 1, AttributeNames=["All"])[0] for _ in range(3))
    assert [message["Body"] for message in (first, second, third)] == ["a", "b", "a"]
    assert first["Attributes"]["MessageGroupId"] == "tenant!"
    assert "MessageDeduplicationId" not in first["Attributes"]


def test_deduplication_id_on_a_standard_queue(sqs: Any, orders: str) -> None:
    with invalid("The request include parameter MessageDeduplicationId which is not valid for this queue type"):
        send(sqs, orders, "a", MessageDeduplicationId="1")


def test_trace_header(sqs: Any, orders: str) -> None:
    value = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
    header = {"AWSTraceHeader": {"DataType": "String", "StringValue": value}}
    answer = sqs.send_message(QueueUrl=orders, MessageBody="a", MessageSystemAttributes=header)
    assert answer["MD5OfMessageSystemAttributes"] == "5ae4d5d7636402d80f4eb6d213245a88"
    assert "MD5OfMessageAttributes" not in answer
    [message] = receive(sqs, orders, MessageSystemAttributeNames=["AWSTraceHeader"])
    assert message["Attributes"] == {"AWSTraceHeader": value}


def test_unknown_system_attribute(sqs: Any, orders: str) -> None:
    with invalid("Message system attribute name 'Other' is invalid."):
        send(sqs, orders, "a", MessageSystemAttributes={"Other": TEXT})
