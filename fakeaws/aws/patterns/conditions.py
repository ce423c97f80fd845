"""What a pattern may want of one value."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol, TypeAlias

from fakeaws.aws.patterns.addresses import Block
from fakeaws.aws.patterns.numbers import decimal_or_none
from fakeaws.aws.patterns.wildcards import Wildcard

Value: TypeAlias = "str | Decimal | bool | None"


class Condition(Protocol):
    """One element of a pattern's list."""

    def matches(self, value: Value, /) -> bool:
        """Whether a value that is there satisfies it."""
        ...


class Exactly:
    """A string, number, boolean or null: the same type and value."""

    __slots__ = ("key", "value")

    def __init__(self, value: Value) -> None:
        self.value = value
        #: Equal for equal values of equal type.
        self.key = typed(value)

    def matches(self, value: Value) -> bool:
        return typed(value) == self.key


class Prefix:
    """A string that begins so."""

    __slots__ = ("ignore_case", "text")

    def __init__(self, text: str, ignore_case: bool = False) -> None:
        self.text = text.lower() if ignore_case else text
        self.ignore_case = ignore_case

    def matches(self, value: Value) -> bool:
        return isinstance(value, str) and (value.lower() if self.ignore_case else value).startswith(self.text)


class Suffix:
    """A string that ends so."""

    __slots__ = ("ignore_case", "text")

    def __init__(self, text: str, ignore_case: bool = False) -> None:
        self.text = text.lower() if ignore_case else text
        self.ignore_case = ignore_case

    def matches(self, value: Value) -> bool:
        return isinstance(value, str) and (value.lower() if self.ignore_case else value).endswith(self.text)


class EqualsIgnoreCase:
    """A string that differs at most in case."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text.lower()

    def matches(self, value: Value) -> bool:
        return isinstance(value, str) and value.lower() == self.text


class Wildcards:
    """A string with ``*`` in it."""

    __slots__ = ("text", "wildcard")

    def __init__(self, text: str) -> None:
        self.text = text
        self.wildcard = Wildcard(text)

    def matches(self, value: Value) -> bool:
        return isinstance(value, str) and self.wildcard.matches(value)


class AnythingBut:
    """Whatever satisfies none of these."""

    __slots__ = ("excluded",)

    def __init__(self, excluded: tuple[Condition, ...]) -> None:
        self.excluded = excluded

    def matches(self, value: Value) -> bool:
        return not any(condition.matches(value) for condition in self.excluded)


class Numeric:
    """A number in a range; ``texts``: or a string that holds one."""

    __slots__ = ("above", "below", "bottom", "texts", "top")

    def __init__(
        self, bottom: Decimal | None, above: bool, top: Decimal | None, below: bool, *, texts: bool = False
    ) -> None:
        self.bottom = bottom
        #: Whether the bottom itself is outside.
        self.above = above
        self.top = top
        self.below = below
        self.texts = texts

    def matches(self, value: Value) -> bool:
        number: Decimal | None
        if isinstance(value, str):
            number = decimal_or_none(value) if self.texts else None
        else:
            number = value if isinstance(value, Decimal) else None
        if number is None:
            return False
        if self.bottom is not None and (number < self.bottom or (self.above and number == self.bottom)):
            return False
        return self.top is None or number < self.top or (number == self.top and not self.below)


class Cidr:
    """A string that is an address of a block."""

    __slots__ = ("block",)

    def __init__(self, text: str) -> None:
        self.block = Block(text)

    def matches(self, value: Value) -> bool:
        return isinstance(value, str) and self.block.contains(value)


class Exists:
    """``exists: true``: any value; ``content``: save null and the empty string."""

    __slots__ = ("content",)

    def __init__(self, content: bool) -> None:
        self.content = content

    def matches(self, value: Value) -> bool:
        return not self.content or (value is not None and value != "")


class Absent:
    """``exists: false``: satisfied by no value at all."""

    __slots__ = ()

    def matches(self, value: Value) -> bool:
        return False


def typed(value: Value) -> Value | tuple[bool]:
    """A key to find equal values by: numbers equal booleans in Python, in JSON they do not."""
    return (value,) if isinstance(value, bool) else value


def stars(condition: Condition) -> list[int]:
    """How many ``*`` each wildcard pattern in it has."""
    if isinstance(condition, AnythingBut):
        return [count for excluded in condition.excluded for count in stars(excluded)]
    return [condition.wildcard.stars] if isinstance(condition, Wildcards) else []
