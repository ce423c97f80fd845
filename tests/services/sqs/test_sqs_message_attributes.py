"""Message attributes: what may be sent, its digest, what a receive asks for."""

from __future__ import annotations

from typing import Any

import pytest

from .support import invalid, receive, refused, send


def text(value: str, data_type: str = "String") -> dict[str, Any]:
    return {"DataType": data_type, "StringValue": value}


HELLO = {"Hello": text("There"), "General": text("Kenobi"), "Help.Me": text("Me")}


@pytest.mark.parametrize(
    ("attributes", "digest"),
    [
        ({"Hello": text("World")}, "7db7fb1ba7f41366a8ea5eb18220b26d"),
        (HELLO, "4c360f3fdafd970e05fae2f149d997f5"),
        ({"timestamp": text("1493147359900", "Number")}, "235c5c510d26fb653d073faed50ae77c"),
        ({"UserId": text("1234567890123456789012", "Number.bigint")}, "797ab158d73dcb5242dedc4412c8e855"),
    ],
)
def test_digest_and_return(sqs: Any, orders: str, attributes: dict[str, Any], digest: str) -> None:
    answer = sqs.send_message(QueueUrl=orders, MessageBody="a", MessageAttributes=attributes)
    assert answer["MD5OfMessageAttributes"] == digest
    [message] = receive(sqs, orders, MessageAttributeNames=["All"])
    assert message["MessageAttributes"] == attributes
    assert message["MD5OfMessageAttributes"] == digest


@pytest.mark.parametrize("value", [b"\0\xff", bytearray(b"\0\xff")])
def test_binary_value(sqs: Any, orders: str, value: Any) -> None:
    sqs.send_message(
        QueueUrl=orders, MessageBody="a", MessageAttributes={"b": {"DataType": "Binary.gif", "BinaryValue": value}}
    )
    [message] = receive(sqs, orders, MessageAttributeNames=["b"])
    assert message["MessageAttributes"] == {"b": {"DataType": "Binary.gif", "BinaryValue": b"\0\xff"}}


def test_what_the_caller_does_to_its_dictionaries_later_changes_nothing(sqs: Any, orders: str) -> None:
    attributes = {"a": text("1")}
    send(sqs, orders, "a", MessageAttributes=attributes)
    attributes["a"]["StringValue"] = "2"
    [message] = receive(sqs, orders, MessageAttributeNames=["a"], VisibilityTimeout=0)
    message["MessageAttributes"]["a"]["StringValue"] = "3"
    [message] = receive(sqs, orders, MessageAttributeNames=["a"])
    assert message["MessageAttributes"]["a"]["StringValue"] == "1"


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["*"], {"Hello", "General", "Help.Me"}),
        ([".*"], {"Hello", "General", "Help.Me"}),
        (["All"], {"Hello", "General", "Help.Me"}),
        (["Hel.*"], {"Hello", "Help.Me"}),
        (["Hello", "General", "Nothing"], {"Hello", "General"}),
        (["Help.Me"], {"Help.Me"}),
        (["hello"], set()),
        (["AWS."], set()),
        (["..foo"], set()),
        ([], set()),
    ],
)
def test_names_asked_for(sqs: Any, orders: str, names: list[str], found: set[str]) -> None:
    send(sqs, orders, "a", MessageAttributes=HELLO)
    [message] = receive(sqs, orders, MessageAttributeNames=names)
    assert set(message.get("MessageAttributes", {})) == found
    assert ("MD5OfMessageAttributes" in message) == bool(found)
    assert found or "MessageAttributes" not in message


def test_digest_of_what_is_returned(sqs: Any, orders: str) -> None:
    send(sqs, orders, "a", MessageAttributes=HELLO)
    [message] = receive(sqs, orders, MessageAttributeNames=["Hello", "General"])
    assert message["MD5OfMessageAttributes"] == "fca026605781cb4126a1e9044df24232"


RESERVED = (
    "You can't use message attribute names beginning with 'AWS.' or 'Amazon'. "
    "These strings are reserved for internal use."
)
NO_VALUE = "The message (user) attribute 'a' must contain a non-empty message attribute value."
NAME = (
    "The message attribute name '{}' is invalid. "
    "Attribute name can contain A-Z, a-z, 0-9, underscore (_), hyphen (-), and period (.) characters."
)


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ({"a": text("")}, "Message (user) attribute 'a' must contain a non-empty value of type 'String'."),
        (
            {"a": {"DataType": "Binary", "BinaryValue": b""}},
            "Message (user) attribute 'a' must contain a non-empty value of type 'Binary'.",
        ),
        ({"a": {"DataType": "String"}}, NO_VALUE),
        ({"a": {"DataType": "", "StringValue": "x"}}, NO_VALUE),
        ({"a": {"DataType": "Binary", "StringValue": "x"}}, NO_VALUE),
        ({"a": text("x", "Number")}, "Can't cast the value of message (user) attribute 'a' to a number."),
        ({"a": text("1e127", "Number.big")}, "Can't cast the value of message (user) attribute 'a' to a number."),
        (
            {"a": text("x", "Text")},
            "The type of message (user) attribute 'a' is invalid. You must use only the following supported type "
            "prefixes: Binary, Number, String.",
        ),
        (
            {"a": text("x", "string")},
            "The type of message (user) attribute 'a' is invalid. You must use only the following supported type "
            "prefixes: Binary, Number, String.",
        ),
        ({"": text("x")}, "The request must contain non-empty message (user) attribute names."),
        ({"AWS.a": text("x")}, RESERVED),
        ({"aws.a": text("x")}, RESERVED),
        ({"Amazon.a": text("x")}, RESERVED),
        ({"a" * 257: text("x")}, "Message (user) attribute name must be shorter than 256 bytes."),
        ({"a": text("x", "String." + "x" * 250)}, "Message (user) attribute type must be shorter than 256 bytes."),
        ({"a!": text("x")}, NAME.format("a!")),
        ({"a b": text("x")}, NAME.format("a b")),
        ({".a": text("x")}, NAME.format(".a")),
        ({"a.": text("x")}, NAME.format("a.")),
        (
            {f"a{number}": text("x") for number in range(11)},
            "Number of message attributes [11] exceeds the allowed maximum [10].",
        ),
        (
            {"a": text("x\0")},
            "Invalid binary character '#x0' was found in the message attribute 'a', the set of allowed characters is "
            "#x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].",
        ),
    ],
)
def test_refused(sqs: Any, orders: str, attributes: dict[str, Any], message: str) -> None:
    with invalid(message):
        send(sqs, orders, "a", MessageAttributes=attributes)


def test_lists_are_not_supported(sqs: Any, orders: str) -> None:
    with refused("UnsupportedOperation", "Message attribute list values in SendMessage operation are not supported."):
        send(sqs, orders, "a", MessageAttributes={"a": {"DataType": "String", "StringListValues": ["x"]}})


@pytest.mark.parametrize("name", ["a" * 256, "A-z_0.9", "ø", "ß", "awsome", "Amazonas"])
def test_good_names(sqs: Any, orders: str, name: str) -> None:
    send(sqs, orders, "a", MessageAttributes={name: text("x")})


@pytest.mark.parametrize("value", ["0", "-1", "1.5", ".5", "1e126", "1E-128", "0123", "+7", "00" + "1" * 38 + ".00"])
def test_good_numbers(sqs: Any, orders: str, value: str) -> None:
    send(sqs, orders, "a", MessageAttributes={"n": text(value, "Number")})
    [message] = receive(sqs, orders, MessageAttributeNames=["n"])
    assert message["MessageAttributes"]["n"]["StringValue"] == value
