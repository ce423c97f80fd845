"""When a schedule is due: its expression, between its StartDate and its EndDate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fakeaws.aws.schedules.expressions import SCHEDULER, BadExpression, Rate, parse
from fakeaws.aws.schedules.expressions import Schedule as Expression
from fakeaws.aws.schedules.zones import UnknownZone, zone_of
from fakeaws.aws.timestamps import given_us
from fakeaws.services.scheduler import errors, limits


@dataclass(frozen=True)
class Dates:
    """The instants of ``expression`` from ``begin_us`` to ``end_us``, both included; of a one-time one, its own."""

    expression: Expression
    begin_us: int | None = None
    end_us: int | None = None

    @property
    def recurring(self) -> bool:
        return self.expression.recurring

    def next_after(self, instant_us: int) -> int | None:
        after_us = instant_us if self.begin_us is None else max(instant_us, self.begin_us - 1)
        due_us = self.expression.next_after(after_us)
        return None if due_us is None or (self.end_us is not None and due_us > self.end_us) else due_us


def dates_of(params: Mapping[str, Any], now_us: int) -> Dates:
    """What `CreateSchedule` says about when; raises AWS's refusals.

    A rate's first instant is its StartDate or, without one, a period from now.
    """
    text = params["ScheduleExpression"]
    zone_name = params.get("ScheduleExpressionTimezone") or "UTC"
    try:
        zone = zone_of(zone_name)
    except UnknownZone:
        raise errors.validation(f"Invalid Schedule Expression Timezone {zone_name}.") from None
    try:
        expression = parse(text, SCHEDULER, zone=zone, since_us=now_us)
    except BadExpression:
        raise errors.bad_expression(text) from None
    if not expression.recurring:
        return Dates(expression)
    begin_us, end_us = (_given(params.get(name)) for name in ("StartDate", "EndDate"))
    if begin_us is not None and begin_us < now_us - limits.START_GRACE_US:
        raise errors.validation("The StartDate you specify cannot be earlier than 5 minutes ago.")
    if end_us is not None and end_us <= now_us:
        raise errors.validation("The EndDate you specify cannot be in the past.")
    if begin_us is not None and end_us is not None and end_us <= begin_us:
        raise errors.validation("The StartDate you specify must come before the EndDate you specify.")
    if begin_us is not None and isinstance(expression, Rate):
        expression = Rate(expression.period_us, begin_us - expression.period_us)
    return Dates(expression, begin_us, end_us)


def _given(value: Any) -> int | None:
    return None if value is None else given_us(value)
