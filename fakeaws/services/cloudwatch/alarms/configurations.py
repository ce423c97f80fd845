"""What `PutMetricAlarm` and `PutCompositeAlarm` refuse."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fakeaws.aws.arns import Arn
from fakeaws.errors import NotSupportedError
from fakeaws.services.cloudwatch import errors, reading
from fakeaws.services.cloudwatch.alarms import rules
from fakeaws.services.cloudwatch.alarms.alarm import ACTION_LISTS
from fakeaws.services.cloudwatch.alarms.composite_alarm import name_of
from fakeaws.services.cloudwatch.alarms.metric_alarm import period_of
from fakeaws.services.cloudwatch.alarms.texts import COMPARISONS
from fakeaws.services.cloudwatch.queries import queries_of

MAX_QUERIES = 10
_DAY = 86_400
_WEEK = 7 * _DAY
_SHORT_PERIODS = (10, 20, 30)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

#: Parameters of which fakeaws knows the name only.
_NOT_SUPPORTED = {
    "EvaluationCriteria": "alarms on PromQL queries",
    "EvaluationInterval": "alarms on PromQL queries",
    "ThresholdMetricId": "anomaly detection alarms",
    "WarmUpConfiguration": "warm-up periods of alarms",
    "ActionConfiguration": "tags in alarms' messages",
}


def check_metric_alarm(params: Mapping[str, Any], region: str) -> None:
    """Raise AWS's refusal of a metric alarm's configuration, `NotSupportedError` for what fakeaws does not have."""
    _check_supported("PutMetricAlarm", params)
    _check_common(params, region)
    _check_watched(params)
    if params.get("EvaluationPeriods") is None:
        raise errors.missing("EvaluationPeriods")
    if params.get("Threshold") is None:
        raise errors.missing("Threshold")
    if params.get("ComparisonOperator") is None:
        raise errors.missing("ComparisonOperator")
    _check_options(params)
    period, n = period_of(params), params["EvaluationPeriods"]
    if period not in _SHORT_PERIODS and period % 60:
        raise errors.validation_error("Period must be 10, 20, 30 or a multiple of 60")
    if params.get("DatapointsToAlarm", 1) > n:
        raise errors.validation_error("DatapointsToAlarm must be less than or equal to EvaluationPeriods")
    if period < 3600 and period * n > _DAY:
        raise errors.validation_error(
            "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400)."
        )
    if period >= 3600 and period * n > _WEEK:
        raise errors.validation_error(
            "Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= 604800)."
        )


def check_composite_alarm(params: Mapping[str, Any], account: str, region: str, exists: Callable[[str], bool]) -> None:
    """The same of a composite alarm; ``exists`` tells of an alarm's name."""
    _check_supported("PutCompositeAlarm", params)
    _check_common(params, region)
    for state, name in ACTION_LISTS.items():
        for arn in params.get(name, ()):
            if arn.split(":")[2] not in ("sns", "lambda", "ssm"):
                raise errors.validation_error(f"Invalid action {arn} for state {state} of a composite alarm")
    rule = rules.parse(params["AlarmRule"])
    named = dict.fromkeys(rule.children())
    absent = [text for text in named if not _is_here(text, account, region) or not exists(name_of(text))]
    if absent:
        raise errors.validation_error(
            f"Could not save the composite alarm as alarms [{', '.join(absent)}] in the alarm rule do not exist"
        )
    suppressor = params.get("ActionsSuppressor")
    periods = [params.get(f"ActionsSuppressor{which}Period") for which in ("Wait", "Extension")]
    if suppressor is None:
        if any(period is not None for period in periods):
            raise errors.validation_error("ActionsSuppressor is required with a wait period or an extension period")
        return
    if any(period is None for period in periods):
        raise errors.validation_error(
            "ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod are required with ActionsSuppressor"
        )
    if any(period is not None and period < 0 for period in periods):
        raise errors.validation_error("Wait period and extension period must not be negative")
    if not _is_here(suppressor, account, region) or not exists(name_of(suppressor)):
        raise errors.validation_error(f"Could not save the composite alarm as the alarm {suppressor} does not exist")


def _check_supported(operation: str, params: Mapping[str, Any]) -> None:
    unknown = [what for name, what in _NOT_SUPPORTED.items() if params.get(name) is not None]
    if params.get("ComparisonOperator", "GreaterThanThreshold") not in COMPARISONS:
        unknown.append("anomaly detection alarms")
    if "WallClockWindow" in (params.get("EvaluationWindow") or ()):
        unknown.append("evaluation windows that follow the wall clock")
    if unknown:
        raise NotSupportedError(f"cloudwatch.{operation}: {unknown[0]} are not supported by fakeaws")


def _check_common(params: Mapping[str, Any], region: str) -> None:
    name = params["AlarmName"]
    if _CONTROL.search(name):
        raise errors.validation_error("The alarm name must not contain ASCII control characters")
    for list_name in ACTION_LISTS.values():
        for arn in params.get(list_name, ()):
            _check_action(arn, region)


def _check_action(text: str, region: str) -> None:
    try:
        arn = Arn.parse(text)
    except ValueError:
        raise errors.validation_error(f"Invalid arn syntax: {text}") from None
    if arn.region and arn.region != region:
        raise errors.validation_error(f"Invalid region {arn.region} specified. Only {region} is supported.")


def _check_watched(params: Mapping[str, Any]) -> None:
    queries: Sequence[Mapping[str, Any]] = params.get("Metrics") or ()
    single = [
        name
        for name in ("MetricName", "Namespace", "Dimensions", "Period", "Unit", "Statistic", "ExtendedStatistic")
        if params.get(name)
    ]
    if queries:
        if single:
            raise errors.both_given("Metrics", single[0])
        if len(queries) > MAX_QUERIES:
            raise errors.validation_error(f"An alarm can have at most {MAX_QUERIES} metrics and expressions")
        read = queries_of(queries, "Metrics")
        if sum(query.return_data for query in read) != 1:
            raise errors.validation_error("Exactly one element of the metrics list should return data.")
        return
    for name in ("MetricName", "Namespace", "Period"):
        if not params.get(name):
            raise errors.missing(name)
    if params.get("Statistic") and params.get("ExtendedStatistic"):
        raise errors.both_given("Statistic", "ExtendedStatistic")
    extended = params.get("ExtendedStatistic")
    if extended is None:
        if not params.get("Statistic"):
            raise errors.validation_error("Must specify either Statistic or ExtendedStatistic")
    elif not reading.valid_stat(extended):
        raise errors.invalid_value(f"The value {extended} for parameter ExtendedStatistic is not supported.")


def _check_options(params: Mapping[str, Any]) -> None:
    low_sample = params.get("EvaluateLowSampleCountPercentile")
    if low_sample not in (None, "evaluate", "ignore"):
        raise errors.validation_error(
            f"Option {low_sample} is not supported. "
            "Supported options for parameter EvaluateLowSampleCountPercentile are evaluate and ignore."
        )
    treatment = params.get("TreatMissingData")
    if treatment not in (None, "breaching", "notBreaching", "ignore", "missing"):
        raise errors.validation_error(
            f"Option {treatment} is not supported. "
            "Supported options for parameter TreatMissingData are breaching, notBreaching, ignore and missing."
        )


def _is_here(text: str, account: str, region: str) -> bool:
    """Whether a name or an ARN is of an alarm in that account and region."""
    if name_of(text) == text:
        return True
    return text.split(":")[3:5] == [region, account]
