"""The functions of metric math that take values alone; those that look at the request are in `evaluating`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from fakeaws.services.cloudwatch.math.times import OF_TIMES
from fakeaws.services.cloudwatch.math.values import MathError, TimeSeries, Value, kept, kind, same_period

OnValue: TypeAlias = "Callable[[Value], Value]"


def _deviation(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))


_AGGREGATES: Mapping[str, Callable[[Sequence[float]], float]] = {
    "AVG": lambda values: sum(values) / len(values),
    "DATAPOINT_COUNT": lambda values: float(len(values)),
    "MAX": max,
    "MIN": min,
    "STDDEV": _deviation,
    "SUM": lambda values: float(sum(values)),
}
_POINTWISE: Mapping[str, Callable[[float], float]] = {
    "ABS": abs,
    "CEIL": lambda value: float(math.ceil(value)),
    "FLOOR": lambda value: float(math.floor(value)),
    "LOG": math.log,
    "LOG10": math.log10,
}


def _aggregate(name: str) -> OnValue:
    """Of a series, the number over its points; of an array, the series over those that have the period."""
    aggregate = _AGGREGATES[name]

    def apply(value: Value) -> Value:
        if isinstance(value, TimeSeries):
            if value.points or name in ("DATAPOINT_COUNT", "SUM"):
                return aggregate(list(value.points.values()))
            return math.nan
        if not isinstance(value, list):
            raise _wrong(name, value)
        same_period(value)
        columns: dict[int, list[float]] = {}
        for series in value:
            for at, point in series.points.items():
                columns.setdefault(at, []).append(point)
        points = kept((at, aggregate(columns[at])) for at in sorted(columns))
        return TimeSeries(points, value[0].period_us if value else 60_000_000, name)

    return apply


def _pointwise(name: str) -> OnValue:
    compute = _POINTWISE[name]

    def of_number(value: float) -> float:
        try:
            return compute(value)
        except (ValueError, OverflowError):
            return math.nan

    def apply(value: Value) -> Value:
        if not isinstance(value, (list, TimeSeries)):
            return of_number(value)
        return _on_series(name, value, lambda points: [(at, of_number(point)) for at, point in points])

    return apply


Points: TypeAlias = "list[tuple[int, float]]"


def _on_series(name: str, value: Value, change: Callable[[Points], Points]) -> Value:
    """A change of a series, or of each of an array."""
    if isinstance(value, list):
        return [each for series in value if isinstance(each := _on_series(name, series, change), TimeSeries)]
    if not isinstance(value, TimeSeries):
        raise _wrong(name, value)
    return value._replace(points=kept(change(list(value.points.items()))))


def _of_series(name: str, change: Callable[[Points], Points]) -> OnValue:
    return lambda value: _on_series(name, value, change)


def _of_times(name: str) -> OnValue:
    compute = OF_TIMES[name]
    return _of_series(name, lambda points: [(at, compute(at)) for at, _ in points])


def _differences(points: Points) -> Points:
    return [(at, value - before) for (_, before), (at, value) in pairwise(points)]


def _times_between(points: Points) -> Points:
    return [(at, (at - earlier) / 1e6) for (earlier, _), (at, _) in pairwise(points)]


def _rates(points: Points) -> Points:
    return [(at, (value - before) / ((at - earlier) / 1e6)) for (earlier, before), (at, value) in pairwise(points)]


def _running_sums(points: Points) -> Points:
    total = 0.0
    sums: Points = []
    for at, value in points:
        total += value
        sums.append((at, total))
    return sums


def _period(value: Value) -> Value:
    if not isinstance(value, TimeSeries):
        raise _wrong("PERIOD", value)
    return value.period_us / 1e6


def _end(name: str, index: int) -> OnValue:
    """The first or the last of an array."""

    def apply(value: Value) -> Value:
        if not isinstance(value, list):
            raise _wrong(name, value)
        if not value:
            raise MathError(f"{name} of an empty array")
        return value[index]

    return apply


def _remove_empty(value: Value) -> Value:
    if not isinstance(value, list):
        raise _wrong("REMOVE_EMPTY", value)
    return [series for series in value if series.points]


def _wrong(name: str, value: Value) -> MathError:
    return MathError(f"Unsupported operand type(s) for {name}: '{kind(value)}'")


def in_order(array: list[TimeSeries], name: str, descending: bool) -> list[TimeSeries]:
    """``SORT``: by ``AVG``, ``MAX``, ``MIN`` or ``SUM`` of each; series without data come last."""
    there = [series for series in array if series.points]
    aggregate = _AGGREGATES[name]
    there.sort(key=lambda series: aggregate(list(series.points.values())), reverse=descending)
    return there + [series for series in array if not series.points]


#: Functions of one argument.
OF_ONE: Mapping[str, OnValue] = {
    **{name: _aggregate(name) for name in _AGGREGATES},
    **{name: _pointwise(name) for name in _POINTWISE},
    **{name: _of_times(name) for name in OF_TIMES},
    "DIFF": _of_series("DIFF", _differences),
    "DIFF_TIME": _of_series("DIFF_TIME", _times_between),
    "FIRST": _end("FIRST", 0),
    "LAST": _end("LAST", -1),
    "PERIOD": _period,
    "RATE": _of_series("RATE", _rates),
    "REMOVE_EMPTY": _remove_empty,
    "RUNNING_SUM": _of_series("RUNNING_SUM", _running_sums),
}


def choose(condition: Value, then: Value, otherwise: Value | None) -> Value:
    """``IF``: by each point of the condition; without a third argument, where it does not hold there is no point."""
    if isinstance(condition, list):
        raise _wrong("IF", condition)
    if not isinstance(condition, TimeSeries):
        if condition:
            return then
        if otherwise is None:
            raise MathError("IF with a scalar condition needs three arguments")
        return otherwise
    for branch in (then, otherwise):
        if isinstance(branch, list):
            raise _wrong("IF", branch)
        if isinstance(branch, TimeSeries):
            same_period((condition, branch))
    points = ((at, _point(then if holds else otherwise, at)) for at, holds in condition.points.items())
    return TimeSeries(kept(points), condition.period_us, condition.label)


def _point(value: Value | None, at: int) -> float | None:
    if value is None or isinstance(value, list):
        return None
    return value.points.get(at) if isinstance(value, TimeSeries) else value


def fill(value: Value, filler: float | str, times: Callable[[int], Sequence[int]]) -> Value:
    """``FILL``: points for the periods without data; ``filler`` is a number, ``REPEAT`` or ``LINEAR``.

    ``times`` tells the begins of the request's periods of that length.
    """
    if isinstance(value, list):
        return [each for series in value if isinstance(each := fill(series, filler, times), TimeSeries)]
    if not isinstance(value, TimeSeries):
        raise _wrong("FILL", value)
    grid = times(value.period_us)
    if filler == "REPEAT":
        points = _repeated(value, grid)
    elif filler == "LINEAR":
        points = _interpolated(value, grid)
    else:
        constant = float(filler)
        points = [(at, value.points.get(at, constant)) for at in grid]
    return value._replace(points=kept(points))


def _repeated(series: TimeSeries, grid: Sequence[int]) -> list[tuple[int, float | None]]:
    last: float | None = None
    points: list[tuple[int, float | None]] = []
    for at in grid:
        last = series.points.get(at, last)
        points.append((at, last))
    return points


def _interpolated(series: TimeSeries, grid: Sequence[int]) -> list[tuple[int, float | None]]:
    """Gaps between two points; what lies before the first or after the last stays empty."""
    known = list(series.points.items())
    points: list[tuple[int, float | None]] = list(known[:1])
    index = 0
    for (start, low), (end, high) in pairwise(known):
        while index < len(grid) and grid[index] <= start:
            index += 1
        while index < len(grid) and grid[index] < end:
            points.append((grid[index], low + (high - low) * (grid[index] - start) / (end - start)))
            index += 1
        points.append((end, high))
    return points
