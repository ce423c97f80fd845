"""What an event source mapping costs: 1,000 messages, each an invocation of a function that does nothing."""

from __future__ import annotations

import io
import json
import statistics
import time
import zipfile
from typing import Any

import boto3

from benchmarks.calls import CREDENTIALS
from fakeaws import mock_aws
from fakeaws.simulation.real import Real

MESSAGES = 1_000
ROUNDS = 5


def _queue(sqs: Any) -> str:
    url: str = sqs.create_queue(QueueName="q")["QueueUrl"]
    return url


def _send(sqs: Any, url: str, messages: int) -> None:
    for start in range(0, messages, 10):
        entries = [{"Id": str(number), "MessageBody": "{}"} for number in range(start, min(start + 10, messages))]
        sqs.send_message_batch(QueueUrl=url, Entries=entries)


def _map(client: Any, batch: int) -> None:
    arn = "arn:aws:sqs:us-east-1:123456789012:q"
    client.create_event_source_mapping(FunctionName="f", EventSourceArn=arn, BatchSize=batch)


def ours(batch: int = 1, messages: int = MESSAGES) -> tuple[float, float]:
    """Seconds for sending, and for all that comes after: receives, invocations, deletes."""
    calls = []
    with mock_aws(passthrough="off") as aws:
        session = boto3.session.Session()
        sqs, client = session.client("sqs", **CREDENTIALS), session.client("lambda", **CREDENTIALS)
        url = _queue(sqs)
        aws.lambda_.register("f", lambda event, context: calls.append(len(event["Records"])))
        begin = Real.perf_counter()
        _send(sqs, url, messages)
        sent = Real.perf_counter()
        _map(client, batch)
        aws.clock.run_until_idle()
        end = Real.perf_counter()
        left = len(aws.sqs.queue(url).messages)
    if sum(calls) != messages or left:
        raise RuntimeError(f"{sum(calls)} messages processed, {left} left")
    return sent - begin, end - sent


def motos(messages: int = MESSAGES) -> float:
    """Seconds under moto, sending included: it invokes while it answers the send, and runs no code at all.

    (To run Python it starts a container for each invocation.)
    """
    import moto

    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("f.py", "def handler(event, context): pass")
    with moto.mock_aws(config={"lambda": {"use_docker": False}}):
        session = boto3.session.Session()
        sqs, client, iam = (session.client(name, **CREDENTIALS) for name in ("sqs", "lambda", "iam"))
        role = iam.create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps({}))["Role"]["Arn"]
        url = _queue(sqs)
        client.create_function(
            FunctionName="f",
            Runtime="python3.12",
            Role=role,
            Handler="f.handler",
            Code={"ZipFile": archive.getvalue()},
        )
        _map(client, 1)
        begin = time.perf_counter()
        _send(sqs, url, messages)
        return time.perf_counter() - begin


def run() -> None:
    """Print the table."""
    print(f"\n{MESSAGES} messages through an event source mapping to a function that does nothing, median seconds")
    print(f"{'':24}{'sending':>10}{'processing':>12}")
    for batch in (1, 10):
        measured = [ours(batch) for _ in range(ROUNDS)]
        sending, processing = (statistics.median(each) for each in zip(*measured))
        print(f"{f'fakeaws, BatchSize {batch}':24}{sending:10.3f}{processing:12.3f}")
    print(f"{'moto, runs no code':24}{statistics.median(motos() for _ in range(3)):22.3f} with sending")


if __name__ == "__main__":
    run()
