"""Refusals of PutMetricData (2.1), ListMetrics (2.3), GetMetricStatistics (3.3), GetMetricData (3.4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fakeaws.services.cloudwatch.metrics.units import UNITS
from tests.conformance.cloudwatch import furniture as f
from tests.conformance.cloudwatch.rows import COMBINATION, MISSING, TOKEN, VALIDATION, VALUE, broken, lacking, row
from tests.conformance.contract import Refusal

_SET = {"SampleCount": 2.0, "Sum": 3.0, "Minimum": 1.0, "Maximum": 2.0}
_NOW = f.START + timedelta(seconds=1)
_PAST = "must specify a time within the past two weeks."
_FUTURE = "must specify a time no more than two hours in the future."
_DATUM = "MetricData.member.1"


def _datum(id: str, shape: str, message: str, **members: Any) -> Refusal:
    """Data of which only one is bad."""
    return row(id, "PutMetricData", shape, message, MetricData=[{"MetricName": "orders", **members}])


def _both(first: str, second: str, **members: Any) -> Refusal:
    text = f"The parameters {_DATUM}.{first} and {_DATUM}.{second} are mutually exclusive and you have specified both."
    return _datum(f"{first} and {second}", COMBINATION, text, **members)


def _number(value: float, text: str, parameter: str = "Value", **members: Any) -> Refusal:
    message = f"The value {text} for parameter {_DATUM}.{parameter} is invalid."
    return _datum(f"{parameter} {text}", VALUE, message, **(members or {parameter: value}))


def _statistics(id: str, shape: str, message: str, **changed: Any) -> Refusal:
    return row(id, "GetMetricStatistics", shape, message, **changed)


def _query(id: str, message: str, **members: Any) -> Refusal:
    """A request with one query in which something is changed."""
    stat = {"Metric": f.ORDERS, "Period": 60, "Stat": "Sum"}
    given = {"Id": "m1", "MetricStat": stat, **members}
    kept = {name: value for name, value in given.items() if value is not None}
    return row(id, "GetMetricData", VALIDATION, message, MetricDataQueries=[kept])


def _expression(expression: str, text: str, *more: dict[str, Any]) -> Refusal:
    metric = {"Id": "m1", "MetricStat": {"Metric": f.ORDERS, "Period": 60, "Stat": "Sum"}}
    queries = [metric, *more, {"Id": "e1", "Expression": expression}]
    message = f"Error in expression 'e1': {text}"
    return row(f"expression {expression}", "GetMetricData", VALIDATION, message, MetricDataQueries=queries)


_SLOWER = {"Id": "m2", "MetricStat": {"Metric": f.ORDERS, "Period": 300, "Stat": "Sum"}}

TABLE: tuple[Refusal, ...] = (
    lacking("PutMetricData", "Namespace"),
    Refusal(
        "no MetricName",
        "PutMetricData",
        {"Namespace": "shop", "MetricData": [{"MetricName": "a", "Value": 1.0}, {"Value": 1.0}]},
        MISSING,
        "The parameter MetricData.member.2.MetricName is required.\n",
        unchecked=True,
    ),
    row("no data", "PutMetricData", MISSING, "The parameter MetricData is required.\n", MetricData=None),
    _both("Value", "Values", Value=1.0, Values=[1.0]),
    _both("Value", "StatisticValues", Value=0.0, StatisticValues=_SET),
    _both("Values", "StatisticValues", Values=[1.0], StatisticValues=_SET),
    _datum(
        "no value",
        COMBINATION,
        f"At least one of the parameters {_DATUM}.Value and {_DATUM}.StatisticValues must be specified.",
    ),
    _datum(
        "as many counts as values",
        VALUE,
        f"The parameters {_DATUM}.Values and {_DATUM}.Counts must be of the same size.",
        Values=[1.0, 2.0],
        Counts=[1.0],
    ),
    _datum(
        "too many values",
        VALUE,
        f"The collection {_DATUM}.Values must not have a size greater than 150.",
        Values=[float(number) for number in range(151)],
    ),
    _number(float("nan"), "NaN"),
    _number(float("inf"), "Infinity"),
    _number(float("-inf"), "-Infinity"),
    _number(1e120, "1.0E120"),
    _number(-3e108, "-3.0E108"),
    _number(0, "NaN", "Values.member.2", Values=[1.0, float("nan")]),
    _number(0, "-1.0", "Counts.member.1", Values=[1.0], Counts=[-1.0]),
    _number(0, "-1.0", "StatisticValues.SampleCount", StatisticValues={**_SET, "SampleCount": -1.0}),
    _datum(
        "Minimum over Maximum",
        VALUE,
        f"The parameter {_DATUM}.StatisticValues.Maximum must be greater than {_DATUM}.StatisticValues.Minimum.",
        StatisticValues={**_SET, "Minimum": 3.0},
    ),
    _datum(
        "Unit",
        VALUE,
        f"The parameter {_DATUM}.Unit must be a value in the set [ {', '.join(UNITS)} ].",
        Value=1.0,
        Unit="Fortnights",
    ),
    _datum(
        "StorageResolution",
        VALUE,
        f"The parameter {_DATUM}.StorageResolution must be a value in the set [ 1, 60 ].",
        Value=1.0,
        StorageResolution=30,
    ),
    row(
        "more than two weeks ago, among good data",
        "PutMetricData",
        VALUE,
        f"The parameter MetricData.member.2.Timestamp {_PAST}\nThe parameter MetricData.member.4.Timestamp {_FUTURE}",
        MetricData=[
            {"MetricName": "orders", "Value": 1.0},
            {"MetricName": "orders", "Value": 1.0, "Timestamp": _NOW - timedelta(days=14, seconds=1)},
            {"MetricName": "orders", "Value": 1.0, "Timestamp": _NOW - timedelta(days=14)},
            {"MetricName": "orders", "Value": 1.0, "Timestamp": _NOW + timedelta(hours=2, seconds=1)},
            {"MetricName": "orders", "Value": 1.0, "Timestamp": _NOW + timedelta(hours=2)},
        ],
    ),
    row(
        "too many data",
        "PutMetricData",
        VALUE,
        "The collection MetricData must not have a size greater than 1000.",
        MetricData=[{"MetricName": "orders", "Value": 1.0}] * 1001,
    ),
    broken(
        "PutMetricData",
        "namespace",
        ":shop",
        "Member must satisfy regular expression pattern: [^:].*",
        Namespace=":shop",
    ),
    row("NextToken", "ListMetrics", VALUE, "Request parameter NextToken is invalid", NextToken="no token"),
    broken(
        "ListMetrics",
        "recentlyActive",
        "PT4H",
        "Member must satisfy enum value set: [PT3H]",
        RecentlyActive="PT4H",
    ),
    lacking("GetMetricStatistics", "Period"),
    _statistics("no statistics", COMBINATION, "Must specify either Statistics or ExtendedStatistics", Statistics=None),
    _statistics(
        "both kinds of statistics",
        COMBINATION,
        "The parameters Statistics and ExtendedStatistics are mutually exclusive and you have specified both.",
        ExtendedStatistics=["p90"],
    ),
    _statistics(
        "unknown statistic",
        VALUE,
        "The value p101 for parameter ExtendedStatistics.member.2 is not supported.",
        Statistics=None,
        ExtendedStatistics=["p90", "p101"],
    ),
    _statistics(
        "Start after End",
        VALUE,
        "The parameter StartTime must be less than the parameter EndTime.",
        EndTime=f.START - 2 * f.HOUR,
    ),
    _statistics(
        "Start at End but for a part of a second",
        VALUE,
        "The parameter StartTime must not equal parameter EndTime.",
        EndTime=f.TIMES["StartTime"] + timedelta(milliseconds=900),
    ),
    _statistics("Period", VALUE, "The parameter Period must be a multiple of 60.", Period=90),
    _statistics(
        "too many points",
        COMBINATION,
        "You have requested up to 86400 datapoints, which exceeds the limit of 1440. You may reduce the datapoints "
        "requested by increasing Period, or decreasing the time range.",
        Period=1,
        StartTime=f.START - 24 * f.HOUR,
        EndTime=f.START,
    ),
    row("NextToken", "GetMetricData", TOKEN, "Invalid NextToken", NextToken="no token"),
    row(
        "End before Start",
        "GetMetricData",
        VALIDATION,
        "The parameter EndTime must be greater than StartTime.",
        EndTime=f.START - 2 * f.HOUR,
    ),
    row(
        "End at Start",
        "GetMetricData",
        VALIDATION,
        "The parameter StartTime must not equal parameter EndTime.",
        EndTime=f.TIMES["StartTime"],
    ),
    row(
        "MaxDatapoints",
        "GetMetricData",
        VALIDATION,
        "The parameter MaxDatapoints must be between 1 and 100800.",
        MaxDatapoints=100_801,
    ),
    row(
        "too many queries",
        "GetMetricData",
        VALIDATION,
        "The collection MetricDataQueries must not have a size greater than 500.",
        MetricDataQueries=[{"Id": f"e{number}", "Expression": "METRICS()"} for number in range(501)],
    ),
    row(
        "ids alike",
        "GetMetricData",
        VALIDATION,
        "The values for parameter id in MetricDataQueries are not unique.",
        MetricDataQueries=[_SLOWER, _SLOWER],
    ),
    _query(
        "Id",
        "The value M1 for parameter MetricDataQueries.member.1.Id is not matching the expected pattern "
        "^[a-z][a-zA-Z0-9_]*$.",
        Id="M1",
    ),
    _query(
        "neither metric nor expression",
        "The parameter MetricDataQueries.member.1.MetricStat is required.\n",
        MetricStat=None,
    ),
    _query(
        "metric and expression",
        "The parameters MetricDataQueries.member.1.Expression and MetricDataQueries.member.1.MetricStat are mutually "
        "exclusive and you have specified both.",
        Expression="m2",
    ),
    _query(
        "no metric name",
        "The parameter MetricDataQueries.member.1.MetricStat.Metric.MetricName is required.\n",
        MetricStat={"Metric": {"Namespace": "shop"}, "Period": 60, "Stat": "Sum"},
    ),
    _query(
        "Period",
        "The parameter MetricDataQueries.member.1.MetricStat.Period must be a multiple of 60.",
        MetricStat={"Metric": f.ORDERS, "Period": 61, "Stat": "Sum"},
    ),
    _query(
        "Stat",
        "The value Total for parameter MetricDataQueries.member.1.MetricStat.Stat is not supported.",
        MetricStat={"Metric": f.ORDERS, "Period": 60, "Stat": "Total"},
    ),
    _expression("m1 + m3", "Undefined variable 'm3'"),
    _expression("TOTAL(m1)", "Function 'TOTAL' not found"),
    _expression("m1 +", "Unexpected end of expression"),
    _expression("m1 )", "Unexpected token ')' at position 3"),
    _expression("m1 % 2", "Unexpected character '%' at position 3"),
    _expression("RATE()", "Function 'RATE' does not take 0 argument(s)"),
    _expression("METRICS() / METRICS()", "Unsupported operand type(s) for /: 'Array[TimeSeries], Array[TimeSeries]'"),
    _expression("RATE(1)", "Unsupported operand type(s) for RATE: 'Scalar'"),
    _expression("m1 + m2", "Metrics of different periods cannot be combined: [60, 300]", _SLOWER),
    _expression("SUM(m1)", "The expression must return a time series or an array of time series"),
    _expression("e1 + m1", "Circular reference to 'e1'"),
    _expression("(" * 60 + "m1" + ")" * 60, "The expression is nested too deeply"),
)
