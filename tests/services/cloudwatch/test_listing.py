"""ListMetrics: filters and pages."""

from __future__ import annotations

from typing import Any

from .data import put


def names(cloudwatch: Any, **params: Any) -> list[str]:
    return [metric["MetricName"] for metric in cloudwatch.list_metrics(**params)["Metrics"]]


def test_filters(cloudwatch: Any) -> None:
    region, stage = {"Name": "region", "Value": "eu"}, {"Name": "stage", "Value": "beta"}
    put(cloudwatch, "a", 0, 1)
    put(cloudwatch, "b", 0, 1, Dimensions=[stage, region])
    put(cloudwatch, "c", 0, 1, Dimensions=[{"Name": "region", "Value": "us"}])
    cloudwatch.put_metric_data(Namespace="bank", MetricData=[{"MetricName": "a", "Value": 1}])

    assert names(cloudwatch) == ["a", "a", "b", "c"]
    assert names(cloudwatch, Namespace="shop") == ["a", "b", "c"]
    assert names(cloudwatch, MetricName="a", Namespace="bank") == ["a"]
    assert names(cloudwatch, Dimensions=[{"Name": "region"}]) == ["b", "c"]
    assert names(cloudwatch, Dimensions=[region]) == ["b"]
    assert names(cloudwatch, Dimensions=[region, {"Name": "other"}]) == []
    [metric] = cloudwatch.list_metrics(MetricName="b")["Metrics"]
    assert metric == {"Namespace": "shop", "MetricName": "b", "Dimensions": [region, stage]}


def test_pages_of_500(cloudwatch: Any) -> None:
    for start in (0, 600):
        data = [{"MetricName": f"m{number:04}", "Value": 1} for number in range(start, start + 600)]
        cloudwatch.put_metric_data(Namespace="shop", MetricData=data)
    pages = list(cloudwatch.get_paginator("list_metrics").paginate(Namespace="shop"))
    assert [len(page["Metrics"]) for page in pages] == [500, 500, 200]
    found = [metric["MetricName"] for page in pages for metric in page["Metrics"]]
    assert found == [f"m{number:04}" for number in range(1200)]


def test_accounts(cloudwatch: Any) -> None:
    put(cloudwatch, "a", 0, 1)
    assert cloudwatch.list_metrics(IncludeLinkedAccounts=True)["OwningAccounts"] == ["123456789012"]
    assert "OwningAccounts" not in cloudwatch.list_metrics()
    assert names(cloudwatch, OwningAccount="210987654321") == []
