"""Metric filters: what they make of events, told by the minute."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from fakeaws import NotSupportedError, World
from fakeaws.aws.metrics import Datum

from .writing import MINUTE, now_of, put

PLAIN = {"metricName": "Errors", "metricNamespace": "Shop", "metricValue": "1"}


def filter_for(logs: Any, pattern: str, name: str = "f", **changed: Any) -> None:
    params = {key: changed.pop(key) for key in ("emitSystemFieldDimensions",) if key in changed}
    logs.put_metric_filter(
        logGroupName="orders",
        filterName=name,
        filterPattern=pattern,
        metricTransformations=[{**PLAIN, **changed}],
        **params,
    )


def told(aws: World) -> list[Datum]:
    return list(aws.router.service("logs", aws.account, aws.region).metrics_until(aws.now_us))


def test_a_minute_is_told_once_when_it_has_ended(aws: World, logs: Any) -> None:
    now = now_of(aws)
    filter_for(logs, "ERROR")
    put(logs, (now, "ERROR"), (now + 1, "ok"), (now + 2, "ERROR"))
    aws.clock.advance(seconds=59.999)
    assert told(aws) == []
    put(logs, (now, "ERROR late"))
    aws.clock.advance(seconds=0.001)
    assert told(aws) == [Datum("Shop", "Errors", (), now * 1000, "None", (1.0,), (3.0,))]
    assert told(aws) == []


def test_earlier_instants_can_be_asked_for(aws: World, logs: Any) -> None:
    now = now_of(aws)
    filter_for(logs, "")
    put(logs, (now, "x"), (now + MINUTE, "y"))
    aws.clock.advance(seconds=120)
    service = aws.router.service("logs", aws.account, aws.region)
    first = list(service.metrics_until(aws.now_us - 1))
    assert [datum.wall_us // 1000 for datum in first] == [now]
    assert [datum.wall_us // 1000 for datum in told(aws)] == [now + MINUTE]


def test_values_dimensions_and_units(aws: World, logs: Any) -> None:
    now = now_of(aws)
    filter_for(
        logs,
        "{ $.ms > 0 }",
        metricValue="$.ms",
        unit="Milliseconds",
        dimensions={"User": "$.user", "Code": "$.code"},
        emitSystemFieldDimensions=["@aws.region"],
    )
    events = (
        '{"ms": 5, "user": "ann", "code": 200}',
        '{"ms": 7.5, "user": "ann", "code": 200}',
        '{"ms": 1, "user": "b"}',
    )
    put(logs, *((now, event) for event in events))
    aws.clock.advance(seconds=60)
    dimensions = (("@aws.region", "us-east-1"), ("Code", "200"), ("User", "ann"))
    assert told(aws) == [
        Datum("Shop", "Errors", dimensions, now * 1000, "Milliseconds", (5.0, 7.5), (1.0, 1.0)),
    ]


def test_columns_have_values_too(aws: World, logs: Any) -> None:
    filter_for(logs, "[method, path, size]", metricValue="$size")
    put(logs, (now_of(aws), "GET / 512"), (now_of(aws), "GET / none"))
    aws.clock.advance(seconds=60)
    assert [datum.values for datum in told(aws)] == [(512.0,)]


def test_the_default_is_for_minutes_with_events_but_no_match(aws: World, logs: Any) -> None:
    now = now_of(aws)
    filter_for(logs, "ERROR", defaultValue=0)
    put(logs, (now, "ok"), (now, "ERROR"), (now + MINUTE, "ok"), (now + MINUTE, "ok"))
    aws.clock.advance(seconds=600)
    assert [(datum.wall_us // 1000 - now, datum.values, datum.counts) for datum in told(aws)] == [
        (0, (1.0,), (1.0,)),
        (MINUTE, (0.0,), (1.0,)),
    ]


def test_only_events_that_come_in_while_it_is_there(aws: World, logs: Any) -> None:
    put(logs, (now_of(aws), "before"))
    filter_for(logs, "")
    logs.delete_metric_filter(logGroupName="orders", filterName="f")
    put(logs, (now_of(aws), "after"))
    aws.clock.advance(seconds=60)
    assert told(aws) == []


def test_rejected_events_do_not_count(aws: World, logs: Any) -> None:
    filter_for(logs, "")
    put(logs, (now_of(aws) + 3 * 60 * MINUTE, "too new"))
    aws.clock.advance(seconds=5 * 3600)
    assert told(aws) == []


def test_a_copy_has_its_own(aws: World, logs: Any) -> None:
    filter_for(logs, "{ $.a = 1 }")
    put(logs, (now_of(aws), '{"a": 1}'))
    twin = deepcopy(aws)
    put(logs, (now_of(aws), '{"a": 1}'))
    aws.clock.advance(seconds=60)
    assert [datum.counts for datum in told(aws)] == [(2.0,)]
    service = twin.router.service("logs", aws.account, aws.region)
    assert [datum.counts for datum in service.metrics_until(60_000_000)] == [(1.0,)]


def test_trying_a_pattern(logs: Any) -> None:
    answer = logs.test_metric_filter(filterPattern="[a, b > 1]", logEventMessages=["x 1", "y 2", "z"])
    assert answer["matches"] == [{"eventNumber": 2, "eventMessage": "y 2", "extractedValues": {"$a": "y", "$b": "2"}}]


def test_what_is_kept_is_the_filters_own(logs: Any) -> None:
    given: Any = {**PLAIN, "defaultValue": 0}
    logs.put_metric_filter(logGroupName="orders", filterName="f", filterPattern="", metricTransformations=[given])
    given["metricName"] = "changed"
    [filter] = logs.describe_metric_filters(logGroupName="orders")["metricFilters"]
    [transformation] = filter["metricTransformations"]
    assert transformation == {**PLAIN, "defaultValue": 0.0}
    assert type(transformation["defaultValue"]) is float


def test_counts_in_listings(logs: Any) -> None:
    filter_for(logs, "", name="one")
    filter_for(logs, "", name="one", metricName="Other")
    [group] = logs.describe_log_groups()["logGroups"]
    assert group["metricFilterCount"] == 1
    [filter] = logs.describe_metric_filters(metricName="Other", metricNamespace="Shop")["metricFilters"]
    assert filter["filterName"] == "one"


def test_selection_by_system_fields_is_not_there(logs: Any) -> None:
    with pytest.raises(NotSupportedError, match="system fields"):
        logs.put_metric_filter(
            logGroupName="orders",
            filterName="f",
            filterPattern="",
            metricTransformations=[PLAIN],
            fieldSelectionCriteria='@aws.region = "us-east-1"',
        )
