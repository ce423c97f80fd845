"""The steps of a path. Each leads from values to values; what a step does not fit leads nowhere.

Errors are the business of `Path`: only a definite path, one that leads to one value at most, can miss.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from fakeaws.services.stepfunctions.language.compiled import Compiled
from fakeaws.services.stepfunctions.language.json_text import Json


class Predicate(Protocol):
    """What a filter asks of a value."""

    def holds(self, value: Json, root: Json) -> bool: ...


class Step(Compiled):
    """``shown`` is the step as error texts write it."""

    __slots__ = ()
    definite = False

    @property
    def shown(self) -> str:
        raise NotImplementedError

    def follow(self, value: Json, root: Json) -> list[Json]:
        """The values one step on, in Jayway's order."""
        raise NotImplementedError

    def follow_all(self, values: list[Json], root: Json) -> list[Json]:
        return [found for value in values for found in self.follow(value, root)]


class Member(Step):
    """``.name``, ``['name']``"""

    __slots__ = ("name",)
    definite = True

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def shown(self) -> str:
        return f"['{self.name}']"

    def follow(self, value: Json, root: Json) -> list[Json]:
        return [value[self.name]] if isinstance(value, dict) and self.name in value else []


class Members(Step):
    """``['a','b']``: at a path's end one object of those that are there, in its middle each by itself."""

    __slots__ = ("definite", "names")

    def __init__(self, names: tuple[str, ...], last: bool) -> None:
        self.names = names
        self.definite = last

    @property
    def shown(self) -> str:
        return "[" + ",".join(f"'{name}'" for name in self.names) + "]"

    def follow(self, value: Json, root: Json) -> list[Json]:
        if not isinstance(value, dict):
            return []
        if self.definite:
            return [{name: value[name] for name in self.names if name in value}]
        return [value[name] for name in self.names if name in value]


class Index(Step):
    """``[n]``, counted from the end if negative"""

    __slots__ = ("index",)
    definite = True

    def __init__(self, index: int) -> None:
        self.index = index

    @property
    def shown(self) -> str:
        return f"[{self.index}]"

    def follow(self, value: Json, root: Json) -> list[Json]:
        return _elements(value, (self.index,))


class Indexes(Step):
    """``[0,2]``"""

    __slots__ = ("indexes",)

    def __init__(self, indexes: tuple[int, ...]) -> None:
        self.indexes = indexes

    @property
    def shown(self) -> str:
        return f"[{','.join(map(str, self.indexes))}]"

    def follow(self, value: Json, root: Json) -> list[Json]:
        return _elements(value, self.indexes)


class Slice(Step):
    """``[a:b]``, either side may be missing. With both sides Jayway counts from a to b: ``[-1:1]`` is last, then first."""

    __slots__ = ("end", "start")

    def __init__(self, start: int | None, end: int | None) -> None:
        self.start = start
        self.end = end

    @property
    def shown(self) -> str:
        return f"[{'' if self.start is None else self.start}:{'' if self.end is None else self.end}]"

    def follow(self, value: Json, root: Json) -> list[Json]:
        if not isinstance(value, list):
            return []
        if self.start is None or self.end is None:
            return value[self.start : self.end]
        return _elements(value, range(max(self.start, -len(value)), min(self.end, len(value))))


class Wildcard(Step):
    """``*``"""

    __slots__ = ()

    @property
    def shown(self) -> str:
        return "[*]"

    def follow(self, value: Json, root: Json) -> list[Json]:
        if isinstance(value, dict):
            return list(value.values())
        return value if isinstance(value, list) else []


class Filter(Step):
    """``[?(…)]``: of an array its elements, of an object the object itself."""

    __slots__ = ("predicate",)

    def __init__(self, predicate: Predicate) -> None:
        self.predicate = predicate

    @property
    def shown(self) -> str:
        return "[?]"

    def follow(self, value: Json, root: Json) -> list[Json]:
        if isinstance(value, list):
            return [item for item in value if self.predicate.holds(item, root)]
        return [value] if isinstance(value, dict) and self.predicate.holds(value, root) else []


class Descent(Step):
    """``..`` and the step after it, taken from every object and array below, the nearest first."""

    __slots__ = ("step",)

    def __init__(self, step: Step) -> None:
        self.step = step

    @property
    def shown(self) -> str:
        return f"..{self.step.shown}"

    def follow(self, value: Json, root: Json) -> list[Json]:
        found: list[Json] = []
        for holder in _holders(value):
            if isinstance(self.step, Filter) and isinstance(holder, list):
                continue  # its elements come by themselves
            found.extend(self.step.follow(holder, root))
        return found


def _elements(value: Json, indexes: tuple[int, ...] | range) -> list[Json]:
    if not isinstance(value, list):
        return []
    size = len(value)
    return [value[index] for index in indexes if -size <= index < size]


def _holders(value: Json) -> Iterator[Json]:
    if isinstance(value, (dict, list)):
        yield value
        for item in value.values() if isinstance(value, dict) else value:
            yield from _holders(item)
