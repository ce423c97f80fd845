"""When a mute rule mutes: ``cron(…)`` or ``at(…)``, a duration and a time zone."""

from __future__ import annotations

import datetime as _datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fakeaws.services.cloudwatch import errors
from fakeaws.simulation.clock import from_us, to_us

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_MINUTE_US = 60_000_000
_DAY_US = 86_400_000_000
MAX_US = 15 * _DAY_US
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
#: Of each field of a cron expression: smallest and largest value, and names from the smallest on.
_FIELDS: tuple[tuple[int, int, Sequence[str]], ...] = (
    (0, 59, ()),
    (0, 23, ()),
    (1, 31, ()),
    (1, 12, _MONTHS),
    (0, 7, _DAYS),
)
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?)?")
_AT = re.compile(r"at\((\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)\)")


@dataclass(frozen=True)
class Cron:
    """A cron expression's sets of values; days of the week count from Sunday, 0."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    #: Where both fields of days are restricted, either is enough.
    either_day: bool

    def matches(self, day: _datetime.date) -> bool:
        """Whether it begins at some time of that day."""
        if day.month not in self.months:
            return False
        by_month, by_week = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        return by_month or by_week if self.either_day else by_month and by_week


@dataclass(frozen=True)
class Schedule:
    """Begins by ``cron`` or, once, at ``once_us`` (µs since 1970), and mutes for ``duration_us``."""

    cron: Cron | None
    once_us: int
    duration_us: int
    zone: ZoneInfo

    @property
    def recurring(self) -> bool:
        """Whether it begins again and again."""
        return self.cron is not None

    def active_until(self, wall_us: int) -> int | None:
        """When the mute that is on at that instant ends; ``None`` if none is."""
        begin_us = self._latest_begin(wall_us)
        if begin_us is None or begin_us + self.duration_us <= wall_us:
            return None
        return begin_us + self.duration_us

    def is_over(self, wall_us: int) -> bool:
        """Whether it will not begin any more."""
        return self.cron is None and self.once_us + self.duration_us <= wall_us

    def _latest_begin(self, wall_us: int) -> int | None:
        """The last time at or before that instant at which it began, if that can matter still."""
        cron = self.cron
        if cron is None:
            return self.once_us if self.once_us <= wall_us else None
        today = from_us(wall_us).astimezone(self.zone)
        for back in range(self.duration_us // _DAY_US + 2):
            day = today - _datetime.timedelta(days=back)
            if not cron.matches(day):
                continue
            for hour in reversed(cron.hours):
                for minute in reversed(cron.minutes):
                    begin_us = to_us(day.replace(hour=hour, minute=minute, second=0, microsecond=0, fold=0))
                    if begin_us <= wall_us:
                        return begin_us
        return None


def schedule_of(given: Mapping[str, str]) -> Schedule:
    """What a rule's ``Schedule`` says; raises AWS's ``ValidationError``."""
    zone = _zone(given.get("Timezone") or "UTC")
    duration_us = _duration_us(given["Duration"])
    expression = given["Expression"]
    found = _AT.fullmatch(expression)
    if found is not None:
        try:
            year, month, day, hour, minute = map(int, found.groups())
            moment = from_us(0).replace(year=year, month=month, day=day, hour=hour, minute=minute, tzinfo=zone)
        except ValueError:
            raise _bad_expression(expression) from None
        return Schedule(None, to_us(moment), duration_us, zone)
    if not (expression.startswith("cron(") and expression.endswith(")")):
        raise _bad_expression(expression)
    return Schedule(_cron(expression), 0, duration_us, zone)


def _cron(expression: str) -> Cron:
    parts = expression[len("cron(") : -1].split()
    if len(parts) != len(_FIELDS):
        raise _bad_expression(expression)
    try:
        minutes, hours, days, months, weekdays = (_values(part, *field) for part, field in zip(parts, _FIELDS))
    except ValueError:
        raise _bad_expression(expression) from None
    return Cron(
        tuple(sorted(minutes)),
        tuple(sorted(hours)),
        frozenset(days),
        frozenset(months),
        frozenset(day % 7 for day in weekdays),
        parts[2] != "*" and parts[4] != "*",
    )


def _values(text: str, low: int, high: int, names: Sequence[str]) -> list[int]:
    found: list[int] = []
    for part in text.split(","):
        if part == "*":
            found.extend(range(low, high + 1))
            continue
        first, dash, last = part.partition("-")
        begin = _value(first, low, high, names)
        end = _value(last, low, high, names) if dash else begin
        if end < begin:
            raise ValueError(text)
        found.extend(range(begin, end + 1))
    return found


def _value(text: str, low: int, high: int, names: Sequence[str]) -> int:
    if text.upper() in names:
        return low + names.index(text.upper())
    if re.fullmatch(r"\d{1,2}", text, re.ASCII) is None or not low <= int(text) <= high:
        raise ValueError(text)
    return int(text)


def _duration_us(text: str) -> int:
    found = _DURATION.fullmatch(text)
    days, hours, minutes = (int(part or 0) for part in found.groups()) if found is not None else (0, 0, 0)
    duration_us = ((days * 24 + hours) * 60 + minutes) * _MINUTE_US
    if not _MINUTE_US <= duration_us <= MAX_US:
        raise errors.validation_error(f"Invalid duration {text}: it must be an ISO 8601 duration between PT1M and P15D")
    return duration_us


def _zone(name: str) -> ZoneInfo:
    import zoneinfo  # only mute rules need it

    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise errors.validation_error(f"Invalid timezone {name}") from None


def _bad_expression(expression: str) -> Exception:
    return errors.validation_error(
        f"Invalid schedule expression {expression}: it must be cron(Minutes Hours Day-of-month Month Day-of-week) "
        "or at(yyyy-MM-ddThh:mm)"
    )
