"""Message attributes: what is allowed, how large it is, which of them a receive asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from fakeaws.services.sqs import errors, limits

#: What no message body and no string value may contain.
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: AWS's documents name ASCII only; the live service takes some accented Latin letters as well.
_NAME = re.compile(r"(?!\.)(?!.*\.\.)[A-Za-z0-9_\-.\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]+(?<!\.)")
_NUMBER_RANGE = (Decimal("1e-128"), Decimal("1e126"))
_NUMBER_DIGITS = 38
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)

Attributes = dict[str, dict[str, Any]]


def checked_attributes(given: Mapping[str, Mapping[str, Any]]) -> Attributes:
    """A message's attributes as a queue keeps them; raises AWS's error for the first that is not allowed."""
    if len(given) > limits.MESSAGE_ATTRIBUTES:
        raise errors.invalid_parameter(
            f"Number of message attributes [{len(given)}] exceeds the allowed maximum [{limits.MESSAGE_ATTRIBUTES}]."
        )
    return {name: _checked(name, attribute) for name, attribute in given.items()}


def size_of(attributes: Mapping[str, Mapping[str, Any]]) -> int:
    """What the attributes add to a message's size: names, types and values, in bytes."""
    size = 0
    for name, attribute in attributes.items():
        value = attribute.get("BinaryValue", attribute.get("StringValue", ""))
        size += len(name.encode()) + len(attribute.get("DataType", "").encode()) + len(_bytes(value))
    return size


def checked_trace_header(given: Mapping[str, Mapping[str, Any]]) -> str | None:
    """The trace header among a message's system attributes: the only one that a sender may set."""
    for name in given:
        if name != "AWSTraceHeader":
            raise errors.invalid_parameter(f"Message system attribute name '{name}' is invalid.")
    if "AWSTraceHeader" not in given:
        return None
    attribute = given["AWSTraceHeader"]
    value = attribute.get("StringValue")
    if attribute.get("DataType") != "String" or not value:
        raise errors.invalid_parameter(
            "The message system attribute 'AWSTraceHeader' must contain a non-empty value of type 'String'."
        )
    return str(value)


def chosen(attributes: Attributes, names: Iterable[str]) -> Attributes:
    """Those attributes that a receive's ``MessageAttributeNames`` ask for, as copies."""
    exact: list[str] = []
    prefixes: list[str] = []
    for name in names:
        if name in ("All", ".*", "*"):
            prefixes.append("")
        elif name.endswith(".*"):
            prefixes.append(name[:-2])
        else:
            exact.append(name)
    beginnings = tuple(prefixes)
    return {
        name: dict(attribute)
        for name, attribute in attributes.items()
        if name in exact or (beginnings and name.startswith(beginnings))
    }


def _checked(name: str, attribute: Mapping[str, Any]) -> dict[str, Any]:
    _check_name(name)
    data_type = attribute.get("DataType")
    if not data_type:
        raise _no_value(name)
    kind = data_type.split(".", 1)[0]
    if kind not in ("String", "Number", "Binary"):
        raise errors.invalid_parameter(
            f"The type of message (user) attribute '{name}' is invalid. You must use only the following supported type "
            "prefixes: Binary, Number, String."
        )
    if len(data_type) > limits.MESSAGE_ATTRIBUTE_NAME:
        raise errors.invalid_parameter("Message (user) attribute type must be shorter than 256 bytes.")
    if attribute.get("StringListValues") or attribute.get("BinaryListValues"):
        raise errors.unsupported_operation("Message attribute list values in SendMessage operation are not supported.")
    if kind == "Binary":
        value: Any = attribute.get("BinaryValue")
        if value is not None:
            value = _bytes(value)
    else:
        value = attribute.get("StringValue")
    if value is None:
        raise _no_value(name)
    if not value:
        raise errors.invalid_parameter(
            f"Message (user) attribute '{name}' must contain a non-empty value of type '{kind}'."
        )
    if kind == "Binary":
        return {"BinaryValue": value, "DataType": data_type}
    illegal = ILLEGAL.search(value)
    if illegal is not None:
        raise errors.invalid_parameter(
            f"Invalid binary character '#x{ord(illegal[0]):X}' was found in the message attribute '{name}', "
            f"the set of allowed characters is {errors.ALLOWED_CHARACTERS}."
        )
    if kind == "Number" and not _is_number(value):
        raise errors.invalid_parameter(f"Can't cast the value of message (user) attribute '{name}' to a number.")
    return {"StringValue": value, "DataType": data_type}


def _check_name(name: str) -> None:
    if not name:
        raise errors.invalid_parameter("The request must contain non-empty message (user) attribute names.")
    if name.lower().startswith(("aws.", "amazon.")):
        raise errors.invalid_parameter(
            "You can't use message attribute names beginning with 'AWS.' or 'Amazon'. "
            "These strings are reserved for internal use."
        )
    if len(name) > limits.MESSAGE_ATTRIBUTE_NAME:
        raise errors.invalid_parameter("Message (user) attribute name must be shorter than 256 bytes.")
    if _NAME.fullmatch(name) is None:
        raise errors.invalid_parameter(
            f"The message attribute name '{name}' is invalid. "
            "Attribute name can contain A-Z, a-z, 0-9, underscore (_), hyphen (-), and period (.) characters."
        )


def _no_value(name: str) -> Exception:
    return errors.invalid_parameter(
        f"The message (user) attribute '{name}' must contain a non-empty message attribute value."
    )


def _is_number(value: str) -> bool:
    if _NUMBER.fullmatch(value) is None:
        return False
    try:
        number = Decimal(value)
    except InvalidOperation:
        return False
    digits = "".join(map(str, number.as_tuple().digits)).strip("0")
    return len(digits) <= _NUMBER_DIGITS and (not number or _NUMBER_RANGE[0] <= abs(number) <= _NUMBER_RANGE[1])


def _bytes(value: Any) -> bytes:
    """A value as bytes; boto3 takes text as well for binary ones."""
    return value.encode() if isinstance(value, str) else bytes(value)
