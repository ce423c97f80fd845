"""Maintenance windows: the same weekday and hour each week, in the broker's own time zone."""

from __future__ import annotations

import datetime as _datetime
import re
from collections.abc import Mapping
from random import Random
from typing import Any, Final

from fakeaws.aws.schedules.zones import UTC, UnknownZone, local_of, zone_of
from fakeaws.services.mq import errors
from fakeaws.simulation.clock import to_us

DAYS: Final = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
#: How often the window may be moved before the next one.
MOVES: Final = 4
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(0\d|1[0-4]):?([0-5]\d)")
_ATTRIBUTE = "maintenanceWindowStartTime"


def any_window(stream: Random) -> dict[str, str]:
    """One that AWS picks."""
    return {"DayOfWeek": stream.choice(DAYS), "TimeOfDay": f"{stream.randrange(24):02d}:00", "TimeZone": "UTC"}


def read_window(given: Mapping[str, Any]) -> dict[str, str]:
    """A window that somebody wants, complete; raises BadRequestException."""
    day, time, zone = given.get("DayOfWeek", ""), given.get("TimeOfDay", ""), given.get("TimeZone") or "UTC"
    if day.upper() not in DAYS:
        message = f"Day of week [{day}] is invalid. Valid values: [{', '.join(DAYS)}]"
        raise errors.bad_request(message, f"{_ATTRIBUTE}.dayOfWeek")
    if not _TIME.fullmatch(time):
        message = f"Time of day [{time}] is invalid. Use the 24-hour format [HH:MM]."
        raise errors.bad_request(message, f"{_ATTRIBUTE}.timeOfDay")
    try:
        _zone(zone)
    except UnknownZone:
        raise errors.bad_request(f"Time zone [{zone}] is invalid.", f"{_ATTRIBUTE}.timeZone") from None
    return {"DayOfWeek": day.upper(), "TimeOfDay": time, "TimeZone": zone}


def too_many_moves() -> Exception:
    message = f"The maintenance window can be moved at most {MOVES} times before it next begins."
    return errors.bad_request(message, _ATTRIBUTE)


def next_window_us(window: Mapping[str, Any], after_us: int) -> int:
    """When the next window after that instant begins; both in microseconds since 1970.

    Where clocks are put forward over its time it begins as much later as they skip; where they show it twice, at the first.
    """
    zone = _zone(window["TimeZone"])
    hour, minute = (int(part) for part in str(window["TimeOfDay"]).split(":"))
    today = local_of(after_us, zone)
    days = (DAYS.index(window["DayOfWeek"]) - today.weekday()) % 7
    for week in (0, 7):
        day = today.date() + _datetime.timedelta(days=days + week)
        begin_us = to_us(_datetime.datetime.combine(day, _datetime.time(hour, minute), zone))
        if begin_us > after_us:
            return begin_us
    raise AssertionError("every week has each weekday")


def _zone(name: str) -> _datetime.tzinfo:
    """An IANA name, or an offset from UTC such as ``+05:30``."""
    offset = _OFFSET.fullmatch(name)
    if offset is None:
        return zone_of(name)
    minutes = int(offset[2]) * 60 + int(offset[3])
    return UTC if not minutes else _datetime.timezone(_datetime.timedelta(minutes=int(f"{offset[1]}{minutes}")))
