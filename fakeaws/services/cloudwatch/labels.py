"""How the results of `GetMetricData` are labelled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fakeaws.services.cloudwatch.metrics.retention import SECOND_US

if TYPE_CHECKING:
    from fakeaws.services.cloudwatch.math.values import TimeSeries
    from fakeaws.services.cloudwatch.queries import MetricStat, Query

_PART = re.compile(r"\$\{(?:LABEL|PROP\(\s*'([^']*)'\s*\))\}")


class Labels:
    """The labels of one request. Where its metrics differ in statistic or period, default labels say so."""

    def __init__(self, queries: Sequence[Query], account: str, region: str) -> None:
        stats = [query.stat for query in queries if query.stat is not None]
        self._add_stat = any(each.stat != stats[0].stat for each in stats)
        self._add_period = any(each.period_us != stats[0].period_us for each in stats)
        self._account = account
        self._region = region

    def of(self, query: Query, series: TimeSeries, count: int) -> str:
        """Of one of the ``count`` series of a query."""
        if query.stat is not None:
            default = self._default(query.stat)
            return default if query.label is None else self._filled_in(query.label, query.stat, default)
        if count == 1:
            return query.label or query.id
        return f"{query.label} {series.label}" if query.label else series.label

    def _default(self, stat: MetricStat) -> str:
        words = [stat.metric.name]
        if self._add_stat:
            words.append(stat.stat)
        if self._add_period:
            words.append(str(stat.period_us // SECOND_US))
        return " ".join(words)

    def _filled_in(self, label: str, stat: MetricStat, default: str) -> str:
        """``${LABEL}`` and ``${PROP('…')}`` replaced; what is not known of these stays."""
        if "${" not in label:
            return label
        properties = {
            "AccountId": self._account,
            "MetricName": stat.metric.name,
            "Namespace": stat.metric.namespace,
            "Period": str(stat.period_us // SECOND_US),
            "Region": self._region,
            "Stat": stat.stat,
            **{f"Dim.{name}": value for name, value in stat.metric.dimensions},
        }

        def value(found: re.Match[str]) -> str:
            return default if found[1] is None else properties.get(found[1], found[0])

        return _PART.sub(value, label)
