"""Metrics read back in any periods are what a plain list of their values says."""

from __future__ import annotations

import math
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeaws.services.cloudwatch.metrics.buckets import Bucket
from fakeaws.services.cloudwatch.metrics.retention import MINUTE_US, SECOND_US
from fakeaws.services.cloudwatch.metrics.series import Series
from fakeaws.services.cloudwatch.metrics.statistics import statistic

VALUES = st.lists(st.integers(0, 20).map(float), min_size=1, max_size=30)


def told(stat: str, bucket: Bucket) -> float | None:
    compute = statistic(stat)
    assert compute is not None
    return compute(bucket)


@given(
    data=st.lists(st.tuples(st.integers(0, 3_000), st.integers(-5, 5), st.booleans()), max_size=40),
    period=st.sampled_from([1, 5, 30, 60, 300]),
    begin=st.integers(0, 40),
    end=st.integers(0, 50),
)
def test_periods(data: list[tuple[int, int, bool]], period: int, begin: int, end: int) -> None:
    series = Series()
    sums: dict[int, float] = defaultdict(float)
    for second, value, fine in data:
        series.bucket(second * SECOND_US + 7, high_resolution=fine).add(float(value))
        at = second if fine else second - second % 60
        if begin * 60 <= at < end * 60:
            sums[at - (at - begin * 60) % period] += value
    found = series.periods(period * SECOND_US, begin * MINUTE_US, end * MINUTE_US, 3_600 * SECOND_US)
    assert [(start // SECOND_US, bucket.sum) for start, bucket in found] == sorted(sums.items())


@given(values=VALUES, percent=st.integers(0, 100))
def test_percentiles(values: list[float], percent: int) -> None:
    bucket = Bucket()
    bucket.add_values(values)
    ordered = sorted(values)
    rank = (len(ordered) - 1) * percent / 100
    low, high = ordered[math.floor(rank)], ordered[math.ceil(rank)]
    assert told(f"p{percent}", bucket) == pytest.approx(low + (high - low) * (rank - math.floor(rank)))


@given(values=VALUES, low=st.integers(0, 60), more=st.integers(1, 40))
def test_trimming(values: list[float], low: int, more: int) -> None:
    bucket = Bucket()
    bucket.add_values(values)
    high = low + more
    count = len(values)
    start, end = count * low // 100, count - count * (100 - high) // 100
    kept = sorted(values)[start:end]
    clipped = [kept[0]] * start + kept + [kept[-1]] * (count - end) if kept else []
    bounds = f"({low}%:{high}%)"
    assert told(f"TC{bounds}", bucket) == len(kept)
    assert told(f"TS{bounds}", bucket) == sum(kept)
    assert told(f"TM{bounds}", bucket) == (pytest.approx(sum(kept) / len(kept)) if kept else None)
    assert told(f"WM{bounds}", bucket) == (pytest.approx(sum(clipped) / count) if kept else None)
