"""Patterns for messages that are JSON: ``{ $.level = "ERROR" && $.latency > 100 }``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from fakeaws.services.logs.filter_patterns.conditions import Condition, Junction, parse_condition
from fakeaws.services.logs.filter_patterns.matching import Extract, FilterPattern, InvalidPattern, text_of
from fakeaws.services.logs.filter_patterns.tokens import Token, Tokens

_STEP = re.compile(
    r"""\.?\[(?:(?P<index>\d+)|(?P<any>\*)|'(?P<single>[^']*)'|"(?P<double>[^"]*)")\]|\.(?P<name>\*|[\w-]+)"""
)
#: In a whole pattern, and in one selector.
_WILDCARDS, _WILDCARDS_OF_ONE = 3, 1


@dataclass(frozen=True)
class Selector:
    """``$.a.b[0]``: ``steps`` are names, indexes, or ``None`` for ``*``."""

    text: str
    steps: tuple[str | int | None, ...]

    def find(self, document: Any) -> list[Any]:
        """All values there."""
        found = [document]
        for step in self.steps:
            found = [part for value in found for part in _parts(value, step)]
        return found


def _parts(value: Any, step: str | int | None) -> Sequence[Any]:
    if step is None:
        return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(step, int):
        return value[step : step + 1] if isinstance(value, list) else ()
    return (value[step],) if isinstance(value, dict) and step in value else ()


def selector_of(text: str) -> Selector | None:
    """The selector that a text is; ``None`` if it is none."""
    if not text.startswith("$") or len(text) == 1:
        return None
    steps: list[str | int | None] = []
    place = 1
    while place < len(text):
        match = _STEP.match(text, place)
        if match is None:
            return None
        place = match.end()
        if match["index"] is not None:
            steps.append(int(match["index"]))
        elif match["any"] or match["name"] == "*":
            steps.append(None)
        else:
            steps.append(next(name for name in match.group("single", "double", "name") if name is not None))
    return Selector(text, tuple(steps))


class JsonExtract(Extract):
    """A JSON message, and the selectors of its pattern."""

    __slots__ = ("_document", "_selectors")

    def __init__(self, document: Any, selectors: Sequence[Selector]) -> None:
        self._document = document
        self._selectors = selectors

    def value(self, reference: str) -> Any:
        selector = selector_of(reference)
        found = selector.find(self._document) if selector is not None else ()
        return found[0] if found else None

    def shown(self) -> dict[str, str]:
        found = ((selector.text, selector.find(self._document)) for selector in self._selectors)
        return {text: text_of(values[0]) for text, values in found if values}


@dataclass(frozen=True)
class JsonPattern(FilterPattern):
    """A condition on the values of a JSON object."""

    condition: Condition
    selectors: tuple[Selector, ...]
    has_fields: ClassVar[bool] = True

    def match(self, message: str) -> Extract | None:
        if "{" not in message:
            return None
        try:
            document = json.loads(message)
        except (ValueError, RecursionError):
            return None
        if not isinstance(document, dict) or not self.condition.holds(lambda s: s.find(document), in_text=False):
            return None
        return JsonExtract(document, self.selectors)

    def knows(self, reference: str) -> bool:
        return selector_of(reference) is not None


def parse_selectors(text: str) -> JsonPattern:
    """A text that begins with ``{``; raises `InvalidPattern`."""
    if not text.endswith("}"):
        raise InvalidPattern()
    tokens = Tokens(text[1:-1])
    condition = parse_condition(tokens, _reference, states=True)
    tokens.need_end()
    selectors = tuple(dict.fromkeys(_selectors(condition)))
    wildcards = [selector.steps.count(None) for selector in _selectors(condition)]
    if sum(wildcards) > _WILDCARDS or max(wildcards) > _WILDCARDS_OF_ONE:
        raise InvalidPattern("Invalid filter pattern: too many wildcards in property selectors")
    return JsonPattern(condition, selectors)


def _reference(token: Token) -> Selector:
    selector = selector_of(token.text) if token.kind == "selector" else None
    if selector is None:
        raise InvalidPattern()
    return selector


def _selectors(condition: Condition) -> Iterator[Selector]:
    if isinstance(condition, Junction):
        for part in condition.parts:
            yield from _selectors(part)
    else:
        yield condition.reference
