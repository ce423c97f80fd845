"""`GetMetricData`: many metrics and expressions over one time, by pages of data points."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from fakeaws.aws.paging import BadToken, page
from fakeaws.aws.timestamps import given_us
from fakeaws.services.cloudwatch import errors
from fakeaws.services.cloudwatch.labels import Labels
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
    parts = _parts(reading, request, Labels(request.queries, service.account, service.region))
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


def _parts(reading: Reading, request: DataRequest, labels: Labels) -> list[_Part]:
    """All series of the request, in the order of the queries, points in the order asked for."""
    parts: list[_Part] = []
    for query in request.queries:
        if not query.return_data and query.stat is not None:
            continue
        found = reading.series(query)  # of a hidden expression, too: AWS refuses bad ones
        for series in found if query.return_data else ():
            points = list(series.points.items())
            if not request.ascending:
                points.reverse()
            parts.append(_Part(query, labels.of(query, series, len(found)), points))
    return parts


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
