"""Dashboards, metric streams, insight rules and anomaly detectors: what is put is told again."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from fakeaws import World, mock_aws


def names(cloudwatch: Any, **params: Any) -> list[str]:
    return [entry["DashboardName"] for entry in cloudwatch.list_dashboards(**params)["DashboardEntries"]]


def test_dashboards(cloudwatch: Any, aws: World) -> None:
    for name, body in (("shop-eu", '{"widgets":[]}'), ("shop-us", "{}"), ("bank", '{"a":"ü"}')):
        cloudwatch.put_dashboard(DashboardName=name, DashboardBody=body)
    aws.clock.advance(seconds=5)
    cloudwatch.put_dashboard(DashboardName="bank", DashboardBody='{"a":"ö"}')
    assert names(cloudwatch) == ["bank", "shop-eu", "shop-us"]
    assert names(cloudwatch, DashboardNamePrefix="shop") == ["shop-eu", "shop-us"]
    [entry] = cloudwatch.list_dashboards(DashboardNamePrefix="bank")["DashboardEntries"]
    assert entry == {
        "DashboardName": "bank",
        "DashboardArn": "arn:aws:cloudwatch::123456789012:dashboard/bank",
        "LastModified": aws.clock.now,
        "Size": 10,
    }
    assert cloudwatch.get_dashboard(DashboardName="bank")["DashboardBody"] == '{"a":"ö"}'
    with pytest.raises(cloudwatch.exceptions.ClientError, match="Dashboard gone does not exist"):
        cloudwatch.delete_dashboards(DashboardNames=["bank", "gone"])
    cloudwatch.delete_dashboards(DashboardNames=["bank", "shop-us"])
    assert names(cloudwatch) == ["shop-eu"]


def test_dashboards_are_the_account_s_in_all_regions() -> None:
    with mock_aws():
        boto3.client("cloudwatch", region_name="eu-west-1").put_dashboard(DashboardName="d", DashboardBody="{}")
        assert names(boto3.client("cloudwatch", region_name="us-east-1")) == ["d"]


def test_what_callers_change_later_changes_nothing(cloudwatch: Any) -> None:
    filters = [{"Namespace": "shop", "MetricNames": ["orders"]}]
    cloudwatch.put_metric_stream(
        Name="s", FirehoseArn="arn:f", RoleArn="arn:r", OutputFormat="json", IncludeFilters=filters
    )
    filters[0]["Namespace"] = "bank"
    cloudwatch.get_metric_stream(Name="s")["IncludeFilters"].clear()
    assert cloudwatch.get_metric_stream(Name="s")["IncludeFilters"][0]["Namespace"] == "shop"


def test_streams_stop_and_start(cloudwatch: Any) -> None:
    usual = {"FirehoseArn": "arn:f", "RoleArn": "arn:r", "OutputFormat": "json"}
    made = cloudwatch.put_metric_stream(Name="s", **usual)
    assert made["Arn"] == "arn:aws:cloudwatch:us-east-1:123456789012:metric-stream/s"
    states = [cloudwatch.get_metric_stream(Name="s")["State"]]
    cloudwatch.stop_metric_streams(Names=["s"])
    cloudwatch.put_metric_stream(Name="s", **usual)
    states.append(cloudwatch.get_metric_stream(Name="s")["State"])
    cloudwatch.start_metric_streams(Names=["s"])
    states.append(cloudwatch.get_metric_stream(Name="s")["State"])
    assert states == ["running", "stopped", "running"]


def test_a_detector_put_again_is_the_same(cloudwatch: Any) -> None:
    single = {"Namespace": "shop", "MetricName": "orders", "Stat": "Average"}
    first = cloudwatch.put_anomaly_detector(SingleMetricAnomalyDetector=single)["AnomalyDetectorId"]
    again = cloudwatch.put_anomaly_detector(**single)["AnomalyDetectorId"]
    other = cloudwatch.put_anomaly_detector(SingleMetricAnomalyDetector={**single, "Stat": "Sum"})["AnomalyDetectorId"]
    assert first == again != other
    found = cloudwatch.describe_anomaly_detectors(AnomalyDetectorIds=[first])["AnomalyDetectors"]
    assert [(each["AnomalyDetectorId"], each["StateValue"]) for each in found] == [(first, "PENDING_TRAINING")]
