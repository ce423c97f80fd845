"""PutAnomalyDetector, DescribeAnomalyDetectors, DeleteAnomalyDetector.

Detectors are kept and never trained: they stay ``PENDING_TRAINING``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from fakeaws.aws.service import Call, Params, Result
from fakeaws.aws.timestamps import given_us
from fakeaws.services.cloudwatch import errors
from fakeaws.services.cloudwatch.operations.base import CloudWatchBase, paged
from fakeaws.services.cloudwatch.queries import metric_id, queries_of
from fakeaws.simulation.clock import from_us
from fakeaws.world import uuid_of

_SINGLE, _MATH = "SingleMetricAnomalyDetector", "MetricMathAnomalyDetector"
_OLD_FORM = ("Namespace", "MetricName", "Dimensions", "Stat")
_REQUIRED = ("Namespace", "MetricName", "Stat")


class AnomalyDetectorOperations(CloudWatchBase):
    """Operations on anomaly detectors."""

    def put_anomaly_detector(self, call: Call) -> Result:
        key, what = _detector_of(call.params)
        known = self.anomaly_detectors.get(key)
        detector: dict[str, Any] = {
            "AnomalyDetectorId": uuid_of(self.detector_ids.getrandbits(128))
            if known is None
            else known["AnomalyDetectorId"],
            **what,
            "StateValue": "PENDING_TRAINING",
        }
        if call.params.get("Configuration") is not None:
            detector["Configuration"] = _configuration(call.params["Configuration"])
        if call.params.get("MetricCharacteristics") is not None:
            detector["MetricCharacteristics"] = call.params["MetricCharacteristics"]
        self.anomaly_detectors[key] = deepcopy(detector)
        return {"AnomalyDetectorId": detector["AnomalyDetectorId"]}

    def describe_anomaly_detectors(self, call: Call) -> Result:
        params = call.params
        found = [key for key in sorted(self.anomaly_detectors) if _takes(params, self.anomaly_detectors[key])]
        keys, token = paged(found, params, lambda key: key, f"detectors {_filter_of(params)}")
        shown = [deepcopy(self.anomaly_detectors[key]) for key in keys]
        return {"AnomalyDetectors": shown} if token is None else {"AnomalyDetectors": shown, "NextToken": token}

    def delete_anomaly_detector(self, call: Call) -> Result:
        id = call.params.get("AnomalyDetectorId")
        if id is None:
            key, _ = _detector_of(call.params)
            there = key in self.anomaly_detectors
        else:
            keys = [key for key, each in self.anomaly_detectors.items() if each["AnomalyDetectorId"] == id]
            there, key = bool(keys), keys[0] if keys else ""
        if not there:
            raise errors.resource_not_found_exception("anomaly-detector", id or key)
        del self.anomaly_detectors[key]
        return {}


def _detector_of(params: Params) -> tuple[str, dict[str, Any]]:
    """What a detector is told apart by, and the members that say so; raises AWS's refusals."""
    single, math = params.get(_SINGLE), params.get(_MATH)
    old = {name: params[name] for name in _OLD_FORM if params.get(name) is not None}
    given = [name for name, value in ((_SINGLE, single), (_MATH, math), ("MetricName", old)) if value]
    if len(given) > 1:
        raise errors.both_given(given[0], given[1])
    if math:
        queries_of(math.get("MetricDataQueries") or ())
        return json.dumps(math, sort_keys=True), {_MATH: math}
    metric: Mapping[str, Any] = single or old
    prefix = f"{_SINGLE}." if single else ""
    for name in _REQUIRED:
        if metric.get(name) is None:
            raise errors.missing(prefix + name)
    id = metric_id(metric["Namespace"], metric["MetricName"], metric.get("Dimensions"))
    members = {"Dimensions": [], **metric}
    told = {name: members[name] for name in _OLD_FORM}
    return json.dumps([*id, metric["Stat"]]), {**told, _SINGLE: {**members}}


def _configuration(given: Mapping[str, Any]) -> dict[str, Any]:
    """As it is told again: times as the moments that they name."""
    found = dict(given)
    if "ExcludedTimeRanges" in found:
        found["ExcludedTimeRanges"] = [
            {name: from_us(given_us(moment)) for name, moment in each.items()} for each in found["ExcludedTimeRanges"]
        ]
    return found


def _takes(params: Params, detector: Mapping[str, Any]) -> bool:
    """Whether a listing shows it."""
    ids = params.get("AnomalyDetectorIds")
    if ids and detector["AnomalyDetectorId"] not in ids:
        return False
    kinds = params.get("AnomalyDetectorTypes") or ["SINGLE_METRIC"]
    if ("METRIC_MATH" if _MATH in detector else "SINGLE_METRIC") not in kinds and not ids:
        return False
    if any(params.get(name) not in (None, detector.get(name)) for name in ("Namespace", "MetricName")):
        return False
    dimensions = params.get("Dimensions")
    return not dimensions or metric_id("", "", dimensions) == metric_id("", "", detector.get("Dimensions"))


def _filter_of(params: Params) -> str:
    kept = {name: value for name, value in params.items() if name not in ("NextToken", "MaxResults")}
    return json.dumps(kept, sort_keys=True)
