"""`GetMetricData`: many metrics and expressions over one time, by pages of data points."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from fakeaws.aws.paging import BadToken, page
from fakeaws.aws.timestamps import given_us
from fakeaws.services.cloudwatch import errors
from fakeaws.services.cloudwatch.math.values import TimeSeries
from fakeaws.services.cloudwatch.metrics.retention import SECOND_US, rounded_start
from fakeaws.services.cloudwatch.queries import Query, queries_of
from fakeaws.services.cloudwatch.reading import Reading
from fakeaws.simulation.clock import from_us

if TYPE_CHECKING:
    from fakeaws.aws.service import Result
    from fakeaws.services.cloudwatch.operations.base import CloudWatchBase

MAX_POINTS = 100_800


class DataRequest(NamedTuple):
    """A request that AWS would answer."""

    queries: list[Query]
    start_us: int
    end_us: int
    ascending: bool
    limit: int
    token: str | None
    #: What a token belongs to.
    scope: str

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> DataRequest:
        """Raises AWS's refusals."""
        queries = queries_of(params["MetricDataQueries"])
        start_us, end_us = (given_us(params[name]) // SECOND_US * SECOND_US for name in ("StartTime", "EndTime"))
        if start_us == end_us:
            raise errors.validation_error("The parameter StartTime must not equal parameter EndTime.")
        if start_us > end_us:
            raise errors.validation_error("The parameter EndTime must be greater than StartTime.")
        limit = params.get("MaxDatapoints") or MAX_POINTS
        if not 1 <= limit <= MAX_POINTS:
            raise errors.validation_error(f"The parameter MaxDatapoints must be between 1 and {MAX_POINTS}.")
        ascending = params.get("ScanBy") == "TimestampAscending"
        scope = json.dumps([params["MetricDataQueries"], start_us, end_us, ascending], sort_keys=True, default=str)
        return cls(queries, start_us, end_us, ascending, limit, params.get("NextToken"), scope)


class _Part(NamedTuple):
    """A series of the answer, and which of its points go on this page."""

    query: Query
    label: str
    points: list[tuple[int, float]]


def answer(service: CloudWatchBase, request: DataRequest) -> Result:
    """One page: results follow each other, and a page ends where it has as many points as it may."""
    now_us = service.world.wall_us
    reading = Reading(
        service,
        request.queries,
        lambda period_us: rounded_start(request.start_us, now_us, period_us),
        request.end_us,
    )
    parts = _parts(reading, request)
    places = [(number, index) for number, part in enumerate(parts) for index in range(len(part.points))]
    try:
        shown, token = page(
            places, limit=request.limit, token=request.token, key=lambda place: place, scope=request.scope
        )
    except BadToken:
        raise errors.invalid_next_token() from None
    on_page: dict[int, list[int]] = {}
    for number, index in shown:
        on_page.setdefault(number, []).append(index)
    if request.token is None:  # what has no data at all is told on the first page
        on_page.update({number: [] for number, part in enumerate(parts) if not part.points})
    found: Result = {
        "MetricDataResults": [_result(parts[number], on_page[number], reading) for number in sorted(on_page)],
        "Messages": [],
    }
    if token is not None:
        found["NextToken"] = token
    return found


def _parts(reading: Reading, request: DataRequest) -> list[_Part]:
    """All series of the request, in the order of the queries, points in the order asked for."""
    add_stat, add_period = _told_apart_by(request.queries)
    parts: list[_Part] = []
    for query in request.queries:
        series = reading.series(query) if query.return_data or query.stat is None else []
        for each in series if query.return_data else ():
            points = list(each.points.items())
            if not request.ascending:
                points.reverse()
            parts.append(_Part(query, _label(query, each, len(series), add_stat, add_period), points))
    return parts


def _told_apart_by(queries: list[Query]) -> tuple[bool, bool]:
    """Whether the metrics of a request differ in statistic, and in period: default labels say so."""
    stats = [query.stat for query in queries if query.stat is not None]
    return any(each.stat != stats[0].stat for each in stats), any(
        each.period_us != stats[0].period_us for each in stats
    )


def _label(query: Query, series: TimeSeries, count: int, add_stat: bool, add_period: bool) -> str:
    if query.stat is None:
        if count == 1:
            return query.label or query.id
        return f"{query.label} {series.label}" if query.label else series.label
    if query.label is not None:
        return query.label
    words = [query.stat.metric.name]
    if add_stat:
        words.append(query.stat.stat)
    if add_period:
        words.append(str(query.stat.period_us // SECOND_US))
    return " ".join(words)


def _result(part: _Part, indexes: list[int], reading: Reading) -> dict[str, Any]:
    points = [part.points[index] for index in indexes]
    complete = not part.points or indexes[-1] == len(part.points) - 1
    result: dict[str, Any] = {
        "Id": part.query.id,
        "Label": part.label,
        "Timestamps": [from_us(at) for at, _ in points],
        "Values": [value for _, value in points],
        "StatusCode": "Complete" if complete else "PartialData",
    }
    units = reading.units.get(part.query.id, [])
    if len(units) > 1:
        text = f"Multiple units returned: '[{', '.join(units)}]'"
        result["Messages"] = [{"Code": "MultipleUnits", "Value": text}]
    return result
