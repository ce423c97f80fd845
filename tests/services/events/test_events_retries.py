"""Retries, and what goes to a target's dead-letter queue."""

from __future__ import annotations

import datetime
import itertools
import json
from typing import Any

import pytest

from fakeaws import World
from fakeaws.services.events.deliveries import to_queues
from fakeaws.services.events.deliveries.delivery import Delivery

from .ruling import EVENTS, QUEUE, SHOP, aim, bodies, make_queue, make_rule, put

RULE = EVENTS + "rule/audit"
DAY = datetime.timedelta(days=1)


def to_audit(params: Any) -> bool:
    return bool(params["QueueUrl"].endswith("/audit"))


def dead_letters(aws: World, sqs: Any) -> list[tuple[str, dict[str, Any]]]:
    """Body and attributes of what is in the dead-letter queue."""
    found = sqs.receive_message(
        QueueUrl=aws.sqs.queue("dead").url, MessageAttributeNames=["All"], MaxNumberOfMessages=10
    )
    return [
        (
            message["Body"],
            {
                name: (attribute["DataType"], attribute["StringValue"])
                for name, attribute in message["MessageAttributes"].items()
            },
        )
        for message in found.get("Messages", [])
    ]


@pytest.fixture
def target(aws: World, events: Any, sqs: Any) -> str:
    """A queue that the rule audit may send to, and a dead-letter queue "dead" for what it does not take."""
    rule = make_rule(events)
    aws_arn = make_queue(aws, sqs, "audit", rule)
    make_queue(aws, sqs, "dead", rule)
    return aws_arn


def test_a_target_that_recovers(aws: World, events: Any, target: str) -> None:
    aim(events, target)
    aws.faults.fail("sqs.SendMessage", code="InternalError", status=500, times=4)
    event_id = put(events)
    aws.clock.run_until_idle()
    assert len(bodies(aws)) == 1
    outcomes = [(record.outcome, record.details.get("attempt")) for record in aws.timeline.select(kind="Deliver")]
    assert outcomes == [("retrying", None), ("retrying", 2), ("retrying", 3), ("retrying", 4), ("delivered", 5)]
    at = [record.at.total_seconds() for record in aws.timeline.select(kind="Deliver")]
    waits = [after - before for before, after in itertools.pairwise(at)]
    assert all(longest / 2 <= wait <= longest for wait, longest in zip(waits, (1, 2, 4, 8)))
    assert aws.trace(event_id).fates == {"audit": "visible"}


def test_a_day_and_185_retries(aws: World, events: Any, sqs: Any, target: str) -> None:
    aim(events, target, DeadLetterConfig={"Arn": QUEUE + "dead"})
    aws.faults.fail("sqs.SendMessage", code="InternalError", status=500, times=186, when=to_audit)
    event_id = put(events)
    aws.clock.advance(days=1)
    assert len(aws.timeline.select(kind="Deliver")) == 186
    assert DAY * 0.7 < aws.timeline.select(kind="Redrive")[0].at <= DAY
    [(body, attributes)] = dead_letters(aws, sqs)
    assert json.loads(body)["id"] == event_id
    assert attributes["RETRY_ATTEMPTS"] == ("Number", "185")
    assert attributes["EXHAUSTED_RETRY_CONDITION"] == ("String", "MaximumRetryAttempts")
    assert aws.trace(event_id).fates == {"audit": "refused", "dead": "in-flight"}


@pytest.mark.parametrize(
    ("policy", "attempts", "condition"),
    [
        ({"MaximumRetryAttempts": 0}, 1, "MaximumRetryAttempts"),
        ({"MaximumRetryAttempts": 3}, 4, "MaximumRetryAttempts"),
        ({"MaximumEventAgeInSeconds": 60}, None, "MaximumEventAgeInSeconds"),
    ],
)
def test_the_targets_own_retry_policy(
    aws: World, events: Any, sqs: Any, target: str, policy: Any, attempts: int | None, condition: str
) -> None:
    aim(events, target, DeadLetterConfig={"Arn": QUEUE + "dead"}, RetryPolicy=policy)
    aws.faults.fail("sqs.SendMessage", code="InternalError", status=500, times=100, optional=True, when=to_audit)
    put(events)
    aws.clock.run_until_idle()
    made = len(aws.timeline.select(kind="Deliver"))
    assert attempts is None or made == attempts
    [(_, attributes)] = dead_letters(aws, sqs)
    assert attributes == {
        "RULE_ARN": ("String", RULE),
        "TARGET_ARN": ("String", target),
        "ERROR_CODE": ("String", "INTERNAL_ERROR"),
        "ERROR_MESSAGE": attributes["ERROR_MESSAGE"],
        "RETRY_ATTEMPTS": ("Number", str(made - 1)),
        "EXHAUSTED_RETRY_CONDITION": ("String", condition),
    }
    if "MaximumEventAgeInSeconds" in policy:
        assert aws.timeline.select(kind="Redrive")[0].at <= datetime.timedelta(seconds=60)


def test_a_target_that_is_gone_is_not_tried_again(aws: World, events: Any, sqs: Any, target: str) -> None:
    template = {"InputTemplate": '"transformed"'}
    aim(events, QUEUE + "gone", DeadLetterConfig={"Arn": QUEUE + "dead"}, InputTransformer=template)
    event_id = put(events)
    [(body, attributes)] = dead_letters(aws, sqs)
    assert json.loads(body)["id"] == event_id  # not what was made of it
    assert attributes == {
        "RULE_ARN": ("String", RULE),
        "TARGET_ARN": ("String", QUEUE + "gone"),
        "ERROR_CODE": ("String", "NO_RESOURCE"),
        "ERROR_MESSAGE": ("String", "The specified queue does not exist."),
        "RETRY_ATTEMPTS": ("Number", "0"),
    }


def test_a_missing_permission_is_not_tried_again(aws: World, events: Any, sqs: Any) -> None:
    make_queue(aws, sqs, "dead", make_rule(events))
    closed = make_queue(aws, sqs, "audit", EVENTS + "rule/other")
    aim(events, closed, DeadLetterConfig={"Arn": QUEUE + "dead"})
    put(events)
    [(_, attributes)] = dead_letters(aws, sqs)
    assert attributes["ERROR_CODE"] == ("String", "NO_PERMISSIONS")
    assert "no resource-based policy allows" in attributes["ERROR_MESSAGE"][1]
    assert "EXHAUSTED_RETRY_CONDITION" not in attributes


def test_throttling_is_tried_again(aws: World, events: Any, target: str) -> None:
    aim(events, target)
    aws.faults.throttle("sqs.SendMessage", times=2)
    put(events)
    aws.clock.run_until_idle()
    assert [record.outcome for record in aws.timeline.select(kind="Deliver")] == ["retrying", "retrying", "delivered"]


def test_without_a_dead_letter_queue_it_is_lost(aws: World, events: Any) -> None:
    make_rule(events, pattern=SHOP)
    aim(events, QUEUE + "gone")
    event_id = put(events)
    aws.clock.run_until_idle()
    assert aws.trace(event_id).fates == {"gone": "refused"}
    assert aws.timeline.select(kind="Redrive") == []


def test_a_dead_letter_queue_that_is_gone(aws: World, events: Any) -> None:
    make_rule(events)
    aim(events, QUEUE + "gone", DeadLetterConfig={"Arn": QUEUE + "dead"})
    assert aws.trace(put(events)).fates == {"gone": "refused", "dead": "refused"}


def test_a_target_that_takes_its_time(aws: World, events: Any, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer_after_five_seconds(delivery: Delivery) -> None:
        aws.simulation.at(aws.now_us + 5_000_000, delivery.finish)

    monkeypatch.setattr(to_queues, "send", answer_after_five_seconds)
    aim(events, target)
    event_id = put(events)
    assert aws.trace(event_id).records[-1].outcome == "delivering"
    assert f"events delivers event {event_id} to audit" in aws.under_way()
    aws.clock.run_until_idle()
    deliveries = [(record.outcome, record.at.seconds) for record in aws.timeline.select(kind="Deliver")]
    assert deliveries == [("delivering", 0), ("delivered", 5)]
    assert aws.under_way() == []
