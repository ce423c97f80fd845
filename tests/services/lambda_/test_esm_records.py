"""The event that the function gets, member by member and byte by byte."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeaws import World
from tests.services.lambda_.esm_support import Shop


@pytest.fixture
def calls(aws: World, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Lambda's invocations, as they are asked for."""
    seen: list[Any] = []
    begin = aws.router.begin

    def noted(call: Any) -> Any:
        if call.operation == "Invoke":
            seen.append(call)
        return begin(call)

    monkeypatch.setattr(aws.router, "begin", noted)
    return seen


@pytest.mark.fakeaws(start="2024-04-10T09:33:14.123Z")
def test_byte_for_byte(aws: World, shop: Shop, calls: list[Any]) -> None:
    shop.queue()
    handler = shop.handler()
    shop.map()
    sent = shop.send('größe \N{SNOWMAN} "\n')[0]
    aws.clock.run_until_idle()
    [record] = handler.events[0]["Records"]
    caller = "AIDA" + record["attributes"]["SenderId"][4:]
    expected = (
        f'{{"Records":[{{"messageId":"{sent["MessageId"]}","receiptHandle":"{record["receiptHandle"]}",'
        '"body":"größe \N{SNOWMAN} \\"\\n","attributes":{"ApproximateReceiveCount":"1","SentTimestamp":"1712741596123",'
        f'"SenderId":"{caller}","ApproximateFirstReceiveTimestamp":"1712741596123"}},"messageAttributes":{{}},'
        f'"md5OfBody":"{sent["MD5OfMessageBody"]}","eventSource":"aws:sqs",'
        '"eventSourceARN":"arn:aws:sqs:us-east-1:123456789012:orders","awsRegion":"us-east-1"}]}'
    )
    assert [call.params["Payload"] for call in calls] == [expected.encode()]


def test_message_attributes(aws: World, shop: Shop) -> None:
    shop.queue()
    handler = shop.handler()
    shop.map()
    given = {
        "text": {"DataType": "String", "StringValue": "größe"},
        "number": {"DataType": "Number.int", "StringValue": "12"},
        "bytes": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
    }
    sent = shop.send("a", MessageAttributes=given)[0]
    aws.clock.run_until_idle()
    [record] = handler.events[0]["Records"]
    empty: dict[str, Any] = {"stringListValues": [], "binaryListValues": []}
    assert record["messageAttributes"] == {
        "text": {"stringValue": "größe", **empty, "dataType": "String"},
        "number": {"stringValue": "12", **empty, "dataType": "Number.int"},
        "bytes": {"binaryValue": "AP8=", **empty, "dataType": "Binary"},
    }
    assert record["md5OfMessageAttributes"] == sent["MD5OfMessageAttributes"]


@pytest.mark.parametrize(
    ("setting", "shown"),
    [
        ({}, False),
        ({"MaximumBatchingWindowInSeconds": 1}, True),
        ({"FilterCriteria": {"Filters": [{"Pattern": '{"body": ["a"]}'}]}}, True),
    ],
)
def test_the_digest_of_no_attributes(aws: World, shop: Shop, setting: dict[str, Any], shown: bool) -> None:
    shop.queue()
    handler = shop.handler()
    shop.map(**setting)
    shop.send("a")
    aws.clock.run_until_idle()
    [record] = handler.events[0]["Records"]
    assert record.get("md5OfMessageAttributes", "absent") == (None if shown else "absent")


def test_a_fifo_queues_attributes(aws: World, shop: Shop) -> None:
    shop.queue("orders.fifo")
    handler = shop.handler()
    shop.map()
    sent = shop.send("g-1")[0]
    aws.clock.run_until_idle()
    [record] = handler.events[0]["Records"]
    assert list(record["attributes"]) == [
        "ApproximateReceiveCount",
        "SentTimestamp",
        "SequenceNumber",
        "MessageGroupId",
        "SenderId",
        "MessageDeduplicationId",
        "ApproximateFirstReceiveTimestamp",
    ]
    assert record["attributes"]["SequenceNumber"] == sent["SequenceNumber"]
    assert record["attributes"]["MessageGroupId"] == "g"
    assert record["attributes"]["MessageDeduplicationId"] == "g-1"


def test_where_it_came_from(aws: World, shop: Shop) -> None:
    """The trace header, the queue that dead-lettered it, and the group of a standard queue's tenant."""
    shop.queue("dead")
    policy = json.dumps({"deadLetterTargetArn": shop.arn("dead"), "maxReceiveCount": 1})
    shop.queue("orders", VisibilityTimeout=0, RedrivePolicy=policy)
    header = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1"
    system = {"AWSTraceHeader": {"DataType": "String", "StringValue": header}}
    shop.send("a", MessageSystemAttributes=system, MessageGroupId="ann")
    for _ in range(2):
        shop.sqs.receive_message(QueueUrl=shop.url)
    handler = shop.handler()
    shop.map(EventSourceArn=shop.arn("dead"))
    aws.clock.run_until_idle()
    [record] = handler.events[0]["Records"]
    attributes = record["attributes"]
    assert attributes["AWSTraceHeader"] == header
    assert attributes["DeadLetterQueueSourceArn"] == shop.arn("orders")
    assert attributes["MessageGroupId"] == "ann"
    assert record["eventSourceARN"] == shop.arn("dead")


def test_the_trace_goes_on_with_the_invocation(aws: World, shop: Shop, calls: list[Any]) -> None:
    """That of a message which a function sent, if the batch has one: Lambda counts how often it goes round."""
    shop.queue()
    shop.handler()
    shop.map()
    headers = ["Root=1-5759e988-bd862e3fe1be46a994272793", "Root=1-5759e988-bd862e3fe1be46a994272794;Lineage=1:ab:3"]
    systems = [{"AWSTraceHeader": {"DataType": "String", "StringValue": header}} for header in headers]
    entries = [{"Id": str(n), "MessageBody": "a", "MessageSystemAttributes": each} for n, each in enumerate(systems)]
    shop.sqs.send_message_batch(QueueUrl=shop.url, Entries=[{"Id": "x", "MessageBody": "a"}, *entries])
    shop.sqs.send_message_batch(QueueUrl=shop.url, Entries=entries[:1])
    shop.sqs.send_message_batch(QueueUrl=shop.url, Entries=[{"Id": "x", "MessageBody": "a"}])
    aws.clock.run_until_idle()
    assert [call.headers.get("X-Amzn-Trace-Id") for call in calls] == [headers[1], headers[0], None]
