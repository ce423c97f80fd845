"""Patterns for messages without structure: ``ERROR "Exit code" -debug``, ``?ERROR ?WARN``, ``%4\\d\\d%``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fakeaws.services.logs.filter_patterns.matching import NOTHING, Extract, FilterPattern, InvalidPattern
from fakeaws.services.logs.filter_patterns.regular_expressions import compiled

_TERM = re.compile(r'\s*([?-]?)(?:"((?:\\.|[^"\\])*)"|%((?:\\%|[^%])*)%|([^\s"%]+))(?=\s|$|[?-]|")')
_WORD = re.compile(r"\w+")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True)
class Term:
    """One text, or expression, that a message has or has not."""

    text: str
    expression: re.Pattern[str] | None = None

    def is_in(self, message: str) -> bool:
        """Whether the message has it."""
        return self.text in message if self.expression is None else self.expression.search(message) is not None


@dataclass(frozen=True)
class TermPattern(FilterPattern):
    """All of some terms and none of others; or one of several."""

    wanted: tuple[Term, ...]
    excluded: tuple[Term, ...]
    #: Of these one has to be there. They count only where nothing is wanted or excluded besides.
    optional: tuple[Term, ...]

    def matches(self, message: str) -> bool:
        for term in self.wanted:
            if not term.is_in(message):
                return False
        for term in self.excluded:
            if term.is_in(message):
                return False
        return not self.optional or any(term.is_in(message) for term in self.optional)

    def match(self, message: str) -> Extract | None:
        return NOTHING if self.matches(message) else None


def parse_terms(text: str) -> TermPattern:
    """Raises `InvalidPattern`. A text without terms matches everything."""
    by_sign: dict[str, list[Term]] = {"": [], "-": [], "?": []}
    for sign, term in _terms(text):
        by_sign[sign].append(term)
    wanted, excluded, optional = (tuple(by_sign[sign]) for sign in ("", "-", "?"))
    return TermPattern(wanted, excluded, () if wanted or excluded else optional)


def _terms(text: str) -> Iterator[tuple[str, Term]]:
    place, end = 0, len(text.rstrip())
    while place < end:
        found = _TERM.match(text, place)
        if found is None:
            raise InvalidPattern()
        place = found.end()
        sign, quoted, expression, word = found.groups()
        if expression is not None:
            yield sign, Term("", compiled(expression))
        elif quoted is not None:
            yield sign, Term(_ESCAPE.sub(r"\1", quoted))
        elif _WORD.fullmatch(word):
            yield sign, Term(word)
        else:
            raise InvalidPattern(f"Invalid character(s) in term '{word}'")
