"""The words of ``StateReason``."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World
from tests.services.cloudwatch.alarms import minutes, put_alarm

MINUTE_0, MINUTE_1 = "(05/01/26 00:00:00)", "(05/01/26 00:01:00)"


@pytest.mark.parametrize(
    ("comparison", "value", "words"),
    [
        ("GreaterThanThreshold", 2.5, "was greater than the threshold (2.0)."),
        ("GreaterThanThreshold", 2.0, "was not greater than the threshold (2.0)."),
        ("GreaterThanOrEqualToThreshold", 2.0, "was greater than or equal to the threshold (2.0)."),
        ("GreaterThanOrEqualToThreshold", 1.5, "was not greater than or equal to the threshold (2.0)."),
        ("LessThanThreshold", 1.5, "was less than the threshold (2.0)."),
        ("LessThanThreshold", 2.0, "was not less than the threshold (2.0)."),
        ("LessThanOrEqualToThreshold", 2.0, "was less than or equal to the threshold (2.0)."),
        ("LessThanOrEqualToThreshold", 2.5, "was not less than or equal to the threshold (2.0)."),
    ],
)
def test_comparisons(aws: World, cloudwatch: Any, comparison: str, value: float, words: str) -> None:
    put_alarm(cloudwatch, ComparisonOperator=comparison)
    minutes(aws, cloudwatch, [value])
    alarm = aws.cloudwatch.alarm("errors")
    assert alarm.reason == f"Threshold Crossed: 1 datapoint [{value} {MINUTE_0}] {words}"
    assert (alarm.state == "OK") is (" not " in words)


@pytest.mark.parametrize(
    ("m", "words"),
    [
        (
            None,
            f"Threshold Crossed: 2 datapoints [8.0 {MINUTE_1}, 9.0 {MINUTE_0}] were greater than the threshold (2.0).",
        ),
        (
            2,
            f"Threshold Crossed: 2 out of the last 2 datapoints [8.0 {MINUTE_1}, 9.0 {MINUTE_0}] were greater than the "
            "threshold (2.0) (minimum 2 datapoints for OK -> ALARM transition).",
        ),
        (
            1,
            f"Threshold Crossed: 1 out of the last 2 datapoints [9.0 {MINUTE_0}] was greater than the threshold (2.0) "
            "(minimum 1 datapoint for OK -> ALARM transition).",
        ),
    ],
)
def test_several_datapoints_newest_first(aws: World, cloudwatch: Any, m: int | None, words: str) -> None:
    put_alarm(cloudwatch, EvaluationPeriods=2, DatapointsToAlarm=m, TreatMissingData="notBreaching")
    minutes(aws, cloudwatch, [9.0, 8.0])
    assert aws.cloudwatch.alarm("errors").reason == words


def test_back_to_ok_with_m(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch, DatapointsToAlarm=1)
    minutes(aws, cloudwatch, [9.0, 1.0])
    assert aws.cloudwatch.alarm("errors").reason == (
        f"Threshold Crossed: 1 out of the last 1 datapoints [1.0 {MINUTE_1}] was not greater than the threshold (2.0) "
        "(minimum 1 datapoint for ALARM -> OK transition)."
    )


@pytest.mark.parametrize(
    ("periods", "treatment", "state", "words"),
    [
        (
            1,
            "notBreaching",
            "OK",
            "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as "
            "[NonBreaching].",
        ),
        (
            2,
            "breaching",
            "ALARM",
            "Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as "
            "[Breaching].",
        ),
        (1, "missing", "INSUFFICIENT_DATA", "Insufficient Data: 1 datapoint was unknown."),
        (2, "missing", "INSUFFICIENT_DATA", "Insufficient Data: 2 datapoints were unknown."),
    ],
)
def test_without_data(aws: World, cloudwatch: Any, periods: int, treatment: str, state: str, words: str) -> None:
    put_alarm(cloudwatch, EvaluationPeriods=periods, TreatMissingData=treatment)
    cloudwatch.set_alarm_state(
        AlarmName="errors", StateValue="OK" if state != "OK" else "ALARM", StateReason="as it was"
    )
    aws.clock.advance(minutes=1)
    alarm = aws.cloudwatch.alarm("errors")
    assert (alarm.state, alarm.reason) == (state, words)
