"""Cron expressions drawn at random with what they mean, said a second time: as questions about one minute of a clock."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from hypothesis import strategies as st

Question = Callable[[datetime], bool]


class Expression(NamedTuple):
    text: str
    matches: Question


def _field(low: int, high: int, value: Callable[[datetime], int]) -> st.SearchStrategy[Expression]:
    numbers = st.integers(low, high)

    def listed(chosen: list[int]) -> Expression:
        return Expression(",".join(map(str, chosen)), lambda moment: value(moment) in chosen)

    def ranged(ends: tuple[int, int]) -> Expression:
        first, last = min(ends), max(ends)
        return Expression(f"{first}-{last}", lambda moment: first <= value(moment) <= last)

    def stepped(start_and_step: tuple[int, int]) -> Expression:
        start, step = start_and_step
        return Expression(
            f"{start}/{step}", lambda moment: value(moment) >= start and (value(moment) - start) % step == 0
        )

    return st.one_of(
        st.just(Expression("*", lambda moment: True)),
        st.lists(numbers, min_size=1, max_size=4).map(listed),
        st.tuples(numbers, numbers).map(ranged),
        st.tuples(numbers, st.integers(1, max(1, high // 2))).map(stepped),
    )


def _aws_weekday(day: date) -> int:
    return day.isoweekday() % 7 + 1


def _nearest(target: int) -> Question:
    def question(moment: datetime) -> bool:
        length = monthrange(moment.year, moment.month)[1]
        if target > length:
            return False
        workdays = [d for d in range(1, length + 1) if date(moment.year, moment.month, d).isoweekday() <= 5]
        return moment.day == min(workdays, key=lambda d: abs(d - target))

    return question


def _last_workday(moment: datetime) -> bool:
    rest = [moment.date() + timedelta(days=ahead) for ahead in range(1, 8)]
    return moment.isoweekday() <= 5 and not any(d.isoweekday() <= 5 and d.month == moment.month for d in rest)


def _is_nth(weekday: int, nth: int) -> Question:
    return lambda moment: _aws_weekday(moment) == weekday and (moment.day - 1) // 7 + 1 == nth


def _is_last(weekday: int) -> Question:
    return lambda moment: _aws_weekday(moment) == weekday and (moment + timedelta(days=7)).month != moment.month


_WEEKDAYS = st.integers(1, 7)
#: The text of both fields of days.
_DAYS: st.SearchStrategy[tuple[str, str, Question]] = st.one_of(
    _field(1, 31, lambda moment: moment.day).map(lambda e: (e.text, "?", e.matches)),
    _field(1, 7, _aws_weekday).map(lambda e: ("?", e.text, e.matches)),
    st.just(("L", "?", lambda moment: (moment + timedelta(days=1)).day == 1)),
    st.just(("LW", "?", _last_workday)),
    st.integers(1, 31).map(lambda day: (f"{day}W", "?", _nearest(day))),
    _WEEKDAYS.map(lambda day: ("?", f"{day}L", _is_last(day))),
    st.tuples(_WEEKDAYS, st.integers(1, 5)).map(lambda drawn: ("?", f"{drawn[0]}#{drawn[1]}", _is_nth(*drawn))),
)


@st.composite
def expressions(draw: st.DrawFn) -> Expression:
    """An expression of AWS's dialect."""
    minute = draw(_field(0, 59, lambda moment: moment.minute))
    hour = draw(_field(0, 23, lambda moment: moment.hour))
    day_of_month, day_of_week, is_day = draw(_DAYS)
    month = draw(_field(1, 12, lambda moment: moment.month))
    year = draw(_field(2009, 2030, lambda moment: moment.year))
    text = f"cron({minute.text} {hour.text} {day_of_month} {month.text} {day_of_week} {year.text})"
    parts = (minute.matches, hour.matches, is_day, month.matches, year.matches)
    return Expression(text, lambda moment: all(matches(moment) for matches in parts))


def first_by_walking(expression: Expression, zone: tzinfo, after: datetime, minutes: int) -> datetime | None:
    """The first minute after ``after`` whose local time matches and was not shown before, if it is one of so many."""
    moment = after.replace(second=0, microsecond=0)
    for _ in range(minutes):
        moment += timedelta(minutes=1)
        local = moment.astimezone(zone)
        if expression.matches(local) and not local.fold:
            return moment.astimezone(timezone.utc)
    return None
