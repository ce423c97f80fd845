"""FilterCriteria: what matches reaches the function, the rest is deleted and shown as filtered."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeaws import World
from tests.services.lambda_.esm_support import Shop, fail


def criteria(*patterns: Any) -> dict[str, Any]:
    return {"Filters": [{"Pattern": json.dumps(pattern)} for pattern in patterns]}


def body(pattern: Any) -> Any:
    return {"body": pattern}


EU = json.dumps({"region": "eu", "total": 20, "empty": None})
CASES = [
    ("a value", body({"region": ["eu"]}), EU, True),
    ("another value", body({"region": ["us"]}), EU, False),
    ("one of several", body({"region": ["us", "eu"]}), EU, True),
    ("both keys", body({"region": ["eu"], "total": [20]}), EU, True),
    ("one of both keys", body({"region": ["eu"], "total": [21]}), EU, False),
    ("exists", body({"region": [{"exists": True}]}), EU, True),
    ("exists not", body({"other": [{"exists": False}]}), EU, True),
    ("above", body({"total": [{"numeric": [">", 19]}]}), EU, True),
    ("below", body({"total": [{"numeric": ["<", 20]}]}), EU, False),
    ("between", body({"total": [{"numeric": [">", 10, "<=", 20]}]}), EU, True),
    ("prefix", body({"region": [{"prefix": "e"}]}), EU, True),
    ("null", body({"empty": [None]}), EU, True),
    ("text for text", body(["hello"]), "hello", True),
    ("other text", body(["hello"]), "goodbye", False),
    ("JSON asked of text", body({"region": ["eu"]}), "hello", False),
    ("a number asked of text", body({"total": [{"numeric": [">", 1]}]}), "hello", False),
    ("text asked of JSON", body([EU]), EU, False),
    ("absence asked of text", body({"region": [{"exists": False}]}), "hello", False),
    ("not the body", {"eventSource": ["aws:sqs"]}, "hello", True),
    ("an attribute of the message", {"messageAttributes": {"kind": {"stringValue": ["order"]}}}, "hello", True),
    ("a system attribute", {"attributes": {"ApproximateReceiveCount": ["2"]}}, "hello", False),
]


@pytest.mark.parametrize(("pattern", "text", "passes"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_passes(aws: World, shop: Shop, pattern: Any, text: str, passes: bool) -> None:
    shop.queue()
    handler = shop.handler()
    shop.map(FilterCriteria=criteria(pattern))
    sent = shop.send(text, MessageAttributes={"kind": {"DataType": "String", "StringValue": "order"}})[0]
    aws.clock.run_until_idle()
    assert handler.batches == ([[text]] if passes else [])
    assert shop.left() == []
    fates = aws.trace(sent).fates
    assert fates == ({"orders": "deleted"} if passes else {"orders": "deleted", "bill": "filtered"})


def test_one_filter_is_enough(aws: World, shop: Shop) -> None:
    shop.queue()
    handler = shop.handler()
    shop.map(FilterCriteria=criteria(body(["a"]), body(["b"])))
    shop.send_at_once("a", "b", "c")
    aws.clock.run_until_idle()
    assert handler.batches == [["a", "b"]]


def test_the_timeline_says_why(aws: World, shop: Shop) -> None:
    shop.queue()
    shop.handler()
    shop.map(FilterCriteria=criteria(body({"region": ["us"]})))
    shop.send(EU)
    aws.clock.run_until_idle()
    [record] = aws.timeline.select(kind="Filter")
    assert record.details["why"] == 'body.region: wanted ["us"], found "eu"'
    assert record.cause is not None
    assert (record.cause.kind, record.cause.actor) == ("ReceiveMessage", "bill")


def test_a_filtered_message_never_reaches_the_dead_letter_queue(aws: World, shop: Shop) -> None:
    shop.queue("dead")
    policy = f'{{"deadLetterTargetArn": "{shop.arn("dead")}", "maxReceiveCount": 1}}'
    shop.queue(RedrivePolicy=policy)
    shop.handler(fail)
    shop.map(FilterCriteria=criteria(body(["a"])))
    shop.send("a", "b")
    aws.clock.advance(minutes=5)
    assert (shop.left(), shop.left("dead")) == ([], ["a"])


def test_what_does_not_match_fills_no_batch(aws: World, shop: Shop) -> None:
    shop.queue()
    handler = shop.handler()
    shop.map(FilterCriteria=criteria(body(["a"])), BatchSize=3, MaximumBatchingWindowInSeconds=300)
    shop.send_at_once("b", "a", "b", "a", "b", "b", "a", "a")
    aws.clock.advance(seconds=1)
    assert handler.batches == [["a", "a", "a"]]


def test_shown_changed_and_taken_away(aws: World, shop: Shop) -> None:
    shop.queue()
    handler = shop.handler()
    given = criteria(body(["a"]))
    shop.map(FilterCriteria=given)
    assert shop.client.get_event_source_mapping(UUID=shop.uuid)["FilterCriteria"] == given
    shop.client.update_event_source_mapping(UUID=shop.uuid, BatchSize=5)
    aws.clock.advance(seconds=2)
    assert shop.client.get_event_source_mapping(UUID=shop.uuid)["FilterCriteria"] == given
    shop.client.update_event_source_mapping(UUID=shop.uuid, FilterCriteria={})
    aws.clock.advance(seconds=2)
    assert "FilterCriteria" not in shop.client.get_event_source_mapping(UUID=shop.uuid)
    shop.send("b")
    aws.clock.run_until_idle()
    assert handler.batches == [["b"]]
