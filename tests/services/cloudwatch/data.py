"""What the CloudWatch tests share: data put at a minute of the world, and read back in a few numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

#: When a world begins.
START = datetime(2026, 1, 5, tzinfo=timezone.utc)


def minute(number: float) -> datetime:
    """So many minutes after the world's begin."""
    return START + timedelta(minutes=number)


def put(cloudwatch: Any, name: str, at: float, *values: float, **members: Any) -> None:
    """One datum of the namespace ``shop``: its values (with ``Counts``, if given), or another form in ``members``."""
    datum = {"MetricName": name, "Timestamp": minute(at), **members}
    if len(values) == 1 and "Counts" not in members:
        datum["Value"] = values[0]
    elif values:
        datum["Values"] = list(values)
    cloudwatch.put_metric_data(Namespace="shop", MetricData=[datum])


def statistics(
    cloudwatch: Any, name: str, *stats: str, begin: float = 0, end: float = 10, period: int = 60, **more: Any
) -> list[dict[str, Any]]:
    """Datapoints of `GetMetricStatistics`, with minutes after the begin in place of times."""
    simple = {"SampleCount", "Sum", "Average", "Minimum", "Maximum"}
    member = "Statistics" if set(stats) <= simple else "ExtendedStatistics"
    answer = cloudwatch.get_metric_statistics(
        Namespace="shop",
        MetricName=name,
        StartTime=minute(begin),
        EndTime=minute(end),
        Period=period,
        **{member: list(stats)},
        **more,
    )
    assert answer["Label"] == name
    return [{**point, "Timestamp": after_start(point["Timestamp"])} for point in answer["Datapoints"]]


def after_start(moment: datetime) -> float:
    """Minutes after the world's begin."""
    return (moment - START) / timedelta(minutes=1)


def query(id: str, name: str, stat: str = "Sum", period: int = 60, **members: Any) -> dict[str, Any]:
    """A metric of `GetMetricData`."""
    metric = {"Metric": {"Namespace": "shop", "MetricName": name}, "Period": period, "Stat": stat}
    unit = members.pop("Unit", None)
    return {"Id": id, "MetricStat": {**metric, **({"Unit": unit} if unit else {})}, **members}


def data(
    cloudwatch: Any, *queries: dict[str, Any], begin: float = 0, end: float = 10, **more: Any
) -> list[dict[str, Any]]:
    """Results of `GetMetricData`, oldest first unless told otherwise."""
    answer = cloudwatch.get_metric_data(
        MetricDataQueries=list(queries),
        StartTime=minute(begin),
        EndTime=minute(end),
        **{"ScanBy": "TimestampAscending", **more},
    )
    assert answer["Messages"] == []
    results: list[dict[str, Any]] = answer["MetricDataResults"]
    return results


def series(result: dict[str, Any]) -> dict[float, float]:
    """A result's values by minutes after the begin."""
    times: Sequence[datetime] = result["Timestamps"]
    return dict(zip((after_start(at) for at in times), result["Values"]))
