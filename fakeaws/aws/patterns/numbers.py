"""Numbers as patterns compare them: by value, to six decimals."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

#: The largest number, and with a minus the smallest, that ``numeric`` and ``anything-but`` take.
LIMIT = Decimal(5_000_000_000)
_EXACT = Decimal("0.000001")
_CONTEXT = Context(prec=40, traps=[InvalidOperation])  # the application may have changed the current one
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


def decimal(text: str) -> Decimal:
    """A JSON number. What lies within the limits is rounded to six decimals."""
    try:
        value = Decimal(text, _CONTEXT)
    except InvalidOperation:  # an exponent of more than eighteen digits
        digits, _, exponent = text.lower().partition("e")
        if exponent.startswith("-") or not digits.strip("-0."):
            return Decimal(0)
        return Decimal("-Infinity") if digits.startswith("-") else Decimal("Infinity")
    if -LIMIT <= value <= LIMIT and value != value.to_integral_value():
        return value.quantize(_EXACT, ROUND_HALF_UP, _CONTEXT)
    return value


def decimal_or_none(text: str) -> Decimal | None:
    """A number that stands in a string, or None."""
    return decimal(text) if _NUMBER.fullmatch(text) else None
