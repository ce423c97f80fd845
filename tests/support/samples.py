"""Deterministic sample values for any shape of a service model.

    >>> sample(operation_model.output_shape)
    {'Messages': [{'MessageId': 'MessageId 1 <é&"\'> …', …}, {…}]}

No two scalars of one sample are alike where the type allows it, so that swapped members show. Strings hold
markup, quotes, non-ASCII text and both kinds of line end, except where they travel in HTTP headers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, Literal

from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape

__all__ = ["Fill", "sample"]

Fill = Literal["all", "empty", "some"]

_START = datetime(2026, 1, 5, 10, 20, 30, tzinfo=timezone.utc)


def sample(shape: Shape, fill: Fill = "all", turn: int = 0) -> Any:
    """A value of this shape as boto3 users see it.

    - ``fill="all"``: every member; lists and maps with two items (one, if a map's keys are an enum of one);
    - ``fill="empty"``: every member, but no items in lists and maps and nothing in strings and blobs;
    - ``fill="some"``: every second member of each structure, by its position plus ``turn``.

    ``turn`` also says which member of a union and which value of an enum is taken; walk it to see them all.
    A shape inside itself is left out at its second nesting; a streamed payload is bytes, a status code 200.
    """
    return _Sampler(fill, turn).value(shape, "value")


class _Sampler:
    def __init__(self, fill: Fill, turn: int) -> None:
        self._fill = fill
        self._turn = turn
        self._count = 0
        self._inside: list[str] = []

    def value(self, shape: Shape, name: str) -> Any:
        if isinstance(shape, StructureShape):
            if shape.is_document_type:
                return {"document": [self._number(), 0.5, name, True, {"nested": "é"}]}
            return self._structure(shape)
        if isinstance(shape, ListShape):
            size = self._size(shape.member)
            return [self.value(shape.member, name) for _ in range(size)]
        if isinstance(shape, MapShape):
            size = self._size(shape.value)
            return {self._key(shape.key, index): self.value(shape.value, name) for index in range(size)}
        return self._scalar(shape, name)

    def _structure(self, shape: StructureShape) -> dict[str, Any]:
        self._inside.append(shape.name)
        chosen = {
            name: member
            for name, member in self._chosen(shape).items()
            if not self._is_too_deep(member) and not member.serialization.get("eventstream")
        }
        made = {name: self.value(member, name) for name, member in chosen.items()}
        self._inside.pop()
        return made

    def _chosen(self, shape: StructureShape) -> Mapping[str, Shape]:
        names = list(shape.members)
        if shape.is_tagged_union:
            usable = [name for name in names if not self._is_too_deep(shape.members[name])]
            name = usable[self._turn % len(usable)]
            return {name: shape.members[name]}
        if self._fill != "some":
            return shape.members
        return {name: shape.members[name] for index, name in enumerate(names) if (index + self._turn) % 2 == 0}

    def _is_too_deep(self, shape: Shape) -> bool:
        return isinstance(shape, StructureShape) and self._inside.count(shape.name) >= 2

    def _size(self, item: Shape) -> int:
        return 0 if self._fill == "empty" or self._is_too_deep(item) else 2

    def _number(self) -> int:
        self._count += 1
        return self._count

    def _key(self, shape: Shape, index: int) -> str:
        if isinstance(shape, StringShape) and shape.enum:
            return str(shape.enum[(index + self._turn) % len(shape.enum)])
        return f"key {index} <&é>"

    def _scalar(self, shape: Shape, name: str) -> Any:
        number = self._number()
        location = shape.serialization.get("location")
        kind = shape.type_name
        if location == "statusCode":
            return 200
        if kind == "boolean":
            return number % 2 == 1
        if kind == "integer":
            return number if number % 3 else -number
        if kind == "long":
            return (1 << 40) + number
        if kind in ("float", "double"):
            return number + 0.1
        if kind == "timestamp":
            return _START + timedelta(seconds=number)
        if kind == "blob":
            return b"" if self._fill == "empty" else f"{name} {number} ".encode() + bytes(range(256))
        if isinstance(shape, StringShape) and shape.enum:
            return str(shape.enum[(number + self._turn) % len(shape.enum)])
        if shape.serialization.get("jsonvalue"):
            return {name: [number, "é"]}
        if self._fill == "empty":
            return ""
        return f"{name}-{number}" if location else f"{name} {number} <é&\"'> \N{SNOWMAN}\r\n\tend "
