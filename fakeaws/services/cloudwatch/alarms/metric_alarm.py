"""An alarm that watches a metric or a metric math expression."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fakeaws.aws.metrics import Dimensions
from fakeaws.services.cloudwatch.alarms.alarm import Alarm
from fakeaws.services.cloudwatch.alarms.verdicts import State, Treatment
from fakeaws.services.cloudwatch.metrics.store import MetricId
from fakeaws.services.cloudwatch.queries import metric_id

if TYPE_CHECKING:
    from fakeaws.services.cloudwatch.operations.base import CloudWatchBase

_COMPARES: Mapping[str, Callable[[float, float], bool]] = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}

#: Their alarms keep their state while data are missing, whatever they say of it.
_IGNORING_NAMESPACE = "AWS/DynamoDB"


class MetricAlarm(Alarm):
    """A metric alarm.

    Either ``metric`` and ``stat`` are what it watches, or ``queries`` are, of which one returns data.
    """

    kind = "MetricAlarm"
    shown = (
        "AlarmDescription",
        "MetricName",
        "Namespace",
        "Statistic",
        "ExtendedStatistic",
        "Period",
        "Unit",
        "EvaluationPeriods",
        "DatapointsToAlarm",
        "Threshold",
        "ComparisonOperator",
        "TreatMissingData",
        "EvaluateLowSampleCountPercentile",
        "Metrics",
        "EvaluationWindow",
    )

    def __init__(self, service: CloudWatchBase, params: Mapping[str, Any], wall_us: int) -> None:
        super().__init__(service, params, wall_us)
        #: What Lambda functions are told for the id of its metric, where it has no queries with ids of their own.
        self.query_id = service.alarms.new_id()
        #: Whether it was evaluated at all.
        self.evaluated = False

    def configure(self, params: Mapping[str, Any], wall_us: int) -> None:
        super().configure(params, wall_us)
        settings = self.settings
        self.queries: Sequence[Mapping[str, Any]] = settings.get("Metrics", ())
        self.metric: MetricId | None = None
        if not self.queries:
            self.metric = metric_id(settings["Namespace"], settings["MetricName"], settings.get("Dimensions"))
        self.stat: str = settings.get("Statistic") or settings.get("ExtendedStatistic") or ""
        self.unit: str | None = settings.get("Unit")
        self.period = period_of(settings)
        self.period_us = self.period * 1_000_000
        self.n: int = settings["EvaluationPeriods"]
        self.m: int = settings.get("DatapointsToAlarm") or self.n
        self.threshold = float(settings["Threshold"])
        self.comparison: str = settings["ComparisonOperator"]
        self._compare = _COMPARES[self.comparison]
        #: Every metric that it looks at.
        self.metrics: tuple[MetricId, ...] = tuple(_metrics_of(self.queries)) if self.metric is None else (self.metric,)
        treatment: Treatment = settings.get("TreatMissingData", "missing")
        dynamo = any(metric.namespace == _IGNORING_NAMESPACE for metric in self.metrics)
        self.treatment: Treatment = "ignore" if dynamo else treatment
        #: Whether it was evaluated without any data, and nothing has happened since that could change what came out.
        self.quiet = False

    @property
    def interval_us(self) -> int:
        """How often it is evaluated."""
        return 60_000_000 if self.period_us % 60_000_000 == 0 else 10_000_000

    @property
    def needs_samples(self) -> float:
        """How many samples a period must have for its point to be judged: 0 unless low sample counts are ignored."""
        if self.settings.get("EvaluateLowSampleCountPercentile") != "ignore" or not self.stat.startswith("p"):
            return 0.0
        part = float(self.stat[1:]) / 100
        rest = 1 - part if part >= 0.5 else part
        return round(10 / rest, 6) if rest else 0.0

    def breaches(self, value: float) -> bool:
        """Whether a value is beyond the threshold."""
        return self._compare(value, self.threshold)

    def has_action_of(self, service: str, state: State) -> bool:
        """Whether an action of that state is an ARN of that service."""
        return any(arn.split(":")[2:3] == [service] for arn in self.actions(state))

    @property
    def dimensions(self) -> Dimensions:
        """Of its metric, as they were given."""
        return tuple((each["Name"], each["Value"]) for each in self.settings.get("Dimensions", ()))

    def described(self) -> dict[str, Any]:
        shown = super().described()
        shown["Dimensions"] = [{"Name": name, "Value": value} for name, value in self.dimensions]
        shown["Threshold"] = self.threshold
        if self.queries:
            shown["Metrics"] = [_described_query(query) for query in self.queries]
        return shown

    def in_history(self) -> dict[str, Any]:
        settings = self.settings
        found: dict[str, Any] = {
            "namespace": settings.get("Namespace"),
            "metricName": settings.get("MetricName"),
            "statistic": settings.get("Statistic"),
            "extendedStatistic": settings.get("ExtendedStatistic"),
            "period": settings.get("Period"),
            "unit": self.unit,
            "treatMissingData": settings.get("TreatMissingData"),
            "datapointsToAlarm": settings.get("DatapointsToAlarm"),
        }
        shown = {name: value for name, value in found.items() if value is not None}
        if self.queries:
            shown["metrics"] = [lower_camel(query) for query in self.queries]
        else:
            shown["dimensions"] = [{"value": value, "name": name} for name, value in self.dimensions]
        shown["threshold"] = self.threshold
        shown["comparisonOperator"] = self.comparison
        shown["evaluationPeriods"] = self.n
        return shown


def period_of(settings: Mapping[str, Any]) -> int:
    """In seconds: its metric's or, of a metric math alarm, the longest of what it looks at."""
    queries: Sequence[Mapping[str, Any]] = settings.get("Metrics") or ()
    if not queries:
        period: int = settings["Period"]
        return period
    own: list[int] = [
        query["Period"] for query in queries if query.get("Period") and query.get("ReturnData") is not False
    ]
    every: list[int] = [query["MetricStat"]["Period"] for query in queries if query.get("MetricStat")]
    return max(own or every or [60])


def _metrics_of(queries: Sequence[Mapping[str, Any]]) -> list[MetricId]:
    found = [query["MetricStat"]["Metric"] for query in queries if query.get("MetricStat")]
    return [metric_id(each["Namespace"], each["MetricName"], each.get("Dimensions")) for each in found]


def _described_query(query: Mapping[str, Any]) -> dict[str, Any]:
    shown = {**query, "ReturnData": query.get("ReturnData") is not False}
    if "MetricStat" in query:
        metric = query["MetricStat"]["Metric"]
        shown["MetricStat"] = {**query["MetricStat"], "Metric": {**metric, "Dimensions": metric.get("Dimensions", [])}}
    return shown


def lower_camel(part: Any) -> Any:
    """Nested parameters with the first letters of their names in lower case, as history and events have them."""
    if isinstance(part, Mapping):
        return {f"{name[:1].lower()}{name[1:]}": lower_camel(value) for name, value in part.items()}
    return [lower_camel(each) for each in part] if isinstance(part, list) else part
