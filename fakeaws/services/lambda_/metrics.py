"""Lambda's metrics, worked out from what began, what was refused and what became of asynchronous events.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from fakeaws.aws.metrics import MINUTE_US, Datum, Dimensions
from fakeaws.services.lambda_.names import FunctionReference

if TYPE_CHECKING:
    from fakeaws.services.lambda_.invocations.invocation import Invocation
    from fakeaws.services.lambda_.operations.base import LambdaBase

NAMESPACE = "AWS/Lambda"
_UNITS = {"Duration": "Milliseconds", "AsyncEventAge": "Milliseconds"}


class Begun(NamedTuple):
    """An invocation, and how many ran once it had begun: of its function, of all, of those without a reservation."""

    invocation: Invocation
    of_function: int
    of_account: int
    unreserved: int


class Note(NamedTuple):
    """One value of a metric of the function, alias or version with that ARN, as invoked; or of a mapping."""

    at_us: int
    metric: str
    arn: str
    value: float


class LambdaMetrics:
    """Of one account and region. While nobody looks, it only keeps what it will be worked out from."""

    def __init__(self, service: LambdaBase) -> None:
        self._world = service.world
        #: In the order of their beginning; those that nobody has been told of.
        self.begun: list[Begun] = []
        self._notes: list[Note] = []
        #: Begun before the instant until which all has been told, but not ended then.
        self._open: list[Begun] = []
        self._told_us = 0

    def note(self, metric: str, arn: str, value: float = 1.0) -> None:
        """Something happened now."""
        self._notes.append(Note(self._world.now_us, metric, arn, value))

    def until(self, elapsed_us: int) -> list[Datum]:
        """As `Service.metrics_until`. An invocation counts in the minute of its beginning, once it has ended."""
        offset = self._world.wall_us - self._world.now_us
        until = (elapsed_us + offset) // MINUTE_US * MINUTE_US - offset
        if until <= self._told_us:
            return []
        tally = _Tally(offset)
        for note in _take(self._notes, until):
            tally.add(note.at_us, note.metric, _dimensions(note.arn), note.value)
        fresh = list(_take_begun(self.begun, until))
        for begun in fresh:
            name = begun.invocation.version.function.name
            began = begun.invocation.began_us
            tally.raise_to(began, "ConcurrentExecutions", (("FunctionName", name),), begun.of_function)
            tally.raise_to(began, "ConcurrentExecutions", (), begun.of_account)
            tally.raise_to(began, "UnreservedConcurrentExecutions", (), begun.unreserved)
        running = self._open + fresh
        self._carry_over(tally, running, until, offset)
        self._open = []
        for begun in running:
            ended = begun.invocation.ended_us
            if ended is None or ended >= until:
                self._open.append(begun)
            else:
                _count(tally, begun.invocation, ended)
        self._told_us = until
        return tally.data()

    def _carry_over(self, tally: _Tally, running: list[Begun], until: int, offset: int) -> None:
        """What runs at a minute's beginning counts in that minute, too."""
        levels: dict[tuple[int, str | None], int] = {}
        unreserved: dict[int, int] = {}
        for begun in running:
            invocation = begun.invocation
            function = invocation.version.function
            start = max(invocation.began_us, self._told_us - 1)
            minute = ((start + offset) // MINUTE_US + 1) * MINUTE_US - offset
            end = until if invocation.ended_us is None else min(until, invocation.ended_us)
            while minute < end:
                for name in (None, function.name):
                    levels[minute, name] = levels.get((minute, name), 0) + 1
                if function.reserved_concurrency is None:
                    unreserved[minute] = unreserved.get(minute, 0) + 1
                minute += MINUTE_US
        for (minute, name), level in levels.items():
            tally.raise_to(minute, "ConcurrentExecutions", () if name is None else (("FunctionName", name),), level)
        for minute, level in unreserved.items():
            tally.raise_to(minute, "UnreservedConcurrentExecutions", (), level)


class _Tally:
    """Values of metrics by minute of the wall clock."""

    def __init__(self, offset_us: int) -> None:
        self._offset = offset_us
        self._counts: dict[tuple[int, str, Dimensions], dict[float, int]] = {}

    def add(self, at_us: int, metric: str, everywhere: list[Dimensions], value: float) -> None:
        """One more value."""
        minute = self._minute(at_us)
        for dimensions in everywhere:
            counts = self._counts.setdefault((minute, metric, dimensions), {})
            counts[value] = counts.get(value, 0) + 1

    def raise_to(self, at_us: int, metric: str, dimensions: Dimensions, level: float) -> None:
        """The minute's only value is the highest."""
        key = (self._minute(at_us), metric, dimensions)
        highest = max([level, *self._counts.get(key, {})])
        self._counts[key] = {float(highest): 1}

    def data(self) -> list[Datum]:
        """Oldest minute first."""
        return [
            Datum(
                NAMESPACE,
                metric,
                dimensions,
                minute,
                _UNITS.get(metric, "Count"),
                tuple(counts),
                tuple(counts.values()),
            )
            for (minute, metric, dimensions), counts in sorted(self._counts.items(), key=_minute_of)
        ]

    def _minute(self, at_us: int) -> int:
        return (at_us + self._offset) // MINUTE_US * MINUTE_US


def _minute_of(item: tuple[tuple[int, str, Dimensions], object]) -> int:
    return item[0][0]


def _count(tally: _Tally, invocation: Invocation, ended_us: int) -> None:
    everywhere = _dimensions(invocation.invoked_arn, invocation.version.number)
    began = invocation.began_us
    tally.add(began, "Invocations", everywhere, 1.0)
    tally.add(began, "Errors", everywhere, 1.0 if invocation.failed else 0.0)
    tally.add(began, "Throttles", everywhere, 0.0)
    tally.add(began, "Duration", everywhere, (ended_us - began) / 1000)


def _dimensions(arn: str, executed: str | None = None) -> list[Dimensions]:
    """For all functions, the function, and what was invoked; of an alias, also by the version that ran."""
    _, is_mapping, uuid = arn.partition(":event-source-mapping:")
    if is_mapping:
        return [(("EventSourceMappingUUID", uuid),)]
    reference = FunctionReference.parse(arn)
    qualifier = reference.qualifier
    named = qualifier is not None and qualifier != "$LATEST"
    by_name: Dimensions = (("FunctionName", reference.name),)
    resource = f"{reference.name}:{qualifier}" if named else reference.name
    found: list[Dimensions] = [(), by_name, (*by_name, ("Resource", resource))]
    if executed is not None and named and executed != qualifier:
        found.append((("ExecutedVersion", executed), *by_name, ("Resource", resource)))
    return found


def _take(notes: list[Note], until_us: int) -> Iterator[Note]:
    """Those before an instant, which are taken from the list; they stand in the order of time."""
    number = next((number for number, note in enumerate(notes) if note.at_us >= until_us), len(notes))
    taken = notes[:number]
    del notes[:number]
    yield from taken


def _take_begun(begun: list[Begun], until_us: int) -> Iterator[Begun]:
    number = next((number for number, each in enumerate(begun) if each.invocation.began_us >= until_us), len(begun))
    taken = begun[:number]
    del begun[:number]
    yield from taken
