"""MetricDataQueries of `GetMetricData` and of alarms, checked and read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from fakeaws.services.cloudwatch import errors
from fakeaws.services.cloudwatch.math import evaluating
from fakeaws.services.cloudwatch.metrics.statistics import Statistic, statistic
from fakeaws.services.cloudwatch.metrics.store import MetricId

MAX_QUERIES = 500
_ID = re.compile(r"[a-z][a-zA-Z0-9_]*")
_SHORT_PERIODS = (1, 5, 10, 20, 30)


class MetricStat(NamedTuple):
    """A statistic of a metric."""

    metric: MetricId
    period_us: int
    #: By AWS's name, and what computes it.
    stat: str
    statistic: Statistic
    unit: str | None


class Query(NamedTuple):
    """A metric's statistic or, where there is no ``stat``, an expression."""

    id: str
    stat: MetricStat | None
    expression: str
    label: str | None
    return_data: bool
    #: As the query has it beside its metric; ``None`` without.
    period_us: int | None


def metric_id(namespace: str, name: str, dimensions: Sequence[Mapping[str, str]] | None) -> MetricId:
    """The identity of a metric, from a request's members."""
    return MetricId(namespace, name, tuple(sorted((each["Name"], each["Value"]) for each in dimensions or ())))


def valid_period(seconds: int) -> bool:
    """1, 5, 10, 20, 30 or a multiple of 60."""
    return seconds in _SHORT_PERIODS or (seconds > 0 and seconds % 60 == 0)


def queries_of(given: Sequence[Mapping[str, Any]], parameter: str = "MetricDataQueries") -> list[Query]:
    """The queries of a request; raises AWS's ``ValidationError``. ``parameter`` is what AWS's texts call the list."""
    if len(given) > MAX_QUERIES:
        raise errors.validation_error(f"The collection {parameter} must not have a size greater than {MAX_QUERIES}.")
    queries = [_query(each, f"{parameter}.member.{number}") for number, each in enumerate(given, 1)]
    ids = [query.id for query in queries]
    if len(frozenset(ids)) < len(ids):
        raise errors.validation_error(f"The values for parameter id in {parameter} are not unique.")
    for query in queries:
        if query.stat is None:
            evaluating.check(query, ids)
    return queries


def _query(given: Mapping[str, Any], path: str) -> Query:
    id, stat, expression = given["Id"], given.get("MetricStat"), given.get("Expression")
    if _ID.fullmatch(id) is None:
        raise errors.validation_error(
            f"The value {id} for parameter {path}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$."
        )
    if stat is not None and expression is not None:
        raise errors.validation_error(
            f"The parameters {path}.Expression and {path}.MetricStat are mutually exclusive "
            "and you have specified both."
        )
    if stat is None and expression is None:
        raise errors.validation_error(f"The parameter {path}.MetricStat is required.\n")
    period = given.get("Period")
    if period is not None:
        _check_period(period, f"{path}.Period")
    return Query(
        id,
        None if stat is None else _metric_stat(stat, f"{path}.MetricStat"),
        expression or "",
        given.get("Label"),
        given.get("ReturnData") is not False,
        None if period is None else period * 1_000_000,
    )


def _metric_stat(given: Mapping[str, Any], path: str) -> MetricStat:
    metric = given["Metric"]
    for name in ("Namespace", "MetricName"):
        if not metric.get(name):
            raise errors.validation_error(f"The parameter {path}.Metric.{name} is required.\n")
    _check_period(given["Period"], f"{path}.Period")
    compute = statistic(given["Stat"])
    if compute is None:
        raise errors.validation_error(f"The value {given['Stat']} for parameter {path}.Stat is not supported.")
    return MetricStat(
        metric_id(metric["Namespace"], metric["MetricName"], metric.get("Dimensions")),
        given["Period"] * 1_000_000,
        given["Stat"],
        compute,
        given.get("Unit"),
    )


def _check_period(seconds: int, path: str) -> None:
    if not valid_period(seconds):
        raise errors.validation_error(f"The parameter {path} must be a multiple of 60.")
