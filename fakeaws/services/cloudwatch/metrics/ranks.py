"""Values in their order, each with how often it was seen: percentiles, and what is left after trimming."""

from __future__ import annotations

from collections.abc import Sequence

#: Rounding errors of percents must not trim one sample more or less.
_EPSILON = 1e-9


class Counted:
    """``(value, count)`` in ascending order of values."""

    __slots__ = ("pairs", "samples", "sum")

    def __init__(self, pairs: Sequence[tuple[float, float]]) -> None:
        self.pairs = pairs
        self.samples = float(sum(count for _, count in pairs))
        self.sum = float(sum(value * count for value, count in pairs))

    @property
    def mean(self) -> float | None:
        """``None`` of nothing."""
        return self.sum / self.samples if self.samples else None

    def at(self, rank: float) -> float:
        """The value at that place, the first being 0."""
        passed = 0.0
        for value, count in self.pairs:
            passed += count
            if rank < passed:
                return value
        return self.pairs[-1][0]


def percentile(counted: Counted, percent: float) -> float:
    """Between the two nearest ranks, in proportion."""
    rank = max(counted.samples - 1, 0) * percent / 100
    below = int(rank)
    low, high = counted.at(below), counted.at(below + 1)
    return low + (high - low) * (rank - below)


def within_percents(counted: Counted, low: float, high: float) -> tuple[Counted, Counted]:
    """What is left when the lowest and the highest percents are dropped, by whole samples; and with them clipped."""
    drop_low = int(counted.samples * low / 100 + _EPSILON)
    drop_high = int(counted.samples * (100 - high) / 100 + _EPSILON)
    end = counted.samples - drop_high
    kept: list[tuple[float, float]] = []
    passed = 0.0
    for value, count in counted.pairs:
        inside = min(passed + count, end) - max(passed, drop_low)
        if inside > 0:
            kept.append((value, inside))
        passed += count
    if not kept:
        return Counted(()), Counted(())
    clipped = [(kept[0][0], float(drop_low)), *kept, (kept[-1][0], float(drop_high))]
    return Counted(kept), Counted(clipped)


def within_values(counted: Counted, least: float | None, most: float | None) -> tuple[Counted, Counted]:
    """The values above ``least`` and up to ``most``; and all of them, clipped to these bounds."""
    kept = [
        (value, count)
        for value, count in counted.pairs
        if (least is None or value > least) and (most is None or value <= most)
    ]
    clipped = [(_clip(value, least, most), count) for value, count in counted.pairs]
    return Counted(kept), Counted(clipped)


def _clip(value: float, least: float | None, most: float | None) -> float:
    if least is not None and value < least:
        return least
    return most if most is not None and value > most else value
