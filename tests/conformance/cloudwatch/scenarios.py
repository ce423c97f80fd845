"""For each operation of CloudWatch: calls that show all that it can answer."""

from __future__ import annotations

from typing import Any

from fakeaws.world import user_of
from tests.conformance.cloudwatch.furniture import (
    ACCOUNT,
    DEFINITION,
    FIREHOSE,
    HOUR,
    ORDERS,
    ROLE,
    START,
    TIMES,
)
from tests.conformance.contract import AskService, Scenario

_NOT_CHECKED = "bodies are checked to be JSON objects, and not further"
_NO_NOTES = "there is nothing to say of a whole answer"

#: Members that an answer never has.
NEVER_SHOWN: dict[str, dict[str, str]] = {
    "GetMetricData": {"Messages[].Code": _NO_NOTES, "Messages[].Value": _NO_NOTES},
    "PutDashboard": {
        "DashboardValidationMessages[].DataPath": _NOT_CHECKED,
        "DashboardValidationMessages[].Message": _NOT_CHECKED,
    },
}

_TAGS = [{"Key": "team", "Value": "shop"}]
_FILTERS = [{"Namespace": "shop", "MetricNames": ["orders"]}]
_DATUM = {"MetricName": "orders", "Dimensions": ORDERS["Dimensions"]}


def _many(ask: AskService, operation: str, params: list[dict[str, Any]]) -> None:
    """Calls that are no part of the comparison."""
    for each in params:
        ask.aws.call("cloudwatch", operation, each, caller=user_of(ACCOUNT))


async def _pages(ask: AskService, operation: str, **params: Any) -> None:
    page = await ask(operation, **params)
    await ask(operation, **params, NextToken=page["NextToken"])


# -- metrics -------------------------------------------------------------------------------------------------------------


async def put_metric_data(ask: AskService) -> None:
    data: list[dict[str, Any]] = [
        {**_DATUM, "Value": 3, "Unit": "Count", "Timestamp": START},
        {**_DATUM, "Values": [1.5, 2.0], "Counts": [2, 1], "Unit": "Seconds", "StorageResolution": 1},
        {
            **_DATUM,
            "StatisticValues": {"SampleCount": 2, "Sum": 5, "Minimum": 2, "Maximum": 3},
            "Timestamp": "2026-01-04T23:30:00Z",
        },
    ]
    await ask("PutMetricData", Namespace="shop", MetricData=data)
    entity = {"KeyAttributes": {"Type": "Service", "Name": "api"}, "Attributes": {"Stage": "beta"}}
    entities = [{"Entity": entity, "MetricData": [{**_DATUM, "Value": 4.0}]}]
    await ask("PutMetricData", Namespace="shop", EntityMetricData=entities, StrictEntityValidation=False)


async def list_metrics(ask: AskService) -> None:
    await ask("ListMetrics")
    await put_metric_data(ask)
    await ask("ListMetrics", Namespace="shop", IncludeLinkedAccounts=True, RecentlyActive="PT3H")
    data = [{"MetricName": f"metric-{number}", "Value": 1.0} for number in range(501)]
    _many(ask, "PutMetricData", [{"Namespace": "many", "MetricData": data}])
    await _pages(ask, "ListMetrics", Namespace="many")


async def get_metric_statistics(ask: AskService) -> None:
    await put_metric_data(ask)
    simple = ["SampleCount", "Sum", "Average", "Minimum", "Maximum"]
    await ask("GetMetricStatistics", **ORDERS, **TIMES, Period=60, Statistics=simple)
    await ask("GetMetricStatistics", **ORDERS, **TIMES, Period=300, ExtendedStatistics=["p90", "tm50", "PR(1:2)"])
    await ask("GetMetricStatistics", **ORDERS, **TIMES, Period=60, Statistics=["Sum"], Unit="Bytes")


async def get_metric_data(ask: AskService) -> None:
    await put_metric_data(ask)
    queries = [
        {"Id": "m1", "MetricStat": {"Metric": ORDERS, "Period": 60, "Stat": "Sum"}, "Label": "all"},
        {"Id": "m2", "MetricStat": {"Metric": ORDERS, "Period": 60, "Stat": "p90", "Unit": "Count"}},
        {
            "Id": "m3",
            "MetricStat": {"Metric": ORDERS, "Period": 60, "Stat": "Sum", "Unit": "None"},
            "ReturnData": False,
        },
        {"Id": "e1", "Expression": "FILL(m1, 0) * 2"},
        {"Id": "e2", "Expression": "METRICS() + 1"},
    ]
    times = {"StartTime": START - HOUR / 12, "EndTime": START + HOUR / 12}
    await ask("GetMetricData", MetricDataQueries=queries, **times)
    await _pages(ask, "GetMetricData", MetricDataQueries=queries, **times, MaxDatapoints=5, ScanBy="TimestampAscending")


# -- dashboards ----------------------------------------------------------------------------------------------------------


async def put_dashboard(ask: AskService) -> None:
    for name in ("overview", "detail"):
        await ask("PutDashboard", DashboardName=name, DashboardBody='{"widgets":[]}', Tags=_TAGS)


async def get_dashboard(ask: AskService) -> None:
    await put_dashboard(ask)
    await ask("GetDashboard", DashboardName="overview")


async def list_dashboards(ask: AskService) -> None:
    await put_dashboard(ask)
    await ask("ListDashboards", DashboardNamePrefix="over")
    _many(ask, "PutDashboard", [{"DashboardName": f"d-{n}", "DashboardBody": "{}"} for n in range(1001)])
    await _pages(ask, "ListDashboards", DashboardNamePrefix="d-")


async def delete_dashboards(ask: AskService) -> None:
    await put_dashboard(ask)
    await ask("DeleteDashboards", DashboardNames=["overview"])
    await ask("ListDashboards")


# -- metric streams ------------------------------------------------------------------------------------------------------


async def put_metric_stream(ask: AskService) -> None:
    usual = {"FirehoseArn": FIREHOSE, "RoleArn": ROLE, "OutputFormat": "json"}
    statistics = [
        {"IncludeMetrics": [{"Namespace": "shop", "MetricName": "orders"}], "AdditionalStatistics": ["p90"]},
    ]
    more = {"StatisticsConfigurations": statistics, "IncludeLinkedAccountsMetrics": False, "Tags": _TAGS}
    await ask("PutMetricStream", Name="in", **usual, IncludeFilters=_FILTERS, **more)
    await ask("PutMetricStream", Name="out", **usual, ExcludeFilters=_FILTERS)


async def get_metric_stream(ask: AskService) -> None:
    await put_metric_stream(ask)
    for name in ("in", "out"):
        await ask("GetMetricStream", Name=name)


async def list_metric_streams(ask: AskService) -> None:
    await put_metric_stream(ask)
    await _pages(ask, "ListMetricStreams", MaxResults=1)


async def start_metric_streams(ask: AskService) -> None:
    await put_metric_stream(ask)
    await ask("StopMetricStreams", Names=["in", "out", "gone"])
    await ask("StartMetricStreams", Names=["in"])
    await ask("ListMetricStreams")


async def delete_metric_stream(ask: AskService) -> None:
    await put_metric_stream(ask)
    for _ in range(2):
        await ask("DeleteMetricStream", Name="in")
    await ask("ListMetricStreams")


# -- insight rules -------------------------------------------------------------------------------------------------------


async def put_insight_rule(ask: AskService) -> None:
    await ask("PutInsightRule", RuleName="a", RuleDefinition=DEFINITION, Tags=_TAGS)
    await ask(
        "PutInsightRule", RuleName="b", RuleDefinition=DEFINITION, RuleState="DISABLED", ApplyOnTransformedLogs=True
    )


async def describe_insight_rules(ask: AskService) -> None:
    await ask("DescribeInsightRules")
    await put_insight_rule(ask)
    await _pages(ask, "DescribeInsightRules", MaxResults=1)


def _of_rules(operation: str) -> Scenario:
    async def play(ask: AskService) -> None:
        await put_insight_rule(ask)
        await ask(operation, RuleNames=["a", "b"])
        await ask(operation, RuleNames=["gone"])
        await ask("DescribeInsightRules")

    return play


# -- anomaly detectors ---------------------------------------------------------------------------------------------------


async def put_anomaly_detector(ask: AskService) -> None:
    configuration = {
        "ExcludedTimeRanges": [{"StartTime": START - HOUR, "EndTime": START}],
        "MetricTimezone": "UTC",
        "AdaptationSpeed": "FAST",
        "OutlierFilteringStrength": "STRICT",
    }
    single = {**ORDERS, "Stat": "Average", "AccountId": ACCOUNT}
    await ask(
        "PutAnomalyDetector",
        SingleMetricAnomalyDetector=single,
        Configuration=configuration,
        MetricCharacteristics={"PeriodicSpikes": True},
    )
    stat = {"Metric": ORDERS, "Period": 60, "Stat": "Sum", "Unit": "Count"}
    queries = [
        {"Id": "m1", "MetricStat": stat, "ReturnData": False, "AccountId": ACCOUNT},
        {"Id": "e1", "Expression": "m1 * 2", "Label": "twice", "ReturnData": True, "Period": 60},
    ]
    await ask("PutAnomalyDetector", MetricMathAnomalyDetector={"MetricDataQueries": queries})
    await ask("PutAnomalyDetector", Namespace="shop", MetricName="orders", Stat="Sum")


async def describe_anomaly_detectors(ask: AskService) -> None:
    await put_anomaly_detector(ask)
    await ask("DescribeAnomalyDetectors", Namespace="shop", MetricName="orders", Dimensions=ORDERS["Dimensions"])
    await ask("DescribeAnomalyDetectors", AnomalyDetectorTypes=["METRIC_MATH"])
    await _pages(ask, "DescribeAnomalyDetectors", MaxResults=1)


async def delete_anomaly_detector(ask: AskService) -> None:
    await put_anomaly_detector(ask)
    single = {**ORDERS, "Stat": "Average"}
    await ask("DeleteAnomalyDetector", SingleMetricAnomalyDetector=single)
    made = await ask("PutAnomalyDetector", SingleMetricAnomalyDetector=single)
    await ask("DeleteAnomalyDetector", AnomalyDetectorId=made["AnomalyDetectorId"])
    await ask("DescribeAnomalyDetectors")


SCENARIOS: dict[str, Scenario] = {
    "DeleteAnomalyDetector": delete_anomaly_detector,
    "DeleteDashboards": delete_dashboards,
    "DeleteInsightRules": _of_rules("DeleteInsightRules"),
    "DeleteMetricStream": delete_metric_stream,
    "DescribeAnomalyDetectors": describe_anomaly_detectors,
    "DescribeInsightRules": describe_insight_rules,
    "DisableInsightRules": _of_rules("DisableInsightRules"),
    "EnableInsightRules": _of_rules("EnableInsightRules"),
    "GetDashboard": get_dashboard,
    "GetMetricData": get_metric_data,
    "GetMetricStatistics": get_metric_statistics,
    "GetMetricStream": get_metric_stream,
    "ListDashboards": list_dashboards,
    "ListMetricStreams": list_metric_streams,
    "ListMetrics": list_metrics,
    "PutAnomalyDetector": put_anomaly_detector,
    "PutDashboard": put_dashboard,
    "PutInsightRule": put_insight_rule,
    "PutMetricData": put_metric_data,
    "PutMetricStream": put_metric_stream,
    "StartMetricStreams": start_metric_streams,
    "StopMetricStreams": start_metric_streams,
}
