"""When alarms are evaluated and what comes out."""

from __future__ import annotations

import threading
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from fakeaws import Stalled, World, mock_aws
from fakeaws.services.cloudwatch.alarms import ticking
from fakeaws.services.cloudwatch.alarms.evaluating import evaluate
from fakeaws.services.cloudwatch.alarms.verdicts import Treatment, judge
from tests.services.cloudwatch.alarms import described, minutes, put, put_alarm, states


def test_an_alarm_follows_its_metric_from_minute_to_minute(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch, Dimensions=[], TreatMissingData="notBreaching")
    put(cloudwatch, 2.0)
    put(cloudwatch, 0.5)
    aws.clock.advance(seconds=59)
    assert aws.cloudwatch.alarm("errors").state == "INSUFFICIENT_DATA"
    aws.clock.advance(seconds=1)
    assert aws.cloudwatch.alarm("errors").state == "ALARM"
    put(cloudwatch, 2.0)
    aws.clock.advance(minutes=1)
    assert states(aws) == [(1.0, "ALARM"), (2.0, "OK")]
    assert aws.cloudwatch.alarm("errors").reason == (
        "Threshold Crossed: 1 datapoint [2.0 (05/01/26 00:01:00)] was not greater than the threshold (2.0)."
    )


def test_three_of_three_periods_of_five_minutes_take_fifteen(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch, Period=300, EvaluationPeriods=3, Threshold=14.0)
    minutes(aws, cloudwatch, [3.0] * 20)
    assert states(aws) == [(1.0, "OK"), (15.0, "ALARM")]
    data = described(cloudwatch)["StateReasonData"]
    assert '"startDate":"2026-01-05T00:00:00.000+0000"' in data
    assert '"recentDatapoints":[15.0,15.0,15.0]' in data


def test_windows_slide_with_the_minutes(aws: World, cloudwatch: Any) -> None:
    """A period of five minutes ends at whichever minute it is, not at the fifth."""
    put_alarm(cloudwatch, Period=300, Threshold=4.0, TreatMissingData="notBreaching")
    minutes(aws, cloudwatch, [0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0])
    assert states(aws) == [(1.0, "OK"), (8.0, "ALARM")]


def test_a_short_period_is_looked_at_every_ten_seconds(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch, Period=10)
    aws.clock.advance(seconds=25)
    put(cloudwatch, 3.0, StorageResolution=1)
    aws.clock.advance(seconds=5)
    assert states(aws) == [(0.5, "ALARM")]
    put_alarm(cloudwatch, "slow")
    cloudwatch.delete_alarms(AlarmNames=["errors"])
    aws.clock.advance(seconds=31)
    assert states(aws, "slow") == [(1.0, "ALARM")]


#: Windows of N + 2 = 5 points, the newest at the right: M, then what comes of missing, ignore, breaching, notBreaching.
DOCUMENTED = [
    ("0-X-X", 3, "OK", "OK", "OK", "OK"),
    ("0----", 3, "OK", "OK", "OK", "OK"),
    ("-----", 3, "INSUFFICIENT_DATA", None, "ALARM", "OK"),
    ("0XX-X", 3, "ALARM", "ALARM", "ALARM", "ALARM"),
    ("--X--", 3, "ALARM", None, "ALARM", "OK"),
    ("0-X-X", 2, "ALARM", "ALARM", "ALARM", "ALARM"),
    ("00X0X", 2, "ALARM", "ALARM", "ALARM", "ALARM"),
    ("0-X--", 2, "OK", "OK", "ALARM", "OK"),
    ("----0", 2, "OK", "OK", "ALARM", "OK"),
    ("---X-", 2, "ALARM", None, "ALARM", "OK"),
]


@pytest.mark.parametrize(("window", "m", "missing", "ignore", "breaching", "not_breaching"), DOCUMENTED)
def test_missing_data_as_documented(
    window: str, m: int, missing: str | None, ignore: str | None, breaching: str, not_breaching: str
) -> None:
    points = [None if each == "-" else each == "X" for each in reversed(window)]
    expected: list[tuple[Treatment, str | None]] = [
        ("missing", missing),
        ("ignore", ignore),
        ("breaching", breaching),
        ("notBreaching", not_breaching),
    ]
    for treatment, state in expected:
        assert judge(points, 3, m, treatment).state == state, treatment


@pytest.mark.parametrize("window", ["----X", "---X-"])
def test_a_premature_alarm_is_none_yet(window: str) -> None:
    points = [None if each == "-" else True for each in reversed(window)]
    assert judge(points, 3, 3, "missing").state is None


@pytest.mark.parametrize(
    ("treatment", "expected"),
    [
        (None, [(1.0, "ALARM"), (4.0, "INSUFFICIENT_DATA")]),
        ("missing", [(1.0, "ALARM"), (4.0, "INSUFFICIENT_DATA")]),
        ("ignore", [(1.0, "ALARM")]),
        ("breaching", [(1.0, "ALARM")]),
        ("notBreaching", [(1.0, "ALARM"), (4.0, "OK")]),
    ],
)
def test_one_error_and_then_silence(aws: World, cloudwatch: Any, treatment: str | None, expected: Any) -> None:
    put_alarm(cloudwatch, TreatMissingData=treatment)
    put(cloudwatch, 9.0)
    aws.clock.advance(minutes=10)
    assert states(aws) == expected


def test_metrics_of_dynamodb_are_always_ignored_while_missing(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch, Namespace="AWS/DynamoDB", TreatMissingData="breaching")
    aws.clock.advance(minutes=5)
    assert states(aws) == []


def put_many(cloudwatch: Any, count: int) -> None:
    datum = {"MetricName": "errors", "Values": [3.0], "Counts": [float(count)]}
    cloudwatch.put_metric_data(Namespace="shop", MetricData=[datum])


def test_a_percentile_of_few_samples_can_be_ignored(aws: World, cloudwatch: Any) -> None:
    few = {"Statistic": None, "ExtendedStatistic": "p90"}
    put_alarm(cloudwatch, "evaluates", **few)
    put_alarm(cloudwatch, "ignores", **few, EvaluateLowSampleCountPercentile="ignore")
    put_many(cloudwatch, 99)
    aws.clock.advance(minutes=1)
    assert (states(aws, "evaluates"), states(aws, "ignores")) == ([(1.0, "ALARM")], [])
    aws.clock.advance(minutes=4)
    put_many(cloudwatch, 100)
    aws.clock.advance(minutes=1)
    assert states(aws, "ignores") == [(6.0, "ALARM")]


def test_a_metric_math_alarm(aws: World, cloudwatch: Any) -> None:
    def metric(id: str) -> dict[str, Any]:
        stat = {"Metric": {"Namespace": "shop", "MetricName": id}, "Period": 60, "Stat": "Sum"}
        return {"Id": id, "MetricStat": stat, "ReturnData": False}

    queries = [metric("visible"), metric("hidden"), {"Id": "all", "Expression": "visible + hidden"}]
    single = dict.fromkeys(("Namespace", "MetricName", "Statistic", "Period"))
    put_alarm(cloudwatch, **single, Metrics=queries)
    put(cloudwatch, 2.0, "visible")
    aws.clock.advance(minutes=1)
    assert states(aws) == []
    put(cloudwatch, 2.0, "visible")
    put(cloudwatch, 1.0, "hidden")
    aws.clock.advance(minutes=1)
    assert states(aws) == [(2.0, "ALARM")]
    assert [query["Id"] for query in described(cloudwatch)["Metrics"]] == ["visible", "hidden", "all"]


def test_set_alarm_state_lasts_until_the_next_evaluation(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch, TreatMissingData="notBreaching")
    aws.clock.advance(minutes=1, seconds=30)
    cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="a test")
    shown = described(cloudwatch)
    assert (shown["StateValue"], shown["StateReason"]) == ("ALARM", "a test")
    assert "StateReasonData" not in shown
    aws.clock.advance(seconds=30)
    assert states(aws) == [(1.0, "OK"), (1.5, "ALARM"), (2.0, "OK")]


def test_an_alarm_that_rests_wakes_up(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch)
    aws.clock.advance(days=3)
    assert states(aws) == []
    put(cloudwatch, 3.0)
    aws.clock.advance(minutes=10)
    day = 24 * 60.0
    assert states(aws) == [(3 * day + 1, "ALARM"), (3 * day + 4, "INSUFFICIENT_DATA")]


def test_alarms_that_rest_are_not_evaluated(aws: World, cloudwatch: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []

    def counted(service: Any, alarm: Any, end_us: int) -> Any:
        looks.append(alarm.name)
        return evaluate(service, alarm, end_us)

    monkeypatch.setattr(ticking, "evaluate", counted)
    for treatment in ("missing", "ignore", "breaching", "notBreaching"):
        put_alarm(cloudwatch, treatment, TreatMissingData=treatment)
    put(cloudwatch, 9.0)
    aws.clock.advance(days=1)
    assert len(looks) <= 4 * 6  # three minutes with data, then a last look, and another after each change
    cloudwatch.set_alarm_state(AlarmName="missing", StateValue="OK", StateReason="")
    aws.clock.advance(minutes=1)
    assert states(aws, "missing")[-1][1] == "INSUFFICIENT_DATA"


def test_late_data_make_an_alarm_late(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch)
    noon = aws.clock.now
    aws.clock.advance(minutes=2, seconds=30)
    put(cloudwatch, 3.0, Timestamp=noon)
    aws.clock.advance(seconds=30)
    assert states(aws) == [(3.0, "ALARM")]


def test_alarms_do_not_keep_a_world_busy(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch)
    aws.clock.run_until_idle(within=0)
    assert aws.clock.elapsed == timedelta(0)


def test_alarms_go_on_in_a_copy(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch)
    put(cloudwatch, 3.0)
    twin = deepcopy(aws)
    put(cloudwatch, 4.0)
    simulation = twin.simulation
    while (timer := simulation.scheduler.pop_due(60_000_000)) is not None:
        simulation.clock.elapsed_us = timer[0]
        simulation.scheduler.fire(timer)
    assert aws.cloudwatch.alarm("errors").state == "INSUFFICIENT_DATA"
    [change] = twin.timeline.select(kind="StateChange")
    assert "[3.0 (" in change.details["reason"]


def test_other_regions_have_alarms_of_their_own() -> None:
    with mock_aws(region="eu-west-1") as aws:
        cloudwatch = aws.boto3_session().client("cloudwatch")
        there = aws.boto3_session(region="us-east-1").client("cloudwatch")
        put_alarm(cloudwatch)
        put_alarm(there)
        put(there, 3.0)
        aws.clock.advance(minutes=1)
        assert described(cloudwatch)["StateValue"] == "INSUFFICIENT_DATA"
        assert described(there)["StateValue"] == "ALARM"
        assert [record.resource for record in aws.timeline.select(kind="StateChange")] == [
            "arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors"
        ]


def test_a_wait_for_nothing_is_found_out_beside_an_alarm(aws: World, cloudwatch: Any) -> None:
    put_alarm(cloudwatch)
    with pytest.raises(Stalled):
        threading.Event().wait()
