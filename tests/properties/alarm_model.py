"""What an alarm's state should be, worked out from the documentation's own words and by trial, not as the service does it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product


def next_state(state: str, values: Sequence[bool | None], n: int, m: int, treatment: str) -> str:
    """``values``: of the last n + 2 minutes, the newest last, whether it breached; ``None`` where nothing came."""
    there = [value for value in values if value is not None]
    if len(there) >= n:
        return _counted(there[-n:], m)
    gaps = n - len(there)
    if treatment == "breaching":
        return _counted(there + [True] * gaps, m)
    if treatment == "notBreaching":
        return _counted(there + [False] * gaps, m)
    # Whatever the missing points were, it could not be otherwise: that is enough for either of the two.
    outcomes = {_counted([*there, *rest], m) for rest in product([True, False], repeat=gaps)}
    if outcomes == {"ALARM"}:
        return "ALARM"
    if False in there:
        return _counted(there, m)
    if treatment == "ignore":
        return state
    if not there:
        return "INSUFFICIENT_DATA"
    # Only breaching points, too few of them: once they are old, waiting does not help.
    newest_m_minus_1 = values[len(values) - (m - 1) :]
    return "ALARM" if any(value for value in values[: len(values) - len(newest_m_minus_1)]) else state


def _counted(values: Sequence[bool], m: int) -> str:
    return "ALARM" if list(values).count(True) >= m else "OK"
