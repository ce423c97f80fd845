"""Deduplication on FIFO queues."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from fakeaws import World

from .support import bodies, counts, delete, invalid_value, make, receive


def put(sqs: Any, url: str, body: str = "a", group: str = "g", id: str | None = None, **params: Any) -> dict[str, Any]:
    if id is not None:
        params["MessageDeduplicationId"] = id
    answer: dict[str, Any] = sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId=group, **params)
    return answer


@pytest.fixture
def by_content(sqs: Any) -> str:
    return make(sqs, "content.fifo", ContentBasedDeduplication="true")


def test_duplicate_gets_the_first_ones_id_and_number(sqs: Any, fifo: str) -> None:
    first = put(sqs, fifo, "a", id="1")
    second = put(sqs, fifo, "b", id="1")
    assert (second["MessageId"], second["SequenceNumber"]) == (first["MessageId"], first["SequenceNumber"])
    assert second["MD5OfMessageBody"] == hashlib.md5(b"b").hexdigest()
    assert bodies(sqs, fifo) == ["a"]


def test_five_minutes_from_the_first_send(aws: World, sqs: Any, fifo: str) -> None:
    first = put(sqs, fifo, id="1")
    aws.clock.advance(seconds=299, milliseconds=999)
    assert put(sqs, fifo, id="1")["MessageId"] == first["MessageId"]
    aws.clock.advance(milliseconds=1)
    second = put(sqs, fifo, id="1")
    assert second["MessageId"] != first["MessageId"]
    assert counts(sqs, fifo) == (2, 0, 0)
    aws.clock.advance(seconds=200)
    assert put(sqs, fifo, id="1")["MessageId"] == second["MessageId"]


def test_remembered_after_deletion(sqs: Any, fifo: str) -> None:
    put(sqs, fifo, id="1")
    [message] = receive(sqs, fifo)
    delete(sqs, fifo, message)
    put(sqs, fifo, id="1")
    assert counts(sqs, fifo) == (0, 0, 0)


@pytest.mark.parametrize("scope", ["queue", "messageGroup"])
def test_remembered_when_the_scope_changes(aws: World, sqs: Any, scope: str) -> None:
    url = make(sqs, "scopes.fifo", DeduplicationScope=scope)
    first = put(sqs, url, id="1")
    other = "queue" if scope == "messageGroup" else "messageGroup"
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"DeduplicationScope": other})
    assert put(sqs, url, id="1")["MessageId"] == first["MessageId"]
    in_another_group = put(sqs, url, group="h", id="1")
    assert (in_another_group["MessageId"] == first["MessageId"]) is (other == "queue")
    aws.clock.advance(seconds=300)
    assert put(sqs, url, id="1")["MessageId"] != first["MessageId"]


def test_equal_by_the_new_scope(aws: World, sqs: Any) -> None:
    url = make(sqs, "scopes.fifo", DeduplicationScope="messageGroup")
    put(sqs, url, group="g", id="1")
    aws.clock.advance(seconds=100)
    newest = put(sqs, url, group="h", id="1")
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"DeduplicationScope": "queue"})
    for seconds in (0, 200, 99):
        aws.clock.advance(seconds=seconds)
        assert put(sqs, url, group="i", id="1")["MessageId"] == newest["MessageId"]
    aws.clock.advance(seconds=1)
    assert put(sqs, url, group="i", id="1")["MessageId"] != newest["MessageId"]


def test_purge_forgets(sqs: Any, fifo: str) -> None:
    put(sqs, fifo, id="1")
    sqs.purge_queue(QueueUrl=fifo)
    put(sqs, fifo, id="1")
    assert counts(sqs, fifo) == (1, 0, 0)


def test_scope_queue_reaches_across_groups(sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "a", "g", "1")
    put(sqs, fifo, "b", "h", "1")
    assert bodies(sqs, fifo) == ["a"]


def test_scope_group(sqs: Any) -> None:
    url = make(sqs, "orders.fifo", DeduplicationScope="messageGroup")
    put(sqs, url, "a", "g", "1")
    put(sqs, url, "b", "h", "1")
    put(sqs, url, "c", "h", "1")
    assert bodies(sqs, url) == ["a", "b"]


def test_content_is_the_body_alone(sqs: Any, by_content: str) -> None:
    put(sqs, by_content, "ä", MessageAttributes={"a": {"DataType": "String", "StringValue": "1"}})
    put(sqs, by_content, "ä", MessageAttributes={"a": {"DataType": "String", "StringValue": "2"}})
    put(sqs, by_content, "b")
    first, second = receive(sqs, by_content, AttributeNames=["MessageDeduplicationId"])
    assert first["Attributes"]["MessageDeduplicationId"] == hashlib.sha256("ä".encode()).hexdigest()
    assert second["Body"] == "b"


def test_given_id_wins_over_content(sqs: Any, by_content: str) -> None:
    put(sqs, by_content, "a", id="1")
    put(sqs, by_content, "a", id="2")
    put(sqs, by_content, "a")
    messages = receive(sqs, by_content, AttributeNames=["MessageDeduplicationId"])
    assert [message["Attributes"]["MessageDeduplicationId"] for message in messages][:2] == ["1", "2"]
    assert len(messages) == 3


def test_content_can_be_turned_on_and_off(sqs: Any, fifo: str) -> None:
    sqs.set_queue_attributes(QueueUrl=fifo, Attributes={"ContentBasedDeduplication": "true"})
    put(sqs, fifo, "a")
    sqs.set_queue_attributes(QueueUrl=fifo, Attributes={"ContentBasedDeduplication": "false"})
    put(sqs, fifo, "a", id=hashlib.sha256(b"a").hexdigest())
    assert bodies(sqs, fifo) == ["a"]


@pytest.mark.parametrize("value", ["", "x" * 129, "a b", "ä"])
def test_bad_id(sqs: Any, fifo: str, value: str) -> None:
    reason = "MessageDeduplicationId can only include alphanumeric and punctuation characters. 1 to 128 in length."
    with invalid_value(value, "MessageDeduplicationId", reason):
        put(sqs, fifo, id=value)


def test_longest_id_of_all_characters(sqs: Any, fifo: str) -> None:
    put(sqs, fifo, id="!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~" + "a" * 96)


def test_timeline_tells(aws: World, sqs: Any, fifo: str) -> None:
    first = put(sqs, fifo, id="1")
    put(sqs, fifo, id="1")
    accepted, duplicate = aws.timeline.select(kind="SendMessage")
    assert (accepted.outcome, duplicate.outcome) == ("visible", "deduplicated")
    assert duplicate.message_id == first["MessageId"]
    assert duplicate.cause == accepted
    assert aws.trace(first).fates == {"orders.fifo": "visible"}
