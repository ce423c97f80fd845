"""JSON as Step Functions reads and writes it: numbers keep their text, output is compact and raw UTF-8.

Values are ``dict``, ``list``, ``str``, ``bool``, ``None``, ``int`` and `float`: one that was read is a `WrittenNumber`, which
still knows its text; one that was computed is written as Java writes a double.
"""

from __future__ import annotations

import json
import json.encoder
import math
import re
from typing import Any, TypeAlias

from fakeaws.services.stepfunctions.language.errors import runtime_error

#: A JSON value.
Json: TypeAlias = Any

#: How deeply arrays and objects may lie in each other: loops that wrap their data would nest them without end.
MOST_NESTING = 500
TOO_NESTED = f"Document nesting depth ({MOST_NESTING + 1}) exceeds the maximum allowed ({MOST_NESTING})"
#: More digits than this stay text only: reading them as `int` takes quadratic time, and Python refuses.
_MOST_INT_DIGITS = 1000
_TOKEN = re.compile(r"[^\s,:\[\]{}\"]+")
_JSON_VALUE = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"


class WrittenNumber(float):
    """A number that was read, with the text it had: ``0.0`` stays ``0.0`` as long as nothing is computed with it."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> WrittenNumber:
        number = float.__new__(cls, text)
        number.text = text
        return number

    def __getnewargs__(self) -> tuple[str]:  # type: ignore[override]
        return (self.text,)

    def __copy__(self) -> WrittenNumber:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> WrittenNumber:
        return self


class JsonTextError(ValueError):
    """A text is not JSON. ``message`` is Jackson's; ``line`` and ``column`` count from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


def read_json(text: str) -> Json:
    """The value of a JSON text. ``-0`` is 0; of keys given twice the last counts.

    Raises `JsonTextError`.
    """
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise _jackson_error(text, error.pos) from None
    except RecursionError:
        raise JsonTextError(TOO_NESTED, 1, 1) from None
    if text.count("[") + text.count("{") > MOST_NESTING and _is_too_nested(value):
        raise JsonTextError(TOO_NESTED, 1, 1)
    return value


def write_json(value: Json) -> str:
    """Compact JSON in the order of the keys: no spaces, characters as they are, ``/`` not escaped.

    Raises States.Runtime for a value that is nested more deeply than `MOST_NESTING`.
    """
    parts: list[str] = []
    _write(value, parts.append, MOST_NESTING)
    return "".join(parts)


def json_size(value: Json) -> int:
    """Bytes of the compact text: what service limits count."""
    return text_size(write_json(value))


def text_size(text: str) -> int:
    """Bytes of a text in UTF-8; a lone surrogate counts as the one ``?`` that Java writes for it."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))


def number_text(number: int | float) -> str:
    """A number as JSON: as it was written; a computed one as Java's ``Double.toString``, and -0 as 0."""
    if isinstance(number, WrittenNumber):
        return number.text
    if isinstance(number, int):
        return int.__repr__(number)
    return java_double(number)


def java_double(number: float) -> str:
    """``Double.toString``: ``1.0``, ``1.789180622E9``, ``1.0E-4``."""
    if not math.isfinite(number):
        return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"
    if number == 0:
        return "0"
    mantissa, _, exponent = repr(float(number)).partition("e")
    sign = "-" if mantissa.startswith("-") else ""
    whole, _, fraction = mantissa.lstrip("-").partition(".")
    digits = whole + ("" if fraction == "0" else fraction)
    point = len(whole) + int(exponent or 0)
    stripped = digits.lstrip("0")
    point -= len(digits) - len(stripped)
    digits = stripped.rstrip("0")
    if 1e-3 <= abs(number) < 1e7:
        if point <= 0:
            return f"{sign}0.{'0' * -point}{digits}"
        return f"{sign}{digits[:point].ljust(point, '0')}.{digits[point:] or '0'}"
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{point - 1}"


def is_number(value: Json) -> bool:
    """Whether a value is a JSON number; Python's booleans are not."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def json_type(value: Json) -> str:
    """``null``, ``boolean``, ``number``, ``string``, ``array`` or ``object``."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def json_equal(one: Json, other: Json) -> bool:
    """Deep equality of JSON values: 1 equals 1.0, but never true; the order of keys does not count."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(json_equal(a, b) for a, b in zip(one, other))
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and one.keys() == other.keys()
            and all(json_equal(value, other[key]) for key, value in one.items())
        )
    return bool(one == other)


def _is_too_nested(value: Json) -> bool:
    level = _containers([value])
    for _ in range(MOST_NESTING):
        if not level:
            return False
        level = [inner for outer in level for inner in _containers(outer)]
    return bool(level)


def _containers(outer: Json) -> list[Json]:
    return [
        inner for inner in (outer.values() if isinstance(outer, dict) else outer) if isinstance(inner, (dict, list))
    ]


def _integer(text: str) -> int | WrittenNumber:
    return int(text) if len(text) <= _MOST_INT_DIGITS else WrittenNumber(text)


def _constant(text: str) -> Json:
    raise json.JSONDecodeError("not JSON", text, -1)


def _quoted(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return f'"{text}"'
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _SHORT.get(character) or f"\\u{ord(character):04X}"


def _write(value: Json, write: Any, room: int) -> None:
    """``room``: how many levels there may be below."""
    if isinstance(value, str):
        write(_quoted(value))
    elif room == 0 and isinstance(value, (dict, list)):
        raise runtime_error(TOO_NESTED)
    elif isinstance(value, dict):
        opening = "{"
        for key, item in value.items():
            write(f"{opening}{_quoted(key)}:")
            _write(item, write, room - 1)
            opening = ","
        write("{}" if opening == "{" else "}")
    elif isinstance(value, list):
        opening = "["
        for item in value:
            write(opening)
            _write(item, write, room - 1)
            opening = ","
        write("[]" if opening == "[" else "]")
    elif value is None:
        write("null")
    elif isinstance(value, bool):
        write("true" if value else "false")
    else:
        write(number_text(value))


def _jackson_error(text: str, position: int) -> JsonTextError:
    """What Jackson says of the place where Python's reader stopped."""
    if position < 0:
        position = next((match.start() for match in re.finditer(r"NaN|-?Infinity", text)), 0)
    line = text.count("\n", 0, position) + 1
    start = text.rfind("\n", 0, position) + 1
    column = position - start + 1
    rest = text[position:]
    if not rest.strip():
        return JsonTextError("Unexpected end-of-input", line, column)
    before = text[:position].rstrip()
    if rest[0] == '"':
        if not before or before[-1] in ",:[{":
            return JsonTextError(
                "Unexpected end-of-input: was expecting closing quote for a string value", line, column
            )
    else:
        in_key = before.endswith("{") or (before.endswith(",") and _in_object(before))
        if in_key:
            what = "was expecting double-quote to start field name"
            return JsonTextError(f"Unexpected character ({_character(rest[0])}): {what}", line, column)
        token = _TOKEN.match(rest)
        if token is not None and (token[0][0].isalpha() or token[0][0] in "_$"):
            return JsonTextError(
                f"Unrecognized token '{token[0]}': was expecting {_JSON_VALUE}", line, column + len(token[0])
            )
    return JsonTextError(f"Unexpected character ({_character(rest[0])}): expected a valid value", line, column)


def _character(character: str) -> str:
    return f"'{character}' (code {ord(character)})"


def _in_object(before: str) -> bool:
    """Whether the innermost bracket still open is an object's; texts in quotes aside."""
    open_brackets: list[str] = []
    for bracket in re.sub(r'"(?:\\.|[^"\\])*"', '""', before):
        if bracket in "[{":
            open_brackets.append(bracket)
        elif bracket in "]}" and open_brackets:
            open_brackets.pop()
    return bool(open_brackets) and open_brackets[-1] == "{"


_DECODER = json.JSONDecoder(parse_float=WrittenNumber, parse_int=_integer, parse_constant=_constant)
_PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
_ESCAPED = re.compile(r'["\\\x00-\x1f]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
