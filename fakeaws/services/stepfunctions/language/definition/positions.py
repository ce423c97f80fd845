"""Lines and columns in a definition's text, as Jackson names them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

#: Characters of the text that Jackson repeats.
_MOST_SOURCE: Final = 500

_TOKEN = re.compile(r'[{}\[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}\[\],:"]+')


@dataclass(frozen=True)
class Position:
    """``line`` and ``column`` count from 1."""

    line: int
    column: int


def position_at(text: str, offset: int) -> Position:
    """Of a character, by its index."""
    return Position(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def source_location(text: str, position: Position) -> str:
    """``[Source: (String)"…"; line: 1, column: 4]``: the text, cut after 500 characters, and the place."""
    rest = len(text) - _MOST_SOURCE
    shown = f'"{text}"' if rest <= 0 else f'"{text[:_MOST_SOURCE]}"[truncated {rest} chars]'
    return f"[Source: (String){shown}; line: {position.line}, column: {position.column}]"


@dataclass(frozen=True)
class Key:
    """A member's name in the text: its quoted form, and the offset after it."""

    quoted: str
    end: int
    #: Offset of the bracket that opens its object.
    opening: int


def keys(text: str) -> Iterator[Key]:
    """The names of all members of a valid JSON text, in its order."""
    openings: list[tuple[str, int]] = []
    expects_key = False
    for token in _TOKEN.finditer(text):
        what = token[0]
        if what in "{[":
            openings.append((what, token.start()))
            expects_key = what == "{"
        elif what in "}]":
            openings.pop()
            expects_key = False
        elif what == ",":
            expects_key = openings[-1][0] == "{"
        elif what != ":" and expects_key:
            yield Key(what, token.end(), openings[-1][1])
            expects_key = False
