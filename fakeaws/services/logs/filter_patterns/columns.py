"""Patterns for messages of words between spaces: ``[ip, user, ..., status = 4*, bytes > 1000]``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from fakeaws.services.logs.filter_patterns.conditions import Condition, parse_condition
from fakeaws.services.logs.filter_patterns.matching import Extract, FilterPattern, InvalidPattern
from fakeaws.services.logs.filter_patterns.tokens import Token, Tokens

#: What stands in brackets or quotes is one word, without them.
_WORD = re.compile(r'\[([^\]]*)\]|"([^"]*)"|(\S+)')
_NAME = re.compile(r"\w+")
_REST = "..."


class ColumnExtract(Extract):
    """A message's words by the names of their columns."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def value(self, reference: str) -> Any:
        return self._values.get(reference[1:])

    def shown(self) -> dict[str, str]:
        return {f"${name}": value for name, value in self._values.items()}


@dataclass(frozen=True)
class ColumnPattern(FilterPattern):
    """Columns in their order. Those that have no name are called by their number."""

    names: tuple[str, ...]
    #: Before which column any number of words may stand; ``None`` if there have to be as many words as columns.
    rest: int | None
    conditions: tuple[Condition, ...]
    has_fields: ClassVar[bool] = True

    def match(self, message: str) -> Extract | None:
        words = [brackets or quotes or word for brackets, quotes, word in _WORD.findall(message)]
        names = self.names
        if self.rest is None:
            if len(words) != len(names):
                return None
        elif len(words) < len(names):
            return None
        else:
            words[self.rest : len(words) - (len(names) - self.rest)] = []
        values = dict(zip(names, words))
        for condition in self.conditions:
            if not condition.holds(lambda name: (values[name],) if name in values else (), in_text=True):
                return None
        return ColumnExtract(values)

    def knows(self, reference: str) -> bool:
        return reference[:1] == "$" and reference[1:] in self.names


def parse_columns(text: str) -> ColumnPattern:
    """A text that begins with ``[``; raises `InvalidPattern`."""
    if not text.endswith("]"):
        raise InvalidPattern()
    tokens = Tokens(text[1:-1])
    names: list[str] = []
    conditions: list[Condition] = []
    rest: int | None = None
    while True:
        token = tokens.peek()
        if token == Token("word", _REST):
            if rest is not None:
                raise InvalidPattern()
            rest = len(names)
            tokens.next()
        elif token.kind == "end" or token == Token("operator", ","):
            names.append(str(len(names) + 1))
        else:
            names.append(_column(tokens, conditions))
        if not tokens.take(","):
            break
    tokens.need_end()
    if len(set(names)) < len(names):
        raise InvalidPattern()
    return ColumnPattern(tuple(names), rest, tuple(conditions))


def _column(tokens: Tokens, conditions: list[Condition]) -> str:
    """One column with its conditions; they are about the column that is named first."""
    grouped = tokens.peek() == Token("operator", "(")
    named: list[str] = []

    def reference(token: Token) -> str:
        if token.kind != "word" or not _NAME.fullmatch(token.text):
            raise InvalidPattern()
        named.append(token.text)
        return token.text

    if not grouped:
        following = tokens.after_next()
        if following.kind == "end" or following == Token("operator", ","):
            return reference(tokens.next())
    conditions.append(parse_condition(tokens, reference, states=False))
    if len(set(named)) > 1:
        raise InvalidPattern()
    return named[0]
