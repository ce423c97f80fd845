"""``aws.faults.duplicate``: a standard queue hands a message out a second time, as AWS may."""

from __future__ import annotations

import json
import time
from copy import deepcopy
from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from fakeaws import World, mock_aws

from .support import ARN, attributes, bodies, counts, delete, invalid_value, make, receive, send


def test_a_message_is_handed_out_again_while_its_receiver_holds_it(aws: World, sqs: Any, orders: str) -> None:
    (sent,) = send(sqs, orders, "42")
    fault = aws.faults.duplicate("orders")
    (first,) = receive(sqs, orders, AttributeNames=["All"])
    assert not fault.fired  # nobody has had the second copy yet
    (second,) = receive(sqs, orders, AttributeNames=["All"])
    assert fault.fired
    assert receive(sqs, orders) == []
    assert first["MessageId"] == second["MessageId"] == sent
    assert first["ReceiptHandle"] != second["ReceiptHandle"]
    assert [m["Attributes"]["ApproximateReceiveCount"] for m in (first, second)] == ["1", "2"]
    assert [m["Attributes"]["ApproximateFirstReceiveTimestamp"] for m in (first, second)] == [
        first["Attributes"]["SentTimestamp"]
    ] * 2


def test_the_timeline_shows_it(aws: World, sqs: Any, orders: str) -> None:
    (sent,) = send(sqs, orders, "42")
    aws.faults.duplicate("orders")
    receive(sqs, orders)
    delete(sqs, orders, receive(sqs, orders)[0])
    trace = aws.trace(sent)
    assert [(r.kind, r.actor, r.outcome, dict(r.details)) for r in trace] == [
        ("SendMessage", "test", "visible", {}),
        ("ReceiveMessage", "test", "in-flight", {}),
        ("Duplicate", "aws", "visible", {"fault": "duplicate"}),
        ("ReceiveMessage", "test", "in-flight", {}),
        ("DeleteMessage", "test", "deleted", {}),
    ]
    assert [r.cause for r in trace][1:] == list(trace)[:-1]
    assert len(trace.deliveries) == 2
    assert "visible (fault duplicate), because of ReceiveMessage by test at +00:00:00" in trace.text()


def test_the_first_receipt_handle_deletes_nothing(aws: World, sqs: Any, orders: str) -> None:
    (sent,) = send(sqs, orders, "42")
    aws.faults.duplicate("orders")
    (first,) = receive(sqs, orders)
    delete(sqs, orders, first)
    assert aws.trace(sent).fates == {"orders": "visible"}
    assert aws.timeline[-1].details == {"fault": "duplicate"}
    (second,) = receive(sqs, orders)
    delete(sqs, orders, first)  # now an old handle like any other
    assert aws.timeline[-1].details == {"old receipt handle": True, "handle of receive": 1}
    assert counts(sqs, orders) == (0, 1, 0)
    delete(sqs, orders, second)
    assert aws.trace(sent).fates == {"orders": "deleted"}
    aws.clock.advance(minutes=1)
    assert counts(sqs, orders) == (0, 0, 0)
    assert receive(sqs, orders) == []


def test_a_heartbeat_of_the_first_receiver_does_not_hide_it(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "42")
    fault = aws.faults.duplicate("orders")
    (first,) = receive(sqs, orders)
    change = {"QueueUrl": orders, "ReceiptHandle": first["ReceiptHandle"], "VisibilityTimeout": 60}
    sqs.change_message_visibility(**change)
    assert dict(aws.timeline[-1].details) == {"seconds": 60, "fault": "duplicate"}
    assert counts(sqs, orders) == (1, 0, 0)
    assert bodies(sqs, orders) == ["42"]
    assert fault.fired
    handle, reason = first["ReceiptHandle"], "Message does not exist or is not available for visibility timeout change."
    with invalid_value(handle, "ReceiptHandle", reason):
        sqs.change_message_visibility(**change)


def test_one_visibility_timeout_counts_and_no_copy_is_left(aws: World, sqs: Any, orders: str) -> None:
    (sent,) = send(sqs, orders, "42")
    aws.faults.duplicate(orders)
    receive(sqs, orders)
    assert counts(sqs, orders) == (1, 0, 0)
    aws.clock.advance(seconds=20)
    receive(sqs, orders)
    assert counts(sqs, orders) == (0, 1, 0)
    aws.clock.advance(seconds=29)  # the first timeout is over, the second is not
    assert counts(sqs, orders) == (0, 1, 0)
    aws.clock.advance(seconds=1)
    assert counts(sqs, orders) == (1, 0, 0)
    assert [m.receive_count for m in aws.sqs.queue("orders").messages] == [2]
    assert [r.at.seconds for r in aws.trace(sent) if r.kind == "VisibilityTimeout"] == [50]


def test_a_long_poll_of_another_consumer_gets_it_at_once(aws: World, sqs: Any, orders: str) -> None:
    got: list[tuple[str, int]] = []

    def consume(name: str) -> None:
        client: Any = boto3.client("sqs")
        for _ in range(3):
            for message in receive(client, orders, 1, WaitTimeSeconds=20):
                time.sleep(5)
                got.append((name, aws.clock.elapsed.seconds))
                delete(client, orders, message)

    for name in ("consumer-1", "consumer-2"):
        aws.spawn(consume, name, name=name)
    aws.clock.advance(seconds=7)
    aws.faults.duplicate("orders")
    sent = sqs.send_message(QueueUrl=orders, MessageBody="42")
    aws.clock.run_until_idle()
    assert got == [("consumer-1", 12), ("consumer-2", 12)]
    assert [(d.actor, d.at.seconds) for d in aws.trace(sent).deliveries] == [("consumer-1", 7), ("consumer-2", 7)]
    assert aws.trace(sent).fates == {"orders": "deleted"}


def test_it_is_even_handed_out_when_the_receive_count_is_used_up(aws: World, sqs: Any) -> None:
    make(sqs, "dead")
    policy = json.dumps({"deadLetterTargetArn": ARN + "dead", "maxReceiveCount": 1})
    url = make(sqs, "orders", RedrivePolicy=policy)
    (sent,) = send(sqs, url, "42")
    aws.faults.duplicate("orders")
    assert bodies(sqs, url) == bodies(sqs, url) == ["42"]
    aws.clock.advance(seconds=30)
    assert bodies(sqs, url) == []
    assert aws.trace(sent).fates == {"orders": "dead-lettered", "dead": "visible"}


def test_times_counts_messages(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a", "b", "c")
    fault = aws.faults.duplicate("orders", times=2)
    assert [bodies(sqs, orders) for _ in range(3)] == [["a", "b", "c"], ["a", "b"], []]
    assert fault.remaining == 0


def test_a_second_hand_over_is_not_doubled_but_a_later_one_may_be(aws: World, sqs: Any, orders: str) -> None:
    (sent,) = send(sqs, orders, "42")
    fault = aws.faults.duplicate("orders", times=2)
    assert [bodies(sqs, orders) for _ in range(3)] == [["42"], ["42"], []]
    assert (fault.fired, fault.remaining) == (True, 1)
    aws.clock.advance(seconds=30)
    assert [bodies(sqs, orders) for _ in range(3)] == [["42"], ["42"], []]
    assert fault.remaining == 0
    assert len(aws.trace(sent).deliveries) == 4


def test_when_picks_by_the_message(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a", "b")
    fault = aws.faults.duplicate(aws.sqs.queue("orders").arn, when=lambda message: message.body == "b")
    assert [bodies(sqs, orders) for _ in range(3)] == [["a", "b"], ["b"], []]
    assert fault.fired


def test_a_receive_that_hides_nothing(aws: World, sqs: Any, orders: str) -> None:
    (sent,) = send(sqs, orders, "42")
    aws.faults.duplicate("orders")
    (first,) = receive(sqs, orders, VisibilityTimeout=0)
    assert counts(sqs, orders) == (1, 0, 0)
    delete(sqs, orders, first)
    delete(sqs, orders, receive(sqs, orders)[0])
    assert [r.kind for r in aws.trace(sent)].count("VisibilityTimeout") == 0
    assert counts(sqs, orders) == (0, 0, 0)


@pytest.mark.parametrize("how", ["purge", "expiry", "deletion"])
def test_what_ends_a_message_for_other_reasons_ends_this_one(aws: World, sqs: Any, orders: str, how: str) -> None:
    (sent,) = send(sqs, orders, "42")
    fault = aws.faults.duplicate("orders", optional=True)
    delete(sqs, orders, receive(sqs, orders)[0])
    if how == "purge":
        sqs.purge_queue(QueueUrl=orders)
    elif how == "expiry":
        aws.clock.advance(days=4)
    else:
        sqs.delete_queue(QueueUrl=orders)
    assert aws.trace(sent).fates == {"orders": "expired" if how == "expiry" else "purged"}
    assert not fault.fired
    if how != "deletion":
        assert receive(sqs, orders) == []
        assert counts(sqs, orders) == (0, 0, 0)


def test_messages_in_other_states_are_left_alone(aws: World, sqs: Any, orders: str) -> None:
    sqs.send_message(QueueUrl=orders, MessageBody="later", DelaySeconds=60)
    send(sqs, orders, "held")
    receive(sqs, orders)
    aws.faults.duplicate("orders")
    assert receive(sqs, orders) == []
    assert counts(sqs, orders) == (0, 1, 1)
    aws.clock.advance(seconds=30)
    assert [bodies(sqs, orders), bodies(sqs, orders), bodies(sqs, orders)] == [["held"], ["held"], []]


def test_a_fifo_queue_is_refused(aws: World, sqs: Any, fifo: str) -> None:
    with pytest.raises(ValueError, match=r"^orders\.fifo is a FIFO queue, and those process exactly once"):
        aws.faults.duplicate("orders.fifo")
    assert not aws.faults.all


def test_an_unknown_queue_names_the_nearest(aws: World, sqs: Any) -> None:
    with pytest.raises(LookupError, match=r"no queue 'orders': this world has no queues yet"):
        aws.faults.duplicate("orders")
    boto3.client("sts").get_caller_identity()
    make(sqs, "orders")
    with pytest.raises(LookupError, match=r"did you mean 'orders'\?"):
        aws.faults.duplicate("order")
    with pytest.raises(ValueError, match="1 or more, not 0"):
        aws.faults.duplicate("orders", times=0)


def test_a_queue_of_another_account_and_region(aws: World) -> None:
    elsewhere: Any = aws.boto3_session(account="210987654321", region="eu-central-1").client("sqs")
    url = make(elsewhere, "orders")
    aws.faults.duplicate(url)
    send(elsewhere, url, "42")
    assert [bodies(elsewhere, url), bodies(elsewhere, url)] == [["42"], ["42"]]


def test_one_that_never_fired_is_told_at_the_end() -> None:
    with pytest.raises(Exception, match="<fault duplicate orders> was planned and never fired"), mock_aws() as aws:
        client: Any = boto3.client("sqs")
        url = make(client, "orders")
        aws.faults.duplicate("orders")
        send(client, url, "42")
        assert len(receive(client, url)) == 1  # handed out once only


def test_the_queue_forgets_faults_that_are_over(aws: World, sqs: Any, orders: str) -> None:
    queue = aws.sqs.find("orders")
    aws.faults.duplicate("orders")
    send(sqs, orders, "42")
    receive(sqs, orders)
    assert queue.duplicates is not None
    receive(sqs, orders)
    assert queue.duplicates is None


def test_a_batch_deletes_no_message_that_will_come_again(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a", "b")
    aws.faults.duplicate("orders")
    entries = [
        {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]}
        for number, message in enumerate(receive(sqs, orders))
    ]
    answer = sqs.delete_message_batch(QueueUrl=orders, Entries=entries)
    assert [entry["Id"] for entry in answer["Successful"]] == ["0", "1"]
    assert attributes(sqs, orders, "ApproximateNumberOfMessages") == {"ApproximateNumberOfMessages": "1"}
    assert bodies(sqs, orders) == ["a"]


def test_twelve_hours_are_still_the_limit_of_a_change_without_effect(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "42")
    aws.faults.duplicate("orders", optional=True)
    (first,) = receive(sqs, orders)
    with pytest.raises(ClientError, match="beyond the limit"):
        sqs.change_message_visibility(
            QueueUrl=orders,
            ReceiptHandle=first["ReceiptHandle"],
            VisibilityTimeout=timedelta(hours=12) // timedelta(seconds=1),
        )


def test_a_copied_world_has_its_own(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "42")
    fault = aws.faults.duplicate("orders")
    receive(sqs, orders)
    twin = deepcopy(aws)
    receive(sqs, orders)
    assert fault.fired
    assert not twin.faults.all[0].fired
    assert [m.state for m in twin.sqs.queue("orders").messages] == ["visible"]
    assert twin.sqs.find("orders").duplicates is not None
