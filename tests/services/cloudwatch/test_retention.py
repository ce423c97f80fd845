"""Old data: readable at coarser periods only, then not at all; and metrics that are no longer listed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fakeaws import World

from .data import START, put


def read(cloudwatch: Any, period: int) -> list[float]:
    """The sums of the world's first hour."""
    answer = cloudwatch.get_metric_statistics(
        Namespace="shop",
        MetricName="orders",
        StartTime=START,
        EndTime=START + timedelta(seconds=period * 1440) if period < 60 else START + timedelta(hours=1),
        Period=period,
        Statistics=["Sum"],
    )
    return [point["Sum"] for point in answer["Datapoints"]]


@pytest.mark.parametrize(
    ("age", "readable"),
    [
        ({"hours": 2}, (1, 60, 300, 3600)),
        ({"hours": 4}, (60, 300, 3600)),
        ({"days": 14}, (60, 300, 3600)),
        ({"days": 16}, (300, 3600)),
        ({"days": 62}, (300, 3600)),
        ({"days": 64}, (3600,)),
        ({"days": 454}, (3600,)),
        ({"days": 456}, ()),
    ],
)
def test_tiers(cloudwatch: Any, aws: World, age: dict[str, int], readable: tuple[int, ...]) -> None:
    for second in (0, 1, 61):
        put(cloudwatch, "orders", second / 60, 1, StorageResolution=1)
    aws.clock.advance(**age)
    assert tuple(period for period in (1, 60, 300, 3600) if read(cloudwatch, period)) == readable
    if 60 in readable:
        assert read(cloudwatch, 60) == [2, 1]


def test_old_starts_are_rounded_down(cloudwatch: Any, aws: World) -> None:
    for minute in (0, 7, 9):
        put(cloudwatch, "orders", minute, 1)
    times = {"StartTime": START + timedelta(minutes=8), "EndTime": START + timedelta(hours=1)}
    usual = {"Namespace": "shop", "MetricName": "orders", "Statistics": ["Sum"], **times}

    def sums(period: int) -> list[tuple[Any, float]]:
        points = cloudwatch.get_metric_statistics(**usual, Period=period)["Datapoints"]
        return [((point["Timestamp"] - START) / timedelta(minutes=1), point["Sum"]) for point in points]

    assert sums(300) == [(8, 1)]
    aws.clock.advance(days=16)
    assert sums(300) == [(5, 2)]
    aws.clock.advance(days=50)
    assert sums(3600) == [(0, 3)]


def test_metrics_without_data_for_two_weeks_are_not_listed(cloudwatch: Any, aws: World) -> None:
    put(cloudwatch, "orders", 0, 1)

    def names(**params: Any) -> list[str]:
        return [metric["MetricName"] for metric in cloudwatch.list_metrics(**params)["Metrics"]]

    aws.clock.advance(hours=3)
    assert names(RecentlyActive="PT3H") == ["orders"]
    aws.clock.advance(seconds=1)
    assert names(RecentlyActive="PT3H") == []
    aws.clock.advance(days=13)
    assert names() == ["orders"]
    aws.clock.advance(days=1)
    assert names() == []
    put(cloudwatch, "orders", 14 * 24 * 60, 1)
    assert names() == ["orders"]
