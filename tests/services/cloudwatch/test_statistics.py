"""GetMetricStatistics: periods, units, and every statistic."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fakeaws import World

from .data import START, after_start, put, statistics


def test_values_of_a_minute_come_together(cloudwatch: Any) -> None:
    put(cloudwatch, "latency", 1.1, 2, 3, Counts=[3, 1])
    put(cloudwatch, "latency", 1.9, 10)
    put(cloudwatch, "latency", 3, 0)
    everything = ("SampleCount", "Sum", "Average", "Minimum", "Maximum")
    assert statistics(cloudwatch, "latency", *everything) == [
        {"Timestamp": 1, "SampleCount": 5, "Sum": 19, "Average": 3.8, "Minimum": 2, "Maximum": 10, "Unit": "None"},
        {"Timestamp": 3, "SampleCount": 1, "Sum": 0, "Average": 0, "Minimum": 0, "Maximum": 0, "Unit": "None"},
    ]


def test_a_statistic_set_adds_its_numbers(cloudwatch: Any) -> None:
    given = {"SampleCount": 4.0, "Sum": 10.0, "Minimum": 1.0, "Maximum": 6.0}
    put(cloudwatch, "latency", 0, StatisticValues=given)
    put(cloudwatch, "latency", 0, 7)
    [point] = statistics(cloudwatch, "latency", "SampleCount", "Sum", "Minimum", "Maximum")
    assert point == {"Timestamp": 0, "SampleCount": 5, "Sum": 17, "Minimum": 1, "Maximum": 7, "Unit": "None"}


def test_without_a_timestamp_data_are_about_now(cloudwatch: Any, aws: World) -> None:
    aws.clock.advance(minutes=2, seconds=59)
    cloudwatch.put_metric_data(Namespace="shop", MetricData=[{"MetricName": "orders", "Value": 1}])
    assert [point["Timestamp"] for point in statistics(cloudwatch, "orders", "Sum")] == [2]


def test_start_is_inclusive_and_end_is_not(cloudwatch: Any) -> None:
    for at in range(5):
        put(cloudwatch, "orders", at, at)
    points = statistics(cloudwatch, "orders", "Sum", begin=1.9, end=4)
    assert [(point["Timestamp"], point["Sum"]) for point in points] == [(1, 1), (2, 2), (3, 3)]


def test_data_come_in_any_order(cloudwatch: Any) -> None:
    for at in (5, 1, 3, 2, 4, 1):
        put(cloudwatch, "orders", at, at)
    points = statistics(cloudwatch, "orders", "Sum", begin=2, end=5)
    assert [(point["Timestamp"], point["Sum"]) for point in points] == [(2, 2), (3, 3), (4, 4)]
    points = statistics(cloudwatch, "orders", "SampleCount", begin=1, end=6, period=300)
    assert [(point["Timestamp"], point["SampleCount"]) for point in points] == [(1, 6)]


def test_longer_periods_are_counted_from_the_start(cloudwatch: Any) -> None:
    for at in range(7):
        put(cloudwatch, "orders", at, 1)
    points = statistics(cloudwatch, "orders", "Sum", begin=2, end=9, period=180)
    assert [(point["Timestamp"], point["Sum"]) for point in points] == [(2, 3), (5, 2)]


def test_a_point_for_each_unit(cloudwatch: Any) -> None:
    put(cloudwatch, "latency", 0, 1, Unit="Seconds")
    put(cloudwatch, "latency", 0, 900, Unit="Milliseconds")
    points = statistics(cloudwatch, "latency", "Sum")
    assert [(point["Unit"], point["Sum"]) for point in points] == [("Milliseconds", 900), ("Seconds", 1)]
    assert [point["Sum"] for point in statistics(cloudwatch, "latency", "Sum", Unit="Seconds")] == [1]
    assert statistics(cloudwatch, "latency", "Sum", Unit="Count") == []


def test_dimensions_are_exact_and_have_no_order(cloudwatch: Any) -> None:
    region, stage = {"Name": "region", "Value": "eu"}, {"Name": "stage", "Value": "beta"}
    put(cloudwatch, "orders", 0, 1, Dimensions=[region, stage])
    put(cloudwatch, "orders", 0, 2, Dimensions=[stage, region])
    put(cloudwatch, "orders", 0, 5, Dimensions=[region])
    assert [point["Sum"] for point in statistics(cloudwatch, "orders", "Sum", Dimensions=[stage, region])] == [3]
    assert statistics(cloudwatch, "orders", "Sum", Dimensions=[stage]) == []
    assert statistics(cloudwatch, "orders", "Sum") == []


def test_high_resolution(cloudwatch: Any) -> None:
    for second in (0, 4, 5, 14):
        put(cloudwatch, "orders", second / 60, 1, StorageResolution=1)
    put(cloudwatch, "coarse", 0.5, 1)
    found = {
        period: [p["Sum"] for p in statistics(cloudwatch, "orders", "Sum", end=1, period=period)]
        for period in (1, 5, 10, 60)
    }
    assert found == {1: [1, 1, 1, 1], 5: [2, 1, 1], 10: [3, 1], 60: [4]}
    assert [point["Timestamp"] for point in statistics(cloudwatch, "coarse", "Sum", end=1, period=5)] == [0]


def test_a_short_period_begins_at_its_division_of_the_minute(cloudwatch: Any) -> None:
    put(cloudwatch, "orders", 12 / 60, 1, StorageResolution=1)
    answer = cloudwatch.get_metric_statistics(
        Namespace="shop",
        MetricName="orders",
        StartTime=START + timedelta(seconds=13),
        EndTime=START + timedelta(minutes=1),
        Period=10,
        Statistics=["Sum"],
    )
    assert [after_start(point["Timestamp"]) * 60 for point in answer["Datapoints"]] == [10]


TEN = [float(number) for number in range(1, 11)]


@pytest.mark.parametrize(
    ("stat", "value"),
    [
        ("p0", 1.0),
        ("p50", 5.5),
        ("p90", 9.1),
        ("p99.9", 9.991),
        ("p100", 10.0),
        ("tm90", 5.0),
        ("tm100", 5.5),
        ("tc90", 9.0),
        ("ts90", 45.0),
        ("wm90", 5.4),
        ("IQM", 5.5),
        ("TM(25%:75%)", 5.5),
        ("TM(10%:)", 6.0),
        ("TM(:90%)", 5.0),
        ("TC(10%:90%)", 8.0),
        ("TS(10%:90%)", 44.0),
        ("WM(20%:80%)", 5.5),
        ("TM(2:4)", 3.5),
        ("TC(2:4)", 2.0),
        ("TC(:4)", 4.0),
        ("TS(8:)", 19.0),
        ("WM(2:4)", 3.5),
        ("PR(2:4)", 20.0),
        ("PR(:3)", 30.0),
        ("PR(8.5:)", 20.0),
    ],
)
def test_extended_statistics(cloudwatch: Any, stat: str, value: float) -> None:
    put(cloudwatch, "latency", 0, *TEN)
    [point] = statistics(cloudwatch, "latency", stat)
    assert point["ExtendedStatistics"] == {stat: pytest.approx(value)}
    assert set(point) == {"Timestamp", "Unit", "ExtendedStatistics"}


def test_percentiles_weigh_counts(cloudwatch: Any) -> None:
    put(cloudwatch, "latency", 0, 1, 100, Counts=[99, 1])
    [point] = statistics(cloudwatch, "latency", "p50", "p98", "p100", "tm99")
    assert point["ExtendedStatistics"] == {"p50": 1, "p98": 1, "p100": 100, "tm99": 1}


@pytest.mark.parametrize(
    "given",
    [
        {"StatisticValues": {"SampleCount": 2.0, "Sum": 3.0, "Minimum": 1.0, "Maximum": 2.0}},
        {"Value": -1.0},
    ],
)
def test_no_percentile_without_raw_values_or_of_negative_ones(cloudwatch: Any, given: dict[str, Any]) -> None:
    put(cloudwatch, "latency", 0, 1)
    put(cloudwatch, "latency", 0, **given)
    assert statistics(cloudwatch, "latency", "p90") == []
    assert len(statistics(cloudwatch, "latency", "Sum")) == 1


def test_sets_of_one_sample_or_of_equal_ones_are_raw_values(cloudwatch: Any) -> None:
    for samples, value in ((1.0, 4.0), (3.0, 2.0)):
        given = {"SampleCount": samples, "Sum": samples * value, "Minimum": value, "Maximum": value}
        put(cloudwatch, "latency", 0, StatisticValues=given)
    [point] = statistics(cloudwatch, "latency", "p0", "p100", "TC(:2)")
    assert point["ExtendedStatistics"] == {"p0": 2, "p100": 4, "TC(:2)": 3}


@pytest.mark.parametrize(
    "stat", ["p", "p100.1", "P90", "p-1", "tm101", "TM(90%:10%)", "TM(:)", "PR(10%:20%)", "iqm", ""]
)
def test_what_is_no_statistic(cloudwatch: Any, stat: str) -> None:
    with pytest.raises(cloudwatch.exceptions.InvalidParameterValueException):
        statistics(cloudwatch, "latency", stat or "Sum ")
