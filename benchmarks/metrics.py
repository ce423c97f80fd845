"""What PutMetricData, GetMetricStatistics and GetMetricData cost: beside botocore's floor and moto, empty and full."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import boto3

from benchmarks.calls import CREDENTIALS, floor_client, outside
from benchmarks.timing import in_turn
from fakeaws import mock_aws

_NAMESPACE = "shop"
_DIMENSIONS = [{"Name": "region", "Value": "eu"}]
_METRIC = {"Namespace": _NAMESPACE, "MetricName": "orders", "Dimensions": _DIMENSIONS}
#: Data of other metrics that are there.
STORED = (0, 20_000)


def calls_of(client: Any, now: datetime) -> dict[str, Callable[[], object]]:
    """One datum put, and the last hour of a metric read in both ways."""
    times = {"StartTime": now - timedelta(hours=1), "EndTime": now + timedelta(minutes=1)}
    data = [{"MetricName": "orders", "Dimensions": _DIMENSIONS, "Value": 1.0, "Unit": "Count"}]
    query = {"Id": "m1", "MetricStat": {"Metric": _METRIC, "Period": 60, "Stat": "Sum"}}
    return {
        "put": lambda: client.put_metric_data(Namespace=_NAMESPACE, MetricData=data),
        "statistics": lambda: client.get_metric_statistics(**_METRIC, **times, Period=60, Statistics=["Sum"]),
        "data": lambda: client.get_metric_data(MetricDataQueries=[query], **times),
    }


def fill(client: Any, now: datetime, count: int) -> None:
    """Ten points in the last hour of the metric, and ``count`` data of a hundred others."""
    own = [
        {"MetricName": "orders", "Dimensions": _DIMENSIONS, "Value": 1.0, "Timestamp": now - timedelta(minutes=at)}
        for at in range(10)
    ]
    client.put_metric_data(Namespace=_NAMESPACE, MetricData=own)
    for start in range(0, count, 1_000):
        data = [
            {"MetricName": f"m{number % 100}", "Value": 1.0, "Timestamp": now - timedelta(minutes=number // 100)}
            for number in range(start, start + 1_000)
        ]
        client.put_metric_data(Namespace=_NAMESPACE, MetricData=data)


def beside_the_floor(name: str, stored: int) -> dict[str, float]:
    """The floor and ours, in turn."""
    floor = floor_client("cloudwatch")
    with mock_aws(passthrough="off") as aws:
        client = boto3.session.Session().client("cloudwatch", **CREDENTIALS)
        fill(client, aws.clock.now, stored)
        ours = calls_of(client, aws.clock.now)[name]
        rivals = {"floor": outside(calls_of(floor, aws.clock.now)[name], floor), "fakeaws": ours}
        return in_turn(rivals, rounds=9, calls=100)


def under_moto(name: str, stored: int) -> float:
    """The same call under moto, µs."""
    import moto

    with moto.mock_aws():
        now = datetime.now(timezone.utc)
        client = boto3.session.Session().client("cloudwatch", **CREDENTIALS)
        fill(client, now, stored)
        call = calls_of(client, now)[name]
        call()
        taken = []
        for _ in range(5):
            begin = time.perf_counter()
            for _ in range(3):
                call()
            taken.append((time.perf_counter() - begin) / 3 * 1e6)
        return sorted(taken)[2]


def run() -> None:
    """Print the table."""
    print("\nMetrics, median µs (ratio to botocore's floor)")
    print(f"{'':28}{'floor':>10}{'fakeaws':>20}{'moto':>20}")
    for stored in STORED:
        for name in ("put", "statistics", "data"):
            measured = beside_the_floor(name, stored)
            floor, ours, moto_us = measured["floor"], measured["fakeaws"], under_moto(name, stored)
            title = f"{name}, {stored:,} other data"
            print(f"{title:28}{floor:10.1f}{ours:12.1f} ({ours / floor:5.2f}){moto_us:12.1f} ({moto_us / floor:5.1f})")


if __name__ == "__main__":
    run()
