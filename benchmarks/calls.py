"""What a call costs: beside botocore's floor (a canned answer at ``before-call``) and moto."""

from __future__ import annotations

import time
from typing import Any

import boto3

from benchmarks.timing import in_turn
from fakeaws import mock_aws

CREDENTIALS = {"aws_access_key_id": "x", "aws_secret_access_key": "x", "region_name": "us-east-1"}
BODY = "x" * 100


class _Http:
    status_code = 200
    headers: dict[str, str] = {}


def floor_client(service: str = "sqs") -> Any:
    """A client whose calls cost what botocore itself costs."""
    client = boto3.session.Session().client(service, **CREDENTIALS)
    answer = {"ResponseMetadata": {"HTTPStatusCode": 200, "RequestId": "0", "HTTPHeaders": {}, "RetryAttempts": 0}}
    client.meta.events.register("before-call", lambda **_: (_Http, dict(answer)))
    return client


def rivals_of(client: Any, url: str) -> dict[str, Any]:
    """Send; receive and delete what was sent, one call each, by kind."""
    handles: list[str] = []

    def send() -> None:
        client.send_message(QueueUrl=url, MessageBody=BODY)

    def receive() -> None:
        for message in client.receive_message(QueueUrl=url).get("Messages", ()):
            handles.append(message["ReceiptHandle"])

    def delete() -> None:
        client.delete_message(QueueUrl=url, ReceiptHandle=handles.pop() if handles else "x")

    return {"send": send, "receive": receive, "delete": delete}


def run() -> None:
    """Print the table."""
    print("\nA call, median µs (ratio to botocore's floor)")
    print(f"{'':10}{'floor':>10}{'fakeaws':>20}{'moto':>20}")
    floor = floor_client()
    floor_url = "https://sqs.us-east-1.amazonaws.com/123456789012/q"
    floor_calls = rivals_of(floor, floor_url)
    floor_calls["delete"] = lambda: floor.delete_message(QueueUrl=floor_url, ReceiptHandle="x" * 60)
    with mock_aws(passthrough="off"):
        ours = boto3.session.Session().client("sqs", **CREDENTIALS)
        url = ours.create_queue(QueueName="q", Attributes={"VisibilityTimeout": "43200"})["QueueUrl"]
        our_calls = rivals_of(ours, url)
        measured: dict[str, dict[str, float]] = {}
        for kind in ("send", "receive", "delete"):
            with_floor = {"floor": outside(floor_calls[kind], floor), "fakeaws": our_calls[kind]}
            measured[kind] = in_turn(with_floor, rounds=9, calls=300)
    for kind, moto_us in moto_calls().items():
        row = measured[kind]
        base = row["floor"]
        print(
            f"{kind:10}{base:10.1f}{row['fakeaws']:12.1f} ({row['fakeaws'] / base:4.2f})"
            f"{moto_us:12.1f} ({moto_us / base:5.1f})"
        )


def outside(call: Any, client: Any) -> Any:
    """The floor's calls bypass our hooks, as in a process without fakeaws."""
    client.__dict__["_fakeaws_hooked"] = True
    return call


def moto_calls() -> dict[str, float]:
    """The same calls under moto, on a queue that holds few messages."""
    import moto

    with moto.mock_aws():
        client = boto3.session.Session().client("sqs", **CREDENTIALS)
        url = client.create_queue(QueueName="q", Attributes={"VisibilityTimeout": "43200"})["QueueUrl"]
        calls = rivals_of(client, url)
        measured: dict[str, list[float]] = {"send": [], "receive": [], "delete": []}
        for _ in range(5):
            for kind, fn in calls.items():
                begin = time.perf_counter()
                for _ in range(20):
                    fn()
                measured[kind].append((time.perf_counter() - begin) / 20 * 1e6)
        return {kind: sorted(times)[len(times) // 2] for kind, times in measured.items()}


if __name__ == "__main__":
    run()
