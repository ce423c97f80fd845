"""An event as patterns see it: for each dotted path, the values at it."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, NoReturn, TypeAlias

from fakeaws.aws.patterns.conditions import Value
from fakeaws.aws.patterns.numbers import decimal

#: In which element of which lists a value stands: (number of the list, index) from the outside in.
Place: TypeAlias = "tuple[tuple[int, int], ...]"


class Unreadable:
    """A value that is there and cannot be read: it satisfies nothing."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


class Entry(NamedTuple):
    """A value, and in which lists it stands."""

    value: Value | Unreadable
    place: Place = ()


class Fields:
    """The values by path; ``company``: whether anything is there at all, also at other paths."""

    __slots__ = ("by_path", "company")

    def __init__(self, by_path: dict[str, list[Entry]], company: bool) -> None:
        self.by_path = by_path
        self.company = company

    def at(self, path: str) -> Sequence[Entry]:
        """The values at a path."""
        return self.by_path.get(path, ())


class Paths:
    """Paths that somebody asks for, and what leads to them: nothing else of an event is looked at."""

    __slots__ = ("leading", "names")

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)
        self.leading = frozenset(name[:index] for name in self.names for index, char in enumerate(name) if char == ".")


class _Everything(Container[str]):
    def __contains__(self, path: object) -> bool:
        return True


class AllPaths:
    """Every path there may be."""

    __slots__ = ("leading", "names")

    def __init__(self) -> None:
        self.names: Container[str] = _Everything()
        self.leading: Container[str] = self.names


def parse_event(text: str) -> Any:
    """JSON with numbers as decimals. Raises ``ValueError`` for anything else, also for what is nested too deep."""
    try:
        return json.loads(text, parse_float=decimal, parse_int=decimal, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("nested too deep") from None


def fields_of(event: Mapping[str, Any], paths: Paths | AllPaths) -> Fields:
    """The values of an event at these paths.

    Lists, also lists of lists, stand for their elements; a key with dots in it, for nested keys, and the reverse. An
    object at a path is no value.
    """
    by_path: dict[str, list[Entry]] = {}
    names, leading = paths.names, paths.leading
    lists = 0
    pending: list[tuple[str, Any, Place]] = [("", event, ())]
    while pending:
        path, value, place = pending.pop()
        if isinstance(value, Mapping):
            lead = f"{path}." if path or value is not event else ""
            for key in reversed(value):
                name = f"{lead}{key}"
                if name in names or name in leading:
                    pending.append((name, value[key], place))
        elif isinstance(value, (list, tuple)):
            number, lists = lists, lists + 1
            pending.extend((path, value[index], (*place, (number, index))) for index in range(len(value) - 1, -1, -1))
        elif path in names:
            by_path.setdefault(path, []).append(Entry(_normal(value), place))
    return Fields(by_path, bool(event))


def _normal(value: Any) -> Value:
    """Numbers as decimals."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        normal: Value = value
        return normal
    return Decimal(value) if isinstance(value, int) else decimal(repr(value))


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
