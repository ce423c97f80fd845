"""What a publish costs, deliveries included: beside botocore's floor and moto."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import boto3

from benchmarks.calls import BODY, CREDENTIALS, floor_client, outside
from benchmarks.timing import in_turn
from fakeaws import mock_aws

_ARN = "arn:aws:sns:us-east-1:123456789012:t"
_ATTRIBUTES = {"region": {"DataType": "String", "StringValue": "eu"}}

#: Name → number of queues, attributes of the subscriptions, whether ten messages are published at once.
CASES: dict[str, tuple[int, dict[str, str], bool]] = {
    "1 queue": (1, {}, False),
    "1 queue, raw": (1, {"RawMessageDelivery": "true"}, False),
    "1 queue, filter": (1, {"FilterPolicy": json.dumps({"region": ["eu", "us"]})}, False),
    "1 queue, ten at once": (1, {}, True),
    "100 queues": (100, {}, False),
}


def topic_with(queues: int, attributes: dict[str, str]) -> tuple[Any, str]:
    """A client of SNS and a topic with so many subscribed queues, in the world or mock that is entered."""
    session = boto3.session.Session()
    sns, sqs = session.client("sns", **CREDENTIALS), session.client("sqs", **CREDENTIALS)
    topic: str = sns.create_topic(Name="t")["TopicArn"]
    for number in range(queues):
        url = sqs.create_queue(QueueName=f"q{number}")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": arn,
            "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes=attributes)
    return sns, topic


def publisher(sns: Any, topic: str, attributes: dict[str, str], ten: bool) -> Callable[[], object]:
    """One call that publishes one message, or ten; with the attribute that a filter looks at, if there is one."""
    message: dict[str, Any] = {"Message": BODY}
    if "FilterPolicy" in attributes:
        message["MessageAttributes"] = _ATTRIBUTES
    if not ten:
        return lambda: sns.publish(TopicArn=topic, **message)
    entries = [{"Id": str(number), **message} for number in range(10)]
    return lambda: sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=entries)


def beside_the_floor(queues: int, attributes: dict[str, str], ten: bool) -> dict[str, float]:
    """The floor and ours, in turn; each publish but the last has its deliveries behind it when the time is taken."""
    floor = floor_client("sns")
    with mock_aws(passthrough="off"):
        ours = publisher(*topic_with(queues, attributes), attributes, ten)
        rivals = {"floor": outside(publisher(floor, _ARN, attributes, ten), floor), "fakeaws": ours}
        return in_turn(rivals, rounds=9, calls=max(20, 300 // queues))


def under_moto(queues: int, attributes: dict[str, str], ten: bool) -> float:
    """The same call under moto, µs."""
    import moto

    with moto.mock_aws():
        call = publisher(*topic_with(queues, attributes), attributes, ten)
        call()
        times = []
        for _ in range(5):
            begin = time.perf_counter()
            for _ in range(5):
                call()
            times.append((time.perf_counter() - begin) / 5 * 1e6)
        return sorted(times)[2]


def run() -> None:
    """Print the table."""
    print("\nA publish with its deliveries, median µs (ratio to botocore's floor)")
    print(f"{'':22}{'floor':>10}{'fakeaws':>20}{'moto':>20}")
    for name, case in CASES.items():
        measured = beside_the_floor(*case)
        floor, ours, moto_us = measured["floor"], measured["fakeaws"], under_moto(*case)
        print(f"{name:22}{floor:10.1f}{ours:12.1f} ({ours / floor:5.2f}){moto_us:12.1f} ({moto_us / floor:5.1f})")


if __name__ == "__main__":
    run()
