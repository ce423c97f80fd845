"""Expressions worked out over the queries of one request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from fakeaws.errors import NotSupportedError
from fakeaws.services.cloudwatch import errors
from fakeaws.services.cloudwatch.math import functions
from fakeaws.services.cloudwatch.math.operators import operate
from fakeaws.services.cloudwatch.math.parsing import (
    SORTED_BY,
    Array,
    Function,
    Name,
    Negative,
    Node,
    Number,
    Operation,
    Text,
    nodes,
    parse,
)
from fakeaws.services.cloudwatch.math.values import MathError, TimeSeries, Value, kind

if TYPE_CHECKING:
    from fakeaws.services.cloudwatch.queries import Query

#: Functions of AWS's that look at more than the metrics of a request.
_ELSEWHERE = (
    "ANOMALY_DETECTION_BAND",
    "DB_PERF_INSIGHTS",
    "INSIGHT_RULE_METRIC",
    "LAMBDA",
    "SEARCH",
    "SERVICE_QUOTA",
)
#: How many arguments the functions take that are worked out here: at least, at most.
_ARGUMENTS = {"FILL": (2, 2), "IF": (2, 3), "METRICS": (0, 1), "SLICE": (2, 3), "SORT": (3, 4), "TIME_SERIES": (1, 1)}
_DEFAULT_PERIOD_US = 60_000_000


class Evaluation:
    """The values of a request's queries, each worked out when first asked for.

    ``series_of`` reads the series of a query with a ``MetricStat``; ``begin_of`` tells from when on periods of a length
    are counted.
    """

    def __init__(
        self,
        queries: Sequence[Query],
        series_of: Callable[[Query], TimeSeries],
        begin_of: Callable[[int], int],
        end_us: int,
    ) -> None:
        self._queries = {query.id: query for query in queries}
        self._series_of = series_of
        self._begin_of = begin_of
        self._end_us = end_us
        self._values: dict[str, Value] = {}

    def series(self, query: Query) -> list[TimeSeries]:
        """What a query returns: one series, or those of an array; raises AWS's ``ValidationError``."""
        value = self.value(query)
        if isinstance(value, list):
            return value
        if not isinstance(value, TimeSeries):
            raise _error(query, "The expression must return a time series or an array of time series")
        return [value]

    def value(self, query: Query) -> Value:
        """The value of a query; raises AWS's ``ValidationError``."""
        path = [query]  # each is worked out after those that its expression names
        while path:
            last = path[-1]
            needed = next((each for each in self._named_by(last) if each.id not in self._values), None)
            if needed is None or last.id in self._values:
                path.pop()
                if last.id not in self._values:
                    self._values[last.id] = self._computed(last)
            elif needed in path:
                raise _error(last, f"Circular reference to '{needed.id}'")
            else:
                path.append(needed)
        return self._values[query.id]

    def _named_by(self, query: Query) -> Iterator[Query]:
        if query.stat is not None:
            return
        for node in nodes(_parsed(query)):
            if isinstance(node, Name) and node.name in self._queries:
                yield self._queries[node.name]

    def _computed(self, query: Query) -> Value:
        if query.stat is not None:
            return self._series_of(query)
        tree = _parsed(query)
        try:
            value = self._of(tree, query)
        except MathError as error:
            raise _error(query, str(error)) from None
        return value._replace(label=query.label or query.id) if isinstance(value, TimeSeries) else value

    def _of(self, node: Node, query: Query) -> Value:
        if isinstance(node, Number):
            return node.value
        if isinstance(node, Name):
            return self._named(node.name)
        if isinstance(node, Negative):
            return operate("*", -1.0, self._of(node.operand, query))
        if isinstance(node, Array):
            return self._array(node, query)
        if isinstance(node, Function):
            return self._function(node, query)
        if isinstance(node, Text):
            raise MathError(f"Unexpected text '{node.text}'")
        return self._chain(node, query)

    def _chain(self, node: Node, query: Query) -> Value:
        """Operations from left to right, however many there are."""
        rest: list[tuple[str, Node]] = []
        while isinstance(node, Operation):
            rest.append((node.mark, node.right))
            node = node.left
        value = self._of(node, query)
        for mark, right in reversed(rest):
            value = operate(mark, value, self._of(right, query))
        return value

    def _named(self, name: str) -> Value:
        query = self._queries.get(name)
        if query is None:
            raise MathError(f"Undefined variable '{name}'")
        return self._values[query.id]

    def _array(self, node: Array, query: Query) -> list[TimeSeries]:
        found: list[TimeSeries] = []
        for item in node.items:
            value = self._of(item, query)
            if isinstance(value, list):
                found += value
            elif isinstance(value, TimeSeries):
                found.append(value)
            else:
                raise MathError(f"An array holds time series, not '{kind(value)}'")
        return found

    def _function(self, node: Function, query: Query) -> Value:
        name, arguments = node.name, node.arguments
        if name in _ELSEWHERE:
            raise NotSupportedError(f"the function {name} of metric math is not supported by fakeaws")
        least, most = _ARGUMENTS.get(name, (1, 1))
        if not least <= len(arguments) <= most:
            raise MathError(f"Function '{name}' does not take {len(arguments)} argument(s)")
        if name == "METRICS":
            return self._metrics(arguments)
        if name == "FILL":
            return functions.fill(self._of(arguments[0], query), self._filler(arguments[1], query), self._times)
        if name == "SORT":
            return self._sorted(arguments, query)
        values = [self._of(argument, query) for argument in arguments]
        if name == "IF":
            return functions.choose(values[0], values[1], values[2] if len(values) > 2 else None)
        if name == "TIME_SERIES":
            return self._constant(values[0], query)
        if name == "SLICE":
            return _slice(values)
        return functions.OF_ONE[name](values[0])

    def _metrics(self, arguments: tuple[Node, ...]) -> list[TimeSeries]:
        """The series of the queries that are metrics; with a text, of those whose id has it."""
        part = ""
        if arguments:
            if not isinstance(arguments[0], Text):
                raise MathError("METRICS takes a text in quotes")
            part = arguments[0].text
        chosen = [query for query in self._queries.values() if query.stat is not None and part in query.id]
        return [value for query in chosen if isinstance(value := self.value(query), TimeSeries)]

    def _filler(self, node: Node, query: Query) -> float | str:
        if isinstance(node, Name) and node.name in ("REPEAT", "LINEAR") and node.name not in self._queries:
            return node.name
        value = self._of(node, query)
        if isinstance(value, (list, TimeSeries)):
            raise MathError("FILL takes a number, REPEAT or LINEAR")
        return value

    def _sorted(self, arguments: tuple[Node, ...], query: Query) -> Value:
        """``SORT(array, AVG | MAX | MIN | SUM, ASC | DESC[, how many])``."""
        words = [argument.name if isinstance(argument, Name) else "" for argument in arguments[1:3]]
        if words[0] not in SORTED_BY or words[1] not in ("ASC", "DESC"):
            raise MathError("SORT takes AVG, MAX, MIN or SUM, and ASC or DESC")
        array = self._of(arguments[0], query)
        limit = self._of(arguments[3], query) if len(arguments) > 3 else None
        if not isinstance(array, list) or isinstance(limit, (list, TimeSeries)):
            raise MathError(f"Unsupported operand type(s) for SORT: '{kind(array)}'")
        return functions.in_order(array, words[0], words[1] == "DESC")[: None if limit is None else int(limit)]

    def _constant(self, value: Value, query: Query) -> TimeSeries:
        if isinstance(value, (list, TimeSeries)):
            raise MathError(f"Unsupported operand type(s) for TIME_SERIES: '{kind(value)}'")
        period_us = query.period_us or self._shortest_period_us()
        return TimeSeries(dict.fromkeys(self._times(period_us), value), period_us, query.id)

    def _shortest_period_us(self) -> int:
        periods = [query.stat.period_us for query in self._queries.values() if query.stat is not None]
        return min(periods, default=_DEFAULT_PERIOD_US)

    def _times(self, period_us: int) -> Sequence[int]:
        return range(self._begin_of(period_us), self._end_us, period_us)


def check(query: Query, ids: Sequence[str]) -> None:
    """Raise AWS's ``ValidationError`` if a query's expression is none, or names what is not there; reads no data."""
    for node in nodes(_parsed(query)):
        if isinstance(node, Name) and node.name not in ids:
            raise _error(query, f"Undefined variable '{node.name}'")
        if isinstance(node, Function) and not _is_function(node.name):
            raise _error(query, f"Function '{node.name}' not found")


def _is_function(name: str) -> bool:
    return name in _ARGUMENTS or name in functions.OF_ONE or name in _ELSEWHERE


def _parsed(query: Query) -> Node:
    if query.expression.lstrip()[:6].upper() == "SELECT":
        raise NotSupportedError("CloudWatch Metrics Insights queries (SELECT …) are not supported by fakeaws")
    try:
        return parse(query.expression)
    except MathError as error:
        raise _error(query, str(error)) from None


def _slice(values: list[Value]) -> Value:
    array, *bounds = values
    if not isinstance(array, list):
        raise MathError(f"Unsupported operand type(s) for SLICE: '{kind(array)}'")
    numbers = [int(bound) for bound in bounds if isinstance(bound, (int, float))]
    if len(numbers) < len(bounds):
        raise MathError("SLICE takes an array and numbers")
    if len(numbers) == 1:
        if not 0 <= numbers[0] < len(array):
            raise MathError("SLICE beyond the end of the array")
        return array[numbers[0]]
    return array[numbers[0] : numbers[1]]


def _error(query: Query, text: str) -> Exception:
    return errors.validation_error(f"Error in expression '{query.id}': {text}")
