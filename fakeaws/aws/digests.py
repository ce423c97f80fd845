"""The MD5 digests by which SQS and SNS let a client check what arrived."""

from __future__ import annotations

from collections.abc import Mapping
from struct import Struct
from typing import Any

try:  # CPython's own: OpenSSL's takes longer to begin than for the body of a usual message
    from _md5 import md5  # type: ignore[import-not-found,unused-ignore]
except ImportError:
    from hashlib import md5

_length = Struct(">I").pack
_STRING, _BINARY = b"\x01", b"\x02"


def body_md5(body: str) -> str:
    """``MD5OfMessageBody`` and ``MD5OfBody``: hexadecimal, of the body's UTF-8 bytes."""
    digest: str = md5(body.encode(), usedforsecurity=False).hexdigest()
    return digest


def attributes_md5(attributes: Mapping[str, Mapping[str, Any]]) -> str:
    """``MD5OfMessageAttributes``, hexadecimal, of attributes in boto3's shape; of system attributes likewise.

    Each attribute, by ascending name, is its name, its data type with the custom label, one byte for the kind of
    transport (1 for ``StringValue``, 2 for ``BinaryValue``) and its value; all but that byte preceded by their length
    in bytes as four bytes, big-endian. A digest covers exactly the attributes given: on receive, those returned.
    """
    parts: list[bytes] = []
    for name in sorted(attributes):
        attribute = attributes[name]
        data_type: str = attribute["DataType"]
        binary = data_type.startswith("Binary")
        value = attribute["BinaryValue" if binary else "StringValue"]
        if isinstance(value, str):
            value = value.encode()
        encoded_name, encoded_type = name.encode(), data_type.encode()
        parts += (
            _length(len(encoded_name)),
            encoded_name,
            _length(len(encoded_type)),
            encoded_type,
            _BINARY if binary else _STRING,
            _length(len(value)),
            value,
        )
    digest: str = md5(b"".join(parts), usedforsecurity=False).hexdigest()
    return digest
