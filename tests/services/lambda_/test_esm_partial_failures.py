"""``ReportBatchItemFailures``: which answer leaves which messages in the queue."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World
from tests.services.lambda_.esm_support import CREATING, REPORT, Shop, fail, failing

#: What stands in an answer for the id and the handle of message "b".
ID, HANDLE = "<id>", "<handle>"
ALL: list[str] = ["a", "b", "c"]


def one(identifier: Any) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": identifier}]}


TABLE = [
    ("null", None, []),
    ("an empty object", {}, []),
    ("no failures", {"batchItemFailures": []}, []),
    ("null for the failures", {"batchItemFailures": None}, []),
    ("another key", {"done": True}, []),
    ("the key in other letters", {"BatchItemFailures": [{"itemIdentifier": ID}]}, []),
    ("a message", one(ID), ["b"]),
    ("a message twice", {"batchItemFailures": [{"itemIdentifier": ID}] * 2}, ["b"]),
    ("a message, and more keys", {"batchItemFailures": [{"itemIdentifier": ID, "why": 1}], "more": 1}, ["b"]),
    ("an empty identifier", one(""), ALL),
    ("null for the identifier", one(None), ALL),
    ("a stranger", one("00000000-0000-4000-8000-000000000000"), ALL),
    ("a receipt handle", one(HANDLE), ALL),
    ("a message and a stranger", {"batchItemFailures": [{"itemIdentifier": ID}, {"itemIdentifier": "x"}]}, ALL),
    ("a wrong key in a failure", {"batchItemFailures": [{"foo": ID}]}, ALL),
    ("a failure in other letters", {"batchItemFailures": [{"ItemIdentifier": ID}]}, ALL),
    ("a bare id", {"batchItemFailures": [ID]}, ALL),
    ("a number for the identifier", one(7), ALL),
    ("an object for the identifier", one({"id": ID}), ALL),
    ("an object for the failures", {"batchItemFailures": {"itemIdentifier": ID}}, ALL),
    ("a string for the failures", {"batchItemFailures": ID}, ALL),
    ("a list", [{"itemIdentifier": ID}], ALL),
    ("a string", "done", ALL),
    ("a number", 200, ALL),
    ("false", False, ALL),
]


def filled(answer: Any, record: Any) -> Any:
    if isinstance(answer, dict):
        return {key: filled(value, record) for key, value in answer.items()}
    if isinstance(answer, list):
        return [filled(value, record) for value in answer]
    return {ID: record["messageId"], HANDLE: record["receiptHandle"]}.get(answer, answer) if answer else answer


@pytest.mark.parametrize(("answer", "stay"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
@pytest.mark.parametrize("queue", ["orders", "orders.fifo"])
def test_the_answer(aws: World, shop: Shop, queue: str, answer: Any, stay: list[str]) -> None:
    shop.queue(queue)
    handler = shop.handler(lambda event: filled(answer, event["Records"][1]))
    shop.map(FunctionResponseTypes=REPORT)
    shop.send_at_once(*ALL)
    aws.clock.advance(seconds=1)
    assert (handler.batches, shop.left()) == ([ALL], stay)
    aws.clock.advance(seconds=29)
    assert handler.batches[1:] == ([stay] if stay else [])


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_nobody_reads_it_without_the_setting(aws: World, shop: Shop, row: Any) -> None:
    shop.queue()
    shop.handler(lambda event: filled(row[1], event["Records"][1]))
    shop.map()
    shop.send_at_once(*ALL)
    aws.clock.run_until_idle()
    assert shop.left() == []


def test_an_exception_is_the_failure_of_all(aws: World, shop: Shop) -> None:
    shop.queue()
    shop.handler(fail)
    shop.map(FunctionResponseTypes=REPORT)
    shop.send_at_once(*ALL)
    aws.clock.advance(seconds=1)
    assert shop.left() == ALL


def test_the_timeline_names_a_wrong_identifier(aws: World, shop: Shop) -> None:
    shop.queue()
    shop.handler(lambda event: one("no-such-id"))
    shop.map(FunctionResponseTypes=REPORT)
    shop.send("a")
    aws.clock.advance(seconds=1)
    [record] = aws.timeline.select(kind="BatchItemFailures")
    assert (record.resource, record.outcome, record.details["identifier"]) == ("bill", "all failed", "no-such-id")
    assert record.cause is not None
    assert record.cause.kind == "ReceiveMessage"


def test_a_fifo_batch_that_stops_at_the_first_failure(aws: World, shop: Shop) -> None:
    """As recorded: 2, 3 and 4 are reported, then 4 again, which has had its two receives."""
    shop.queue("dead.fifo")
    policy = f'{{"deadLetterTargetArn": "{shop.arn("dead.fifo")}", "maxReceiveCount": 2}}'
    shop.queue("orders.fifo", RedrivePolicy=policy)
    to_fail = [("g-2", "g-3", "g-4"), ("g-4",)]
    handler = shop.handler(lambda event: failing(*to_fail[len(handler.events) - 1])(event))
    shop.map(FunctionResponseTypes=REPORT)
    shop.send_at_once("g-1", "g-2", "g-3", "g-4")
    aws.clock.advance(seconds=1)
    assert shop.left() == ["g-2", "g-3", "g-4"]
    aws.clock.advance(minutes=2)
    assert handler.batches == [["g-1", "g-2", "g-3", "g-4"], ["g-2", "g-3", "g-4"]]
    assert [each["attributes"]["ApproximateReceiveCount"] for each in handler.events[1]["Records"]] == ["2"] * 3
    assert (shop.left(), shop.left("dead.fifo")) == ([], ["g-4"])
    assert handler.at == [CREATING, CREATING + 30]


def test_a_fifo_batch_that_goes_on_after_a_failure_breaks_the_order(aws: World, shop: Shop) -> None:
    shop.queue("orders.fifo")
    handler = shop.handler(lambda event: failing("g-1")(event) if len(handler.events) == 1 else None)
    shop.map(FunctionResponseTypes=REPORT)
    shop.send_at_once("g-1", "g-2")
    aws.clock.run_until_idle()
    assert handler.batches == [["g-1", "g-2"], ["g-1"]]
