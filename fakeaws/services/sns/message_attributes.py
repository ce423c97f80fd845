"""Message attributes of a publish: what is allowed, and how large it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from fakeaws.services.sns import errors, limits

_NAME = re.compile(r"[A-Za-z0-9_.-]*")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)

Attributes = dict[str, dict[str, Any]]


def checked(given: Mapping[str, Mapping[str, Any]], path: str = "") -> Attributes:
    """A message's attributes as it keeps them, in boto3's shape; raises AWS's error for the first that is not allowed.

    ``path`` leads to them in a batch, for the text of one error.
    """
    return {name: _checked(name, attribute, path) for name, attribute in given.items()}


def size_of(attributes: Mapping[str, Mapping[str, Any]]) -> int:
    """What the attributes add to a message's size: names, types and values, in bytes."""
    size = 0
    for name, attribute in attributes.items():
        value = attribute.get("BinaryValue", attribute.get("StringValue", ""))
        size += len(name.encode()) + len(attribute.get("DataType", "").encode())
        size += len(value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value)
    return size


def _checked(name: str, attribute: Mapping[str, Any], path: str) -> dict[str, Any]:
    _check_name(name)
    data_type: str | None = attribute.get("DataType")
    if data_type is None:
        raise errors.missing_value(f"{path}messageAttributes.{name}.member.dataType")
    kind = data_type.split(".", 1)[0]
    if kind not in ("String", "Number", "Binary"):
        raise errors.invalid_value(
            f"The message attribute '{name}' has an invalid message attribute type, the set of supported type "
            "prefixes is Binary, Number, and String."
        )
    field, other = ("BinaryValue", "StringValue") if kind == "Binary" else ("StringValue", "BinaryValue")
    value = attribute.get(field)
    if not value and attribute.get(other):
        wanted = "Binary" if kind == "Binary" else "String"
        raise errors.invalid_value(f"The message attribute '{name}' with type '{data_type}' must use field '{wanted}'.")
    if not value:
        raise errors.invalid_value(
            f"The message attribute '{name}' must contain non-empty message attribute value for message attribute "
            f"type '{data_type}'."
        )
    if kind == "Binary":
        return {"DataType": data_type, "BinaryValue": value.encode() if isinstance(value, str) else bytes(value)}
    if kind == "Number" and _NUMBER.fullmatch(value) is None:
        raise errors.invalid_value(f"Could not cast message attribute '{name}' value to number.")
    return {"DataType": data_type, "StringValue": value}


def _check_name(name: str) -> None:
    if len(name.encode()) > limits.MESSAGE_ATTRIBUTE_NAME:
        raise errors.invalid_value("Length of message attribute name must be less than 256 bytes.")
    allowed = _NAME.match(name)
    assert allowed is not None
    if allowed.end() < len(name):
        raise errors.invalid_value(
            f"Invalid non-alphanumeric character '#x{ord(name[allowed.end()]):X}' was found in the message attribute "
            "name. Can only include alphanumeric characters, hyphens, underscores, or dots."
        )
    if name.startswith("."):
        raise errors.invalid_value("Invalid message attribute name starting with character '.' was found.")
    if name.endswith("."):
        raise errors.invalid_value("Invalid message attribute name ending with character '.' was found.")
    if ".." in name:
        raise errors.invalid_value("Message attribute name can not have successive '.' character.")
