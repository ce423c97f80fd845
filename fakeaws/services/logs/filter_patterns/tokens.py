"""The parts of a filter pattern in ``{…}`` or ``[…]``."""

from __future__ import annotations

import re
from typing import NamedTuple

from fakeaws.services.logs.filter_patterns.matching import InvalidPattern

_TOKEN = re.compile(
    r"""\s*(?:
    "(?P<quoted>(?:\\.|[^"\\])*)"
    |%(?P<expression>(?:\\%|[^%])*)%
    |(?P<selector>\$(?:\.?\[(?:\d+|\*|'[^']*'|"[^"]*")\]|\.(?:\*|[\w-]+))*)
    |(?P<operator>&&|\|\||<=|>=|!=|[=<>(),])
    |(?P<word>[^\s"%$&|<>=!(),{}\[\]]+)
    )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class Token(NamedTuple):
    """``kind``: quoted, expression, selector, operator, word, or end."""

    kind: str
    text: str


_END = Token("end", "")


class Tokens:
    """Tokens, one after the other."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._place = 0

    def peek(self) -> Token:
        """The next one, which stays."""
        return self._tokens[self._place] if self._place < len(self._tokens) else _END

    def after_next(self) -> Token:
        """The one after the next, which stays."""
        place = self._place + 1
        return self._tokens[place] if place < len(self._tokens) else _END

    def next(self) -> Token:
        """The next one."""
        token = self.peek()
        self._place += 1
        return token

    def take(self, operator: str) -> bool:
        """Take that operator if it is next; whether it was."""
        if self.peek() != Token("operator", operator):
            return False
        self._place += 1
        return True

    def need(self, operator: str) -> None:
        """Take that operator; `InvalidPattern` if something else is next."""
        if not self.take(operator):
            raise InvalidPattern()

    def need_end(self) -> None:
        """`InvalidPattern` if something follows."""
        if self.peek() is not _END:
            raise InvalidPattern()


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    text = text.rstrip()
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise InvalidPattern()
        place = match.end()
        kind = str(match.lastgroup)
        part = match[kind]
        found.append(Token(kind, _ESCAPE.sub(r"\1", part) if kind == "quoted" else part))
    return found
