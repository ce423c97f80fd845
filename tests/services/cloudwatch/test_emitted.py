"""Metrics that the world's services emit: taken in when somebody looks, each once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from fakeaws import World
from fakeaws.aws.metrics import MINUTE_US, Datum
from fakeaws.services.cloudwatch import reading
from fakeaws.services.cloudwatch.operations import CloudWatch
from fakeaws.services.sts.operations import Sts


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """STS emits ``Calls`` for each whole minute; whenever it is asked, the region and the elapsed minutes."""
    told: dict[Any, int] = {}
    found: list[tuple[str, int]] = []

    def metrics_until(self: Sts, elapsed_us: int) -> Iterator[Datum]:
        found.append((self.region, elapsed_us // MINUTE_US))
        offset_us = self.world.wall_us - self.world.now_us
        for number in range(told.get(self, 0), elapsed_us // MINUTE_US):
            told[self] = number + 1
            yield Datum(
                "AWS/STS", "Calls", (("Region", self.region),), offset_us + number * MINUTE_US, "Count", (1.0,), (2.0,)
            )

    monkeypatch.setattr(Sts, "metrics_until", metrics_until)
    return found


def test_nothing_is_asked_while_nobody_looks(cloudwatch: Any, aws: World, asked: list[tuple[str, int]]) -> None:
    boto3.client("sts").get_caller_identity()
    boto3.client("sts", region_name="eu-west-1").get_caller_identity()
    cloudwatch.put_metric_data(Namespace="shop", MetricData=[{"MetricName": "orders", "Value": 1}])
    aws.clock.advance(minutes=3, seconds=30)
    assert asked == []

    names = [metric["MetricName"] for metric in cloudwatch.list_metrics()["Metrics"]]
    assert names == ["Calls", "orders"]
    assert asked == [("us-east-1", 3)]


def test_each_datum_counts_once(cloudwatch: Any, aws: World, asked: list[tuple[str, int]]) -> None:
    start = aws.clock.now
    boto3.client("sts").get_caller_identity()

    def sums() -> list[float]:
        points = cloudwatch.get_metric_statistics(
            Namespace="AWS/STS",
            MetricName="Calls",
            Dimensions=[{"Name": "Region", "Value": "us-east-1"}],
            StartTime=start,
            EndTime=aws.clock.now,
            Period=60,
            Statistics=["Sum"],
        )["Datapoints"]
        return [point["Sum"] for point in points]

    aws.clock.advance(minutes=2)
    assert sums() == [2, 2]
    assert sums() == [2, 2]
    aws.clock.advance(minutes=1)
    assert sums() == [2, 2, 2]


def test_points_and_expressions_as_alarms_read_them(cloudwatch: Any, aws: World, asked: list[tuple[str, int]]) -> None:
    boto3.client("sts").get_caller_identity()
    begin_us = aws.wall_us
    aws.clock.advance(minutes=4)
    service = aws.router.service("cloudwatch", aws.account, aws.region)
    assert isinstance(service, CloudWatch)
    reading.collect(service)
    dimensions = (("Region", "us-east-1"),)

    read = reading.points(
        service, "AWS/STS", "Calls", dimensions, "Sum", 2 * MINUTE_US, begin_us + MINUTE_US, aws.wall_us, None
    )
    assert read == [
        reading.Point(begin_us + 1 * MINUTE_US, 4, 4, "Count"),
        reading.Point(begin_us + 3 * MINUTE_US, 2, 2, "Count"),
    ]
    metric = {
        "Namespace": "AWS/STS",
        "MetricName": "Calls",
        "Dimensions": [{"Name": "Region", "Value": "us-east-1"}],
    }
    stat = {"Metric": metric, "Period": 120, "Stat": "Sum"}
    queries: list[dict[str, Any]] = [
        {"Id": "m1", "MetricStat": stat, "ReturnData": False},
        {"Id": "e1", "Expression": "m1 * 10", "ReturnData": True},
    ]
    worked_out = reading.evaluate(service, queries, begin_us, aws.wall_us)
    assert [(point.start_us - begin_us, point.value) for point in worked_out] == [(0, 40), (2 * MINUTE_US, 40)]
    assert [reading.valid_stat(text) for text in ("Average", "p99.9", "TM(1:2)", "average")] == [
        True,
        True,
        True,
        False,
    ]
