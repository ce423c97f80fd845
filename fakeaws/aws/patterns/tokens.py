"""JSON, token by token, with the positions and the words of the parser that AWS uses.

AWS's error texts name the column where its streaming parser stood. That parser reads ahead: with a field's name it also
reads the start of its value: all of a number, ``true``, ``false`` or ``null``, but only the first quote of a string, and
the rest when somebody asks for it. What follows the outermost value is never looked at.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum
from typing import NoReturn

from fakeaws.aws.patterns.errors import PatternError
from fakeaws.aws.patterns.numbers import decimal

#: What newer parsers print instead of the text.
REDACTED = "REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)"
MAX_DEPTH = 1000
_SHOWN = 500

_VALID_VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
_BLANKS = re.compile(r"[ \t\r\n]*")
_PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
_WORD = re.compile(r"[\w$]+")
_DIGITS = re.compile(r"[0-9]*")
_HEX = re.compile(r"[0-9a-fA-F]{4}")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class Kind(Enum):
    """A token's kind; its value is the text that AWS shows for it."""

    OBJECT = "{"
    END_OBJECT = "}"
    ARRAY = "["
    END_ARRAY = "]"
    NAME = "name"
    STRING = "string"
    NUMBER = "number"
    TRUE = "true"
    FALSE = "false"
    NULL = "null"
    END = "end"


_LITERALS = {kind.value: kind for kind in (Kind.TRUE, Kind.FALSE, Kind.NULL)}
_CLOSED_BY = {Kind.OBJECT: Kind.END_OBJECT, Kind.ARRAY: Kind.END_ARRAY}


class _Container:
    """An object or array that is open."""

    __slots__ = ("empty", "kind", "start")

    def __init__(self, kind: Kind, start: int) -> None:
        self.kind = kind
        self.start = start
        self.empty = True


class Tokens:
    """The tokens of a JSON text. ``source`` is how locations name the text. Raises ``PatternError``."""

    def __init__(self, text: str, source: str) -> None:
        self._text = text
        self._source = source
        self._at = 0
        self._open: list[_Container] = []
        self._ahead: Kind | None = None
        self._unread = False
        self._value = ""
        #: The last field's name.
        self.name = ""
        #: Where the current value begins.
        self.start = 0

    @property
    def depth(self) -> int:
        """How many objects and arrays are open."""
        return len(self._open)

    @property
    def offset(self) -> int:
        """What of the text is read."""
        return self._at

    def slice(self, start: int) -> str:
        """The text from there to what is read."""
        return self._text[start : self._at]

    def refuse(self, text: str) -> NoReturn:
        """Raises ``PatternError`` for this place."""
        raise PatternError(text, self.location())

    def location(self, offset: int | None = None) -> str:
        """A place as AWS prints it; columns count UTF-16 units."""
        before = self._text[: self._at if offset is None else offset]
        breaks = list(_LINE_BREAK.finditer(before))
        line = before[breaks[-1].end() :] if breaks else before
        column = len(line.encode("utf-16-le", "surrogatepass")) // 2 + 1
        return f"[Source: {self._source}; line: {len(breaks) + 1}, column: {column}]"

    def next(self) -> Kind:
        """The next token."""
        if self._ahead is not None:
            kind, self._ahead = self._ahead, None
            return self._entered(kind)
        if self._unread:
            self.string()
        self._skip_blanks()
        inside = self._open[-1] if self._open else None
        if inside is None:
            return Kind.END if self._at == len(self._text) else self._entered(self._begin())
        char = self._char(inside)
        if char in "]}":
            return self._closed(inside, char)
        if not inside.empty:
            if char != ",":
                self._unexpected(f"was expecting comma to separate {_described(inside)} entries")
            self._at += 1
            self._skip_blanks()
            self._char(inside)
        inside.empty = False
        if inside.kind is Kind.ARRAY:
            return self._entered(self._begin())
        self._read_name(inside)
        self._ahead = self._begin()
        return Kind.NAME

    def string(self) -> str:
        """The current string, which is read to its end by this."""
        if self._unread:
            self._unread = False
            self._value = self._quoted("string value", ": was expecting closing quote for a string value")
        return self._value

    def number(self) -> Decimal:
        """The current number."""
        return decimal(self._value)

    def shown(self, kind: Kind) -> str:
        """The current token's text, as AWS shows it."""
        if kind is Kind.NAME:
            return self.name
        if kind is Kind.STRING:
            return self.string()
        return self._value if kind is Kind.NUMBER else kind.value

    def _entered(self, kind: Kind) -> Kind:
        if kind in _CLOSED_BY:
            self._open.append(_Container(kind, self.start))
            if len(self._open) > MAX_DEPTH:
                self.refuse(
                    f"Document nesting depth ({MAX_DEPTH + 1}) exceeds the maximum allowed "
                    f"({MAX_DEPTH}, from `StreamReadConstraints.getMaxNestingDepth()`)"
                )
        return kind

    def _closed(self, inside: _Container, char: str) -> Kind:
        kind = _CLOSED_BY[inside.kind]
        if char != kind.value:
            where = self.location(inside.start)
            self.refuse(
                f"Unexpected close marker '{char}': expected '{kind.value}' (for {_described(inside)} starting at {where})"
            )
        self._at += 1
        self._open.pop()
        return kind

    def _skip_blanks(self) -> None:
        found = _BLANKS.match(self._text, self._at)
        assert found is not None
        self._at = found.end()

    def _char(self, inside: _Container) -> str:
        if self._at == len(self._text):
            where = self.location(inside.start)
            self.refuse(
                f"Unexpected end-of-input: expected close marker for {_described(inside)} (start marker at {where})"
            )
        return self._text[self._at]

    def _unexpected(self, expected: str) -> NoReturn:
        char = self._text[self._at : self._at + 1]
        if not char:
            self.refuse("Unexpected end-of-input")
        raise PatternError(f"Unexpected character ({_char_shown(char)}): {expected}", self.location())

    def _read_name(self, inside: _Container) -> None:
        if self._char(inside) != '"':
            self._unexpected("was expecting double-quote to start field name")
        self._at += 1
        self.name = self._quoted("name", " in field name")
        self._skip_blanks()
        if self._at == len(self._text):
            self.refuse("Unexpected end-of-input within/between Object entries")
        if self._text[self._at] != ":":
            self._unexpected("was expecting a colon to separate field name and value")
        self._at += 1
        self._skip_blanks()
        if self._at == len(self._text):
            self.refuse("Unexpected end-of-input within/between Object entries")

    def _begin(self) -> Kind:
        """Read a value, or its beginning."""
        self.start = self._at
        char = self._text[self._at]
        if char == '"':
            self._at += 1
            self._unread = True
            return Kind.STRING
        if char in "{[":
            self._at += 1
            return Kind(char)
        if char == "-" or "0" <= char <= "9":
            self._read_number()
            return Kind.NUMBER
        word = _WORD.match(self._text, self._at)
        if word is None or char.isdigit():
            self._unexpected(f"expected a valid value {_VALID_VALUES}")
        self._at = word.end()
        if word[0] not in _LITERALS:
            self.refuse(f"Unrecognized token '{word[0]}': was expecting {_VALID_VALUES}")
        return _LITERALS[word[0]]

    def _read_number(self) -> None:
        if self._text[self._at] == "-":
            self._at += 1
            self._digits("expected digit (0-9) to follow minus sign, for valid numeric value")
        else:
            self._digits("")
        first = self._text[self.start : self._at].lstrip("-")
        if first[0] == "0" and len(first) > 1:
            self.refuse("Invalid numeric value: Leading zeroes not allowed")
        if self._text[self._at : self._at + 1] == ".":
            self._at += 1
            self._digits("Decimal point not followed by a digit")
        if self._text[self._at : self._at + 1] in ("e", "E"):
            self._at += 1
            if self._text[self._at : self._at + 1] in ("+", "-"):
                self._at += 1
            self._digits("Exponent indicator not followed by a digit")
        self._value = self._text[self.start : self._at]

    def _digits(self, otherwise: str) -> None:
        found = _DIGITS.match(self._text, self._at)
        assert found is not None
        if not found[0]:
            if self._at == len(self._text):
                self.refuse("Unexpected end-of-input in a Number value")
            char = _char_shown(self._text[self._at])
            self.refuse(f"Unexpected character ({char}) in numeric value: {otherwise}")
        self._at = found.end()

    def _quoted(self, what: str, unfinished: str) -> str:
        """The rest of a string whose first quote is read."""
        parts: list[str] = []
        while True:
            plain = _PLAIN.match(self._text, self._at)
            assert plain is not None
            parts.append(plain[0])
            self._at = plain.end()
            char = self._text[self._at : self._at + 1]
            if not char:
                self.refuse(f"Unexpected end-of-input{unfinished}")
            self._at += 1
            if char == '"':
                return _paired("".join(parts))
            if char != "\\":
                self.refuse(
                    f"Illegal unquoted character ({_char_shown(char)}): "
                    f"has to be escaped using backslash to be included in {what}"
                )
            parts.append(self._escaped())

    def _escaped(self) -> str:
        char = self._text[self._at : self._at + 1]
        if not char:
            self.refuse("Unexpected end-of-input in character escape sequence")
        self._at += 1
        if char in _ESCAPES:
            return _ESCAPES[char]
        if char != "u":
            self.refuse(f"Unrecognized character escape {_char_shown(char)}")
        digits = _HEX.match(self._text, self._at)
        if digits is None:
            self._unexpected("expected a hex-digit for character escape sequence")
        self._at = digits.end()
        return chr(int(digits[0], 16))


def string_source(text: str) -> str:
    """How AWS's compiler names a text in its locations."""
    cut = len(text) - _SHOWN
    return f'(String)"{text[:_SHOWN]}"' + (f"[truncated {cut} chars]" if cut > 0 else "")


def _described(container: _Container) -> str:
    return "Object" if container.kind is Kind.OBJECT else "Array"


def _char_shown(char: str) -> str:
    code = ord(char)
    if code < 32 or 127 <= code < 160:
        return f"(CTRL-CHAR, code {code})"
    return f"'{char}' (code {code}" + (f" / 0x{code:x})" if code > 255 else ")")


def _paired(text: str) -> str:
    """Escaped surrogates make one character, as in JSON they mean one."""
    if any("\ud800" <= char <= "\udfff" for char in text):
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return text
