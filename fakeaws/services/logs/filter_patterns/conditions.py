"""Conditions on values, ``= 4*``, ``> 100``, ``IS NULL``, and how ``&&``, ``||`` and parentheses join them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from fakeaws.services.logs.filter_patterns.matching import InvalidPattern, text_of
from fakeaws.services.logs.filter_patterns.regular_expressions import compiled
from fakeaws.services.logs.filter_patterns.tokens import Token, Tokens

R = TypeVar("R")

#: Looks a reference up in a message: all values found there, none for a reference to nothing.
Lookup = Callable[[Any], Sequence[Any]]

ORDERINGS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda value, limit: value < limit,
    "<=": lambda value, limit: value <= limit,
    ">": lambda value, limit: value > limit,
    ">=": lambda value, limit: value >= limit,
}
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


def number_of(value: Any, *, in_text: bool) -> float | None:
    """A number, also, if ``in_text``, one that is written in a text."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    if in_text and isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(value)
    return None


@dataclass(frozen=True)
class Operand:
    """The right side of a comparison."""

    text: str
    number: float | None
    #: Of a text with ``*`` in it, or of ``%…%``.
    expression: re.Pattern[str] | None
    whole: bool

    def equals(self, value: Any, in_text: bool) -> bool:
        """Whether a value is this one."""
        if self.expression is None:
            if self.number is not None and (number := number_of(value, in_text=in_text)) is not None:
                return number == self.number
            return not isinstance(value, (dict, list)) and value is not None and text_of(value) == self.text
        if self.text == "*":
            return True
        if isinstance(value, (dict, list)) or value is None:
            return False
        found = self.expression.fullmatch if self.whole else self.expression.search
        return found(text_of(value)) is not None


@dataclass(frozen=True)
class Comparison(Generic[R]):
    """``reference operator operand``: true if it is true of one of the values."""

    reference: R
    operator: str
    operand: Operand

    def holds(self, lookup: Lookup, in_text: bool) -> bool:
        """Whether it is true of a message's values."""
        return any(self._is_true_of(value, in_text) for value in lookup(self.reference))

    def _is_true_of(self, value: Any, in_text: bool) -> bool:
        if self.operator == "=":
            return self.operand.equals(value, in_text)
        if self.operator == "!=":
            return not self.operand.equals(value, in_text)
        number = number_of(value, in_text=in_text)
        limit = self.operand.number
        return number is not None and limit is not None and ORDERINGS[self.operator](number, limit)


@dataclass(frozen=True)
class State(Generic[R]):
    """``reference IS NULL``, ``IS TRUE``, ``IS FALSE``, ``EXISTS``, ``NOT EXISTS``."""

    reference: R
    words: str

    def holds(self, lookup: Lookup, in_text: bool) -> bool:
        """Whether it is true of a message's values."""
        values = lookup(self.reference)
        if self.words.endswith("EXISTS"):
            return bool(values) is (self.words == "EXISTS")
        wanted = {"IS NULL": None, "IS TRUE": True, "IS FALSE": False}[self.words]
        return any(value is wanted for value in values)


@dataclass(frozen=True)
class Junction:
    """Conditions of which all, or one, have to hold."""

    parts: tuple[Condition, ...]
    all_of: bool

    def holds(self, lookup: Lookup, in_text: bool) -> bool:
        """Whether it is true of a message's values."""
        return (all if self.all_of else any)(part.holds(lookup, in_text) for part in self.parts)


Condition: TypeAlias = "Comparison[Any] | State[Any] | Junction"


def parse_condition(tokens: Tokens, reference: Callable[[Token], Any], states: bool) -> Condition:
    """A condition from there on; ``&&`` binds closer than ``||``. ``states``: whether there are ``IS …`` and ``EXISTS``."""
    return _joined(tokens, "||", lambda: _joined(tokens, "&&", lambda: _unit(tokens, reference, states), True), False)


def _joined(tokens: Tokens, operator: str, part: Callable[[], Condition], all_of: bool) -> Condition:
    parts = [part()]
    while tokens.take(operator):
        parts.append(part())
    return parts[0] if len(parts) == 1 else Junction(tuple(parts), all_of)


def _unit(tokens: Tokens, reference: Callable[[Token], Any], states: bool) -> Condition:
    if tokens.take("("):
        inner = parse_condition(tokens, reference, states)
        tokens.need(")")
        return inner
    about = reference(tokens.next())
    token = tokens.next()
    if token.kind == "operator" and token.text in ("=", "!=", *ORDERINGS):
        return Comparison(about, token.text, _operand(tokens.next(), token.text))
    if states and token.kind == "word":
        words = token.text.upper() if token.text.upper() == "EXISTS" else f"{token.text} {tokens.next().text}".upper()
        if words in ("IS NULL", "IS TRUE", "IS FALSE", "EXISTS", "NOT EXISTS"):
            return State(about, words)
    raise InvalidPattern()


def _operand(token: Token, operator: str) -> Operand:
    if token.kind == "expression" and operator in ("=", "!="):
        return Operand("", None, compiled(token.text), whole=False)
    if token.kind not in ("word", "quoted"):
        raise InvalidPattern()
    number = number_of(token.text, in_text=True) if token.kind == "word" else None
    if operator in ORDERINGS and number is None:
        raise InvalidPattern()
    expression = None
    if "*" in token.text and number is None:
        expression = re.compile(".*".join(map(re.escape, token.text.split("*"))), re.DOTALL)
    return Operand(token.text, number, expression, whole=True)
