"""Operators between numbers, series and arrays."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping

from fakeaws.services.cloudwatch.math.values import MathError, TimeSeries, Value, kept, kind, same_period


def _power(left: float, right: float) -> float:
    result = left**right
    return float("nan") if isinstance(result, complex) else float(result)


_OPERATORS: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": _power,
    "==": lambda left, right: float(left == right),
    "!=": lambda left, right: float(left != right),
    "<": lambda left, right: float(left < right),
    "<=": lambda left, right: float(left <= right),
    ">": lambda left, right: float(left > right),
    ">=": lambda left, right: float(left >= right),
    "&&": lambda left, right: float(bool(left) and bool(right)),
    "||": lambda left, right: float(bool(left) or bool(right)),
}


def operate(mark: str, left: Value, right: Value) -> Value:
    """``left mark right``. Of two series, only periods that both have; two arrays do not go together."""
    if isinstance(left, list):
        if isinstance(right, list):
            raise MathError(f"Unsupported operand type(s) for {mark}: '{kind(left)}, {kind(right)}'")
        return [_with_series(mark, each, right) for each in left]
    if isinstance(right, list):
        return [_with_series(mark, left, each, label=each.label) for each in right]
    if isinstance(left, TimeSeries) or isinstance(right, TimeSeries):
        return _with_series(mark, left, right)
    return number(mark, left, right)


def number(mark: str, left: float, right: float) -> float:
    """Of two numbers; not a number where there is no result, such as for a division by zero."""
    try:
        return _OPERATORS[mark](left, right)
    except (ZeroDivisionError, OverflowError):
        return float("nan")


def _with_series(
    mark: str, left: float | TimeSeries, right: float | TimeSeries, label: str | None = None
) -> TimeSeries:
    if isinstance(left, TimeSeries) and isinstance(right, TimeSeries):
        same_period((left, right))
        there = right.points
        points = ((at, number(mark, value, there[at])) for at, value in left.points.items() if at in there)
        return TimeSeries(kept(points), left.period_us, label or left.label)
    if isinstance(left, TimeSeries):
        constant = float(right)  # type: ignore[arg-type]
        points = ((at, number(mark, value, constant)) for at, value in left.points.items())
        return TimeSeries(kept(points), left.period_us, label or left.label)
    assert isinstance(right, TimeSeries)
    points = ((at, number(mark, left, value)) for at, value in right.points.items())
    return TimeSeries(kept(points), right.period_us, label or right.label)
