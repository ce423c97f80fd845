"""Metric filters: which numbers they take out of which events."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fakeaws.services.logs import errors, limits
from fakeaws.services.logs.filter_patterns.conditions import number_of
from fakeaws.services.logs.filter_patterns.matching import FilterPattern, text_of

if TYPE_CHECKING:
    from fakeaws.aws.metrics import Dimensions


@dataclass(frozen=True)
class MetricFilter:
    """A filter of a group. ``system_dimensions``: ``@aws.account`` and ``@aws.region``, as far as they were asked for."""

    name: str
    group: str
    pattern_text: str
    pattern: FilterPattern
    transformation: Mapping[str, Any]
    creation_ms: int
    on_transformed: bool
    system_dimensions: tuple[tuple[str, str], ...] = ()

    @property
    def namespace(self) -> str:
        """The metric's namespace."""
        return str(self.transformation["metricNamespace"])

    @property
    def metric(self) -> str:
        """The metric's name."""
        return str(self.transformation["metricName"])

    @property
    def unit(self) -> str:
        """CloudWatch's word."""
        return str(self.transformation.get("unit", "None"))

    @property
    def default(self) -> float | None:
        """What a minute without a match has."""
        value = self.transformation.get("defaultValue")
        return None if value is None else float(value)

    def taken_from(self, message: str) -> tuple[Dimensions, float] | None:
        """Dimensions and value of an event; ``None`` if it does not match or lacks one of them."""
        extract = self.pattern.match(message)
        if extract is None:
            return None
        reference = self.transformation["metricValue"]
        given = extract.value(reference) if reference.startswith("$") else reference
        value = number_of(given, in_text=True)
        if value is None or not math.isfinite(value):
            return None
        dimensions = list(self.system_dimensions)
        for name, reference in (self.transformation.get("dimensions") or {}).items():
            found = extract.value(reference)
            if found is None or found == "" or isinstance(found, (dict, list)):
                return None
            dimensions.append((name, text_of(found)))
        return tuple(sorted(dimensions)), float(value)

    def shown(self) -> dict[str, Any]:
        """As DescribeMetricFilters shows it."""
        found = {
            "filterName": self.name,
            "filterPattern": self.pattern_text,
            "metricTransformations": [dict(self.transformation)],
            "creationTime": self.creation_ms,
            "logGroupName": self.group,
            "applyOnTransformedLogs": self.on_transformed,
        }
        if self.system_dimensions:
            found["emitSystemFieldDimensions"] = [name for name, _ in self.system_dimensions]
        return found


def check_transformation(given: Mapping[str, Any], pattern: FilterPattern, system_fields: int) -> None:
    """Raise AWS's refusal of a metric that cannot be made of what the pattern finds."""
    dimensions: Mapping[str, str] = given.get("dimensions") or {}
    value: str = given["metricValue"]
    if value.startswith("$"):
        if not pattern.knows(value):
            raise errors.invalid_parameter(f"Invalid metric transformation: unknown field '{value}'")
    elif number_of(value, in_text=True) is None:
        raise errors.invalid_parameter(f"Invalid metric transformation: '{value}' is neither a number nor a field")
    if not dimensions:
        return
    if given.get("defaultValue") is not None:
        raise errors.invalid_parameter(
            "Invalid metric transformation: dimensions and default value are mutually exclusive properties."
        )
    if not pattern.has_fields:
        raise errors.invalid_parameter("The specified filter pattern does not support dimensions")
    if len(dimensions) + system_fields > limits.DIMENSIONS:
        raise errors.invalid_parameter(
            f"Invalid metric transformation: at most {limits.DIMENSIONS} dimensions are allowed"
        )
    for reference in dimensions.values():
        if not pattern.knows(reference):
            raise errors.invalid_parameter(f"Invalid metric transformation: unknown field '{reference}'")
