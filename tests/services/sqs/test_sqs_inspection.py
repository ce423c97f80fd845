"""``aws.sqs.queue``: looking without changing."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from fakeaws import TimedOut, World

from .support import ACCOUNT, ARN, OTHER, attributes, bodies, client, make, put, receive, send

TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:prices"


@pytest.mark.parametrize("name", ["orders", f"{ARN}orders", f"https://sqs.us-east-1.amazonaws.com/{ACCOUNT}/orders"])
def test_by_name_arn_and_url(aws: World, sqs: Any, orders: str, name: str) -> None:
    queue = aws.sqs.queue(name)
    assert (queue.name, queue.arn, queue.url) == ("orders", ARN + "orders", orders)


def test_messages_by_state(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "b", DelaySeconds=5)
    send(sqs, orders, "a", "c")
    receive(sqs, orders, 1)
    queue = aws.sqs.queue("orders")
    assert [(message.body, message.state, message.receive_count) for message in queue.messages] == [
        ("a", "in-flight", 1),
        ("c", "visible", 0),
        ("b", "delayed", 0),
    ]
    assert [[m.body for m in part] for part in (queue.visible, queue.in_flight, queue.delayed)] == [["c"], ["a"], ["b"]]
    assert "1 visible, 1 in flight, 1 delayed" in repr(queue)
    aws.clock.advance(seconds=31)
    assert [message.body for message in queue.visible] == ["a", "c", "b"]


def test_looking_lets_due_things_happen_first(aws: World, sqs: Any) -> None:
    make(sqs, "dlq")
    policy = json.dumps({"deadLetterTargetArn": ARN + "dlq", "maxReceiveCount": 1})
    url = make(sqs, RedrivePolicy=policy)
    queue = aws.sqs.queue("dlq")
    poll = aws.spawn(bodies, sqs, "dlq", WaitTimeSeconds=20)
    send(sqs, url, "a")
    receive(sqs, url, VisibilityTimeout=0)
    assert bodies(sqs, url) == []  # moves it
    assert [message.state for message in queue.messages] == ["in-flight"]
    assert poll.result(within=0) == ["a"]


def test_fifo_messages(aws: World, sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g-1")
    [message] = aws.sqs.queue("orders.fifo").messages
    assert (message.group, message.deduplication_id, message.attributes) == ("g", "g-1", {})


def test_looking_changes_nothing(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a", MessageAttributes={"a": {"DataType": "String", "StringValue": "1"}})
    [message] = aws.sqs.queue("orders").messages
    message.attributes["a"]["StringValue"] = "2"  # type: ignore[index]
    with pytest.raises(AttributeError):
        message.body = "b"  # type: ignore[misc]
    before = len(aws.timeline)
    assert aws.sqs.queue("orders").messages[0].attributes["a"]["StringValue"] == "1"
    assert len(aws.timeline) == before
    [received] = receive(sqs, orders, AttributeNames=["ApproximateReceiveCount"])
    assert received["Attributes"]["ApproximateReceiveCount"] == "1"


def test_unknown_queue_names_the_nearest(aws: World, sqs: Any, orders: str) -> None:
    with pytest.raises(LookupError, match="did you mean 'orders'"):
        aws.sqs.queue("ordres")
    with pytest.raises(LookupError, match="there are orders"):
        aws.sqs.queue("zzz")


def test_no_queue_at_all(aws: World) -> None:
    with pytest.raises(LookupError, match="none at all"):
        aws.sqs.queue("orders")


def test_queue_that_is_elsewhere(aws: World) -> None:
    make(client("eu-west-1"))
    make(aws.boto3_session(account=OTHER).client("sqs"))
    elsewhere = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:orders and arn:aws:sqs:us-east-1:{OTHER}:orders"
    with pytest.raises(LookupError, match=elsewhere):
        aws.sqs.queue("orders")
    assert aws.sqs.queue(f"arn:aws:sqs:eu-west-1:{ACCOUNT}:orders").name == "orders"


def test_arn_of_something_else(aws: World) -> None:
    with pytest.raises(LookupError, match="not the ARN of a queue"):
        aws.sqs.queue(TOPIC)


def test_grant_send_adds_one_statement(aws: World, sqs: Any, orders: str) -> None:
    queue = aws.sqs.queue("orders")
    rule = f"arn:aws:events:us-east-1:{ACCOUNT}:rule/nightly"
    for source in (TOPIC, rule, TOPIC):
        queue.grant_send(source)
    statements = json.loads(attributes(sqs, orders, "Policy")["Policy"])["Statement"]
    assert [(each["Principal"], each["Action"], each["Resource"], each["Condition"]) for each in statements] == [
        (
            {"Service": f"{service}.amazonaws.com"},
            "sqs:SendMessage",
            ARN + "orders",
            {"ArnEquals": {"aws:SourceArn": source}},
        )
        for service, source in (("sns", TOPIC), ("events", rule))
    ]
    with pytest.raises(ValueError, match="SNS topic or an EventBridge rule"):
        queue.grant_send(ARN + "other")


def phrases(aws: World) -> list[str]:
    return [phrase for service in aws.router.services("sqs") for phrase in service.under_way()]


def test_under_way(aws: World, sqs: Any, orders: str) -> None:
    assert phrases(aws) == []
    send(sqs, orders, "a", "b", "c")
    assert phrases(aws) == []  # nobody consumes
    receive(sqs, orders, 2)
    send(sqs, orders, "d", DelaySeconds=5)
    assert phrases(aws) == ["orders: 2 messages in flight", "orders: 1 message delayed"]


def test_visible_messages_count_while_a_consumer_lives(aws: World, sqs: Any, orders: str) -> None:
    def consume() -> None:
        receive(sqs, orders)
        aws.clock.advance(seconds=60)

    consumer = aws.spawn(consume)
    aws.clock.advance(seconds=1)
    send(sqs, orders, "a")
    assert phrases(aws) == ["orders: 1 message for a consumer"]
    aws.clock.advance(minutes=2)
    assert consumer.done
    assert phrases(aws) == []


def test_run_until_idle(aws: World, sqs: Any, orders: str) -> None:
    def consume() -> None:
        while True:
            for message in receive(sqs, orders, 1, WaitTimeSeconds=20):
                aws.clock.advance(seconds=7)
                sqs.delete_message(QueueUrl=orders, ReceiptHandle=message["ReceiptHandle"])

    aws.spawn(consume)
    send(sqs, orders, "a", "b", "c", DelaySeconds=10)
    aws.clock.run_until_idle()
    assert aws.clock.elapsed == timedelta(seconds=31)
    assert aws.sqs.queue("orders").messages == []


def test_never_idle(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a")
    receive(sqs, orders, VisibilityTimeout=7_200)
    with pytest.raises(TimedOut, match="orders: 1 message in flight"):
        aws.clock.run_until_idle()
    assert bodies(sqs, orders) == []
