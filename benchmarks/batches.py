"""What batches of ten cost, on a standard queue and on a FIFO queue with 10,000 message groups, full and empty."""

from __future__ import annotations

from typing import Any

import boto3

from benchmarks.calls import BODY, CREDENTIALS, floor_client, outside, rivals_of
from benchmarks.timing import in_turn
from fakeaws import World, mock_aws

GROUPS = 10_000
_FLOOR_URL = "https://sqs.us-east-1.amazonaws.com/123456789012/q"


class Groups:
    """Sends to the message groups in turn, each time with another deduplication id."""

    def __init__(self, client: Any, url: str) -> None:
        self.client = client
        self.url = url
        self._sent = 0
        self._handles: list[str] = []

    def _fields(self) -> dict[str, str]:
        self._sent += 1
        group = f"customer-{self._sent % GROUPS}"
        return {"MessageBody": BODY, "MessageGroupId": group, "MessageDeduplicationId": f"order-{self._sent}"}

    def send(self) -> None:
        self.client.send_message(QueueUrl=self.url, **self._fields())

    def send_batch(self) -> None:
        entries = [{"Id": str(number), **self._fields()} for number in range(10)]
        self.client.send_message_batch(QueueUrl=self.url, Entries=entries)

    def receive(self, count: int = 1) -> None:
        answer = self.client.receive_message(QueueUrl=self.url, MaxNumberOfMessages=count)
        self._handles += [message["ReceiptHandle"] for message in answer.get("Messages", ())]

    def receive_batch(self) -> None:
        self.receive(10)

    def delete(self) -> None:
        self.client.delete_message(QueueUrl=self.url, ReceiptHandle=self._handle())

    def delete_batch(self) -> None:
        entries = [{"Id": str(number), "ReceiptHandle": self._handle()} for number in range(10)]
        self.client.delete_message_batch(QueueUrl=self.url, Entries=entries)

    def _handle(self) -> str:
        return self._handles.pop() if self._handles else "x" * 60

    def calls(self) -> dict[str, Any]:
        return {
            "send": self.send,
            "receive": self.receive,
            "delete": self.delete,
            "send 10": self.send_batch,
            "receive 10": self.receive_batch,
            "delete 10": self.delete_batch,
        }


def batches_of(client: Any, url: str) -> dict[str, Any]:
    """Batches on a standard queue."""
    single = rivals_of(client, url)
    handles: list[str] = []

    def send() -> None:
        entries = [{"Id": str(number), "MessageBody": BODY} for number in range(10)]
        client.send_message_batch(QueueUrl=url, Entries=entries)

    def receive() -> None:
        answer = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        handles.extend(message["ReceiptHandle"] for message in answer.get("Messages", ()))

    def delete() -> None:
        entries = [{"Id": str(n), "ReceiptHandle": handles.pop() if handles else "x" * 60} for n in range(10)]
        client.delete_message_batch(QueueUrl=url, Entries=entries)

    return {**single, "send 10": send, "receive 10": receive, "delete 10": delete}


def fill(aws: World, groups: Groups, count: int) -> None:
    """Send ``count`` messages through the corridor, without botocore's share of the time."""
    caller = aws.caller(None)
    for _ in range(count):
        aws.call("sqs", "SendMessage", {"QueueUrl": groups.url, **groups._fields()}, caller=caller)


def run() -> None:
    """Print the table."""
    print(f"\nCalls with one message and with ten, µs (ratio to botocore's floor); FIFO: {GROUPS:,} message groups")
    print(f"{'':14}{'floor':>10}{'standard':>20}{'FIFO':>20}{'FIFO, 100,000 in it':>24}")
    floor = floor_client()
    floor_calls = {"standard": batches_of(floor, _FLOOR_URL), "fifo": Groups(floor, _FLOOR_URL).calls()}
    with mock_aws(passthrough="off") as aws:
        client = boto3.session.Session().client("sqs", **CREDENTIALS)
        hidden = {"VisibilityTimeout": "43200"}
        fifo = {**hidden, "FifoQueue": "true"}
        standard = batches_of(client, client.create_queue(QueueName="q", Attributes=hidden)["QueueUrl"])
        small = Groups(client, client.create_queue(QueueName="small.fifo", Attributes=fifo)["QueueUrl"])
        full = Groups(client, client.create_queue(QueueName="full.fifo", Attributes=fifo)["QueueUrl"])
        fill(aws, small, GROUPS)
        fill(aws, full, 10 * GROUPS)
        for kind, call in standard.items():
            times = in_turn(
                {
                    "floor": outside(floor_calls["standard"][kind], floor),
                    "fifo floor": outside(floor_calls["fifo"][kind], floor),
                    "standard": call,
                    "fifo": small.calls()[kind],
                    "full": full.calls()[kind],
                },
                rounds=7,
                calls=150,
            )
            base, fifo_base = times["floor"], times["fifo floor"]
            print(
                f"{kind:14}{base:10.1f}{times['standard']:12.1f} ({times['standard'] / base:4.2f})"
                f"{times['fifo']:13.1f} ({times['fifo'] / fifo_base:4.2f})"
                f"{times['full']:17.1f} ({times['full'] / fifo_base:4.2f})"
            )


if __name__ == "__main__":
    run()
