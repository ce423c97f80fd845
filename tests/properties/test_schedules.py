"""When schedules are due, against a walk over every minute."""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import boto3.session
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fakeaws import mock_aws
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
    # The 1st is a Saturday; the 31st is a Sunday.
    ("UTC", datetime(2026, 8, 1)),
    ("UTC", datetime(2026, 5, 29)),
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


_SESSION = boto3.session.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
_CLIENTS = {name: _SESSION.client(name) for name in ("scheduler", "sqs")}
_START = datetime(2026, 1, 5, tzinfo=timezone.utc)

#: Minutes of a schedule's rate, creation, StartDate and EndDate, and whether it deletes itself.
_drawn = st.tuples(
    st.integers(1, 90),
    st.integers(0, 60),
    st.none() | st.integers(60, 200),
    st.none() | st.integers(201, 400),
    st.booleans(),
)


@settings(max_examples=EXAMPLES // 5, deadline=None, derandomize="FAKEAWS_EXAMPLES" not in os.environ)
@given(st.lists(_drawn, min_size=1, max_size=4))
def test_rates_run_from_their_begin_to_their_end(
    schedules: list[tuple[int, int, int | None, int | None, bool]],
) -> None:
    expected: list[tuple[str, timedelta]] = []
    left: list[str] = []
    with mock_aws() as aws:
        _CLIENTS["sqs"].create_queue(QueueName="jobs")
        for number, (period, created, begin, end, deletes) in enumerate(sorted(schedules, key=lambda drawn: drawn[1])):
            aws.clock.advance_to(_START + timedelta(minutes=created))
            dates = {"StartDate": begin, "EndDate": end}
            _CLIENTS["scheduler"].create_schedule(
                Name=f"s{number}",
                ScheduleExpression=f"rate({period} minutes)",
                FlexibleTimeWindow={"Mode": "OFF"},
                ActionAfterCompletion="DELETE" if deletes else "NONE",
                Target={
                    "Arn": "arn:aws:sqs:us-east-1:123456789012:jobs",
                    "RoleArn": "arn:aws:iam::123456789012:role/r",
                    "Input": f"s{number}",
                },
                **{name: _START + timedelta(minutes=minute) for name, minute in dates.items() if minute is not None},
            )
            due = created + period if begin is None else begin
            last = 600 if end is None else end
            times = [minute for minute in range(due, last + 1) if (minute - due) % period == 0]
            expected += [(f"s{number}", timedelta(minutes=minute)) for minute in times]
            if end is None or not deletes or not times:
                left.append(f"s{number}")
        aws.clock.advance_to(_START + timedelta(minutes=600))
        invoked = [(record.resource.partition("/")[2], record.at) for record in aws.timeline.select(kind="Invoke")]
        assert sorted(invoked) == sorted(expected)
        assert len(aws.timeline.select(kind="SendMessage", outcome="visible")) == len(expected)
        assert [found["Name"] for found in _CLIENTS["scheduler"].list_schedules()["Schedules"]] == left
