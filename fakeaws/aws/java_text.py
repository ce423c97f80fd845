"""Request values as AWS's Java code prints them in messages: ``[a, b]``, ``{k=v}``, ``Tag(key=k, value=null)``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

REDACTED = "***Sensitive Data Redacted***"


def java_text(shape: Any, value: Any) -> str:
    """``value`` (in boto3's types) of a botocore ``shape``, as ``toString()`` of AWS's classes gives it."""
    if value is None:
        return "null"
    kind = shape.type_name
    if kind == "structure" and isinstance(value, Mapping):
        parts = (f"{lower_first(name)}={_part(member, value.get(name))}" for name, member in shape.members.items())
        return f"{shape.name}({', '.join(parts)})"
    if kind == "list" and isinstance(value, (list, tuple)):
        return f"[{', '.join(_part(shape.member, item) for item in value)}]"
    if kind == "map" and isinstance(value, Mapping):
        parts = (f"{_part(shape.key, key)}={_part(shape.value, item)}" for key, item in value.items())
        return f"{{{', '.join(parts)}}}"
    if kind == "blob" and isinstance(value, (bytes, bytearray)):
        return f"java.nio.HeapByteBuffer[pos=0 lim={len(value)} cap={len(value)}]"
    if kind in ("float", "double"):
        return str(float(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def lower_first(name: str) -> str:
    """A member's name as messages write it: only the first letter changes (``KMSKeyArn`` is ``kMSKeyArn``)."""
    return name[:1].lower() + name[1:]


def _part(shape: Any, value: Any) -> str:
    if value is not None and shape.metadata.get("sensitive"):
        return REDACTED
    return java_text(shape, value)
