"""Refusals of what is published: messages and their attributes (7.1), FIFO ids (13), batches (8)."""

from __future__ import annotations

from typing import Any

from tests.conformance.contract import Refusal, Stage
from tests.conformance.sns import furniture as f
from tests.conformance.sns.rows import BAD_VALUE, INVALID, VALIDATION, asked, invalid, null_at, row

_PUBLISH, _BATCH = "Publish", "PublishBatch"
_TEXT = {"DataType": "String", "StringValue": "a"}
_GROUPED = {"MessageGroupId": "h", "MessageDeduplicationId": f.UNUSED_ID}
_BATCH_TOO_LONG = "The length of all the messages put together is more than the limit."
_NO_DEDUPLICATION = (
    "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly"
)
_NOT_FOR_THIS = (
    "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this "
    "topic type"
)


def _entries(*changed: dict[str, Any]) -> list[dict[str, Any]]:
    """Entries that would do, but for those changes; ``None`` leaves something out."""
    made = [{"Id": str(number), "Message": "a", **each} for number, each in enumerate(changed, 1)]
    return [{name: value for name, value in each.items() if value is not None} for each in made]


def _each(
    id: str, shape: str, message: str, topic: str = f.ORDERS, given: Any = None, **changed: Any
) -> tuple[Refusal, Refusal]:
    """The same for a message by itself and for the second of a batch, which fails as a whole."""
    ids = _GROUPED if topic == f.FIFO else {}
    one = {"TopicArn": topic, "MessageAttributes": None, **ids, **changed}
    entries = _entries(dict(ids), {**ids, **changed})
    return (
        row(id, _PUBLISH, shape, message, given, **one),
        Refusal(id, _BATCH, {"TopicArn": topic, "PublishBatchRequestEntries": entries}, shape, message, given),
    )


def _invalid(id: str, what: str, topic: str = f.ORDERS, **changed: Any) -> tuple[Refusal, Refusal]:
    return _each(id, INVALID, f"Invalid parameter: {what}", topic, **changed)


def _attribute(id: str, message: str, name: str = "attr1", **attribute: Any) -> tuple[Refusal, Refusal]:
    return _each(id, BAD_VALUE, message, MessageAttributes={"good": _TEXT, name: attribute})


def _without_type() -> list[Refusal]:
    attributes = {"attr1": {"StringValue": "a"}}
    path = "messageAttributes.attr1.member.dataType"
    entries = _entries({}, {"MessageAttributes": attributes})
    return [
        Refusal(
            "attribute without type",
            operation,
            asked(operation, **changed),
            VALIDATION,
            null_at(prefix + path),
            unchecked=True,
        )
        for operation, changed, prefix in (
            (_PUBLISH, {"MessageAttributes": attributes}, ""),
            (_BATCH, {"PublishBatchRequestEntries": entries}, "publishBatchRequestEntries.2.member."),
        )
    ]


def _small(on: Stage) -> None:
    """The topic takes 1,024 bytes only."""
    on.ask("SetTopicAttributes", TopicArn=f.ORDERS, AttributeName="MaximumMessageSize", AttributeValue="1024")


def _too_long(id: str, given: Any = None, **changed: Any) -> Refusal:
    return invalid(id, _PUBLISH, "Message too long", given, **{"MessageAttributes": None, **changed})


def _long_batch(id: str, *changed: dict[str, Any], given: Any = None) -> Refusal:
    params = {"PublishBatchRequestEntries": _entries(*changed)}
    return row(id, _BATCH, "BatchRequestTooLongException", _BATCH_TOO_LONG, given, **params)


def _ids(id: str, shape: str, message: str, *ids: str) -> Refusal:
    return row(id, _BATCH, shape, message, PublishBatchRequestEntries=_entries(*({"Id": each} for each in ids)))


def _closed(on: Stage) -> None:
    """Nobody may publish, the owner neither."""
    statement = f'{{"Effect":"Deny","Principal":"*","Action":"SNS:Publish","Resource":"{f.ORDERS}"}}'
    policy = f'{{"Version":"2012-10-17","Statement":[{statement}]}}'
    on.ask("SetTopicAttributes", TopicArn=f.ORDERS, AttributeName="Policy", AttributeValue=policy)


_DENIED = (
    f"User: arn:aws:iam::{f.ACCOUNT}:user/test is not authorized to perform: SNS:Publish on resource: {f.ORDERS} "
    "with an explicit deny in a resource-based policy"
)
_PREFIXES = (
    "The message attribute 'attr1' has an invalid message attribute type, the set of supported type prefixes is "
    "Binary, Number, and String."
)
_EMPTY = "The message attribute 'attr1' must contain non-empty message attribute value for message attribute type '{}'."
_NO_DEFAULT = "Message Structure - No default entry in JSON message body"
_JSON = {"MessageStructure": "json"}

TABLE: tuple[Refusal, ...] = (
    # -- where to
    Refusal(
        "no target",
        _PUBLISH,
        {"Message": "a"},
        INVALID,
        "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter",
    ),
    *(
        invalid(
            " and ".join(given),
            _PUBLISH,
            f"{' or '.join(given)} Reason: only one of them may be given",
            **{"TopicArn": None, **given},
        )
        for given in (
            {"TopicArn": f.ORDERS, "TargetArn": f.ORDERS},
            {"TopicArn": f.ORDERS, "PhoneNumber": f.PHONE},
            {"TargetArn": f.DEVICE, "PhoneNumber": f.PHONE},
        )
    ),
    # -- message, subject
    *_invalid("empty message", "Empty message", Message=""),
    _too_long("262,145 bytes", Message="x" * 262_145),
    _too_long("1,025 bytes in a small topic", _small, Message="x" * 1_025),
    _too_long("UTF-8", _small, Message="ü" * 512 + "x"),
    _too_long("with attributes", _small, Message="x" * 1_014, MessageAttributes={"attr1": _TEXT}),
    _too_long("262,145 bytes to a phone", TopicArn=None, PhoneNumber=f.PHONE, Message="x" * 262_145),
    _too_long("1,601 characters to a phone", TopicArn=None, PhoneNumber=f.PHONE, Message="x" * 1_601),
    *(
        row
        for subject in ("", "x" * 101, "a\nb", "a\x1fb", "a\x7fb")
        for row in _invalid(f"subject {subject[:4]!r} of {len(subject)}", "Subject", Subject=subject)
    ),
    # -- other targets
    invalid(
        "unknown device",
        _PUBLISH,
        "TargetArn Reason: No endpoint found for the target arn specified",
        TopicArn=None,
        TargetArn=f"{f.ARN}endpoint/GCM/shop/x",
    ),
    row(
        "disabled device",
        _PUBLISH,
        "EndpointDisabledException",
        "Endpoint is disabled",
        TopicArn=None,
        TargetArn=f.DISABLED_DEVICE,
    ),
    row(
        "disabled app",
        _PUBLISH,
        "PlatformApplicationDisabledException",
        "Platform application is disabled",
        TopicArn=None,
        TargetArn=f.DEVICE_OF_DISABLED_APP,
    ),
    *(
        invalid(
            f"phone {number!r}",
            _PUBLISH,
            f"PhoneNumber Reason: {number} is not valid to publish to",
            TopicArn=None,
            PhoneNumber=number,
        )
        for number in ("+1a234", "+15--551234567", "", "+1" + "5" * 15)
    ),
    # -- structure
    *_invalid("structure", "MessageStructure", MessageStructure="xml"),
    *(
        row
        for message in ("a", "{", "[]", '"default"')
        for row in _invalid(
            f"structure of {message!r}",
            "Message Structure - JSON message body failed to parse",
            Message=message,
            **_JSON,
        )
    ),
    *(
        row
        for message in ("{}", '{"sqs":"a"}', '{"default":1}', '{"default":{"a":"b"}}', '{"Default":"a"}')
        for row in _invalid(f"structure of {message}", _NO_DEFAULT, Message=message, **_JSON)
    ),
    # -- 7.1, 13: ids
    *_invalid(
        "no group",
        "The MessageGroupId parameter is required for FIFO topics",
        f.FIFO,
        MessageGroupId=None,
    ),
    *_invalid("no deduplication id", _NO_DEDUPLICATION, f.FIFO, MessageDeduplicationId=None),
    *_invalid("deduplication id", _NOT_FOR_THIS, MessageDeduplicationId="a"),
    *(
        row
        for topic, name in (
            (f.FIFO, "MessageGroupId"),
            (f.FIFO, "MessageDeduplicationId"),
            (f.ORDERS, "MessageGroupId"),
        )
        for value in ("", "x" * 129, "a b", "ä", "a\n")
        for row in _invalid(
            f"{topic.rpartition(':')[2]}: {name} {value[:4]!r} of {len(value)}",
            f"{name} Reason: {name} can only include alphanumeric and punctuation characters. 1 to 128 in length",
            topic,
            **{name: value},
        )
    ),
    # -- message attributes
    *_attribute("no value", _EMPTY.format("String"), DataType="String"),
    *_attribute("empty text", _EMPTY.format("String"), DataType="String", StringValue=""),
    *_attribute("empty bytes", _EMPTY.format("Binary"), DataType="Binary", BinaryValue=b""),
    *_without_type(),
    *(
        row
        for kind in ("String", "Number", "String.Array")
        for row in _attribute(
            f"{kind} of bytes",
            f"The message attribute 'attr1' with type '{kind}' must use field 'String'.",
            DataType=kind,
            BinaryValue=b"1",
        )
    ),
    *_attribute(
        "Binary of text",
        "The message attribute 'attr1' with type 'Binary' must use field 'Binary'.",
        DataType="Binary",
        StringValue="a",
    ),
    *(
        row
        for kind in ("Text", "string", "", "Strings", ".String")
        for row in _attribute(f"type {kind!r}", _PREFIXES, DataType=kind, StringValue="a")
    ),
    *_attribute("long name", "Length of message attribute name must be less than 256 bytes.", "x" * 257, **_TEXT),
    *(
        row
        for character in ("^", " ", "ä", "/")
        for row in _attribute(
            f"name with {character!r}",
            f"Invalid non-alphanumeric character '#x{ord(character):X}' was found in the message attribute name. Can "
            "only include alphanumeric characters, hyphens, underscores, or dots.",
            f"a{character}b",
            **_TEXT,
        )
    ),
    *_attribute("leading dot", "Invalid message attribute name starting with character '.' was found.", ".a", **_TEXT),
    *_attribute("trailing dot", "Invalid message attribute name ending with character '.' was found.", "a.", **_TEXT),
    *_attribute("two dots", "Message attribute name can not have successive '.' character.", "a..b", **_TEXT),
    *(
        row
        for value in ("x", "1,5", "", "0x10", "١")
        if value
        for row in _attribute(
            f"number {value!r}",
            "Could not cast message attribute 'attr1' value to number.",
            DataType="Number",
            StringValue=value,
        )
    ),
    # -- 14: not allowed
    *_each("own account", "AuthorizationErrorException", _DENIED, given=_closed),
    # -- 8: batches
    row(
        "none",
        _BATCH,
        "EmptyBatchRequestException",
        "The batch request doesn't contain any entries.",
        PublishBatchRequestEntries=[],
    ),
    row(
        "11",
        _BATCH,
        "TooManyEntriesInBatchRequestException",
        "The batch request contains more entries than permissible.",
        PublishBatchRequestEntries=_entries(*({} for _ in range(11))),
    ),
    _ids(
        "ids alike",
        "BatchEntryIdsNotDistinctException",
        "Two or more batch entries in the request have the same Id.",
        "a",
        "b",
        "a",
    ),
    *(
        _ids(
            f"id {id!r}",
            "InvalidBatchEntryIdException",
            f"The Id of a batch entry in the batch request contains an impermissible character: {id}",
            "good",
            id,
        )
        for id in ("a b", "a.b", "ä", "", "a\n")
    ),
    _ids(
        "long id",
        "InvalidBatchEntryIdException",
        f"The Id of a batch entry in the batch request is too long: {'x' * 81}",
        "good",
        "x" * 81,
    ),
    _long_batch("one of 262,145 bytes", {"Message": "x" * 262_145}),
    _long_batch("262,145 bytes in all", {"Message": "x" * 131_072}, {"Message": "x" * 131_073}),
    _long_batch(
        "with attributes",
        {"Message": "x" * 131_072},
        {"Message": "x" * 131_070, "MessageAttributes": {"attr1": _TEXT}},
    ),
    _long_batch("1,025 bytes in a small topic", {"Message": "x" * 512}, {"Message": "x" * 513}, given=_small),
)
