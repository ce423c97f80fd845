"""Expressions of each dialect: what they say, and what is refused."""

from __future__ import annotations

from datetime import datetime, timezone
from itertools import islice

import pytest

from fakeaws.aws.schedules.expressions import MUTES, RULES, SCHEDULER, BadExpression, Dialect, parse
from fakeaws.aws.schedules.zones import UnknownZone, zone_of
from fakeaws.simulation.clock import from_us, to_us


def us(text: str) -> int:
    return to_us(datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=timezone.utc))


def due(expression: str, after: str, count: int = 3, zone: str = "UTC", since: str = "1970-01-01 00:00") -> list[str]:
    schedule = parse(expression, SCHEDULER, zone=zone_of(zone), since_us=us(since))

    def instants():
        instant = schedule.next_after(us(after))
        while instant is not None:
            yield f"{from_us(instant):%Y-%m-%d %H:%M}"
            instant = schedule.next_after(instant)

    return list(islice(instants(), count))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("cron(0 10 * * ? *)", ["2026-01-05 10:00", "2026-01-06 10:00", "2026-01-07 10:00"]),
        ("cron(15 12 * * ? *)", ["2026-01-05 12:15", "2026-01-06 12:15", "2026-01-07 12:15"]),
        ("cron(0 18 ? * MON-FRI *)", ["2026-01-05 18:00", "2026-01-06 18:00", "2026-01-07 18:00"]),
        ("cron(0/10 * ? * 2-6 *)", ["2026-01-05 00:10", "2026-01-05 00:20", "2026-01-05 00:30"]),
        ("cron(1/10 0 * * ? *)", ["2026-01-05 00:01", "2026-01-05 00:11", "2026-01-05 00:21"]),
        ("cron(0 8 1 * ? *)", ["2026-02-01 08:00", "2026-03-01 08:00", "2026-04-01 08:00"]),
        ("cron(0 0 L * ? *)", ["2026-01-31 00:00", "2026-02-28 00:00", "2026-03-31 00:00"]),
        ("cron(0 0 ? * L *)", ["2026-01-10 00:00", "2026-01-17 00:00", "2026-01-24 00:00"]),
        ("cron(15 10 ? * 6L 2026-2027)", ["2026-01-30 10:15", "2026-02-27 10:15", "2026-03-27 10:15"]),
        ("cron(0 0 ? * 3#2 *)", ["2026-01-13 00:00", "2026-02-10 00:00", "2026-03-10 00:00"]),
        ("cron(0 0 ? * mon#5 *)", ["2026-03-30 00:00", "2026-06-29 00:00", "2026-08-31 00:00"]),
        # The 1st of February and of March 2026 are Sundays, the 1st of August is a Saturday.
        ("cron(0 0 1W 2,3,8 ? *)", ["2026-02-02 00:00", "2026-03-02 00:00", "2026-08-03 00:00"]),
        ("cron(0 0 31W * ? *)", ["2026-01-30 00:00", "2026-03-31 00:00", "2026-05-29 00:00"]),
        ("cron(0 0 LW * ? *)", ["2026-01-30 00:00", "2026-02-27 00:00", "2026-03-31 00:00"]),
        ("cron(0 22-2 * * ? *)", ["2026-01-05 01:00", "2026-01-05 02:00", "2026-01-05 22:00"]),
        ("cron(0 0 29 2 ? *)", ["2028-02-29 00:00", "2032-02-29 00:00", "2036-02-29 00:00"]),
        ("cron(0 0 31 12 ? 2199)", ["2199-12-31 00:00"]),
        ("cron(0 0 1 1 ? 2020)", []),
        ("cron(0 0 30 2 ? *)", []),
        ("rate(1 hour)", ["2026-01-05 01:00", "2026-01-05 02:00", "2026-01-05 03:00"]),
        ("rate(7 days)", ["2026-01-08 00:00", "2026-01-15 00:00", "2026-01-22 00:00"]),
        ("rate(1 minutes)", ["2026-01-05 00:01", "2026-01-05 00:02", "2026-01-05 00:03"]),
        ("at(2026-11-20T13:00:00)", ["2026-11-20 13:00"]),
        ("at(2025-11-20T13:00:00)", []),
    ],
)
def test_instants(expression: str, expected: list[str]) -> None:
    assert due(expression, "2026-01-05 00:00") == expected


def test_a_rate_counts_from_where_it_is_told() -> None:
    assert due("rate(2 hours)", "2026-01-05 05:30", since="2026-01-05 00:15") == [
        "2026-01-05 06:15",
        "2026-01-05 08:15",
        "2026-01-05 10:15",
    ]
    assert due("rate(2 hours)", "2026-01-04 05:30", 1, since="2026-01-05 00:15") == ["2026-01-05 02:15"]


BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("expression", "zone", "after", "expected"),
    [
        # Clocks go from 02:00 to 03:00 on 2026-03-29, and from 03:00 to 02:00 on 2026-10-25.
        ("cron(30 2 * * ? *)", BERLIN, "2026-03-27 12:00", ["2026-03-28 01:30", "2026-03-30 00:30"]),
        ("cron(30 3 * * ? *)", BERLIN, "2026-03-28 12:00", ["2026-03-29 01:30", "2026-03-30 01:30"]),
        ("cron(30 2 * * ? *)", BERLIN, "2026-10-24 12:00", ["2026-10-25 00:30", "2026-10-26 01:30"]),
        ("cron(0/30 2 * * ? *)", BERLIN, "2026-10-25 00:10", ["2026-10-25 00:30", "2026-10-26 01:00"]),
        ("at(2026-03-29T02:30:00)", BERLIN, "2026-03-01 00:00", []),
        ("at(2026-10-25T02:30:00)", BERLIN, "2026-03-01 00:00", ["2026-10-25 00:30"]),
        ("rate(1 day)", BERLIN, "2026-03-28 12:00", ["2026-03-29 00:00", "2026-03-30 00:00"]),
        # Midnight does not come on 2018-11-04, nor the whole of 2011-12-30.
        ("cron(0 0 * * ? *)", "America/Sao_Paulo", "2018-11-03 12:00", ["2018-11-05 02:00", "2018-11-06 02:00"]),
        ("cron(0 12 * * ? *)", "Pacific/Apia", "2011-12-29 12:00", ["2011-12-29 22:00", "2011-12-30 22:00"]),
    ],
)
def test_changes_of_the_clocks(expression: str, zone: str, after: str, expected: list[str]) -> None:
    assert due(expression, after, 2, zone) == expected


@pytest.mark.parametrize("dialect", [RULES, SCHEDULER], ids=["rules", "scheduler"])
@pytest.mark.parametrize(
    "expression",
    [
        "",
        "rate()",
        "rate(10)",
        "rate(10 seconds)",
        "rate(10 years)",
        "rate(10 minutess)",
        "rate(foo minutes)",
        "rate(-10 minutes)",
        "rate(0 minutes)",
        "rate(1.5 hours)",
        "rate(10 MINUTES)",
        "rate( 10 minutes )",
        "rate(10  minutes)",
        " rate(10 minutes)",
        "rate(10 minutes)\n",
        "at(2021-12-31)",
        "at(2021-12-31T23:59:59Z)",
        "at(2021-02-30T00:00:00)",
        "at(2021-12-31T23:59)",
        "cron()",
        "cron(INVALID)",
        "0 1 * * ? *",
        "cron(0 1 * * *)",
        "cron(0 1 * * * *)",
        "cron(0 1 ? * ? *)",
        "cron(7 20 * * NOT *)",
        "cron(0 dummy ? * MON-FRI *)",
        "cron(71 8 1 * ? *)",
        "cron(0 24 * * ? *)",
        "cron(0 0 32 * ? *)",
        "cron(0 0 0 * ? *)",
        "cron(0 0 * 13 ? *)",
        "cron(0 0 ? * 0 *)",
        "cron(0 0 ? * 8 *)",
        "cron(0 0 * * ? 1969)",
        "cron(0 0 * * ? 2200)",
        "cron(0 0 * * ? 2030-2026)",
        "cron(0/0 * * * ? *)",
        "cron(0/60 * * * ? *)",
        "cron(/5 * * * ? *)",
        "cron(1,,2 * * * ? *)",
        "cron(0 0 ? * 3#1,6#3 *)",
        "cron(0 0 ? * 3#6 *)",
        "cron(0 0 1W,15W * ? *)",
        "cron(0 0 32W * ? *)",
        "cron(0 0 L,1 * ? *)",
        "cron(0 0 ? * MON,6L *)",
        "cron(? 0 1 * ? *)",
    ],
)
def test_refused(expression: str, dialect: Dialect) -> None:
    with pytest.raises(BadExpression):
        parse(expression, dialect)


@pytest.mark.parametrize("expression", ["rate(1 minutes)", "rate(10 minute)", "at(2030-01-01T00:00:00)"])
def test_rules_are_stricter(expression: str) -> None:
    parse(expression, SCHEDULER)
    with pytest.raises(BadExpression):
        parse(expression, RULES)


@pytest.mark.parametrize("expression", ["rate(1 hour)", "cron(0 2 * * ? *)", "cron(0/5 * * * *)", "cron(0 0 * * 5-1)"])
def test_mute_rules_are_crontabs(expression: str) -> None:
    with pytest.raises(BadExpression):
        parse(expression, MUTES)


@pytest.mark.parametrize("name", ["Europe/Nowhere", "../etc/passwd", "", "Europe"])
def test_unknown_zones(name: str) -> None:
    with pytest.raises(UnknownZone):
        zone_of(name)
