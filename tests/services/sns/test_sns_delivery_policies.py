"""Delivery policies: what may be asked for, how it is shown, and the delays that it means."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeaws.services.sns.deliveries.schedules import AWS_MANAGED, CUSTOMER_MANAGED
from fakeaws.services.sns.delivery_policies import RetryPolicy

from .subscribers import QUEUE, invalid, make_topic, shown, subscribe

GOOD = {"numRetries": 3, "minDelayTarget": 20, "maxDelayTarget": 20}


def put(sns: Any, subscription: str, policy: Any) -> None:
    value = policy if isinstance(policy, str) else json.dumps(policy)
    sns.set_subscription_attributes(SubscriptionArn=subscription, AttributeName="DeliveryPolicy", AttributeValue=value)


def test_shown_in_full(sns: Any) -> None:
    policy = {
        "healthyRetryPolicy": {"minDelayTarget": 1, "maxDelayTarget": 1, "numRetries": 0},
        "throttlePolicy": {"maxReceivesPerSecond": 1000},
    }
    found = shown(sns, subscribe(sns, make_topic(sns), QUEUE + "q", DeliveryPolicy=policy))
    assert found["DeliveryPolicy"] == (
        '{"healthyRetryPolicy":{"minDelayTarget":1,"maxDelayTarget":1,"numRetries":0,"numMaxDelayRetries":0,'
        '"numNoDelayRetries":0,"numMinDelayRetries":0,"backoffFunction":"linear"},"sicklyRetryPolicy":null,'
        '"throttlePolicy":{"maxReceivesPerSecond":1000},"requestPolicy":null,"guaranteed":false}'
    )
    assert found["EffectiveDeliveryPolicy"] == (
        '{"healthyRetryPolicy":{"minDelayTarget":1,"maxDelayTarget":1,"numRetries":0,"numMaxDelayRetries":0,'
        '"numNoDelayRetries":0,"numMinDelayRetries":0,"backoffFunction":"linear"},"sicklyRetryPolicy":null,'
        '"throttlePolicy":{"maxReceivesPerSecond":1000},"requestPolicy":{"headerContentType":'
        '"text/plain; charset=UTF-8"},"guaranteed":false}'
    )


def test_the_topic_fills_in_and_may_forbid(sns: Any) -> None:
    topic = make_topic(sns)
    subscription = subscribe(sns, topic, QUEUE + "q", DeliveryPolicy={"throttlePolicy": {"maxReceivesPerSecond": 5}})

    def effective(**http: Any) -> Any:
        policy = {"http": {"defaultHealthyRetryPolicy": {**GOOD, "numRetries": 9}, **http}}
        sns.set_topic_attributes(TopicArn=topic, AttributeName="DeliveryPolicy", AttributeValue=json.dumps(policy))
        return json.loads(shown(sns, subscription)["EffectiveDeliveryPolicy"])

    found = effective()
    assert (found["healthyRetryPolicy"]["numRetries"], found["throttlePolicy"]) == (9, {"maxReceivesPerSecond": 5})
    assert effective(disableSubscriptionOverrides=True)["throttlePolicy"] is None


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"minDelayTarget": 0}, "healthyRetryPolicy.minDelayTarget must be greater than or equal to 1"),
        ({"maxDelayTarget": 3601}, "healthyRetryPolicy.maxDelayTarget must be less than or equal to 3600"),
        ({"maxDelayTarget": 10}, "healthyRetryPolicy.maxDelayTarget must be greater than or equal to minDelayTarget"),
        ({"numRetries": 101}, "healthyRetryPolicy.numRetries must be less than or equal to 100"),
        ({"numRetries": None}, "healthyRetryPolicy.numRetries must be specified"),
        ({"numRetries": "3"}, "healthyRetryPolicy.numRetries must be an integer"),
        ({"numNoDelayRetries": -1}, "healthyRetryPolicy.numNoDelayRetries must be greater than or equal to 0"),
        ({"backoffFunction": "x"}, None),
        ({"numMinDelayRetries": 4}, None),
        ({"more": 1}, "Unexpected JSON member: healthyRetryPolicy.more"),
        ({"numRetries": 100, "maxDelayTarget": 100}, "Total policy retry time cannot be greater than 3600 seconds"),
    ],
)
def test_refused(sns: Any, changes: dict[str, Any], text: str | None) -> None:
    subscription = subscribe(sns, make_topic(sns), QUEUE + "q")
    if text is not None:
        with invalid(f"DeliveryPolicy: {text}"):
            put(sns, subscription, {"healthyRetryPolicy": {**GOOD, **changes}})
    else:
        with pytest.raises(sns.exceptions.InvalidParameterException):
            put(sns, subscription, {"healthyRetryPolicy": {**GOOD, **changes}})
    assert "DeliveryPolicy" not in shown(sns, subscription)


def test_other_parts_refused(sns: Any) -> None:
    subscription = subscribe(sns, make_topic(sns), QUEUE + "q")
    for policy, text in (
        (
            {"throttlePolicy": {"maxReceivesPerSecond": 0}},
            "throttlePolicy.maxReceivesPerSecond must be greater than or equal to 1",
        ),
        (
            {"requestPolicy": {"headerContentType": "image/png"}},
            "requestPolicy.headerContentType is not a supported content type: image/png",
        ),
        ({"x": 1}, "Unexpected JSON member: x"),
        ("{", "failed to parse JSON."),
    ):
        with invalid(f"DeliveryPolicy: {text}"):
            put(sns, subscription, policy)


@pytest.mark.parametrize(
    ("function", "delays"),
    [
        ("linear", [5, 90, 175, 260]),
        ("arithmetic", [5, 47.5, 132.5, 260]),
        ("geometric", [5, pytest.approx(18.66, abs=0.01), pytest.approx(69.66, abs=0.01), pytest.approx(260)]),
        ("exponential", [5, pytest.approx(41.43, abs=0.01), pytest.approx(114.29, abs=0.01), 260]),
    ],
)
def test_phases_and_backoff(function: str, delays: list[float]) -> None:
    policy = RetryPolicy(5, 260, 9, 2, 1, 2, function)
    assert [policy.delay(retry) for retry in range(1, 11)] == [0, 5, 5, *delays, 260, 260, None]
    assert RetryPolicy(5, 260, 1, 0, 0, 0, function).delay(1) == 5


def test_managed_schedules() -> None:
    delays = [AWS_MANAGED.delay(retry) for retry in range(1, 18)]
    assert delays[:6] == [0, 0, 0, 1, 1, 1]
    assert delays[14:] == [20, 20, 20]
    assert delays[5:15] == sorted(delays[5:15])
    assert AWS_MANAGED.delay(100_014) == 20
    assert AWS_MANAGED.delay(100_015) is None
    assert [CUSTOMER_MANAGED.delay(retry) for retry in (1, 2, 3, 12, 13, 49, 50)] == [10, 10, 10, 600, 600, 600, None]
