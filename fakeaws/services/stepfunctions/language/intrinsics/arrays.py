"""Intrinsics that make and read arrays."""

from __future__ import annotations

from collections.abc import Hashable

from fakeaws.services.stepfunctions.language.intrinsics.failures import (
    IntrinsicFailure,
    array_argument,
    whole_argument,
)
from fakeaws.services.stepfunctions.language.json_text import Json, json_equal
from fakeaws.services.stepfunctions.language.scope import Scope

#: Items of States.ArrayRange.
MOST_ITEMS = 1000


def array(arguments: list[Json], scope: Scope) -> Json:
    return arguments


def array_partition(arguments: list[Json], scope: Scope) -> Json:
    items = array_argument("ArrayPartition", arguments[0])
    size = whole_argument("ArrayPartition", arguments[1])
    if size <= 0:
        raise IntrinsicFailure("States.ArrayPartition needs a size above 0")
    return [items[at : at + size] for at in range(0, len(items), size)]


def array_contains(arguments: list[Json], scope: Scope) -> Json:
    items = array_argument("ArrayContains", arguments[0])
    return any(json_equal(item, arguments[1]) for item in items)


def array_range(arguments: list[Json], scope: Scope) -> Json:
    first, last, step = (whole_argument("ArrayRange", argument) for argument in arguments)
    if step == 0:
        raise IntrinsicFailure("States.ArrayRange needs a step other than 0")
    items = range(first, last + (1 if step > 0 else -1), step)
    if len(items) > MOST_ITEMS:
        raise IntrinsicFailure(f"States.ArrayRange gives {MOST_ITEMS} items at most")
    return list(items)


def array_get_item(arguments: list[Json], scope: Scope) -> Json:
    items = array_argument("ArrayGetItem", arguments[0])
    index = whole_argument("ArrayGetItem", arguments[1])
    if not 0 <= index < len(items):
        raise IntrinsicFailure(f"Index {index} out of bounds for length {len(items)}")
    return items[index]


def array_length(arguments: list[Json], scope: Scope) -> Json:
    return len(array_argument("ArrayLength", arguments[0]))


def array_unique(arguments: list[Json], scope: Scope) -> Json:
    """The first of each, in the array's order."""
    items = array_argument("ArrayUnique", arguments[0])
    first: dict[Hashable, Json] = {}
    for item in items:
        first.setdefault(_identity(item), item)
    return list(first.values())


def _identity(value: Json) -> Hashable:
    """The same for equal JSON values only: 1 and 1.0, but not 1 and true."""
    if isinstance(value, list):
        return ("array", *map(_identity, value))
    if isinstance(value, dict):
        return frozenset((key, _identity(item)) for key, item in value.items())
    return (isinstance(value, bool), value)
