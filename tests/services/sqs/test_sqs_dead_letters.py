"""Dead-letter queues: when a message moves, what it keeps, which policies are allowed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeaws import World

from .support import (
    ACCOUNT,
    ARN,
    OTHER,
    attributes,
    bodies,
    client,
    counts,
    delete,
    invalid_value,
    make,
    put,
    receive,
    refused,
    send,
)


def policy(target: str = "dlq", count: object = 2) -> str:
    return json.dumps({"deadLetterTargetArn": ARN + target, "maxReceiveCount": count})


@pytest.fixture
def dlq(sqs: Any) -> str:
    return make(sqs, "dlq")


@pytest.fixture
def source(sqs: Any, dlq: str) -> str:
    """A queue whose messages go to ``dlq`` after two receives; visibility timeout 10 s."""
    return make(sqs, VisibilityTimeout=10, RedrivePolicy=policy())


@pytest.mark.parametrize("count", [1, 2, 5])
def test_moved_by_the_receive_after_the_last_allowed(aws: World, sqs: Any, dlq: str, count: int) -> None:
    url = make(sqs, VisibilityTimeout=10, RedrivePolicy=policy(count=count))
    send(sqs, url, "a")
    for _ in range(count):
        assert bodies(sqs, url) == ["a"]
        aws.clock.advance(seconds=10)
    aws.clock.advance(hours=1)
    assert counts(sqs, dlq) == (0, 0, 0)  # nothing moves by itself
    assert bodies(sqs, url) == []
    assert counts(sqs, url) == (0, 0, 0)
    assert bodies(sqs, dlq) == ["a"]


def test_receive_that_moves_returns_others(aws: World, sqs: Any, source: str, dlq: str) -> None:
    send(sqs, source, "a")
    for _ in range(2):
        receive(sqs, source)
        aws.clock.advance(seconds=10)
    send(sqs, source, "b")
    assert bodies(sqs, source, 1) == ["b"]
    assert counts(sqs, dlq) == (1, 0, 0)


def test_what_a_moved_message_keeps(aws: World, sqs: Any, source: str, dlq: str) -> None:
    header = {"AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1-5759e988-bd862e3fe1be46a994272793"}}
    sent = sqs.send_message(
        QueueUrl=source,
        MessageBody="a",
        MessageAttributes={"Hello": {"DataType": "String", "StringValue": "World"}},
        MessageSystemAttributes=header,
    )
    aws.clock.advance(seconds=1)
    [first] = receive(sqs, source, AttributeNames=["All"])
    aws.clock.advance(seconds=10)
    [second] = receive(sqs, source)
    aws.clock.advance(seconds=10)
    assert bodies(sqs, source) == []
    [moved] = receive(sqs, dlq, AttributeNames=["All"], MessageAttributeNames=["All"])
    assert (moved["MessageId"], moved["Body"]) == (sent["MessageId"], "a")
    assert moved["MD5OfMessageAttributes"] == sent["MD5OfMessageAttributes"]
    assert moved["Attributes"] == {
        **first["Attributes"],
        "ApproximateReceiveCount": "3",
        "DeadLetterQueueSourceArn": ARN + "orders",
    }
    with refused(
        "ReceiptHandleIsInvalid",
        f'The input receipt handle "{second["ReceiptHandle"]}" is not a valid receipt handle.',
    ):
        sqs.delete_message(QueueUrl=dlq, ReceiptHandle=second["ReceiptHandle"])
    delete(sqs, source, second)  # in the source it is a message that is gone
    assert counts(sqs, dlq) == (0, 1, 0)


def test_waiting_consumer_of_the_dead_letter_queue_is_woken(aws: World, sqs: Any, source: str, dlq: str) -> None:
    send(sqs, source, "a")
    poll = aws.spawn(bodies, sqs, dlq, WaitTimeSeconds=20)
    consumer = aws.spawn(lambda: [bodies(sqs, source, WaitTimeSeconds=20) for _ in range(3)])
    aws.clock.advance(seconds=19)
    assert not poll.done
    aws.clock.advance(seconds=1)
    assert poll.result(within=0) == ["a"]
    assert not consumer.done
    assert bodies(sqs, dlq, WaitTimeSeconds=0) == []
    assert aws.trace(aws.timeline.select(kind="SendMessage")[0]).fates == {
        "orders": "dead-lettered",
        "dlq": "in-flight",
    }


def test_chain_counts_the_receives_of_each_queue(aws: World, sqs: Any) -> None:
    last = make(sqs, "last")
    middle = make(sqs, "middle", VisibilityTimeout=10, RedrivePolicy=policy("last", 1))
    first = make(sqs, "first", VisibilityTimeout=10, RedrivePolicy=policy("middle", 1))
    send(sqs, first, "a")
    for url in (first, middle):
        assert bodies(sqs, url) == ["a"]
        aws.clock.advance(seconds=10)
        assert bodies(sqs, url) == []
    [message] = receive(sqs, last, AttributeNames=["All"])
    assert message["Attributes"]["ApproximateReceiveCount"] == "3"
    assert message["Attributes"]["DeadLetterQueueSourceArn"] == ARN + "middle"


def test_queues_that_dead_letter_to_each_other(aws: World, sqs: Any) -> None:
    make(sqs, "a")
    second = make(sqs, "b", VisibilityTimeout=10, RedrivePolicy=policy("a", 1))
    sqs.set_queue_attributes(QueueUrl="a", Attributes={"RedrivePolicy": policy("b", 1), "VisibilityTimeout": "10"})
    send(sqs, second, "x")

    def consume(url: str) -> None:
        for _ in range(4):
            receive(sqs, url, WaitTimeSeconds=20)

    workers = [aws.spawn(consume, url) for url in "ab"]
    aws.clock.advance(seconds=35)
    for worker in workers:
        worker.kill()
    deliveries = aws.trace(aws.timeline.select(kind="SendMessage")[0]).deliveries
    assert [(record.resource, record.at.total_seconds()) for record in deliveries] == [
        ("b", 0),
        ("a", 10),
        ("b", 20),
        ("a", 30),
    ]


def test_deleted_dead_letter_queue_keeps_nothing_back(aws: World, sqs: Any, source: str, dlq: str) -> None:
    send(sqs, source, "a")
    sqs.delete_queue(QueueUrl=dlq)
    for _ in range(4):
        assert bodies(sqs, source) == ["a"]
        aws.clock.advance(seconds=10)


def test_raised_limit_holds_at_once(aws: World, sqs: Any, source: str, dlq: str) -> None:
    send(sqs, source, "a")
    for _ in range(2):
        receive(sqs, source)
        aws.clock.advance(seconds=10)
    sqs.set_queue_attributes(QueueUrl=source, Attributes={"RedrivePolicy": policy(count=3)})
    assert bodies(sqs, source) == ["a"]
    sqs.set_queue_attributes(QueueUrl=source, Attributes={"RedrivePolicy": ""})
    assert "RedrivePolicy" not in attributes(sqs, source)
    aws.clock.advance(seconds=10)
    assert bodies(sqs, source) == ["a"]
    assert counts(sqs, dlq) == (0, 0, 0)


def test_poison_in_a_group_goes_and_the_next_follows(aws: World, sqs: Any) -> None:
    dlq = make(sqs, "dlq.fifo")
    url = make(sqs, "orders.fifo", VisibilityTimeout=10, RedrivePolicy=policy("dlq.fifo", 2))
    put(sqs, url, "ann-poison", "ann-next", "bob-1")
    assert bodies(sqs, url, 1) == ["ann-poison"]
    delete(sqs, url, receive(sqs, url)[0])  # bob's, the only free one
    aws.clock.advance(seconds=10)
    assert bodies(sqs, url, 1) == ["ann-poison"]
    aws.clock.advance(seconds=10)
    assert bodies(sqs, url) == ["ann-next"]
    [moved] = receive(sqs, dlq, AttributeNames=["All"])
    assert (moved["Body"], moved["Attributes"]["MessageGroupId"]) == ("ann-poison", "ann")
    assert moved["Attributes"]["MessageDeduplicationId"] == moved["MessageId"]  # no two can share one there
    assert moved["Attributes"]["ApproximateReceiveCount"] == "3"


def test_sources_are_listed(sqs: Any, source: str, dlq: str) -> None:
    make(sqs, "b", RedrivePolicy=policy())
    make(sqs, "a", RedrivePolicy=policy())
    answer = sqs.list_dead_letter_source_queues(QueueUrl=dlq, MaxResults=2)
    assert [url.rsplit("/")[-1] for url in answer["queueUrls"]] == ["a", "b"]
    pages = sqs.get_paginator("list_dead_letter_source_queues").paginate(QueueUrl=dlq, PaginationConfig={"PageSize": 2})
    assert [url.rsplit("/")[-1] for url in pages.build_full_result()["queueUrls"]] == ["a", "b", "orders"]
    assert "queueUrls" not in sqs.list_dead_letter_source_queues(QueueUrl=source)


@pytest.mark.parametrize("count", [3, "3"])
def test_count_is_echoed_as_sent(sqs: Any, dlq: str, count: object) -> None:
    url = make(sqs, RedrivePolicy=policy(count=count))
    assert json.loads(attributes(sqs, url, "RedrivePolicy")["RedrivePolicy"])["maxReceiveCount"] == count


NO_QUEUE = "Only SQS queues are valid resources for deadLetterTargetArn."
TARGET = {"deadLetterTargetArn": ARN + "dlq"}


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (TARGET, "Redrive policy does not contain mandatory attribute: maxReceiveCount."),
        ({"maxReceiveCount": 1}, "Redrive policy does not contain mandatory attribute: deadLetterTargetArn."),
        (
            {**TARGET, "maxReceiveCount": 1, "x": 1},
            "Only following attributes are supported: [maxReceiveCount, deadLetterTargetArn].",
        ),
        ({"deadLetterTargetArn": f"arn:aws:sns:us-east-1:{ACCOUNT}:dlq", "maxReceiveCount": 1}, NO_QUEUE),
        ({"deadLetterTargetArn": "dlq", "maxReceiveCount": 1}, NO_QUEUE),
        ({"deadLetterTargetArn": ARN + "none", "maxReceiveCount": 1}, "Dead letter target does not exist."),
        (
            {"deadLetterTargetArn": f"arn:aws:sqs:eu-west-1:{ACCOUNT}:dlq", "maxReceiveCount": 1},
            "Dead letter target does not exist.",
        ),
        (
            {"deadLetterTargetArn": f"arn:aws:sqs:us-east-1:{OTHER}:dlq", "maxReceiveCount": 1},
            "Dead-letter target owner should be same as the source.",
        ),
        (
            {"deadLetterTargetArn": ARN + "dlq.fifo", "maxReceiveCount": 1},
            "Dead-letter queue must be same type of queue as the source.",
        ),
    ]
    + [
        (
            {**TARGET, "maxReceiveCount": bad},
            f"Invalid value for maxReceiveCount: {bad}, valid values are from 1 to 1000 both inclusive.",
        )
        for bad in (0, 1_001, -1, "x", "0", 1.5, True)
    ],
)
def test_refused_redrive_policy(sqs: Any, dlq: str, given: dict[str, Any], reason: str) -> None:
    make(sqs, "dlq.fifo")
    make(client("eu-west-1"), "dlq")
    text = json.dumps(given)
    with invalid_value(text, "RedrivePolicy", reason):
        make(sqs, RedrivePolicy=text)
    url = make(sqs)
    with invalid_value(text, "RedrivePolicy", reason):
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": text})


@pytest.mark.parametrize("text", ["x", "[]", "1"])
def test_redrive_policy_that_is_no_map(sqs: Any, text: str) -> None:
    with refused(
        "InvalidAttributeValue",
        "Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON map.",
    ):
        make(sqs, RedrivePolicy=text)


@pytest.mark.parametrize(
    "given",
    ["x", "[]", "{}", '{"redrivePermission": "some"}', '{"redrivePermission": "allowAll", "x": 1}'],
)
def test_malformed_allow_policy(sqs: Any, given: str) -> None:
    with refused(
        "InvalidAttributeValue",
        "Invalid value for the parameter RedriveAllowPolicy. Reason: Amazon SQS can't create the redrive allow policy, "
        "as it’s in an unsupported format.",
    ):
        make(sqs, RedriveAllowPolicy=given)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (
            {"redrivePermission": "byQueue"},
            "When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values.",
        ),
        (
            {"redrivePermission": "byQueue", "sourceQueueArns": [f"{ARN}{n}" for n in range(11)]},
            "The maximum number of source queue ARNs you can specify is 10.",
        ),
        (
            {"redrivePermission": "denyAll", "sourceQueueArns": [ARN + "a"]},
            "To specify one or more source queue ARNs, you must set redrivePermission to byQueue.",
        ),
    ],
)
def test_refused_allow_policy(sqs: Any, given: dict[str, Any], reason: str) -> None:
    text = json.dumps(given)
    with invalid_value(text, "RedriveAllowPolicy", f"Amazon SQS can't create the redrive allow policy. {reason}"):
        make(sqs, RedriveAllowPolicy=text)


@pytest.mark.parametrize(
    ("permission", "allowed"),
    [
        ({"redrivePermission": "allowAll"}, True),
        ({"redrivePermission": "denyAll"}, False),
        ({"redrivePermission": "byQueue", "sourceQueueArns": [ARN + "orders"]}, True),
        ({"redrivePermission": "byQueue", "sourceQueueArns": [ARN + "other"]}, False),
    ],
)
def test_allow_policy_decides_when_a_source_is_set(sqs: Any, permission: dict[str, Any], allowed: bool) -> None:
    make(sqs, "dlq", RedriveAllowPolicy=json.dumps(permission))
    if allowed:
        make(sqs, RedrivePolicy=policy())
    else:
        reason = "The redrive allow policy of the dead-letter queue does not allow this source queue."
        with invalid_value(policy(), "RedrivePolicy", reason):
            make(sqs, RedrivePolicy=policy())
