"""The three batch operations: checks of the whole batch in AWS's order, then entry by entry."""

from __future__ import annotations

from typing import Any

import pytest

from .support import bodies, counts, invalid, make, receive, refused, send

BAD_ID = (
    "A batch entry id can only contain alphanumeric characters, hyphens and underscores. "
    "It can be at most 80 letters long."
)
OPERATIONS = [
    ("send_message_batch", "SendMessageBatchRequestEntry", {"MessageBody": "a"}),
    ("delete_message_batch", "DeleteMessageBatchRequestEntry", {"ReceiptHandle": "x"}),
    (
        "change_message_visibility_batch",
        "ChangeMessageVisibilityBatch",
        {"ReceiptHandle": "x", "VisibilityTimeout": 1},
    ),
]


def entry(id: str, body: str = "a", **params: Any) -> dict[str, Any]:
    return {"Id": id, "MessageBody": body, **params}


@pytest.mark.parametrize(("operation", "name", "rest"), OPERATIONS)
def test_whole_batch(sqs: Any, orders: str, operation: str, name: str, rest: dict[str, Any]) -> None:
    def call(*ids: str) -> None:
        getattr(sqs, operation)(QueueUrl=orders, Entries=[{"Id": id, **rest} for id in ids])

    with refused("EmptyBatchRequest", f"There should be at least one {name} in the request."):
        call()
    with refused("TooManyEntriesInBatchRequest", "Maximum number of entries per request are 10. You have sent 11."):
        call(*("bad id" for _ in range(11)))
    for bad in ("", "x" * 81, "a b", "ä", "a.b"):
        with refused("InvalidBatchEntryId", BAD_ID):
            call("same", "same", bad)
    with refused("BatchEntryIdsNotDistinct", "Id same repeated."):
        call("other", "same", "x" * 80, "same", "other")


def test_sent_in_order(sqs: Any, orders: str) -> None:
    answer = sqs.send_message_batch(QueueUrl=orders, Entries=[entry(f"i-{n}", f"b{n}") for n in range(10)])
    assert "Failed" not in answer
    assert [(sent["Id"], set(sent)) for sent in answer["Successful"]] == [
        (f"i-{n}", {"Id", "MessageId", "MD5OfMessageBody"}) for n in range(10)
    ]
    messages = receive(sqs, orders)
    assert [message["Body"] for message in messages] == [f"b{n}" for n in range(10)]
    assert [message["MessageId"] for message in messages] == [sent["MessageId"] for sent in answer["Successful"]]


def test_some_entries_fail(sqs: Any) -> None:
    url = make(sqs, MaximumMessageSize=1_024)
    answer = sqs.send_message_batch(
        QueueUrl=url,
        Entries=[
            entry("good"),
            entry("long", "x" * 1_025),
            entry("character", "\0"),
            entry("delay", DelaySeconds=901),
            entry("deduplication", MessageDeduplicationId="1"),
            entry("empty", ""),
            entry("attribute", MessageAttributes={"a": {"DataType": "String", "StringValue": ""}}),
        ],
    )
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert [sent["Id"] for sent in answer["Successful"]] == ["good"]
    assert answer["Failed"] == [
        {"Id": id, "SenderFault": True, "Code": code, "Message": message}
        for id, code, message in (
            (
                "long",
                "InvalidParameterValue",
                "One or more parameters cannot be validated. Reason: Message must be shorter than 1024 bytes.",
            ),
            (
                "character",
                "InvalidMessageContents",
                "Invalid binary character '#x0' was found in the message body, the set of allowed characters is "
                "#x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].",
            ),
            (
                "delay",
                "InvalidParameterValue",
                "Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.",
            ),
            (
                "deduplication",
                "InvalidParameterValue",
                "The request include parameter that is not valid for this queue type",
            ),
            ("empty", "MissingParameter", "The request must contain the parameter MessageBody."),
            (
                "attribute",
                "InvalidParameterValue",
                "Message (user) attribute 'a' must contain a non-empty value of type 'String'.",
            ),
        )
    ]
    assert counts(sqs, url) == (1, 0, 0)


def test_all_entries_fail(sqs: Any, orders: str) -> None:
    answer = sqs.send_message_batch(QueueUrl=orders, Entries=[entry("a", "\0")])
    assert "Successful" not in answer
    assert len(answer["Failed"]) == 1


def test_size_of_the_whole_batch_is_the_services_maximum(sqs: Any) -> None:
    url = make(sqs, MaximumMessageSize=2_048)
    sqs.send_message_batch(QueueUrl=url, Entries=[entry("a", "x" * 1_024), entry("b", "x" * 1_025)])
    assert counts(sqs, url) == (2, 0, 0)
    attribute = {"ab": {"DataType": "String", "StringValue": "cde"}}  # 11 bytes
    fits = [entry("a", "x" * 524_288), entry("b", "x" * (524_288 - 11), MessageAttributes=attribute)]
    sqs.send_message_batch(QueueUrl=url, Entries=fits)
    with refused(
        "BatchRequestTooLong",
        "Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.",
    ):
        sqs.send_message_batch(QueueUrl=url, Entries=[*fits, entry("c", "x")])


def test_fifo_batch_fails_as_a_whole(sqs: Any, fifo: str) -> None:
    good = entry("a", MessageGroupId="g", MessageDeduplicationId="1")
    with invalid("The request must contain the parameter MessageGroupId."):
        sqs.send_message_batch(QueueUrl=fifo, Entries=[good, entry("b", MessageDeduplicationId="2")])
    with invalid(
        "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly"
    ):
        sqs.send_message_batch(QueueUrl=fifo, Entries=[good, entry("b", MessageGroupId="g")])
    assert counts(sqs, fifo) == (0, 0, 0)


def test_fifo_batch_in_order_with_duplicates(sqs: Any, fifo: str) -> None:
    answer = sqs.send_message_batch(
        QueueUrl=fifo,
        Entries=[entry(str(n), f"b{n}", MessageGroupId="g", MessageDeduplicationId=str(n % 3)) for n in range(5)],
    )
    first, second, third, fourth, fifth = answer["Successful"]
    assert (fourth["MessageId"], fourth["SequenceNumber"]) == (first["MessageId"], first["SequenceNumber"])
    assert (fifth["MessageId"], fifth["SequenceNumber"]) == (second["MessageId"], second["SequenceNumber"])
    assert first["SequenceNumber"] < second["SequenceNumber"] < third["SequenceNumber"]
    assert bodies(sqs, fifo) == ["b0", "b1", "b2"]


def test_delete_batch(sqs: Any, orders: str) -> None:
    send(sqs, orders, "a", "b")
    first, second = receive(sqs, orders)
    answer = sqs.delete_message_batch(
        QueueUrl=orders,
        Entries=[
            {"Id": "1", "ReceiptHandle": first["ReceiptHandle"]},
            {"Id": "2", "ReceiptHandle": "garbage"},
            {"Id": "3", "ReceiptHandle": first["ReceiptHandle"]},
        ],
    )
    assert answer["Successful"] == [{"Id": "1"}, {"Id": "3"}]
    assert answer["Failed"] == [
        {
            "Id": "2",
            "SenderFault": True,
            "Code": "ReceiptHandleIsInvalid",
            "Message": 'The input receipt handle "garbage" is not a valid receipt handle.',
        }
    ]
    assert counts(sqs, orders) == (0, 1, 0)
    answer = sqs.delete_message_batch(QueueUrl=orders, Entries=[{"Id": "1", "ReceiptHandle": second["ReceiptHandle"]}])
    assert "Failed" not in answer
    assert counts(sqs, orders) == (0, 0, 0)


def test_batch_ends_a_long_poll_as_a_whole(aws: Any, sqs: Any, orders: str) -> None:
    poll = aws.spawn(bodies, sqs, orders, 10, WaitTimeSeconds=20)
    aws.clock.advance(seconds=1)
    sqs.send_message_batch(QueueUrl=orders, Entries=[entry("1", "a"), entry("2", "b")])
    assert poll.result(within=1) == ["a", "b"]
