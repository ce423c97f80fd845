"""Expressions cut into words."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from fakeaws.services.cloudwatch.math.values import MathError

Kind = Literal["number", "name", "text", "mark", "end"]


class Token(NamedTuple):
    """A word and where it begins, counted from 0."""

    kind: Kind
    text: str
    at: int


_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<text>"[^"]*"|'[^']*')
      | (?P<mark>==|!=|<=|>=|&&|\|\||[-+*/^<>(),\[\]])
    )""",
    re.VERBOSE,
)
_WORDS = {"AND": "&&", "OR": "||"}


def tokens_of(expression: str) -> list[Token]:
    """The tokens, and an end; raises `MathError` for what is none."""
    found: list[Token] = []
    at = 0
    end = len(expression.rstrip())
    while at < end:
        match = _TOKEN.match(expression, at)
        if match is None:
            at += len(expression[at:]) - len(expression[at:].lstrip())
            raise MathError(f"Unexpected character '{expression[at]}' at position {at}")
        group = match.lastgroup
        text = match[group or 0]
        start, at = match.start(group or 0), match.end()
        if group == "number":
            found.append(Token("number", text, start))
        elif group == "text":
            found.append(Token("text", text[1:-1], start))
        elif group == "name" and text not in _WORDS:
            found.append(Token("name", text, start))
        else:
            found.append(Token("mark", _WORDS.get(text, text), start))
    found.append(Token("end", "end of expression", end))
    return found
