"""When schedules are due, against a walk over every minute."""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from fakeaws.aws.schedules.expressions import SCHEDULER, Cron, parse
from fakeaws.simulation.clock import from_us, to_us
from tests.properties.cron_model import Expression, expressions, first_by_walking

#: Zones, each with an instant shortly before or in a change of its clocks.
CHANGES = [
    ("Europe/Berlin", datetime(2026, 3, 28, 23)),
    ("Europe/Berlin", datetime(2026, 10, 25, 0, 40)),
    ("America/New_York", datetime(2026, 3, 8, 6)),
    ("America/New_York", datetime(2026, 11, 1, 5, 59)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 14, 20)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 15)),
    ("America/Sao_Paulo", datetime(2018, 11, 4, 1)),
    ("America/Sao_Paulo", datetime(2018, 2, 18, 1, 30)),
    ("Pacific/Apia", datetime(2011, 12, 30, 6)),
    ("Asia/Kathmandu", datetime(2026, 1, 31, 18)),
    ("UTC", datetime(2028, 2, 28, 23)),
]
WALKED = 3 * 1440
EXAMPLES = 150 * int(os.environ.get("FAKEAWS_EXAMPLES", "1"))

every_minute = Expression("cron(* * * * ? *)", lambda moment: True)


@settings(max_examples=EXAMPLES, deadline=None, derandomize="FAKEAWS_EXAMPLES" not in os.environ)
@given(expressions(), st.sampled_from(CHANGES), st.integers(-2 * 86_400, 86_400))
@example(every_minute, CHANGES[1], 0)
@example(every_minute, CHANGES[4], 600)
@example(every_minute, CHANGES[8], 14_400)
def test_cron_is_due_when_a_walk_over_the_minutes_says_so(
    expression: Expression, change: tuple[str, datetime], seconds: int
) -> None:
    name, moment = change
    zone = ZoneInfo(name)
    after = moment.replace(tzinfo=timezone.utc) + timedelta(seconds=seconds)
    expected = first_by_walking(expression, zone, after, WALKED)
    schedule = parse(expression.text, SCHEDULER, zone=zone)
    due_us = schedule.next_after(to_us(after))
    if expected is None:
        assert due_us is None or from_us(due_us) > after + timedelta(minutes=WALKED - 1)
        return
    assert due_us is not None
    assert from_us(due_us) == expected
    assert isinstance(schedule, Cron)
    for later_us in (due_us, due_us + 59_999_999):
        assert schedule.latest(later_us, due_us) == due_us
    assert schedule.latest(due_us - 1, to_us(after) + 1) is None
