"""Which metrics `ListMetrics` shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from fakeaws.services.cloudwatch.metrics.retention import LISTED_US, RECENT_US
from fakeaws.services.cloudwatch.metrics.store import Metric, MetricId

PAGE = 500


class Filter(NamedTuple):
    """What is asked for: the metrics that have at least these dimensions, and data since then."""

    namespace: str | None
    name: str | None
    #: Name and value; any value for ``None``.
    dimensions: tuple[tuple[str, str | None], ...]
    age_us: int
    now_us: int

    @classmethod
    def of(cls, params: Mapping[str, Any], now_us: int) -> Filter:
        """The filter of a request."""
        dimensions = tuple((each["Name"], each.get("Value")) for each in params.get("Dimensions") or ())
        age_us = RECENT_US if params.get("RecentlyActive") else LISTED_US
        return cls(params.get("Namespace"), params.get("MetricName"), dimensions, age_us, now_us)

    def __str__(self) -> str:
        """The same for every page of a listing, whenever it is asked for."""
        return repr(self[:-1])

    def takes(self, metric: Metric) -> bool:
        """Whether the metric is asked for."""
        namespace, name, dimensions = metric.id
        if self.namespace not in (None, namespace) or self.name not in (None, name):
            return False
        if self.now_us - metric.latest_us > self.age_us:
            return False
        there = dict(dimensions)
        return all(key in there and value in (None, there[key]) for key, value in self.dimensions)


def shown(id: MetricId) -> dict[str, Any]:
    """A metric as the model has it."""
    dimensions = [{"Name": name, "Value": value} for name, value in id.dimensions]
    return {"Namespace": id.namespace, "MetricName": id.name, "Dimensions": dimensions}
