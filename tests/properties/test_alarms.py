"""M out of N alarms with gaps in their data come to the model's states minute by minute, and tell of each change once."""

from __future__ import annotations

from typing import Any

import boto3.session
from hypothesis import given
from hypothesis import strategies as st

from fakeaws import mock_aws

from .alarm_model import next_state
from .scale import scaled

CLIENT: Any = boto3.session.Session(
    aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1"
).client("cloudwatch")

TREATMENTS = ["missing", "ignore", "breaching", "notBreaching"]
#: Several gaps to each value, so that windows run empty now and then.
VALUES = st.lists(st.sampled_from([None, None, 0.0, 5.0, 5.0]), min_size=1, max_size=14)
SHAPES = st.sampled_from([(n, m) for n in range(1, 5) for m in range(1, n + 1)])
ACTION = "arn:aws:ssm:us-east-1:123456789012:opsitem:1"


@given(values=VALUES, shape=SHAPES, silence=st.sampled_from([0, 1, 8]))
@scaled(60)
def test_m_out_of_n_with_gaps(values: list[float | None], shape: tuple[int, int], silence: int) -> None:
    n, m = shape
    with mock_aws() as aws:
        for treatment in TREATMENTS:
            CLIENT.put_metric_alarm(
                AlarmName=treatment,
                Namespace="shop",
                MetricName="errors",
                Statistic="Maximum",
                Period=60,
                EvaluationPeriods=n,
                DatapointsToAlarm=m,
                Threshold=2.0,
                ComparisonOperator="GreaterThanOrEqualToThreshold",
                TreatMissingData=treatment,
                **{f"{kind}Actions": [ACTION] for kind in ("Alarm", "OK", "InsufficientData")},
            )
        expected = dict.fromkeys(TREATMENTS, "INSUFFICIENT_DATA")
        changes = dict.fromkeys(TREATMENTS, 0)
        seen: list[bool | None] = [None] * (n + 2)
        for value in values + [None] * silence:
            if value is not None:
                CLIENT.put_metric_data(Namespace="shop", MetricData=[{"MetricName": "errors", "Value": value}])
            aws.clock.advance(minutes=1)
            seen = [*seen[1:], None if value is None else value >= 2.0]
            for treatment in TREATMENTS:
                state = next_state(expected[treatment], seen, n, m, treatment)
                changes[treatment] += state != expected[treatment]
                expected[treatment] = state
            assert {treatment: aws.cloudwatch.alarm(treatment).state for treatment in TREATMENTS} == expected
        actions = aws.timeline.select(service="cloudwatch", kind="Action")
        told = {treatment: sum(record.resource == treatment for record in actions) for treatment in TREATMENTS}
        assert told == changes
