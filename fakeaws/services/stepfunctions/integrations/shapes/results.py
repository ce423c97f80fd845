"""From an operation's answer to a Task's result."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from fakeaws.services.stepfunctions.integrations.shapes.names import Naming, members_of
from fakeaws.services.stepfunctions.language.json_text import Json
from fakeaws.simulation.clock import from_us, to_us

if TYPE_CHECKING:
    from botocore.model import OperationModel


def result(
    model: OperationModel, answer: Any, naming: Naming, time: Callable[[datetime], Json] | None = None
) -> dict[str, Json]:
    """An answer as boto3 gives it (without its ResponseMetadata) as JSON; `jsoned` tells how."""
    shape = model.output_shape
    return {} if shape is None else jsoned(shape, answer, naming, time)


def jsoned(shape: Any, value: Any, naming: Naming, time: Callable[[datetime], Json] | None = None) -> Any:
    """A value of that shape as JSON.

    Members of structures are named by ``naming`` and in alphabetical order, a streamed body last; those without a value are
    left out. Bytes are text in UTF-8. ``time`` writes timestamps: `iso_time` unless given, or `milliseconds`.
    """
    kind = shape.type_name
    if kind == "structure":
        if getattr(shape, "is_document_type", False):
            return value
        return _structure(shape, value, naming, time)
    if kind == "map":
        return {str(key): jsoned(shape.value, item, naming, time) for key, item in value.items()}
    if kind == "list":
        return [jsoned(shape.member, item, naming, time) for item in value]
    if kind == "blob":
        return text_of(value)
    if kind == "timestamp":
        return (time or iso_time)(value) if isinstance(value, datetime) else value
    return value


def _structure(shape: Any, value: Any, naming: Naming, time: Callable[[datetime], Json] | None) -> dict[str, Json]:
    members = members_of(shape, naming)
    found: dict[str, Json] = {}
    streamed: dict[str, Json] = {}
    for name in sorted(members):
        item = value.get(members[name])
        if item is None:
            continue
        member = shape.members[members[name]]
        into = streamed if member.serialization.get("streaming") else found
        into[name] = jsoned(member, item, naming, time)
    return {**found, **streamed}


def text_of(value: Any) -> str:
    """Bytes, a text or a stream of either, as text: what is not UTF-8 is replaced, as Java does."""
    read = getattr(value, "read", None)
    data = value if read is None else read()
    return data if isinstance(data, str) else bytes(data).decode("utf-8", "replace")


def iso_time(time: datetime) -> str:
    """As Java's ``Instant`` prints it: ``2026-01-05T00:00:00Z``, ``2026-01-05T00:00:00.250Z``."""
    us = to_us(time)
    whole = f"{from_us(us):%Y-%m-%dT%H:%M:%S}"
    if us % 1_000_000 == 0:
        return f"{whole}Z"
    if us % 1000 == 0:
        return f"{whole}.{us // 1000 % 1000:03d}Z"
    return f"{whole}.{us % 1_000_000:06d}Z"


def milliseconds(time: datetime) -> int:
    """Milliseconds since 1970."""
    return to_us(time) // 1000
