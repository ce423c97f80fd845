"""GetMetricData: results, labels, units, order and pages."""

from __future__ import annotations

from typing import Any

import pytest

from .data import data, minute, put, query, series


def labels(cloudwatch: Any, *queries: dict[str, Any]) -> list[str]:
    return [result["Label"] for result in data(cloudwatch, *queries)]


def test_a_result_for_each_query_that_returns_data(cloudwatch: Any) -> None:
    put(cloudwatch, "orders", 1, 2)
    hidden = query("m2", "orders", ReturnData=False)
    found = data(cloudwatch, query("m1", "orders"), hidden, query("m3", "unknown"))
    assert [(result["Id"], series(result), result["StatusCode"]) for result in found] == [
        ("m1", {1: 2}, "Complete"),
        ("m3", {}, "Complete"),
    ]
    assert not any("Messages" in result for result in found)


def test_newest_first_unless_asked_otherwise(cloudwatch: Any) -> None:
    for at in range(3):
        put(cloudwatch, "orders", at, at)
    usual = {"MetricDataQueries": [query("m1", "orders")], "StartTime": minute(0), "EndTime": minute(5)}
    assert cloudwatch.get_metric_data(**usual)["MetricDataResults"][0]["Values"] == [2, 1, 0]
    [result] = data(cloudwatch, query("m1", "orders"))
    assert result["Values"] == [0, 1, 2]


def test_labels_tell_apart(cloudwatch: Any) -> None:
    assert labels(cloudwatch, query("m1", "a"), query("m2", "b")) == ["a", "b"]
    assert labels(cloudwatch, query("m1", "a"), query("m2", "a", "p90")) == ["a Sum", "a p90"]
    assert labels(cloudwatch, query("m1", "a"), query("m2", "a", period=300)) == ["a 60", "a 300"]
    assert labels(cloudwatch, query("m1", "a"), query("m2", "b", "p90", 300)) == ["a Sum 60", "b p90 300"]
    assert labels(cloudwatch, query("m1", "a", Label="mine"), {"Id": "e1", "Expression": "m1 + 1"}) == ["mine", "e1"]


def test_labels_with_properties(cloudwatch: Any) -> None:
    stat = query("m1", "orders", "p90", 300)["MetricStat"]
    stat["Metric"]["Dimensions"] = [{"Name": "region", "Value": "eu"}]
    label = (
        "${PROP('Dim.region')} ${PROP('Namespace')}/${PROP('MetricName')} ${PROP('Stat')} ${PROP('Period')} ${LABEL}"
    )
    told = labels(cloudwatch, {"Id": "m1", "MetricStat": stat, "Label": label}, query("m2", "orders", period=300))
    assert told == ["eu shop/orders p90 300 orders p90", "orders Sum"]
    assert labels(cloudwatch, query("m1", "a", Label="${PROP('Region')} ${PROP('Dim.x')} ${MAX}")) == [
        "us-east-1 ${PROP('Dim.x')} ${MAX}"
    ]


def test_of_several_units_the_first_by_name(cloudwatch: Any) -> None:
    put(cloudwatch, "latency", 0, 1, Unit="Seconds")
    put(cloudwatch, "latency", 0, 900, Unit="Milliseconds")
    [result, seconds] = data(cloudwatch, query("m1", "latency"), query("m2", "latency", Unit="Seconds"))
    assert series(result) == {0: 900}
    assert result["Messages"] == [
        {"Code": "MultipleUnits", "Value": "Multiple units returned: '[Milliseconds, Seconds]'"}
    ]
    assert series(seconds) == {0: 1}
    assert "Messages" not in seconds


def test_pages_of_data_points(cloudwatch: Any) -> None:
    for at in range(4):
        put(cloudwatch, "a", at, at)
        put(cloudwatch, "b", at, 10 + at)
    request = {
        "MetricDataQueries": [query("m1", "a"), query("m2", "b"), query("m3", "unknown")],
        "StartTime": minute(0),
        "EndTime": minute(10),
        "ScanBy": "TimestampAscending",
        "MaxDatapoints": 3,
    }
    pages = []
    token: dict[str, str] = {}
    while True:
        page = cloudwatch.get_metric_data(**request, **token)
        pages.append([(r["Id"], r["Values"], r["StatusCode"]) for r in page["MetricDataResults"]])
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert pages == [
        [("m1", [0, 1, 2], "PartialData"), ("m3", [], "Complete")],
        [("m1", [3], "Complete"), ("m2", [10, 11], "PartialData")],
        [("m2", [12, 13], "Complete")],
    ]
    with pytest.raises(cloudwatch.exceptions.InvalidNextToken):
        cloudwatch.get_metric_data(**{**request, "EndTime": minute(11)}, **token)


def test_periods_of_their_own(cloudwatch: Any) -> None:
    for at in range(6):
        put(cloudwatch, "a", at, 1)
    found = data(cloudwatch, query("m1", "a"), query("m2", "a", period=300))
    assert [series(result) for result in found] == [dict.fromkeys(range(6), 1), {0: 5, 5: 1}]
