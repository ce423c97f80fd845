"""What a publish to one queue costs, delivery included: beside botocore's floor."""

from __future__ import annotations

from typing import Any

import boto3

from benchmarks.calls import BODY, CREDENTIALS, floor_client, outside
from benchmarks.timing import in_turn
from fakeaws import mock_aws


def run() -> None:
    """Print a line for wrapped and one for raw delivery."""
    print("\nA publish to one queue, median µs (ratio to botocore's floor)")
    for raw in ("false", "true"):
        measured = measure(raw)
        floor, ours = measured["floor"], measured["fakeaws"]
        name = "raw" if raw == "true" else "wrapped"
        print(f"{name:10}{floor:10.1f}{ours:12.1f} ({ours / floor:4.2f})")


def measure(raw: str) -> dict[str, float]:
    """The floor and ours, in turn; each publish delivers what the one before left."""
    floor = floor_client("sns")
    with mock_aws(passthrough="off") as aws:
        session = boto3.session.Session()
        sns: Any = session.client("sns", **CREDENTIALS)
        topic = sns.create_topic(Name="t")["TopicArn"]
        session.client("sqs", **CREDENTIALS).create_queue(QueueName="q")
        queue = aws.sqs.queue("q")
        queue.grant_send(topic)
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue.arn, Attributes={"RawMessageDelivery": raw})
        rivals = {
            "floor": outside(lambda: floor.publish(TopicArn=topic, Message=BODY), floor),
            "fakeaws": lambda: sns.publish(TopicArn=topic, Message=BODY),
        }
        return in_turn(rivals, rounds=9, calls=300)


if __name__ == "__main__":
    run()
