"""Scalars as text and numbers, and the checks that a result has the types its shape promises.

A service that hands over a value of the wrong type is told so here (``TypeError`` naming the shape): botocore
would pass most of them on to the application unseen.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from email.utils import format_datetime
from typing import Any, NoReturn

from botocore.model import Shape

__all__ = [
    "as_blob",
    "as_bool",
    "as_float",
    "as_int",
    "as_list",
    "as_map",
    "as_str",
    "blob_text",
    "epoch_milliseconds",
    "epoch_seconds",
    "float_text",
    "header_text",
    "scalar_text",
    "timestamp_format",
    "timestamp_text",
]

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MILLISECOND = timedelta(milliseconds=1)


def _wrong(shape: Shape, wanted: str, value: object) -> NoReturn:
    raise TypeError(f"{shape.name} ({shape.type_name}) needs {wanted}, not {type(value).__name__}")


def as_str(shape: Shape, value: object) -> str:
    if not isinstance(value, str):
        _wrong(shape, "a str", value)
    # A member of a str enumeration formats as its name on some Python versions and as its value on others.
    return str.__str__(value)


def as_bool(shape: Shape, value: object) -> bool:
    if not isinstance(value, bool):
        _wrong(shape, "a bool", value)
    return value


def as_int(shape: Shape, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        _wrong(shape, "an int", value)
    return int(value)


def as_float(shape: Shape, value: object) -> float:
    if not isinstance(value, (int, float, Decimal)) or isinstance(value, bool):
        _wrong(shape, "a float", value)
    return float(value)


def as_list(shape: Shape, value: object) -> Sequence[Any]:
    if not isinstance(value, (list, tuple)):
        _wrong(shape, "a list", value)
    return value


def as_map(shape: Shape, value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        _wrong(shape, "a dict", value)
    return value


def as_blob(shape: Shape, value: object) -> bytes:
    """The bytes of a blob: bytes-like, text (as UTF-8, like botocore), or a file-like object, read here."""
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value)
    if isinstance(value, str):
        return value.encode()
    read = getattr(value, "read", None)
    if read is None:
        _wrong(shape, "bytes", value)
    content = read()
    if isinstance(content, str):
        return content.encode()
    if not isinstance(content, (bytes, bytearray)):
        _wrong(shape, "a stream of bytes", content)
    return bytes(content)


def blob_text(shape: Shape, value: object) -> str:
    """Base64, the form of a blob inside JSON, XML and headers."""
    return base64.b64encode(as_blob(shape, value)).decode("ascii")


def float_text(value: float) -> str:
    """A float with AWS's names for the three values that decimal digits cannot say."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return repr(value)


def epoch_milliseconds(shape: Shape, value: object) -> int:
    """Whole milliseconds since 1970, AWS's resolution; finer parts are cut off, never rounded up.

    A datetime without a time zone counts as UTC; an int or float as seconds since 1970.
    """
    if isinstance(value, datetime):
        aware = value if value.tzinfo is not None else value.replace(tzinfo=timezone.utc)
        return (aware - _EPOCH) // _MILLISECOND
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return math.floor(round(value * 1000, 3))
    _wrong(shape, "a datetime", value)


def epoch_seconds(shape: Shape, value: object) -> int | float:
    """Seconds since 1970: an int where the time is a whole second, else a float with milliseconds."""
    seconds, milliseconds = divmod(epoch_milliseconds(shape, value), 1000)
    return seconds + milliseconds / 1000 if milliseconds else seconds


def timestamp_format(shape: Shape, default: str) -> str:
    """``iso8601``, ``rfc822`` or ``unixTimestamp``: the member's trait, else the default of its location."""
    return str(shape.serialization.get("timestampFormat", default))


def timestamp_text(shape: Shape, value: object, default: str) -> str:
    """A timestamp as text: ``2026-01-05T00:00:00Z``, ``Mon, 05 Jan 2026 00:00:00 GMT`` or ``1767571200``."""
    chosen = timestamp_format(shape, default)
    if chosen == "unixTimestamp":
        return str(epoch_seconds(shape, value))
    milliseconds = epoch_milliseconds(shape, value)
    moment = _EPOCH + milliseconds * _MILLISECOND
    if chosen == "rfc822":
        return format_datetime(moment, usegmt=True)
    if chosen != "iso8601":
        raise ValueError(f"{shape.name}: unknown timestampFormat {chosen!r}")
    fraction = f".{milliseconds % 1000:03d}" if milliseconds % 1000 else ""
    # Not strftime: it pads years below 1000 differently from one platform to the next.
    return moment.replace(tzinfo=None, microsecond=0).isoformat() + fraction + "Z"


def scalar_text(shape: Shape, value: object, *, timestamps: str) -> str:
    """A scalar as text inside XML or a header; ``timestamps`` is the default format of that place."""
    kind = shape.type_name
    if kind in ("string", "character"):
        return as_str(shape, value)
    if kind == "boolean":
        return "true" if as_bool(shape, value) else "false"
    if kind in ("integer", "long"):
        return str(as_int(shape, value))
    if kind in ("float", "double"):
        return float_text(as_float(shape, value))
    if kind == "timestamp":
        return timestamp_text(shape, value, timestamps)
    if kind == "blob":
        return blob_text(shape, value)
    raise TypeError(f"{shape.name}: a {kind} has no text form")


def header_text(shape: Shape, value: object) -> str:
    """A member with location ``header``: text, a comma-separated list, or JSON in base64 (``jsonvalue``)."""
    if shape.serialization.get("jsonvalue"):
        return base64.b64encode(json.dumps(value, separators=(",", ":")).encode()).decode("ascii")
    member: Shape | None = getattr(shape, "member", None)
    if member is not None:
        return ", ".join(header_text(member, item) for item in as_list(shape, value))
    return scalar_text(shape, value, timestamps="rfc822")
