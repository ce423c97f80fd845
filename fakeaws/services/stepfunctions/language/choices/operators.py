"""The comparisons of data tests. A value of another type than the operator's is no match, never an error."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any, Final, TypeAlias

from fakeaws.services.stepfunctions.language.json_text import Json, is_number
from fakeaws.services.stepfunctions.language.timestamps import timestamp_ns

#: Of the variable's value and the comparand.
Comparison: TypeAlias = Callable[[Json, Json], bool]

_ORDERS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "Equals": operator.eq,
    "LessThan": operator.lt,
    "GreaterThan": operator.gt,
    "LessThanEquals": operator.le,
    "GreaterThanEquals": operator.ge,
}


class _Strings:
    """Order of UTF-16 code units, as Java's ``compareTo``."""

    def __init__(self, order: Callable[[Any, Any], bool]) -> None:
        self.order = order

    def __call__(self, value: Json, comparand: Json) -> bool:
        if not (isinstance(value, str) and isinstance(comparand, str)):
            return False
        if value.isascii() and comparand.isascii():
            return self.order(value, comparand)
        return self.order(_units(value), _units(comparand))


class _Numbers:
    def __init__(self, order: Callable[[Any, Any], bool]) -> None:
        self.order = order

    def __call__(self, value: Json, comparand: Json) -> bool:
        return is_number(value) and is_number(comparand) and self.order(value, comparand)


class _Timestamps:
    """Instants, whatever zone each is written in."""

    def __init__(self, order: Callable[[Any, Any], bool]) -> None:
        self.order = order

    def __call__(self, value: Json, comparand: Json) -> bool:
        if not (isinstance(value, str) and isinstance(comparand, str)):
            return False
        instant, other = timestamp_ns(value), timestamp_ns(comparand)
        return instant is not None and other is not None and self.order(instant, other)


def _same_boolean(value: Json, comparand: Json) -> bool:
    return isinstance(value, bool) and value is comparand


#: By name; each also with ``Path`` at the end.
COMPARISONS: Final[dict[str, Comparison]] = {
    **{f"String{name}": _Strings(order) for name, order in _ORDERS.items()},
    **{f"Numeric{name}": _Numbers(order) for name, order in _ORDERS.items()},
    **{f"Timestamp{name}": _Timestamps(order) for name, order in _ORDERS.items()},
    "BooleanEquals": _same_boolean,
}

IS_PRESENT: Final = "IsPresent"
#: Tests of the value's kind, which the operand ``false`` inverts.
KINDS: Final[dict[str, Callable[[Json], bool]]] = {
    "IsNull": lambda value: value is None,
    "IsNumeric": is_number,
    "IsString": lambda value: isinstance(value, str),
    "IsBoolean": lambda value: isinstance(value, bool),
    "IsTimestamp": lambda value: isinstance(value, str) and timestamp_ns(value) is not None,
}


def string_pattern(text: str) -> re.Pattern[str]:
    """StringMatches: ``*`` is any run of characters, ``\\*`` and ``\\\\`` are those characters, for the whole text."""
    parts = []
    for part in re.findall(r"\\[*\\]|.", text, re.DOTALL):
        parts.append(".*" if part == "*" else re.escape(part[1] if len(part) == 2 else part))
    return re.compile("".join(parts), re.DOTALL)


def _units(text: str) -> bytes:
    return text.encode("utf-16-be", "surrogatepass")
