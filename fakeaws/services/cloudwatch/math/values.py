"""What expressions are made of: numbers, time series, arrays of them; and what goes wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import NamedTuple, TypeAlias, Union


class TimeSeries(NamedTuple):
    """Values by the begin of their period (wall µs), oldest first; a period without data is not there."""

    points: Mapping[int, float]
    period_us: int
    label: str


Value: TypeAlias = Union[float, TimeSeries, "list[TimeSeries]"]


class MathError(Exception):
    """An expression that AWS refuses; the text goes on after ``Error in expression 'e1': ``."""


def kept(points: Iterable[tuple[int, float | None]]) -> dict[int, float]:
    """Those of the points that have a value: what cannot be computed is no data."""
    return {at: value for at, value in points if value is not None and isfinite(value)}


def kind(value: Value) -> str:
    """The type's name in AWS's texts."""
    if isinstance(value, list):
        return "Array[TimeSeries]"
    return "TimeSeries" if isinstance(value, TimeSeries) else "Scalar"


def same_period(series: Iterable[TimeSeries]) -> None:
    """Raises `MathError` for series that cannot be combined."""
    periods = sorted({each.period_us // 1_000_000 for each in series})
    if len(periods) > 1:
        seconds = ", ".join(str(period) for period in periods)
        raise MathError(f"Metrics of different periods cannot be combined: [{seconds}]")
