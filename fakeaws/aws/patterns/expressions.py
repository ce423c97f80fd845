"""Match expressions: the objects in a pattern's lists, such as ``{"prefix": "eu-"}``."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from fakeaws.aws.patterns.addresses import BadBlock
from fakeaws.aws.patterns.conditions import (
    Absent,
    AnythingBut,
    Cidr,
    Condition,
    EqualsIgnoreCase,
    Exactly,
    Exists,
    Numeric,
    Prefix,
    Suffix,
    Wildcards,
)
from fakeaws.aws.patterns.dialects import Dialect
from fakeaws.aws.patterns.errors import PatternError
from fakeaws.aws.patterns.numbers import LIMIT
from fakeaws.aws.patterns.tokens import Kind, Tokens
from fakeaws.aws.patterns.wildcards import BadWildcard

_ONLY_ONE = "Only one key allowed in match expression"
_TOO_MANY = "Too many elements in numeric expression"
_FORMS: dict[str, Callable[[str], Condition]] = {
    "prefix": Prefix,
    "suffix": Suffix,
    "equals-ignore-case": EqualsIgnoreCase,
    "wildcard": Wildcards,
}
_LIST_OF_OTHERS = "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported."


class Expressions:
    """Reads match expressions off the tokens. The order of its checks is AWS's: the first mistake is the one told."""

    def __init__(self, tokens: Tokens, dialect: Dialect) -> None:
        self._tokens = tokens
        self._dialect = dialect
        self._readers: dict[str, Callable[[], Condition]] = {
            "prefix": lambda: self._affix("prefix"),
            "suffix": lambda: self._affix("suffix"),
            "equals-ignore-case": lambda: self._one_string("equals-ignore-case"),
            "wildcard": lambda: self._one_string("wildcard"),
            "anything-but": self._anything_but,
            "numeric": self._numeric,
            "exists": self._exists,
            "cidr": self._cidr,
        }

    def read(self) -> Condition:
        """The expression whose brace was just read."""
        if self._tokens.next() is not Kind.NAME:
            self._tokens.refuse("Match expression name not found")
        reader = self._readers.get(self._tokens.name)
        if reader is None:
            self._tokens.refuse(f"Unrecognized match type {self._tokens.name}")
        return reader()

    def _end(self, otherwise: str = _ONLY_ONE) -> None:
        if self._tokens.next() is not Kind.END_OBJECT:
            self._tokens.refuse(otherwise)

    def _string(self, kind: Kind, otherwise: str) -> str:
        if kind is not Kind.STRING:
            self._tokens.refuse(otherwise)
        return self._tokens.string()

    def _form(self, name: str, text: str) -> Condition:
        try:
            return _FORMS[name](text)
        except BadWildcard as bad:
            self._tokens.refuse(str(bad))

    def _one_string(self, name: str) -> Condition:
        text = self._string(self._tokens.next(), f"{name} match pattern must be a string")
        condition = self._form(name, text)
        self._end()
        return condition

    def _affix(self, name: str) -> Condition:
        kind = self._tokens.next()
        if kind is not Kind.OBJECT or not self._dialect.affixes_ignore_case:
            text = self._string(kind, f"{name} match pattern must be a string")
            self._end()
            return self._form(name, text)
        if self._tokens.next() is not Kind.NAME:
            self._tokens.refuse(f"{name.capitalize()} expression name not found")
        if self._tokens.name != "equals-ignore-case":
            self._tokens.refuse(f"Unsupported {name} pattern: {self._tokens.name}")
        text = self._string(self._tokens.next(), "equals-ignore-case match pattern must be a string")
        self._end()
        self._end()
        return Prefix(text, ignore_case=True) if name == "prefix" else Suffix(text, ignore_case=True)

    def _cidr(self) -> Condition:
        text = self._string(self._tokens.next(), "prefix match pattern must be a string")  # AWS's words for it
        try:
            condition = Cidr(text)
        except BadBlock as bad:
            raise PatternError(str(bad)) from None
        self._end()
        return condition

    def _exists(self) -> Condition:
        kind = self._tokens.next()
        if kind not in (Kind.TRUE, Kind.FALSE):
            self._tokens.refuse("exists match pattern must be either true or false.")
        self._end()
        return Exists(self._dialect.exists_means_content) if kind is Kind.TRUE else Absent()

    def _anything_but(self) -> Condition:
        kind = self._tokens.next()
        if kind is Kind.OBJECT:
            return self._anything_but_form()
        excluded: list[Condition] = []
        if kind is Kind.ARRAY:
            kinds = set()
            while (kind := self._tokens.next()) is not Kind.END_ARRAY:
                if kind not in (Kind.STRING, Kind.NUMBER):
                    self._tokens.refuse("Inside anything but list, start|null|boolean is not supported.")
                kinds.add(kind)
                excluded.append(self._excluded(kind))
            if len(kinds) != 1:
                self._tokens.refuse(
                    "Inside anything but list, either all values are number or string, mixed type is not supported"
                )
        elif kind in (Kind.STRING, Kind.NUMBER):
            excluded.append(self._excluded(kind))
        else:
            self._tokens.refuse("Value of anything-but must be an array or single string/number value.")
        self._end(_TOO_MANY)
        return AnythingBut(tuple(excluded))

    def _excluded(self, kind: Kind) -> Condition:
        return Exactly(self._tokens.string() if kind is Kind.STRING else self._bounded())

    def _anything_but_form(self) -> Condition:
        if self._tokens.next() is not Kind.NAME:
            self._tokens.refuse("Anything-But expression name not found")
        name = self._tokens.name
        if name not in self._dialect.inside_anything_but:
            self._tokens.refuse(f"Unsupported anything-but pattern: {name}")
        kind = self._tokens.next()
        lists = self._dialect.lists_inside_anything_but
        if lists and kind not in (Kind.ARRAY, Kind.STRING, Kind.NUMBER):
            self._tokens.refuse("Value of anything-but must be an array or single string/number value.")
        excluded: list[Condition] = []
        if lists and kind is Kind.ARRAY:
            while (kind := self._tokens.next()) is not Kind.END_ARRAY:
                excluded.append(self._excluded_form(name, kind))
        else:
            excluded.append(self._excluded_form(name, kind))
        closing = _TOO_MANY if lists else _ONLY_ONE
        self._end(closing)
        self._end(closing)
        return AnythingBut(tuple(excluded))

    def _excluded_form(self, name: str, kind: Kind) -> Condition:
        if name == "wildcard":
            otherwise = "wildcard match pattern must be a string"
        elif not self._dialect.lists_inside_anything_but:
            otherwise = f"{name} match pattern must be a string"
        elif name == "equals-ignore-case":
            otherwise = _LIST_OF_OTHERS
        else:
            otherwise = "prefix/suffix match pattern must be a string"
        text = self._string(kind, otherwise)
        if not text and name in ("prefix", "suffix"):
            both = self._dialect.lists_inside_anything_but
            self._tokens.refuse("Null prefix/suffix not allowed" if both else f"Null {name} not allowed")
        return self._form(name, text)

    def _bounded(self) -> Decimal:
        number = self._tokens.number()
        if not -LIMIT <= number <= LIMIT:
            self._tokens.refuse("Value must be between -5.0E9 and 5.0E9, inclusive")
        return number

    def _numeric(self) -> Condition:
        tokens = self._tokens
        if tokens.next() is not Kind.ARRAY:
            tokens.refuse("Value of numeric must be an array.")
        kind = tokens.next()
        if kind is not Kind.STRING:
            tokens.refuse(f"Invalid member in numeric match: {tokens.shown(kind)}")
        operator = tokens.string()
        kind = tokens.next()
        if operator not in ("=", "<", "<=", ">", ">="):
            tokens.refuse(f"Unrecognized numeric range operator: {operator}")
        if kind is not Kind.NUMBER:
            tokens.refuse(f"Value of {'equals' if operator == '=' else operator} must be numeric")
        number = self._bounded()
        kind = tokens.next()
        top, below = None, False
        if kind is not Kind.END_ARRAY:
            if operator not in (">", ">="):
                tokens.refuse(_TOO_MANY)
            top, below = self._top(kind)
            if number >= top:
                tokens.refuse("Bottom must be less than top")
        self._end(_TOO_MANY)
        texts = self._dialect.numbers_in_strings
        if operator in (">", ">="):
            return Numeric(number, operator == ">", top, below, texts=texts)
        return Numeric(number if operator == "=" else None, False, number, operator == "<", texts=texts)

    def _top(self, kind: Kind) -> tuple[Decimal, bool]:
        """The second half of a range, and whether its end is outside."""
        tokens = self._tokens
        if kind is not Kind.STRING:
            tokens.refuse(f"Bad value in numeric range: {tokens.shown(kind)}")
        operator = tokens.string()
        if operator not in ("<", "<="):
            tokens.refuse(f"Bad numeric range operator: {operator}")
        if tokens.next() is not Kind.NUMBER:
            tokens.refuse(f"Value of {operator} must be numeric")
        top = self._bounded()
        if tokens.next() is not Kind.END_ARRAY:
            tokens.refuse("Too many terms in numeric range expression")
        return top, operator == "<"
