"""Message move tasks that cannot move everything."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeaws import World
from fakeaws.services.sqs import limits

from .move_support import bury, outcome, source, start, tasks
from .support import ARN, bodies, counts, delete, make, receive, refused, send


@pytest.fixture
def dlq(sqs: Any) -> str:
    return make(sqs, "dlq")


@pytest.fixture
def orders(sqs: Any, dlq: str) -> str:
    return source(sqs)


GONE = "AWS.SimpleQueueService.NonExistentQueue"


def test_a_message_too_long_for_its_destination_stays_and_the_others_go(
    aws: World, sqs: Any, orders: str, dlq: str
) -> None:
    bury(sqs, orders, "a", "x" * 1_025, "b")
    sqs.set_queue_attributes(QueueUrl=orders, Attributes={"MaximumMessageSize": "1024"})
    start(sqs, rate=1)
    aws.clock.advance(seconds=1)
    assert outcome(sqs) == ("RUNNING", 1, 3, None)
    assert counts(sqs, dlq) == (1, 1, 0)  # the task keeps hold of it
    aws.clock.advance(seconds=1)
    assert outcome(sqs) == ("FAILED", 2, 3, "InvalidParameterValue")
    assert "TaskHandle" not in tasks(sqs)[0]
    assert bodies(sqs, orders) == ["a", "b"]
    [left] = receive(sqs, dlq, AttributeNames=["All"])
    assert (len(left["Body"]), left["Attributes"]["ApproximateReceiveCount"]) == (1_025, "2")  # not one of the task's
    [ended] = aws.timeline.select(kind="MessageMoveTask", outcome="FAILED")
    assert ended.details == {"moved": 2, "to move": 3, "reason": "InvalidParameterValue"}


def test_attributes_count_for_the_size(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    attribute = {"a": {"DataType": "String", "StringValue": "v"}}  # 8 bytes
    bury(sqs, orders, "x" * 1_016, MessageAttributes=attribute)
    bury(sqs, orders, "x" * 1_017, MessageAttributes=attribute)
    sqs.set_queue_attributes(QueueUrl=orders, Attributes={"MaximumMessageSize": "1024"})
    start(sqs)
    aws.clock.run_until_idle()
    assert [len(body) for body in bodies(sqs, orders)] == [1_016]
    assert outcome(sqs) == ("FAILED", 1, 2, "InvalidParameterValue")


def test_trace_of_a_message_that_stayed(aws: World, sqs: Any, orders: str) -> None:
    [id] = bury(sqs, orders, "x" * 1_025)
    sqs.set_queue_attributes(QueueUrl=orders, Attributes={"MaximumMessageSize": "1024"})
    start(sqs)
    aws.clock.run_until_idle()
    assert [(record.kind, record.outcome, dict(record.details)) for record in aws.trace(id).records[-2:]] == [
        ("MessageMoveTask", "in-flight", {"not moved": "InvalidParameterValue"}),
        ("MessageMoveTask", "visible", {}),
    ]
    assert aws.trace(id).fates == {"orders": "dead-lettered", "dlq": "visible"}


def test_a_message_of_unknown_source_stays(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    send(sqs, dlq, "sent there")
    bury(sqs, orders, "a")
    start(sqs)
    aws.clock.run_until_idle()
    assert outcome(sqs) == ("FAILED", 1, 2, "CouldNotDetermineMessageSource")
    assert (bodies(sqs, orders), bodies(sqs, dlq)) == (["a"], ["sent there"])


def test_one_of_two_sources_is_gone(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    refunds = source(sqs, "refunds")
    bury(sqs, refunds, "refund")
    bury(sqs, orders, "order")
    start(sqs, rate=1)
    sqs.delete_queue(QueueUrl=orders)  # the refund moved before
    aws.clock.run_until_idle()
    assert outcome(sqs) == ("FAILED", 1, 2, GONE)
    assert (bodies(sqs, refunds), bodies(sqs, dlq)) == (["refund"], ["order"])


def test_the_destination_is_deleted_meanwhile(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    again = make(sqs, "again")
    send(sqs, dlq, *"abcd")
    start(sqs, to="again", rate=1)
    aws.clock.advance(seconds=1.5)
    sqs.delete_queue(QueueUrl=again)
    aws.clock.advance(seconds=0.5)
    assert outcome(sqs) == ("FAILED", 2, 4, GONE)
    assert tasks(sqs)[0]["DestinationArn"] == ARN + "again"
    assert bodies(sqs, dlq) == ["c", "d"]


def test_the_source_is_deleted_meanwhile(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    send(sqs, dlq, *"abcd")
    handle = start(sqs, to="orders", rate=1)
    aws.clock.advance(seconds=1.5)
    sqs.delete_queue(QueueUrl=dlq)
    aws.clock.run_until_idle(within=0)
    assert bodies(sqs, orders) == ["a", "b"]
    gone = "The resource that you specified for the SourceArn parameter doesn't exist."
    with refused("ResourceNotFoundException", gone):
        tasks(sqs)
    with refused("ResourceNotFoundException", gone):
        sqs.cancel_message_move_task(TaskHandle=handle)
    aws.clock.advance(seconds=60)
    send(sqs, make(sqs, "dlq"), "new")
    assert tasks(sqs) == []
    with refused("ResourceNotFoundException", "Task does not exist."):
        sqs.cancel_message_move_task(TaskHandle=handle)
    start(sqs, to="orders")


def test_the_queue_that_made_it_a_dead_letter_queue_changes_its_mind(
    aws: World, sqs: Any, orders: str, dlq: str
) -> None:
    bury(sqs, orders, "a", "b")
    start(sqs, rate=1)
    sqs.set_queue_attributes(QueueUrl=orders, Attributes={"RedrivePolicy": ""})
    aws.clock.run_until_idle()
    assert outcome(sqs) == ("COMPLETED", 2, 2, None)


def test_a_policy_denies_it_meanwhile(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    bury(sqs, orders, "a", "b")
    start(sqs, rate=1)
    statement = {"Effect": "Deny", "Principal": "*", "Action": "sqs:SendMessage", "Resource": ARN + "orders"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=orders, Attributes={"Policy": document})
    aws.clock.run_until_idle()
    assert outcome(sqs) == ("FAILED", 1, 2, "AccessDenied")
    assert bodies(sqs, dlq) == ["b"]


def test_a_message_that_is_held_back_can_be_deleted_or_expire(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    sqs.set_queue_attributes(QueueUrl=dlq, Attributes={"MessageRetentionPeriod": "60"})
    send(sqs, dlq, "first", "second")
    [seen, _] = receive(sqs, dlq, VisibilityTimeout=0)
    aws.clock.advance(seconds=58)
    bury(sqs, orders, *"abcd")
    start(sqs, rate=1)
    aws.clock.advance(seconds=1)
    assert counts(sqs, dlq) == (4, 2, 0)
    delete(sqs, dlq, seen)
    assert counts(sqs, dlq) == (4, 1, 0)
    aws.clock.advance(seconds=1)  # the other one's 60 seconds are over
    assert counts(sqs, dlq) == (3, 0, 0)
    aws.clock.run_until_idle()
    assert outcome(sqs) == ("FAILED", 4, 6, "CouldNotDetermineMessageSource")
    assert counts(sqs, dlq) == (0, 0, 0)


def test_hiding_a_message_that_is_held_back_outlasts_the_task(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    send(sqs, dlq, "a", "b")
    [seen, _] = receive(sqs, dlq, VisibilityTimeout=0)
    start(sqs, rate=1)
    sqs.change_message_visibility(QueueUrl=dlq, ReceiptHandle=seen["ReceiptHandle"], VisibilityTimeout=10)
    aws.clock.advance(seconds=1)
    assert outcome(sqs)[0] == "FAILED"
    assert counts(sqs, dlq) == (1, 1, 0)
    aws.clock.advance(seconds=9)
    assert counts(sqs, dlq) == (2, 0, 0)


def test_held_back_until_a_cancelled_task_ends(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    send(sqs, dlq, "a", "b", "c")
    handle = start(sqs, rate=1)
    sqs.cancel_message_move_task(TaskHandle=handle)
    assert counts(sqs, dlq) == (2, 1, 0)
    aws.clock.advance(seconds=1)
    assert outcome(sqs) == ("CANCELLED", 0, 3, None)
    assert bodies(sqs, dlq) == ["a", "b", "c"]


def test_what_is_shown_again_wakes_long_polls(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    send(sqs, dlq, "a", "b")
    start(sqs, rate=1)
    receive(sqs, dlq)  # b, so that nothing is left to receive
    assert bodies(sqs, dlq, WaitTimeSeconds=5) == ["a"]
    assert outcome(sqs)[0] == "FAILED"


def test_it_may_take_36_hours(aws: World, sqs: Any, orders: str, dlq: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert limits.MOVE_TASK == 36 * 3_600 * 1_000_000
    monkeypatch.setattr(limits, "MOVE_TASK", 2_500_000)
    send(sqs, dlq, *"abcde")
    start(sqs, to="orders", rate=1)
    aws.clock.advance(seconds=2.4)
    assert outcome(sqs) == ("RUNNING", 3, 5, None)
    aws.clock.advance(seconds=0.1)
    assert outcome(sqs) == ("FAILED", 3, 5, "MaximumTaskDurationExceeded")
    assert bodies(sqs, dlq) == ["d", "e"]
    handle = start(sqs, to="orders", rate=1)
    aws.clock.advance(seconds=29)
    assert handle not in str(tasks(sqs))
