"""Does a call cost the same on a full queue, and how much memory does a message take?"""

from __future__ import annotations

import tracemalloc
from typing import Any

import boto3

from benchmarks.calls import BODY, CREDENTIALS, floor_client, outside, rivals_of
from benchmarks.timing import in_turn
from fakeaws import World, mock_aws

SIZES = (10, 1_000, 100_000, 1_000_000)


def fill(aws: World, url: str, count: int) -> None:
    """Send ``count`` small messages through the corridor, without botocore's share of the time."""
    caller = aws.caller(None)
    params = {"QueueUrl": url, "MessageBody": "small"}
    for _ in range(count):
        aws.call("sqs", "SendMessage", params, caller=caller)


def run() -> None:
    """Print both tables."""
    print("\nA call by the number of messages in the queue, ratio to botocore's floor (and to the smallest queue)")
    print(f"{'messages':>10}{'send':>16}{'receive':>16}{'delete':>16}")
    floor = floor_client()
    floor_calls = rivals_of(floor, "https://sqs.us-east-1.amazonaws.com/123456789012/q")
    first: dict[str, float] = {}
    for size in SIZES:
        with mock_aws(passthrough="off") as aws:
            client = boto3.session.Session().client("sqs", **CREDENTIALS)
            url = client.create_queue(QueueName="q", Attributes={"VisibilityTimeout": "43200"})["QueueUrl"]
            fill(aws, url, size)
            ratios: dict[str, float] = {}
            for kind, call in rivals_of(client, url).items():
                times = in_turn({"floor": outside(floor_calls[kind], floor), "fakeaws": call}, rounds=7, calls=200)
                ratios[kind] = times["fakeaws"] / times["floor"]
                first.setdefault(kind, ratios[kind])
            cells = "".join(f"{ratio:9.2f} ({ratio / first[kind]:4.2f})" for kind, ratio in ratios.items())
            print(f"{size:>10,}{cells}")
    print(f"\nMemory of a small message, its record on the timeline included: {memory():.0f} bytes")


def memory(count: int = 50_000) -> float:
    """Bytes per message, by tracemalloc."""
    with mock_aws(passthrough="off") as aws:
        client: Any = boto3.session.Session().client("sqs", **CREDENTIALS)
        url = client.create_queue(QueueName="q")["QueueUrl"]
        fill(aws, url, 1_000)
        tracemalloc.start()
        try:
            before = tracemalloc.get_traced_memory()[0]
            fill(aws, url, count)
            return (tracemalloc.get_traced_memory()[0] - before) / count
        finally:
            tracemalloc.stop()


__all__ = ["BODY", "fill", "memory", "run"]
