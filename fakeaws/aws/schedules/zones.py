"""Local times of a time zone as instants, in microseconds since 1970."""

from __future__ import annotations

from datetime import datetime, timezone, tzinfo

from fakeaws.errors import NotSupportedError
from fakeaws.simulation.clock import from_us, to_us

UTC: tzinfo = timezone.utc
_MIDNIGHT = from_us(0)


class UnknownZone(ValueError):
    """Not the name of a time zone; each service has its own words for it."""


def zone_of(name: str) -> tzinfo:
    """The time zone of an IANA name; raises `UnknownZone`, and `NotSupportedError` where Python finds no zones at all."""
    if name == "UTC":
        return UTC
    import zoneinfo  # only schedules of other zones need it

    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        if not zoneinfo.available_timezones():
            raise NotSupportedError(
                f"the time zone {name!r} needs a time zone database, and this machine has none: "
                "pip install fakeaws[schedules]"
            ) from None
        raise UnknownZone(name) from None


def local_of(instant_us: int, zone: tzinfo) -> datetime:
    """What clocks in the zone show at that instant."""
    return from_us(instant_us).astimezone(zone)


def instant_of(
    year: int, month: int, day: int, hour: int, minute: int, second: int = 0, *, zone: tzinfo = UTC
) -> int | None:
    """When clocks in the zone show that time, the first time if they show it twice; ``None`` if they never do.

    Raises ``ValueError`` for a time that no calendar has.
    """
    local = _MIDNIGHT.replace(
        year=year, month=month, day=day, hour=hour, minute=minute, second=second, tzinfo=zone, fold=0
    )
    instant_us = to_us(local)
    if zone is UTC:
        return instant_us
    shown = local_of(instant_us, zone)
    return instant_us if shown.replace(tzinfo=None) == local.replace(tzinfo=None) else None
