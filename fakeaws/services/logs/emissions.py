"""What metric filters made of events, by the minute, until somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from fakeaws.aws.metrics import MINUTE_US, Datum, Dimensions

if TYPE_CHECKING:
    from fakeaws.services.logs.events import Event
    from fakeaws.services.logs.metric_filters import MetricFilter

_MINUTE_MS = 60_000
#: Namespace, name, unit, dimensions.
Key = tuple[str, str, str, Dimensions]


class Emissions:
    """Values by minute of the events' timestamps, metric and value: how often."""

    def __init__(self) -> None:
        self._minutes: dict[int, dict[Key, dict[float, int]]] = {}
        self._defaults: dict[int, dict[Key, float]] = {}

    def take(self, filters: Iterable[MetricFilter], events: Sequence[Event]) -> None:
        """Count the matching ones of events that came in."""
        for filter in filters:
            default = filter.default
            for event in events:
                minute = event.timestamp // _MINUTE_MS
                taken = filter.taken_from(event.message)
                if taken is not None:
                    key = (filter.namespace, filter.metric, filter.unit, taken[0])
                    counts = self._minutes.setdefault(minute, {}).setdefault(key, {})
                    counts[taken[1]] = counts.get(taken[1], 0) + 1
                elif default is not None:
                    key = (filter.namespace, filter.metric, filter.unit, filter.system_dimensions)
                    self._defaults.setdefault(minute, {})[key] = default

    def until(self, wall_us: int) -> Iterator[Datum]:
        """What minutes have that ended by then; each is told once, oldest minute first."""
        ended = wall_us // MINUTE_US
        for minute in sorted({*self._minutes, *self._defaults}):
            if minute >= ended:
                break
            metrics = self._minutes.pop(minute, {})
            defaults = self._defaults.pop(minute, {})
            for key in sorted({*metrics, *defaults}):
                counts = metrics.get(key) or {defaults[key]: 1}
                namespace, name, unit, dimensions = key
                values = sorted(counts)
                yield Datum(
                    namespace,
                    name,
                    dimensions,
                    minute * MINUTE_US,
                    unit,
                    tuple(values),
                    tuple(float(counts[value]) for value in values),
                )
