"""The regular expressions of the service models, written for Java's engine, as Python's ``re`` patterns."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache

Matcher = Callable[[str], object]

_POSIX = {
    "ASCII": r"\x00-\x7F",
    "Alnum": "0-9A-Za-z",
    "Alpha": "A-Za-z",
    "Blank": r" \t",
    "Cntrl": r"\x00-\x1F\x7F",
    "Digit": "0-9",
    "Graph": r"\x21-\x7E",
    "Lower": "a-z",
    "Print": r"\x20-\x7E",
    "Punct": r"!-/:-@\[-`{-~",
    "Space": r" \t\n\x0B\f\r",
    "Upper": "A-Z",
    "XDigit": "0-9A-Fa-f",
}
_NAMED = {"IsAlphabetic": "L", "IsLetter": "L", "IsDigit": "Nd", "IsPunctuation": "P"}
_CATEGORY = re.compile(r"(?:Is|gc=|general_category=)?([CLMNPSZ][a-z]?)")
_SURROGATE_PAIR = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_PROPERTY = re.compile(r"([pP])(?:\{(\w+|\w+=\w+)\}|(\w))")
_SHORTHAND = re.compile(r"\\[dDsSwWhHvVpP]")
_BRACED_HEX = re.compile(r"x\{([0-9a-fA-F]+)\}")
_VERTICAL_SPACE = r"\n\x0B\f\r\x85\u2028\u2029"
_HORIZONTAL_SPACE = r" \t\xA0\u1680\u180E\u2000-\u200A\u202F\u205F\u3000"
_LAST_ASCII = 0x7F


class Untranslatable(ValueError):
    """The pattern uses something of Java's engine that ``re`` cannot say."""


@cache
def matcher(pattern: str) -> Matcher:
    """A function that tells whether a string as a whole matches, as Java's ``Matcher.matches()``.

    Raises `Untranslatable`. A pattern with Unicode classes (``\\p{L}``) is compiled for ASCII first, and in full
    only when a string with other characters comes: the look-up of every code point's category takes 0.1 s.
    """
    within_ascii = _compiled(pattern, _LAST_ASCII).fullmatch
    if not re.search(r"\\[pP]", pattern):
        return within_ascii

    def matches(text: str) -> object:
        return within_ascii(text) if text.isascii() else _compiled(pattern, sys.maxunicode).fullmatch(text)

    return matches


def translate(pattern: str, last_code_point: int = sys.maxunicode) -> str:
    """The same pattern in Python's syntax, with Unicode classes spelled out up to ``last_code_point``."""
    return "".join(_pieces(_SURROGATE_PAIR.sub(_one_code_point, pattern), last_code_point))


@cache
def _compiled(pattern: str, last_code_point: int) -> re.Pattern[str]:
    try:
        # Java's \w, \d, \s and \b know ASCII only unless told otherwise.
        return re.compile(translate(pattern, last_code_point), re.ASCII)
    except (re.error, OverflowError) as error:
        raise Untranslatable(f"{pattern!r}: {error}") from error


def _one_code_point(pair: re.Match[str]) -> str:
    return f"\\U{0x10000 + ((int(pair[1], 16) - 0xD800) << 10) + (int(pair[2], 16) - 0xDC00):08X}"


def _pieces(pattern: str, last: int) -> Iterator[str]:
    position = 0
    while position < len(pattern):
        char = pattern[position]
        if char == "\\":
            piece, position = _escape(pattern, position + 1, last, in_class=False)
        elif char == "[":
            piece, position = _class(pattern, position + 1, last)
        else:
            piece, position = char, position + 1
        yield piece


def _class(pattern: str, position: int, last: int) -> tuple[str, int]:
    """A class, and where the text after it starts; ``position`` is behind the opening bracket."""
    pieces = ["["]
    if pattern.startswith("^", position):
        pieces, position = ["[^"], position + 1
    first, may_range = (
        position,
        False,
    )  # may_range: the piece before is one character, so that "-" makes a range
    while position < len(pattern):
        char = pattern[position]
        if char == "]" and position > first:
            return "".join(pieces) + "]", position + 1
        if pattern.startswith("&&", position):
            raise Untranslatable(f"{pattern!r}: intersection of classes")
        if may_range and char == "-" and pattern[position + 1 : position + 2] not in ("]", ""):
            piece, position = _member(pattern, position + 1, last)
            pieces.append(f"-{piece}")
            may_range = False
        else:
            may_range = _SHORTHAND.match(pattern, position) is None
            piece, position = _member(pattern, position, last)
            pieces.append(piece)
    raise Untranslatable(f"{pattern!r}: class without an end")


def _member(pattern: str, position: int, last: int) -> tuple[str, int]:
    if pattern[position] == "\\":
        return _escape(pattern, position + 1, last, in_class=True)
    # re keeps some of these, doubled, for set operations of its own.
    return (f"\\{pattern[position]}" if pattern[position] in "[]|~&-" else pattern[position]), position + 1


def _escape(pattern: str, position: int, last: int, in_class: bool) -> tuple[str, int]:
    """What an escape becomes, and where the text after it starts; ``position`` is behind the backslash."""
    found = _PROPERTY.match(pattern, position)
    if found is not None:
        members = _property_members(found[2] or found[3], last, negated=found[1] == "P")
        return (members if in_class else f"[{members}]"), found.end()
    found = _BRACED_HEX.match(pattern, position)
    if found is not None:
        return f"\\U{int(found[1], 16):08X}", found.end()
    char = pattern[position : position + 1]
    if char in ("h", "v"):
        members = _HORIZONTAL_SPACE if char == "h" else _VERTICAL_SPACE
        return (members if in_class else f"[{members}]"), position + 1
    if char in ("z", "Z"):
        return (r"\Z" if char == "z" else r"(?=\n?\Z)"), position + 1
    if char == "e":
        return r"\x1B", position + 1
    return f"\\{char}", position + 1


def _property_members(name: str, last: int, negated: bool) -> str:
    if name in _POSIX:
        if not negated:
            return _POSIX[name]
        inside = re.compile(f"[{_POSIX[name]}]")
        outside = [(code, code + 1) for code in range(_LAST_ASCII + 1) if not inside.match(chr(code))]
        return _ranges(outside + [(_LAST_ASCII + 1, last + 1)] * (last > _LAST_ASCII))
    category = _CATEGORY.fullmatch(_NAMED.get(name, name))
    if category is None:
        raise Untranslatable(f"unknown character property {name!r}")
    wanted = category[1] if len(category[1]) == 2 else f"{category[1]}[a-z]"
    runs = re.finditer(f"(?:(?!{wanted})[A-Z][a-z])+" if negated else f"(?:{wanted})+", _categories(last))
    return _ranges((run.start() // 2, run.end() // 2) for run in runs)


@lru_cache(maxsize=2)
def _categories(last: int) -> str:
    """Every code point's general category, two letters each."""
    return "".join(map(unicodedata.category, map(chr, range(last + 1))))


def _ranges(runs: Iterable[tuple[int, int]]) -> str:
    members = "".join(f"\\U{start:08X}-\\U{end - 1:08X}" for start, end in runs)
    return members or r"\U0010FFFF"  # nothing within ASCII: a class must not be empty, and this is no character
