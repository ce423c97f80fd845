"""Wildcards (``*``, ``?``), policy variables (``${aws:username}``) and the part-wise matching of ARNs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

LookUp: TypeAlias = Callable[[str], "str | None"]

_TOKEN = re.compile(r"\$\{([^}]*)\}|[*?]|[^*?$]+|\$", re.DOTALL)
_VARIABLE = re.compile(r"\s*([^,\s]+)\s*(?:,\s*'(.*)'\s*)?")
_COLON_OUTSIDE_VARIABLES = re.compile(r":(?![^${}]*\})")
_ANY, _ONE = ".*", "."
_LITERALS = ("*", "?", "$")


class Pattern:
    """A text to compare with, perhaps with wildcards and variables. A variable without a value matches nothing."""

    __slots__ = ("_flags", "_ignore_case", "_literal", "_pieces", "_regex")

    def __init__(self, text: str, *, variables: bool, wildcards: bool = True, ignore_case: bool = False) -> None:
        self._flags = re.DOTALL | (re.IGNORECASE if ignore_case else 0)
        self._ignore_case = ignore_case
        self._pieces = list(_pieces(text, variables, wildcards))
        self._regex: re.Pattern[str] | None = None
        self._literal: str | None = None
        if all(piece == re.escape(text) for piece in self._pieces):
            self._literal = text.lower() if ignore_case else text
        elif self.fixed:
            self._regex = re.compile("".join(map(str, self._pieces)), self._flags)

    @property
    def fixed(self) -> bool:
        """Whether it is the same for every request: it has no variables."""
        return all(isinstance(piece, str) for piece in self._pieces)

    def matches(self, text: str, look_up: LookUp) -> bool:
        if self._literal is not None:
            return (text.lower() if self._ignore_case else text) == self._literal
        if self._regex is not None:
            return self._regex.fullmatch(text) is not None
        parts: list[str] = []
        for piece in self._pieces:
            if isinstance(piece, str):
                parts.append(piece)
                continue
            key, default = piece
            value = look_up(key)
            if value is None:
                value = default
            if value is None:
                return False
            parts.append(re.escape(value))
        return re.fullmatch("".join(parts), text, self._flags) is not None

    def within_part(self) -> str:
        """The regular expression of a fixed pattern with wildcards that stop at a colon."""
        return "".join({_ANY: "[^:]*", _ONE: "[^:]"}.get(str(piece), str(piece)) for piece in self._pieces)

    def anywhere(self) -> str:
        """The regular expression of a fixed pattern."""
        return "".join(map(str, self._pieces))


class ArnPattern:
    """An ARN to compare with, part by part: a wildcard does not reach over a colon, save in the resource.

    An ARN cut short by a ``*`` (``arn:aws:sqs:*``) leaves its other parts open.
    """

    __slots__ = ("_literal", "_parts", "_regex")

    def __init__(self, text: str, *, variables: bool) -> None:
        parts = (_COLON_OUTSIDE_VARIABLES if variables else re.compile(":")).split(text, 5)
        if len(parts) < 6 and parts[-1].endswith("*"):
            parts += ["*"] * (6 - len(parts))
        self._literal = None if len(parts) < 6 or re.search(r"[*?]|\$\{", text) else text
        self._parts = [Pattern(part, variables=variables) for part in parts] if len(parts) == 6 else []
        self._regex: re.Pattern[str] | None = None
        if self._parts and all(part.fixed for part in self._parts):  # one comparison instead of six
            named = [part.within_part() for part in self._parts[:5]]
            self._regex = re.compile(":".join([*named, self._parts[5].anywhere()]), re.DOTALL)

    def matches(self, text: str, look_up: LookUp) -> bool:
        if self._literal is not None:
            return text == self._literal
        if self._regex is not None:
            return self._regex.fullmatch(text) is not None
        parts = text.split(":", 5)
        if len(parts) != 6 or not self._parts:
            return False
        return all(pattern.matches(part, look_up) for pattern, part in zip(self._parts, parts))


def resource_pattern(text: str, *, variables: bool) -> Pattern | ArnPattern:
    """The pattern of a ``Resource`` element."""
    return ArnPattern(text, variables=variables) if text.startswith("arn:") else Pattern(text, variables=variables)


def _pieces(text: str, variables: bool, wildcards: bool) -> Iterator[str | tuple[str, str | None]]:
    """Regular expressions for what is fixed, (key, default) for each variable."""
    for token in _TOKEN.finditer(text):
        whole, variable = token[0], token[1]
        if variable is not None and variables:
            named = _VARIABLE.fullmatch(variable)
            if variable in _LITERALS or named is None:
                yield re.escape(variable if variable in _LITERALS else whole)
            else:
                yield named[1], named[2]
        elif variable is not None and wildcards:  # the language of 2008 has no variables: just text
            yield re.escape("${") + "".join(str(piece) for piece in _pieces(variable, False, True)) + re.escape("}")
        elif wildcards and whole in ("*", "?"):
            yield _ANY if whole == "*" else _ONE
        else:
            yield re.escape(whole)
