"""Refusals of messages and batches on their way in. In the fact sheet's order; entries of batches follow single calls."""

from __future__ import annotations

from typing import Any

from tests.conformance.contract import Refusal, Stage
from tests.conformance.sqs.furniture import FIFO, ORDERS, PLAIN, UNUSED_ID
from tests.conformance.sqs.rows import INVALID, MISSING, asked, entry, lacking, value_is_invalid

_SEND, _BATCH = "SendMessage", "SendMessageBatch"
_GROUPED = {"MessageGroupId": "h", "MessageDeduplicationId": UNUSED_ID}
_NO_BODY = "The request must contain the parameter MessageBody."
_NO_GROUP = "The request must contain the parameter MessageGroupId."
_NO_DEDUPLICATION = (
    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly"
)
_BATCHES = {
    "SendMessageBatch": "SendMessageBatchRequestEntry",
    "DeleteMessageBatch": "DeleteMessageBatchRequestEntry",
    "ChangeMessageVisibilityBatch": "ChangeMessageVisibilityBatch",
}
_BATCH_ID = (
    "A batch entry id can only contain alphanumeric characters, hyphens and underscores. "
    "It can be at most 80 letters long."
)
_TEXT = {"DataType": "String", "StringValue": "a"}


def _small(on: Stage) -> None:
    """Both queues that are sent to take 1,024 bytes only."""
    for url in (PLAIN, FIFO):
        on.ask("SetQueueAttributes", QueueUrl=url, Attributes={"MaximumMessageSize": "1024"})


def _one(id: str, shape: str, message: str, queue: str = ORDERS, given: Any = None, **changed: Any) -> Refusal:
    return Refusal(id, _SEND, asked(_SEND, queue, **changed), shape, message, given=given)


def _each(id: str, shape: str, message: str, queue: str = ORDERS, **changed: Any) -> tuple[Refusal, Refusal]:
    """The same for a message by itself and for one in a batch."""
    return _one(id, shape, message, queue, **changed), entry(id, _BATCH, changed, shape, message, queue)


def _whole(id: str, shape: str, message: str, **changed: Any) -> Refusal:
    """A batch of two to the FIFO queue, refused for the second."""
    usual = {"MessageBody": "a", **_GROUPED}
    second = {name: value for name, value in {**usual, **changed}.items() if value is not None}
    return Refusal(
        id, _BATCH, {"QueueUrl": FIFO, "Entries": [{"Id": "1", **usual}, {"Id": "2", **second}]}, shape, message
    )


def _illegal(character: str) -> tuple[Refusal, Refusal]:
    message = (
        f"Invalid binary character '#x{ord(character):X}' was found in the message body, the set of allowed characters "
        "is #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF]."
    )
    return _each(f"body with {character!r}", "InvalidMessageContents", message, MessageBody=f"a{character}b")


def _id(parameter: str, queue: str) -> list[Refusal]:
    reason = f"{parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length."
    usual = _GROUPED if queue == FIFO else {}
    kind = "FIFO" if queue == FIFO else "standard"
    return [
        row
        for value in ("", "x" * 129, "a b", "ä", "a\n")
        for row in _each(
            f"{kind}: {parameter} {value[:5]!r} of {len(value)}",
            INVALID,
            value_is_invalid(value, parameter, reason),
            queue,
            **{**usual, parameter: value},
        )
    ]


def _attribute(id: str, message: str, name: str = "name", shape: str = INVALID, **attribute: Any) -> list[Refusal]:
    return list(_each(id, shape, message, MessageAttributes={name: attribute}))


def _entries(operation: str, *ids: Any) -> dict[str, Any]:
    [usual] = asked(operation)["Entries"]
    return asked(operation, Entries=[{**usual, "Id": id} for id in ids])


def _batch(operation: str) -> list[Refusal]:
    name = _BATCHES[operation]
    empty = f"There should be at least one {name} in the request."
    many = "Maximum number of entries per request are 10. You have sent 11."
    [usual] = asked(operation)["Entries"]
    nameless = {key: value for key, value in usual.items() if key != "Id"}
    return [
        Refusal("no entries", operation, asked(operation, Entries=[]), "EmptyBatchRequest", empty),
        lacking(operation, "Entries", shape="EmptyBatchRequest", message=empty),
        Refusal(
            "11 entries", operation, _entries(operation, *map(str, range(11))), "TooManyEntriesInBatchRequest", many
        ),
        *(
            Refusal(
                f"id {id[:5]!r} of {len(id)}", operation, _entries(operation, "1", id), "InvalidBatchEntryId", _BATCH_ID
            )
            for id in ("", "x" * 81, "a b", "a.b", "ä", "a\n")
        ),
        Refusal(
            "repeated id", operation, _entries(operation, "1", "a", "a"), "BatchEntryIdsNotDistinct", "Id a repeated."
        ),
        Refusal(
            "entry without an id",
            operation,
            asked(operation, Entries=[usual, nameless]),
            MISSING,
            f"The request must contain the parameter {name}.2.Id.",
            unchecked=True,
        ),
    ]


TABLE: tuple[Refusal, ...] = (
    # -- body
    lacking(_SEND, "MessageBody"),
    *_each("empty body", MISSING, _NO_BODY, MessageBody=""),
    entry("no body", _BATCH, {"MessageBody": None}, MISSING, _NO_BODY),
    *(
        _one(
            f"{id} of 1,025 bytes",
            INVALID,
            "One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.",
            queue,
            _small,
            **changed,
        )
        for id, queue, changed in (
            ("body", PLAIN, {"MessageBody": "x" * 1_025}),
            ("UTF-8", PLAIN, {"MessageBody": "ü" * 512 + "x"}),
            ("FIFO body", FIFO, {"MessageBody": "x" * 1_025, **_GROUPED}),
            ("body and attribute", PLAIN, {"MessageBody": "x" * 1_014, "MessageAttributes": {"name": _TEXT}}),
        )
    ),
    _one(
        "body of 1,048,577 bytes",
        INVALID,
        "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.",
        MessageBody="x" * 1_048_577,
    ),
    Refusal(
        "body of 1,025 bytes",
        _BATCH,
        {"QueueUrl": PLAIN, "Entries": [{"Id": "1", "MessageBody": "x" * 1_025}]},
        INVALID,
        "One or more parameters cannot be validated. Reason: Message must be shorter than 1024 bytes.",
        given=_small,
        entry=True,
    ),
    *(row for character in "\x00\x0b\x1f\ud800\ufffe\uffff" for row in _illegal(character)),
    # -- delay
    *(
        row
        for seconds in (-1, 901)
        for row in _each(
            f"DelaySeconds {seconds}",
            INVALID,
            value_is_invalid(seconds, "DelaySeconds", "DelaySeconds must be >= 0 and <= 900."),
            DelaySeconds=seconds,
        )
    ),
    *_each(
        "FIFO: DelaySeconds 1",
        INVALID,
        value_is_invalid(1, "DelaySeconds", "The request include parameter that is not valid for this queue type."),
        FIFO,
        **_GROUPED,
        DelaySeconds=1,
    ),
    # -- group and deduplication
    _one("FIFO: no group", MISSING, _NO_GROUP, FIFO, MessageDeduplicationId=UNUSED_ID),
    _whole("FIFO: an entry has no group", INVALID, _NO_GROUP, MessageGroupId=None),
    _one("FIFO: no deduplication id", INVALID, _NO_DEDUPLICATION, FIFO, MessageGroupId="h"),
    _whole("FIFO: an entry has no deduplication id", INVALID, _NO_DEDUPLICATION, MessageDeduplicationId=None),
    *_id("MessageGroupId", ORDERS),
    *_id("MessageGroupId", FIFO),
    *_id("MessageDeduplicationId", FIFO),
    _one(
        "standard: MessageDeduplicationId",
        INVALID,
        "The request include parameter MessageDeduplicationId which is not valid for this queue type",
        MessageDeduplicationId="d",
    ),
    entry(
        "standard: MessageDeduplicationId",
        _BATCH,
        {"MessageDeduplicationId": "d"},
        INVALID,
        "The request include parameter that is not valid for this queue type",
    ),
    # -- message attributes
    *_attribute(
        "empty text",
        "Message (user) attribute 'name' must contain a non-empty value of type 'String'.",
        DataType="String",
        StringValue="",
    ),
    *_attribute(
        "empty bytes",
        "Message (user) attribute 'name' must contain a non-empty value of type 'Binary'.",
        DataType="Binary",
        BinaryValue=b"",
    ),
    *(
        row
        for id, attribute in (
            ("empty type", {"DataType": "", "StringValue": "a"}),
            ("no value", {"DataType": "String"}),
            ("the other value", {"DataType": "Binary", "StringValue": "a"}),
        )
        for row in _attribute(
            id, "The message (user) attribute 'name' must contain a non-empty message attribute value.", **attribute
        )
    ),
    Refusal(
        "no type",
        _SEND,
        asked(_SEND, MessageAttributes={"name": {"StringValue": "a"}}),
        INVALID,
        "The message (user) attribute 'name' must contain a non-empty message attribute value.",
        unchecked=True,
    ),
    *(
        row
        for value in ("ten", "1,5", "1e127", "1e-129", "inf", "1" * 39)
        for row in _attribute(
            f"number {value[:5]} of {len(value)}",
            "Can't cast the value of message (user) attribute 'name' to a number.",
            DataType="Number",
            StringValue=value,
        )
    ),
    *(
        row
        for kind in ("Text", "string", "Strings", "Stringlike.label")
        for row in _attribute(
            f"type {kind}",
            "The type of message (user) attribute 'name' is invalid. You must use only the following supported type "
            "prefixes: Binary, Number, String.",
            DataType=kind,
            StringValue="a",
        )
    ),
    *_attribute("empty name", "The request must contain non-empty message (user) attribute names.", "", **_TEXT),
    *(
        row
        for name in ("AWS.x", "aws.x", "Amazon.x", "AMAZON.x")
        for row in _attribute(
            f"name {name}",
            "You can't use message attribute names beginning with 'AWS.' or 'Amazon'. "
            "These strings are reserved for internal use.",
            name,
            **_TEXT,
        )
    ),
    *_attribute("name of 257", "Message (user) attribute name must be shorter than 256 bytes.", "x" * 257, **_TEXT),
    *(
        row
        for name in (".x", "x.", "x..y", "x!", 'x"', "x y", "x(")
        for row in _attribute(
            f"name {name}",
            f"The message attribute name '{name}' is invalid. Attribute name can contain A-Z, a-z, 0-9, underscore (_), "
            "hyphen (-), and period (.) characters.",
            name,
            **_TEXT,
        )
    ),
    *_attribute(
        "type of 257",
        "Message (user) attribute type must be shorter than 256 bytes.",
        DataType="String." + "x" * 250,
        StringValue="a",
    ),
    *_each(
        "11 attributes",
        INVALID,
        "Number of message attributes [11] exceeds the allowed maximum [10].",
        MessageAttributes={f"name{number}": _TEXT for number in range(11)},
    ),
    *(
        row
        for list_name, value in (("StringListValues", ["a"]), ("BinaryListValues", [b"a"]))
        for row in _attribute(
            list_name,
            "Message attribute list values in SendMessage operation are not supported.",
            shape="UnsupportedOperation",
            **{"DataType": "String", list_name: value},
        )
    ),
    *_attribute(
        "text with an illegal character",
        "Invalid binary character '#x0' was found in the message attribute 'name', the set of allowed characters is "
        "#x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].",
        DataType="String",
        StringValue="a\x00",
    ),
    *_each(
        "unknown system attribute",
        INVALID,
        "Message system attribute name 'SenderId' is invalid.",
        MessageSystemAttributes={"SenderId": _TEXT},
    ),
    *(
        row
        for id, attribute in (
            ("empty", {"DataType": "String", "StringValue": ""}),
            ("of another type", {"DataType": "Binary", "BinaryValue": b"a"}),
        )
        for row in _each(
            f"trace header {id}",
            INVALID,
            "The message system attribute 'AWSTraceHeader' must contain a non-empty value of type 'String'.",
            MessageSystemAttributes={"AWSTraceHeader": attribute},
        )
    ),
    # -- batches
    *(row for operation in _BATCHES for row in _batch(operation)),
    Refusal(
        "1,048,577 bytes in all",
        _BATCH,
        asked(_BATCH, Entries=[{"Id": "1", "MessageBody": "x" * 524_288}, {"Id": "2", "MessageBody": "x" * 524_289}]),
        "BatchRequestTooLong",
        "Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.",
    ),
)
