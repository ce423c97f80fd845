"""The fields of a cron expression."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from fakeaws.aws.schedules.days import (
    Days,
    DaysOfMonth,
    DaysOfWeek,
    LastDay,
    LastOfWeekday,
    NearestWeekday,
    NthOfWeekday,
)

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")


class Field(NamedTuple):
    """Smallest and largest value, names from the smallest on, and whether a range may go on from the smallest again."""

    low: int
    high: int
    names: Sequence[str] = ()
    wraps: bool = True


MINUTES = Field(0, 59)
HOURS = Field(0, 23)
DAYS_OF_MONTH = Field(1, 31)
MONTHS = Field(1, 12, _MONTHS)
#: AWS's: Sunday is 1.
DAYS_OF_WEEK = Field(1, 7, _DAYS)
YEARS = Field(1970, 2199, wraps=False)
#: A crontab's: Sunday is 0, and 7 as well.
CRONTAB_DAYS_OF_WEEK = Field(0, 7, _DAYS, wraps=False)

_NEAREST = re.compile(r"(\d{1,2})W", re.ASCII)
_NTH = re.compile(r"([^#]+)#([1-5])")


def values(text: str, field: Field, *, steps: bool = True, wrapping: bool = True) -> tuple[int, ...]:
    """The values that a field names, ascending; raises ``ValueError``. ``text`` is in capital letters."""
    found: set[int] = set()
    for part in text.split(","):
        span, slash, step_text = part.partition("/")
        if slash and not steps:
            raise ValueError(text)
        step = _number(step_text) if slash else 1
        if not 1 <= step <= field.high:
            raise ValueError(text)
        found.update(_span(span, field, to_the_end=bool(slash), wrapping=wrapping and field.wraps)[::step])
    return tuple(sorted(found))


def _span(text: str, field: Field, *, to_the_end: bool, wrapping: bool) -> Sequence[int]:
    if text == "*":
        return range(field.low, field.high + 1)
    first, dash, last = text.partition("-")
    begin = _value(first, field)
    if not dash:
        return range(begin, field.high + 1) if to_the_end else (begin,)
    end = _value(last, field)
    if begin <= end:
        return range(begin, end + 1)
    if not wrapping:
        raise ValueError(text)
    return [*range(begin, field.high + 1), *range(field.low, end + 1)]


def _value(text: str, field: Field) -> int:
    if text in field.names:
        return field.low + field.names.index(text)
    number = _number(text)
    if not field.low <= number <= field.high:
        raise ValueError(text)
    return number


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise ValueError(text)
    return int(text)


def days_of(day_of_month: str, day_of_week: str) -> Days:
    """The days that AWS's two fields name, one of which has to be ``?``; raises ``ValueError``."""
    if (day_of_month == "?") == (day_of_week == "?"):
        raise ValueError("exactly one of both fields of days is ?")
    return _days_of_month(day_of_month) if day_of_week == "?" else _days_of_week(day_of_week)


def _days_of_month(text: str) -> Days:
    if text == "L":
        return LastDay()
    if text == "LW":
        return NearestWeekday(None)
    nearest = _NEAREST.fullmatch(text)
    if nearest is not None:
        return NearestWeekday(_value(nearest.group(1), DAYS_OF_MONTH))
    return DaysOfMonth(frozenset(values(text, DAYS_OF_MONTH)))


def _days_of_week(text: str) -> Days:
    """``L`` alone is the last day of the week, Saturday."""
    if text == "L":
        return DaysOfWeek(frozenset({6}))
    if text.endswith("L"):
        return LastOfWeekday(_value(text[:-1], DAYS_OF_WEEK) - 1)
    nth = _NTH.fullmatch(text)
    if nth is not None:
        return NthOfWeekday(_value(nth.group(1), DAYS_OF_WEEK) - 1, int(nth.group(2)))
    return DaysOfWeek(frozenset(day - 1 for day in values(text, DAYS_OF_WEEK)))
