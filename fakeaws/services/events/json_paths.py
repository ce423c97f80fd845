"""The JSON paths of ``InputPath`` and ``InputPathsMap``: ``$.detail.items[0].name``, ``$['detail-type']``, ``[*]``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

#: A key, an index, or ``None`` for every element.
Step: TypeAlias = "str | int | None"

_STEP = re.compile(r"""\.([^.\[\]'"\s*]+)|\[(\d+)\]|\['([^']+)'\]|\["([^"]+)"\]|(\[\*\]|\.\*)""")


class _Missing:
    """What is not there."""

    def __deepcopy__(self, memo: dict[int, Any]) -> _Missing:
        return self


MISSING: Final = _Missing()


class BadPath(ValueError):
    """A text that is no path."""


def steps_of(text: str) -> tuple[Step, ...]:
    """A path's steps, none for ``$``; raises `BadPath`."""
    if not text.startswith("$"):
        raise BadPath(text)
    steps: list[Step] = []
    at = 1
    while at < len(text):
        found = _STEP.match(text, at)
        if found is None:
            raise BadPath(text)
        dotted, index, single, double, _ = found.groups()
        steps.append(int(index) if index is not None else dotted or single or double)
        at = found.end()
    return tuple(steps)


def value_at(document: Any, steps: tuple[Step, ...]) -> Any:
    """What is at a path, or `MISSING`; a list of what is there behind a ``[*]``."""
    value = document
    for number, step in enumerate(steps):
        if step is None:
            inner = list(value.values()) if isinstance(value, Mapping) else value
            if not isinstance(inner, list):
                return MISSING
            found = (value_at(each, steps[number + 1 :]) for each in inner)
            return [each for each in found if each is not MISSING]
        if isinstance(step, int):
            if not isinstance(value, list) or step >= len(value):
                return MISSING
            value = value[step]
        elif isinstance(value, Mapping) and step in value:
            value = value[step]
        else:
            return MISSING
    return value
