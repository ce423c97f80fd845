"""What services emit as metrics: a `Datum` is one metric's values of one whole minute, or at one instant.

A service keeps no metrics while nobody looks. Whoever does (CloudWatch) asks each service for what is new since it asked
last, `Service.metrics_until`; the service works that out from what it holds and from the timeline.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

MINUTE_US = 60_000_000

#: ``((name, value), …)``, sorted by name.
Dimensions: TypeAlias = "tuple[tuple[str, str], ...]"


class Datum(NamedTuple):
    """Values of one metric: as `PutMetricData` takes them, ``values[i]`` seen ``counts[i]`` times (once each if empty).

    ``wall_us``: microseconds since 1970 in the world; for what is counted by the minute, its begin.
    ``unit``: CloudWatch's word, such as ``Count``, ``Seconds``, ``Milliseconds``.
    """

    namespace: str
    name: str
    dimensions: Dimensions
    wall_us: int
    unit: str
    values: tuple[float, ...]
    counts: tuple[float, ...] = ()
