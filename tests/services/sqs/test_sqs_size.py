"""Large queues: limits on messages in flight, and calls that cost the same whatever lies in the queue."""

from __future__ import annotations

import gc
import sys
import tracemalloc
from typing import Any

import pytest

from fakeaws import World
from fakeaws.aws.service import Call
from fakeaws.services.sqs import limits

from .support import bodies, counts, delete, make, put, receive, refused, send


def test_standard_queue_refuses_short_polls_beyond_its_limit(
    aws: World, sqs: Any, orders: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "IN_FLIGHT", 3)
    send(sqs, orders, *"abcde")
    messages = receive(sqs, orders)
    assert len(messages) == 3
    with refused("OverLimit", "The maximum number of in flight messages is reached."):
        receive(sqs, orders)
    assert bodies(sqs, orders, WaitTimeSeconds=5) == []
    poll = aws.spawn(bodies, sqs, orders, WaitTimeSeconds=20)
    aws.clock.advance(seconds=1)
    delete(sqs, orders, messages[0])
    assert poll.result(within=0) == ["d"]


def test_fifo_queue_gives_nothing_beyond_its_limit(sqs: Any, fifo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "IN_FLIGHT", 2)
    put(sqs, fifo, "a-1", "b-1", "c-1")
    assert bodies(sqs, fifo) == ["a-1", "b-1"]
    assert bodies(sqs, fifo) == []


def test_fifo_search_does_not_reach_behind_a_huge_group(sqs: Any, fifo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FIFO_SEARCHED", 3)
    put(sqs, fifo, "a-1", "a-2", "a-3", "b-1", "b-2")
    first, second = receive(sqs, fifo, 2)
    assert bodies(sqs, fifo) == []  # b is free, but out of reach
    assert counts(sqs, fifo) == (3, 2, 0)
    delete(sqs, fifo, first)
    assert bodies(sqs, fifo) == ["b-1"]
    delete(sqs, fifo, second)
    assert bodies(sqs, fifo) == ["a-3"]


class Lines:
    """Counts the lines of SQS's own code that a call runs."""

    def __init__(self, aws: World) -> None:
        self.aws = aws
        self.service = aws.router.service("sqs", aws.account, aws.region)

    def call(self, operation: str, **params: Any) -> Any:
        call = Call(
            self.aws,
            "sqs",
            operation,
            params,
            region=self.aws.region,
            caller=self.aws.caller("test"),
            request_id="",
        )
        method = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in operation)[1:]
        return getattr(self.service, method)(call)

    def count(self, operation: str, **params: Any) -> tuple[int, Any]:
        lines = 0

        def trace(frame: Any, event: str, argument: Any) -> Any:
            nonlocal lines
            lines += event == "line"
            return trace

        before = sys.gettrace()
        gc.disable()  # what is called at a collection is not the operation's
        sys.settrace(trace)
        try:
            answer = self.call(operation, **params)
        finally:
            sys.settrace(before)
            gc.enable()
        return lines, answer


@pytest.mark.parametrize("name", ["orders", "orders.fifo"])
def test_calls_cost_the_same_in_a_full_queue(aws: World, sqs: Any, name: str) -> None:
    url = make(sqs, name)
    lines = Lines(aws)

    def extra(number: int) -> dict[str, str]:
        if name == "orders":
            return {}
        return {"MessageGroupId": f"g{number % 7}", "MessageDeduplicationId": str(number)}

    def cycle(number: int) -> list[int]:
        sent, _ = lines.count("SendMessage", QueueUrl=url, MessageBody="a", **extra(number))
        received, answer = lines.count("ReceiveMessage", QueueUrl=url)
        handle = answer["Messages"][0]["ReceiptHandle"]
        changed, _ = lines.count("ChangeMessageVisibility", QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=60)
        deleted, _ = lines.count("DeleteMessage", QueueUrl=url, ReceiptHandle=handle)
        return [sent, received, changed, deleted]

    cycle(0)
    empty = cycle(1)
    for number in range(2, 20_000):
        lines.call("SendMessage", QueueUrl=url, MessageBody="a", **extra(number))
    for number in range(20_000, 20_010):
        full = cycle(number)
        assert all(after <= before * 1.2 + 3 for before, after in zip(empty, full, strict=True)), (empty, full)


def test_memory_of_small_messages(aws: World, sqs: Any, orders: str) -> None:
    lines = Lines(aws)
    lines.call("SendMessage", QueueUrl=orders, MessageBody="first")
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for number in range(5_000):
            lines.call("SendMessage", QueueUrl=orders, MessageBody=f"message {number}")
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (after - before) / 5_000 < 1_024


def test_one_timer_for_all_visible_messages(aws: World, sqs: Any, orders: str) -> None:
    before = len(aws.simulation.scheduler)
    send(sqs, orders, *"abcdefgh")
    assert len(aws.simulation.scheduler) == before + 1


def test_deleted_messages_are_let_go(aws: World, sqs: Any, orders: str) -> None:
    lines = Lines(aws)
    lines.call("SendMessage", QueueUrl=orders, MessageBody="stays")
    first = lines.call("ReceiveMessage", QueueUrl=orders, VisibilityTimeout=43_200)
    assert first["Messages"]
    for _ in range(1_000):
        lines.call("SendMessage", QueueUrl=orders, MessageBody="a")
        message = lines.call("ReceiveMessage", QueueUrl=orders)["Messages"][0]
        lines.call("DeleteMessage", QueueUrl=orders, ReceiptHandle=message["ReceiptHandle"])
    queue = lines.service.queues["orders"]  # type: ignore[attr-defined]
    assert len(queue.retention._sent) < 200
    assert len(queue.received) == 1
    assert len(aws.simulation.scheduler.heap) < 400
