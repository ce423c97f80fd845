"""The Condition element: every operator of the IAM reference, with IfExists, ForAllValues and ForAnyValue."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from operator import eq, ge, gt, le, lt
from typing import Any, Literal

from fakeaws.aws.policies.patterns import ArnPattern, Pattern
from fakeaws.aws.policies.requests import Request, text_of

_Match = Callable[[object, Request], bool]
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d{1,6})?\d*)?(Z|[+-]\d\d:?\d\d)?)?")


class UnknownOperator(ValueError):
    """The condition's operator is none of IAM's."""


@dataclass(frozen=True)
class Condition:
    """One operator and key of a Condition block; several of them must all hold."""

    operator: str
    key: str
    matches: tuple[_Match, ...]
    negated: bool
    if_exists: bool
    quantifier: Literal["ForAllValues", "ForAnyValue"] | None
    absent: bool | None = None  # for Null: whether the key must be absent

    def holds(self, request: Request) -> bool:
        values = request.values(self.key)
        if self.absent is not None:
            return (not values) is self.absent
        if not values:
            if self.if_exists or self.quantifier == "ForAllValues":
                return True
            return self.negated and self.quantifier is None
        if len(values) == 1:
            return self._accepts(values[0], request)
        # Several values without a quantifier: one that matches is enough, and for "not" none may.
        every = self.quantifier == "ForAllValues" or (self.quantifier is None and self.negated)
        return (all if every else any)(self._accepts(value, request) for value in values)

    def _accepts(self, value: object, request: Request) -> bool:
        for match in self.matches:
            if match(value, request):
                return not self.negated
        return self.negated


def condition(operator: str, key: str, wanted: list[object], *, variables: bool) -> Condition:
    """Raises `UnknownOperator`. ``variables``: the document's language has policy variables (2012-10-17)."""
    found = re.fullmatch(r"(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?", operator)
    quantifier: Any = found and found[1]
    if_exists = found is not None and found[3] is not None
    if found is not None and found[2] == "Null" and not if_exists:
        absent = any(text_of(value).lower() == "true" for value in wanted)
        return Condition(operator, key, (), False, False, quantifier, absent)
    if found is None or found[2] not in _OPERATORS:
        raise UnknownOperator(operator)
    compare, negated = _OPERATORS[found[2]]
    matches = tuple(compare(text_of(value), variables) for value in wanted)
    return Condition(operator, key, matches, negated, if_exists, quantifier)


def _string(*, wildcards: bool = False, ignore_case: bool = False) -> Callable[[str, bool], _Match]:
    def compare(wanted: str, variables: bool) -> _Match:
        pattern = Pattern(wanted, variables=variables, wildcards=wildcards, ignore_case=ignore_case)
        return lambda value, request: pattern.matches(text_of(value), request.variable)

    return compare


def _arn(wanted: str, variables: bool) -> _Match:
    pattern = ArnPattern(wanted, variables=variables)
    return lambda value, request: pattern.matches(text_of(value), request.variable)


def _ordered(read: Callable[[object], Any], holds: Callable[[Any, Any], bool]) -> Callable[[str, bool], _Match]:
    """Compare what ``read`` makes of both sides; what it cannot read (None) compares as false."""

    def compare(wanted: str, variables: bool) -> _Match:
        right = read(wanted)

        def match(value: object, request: Request) -> bool:
            left = read(value)
            return left is not None and right is not None and holds(left, right)

        return match

    return compare


def _number(value: object) -> Decimal | None:
    try:
        number = Decimal(text_of(value).strip())
    except InvalidOperation:
        return None
    return None if number.is_nan() else number


def _instant(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value
    text = text_of(value).strip()
    if re.fullmatch(r"-?\d{5,}(\.\d+)?|-?\d{1,3}", text):  # seconds since 1970; four digits are a year
        return _EPOCH + timedelta(seconds=float(text))
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part) if part else None for part in found.groups()[:6])
    zone = found[8] or "Z"
    offset = timedelta(0)
    if zone != "Z":
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])) * (-1 if zone[0] == "-" else 1)
    try:
        local = datetime(year or 0, month or 1, day or 1, hour or 0, minute or 0, second or 0, tzinfo=timezone.utc)
    except ValueError:
        return None
    return local + timedelta(seconds=float(found[7] or 0)) - offset


def _boolean(value: object) -> str | None:
    text = text_of(value).lower()
    return text if text in ("true", "false") else None


def _binary(value: object) -> bytes | None:
    if isinstance(value, bytes):
        return value
    try:
        return base64.b64decode(text_of(value), validate=True)
    except binascii.Error:
        return None


def _address(wanted: str, variables: bool) -> _Match:
    try:
        network = ipaddress.ip_network(wanted, strict=False)
    except ValueError:
        return lambda value, request: False

    def match(value: object, request: Request) -> bool:
        try:
            return ipaddress.ip_address(text_of(value)) in network
        except ValueError:
            return False

    return match


def _numeric_or_date(kind: str, read: Callable[[object], Any]) -> dict[str, tuple[Callable[[str, bool], _Match], bool]]:
    comparisons = {"LessThan": lt, "LessThanEquals": le, "GreaterThan": gt, "GreaterThanEquals": ge}
    return {
        f"{kind}Equals": (_ordered(read, eq), False),
        f"{kind}NotEquals": (_ordered(read, eq), True),
        **{f"{kind}{name}": (_ordered(read, holds), False) for name, holds in comparisons.items()},
    }


# By name: how one value is compared, and whether the operator is the "not" of that.
_OPERATORS: Mapping[str, tuple[Callable[[str, bool], _Match], bool]] = {
    "StringEquals": (_string(), False),
    "StringNotEquals": (_string(), True),
    "StringEqualsIgnoreCase": (_string(ignore_case=True), False),
    "StringNotEqualsIgnoreCase": (_string(ignore_case=True), True),
    "StringLike": (_string(wildcards=True), False),
    "StringNotLike": (_string(wildcards=True), True),
    **_numeric_or_date("Numeric", _number),
    **_numeric_or_date("Date", _instant),
    "Bool": (_ordered(_boolean, eq), False),
    "BinaryEquals": (_ordered(_binary, eq), False),
    "IpAddress": (_address, False),
    "NotIpAddress": (_address, True),
    "ArnEquals": (_arn, False),
    "ArnLike": (_arn, False),
    "ArnNotEquals": (_arn, True),
    "ArnNotLike": (_arn, True),
}
