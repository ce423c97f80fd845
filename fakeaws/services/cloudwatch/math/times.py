"""Functions of a series' times, in UTC: ``HOUR(m1)``, ``DAY(m1)`` …"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from fakeaws.simulation.clock import from_us


def _of_moment(part: Callable[[datetime], int]) -> Callable[[int], float]:
    return lambda at: float(part(from_us(at)))


#: What each function makes of the begin of a period (µs). Days count from Monday, 1, to Sunday, 7.
OF_TIMES: Mapping[str, Callable[[int], float]] = {
    "DATE": _of_moment(lambda moment: moment.day),
    "DAY": _of_moment(lambda moment: moment.isoweekday()),
    "EPOCH": lambda at: at / 1e6,
    "HOUR": _of_moment(lambda moment: moment.hour),
    "MINUTE": _of_moment(lambda moment: moment.minute),
    "MONTH": _of_moment(lambda moment: moment.month),
    "YEAR": _of_moment(lambda moment: moment.year),
}
