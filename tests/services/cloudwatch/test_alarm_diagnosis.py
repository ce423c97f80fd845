"""The rule ``alarm-sees-no-data``."""

from __future__ import annotations

from typing import Any

from fakeaws import World
from tests.services.cloudwatch.alarms import minutes, put, put_alarm

RESOURCE = [{"Name": "FunctionName", "Value": "bill"}, {"Name": "Resource", "Value": "bill"}]


def found(aws: World) -> list[str]:
    return [finding.text for finding in aws.diagnose() if finding.rule == "alarm-sees-no-data"]


def test_dimensions_that_nobody_publishes(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch, Dimensions=RESOURCE[:1])
    put(cloudwatch, 1.0, Dimensions=RESOURCE)
    put(cloudwatch, 1.0, name="latency", Dimensions=RESOURCE[:1])
    assert found(aws) == []  # it has not been evaluated yet
    aws.clock.advance(minutes=1)
    assert found(aws) == [
        "Alarm 'errors', put at +00:00:00, has never seen any data and is in INSUFFICIENT_DATA: no series matches "
        "shop errors (FunctionName=bill). The nearest series: shop errors (FunctionName=bill, Resource=bill)."
    ]
    [finding] = aws.diagnose()
    assert [record.kind for record in finding.records] == ["PutMetricAlarm"]


def test_a_unit_that_nobody_publishes(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch, Unit="Percent")
    put(cloudwatch, 1.0, Unit="Count")
    aws.clock.advance(minutes=1)
    [text] = found(aws)
    assert text.endswith(
        "no series matches shop errors (no dimensions) in Percent. The nearest series: "
        "shop errors (no dimensions) in Count."
    )


def test_a_mistyped_value(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch, Dimensions=[{"Name": "QueueName", "Value": "order"}])
    put(cloudwatch, 1.0, Dimensions=[{"Name": "QueueName", "Value": "orders"}])
    aws.clock.advance(minutes=1)
    [text] = found(aws)
    assert "nearest series: shop errors (QueueName=orders)" in text


def test_alarms_that_are_right(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch, "sees")
    put_alarm(cloudwatch, "sparse", Dimensions=[{"Name": "FunctionName", "Value": "ship"}])
    put(cloudwatch, 1.0, Dimensions=[{"Name": "FunctionName", "Value": "bill"}])
    minutes(aws, cloudwatch, [1.0, 2.0])
    assert found(aws) == []
