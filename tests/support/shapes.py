"""Answers held against the shapes of a service model.

    >>> misfits({"Messages": []}, operation_model.output_shape)
    ['Messages: empty, and AWS leaves that out']

botocore's own validator, made for requests, lets unknown members, enums, patterns and maxima pass; this one does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from botocore.model import OperationModel, Shape, StringShape, StructureShape

from fakeaws.aws.java_patterns import Untranslatable, matcher

_TYPES: dict[str, type | tuple[type, ...]] = {
    "structure": dict,
    "map": dict,
    "list": list,
    "string": str,
    "character": str,
    "boolean": bool,
    "integer": int,
    "long": int,
    "float": float,
    "double": float,
    "blob": bytes,
    "timestamp": datetime,
}
_COLLECTIONS = ("list", "map")


def answer_misfits(answer: dict[str, Any], model: OperationModel, *, empties: bool = False) -> list[str]:
    """What is wrong with a whole answer of boto3, its ``ResponseMetadata`` included."""
    body = {name: value for name, value in answer.items() if name != "ResponseMetadata"}
    found = list(_metadata_misfits(answer.get("ResponseMetadata")))
    if model.output_shape is not None:
        return found + misfits(body, model.output_shape, empties=empties)
    return found + [f"{name}: the operation has no output" for name in body]


def misfits(value: Any, shape: Shape, path: str = "", *, empties: bool = False) -> list[str]:
    """What is wrong with a value, a text for each, with the place where it is; nothing if it fits.

    ``empties`` says whether the service sends empty lists and maps, also where what callers send must not be empty. One
    that does not leaves them out, also where the model calls them required.
    """
    return list(_misfits(value, shape, path, empties))


def shown(value: Any, shape: Shape, path: str = "") -> Iterator[str]:
    """The modelled members that a value has: ``Messages[].Body``, and ``[]`` or ``{}`` for parts of lists and maps."""
    if shape.type_name == "structure" and isinstance(value, dict):
        for name, part in value.items():
            if name in shape.members:
                yield _join(path, name)
                yield from shown(part, shape.members[name], _join(path, name))
    elif shape.type_name == "list":
        for part in value:
            yield from shown(part, shape.member, f"{path}[]")
    elif shape.type_name == "map":
        for key, part in value.items():
            yield from _keys(key, shape.key, path)
            yield from shown(part, shape.value, f"{path}{{}}")


def members(shape: Shape, path: str = "", inside: tuple[str, ...] = ()) -> Iterator[str]:
    """All members that a shape can have, and the keys of maps whose keys are an enum (``Attributes{QueueArn}``).

    A structure inside itself is followed once.
    """
    if isinstance(shape, StructureShape):
        if shape.name in inside or getattr(shape, "is_document_type", False):
            return
        for name, member in shape.members.items():
            yield _join(path, name)
            yield from members(member, _join(path, name), (*inside, shape.name))
    elif shape.type_name == "list":
        yield from members(shape.member, f"{path}[]", inside)
    elif shape.type_name == "map":
        for key in getattr(shape.key, "enum", ()):
            yield from _keys(key, shape.key, path)
        yield from members(shape.value, f"{path}{{}}", inside)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _keys(key: str, shape: Shape, path: str) -> Iterator[str]:
    if getattr(shape, "enum", ()):
        yield f"{path}{{{key}}}"


def _metadata_misfits(metadata: Any) -> Iterator[str]:
    wanted = {"RequestId": str, "HTTPStatusCode": int, "HTTPHeaders": dict, "RetryAttempts": int}
    if not isinstance(metadata, dict):
        yield "ResponseMetadata: missing"
        return
    for name, kind in wanted.items():
        if type(metadata.get(name)) is not kind:
            yield f"ResponseMetadata.{name}: {metadata.get(name)!r} is no {kind.__name__}"
    for name in metadata.get("HTTPHeaders", {}):
        if name != name.lower():
            yield f"ResponseMetadata.HTTPHeaders: {name} is not in lower case"


def _misfits(value: Any, shape: Shape, path: str, empties: bool) -> Iterator[str]:
    place = path or "the answer"
    kind = shape.type_name
    if getattr(shape, "is_document_type", False):
        return
    if shape.serialization.get("streaming"):
        if not hasattr(value, "read"):
            yield f"{place}: {value!r} is no stream"
        return
    expected = _TYPES.get(kind)
    if expected is None:
        raise TypeError(f"{place}: no check for shapes of type {kind}")
    if not isinstance(value, expected) or (expected is not bool and isinstance(value, bool)):
        yield f"{place}: {value!r} is no {kind}"
        return
    if value or kind not in _COLLECTIONS or not empties:
        yield from _constraint_misfits(value, shape, place)
    if isinstance(shape, StructureShape):
        yield from _structure_misfits(value, shape, path, empties)
    elif kind in _COLLECTIONS and not value and not empties:
        yield f"{place}: empty, and AWS leaves that out"
    elif kind == "list":
        for index, part in enumerate(value):
            yield from _misfits(part, shape.member, f"{path}[{index}]", empties)
    elif kind == "map":
        for key, part in value.items():
            yield from _misfits(key, shape.key, f"{path}, its key", empties)
            yield from _misfits(part, shape.value, f"{path}[{key!r}]", empties)
    elif kind == "timestamp" and value.tzinfo is None:
        yield f"{place}: {value!r} has no time zone"


def _structure_misfits(value: dict[str, Any], shape: StructureShape, path: str, empties: bool) -> Iterator[str]:
    for name in value:
        if name not in shape.members:
            yield f"{_join(path, name)}: no such member"
    for name in shape.required_members:
        if name not in value and (empties or shape.members[name].type_name not in _COLLECTIONS):
            yield f"{_join(path, name)}: missing"
    if shape.is_tagged_union and len(value) != 1:
        yield f"{path}: a union with {len(value)} members"
    for name, member in shape.members.items():
        if name in value:
            yield from _misfits(value[name], member, _join(path, name), empties)


def _constraint_misfits(value: Any, shape: Shape, place: str) -> Iterator[str]:
    if isinstance(shape, StringShape) and shape.enum and value not in shape.enum:
        yield f"{place}: {value!r} is none of {', '.join(shape.enum)}"
    size = value if isinstance(value, (int, float)) else len(value) if hasattr(value, "__len__") else None
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if size is not None and low is not None and size < low:
        yield f"{place}: {value!r} is under the minimum, {low}"
    if size is not None and high is not None and size > high:
        yield f"{place}: {value!r} is over the maximum, {high}"
    if "pattern" in shape.metadata:
        try:
            matches = matcher(shape.metadata["pattern"])
        except Untranslatable:
            return
        if not matches(value):
            yield f"{place}: {value!r} does not match {shape.metadata['pattern']}"
