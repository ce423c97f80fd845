"""Refusals of metric filters and subscription filters."""

from __future__ import annotations

from typing import Any

from tests.conformance.contract import Refusal, Stage
from tests.conformance.logs import furniture as f
from tests.conformance.logs.refusals import BAD_TOKEN, LIMIT, NOT_FOUND, invalid, no_group, row
from tests.support.functions import listening_functions

_IA = "This operation is not supported for the INFREQUENT_ACCESS log group class."
_OPERATION = "InvalidOperationException"
_TRANSFORMATION = "Invalid metric transformation: "


def _full_of_metrics(on: Stage) -> None:
    for number in range(99):
        on.ask(
            "PutMetricFilter",
            logGroupName=f.ORDERS,
            filterName=str(number),
            filterPattern="",
            metricTransformations=[f.TRANSFORMATION],
        )


def _full_of_subscriptions(on: Stage) -> None:
    with listening_functions():
        for name in ("one", "two"):
            on.ask(
                "PutSubscriptionFilter",
                logGroupName=f.ORDERS,
                filterName=name,
                filterPattern="",
                destinationArn=f.FUNCTION,
            )


def _metric(id: str, message: str, pattern: str = f.PATTERN, **changed: Any) -> Refusal:
    return invalid(
        id,
        "PutMetricFilter",
        message,
        filterPattern=pattern,
        metricTransformations=[{**f.TRANSFORMATION, **changed}],
    )


_METRICS = (
    no_group("PutMetricFilter"),
    row("rare access", "PutMetricFilter", _OPERATION, _IA, logGroupName=f.RARE),
    row("too many", "PutMetricFilter", LIMIT, "Resource limit exceeded.", _full_of_metrics),
    invalid("bad pattern", "PutMetricFilter", "Invalid filter pattern", filterPattern="{ $.a = }"),
    _metric(
        "dimensions and default",
        _TRANSFORMATION + "dimensions and default value are mutually exclusive properties.",
        dimensions={"A": "$.a"},
        defaultValue=0,
    ),
    _metric(
        "dimensions of terms", "The specified filter pattern does not support dimensions", "a", dimensions={"A": "$a"}
    ),
    _metric(
        "four dimensions",
        _TRANSFORMATION + "at most 3 dimensions are allowed",
        dimensions=dict.fromkeys("ABCD", "$.a"),
    ),
    _metric("unknown column", _TRANSFORMATION + "unknown field '$c'", "[a, b]", dimensions={"C": "$c"}),
    _metric("value of terms", _TRANSFORMATION + "unknown field '$.a'", "a", metricValue="$.a"),
    _metric("value no number", _TRANSFORMATION + "'x' is neither a number nor a field", metricValue="x"),
    invalid(
        "unknown system field",
        "PutMetricFilter",
        "Invalid system field '@aws.x'. Valid values are: [@aws.account, @aws.region]",
        emitSystemFieldDimensions=["@aws.x"],
    ),
    no_group("DescribeMetricFilters"),
    invalid(
        "metric without namespace",
        "DescribeMetricFilters",
        "metricName and metricNamespace must be specified together.",
        metricName="a",
    ),
    no_group("DeleteMetricFilter"),
    row("no filter", "DeleteMetricFilter", NOT_FOUND, "The specified metric filter does not exist.", filterName="none"),
    invalid(
        "bad name",
        "DeleteMetricFilter",
        "1 validation error detected: Value 'a:b' at 'filterName' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: [^:*]*",
        filterName="a:b",
    ),
    invalid("bad pattern", "TestMetricFilter", "Invalid filter pattern", filterPattern="{ a = 1 }"),
)

_SUBSCRIPTIONS = (
    no_group("PutSubscriptionFilter"),
    row("rare access", "PutSubscriptionFilter", _OPERATION, _IA, logGroupName=f.RARE),
    row("too many", "PutSubscriptionFilter", LIMIT, "Resource limit exceeded.", _full_of_subscriptions),
    invalid("no ARN", "PutSubscriptionFilter", "destinationArn is not a valid ARN", destinationArn="x"),
    invalid("bad pattern", "PutSubscriptionFilter", "Invalid filter pattern", filterPattern="{}"),
    no_group("DescribeSubscriptionFilters"),
    invalid("bad token", "DescribeSubscriptionFilters", BAD_TOKEN, nextToken="x"),
    no_group("DeleteSubscriptionFilter"),
    row("no filter", "DeleteSubscriptionFilter", NOT_FOUND, "The specified subscription filter does not exist."),
    invalid(
        "bad name",
        "DeleteSubscriptionFilter",
        "1 validation error detected: Value 'a:b' at 'filterName' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: [^:*]*",
        filterName="a:b",
    ),
)

TABLE: tuple[Refusal, ...] = (*_METRICS, *_SUBSCRIPTIONS)
