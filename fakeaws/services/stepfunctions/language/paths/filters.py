"""The conditions of filters, ``[?(@.x == 'y' && …)]``, with Jayway's comparisons."""

from __future__ import annotations

import re
from typing import Any, Final

from fakeaws.aws.java_patterns import translate
from fakeaws.services.stepfunctions.language.compiled import Compiled
from fakeaws.services.stepfunctions.language.cursor import Cursor
from fakeaws.services.stepfunctions.language.errors import SyntaxProblem
from fakeaws.services.stepfunctions.language.json_text import Json, is_number, json_equal, number_text
from fakeaws.services.stepfunctions.language.paths.parsing import read_quoted, read_steps
from fakeaws.services.stepfunctions.language.paths.steps import Predicate, Step

_OPERATORS = ("==", "!=", "<=", ">=", "=~", "<", ">", "in", "nin")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_WORDS: Final = {"true": True, "false": False, "null": None}
_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}


class _Nothing:
    """What a path in a filter gives that leads nowhere."""

    def __deepcopy__(self, memo: dict[int, object]) -> _Nothing:
        return self


_NOTHING: Final = _Nothing()


class _Both(Compiled):
    __slots__ = ("sides",)

    def __init__(self, sides: tuple[Predicate, ...]) -> None:
        self.sides = sides

    def holds(self, value: Json, root: Json) -> bool:
        return all(side.holds(value, root) for side in self.sides)


class _Either(Compiled):
    __slots__ = ("sides",)

    def __init__(self, sides: tuple[Predicate, ...]) -> None:
        self.sides = sides

    def holds(self, value: Json, root: Json) -> bool:
        return any(side.holds(value, root) for side in self.sides)


class _Not(Compiled):
    __slots__ = ("inner",)

    def __init__(self, inner: Predicate) -> None:
        self.inner = inner

    def holds(self, value: Json, root: Json) -> bool:
        return not self.inner.holds(value, root)


class _Constant(Compiled):
    """A value written in the filter; ``regex`` instead for ``/…/``."""

    __slots__ = ("regex", "value")

    def __init__(self, value: Json, regex: re.Pattern[str] | None = None) -> None:
        self.value = value
        self.regex = regex

    def of(self, value: Json, root: Json) -> Any:
        return self.value


class _Place(Compiled):
    """``@…`` or ``$…`` in a filter."""

    __slots__ = ("definite", "from_root", "steps")
    regex: re.Pattern[str] | None = None

    def __init__(self, from_root: bool, steps: tuple[Step, ...]) -> None:
        self.from_root = from_root
        self.steps = steps
        self.definite = all(step.definite for step in steps)

    def of(self, value: Json, root: Json) -> Any:
        values = [root if self.from_root else value]
        for step in self.steps:
            values = step.follow_all(values, root)
        if not self.definite:
            return values
        return values[0] if values else _NOTHING

    def holds(self, value: Json, root: Json) -> bool:
        """The place exists, null in it or not."""
        return self.of(value, root) is not _NOTHING


class _Comparison(Compiled):
    __slots__ = ("left", "operator", "right")

    def __init__(self, left: _Constant | _Place, operator: str, right: _Constant | _Place) -> None:
        self.left = left
        self.operator = operator
        self.right = right

    def holds(self, value: Json, root: Json) -> bool:
        left, right = self.left.of(value, root), self.right.of(value, root)
        operator = self.operator
        if operator == "==":
            return _equal(left, right)
        if operator == "!=":
            return not _equal(left, right)
        if operator in ("in", "nin"):
            if not isinstance(right, list):
                return False
            return any(_equal(left, one) for one in right) == (operator == "in")
        if operator == "=~":
            return _matches(left, self.right.regex) or _matches(right, self.left.regex)
        return _ordered(left, operator, right)


def read_predicate(cursor: Cursor) -> Predicate:
    """The condition that begins here; raises `SyntaxProblem`."""
    sides = [_read_all(cursor)]
    while _take(cursor, "||"):
        sides.append(_read_all(cursor))
    return sides[0] if len(sides) == 1 else _Either(tuple(sides))


def _read_all(cursor: Cursor) -> Predicate:
    sides = [_read_one(cursor)]
    while _take(cursor, "&&"):
        sides.append(_read_one(cursor))
    return sides[0] if len(sides) == 1 else _Both(tuple(sides))


def _read_one(cursor: Cursor) -> Predicate:
    if _take(cursor, "!"):
        return _Not(_read_one(cursor))
    if _take(cursor, "("):
        inner = read_predicate(cursor)
        cursor.skip_blanks()
        cursor.expect(")")
        return inner
    left = _read_operand(cursor)
    cursor.skip_blanks()
    for operator in _OPERATORS:
        if cursor.take(operator):
            right = _read_operand(cursor)
            if operator == "=~" and (left.regex is None) == (right.regex is None):
                raise cursor.problem("=~ compares with one pattern")
            return _Comparison(left, operator, right)
    if isinstance(left, _Place):
        return left
    raise cursor.problem("Expected an operator")


def _read_operand(cursor: Cursor) -> _Constant | _Place:
    cursor.skip_blanks()
    character = cursor.character
    if character in ("@", "$") and character:
        cursor.at += 1
        return _Place(character == "$", read_steps(cursor, in_filter=True))
    if character in ("'", '"') and character:
        return _Constant(read_quoted(cursor))
    if character == "/":
        return _Constant(None, _read_regex(cursor))
    if cursor.take("["):
        return _Constant(_read_list(cursor))
    for word, value in _WORDS.items():
        if cursor.take(word):
            return _Constant(value)
    number = _NUMBER.match(cursor.text, cursor.at)
    if number is None:
        raise cursor.problem("Expected a path or a value")
    cursor.at = number.end()
    return _Constant(float(number[0]) if number[1] or number[2] else int(number[0]))


def _read_list(cursor: Cursor) -> list[Json]:
    values: list[Json] = []
    while not _take(cursor, "]"):
        if values:
            cursor.skip_blanks()
            cursor.expect(",")
        operand = _read_operand(cursor)
        if not isinstance(operand, _Constant) or operand.regex is not None:
            raise cursor.problem("A list has values only")
        values.append(operand.value)
    return values


def _read_regex(cursor: Cursor) -> re.Pattern[str]:
    start = cursor.at
    end = start + 1
    while cursor.text[end : end + 1] != "/":
        if end >= len(cursor.text):
            raise SyntaxProblem("Pattern not closed. Expected '/'", start)
        end += 2 if cursor.text[end] == "\\" else 1
    pattern = cursor.text[start + 1 : end]
    cursor.at = end + 1
    flags = re.RegexFlag(0)
    while cursor.character and cursor.character in _FLAGS:
        flags |= _FLAGS[cursor.character]
        cursor.at += 1
    try:
        return re.compile(translate(pattern), flags)
    except re.error as error:
        raise SyntaxProblem(f"Not a pattern: {error.msg}", start) from None


def _take(cursor: Cursor, wanted: str) -> bool:
    cursor.skip_blanks()
    return cursor.take(wanted)


def _equal(left: Any, right: Any) -> bool:
    """Jayway also takes 5 and '5' for equal."""
    if left is _NOTHING or right is _NOTHING:
        return left is right
    if is_number(left) and isinstance(right, str):
        return bool(_as_number(right) == left)
    if isinstance(left, str) and is_number(right):
        return bool(left == number_text(right))
    return json_equal(left, right)


def _as_number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


def _ordered(left: Any, operator: str, right: Any) -> bool:
    """Numbers with numbers, texts with texts; nothing else has an order."""
    if isinstance(left, str) and isinstance(right, str):
        left, right = left.encode("utf-16-be", "surrogatepass"), right.encode("utf-16-be", "surrogatepass")
    elif not (is_number(left) and is_number(right)):
        return False
    if operator == "<":
        return bool(left < right)
    if operator == "<=":
        return bool(left <= right)
    return bool(left > right) if operator == ">" else bool(left >= right)


def _matches(value: Any, regex: re.Pattern[str] | None) -> bool:
    if regex is None or value is _NOTHING or isinstance(value, (dict, list)) or value is None:
        return False
    text = value if isinstance(value, str) else number_text(value) if is_number(value) else str(value).lower()
    return regex.fullmatch(text) is not None
