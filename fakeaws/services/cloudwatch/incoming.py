"""The data of a `PutMetricData` call: checked as a whole, then stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isnan
from typing import Any

from fakeaws.aws.errors import AwsError
from fakeaws.aws.timestamps import given_us
from fakeaws.services.cloudwatch import errors
from fakeaws.services.cloudwatch.metrics.buckets import Bucket, StatisticSet
from fakeaws.services.cloudwatch.metrics.retention import DAY_US, HOUR_US
from fakeaws.services.cloudwatch.metrics.store import MetricStore
from fakeaws.services.cloudwatch.metrics.units import NONE, UNITS
from fakeaws.services.cloudwatch.queries import metric_id

MAX_DATA = 1_000
MAX_VALUES = 150
_OLDEST_US = 14 * DAY_US
_NEWEST_US = 2 * HOUR_US
_LARGEST = 2.0**360
_KNOWN_UNITS = frozenset(UNITS)


def data_of(params: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """The data of a request, each with the name that AWS's texts have for it; raises AWS's refusal of too many."""
    found = list(_listed(params.get("MetricData"), "MetricData"))
    for number, entity in enumerate(params.get("EntityMetricData") or (), 1):
        found += _listed(entity.get("MetricData"), f"EntityMetricData.member.{number}.MetricData")
    if len(found) > MAX_DATA:
        raise errors.too_many("MetricData", MAX_DATA)
    if not found:
        raise errors.missing("MetricData")
    return found


def check(data: Sequence[tuple[str, Mapping[str, Any]]], now_us: int) -> None:
    """Raise AWS's refusal: one text for each bad datum, of those whose error is called as the first one's."""
    problems = [problem for path, datum in data if (problem := _problem(path, datum, now_us)) is not None]
    if problems:
        alike = [problem.message for problem in problems if problem.code == problems[0].code]
        problems[0].message = "\n".join(alike)
        raise problems[0]


def store(metrics: MetricStore, namespace: str, datum: Mapping[str, Any], now_us: int) -> None:
    """Add one datum."""
    timestamp, dimensions = datum.get("Timestamp"), datum.get("Dimensions")
    metric = metrics.of(metric_id(namespace, datum["MetricName"], dimensions))
    bucket = metric.bucket(
        now_us if timestamp is None else given_us(timestamp),
        datum.get("Unit") or NONE,
        high_resolution=datum.get("StorageResolution") == 1,
    )
    _add(bucket, datum)


def _add(bucket: Bucket, datum: Mapping[str, Any]) -> None:
    value, values = datum.get("Value"), datum.get("Values")
    if value is not None:
        bucket.add(float(value))
    elif values:
        bucket.add_values([float(each) for each in values], [float(each) for each in datum.get("Counts") or ()])
    else:
        given = datum["StatisticValues"]
        numbers = (float(given[name]) for name in ("SampleCount", "Sum", "Minimum", "Maximum"))
        bucket.add_set(StatisticSet(*numbers))


def _listed(given: Sequence[Mapping[str, Any]] | None, parameter: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for number, datum in enumerate(given or (), 1):
        yield f"{parameter}.member.{number}", datum


def _problem(path: str, datum: Mapping[str, Any], now_us: int) -> AwsError | None:
    """What AWS has against a datum, first things first."""
    value = datum.get("Value")
    if value is None or len(datum) > 2:
        problem = _problem_of_shape(path, datum)
        if problem is not None:
            return problem
    if value is not None:
        bad = _bad_number(f"{path}.Value", value)
        if bad is not None:
            return bad
    unit = datum.get("Unit")
    if unit is not None and unit not in _KNOWN_UNITS:
        return errors.invalid_value(f"The parameter {path}.Unit must be a value in the set [ {', '.join(UNITS)} ].")
    resolution = datum.get("StorageResolution")
    if resolution is not None and resolution not in (1, 60):
        return errors.invalid_value(f"The parameter {path}.StorageResolution must be a value in the set [ 1, 60 ].")
    timestamp = datum.get("Timestamp")
    return None if timestamp is None else _problem_of_time(path, given_us(timestamp), now_us)


def _problem_of_shape(path: str, datum: Mapping[str, Any]) -> AwsError | None:
    there = [name for name in ("Value", "Values", "StatisticValues") if datum.get(name)]
    if datum.get("Value") is not None and "Value" not in there:
        there.insert(0, "Value")
    if len(there) > 1:
        return errors.both_given(f"{path}.{there[0]}", f"{path}.{there[1]}")
    values, counts = datum.get("Values") or (), datum.get("Counts")
    if counts is not None and len(counts) != len(values):
        return errors.invalid_value(f"The parameters {path}.Values and {path}.Counts must be of the same size.")
    if not there:
        return errors.invalid_combination(
            f"At least one of the parameters {path}.Value and {path}.StatisticValues must be specified."
        )
    for name, numbers in (("Values", values), ("Counts", counts or ())):
        if len(numbers) > MAX_VALUES:
            return errors.too_many(f"{path}.{name}", MAX_VALUES)
        for number, each in enumerate(numbers, 1):
            bad = _bad_number(f"{path}.{name}.member.{number}", each, least=0.0 if name == "Counts" else -_LARGEST)
            if bad is not None:
                return bad
    return _problem_of_set(f"{path}.StatisticValues", datum.get("StatisticValues") or {})


def _problem_of_set(path: str, given: Mapping[str, Any]) -> AwsError | None:
    for name, each in given.items():
        bad = _bad_number(f"{path}.{name}", each, least=0.0 if name == "SampleCount" else -_LARGEST)
        if bad is not None:
            return bad
    if given and given["Minimum"] > given["Maximum"]:
        return errors.invalid_value(f"The parameter {path}.Maximum must be greater than {path}.Minimum.")
    return None


def _problem_of_time(path: str, wall_us: int, now_us: int) -> AwsError | None:
    if now_us - wall_us > _OLDEST_US:
        what = "must specify a time within the past two weeks."
    elif wall_us - now_us > _NEWEST_US:
        what = "must specify a time no more than two hours in the future."
    else:
        return None
    return errors.invalid_value(f"The parameter {path}.Timestamp {what}")


def _bad_number(path: str, value: Any, *, least: float = -_LARGEST) -> AwsError | None:
    number = float(value)
    if least <= number <= _LARGEST:
        return None
    return errors.invalid_value(f"The value {_java(number)} for parameter {path} is invalid.")


def _java(number: float) -> str:
    """As Java prints a double: ``NaN``, ``-Infinity``, ``1.0E120``."""
    if isnan(number):
        return "NaN"
    if number in (float("inf"), float("-inf")):
        return "Infinity" if number > 0 else "-Infinity"
    digits, _, exponent = repr(number).partition("e")
    if not exponent:
        return digits
    return f"{digits if '.' in digits else digits + '.0'}E{int(exponent)}"
