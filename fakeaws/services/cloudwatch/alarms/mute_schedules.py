"""When a mute rule mutes: ``cron(…)`` or ``at(…)``, a duration and a time zone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from fakeaws.aws.schedules.expressions import MUTES, At, BadExpression, Cron, Rate, parse
from fakeaws.aws.schedules.zones import UnknownZone, zone_of
from fakeaws.services.cloudwatch import errors

_MINUTE_US = 60_000_000
_DAY_US = 86_400_000_000
MAX_US = 15 * _DAY_US
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?)?")


@dataclass(frozen=True)
class Schedule:
    """Begins at each instant of ``begin``, and mutes for ``duration_us``."""

    begin: Cron | At
    duration_us: int

    @property
    def recurring(self) -> bool:
        """Whether it begins again and again."""
        return self.begin.recurring

    def active_until(self, wall_us: int) -> int | None:
        """When the mute that is on at that instant ends; ``None`` if none is."""
        begin_us = self._latest_begin(wall_us)
        if begin_us is None or begin_us + self.duration_us <= wall_us:
            return None
        return begin_us + self.duration_us

    def is_over(self, wall_us: int) -> bool:
        """Whether it will not begin any more."""
        begin = self.begin
        return isinstance(begin, At) and (begin.due_us is None or begin.due_us + self.duration_us <= wall_us)

    def _latest_begin(self, wall_us: int) -> int | None:
        """The last time at or before that instant at which it began, if that can matter still."""
        begin = self.begin
        if isinstance(begin, Cron):
            return begin.latest(wall_us, wall_us - self.duration_us)
        return begin.due_us if begin.due_us is not None and begin.due_us <= wall_us else None


def schedule_of(given: Mapping[str, str]) -> Schedule:
    """What a rule's ``Schedule`` says; raises AWS's ``ValidationError``."""
    zone = _zone(given.get("Timezone") or "UTC")
    duration_us = _duration_us(given["Duration"])
    expression = given["Expression"]
    try:
        begin = parse(expression, MUTES, zone=zone)
    except BadExpression:
        raise _bad_expression(expression) from None
    assert not isinstance(begin, Rate)
    return Schedule(begin, duration_us)


def _duration_us(text: str) -> int:
    found = _DURATION.fullmatch(text)
    days, hours, minutes = (int(part or 0) for part in found.groups()) if found is not None else (0, 0, 0)
    duration_us = ((days * 24 + hours) * 60 + minutes) * _MINUTE_US
    if not _MINUTE_US <= duration_us <= MAX_US:
        raise errors.validation_error(f"Invalid duration {text}: it must be an ISO 8601 duration between PT1M and P15D")
    return duration_us


def _zone(name: str) -> tzinfo:
    try:
        return zone_of(name)
    except UnknownZone:
        raise errors.validation_error(f"Invalid timezone {name}") from None


def _bad_expression(expression: str) -> Exception:
    return errors.validation_error(
        f"Invalid schedule expression {expression}: it must be cron(Minutes Hours Day-of-month Month Day-of-week) "
        "or at(yyyy-MM-ddThh:mm)"
    )
