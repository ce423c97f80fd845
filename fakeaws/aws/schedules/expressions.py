"""Schedule expressions: ``cron(…)``, ``rate(…)``, ``at(…)``, and the instants that they name.

Instants are microseconds since 1970. Time zones as EventBridge Scheduler documents them: a local time that a change to
summer time leaves out is skipped; one that the change back repeats counts once, the first time. A rate goes by elapsed
time and knows no zone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Protocol

from fakeaws.aws.schedules.days import Days, DaysOfMonth, DaysOfWeek, EitherOf
from fakeaws.aws.schedules.fields import (
    CRONTAB_DAYS_OF_WEEK,
    DAYS_OF_MONTH,
    HOURS,
    MINUTES,
    MONTHS,
    YEARS,
    days_of,
    values,
)
from fakeaws.aws.schedules.zones import UTC, instant_of, local_of

_UNITS_US = {"minute": 60_000_000, "hour": 3_600_000_000, "day": 86_400_000_000}
_RATE = re.compile(r"rate\((\d+) (minute|hour|day)(s?)\)", re.ASCII)
_AT = re.compile(r"at\((\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?\)", re.ASCII)
_CRON = re.compile(r"cron\((.*)\)", re.DOTALL)


class BadExpression(ValueError):
    """Not an expression of the dialect; each service has its own words for it."""


class Schedule(Protocol):
    """When something is due, again and again or once."""

    @property
    def recurring(self) -> bool:
        """Whether it may be due more than once."""

    def next_after(self, instant_us: int) -> int | None:
        """The first instant after the given one at which it is due; ``None`` if there is none."""


@dataclass(frozen=True)
class Cron:
    """At every minute of the zone's clocks that all fields name."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: Days
    months: tuple[int, ...]
    years: tuple[int, ...]
    zone: tzinfo = UTC

    @property
    def recurring(self) -> bool:
        return True

    def next_after(self, instant_us: int) -> int | None:
        for time in self._times_from(local_of(instant_us, self.zone)):
            due_us = instant_of(*time, zone=self.zone)
            if due_us is not None and due_us > instant_us:
                return due_us
        return None

    def latest(self, instant_us: int, since_us: int) -> int | None:
        """The last instant at which it was due, at or before ``instant_us`` and not before ``since_us``."""
        local = local_of(instant_us, self.zone)
        year, month, last_day = local.year, local.month, local.day
        earliest = local_of(since_us, self.zone)
        while (year, month) >= (earliest.year, earliest.month):
            for day in reversed(self._days(year, month)):
                if day > last_day:
                    continue
                for hour in reversed(self.hours):
                    for minute in reversed(self.minutes):
                        due_us = instant_of(year, month, day, hour, minute, zone=self.zone)
                        if due_us is not None and due_us <= instant_us:
                            return due_us if due_us >= since_us else None
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)
            last_day = 31
        return None

    def _days(self, year: int, month: int) -> list[int]:
        return self.days.of(year, month) if month in self.months and year in self.years else []

    def _times_from(self, local: datetime) -> Iterator[tuple[int, int, int, int, int]]:
        """The times that the fields name, from that minute on, whether clocks show them or not."""
        first = (local.year, local.month, local.day)
        for year in self.years[bisect_left(self.years, local.year) :]:
            for month in self.months:
                if (year, month) < first[:2]:
                    continue
                for day in self.days.of(year, month):
                    if (year, month, day) < first:
                        continue
                    on_first = (year, month, day) == first
                    for hour in self.hours[bisect_left(self.hours, local.hour) if on_first else 0 :]:
                        from_minute = local.minute if on_first and hour == local.hour else 0
                        for minute in self.minutes[bisect_left(self.minutes, from_minute) :]:
                            yield year, month, day, hour, minute


@dataclass(frozen=True)
class Rate:
    """One period after ``since_us``, and so on."""

    period_us: int
    since_us: int

    @property
    def recurring(self) -> bool:
        return True

    def next_after(self, instant_us: int) -> int | None:
        periods = max(0, (instant_us - self.since_us) // self.period_us)
        return self.since_us + (periods + 1) * self.period_us


@dataclass(frozen=True)
class At:
    """Once; never (``None``) for a local time that a change to summer time leaves out."""

    due_us: int | None

    @property
    def recurring(self) -> bool:
        return False

    def next_after(self, instant_us: int) -> int | None:
        return self.due_us if self.due_us is not None and self.due_us > instant_us else None


@dataclass(frozen=True)
class Dialect:
    """What differs between AWS's services.

    ``rates``: whether ``rate(…)`` is known; ``exact_units``: whether it wants ``minute`` for 1 and ``minutes`` else.
    ``at_seconds``: whether ``at(…)`` has seconds; ``None`` if it is not known. ``crontab``: five fields as in a crontab,
    without steps and ``?``.
    """

    rates: bool = True
    exact_units: bool = False
    at_seconds: bool | None = True
    crontab: bool = False


#: Rules of EventBridge.
RULES = Dialect(exact_units=True, at_seconds=None)
#: EventBridge Scheduler; that it does not mind ``rate(1 minutes)`` is chosen: its own guide writes it so.
SCHEDULER = Dialect()
#: Mute rules of CloudWatch's alarms.
MUTES = Dialect(rates=False, at_seconds=False, crontab=True)


def parse(text: str, dialect: Dialect, *, zone: tzinfo = UTC, since_us: int = 0) -> Cron | Rate | At:
    """What an expression says; raises `BadExpression`. ``since_us``: from when a rate counts."""
    try:
        cron = _CRON.fullmatch(text)
        if cron is not None:
            fields = cron.group(1).upper().split()
            return _crontab(fields, zone) if dialect.crontab else _cron(fields, zone)
        rate = _RATE.fullmatch(text)
        if rate is not None and dialect.rates:
            return _rate(int(rate.group(1)), rate.group(2), bool(rate.group(3)), dialect, since_us)
        at = _AT.fullmatch(text)
        if at is not None and dialect.at_seconds is (at.group(6) is not None):
            return At(instant_of(*(int(part or 0) for part in at.groups()), zone=zone))
    except ValueError:
        pass
    raise BadExpression(text)


def _cron(fields: list[str], zone: tzinfo) -> Cron:
    minutes, hours, day_of_month, months, day_of_week, years = fields
    return Cron(
        values(minutes, MINUTES),
        values(hours, HOURS),
        days_of(day_of_month, day_of_week),
        values(months, MONTHS),
        values(years, YEARS),
        zone,
    )


def _crontab(fields: list[str], zone: tzinfo) -> Cron:
    minutes, hours, day_of_month, months, day_of_week = fields
    by_month = DaysOfMonth(frozenset(values(day_of_month, DAYS_OF_MONTH, steps=False, wrapping=False)))
    by_week = DaysOfWeek(frozenset(day % 7 for day in values(day_of_week, CRONTAB_DAYS_OF_WEEK, steps=False)))
    days: Days = by_month if day_of_week == "*" else by_week if day_of_month == "*" else EitherOf(by_month, by_week)
    return Cron(
        values(minutes, MINUTES, steps=False, wrapping=False),
        values(hours, HOURS, steps=False, wrapping=False),
        days,
        values(months, MONTHS, steps=False, wrapping=False),
        tuple(range(YEARS.low, YEARS.high + 1)),
        zone,
    )


def _rate(count: int, unit: str, plural: bool, dialect: Dialect, since_us: int) -> Rate:
    if count < 1 or (dialect.exact_units and plural is (count == 1)):
        raise ValueError(count)
    return Rate(count * _UNITS_US[unit], since_us)
