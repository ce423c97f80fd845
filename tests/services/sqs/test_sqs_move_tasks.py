"""Message move tasks between standard queues: what moves, when, and what it is afterwards."""

from __future__ import annotations

import base64
import json
from copy import deepcopy
from typing import Any

import pytest

from fakeaws import World, errors, mock_aws

from .move_support import bury, outcome, source, start, tasks
from .support import ARN, OTHER, attributes, bodies, client, counts, delete, invalid, make, receive, refused, send


@pytest.fixture
def dlq(sqs: Any) -> str:
    return make(sqs, "dlq")


@pytest.fixture
def orders(sqs: Any, dlq: str) -> str:
    """A queue whose messages go to ``dlq`` at their second receive."""
    return source(sqs)


def test_each_message_goes_back_to_its_own_source(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    refunds = source(sqs, "refunds")
    for number in range(3):
        bury(sqs, orders, f"order {number}")
        bury(sqs, refunds, f"refund {number}")
    start(sqs)
    aws.clock.run_until_idle()
    assert outcome(sqs) == ("COMPLETED", 6, 6, None)
    assert counts(sqs, dlq) == (0, 0, 0)
    assert bodies(sqs, orders) == ["order 0", "order 1", "order 2"]
    assert bodies(sqs, refunds) == ["refund 0", "refund 1", "refund 2"]


def test_all_go_to_the_destination_given(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    again = make(sqs, "again")
    bury(sqs, orders, "a", "b")
    send(sqs, dlq, "sent there")
    start(sqs, to="again")
    aws.clock.run_until_idle()
    assert bodies(sqs, again) == ["a", "b", "sent there"]
    assert (counts(sqs, orders), counts(sqs, dlq)) == ((0, 0, 0), (0, 0, 0))


def test_what_is_told_of_a_task(aws: World, sqs: Any, orders: str) -> None:
    bury(sqs, orders, "a", "b")
    aws.clock.advance(seconds=1.5)
    started_ms = round(aws.clock.now.timestamp() * 1000)
    handle = start(sqs, to="orders", rate=1)
    assert json.loads(base64.b64decode(handle)).keys() == {"taskId", "sourceArn"}
    assert json.loads(base64.b64decode(handle))["sourceArn"] == ARN + "dlq"
    told = {
        "SourceArn": ARN + "dlq",
        "DestinationArn": ARN + "orders",
        "MaxNumberOfMessagesPerSecond": 1,
        "ApproximateNumberOfMessagesToMove": 2,
        "StartedTimestamp": started_ms,
    }
    assert tasks(sqs) == [
        {**told, "Status": "RUNNING", "TaskHandle": handle, "ApproximateNumberOfMessagesMoved": 1},
    ]
    aws.clock.advance(seconds=1)
    assert tasks(sqs) == [{**told, "Status": "COMPLETED", "ApproximateNumberOfMessagesMoved": 2}]
    start(sqs)
    assert tasks(sqs)[0].keys() == {
        "TaskHandle",
        "Status",
        "SourceArn",
        "ApproximateNumberOfMessagesMoved",
        "ApproximateNumberOfMessagesToMove",
        "StartedTimestamp",
    }


@pytest.mark.parametrize(
    ("rate", "times"), [(1, [0, 1, 2, 3]), (3, [0, 0.333333, 0.666666, 1]), (500, [0, 0.002, 0.004, 0.006])]
)
def test_a_rate_is_kept_to_the_microsecond(aws: World, sqs: Any, orders: str, rate: int, times: list[float]) -> None:
    bury(sqs, orders, *"abcd")
    began = aws.timeline[-1].at
    start(sqs, rate=rate)
    aws.clock.run_until_idle()
    moves = aws.timeline.select(kind="MessageMoveTask", outcome="moved")
    assert [(record.at - began).total_seconds() for record in moves] == times
    assert {record.actor for record in moves} == {"aws"}


def test_without_a_rate_ten_move_every_20_milliseconds(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    send(sqs, dlq, *map(str, range(25)))
    start(sqs, to="orders")
    assert counts(sqs, orders) == (0, 0, 0)  # not within the call
    seen = []
    for _ in range(3):
        aws.clock.advance(milliseconds=20)
        seen.append((counts(sqs, orders)[0], outcome(sqs)[0]))
    assert seen == [(10, "RUNNING"), (20, "RUNNING"), (25, "COMPLETED")]


def test_a_moved_message_is_a_new_one(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    sqs.set_queue_attributes(QueueUrl=orders, Attributes={"MessageRetentionPeriod": "60"})
    [old] = bury(
        sqs,
        orders,
        "a",
        MessageAttributes={"Hello": {"DataType": "String", "StringValue": "World"}},
        MessageSystemAttributes={"AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1"}},
        MessageGroupId="tenant",
    )
    aws.clock.advance(seconds=50)
    start(sqs)
    aws.clock.run_until_idle()
    moved_ms = round(aws.clock.now.timestamp() * 1000)
    aws.clock.advance(seconds=59)  # 109 s after it was sent first
    [message] = receive(sqs, orders, AttributeNames=["All"], MessageAttributeNames=["All"])
    assert message["MessageId"] != old
    assert message["MessageAttributes"] == {"Hello": {"DataType": "String", "StringValue": "World"}}
    assert message["MD5OfMessageAttributes"] == "7db7fb1ba7f41366a8ea5eb18220b26d"
    assert message["Attributes"] == {
        "SenderId": message["Attributes"]["SenderId"],
        "SentTimestamp": str(moved_ms),
        "ApproximateReceiveCount": "1",
        "ApproximateFirstReceiveTimestamp": str(moved_ms + 59_000),
        "AWSTraceHeader": "Root=1",
        "MessageGroupId": "tenant",
    }
    aws.clock.advance(seconds=1)
    assert counts(sqs, orders) == (0, 0, 0)  # its own 60 seconds


def test_the_new_message_has_all_its_deliveries_before_it(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    bury(sqs, orders, "a")
    start(sqs)
    aws.clock.run_until_idle()
    assert bodies(sqs, orders, VisibilityTimeout=0) == ["a"]
    assert counts(sqs, dlq) == (0, 0, 0)
    assert bodies(sqs, orders) == []
    assert counts(sqs, dlq) == (1, 0, 0)


def test_the_queue_delay_holds_for_moved_messages(aws: World, sqs: Any, orders: str) -> None:
    bury(sqs, orders, "a")
    sqs.set_queue_attributes(QueueUrl=orders, Attributes={"DelaySeconds": "7"})
    start(sqs, rate=1)
    assert outcome(sqs)[0] == "COMPLETED"
    assert counts(sqs, orders) == (0, 0, 1)
    aws.clock.advance(seconds=7)
    assert bodies(sqs, orders) == ["a"]


def test_messages_in_flight_and_delayed_stay(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    bury(sqs, orders, "looked at", "a")
    receive(sqs, dlq, 1)
    send(sqs, dlq, "later", DelaySeconds=60)
    start(sqs, to="orders")
    aws.clock.advance(seconds=1)
    assert outcome(sqs) == ("COMPLETED", 1, 1, None)
    assert bodies(sqs, orders) == ["a"]
    assert counts(sqs, dlq) == (0, 1, 1)


@pytest.mark.parametrize("rate", [1, None])
def test_as_many_move_as_were_there_at_the_start(aws: World, sqs: Any, orders: str, dlq: str, rate: int | None) -> None:
    send(sqs, dlq, "a", "b")
    start(sqs, to="orders", rate=rate)
    send(sqs, dlq, "c")
    aws.clock.run_until_idle()
    assert outcome(sqs) == ("COMPLETED", 2, 2, None)
    assert bodies(sqs, dlq) == ["c"]


def test_messages_that_go_meanwhile_are_not_waited_for(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    send(sqs, dlq, *"abc")
    start(sqs, to="orders", rate=1)
    delete(sqs, dlq, receive(sqs, dlq, 1)[0])  # b: a has moved
    aws.clock.run_until_idle()
    assert outcome(sqs) == ("COMPLETED", 2, 3, None)
    start(sqs, to="orders")
    aws.clock.run_until_idle()
    assert outcome(sqs) == ("COMPLETED", 0, 0, None)


def test_purge_of_the_source(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    send(sqs, dlq, *"abc")
    start(sqs, to="orders", rate=1)
    aws.clock.advance(seconds=0.5)
    sqs.purge_queue(QueueUrl=dlq)
    aws.clock.advance(seconds=0.5)
    assert outcome(sqs) == ("COMPLETED", 1, 3, None)


def test_its_own_redrive_policy_does_not_count_moves(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    last = make(sqs, "last")
    sqs.set_queue_attributes(
        QueueUrl=dlq,
        Attributes={"RedrivePolicy": json.dumps({"deadLetterTargetArn": ARN + "last", "maxReceiveCount": 1})},
    )
    send(sqs, dlq, "a", "b")
    assert bodies(sqs, dlq, 1, VisibilityTimeout=0) == ["a"]
    start(sqs, to="orders")
    aws.clock.run_until_idle()
    assert bodies(sqs, orders) == ["a", "b"]
    assert counts(sqs, last) == (0, 0, 0)
    assert json.loads(attributes(sqs, dlq, "RedrivePolicy")["RedrivePolicy"])["maxReceiveCount"] == 1


def test_long_polls_at_the_destination_wake(aws: World, sqs: Any, orders: str) -> None:
    bury(sqs, orders, "a", "b")
    got: list[tuple[float, list[str]]] = []

    def consume() -> None:
        for _ in range(2):
            found = bodies(client(), orders, WaitTimeSeconds=20)
            got.append((aws.clock.elapsed.total_seconds(), found))

    began = aws.clock.elapsed.total_seconds()
    aws.spawn(consume)
    aws.clock.advance(seconds=3)
    start(sqs, rate=2)
    aws.clock.advance(seconds=1)
    assert got == [(began + 3, ["a"]), (began + 3.5, ["b"])]


# -- cancelling and listing ----------------------------------------------------------------------------------------


def test_cancelled_at_its_next_turn(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    send(sqs, dlq, *"abcd")
    handle = start(sqs, to="orders", rate=1)
    aws.clock.advance(seconds=1.5)
    assert sqs.cancel_message_move_task(TaskHandle=handle)["ApproximateNumberOfMessagesMoved"] == 2
    assert outcome(sqs) == ("CANCELLING", 2, 4, None)
    assert "TaskHandle" not in tasks(sqs)[0]
    with invalid("Only active tasks can be cancelled."):
        sqs.cancel_message_move_task(TaskHandle=handle)
    with invalid(
        "There is already a task running. Only one active task is allowed for a source queue arn at a given time."
    ):
        start(sqs, to="orders")
    aws.clock.advance(seconds=0.5)
    assert outcome(sqs) == ("CANCELLED", 2, 4, None)
    aws.clock.advance(minutes=1)
    assert bodies(sqs, orders) == ["a", "b"]
    assert bodies(sqs, dlq) == ["c", "d"]
    with invalid("Only active tasks can be cancelled."):
        sqs.cancel_message_move_task(TaskHandle=handle)
    start(sqs, to="orders")


def test_newest_first(aws: World, sqs: Any, orders: str) -> None:
    assert "Results" not in sqs.list_message_move_tasks(SourceArn=ARN + "dlq")
    handles = []
    for rate in range(1, 13):
        handles.append(start(sqs, rate=rate))
        aws.clock.advance(seconds=1)
    found = [task["MaxNumberOfMessagesPerSecond"] for task in tasks(sqs, MaxResults=10)]
    assert found == list(range(12, 2, -1))
    assert [task["MaxNumberOfMessagesPerSecond"] for task in tasks(sqs)] == [12]
    assert [task["MaxNumberOfMessagesPerSecond"] for task in tasks(sqs, MaxResults=2)] == [12, 11]
    started = [task["StartedTimestamp"] for task in tasks(sqs, MaxResults=10)]
    assert started == [started[0] - 1000 * number for number in range(10)]
    with invalid("Only active tasks can be cancelled."):
        sqs.cancel_message_move_task(TaskHandle=handles[2])
    with refused("ResourceNotFoundException", "Task does not exist."):
        sqs.cancel_message_move_task(TaskHandle=handles[1])  # forgotten


def test_another_account_has_its_own_tasks(aws: World, sqs: Any, orders: str) -> None:
    bury(sqs, orders, "a", "b")
    start(sqs, rate=1)
    assert aws.boto3_session(account=OTHER).client("sqs").list_queues().get("QueueUrls") is None
    assert aws.router.service("sqs", OTHER, "us-east-1").under_way() == []


# -- the world around it -------------------------------------------------------------------------------------------


def test_a_running_task_is_under_way(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    send(sqs, dlq, *"abc")
    began = aws.clock.elapsed
    start(sqs, to="orders", rate=1)
    with pytest.raises(errors.TimedOut, match="dlq: message move task, 2 of 3 moved"):
        aws.clock.run_until_idle(within=1)
    aws.clock.run_until_idle()
    assert (aws.clock.elapsed - began).total_seconds() == 2


def test_the_story_goes_on_in_the_new_message(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    [old] = bury(sqs, orders, "a")
    task = json.loads(base64.b64decode(start(sqs, rate=1)))["taskId"]
    [message] = receive(sqs, orders)
    delete(sqs, orders, message)
    trace = aws.trace(old)
    new = message["MessageId"]
    assert [
        (record.kind, record.resource, record.outcome, record.message_id, dict(record.details))
        for record in trace.records[-4:]
    ] == [
        ("MessageMoveTask", "orders", "visible", new, {}),
        ("MessageMoveTask", "dlq", "moved", old, {"to": "orders", "as": new}),
        ("ReceiveMessage", "orders", "in-flight", new, {}),
        ("DeleteMessage", "orders", "deleted", new, {}),
    ]
    arrival = trace.records[-4]
    assert arrival.cause is not None
    assert (arrival.cause.resource, arrival.cause.message_id) == ("dlq", old)
    assert trace.fates == {"orders": "deleted", "dlq": "moved"}
    assert trace.path == ["orders", "dlq", "orders"]
    assert aws.trace(message).fates == {"orders": "deleted"}
    [started] = aws.timeline.select(kind="StartMessageMoveTask")
    assert (started.resource, started.outcome, started.actor) == ("dlq", "ok", "test")
    assert started.details == {"task": task}
    [ended] = aws.timeline.select(kind="MessageMoveTask", outcome="COMPLETED")
    assert (ended.cause, ended.details) == (started, {"moved": 1, "to move": 1})


def test_a_copied_world_goes_on_by_itself(aws: World, sqs: Any, orders: str, dlq: str) -> None:
    send(sqs, dlq, *"abc")
    handle = start(sqs, to="orders", rate=1)
    aws.clock.advance(seconds=1)
    twin = deepcopy(aws)
    sqs.cancel_message_move_task(TaskHandle=handle)
    aws.clock.advance(seconds=1)
    assert outcome(sqs)[0] == "CANCELLED"
    copied: Any = twin.router.service("sqs", twin.account, twin.region)
    assert [str(task) for task in copied.moves.under_way()] == ["dlq: message move task, 2 of 3 moved"]
    assert copied.queues["dlq"].count == 1
    assert copied.moves.listed(copied.queues["dlq"], 1)[0]["Status"] == "RUNNING"


def test_same_seed_same_handles() -> None:
    handles = []
    for _ in range(2):
        with mock_aws(seed=7):
            sqs = client()
            make(sqs, "dlq")
            source(sqs)
            handles.append(start(sqs))
    assert handles[0] == handles[1]
