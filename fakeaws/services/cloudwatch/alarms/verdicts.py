"""From the datapoints of a window to an alarm's state: M out of N, and what counts for a point that is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

State: TypeAlias = Literal["OK", "ALARM", "INSUFFICIENT_DATA"]
Treatment: TypeAlias = Literal["missing", "notBreaching", "breaching", "ignore"]

OK: State = "OK"
ALARM: State = "ALARM"
INSUFFICIENT_DATA: State = "INSUFFICIENT_DATA"

#: Periods that are looked at beside the N of the alarm, so that late data are not missed.
EXTRA_PERIODS = 2


class Verdict(NamedTuple):
    """What a window says: the state, and how many missing points were counted as one of the two kinds.

    ``state`` is ``None`` where the alarm keeps the one that it has.
    """

    state: State | None
    filled: int = 0


def judge(breaching: Sequence[bool | None], n: int, m: int, treatment: Treatment) -> Verdict:
    """``breaching``: of each period of the window, newest first, whether its point breaches; ``None`` for no point.

    ALARM needs ``m`` breaching points out of ``n`` (1 ≤ m ≤ n). Only where the window has fewer than ``n`` points does
    it matter how missing ones are treated.
    """
    real = [each for each in breaching if each is not None][:n]
    bad = sum(real)
    if len(real) == n:
        return Verdict(ALARM if bad >= m else OK)
    fills = n - len(real)
    if treatment == "breaching":
        return Verdict(ALARM if bad + fills >= m else OK, fills)
    if treatment == "notBreaching":
        return Verdict(ALARM if bad >= m else OK, fills)
    if bad < len(real) or bad >= m:
        return Verdict(ALARM if bad >= m else OK)
    if treatment == "ignore":
        return Verdict(None)
    if not real:
        return Verdict(INSUFFICIENT_DATA)
    # All that is there breaches. It is enough once the oldest is so old that, had the rest come, it would have been.
    oldest = max(index for index, each in enumerate(breaching, 1) if each is not None)
    return Verdict(ALARM if oldest >= m else None)
