"""Refusals of dashboards, metric streams, insight rules, anomaly detectors."""

from __future__ import annotations

from tests.conformance.cloudwatch import furniture as f
from tests.conformance.cloudwatch.rows import COMBINATION, MISSING, TOKEN, VALUE, asked, broken, lacking, row
from tests.conformance.contract import Refusal

_BAD_NAME = (
    "The value for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and "
    "underscore (_).\n"
)
_NO_DASHBOARD = "DashboardNotFoundError"
_BAD_BODY = "The field DashboardBody must be a valid JSON object"
_RESERVED = [{"Key": "aws:x", "Value": ""}]
_RESERVED_TEXT = "aws: prefixed tag key names are not allowed for external use."
_DETECTOR = "anomaly-detector"
_UNKNOWN = {"Namespace": "shop", "MetricName": "unknown", "Stat": "Sum"}


def _body(id: str, body: str) -> Refusal:
    fields = {"dashboardValidationMessages": [{"Message": _BAD_BODY}]}
    params = asked("PutDashboard", DashboardBody=body)
    return Refusal(id, "PutDashboard", params, "DashboardInvalidInputError", _BAD_BODY, fields=fields)


def _no_dashboard(operation: str, **params: object) -> Refusal:
    """boto3 knows errors by their code, which this one shares with another."""
    return Refusal(
        "unknown",
        operation,
        params,
        _NO_DASHBOARD,
        "Dashboard gone does not exist",
        exception="ResourceNotFound",
    )


def _not_found(operation: str, kind: str, id: str, **params: object) -> Refusal:
    fields = {"ResourceType": kind, "ResourceId": id}
    return Refusal("unknown", operation, params, "ResourceNotFoundException", "", fields=fields)


TABLE: tuple[Refusal, ...] = (
    row("name", "PutDashboard", VALUE, _BAD_NAME, DashboardName="an overview"),
    row("tags", "PutDashboard", VALUE, _RESERVED_TEXT, Tags=_RESERVED),
    _body("no JSON", "widgets"),
    _body("no object", "[]"),
    row("name", "GetDashboard", VALUE, _BAD_NAME, DashboardName="a" * 256),
    _no_dashboard("GetDashboard", DashboardName="gone"),
    row("NextToken", "ListDashboards", VALUE, "Request parameter NextToken is invalid", NextToken="no token"),
    row("none", "DeleteDashboards", VALUE, "The parameter DashboardNames must not be empty.", DashboardNames=[]),
    row(
        "too many",
        "DeleteDashboards",
        VALUE,
        "The collection DashboardNames must not have a size greater than 100.",
        DashboardNames=[f.DASHBOARD] * 101,
    ),
    _no_dashboard("DeleteDashboards", DashboardNames=[f.DASHBOARD, "gone"]),
    lacking("PutMetricStream", "FirehoseArn"),
    row(
        "filters of both kinds",
        "PutMetricStream",
        COMBINATION,
        "The parameters IncludeFilters and ExcludeFilters are mutually exclusive and you have specified both.",
        IncludeFilters=[{"Namespace": "shop"}],
        ExcludeFilters=[{"Namespace": "shop"}],
    ),
    row("tags", "PutMetricStream", VALUE, _RESERVED_TEXT, Tags=_RESERVED),
    broken(
        "PutMetricStream",
        "outputFormat",
        "csv",
        "Member must satisfy enum value set: [json, opentelemetry0.7, opentelemetry1.0]",
        OutputFormat="csv",
    ),
    lacking("GetMetricStream", "Name"),
    _not_found("GetMetricStream", "metric-stream", "gone", Name="gone"),
    row("NextToken", "ListMetricStreams", TOKEN, "Invalid NextToken", NextToken="no token"),
    lacking("StartMetricStreams", "Names"),
    lacking("StopMetricStreams", "Names"),
    lacking("DeleteMetricStream", "Name"),
    lacking("PutInsightRule", "RuleName"),
    row(
        "state",
        "PutInsightRule",
        VALUE,
        "The parameter RuleState must be a value in the set [ ENABLED, DISABLED ].",
        RuleState="ON",
    ),
    row(
        "definition",
        "PutInsightRule",
        VALUE,
        "The parameter RuleDefinition must be a JSON object with a Schema.",
        RuleDefinition="{}",
    ),
    row("NextToken", "DescribeInsightRules", TOKEN, "Invalid NextToken", NextToken="no token"),
    lacking("EnableInsightRules", "RuleNames"),
    lacking("DisableInsightRules", "RuleNames"),
    lacking("DeleteInsightRules", "RuleNames"),
    row(
        "no metric",
        "PutAnomalyDetector",
        MISSING,
        "The parameter Namespace is required.\n",
        SingleMetricAnomalyDetector=None,
    ),
    row(
        "no statistic",
        "PutAnomalyDetector",
        MISSING,
        "The parameter SingleMetricAnomalyDetector.Stat is required.\n",
        SingleMetricAnomalyDetector=f.ORDERS,
    ),
    row(
        "two metrics",
        "PutAnomalyDetector",
        COMBINATION,
        "The parameters SingleMetricAnomalyDetector and MetricName are mutually exclusive and you have specified both.",
        **_UNKNOWN,
    ),
    row("NextToken", "DescribeAnomalyDetectors", TOKEN, "Invalid NextToken", NextToken="no token"),
    _not_found("DeleteAnomalyDetector", _DETECTOR, "none", AnomalyDetectorId="none"),
    Refusal(
        "unknown metric",
        "DeleteAnomalyDetector",
        {"SingleMetricAnomalyDetector": _UNKNOWN},
        "ResourceNotFoundException",
        "",
        fields={"ResourceType": _DETECTOR, "ResourceId": '["shop", "unknown", [], "Sum"]'},
    ),
    row(
        "no metric",
        "DeleteAnomalyDetector",
        MISSING,
        "The parameter Namespace is required.\n",
        SingleMetricAnomalyDetector=None,
    ),
    row(
        "two metrics",
        "DeleteAnomalyDetector",
        COMBINATION,
        "The parameters SingleMetricAnomalyDetector and MetricName are mutually exclusive and you have specified both.",
        **_UNKNOWN,
    ),
)
