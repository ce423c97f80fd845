"""Maintenance windows: the same weekday and hour each week, in the broker's own time zone."""

from __future__ import annotations

import datetime as _datetime
from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from fakeaws.simulation.clock import from_us, to_us

DAYS: Final = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")


def next_window_us(window: Mapping[str, Any], after_us: int) -> int:
    """When the next window after that instant begins; both in microseconds since 1970."""
    zone = ZoneInfo(window.get("TimeZone") or "UTC")
    hour, minute = (int(part) for part in str(window["TimeOfDay"]).split(":"))
    local = from_us(after_us).astimezone(zone)
    days = (DAYS.index(window["DayOfWeek"]) - local.weekday()) % 7
    for week in (0, 7):
        day = local.date() + _datetime.timedelta(days=days + week)
        begin = _datetime.datetime.combine(day, _datetime.time(hour, minute), zone)
        begin_us = to_us(begin)
        if begin_us > after_us:
            return begin_us
    raise AssertionError("every week has each weekday")
