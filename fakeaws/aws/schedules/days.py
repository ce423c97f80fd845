"""The days of a month that a cron expression names."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from typing import Protocol

SUNDAY, SATURDAY = 0, 6


class Days(Protocol):
    """A rule for days. Days of the week count from Sunday, 0."""

    def of(self, year: int, month: int) -> list[int]:
        """The days of that month, ascending."""


def _first_and_length(year: int, month: int) -> tuple[int, int]:
    """The day of the week of the first, and the number of days."""
    monday_based, length = monthrange(year, month)
    return (monday_based + 1) % 7, length


@dataclass(frozen=True)
class DaysOfMonth:
    """``1,15``."""

    days: frozenset[int]

    def of(self, year: int, month: int) -> list[int]:
        return [day for day in range(1, monthrange(year, month)[1] + 1) if day in self.days]


@dataclass(frozen=True)
class DaysOfWeek:
    """``MON-FRI``."""

    weekdays: frozenset[int]

    def of(self, year: int, month: int) -> list[int]:
        first, length = _first_and_length(year, month)
        return [day for day in range(1, length + 1) if (first + day - 1) % 7 in self.weekdays]


@dataclass(frozen=True)
class LastDay:
    """``L`` as the day of the month."""

    def of(self, year: int, month: int) -> list[int]:
        return [monthrange(year, month)[1]]


@dataclass(frozen=True)
class NearestWeekday:
    """``15W``: the day from Monday to Friday nearest to it, in the same month; ``LW`` (no ``day``): the last one."""

    day: int | None

    def of(self, year: int, month: int) -> list[int]:
        first, length = _first_and_length(year, month)
        day = self.day if self.day is not None else length
        if day > length:
            return []
        weekday = (first + day - 1) % 7
        if weekday == SATURDAY:
            return [day - 1 if day > 1 else day + 2]
        if weekday == SUNDAY:
            return [day + 1 if day < length else day - 2]
        return [day]


@dataclass(frozen=True)
class LastOfWeekday:
    """``6L``: the last such day of the month."""

    weekday: int

    def of(self, year: int, month: int) -> list[int]:
        first, length = _first_and_length(year, month)
        return [length - (first + length - 1 - self.weekday) % 7]


@dataclass(frozen=True)
class NthOfWeekday:
    """``2#1``: the first (second …) such day of the month; none in a month that has fewer."""

    weekday: int
    nth: int

    def of(self, year: int, month: int) -> list[int]:
        first, length = _first_and_length(year, month)
        day = 1 + (self.weekday - first) % 7 + 7 * (self.nth - 1)
        return [day] if day <= length else []


@dataclass(frozen=True)
class EitherOf:
    """Both fields of days are restricted, and one of them is enough, as in a crontab."""

    one: Days
    other: Days

    def of(self, year: int, month: int) -> list[int]:
        return sorted({*self.one.of(year, month), *self.other.of(year, month)})
