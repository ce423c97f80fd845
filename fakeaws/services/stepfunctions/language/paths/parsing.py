"""The grammar of a path's steps."""

from __future__ import annotations

import re

from fakeaws.services.stepfunctions.language.cursor import Cursor
from fakeaws.services.stepfunctions.language.errors import SyntaxProblem
from fakeaws.services.stepfunctions.language.paths.steps import (
    Descent,
    Filter,
    Index,
    Indexes,
    Member,
    Members,
    Slice,
    Step,
    Wildcard,
)

_INTEGER = re.compile(r"-?[0-9]+")
#: What ends a bare name, and what also does inside a filter.
_NAME_ENDS = ".[ "
_NAME_ENDS_IN_FILTERS = ".[ )]=!<>&|,"
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def read_steps(cursor: Cursor, in_filter: bool = False) -> tuple[Step, ...]:
    """The steps from here on, up to the first thing that is none."""
    steps: list[Step] = []
    while cursor.character and cursor.character in ".[":
        steps.append(_read_step(cursor, in_filter))
    return tuple(
        step if not isinstance(step, Members) else Members(step.names, last=step is steps[-1]) for step in steps
    )


def read_quoted(cursor: Cursor) -> str:
    """A text in the quotes that are here; ``\\`` takes the next character as it is."""
    quote = cursor.character
    start = cursor.at
    cursor.at += 1
    parts: list[str] = []
    while cursor.character != quote:
        if cursor.at_end:
            raise SyntaxProblem("Property has not been closed - missing closing quote", start)
        if cursor.take("\\"):
            parts.append(_escaped(cursor))
        else:
            parts.append(cursor.character)
            cursor.at += 1
    cursor.at += 1
    return "".join(parts)


def _escaped(cursor: Cursor) -> str:
    if cursor.character == "u":
        digits = cursor.text[cursor.at + 1 : cursor.at + 5]
        if not re.fullmatch("[0-9a-fA-F]{4}", digits):
            raise cursor.problem("Unable to parse unicode value")
        cursor.at += 5
        return chr(int(digits, 16))
    character = cursor.character
    cursor.at += 1
    return _ESCAPES.get(character, character)


def _read_step(cursor: Cursor, in_filter: bool) -> Step:
    if cursor.take(".."):
        if cursor.character == ".":
            raise cursor.problem("Path must not end with a '.' or '..'")
        return Descent(_read_bracket(cursor) if cursor.character == "[" else _read_bare(cursor, in_filter))
    if cursor.take("."):
        return _read_bracket(cursor) if cursor.character == "[" else _read_bare(cursor, in_filter)
    return _read_bracket(cursor)


def _read_bare(cursor: Cursor, in_filter: bool) -> Step:
    if cursor.take("*"):
        return Wildcard()
    ends = _NAME_ENDS_IN_FILTERS if in_filter else _NAME_ENDS
    parts: list[str] = []
    while not cursor.at_end and cursor.character not in ends:
        if cursor.take("\\") and cursor.at_end:
            raise cursor.problem("Nothing follows the backslash")
        parts.append(cursor.character)
        cursor.at += 1
    if not parts:
        raise cursor.problem("Path must not end with a '.' or '..'")
    if cursor.character == " " and not in_filter:
        raise cursor.problem("Use bracket notion ['my prop'] if your property contains blank characters")
    return Member("".join(parts))


def _read_bracket(cursor: Cursor) -> Step:
    cursor.expect("[")
    cursor.skip_blanks()
    character = cursor.character
    step: Step
    if character in ("'", '"'):
        step = _read_members(cursor)
    elif cursor.take("*"):
        step = Wildcard()
    elif cursor.take("?"):
        step = _read_filter(cursor)
    else:
        step = _read_indexes(cursor)
    cursor.skip_blanks()
    cursor.expect("]")
    return step


def _read_members(cursor: Cursor) -> Step:
    names = [_read_name(cursor)]
    while cursor.take(","):
        names.append(_read_name(cursor))
    return Member(names[0]) if len(names) == 1 else Members(tuple(names), last=False)


def _read_name(cursor: Cursor) -> str:
    cursor.skip_blanks()
    if cursor.character not in ("'", '"'):
        raise cursor.problem("Expected a name in quotes")
    name = read_quoted(cursor)
    cursor.skip_blanks()
    return name


def _read_indexes(cursor: Cursor) -> Step:
    first = _read_integer(cursor)
    cursor.skip_blanks()
    if cursor.take(":"):
        cursor.skip_blanks()
        end = _read_integer(cursor)
        if first is None and end is None:
            raise cursor.problem("A slice needs a start or an end")
        return Slice(first, end)
    if first is None:
        raise cursor.problem("Could not parse token starting at position")
    indexes = [first]
    while cursor.take(","):
        cursor.skip_blanks()
        following = _read_integer(cursor)
        if following is None:
            raise cursor.problem("Expected an index")
        indexes.append(following)
        cursor.skip_blanks()
    return Index(first) if len(indexes) == 1 else Indexes(tuple(indexes))


def _read_integer(cursor: Cursor) -> int | None:
    found = _INTEGER.match(cursor.text, cursor.at)
    if found is None:
        return None
    cursor.at = found.end()
    return int(found[0])


def _read_filter(cursor: Cursor) -> Step:
    from fakeaws.services.stepfunctions.language.paths.filters import read_predicate

    cursor.skip_blanks()
    cursor.expect("(")
    predicate = read_predicate(cursor)
    cursor.skip_blanks()
    cursor.expect(")")
    return Filter(predicate)
