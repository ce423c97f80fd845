"""Statistics by name: ``Average``, ``p99.9``, ``tm90``, ``TC(0.5:10)``, ``PR(:300)``, ``IQM`` …"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeAlias

from fakeaws.services.cloudwatch.metrics.buckets import Bucket
from fakeaws.services.cloudwatch.metrics.ranks import Counted, percentile, within_percents, within_values

#: What a statistic is of a period's data; ``None`` where it cannot be told.
Statistic: TypeAlias = "Callable[[Bucket], float | None]"

SIMPLE: Mapping[str, Callable[[Bucket], float]] = {
    "SampleCount": lambda bucket: bucket.samples,
    "Average": lambda bucket: bucket.sum / bucket.samples,
    "Sum": lambda bucket: bucket.sum,
    "Minimum": lambda bucket: bucket.minimum,
    "Maximum": lambda bucket: bucket.maximum,
}

_PERCENT = r"\d{1,2}(?:\.\d{0,10})?|100(?:\.0{0,10})?"
_NUMBER = r"\d+(?:\.\d{0,10})?(?:[Ee][+-]?\d+)?"
_SHORT = re.compile(rf"(p|tm|tc|ts|wm)({_PERCENT})")
_BETWEEN_PERCENTS = re.compile(rf"(TM|TC|TS|WM)\((?:({_PERCENT})%)?:(?:({_PERCENT})%)?\)")
_BETWEEN_VALUES = re.compile(rf"(TM|TC|TS|WM|PR)\(({_NUMBER})?:({_NUMBER})?\)")

_OF_RANGE: Mapping[str, Callable[[Counted, Counted], float | None]] = {
    "TM": lambda kept, clipped: kept.mean,
    "TC": lambda kept, clipped: kept.samples,
    "TS": lambda kept, clipped: kept.sum,
    "WM": lambda kept, clipped: clipped.mean,
}


def valid(text: str) -> bool:
    """Whether that is the name of a statistic."""
    return statistic(text) is not None


@lru_cache(maxsize=256)
def statistic(text: str) -> Statistic | None:
    """The statistic of that name; ``None`` if there is none such."""
    if text in SIMPLE:
        return SIMPLE[text]
    if text == "IQM":
        return _between_percents("TM", 25, 75)
    found = _SHORT.fullmatch(text)
    if found is not None:
        kind, percent = found[1], float(found[2])
        return _percentile(percent) if kind == "p" else _between_percents(kind.upper(), 0, percent)
    found = _BETWEEN_PERCENTS.fullmatch(text)
    if found is not None and (found[2] or found[3]):
        low, high = float(found[2] or 0), float(found[3] or 100)
        return _between_percents(found[1], low, high) if low < high else None
    found = _BETWEEN_VALUES.fullmatch(text)
    if found is not None and (found[2] or found[3]):
        least = None if found[2] is None else float(found[2])
        most = None if found[3] is None else float(found[3])
        return _between_values(found[1], least, most) if least is None or most is None or least < most else None
    return None


def _counted(bucket: Bucket) -> Counted | None:
    """AWS has such statistics only where it knows every value and none is negative."""
    if bucket.values is None or bucket.minimum < 0:
        return None
    return Counted(sorted(bucket.values.items()))


def _percentile(percent: float) -> Statistic:
    def compute(bucket: Bucket) -> float | None:
        counted = _counted(bucket)
        return None if counted is None else percentile(counted, percent)

    return compute


def _between_percents(kind: str, low: float, high: float) -> Statistic:
    def compute(bucket: Bucket) -> float | None:
        counted = _counted(bucket)
        return None if counted is None else _OF_RANGE[kind](*within_percents(counted, low, high))

    return compute


def _between_values(kind: str, least: float | None, most: float | None) -> Statistic:
    def compute(bucket: Bucket) -> float | None:
        counted = _counted(bucket)
        if counted is None:
            return None
        kept, clipped = within_values(counted, least, most)
        if kind == "PR":
            return 100 * kept.samples / counted.samples
        return _OF_RANGE[kind](kept, clipped)

    return compute
