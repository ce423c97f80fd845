"""GetQueueUrl, ListQueues, DeleteQueue, and the forms of a queue URL."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World

from .support import ACCOUNT, OTHER, URL, bodies, client, invalid, make, refused, send

GONE = "The specified queue does not exist."


def test_get_queue_url(sqs: Any, orders: str) -> None:
    assert sqs.get_queue_url(QueueName="orders")["QueueUrl"] == orders
    assert sqs.get_queue_url(QueueName="orders", QueueOwnerAWSAccountId=ACCOUNT)["QueueUrl"] == orders


@pytest.mark.parametrize("params", [{"QueueName": "none"}, {"QueueName": "orders", "QueueOwnerAWSAccountId": OTHER}])
def test_get_queue_url_of_none(sqs: Any, orders: str, params: dict[str, str]) -> None:
    with refused("QueueDoesNotExist", GONE):
        sqs.get_queue_url(**params)


@pytest.mark.parametrize(
    "url",
    [
        "orders",
        f"https://us-east-1.queue.amazonaws.com/{ACCOUNT}/orders",
        f"https://queue.amazonaws.com/{ACCOUNT}/orders",
        f"http://localhost:4566/{ACCOUNT}/orders",
        f"https://vpce-1a2b-3c.sqs.us-east-1.vpce.amazonaws.com/{ACCOUNT}/orders",
    ],
)
def test_other_forms_of_the_url(sqs: Any, orders: str, url: str) -> None:
    send(sqs, url, "a")
    assert bodies(sqs, orders) == ["a"]


@pytest.mark.parametrize(
    "url", ["none", URL + "none", URL + "Orders", f"https://sqs.us-east-1.amazonaws.com/{OTHER}/orders", "https://x/"]
)
def test_unknown_queue(sqs: Any, orders: str, url: str) -> None:
    calls: list[tuple[str, dict[str, Any]]] = [
        ("send_message", {"MessageBody": "a"}),
        ("receive_message", {}),
        ("delete_message", {"ReceiptHandle": "x"}),
        ("send_message_batch", {"Entries": []}),
        ("get_queue_attributes", {}),
        ("delete_queue", {}),
        ("purge_queue", {}),
    ]
    for operation, params in calls:
        with refused("QueueDoesNotExist", GONE):
            getattr(sqs, operation)(QueueUrl=url, **params)


def test_url_of_another_region(sqs: Any) -> None:
    elsewhere = client("eu-west-1")
    url = make(elsewhere)
    with refused("InvalidAddress", "The address https://sqs.eu-west-1.amazonaws.com/ is not valid for this endpoint."):
        send(sqs, url, "a")
    send(elsewhere, url, "a")
    with refused("InvalidAddress", "The address https://queue.amazonaws.com/ is not valid for this endpoint."):
        send(elsewhere, f"https://queue.amazonaws.com/{ACCOUNT}/orders", "a")


def test_regions_have_their_own_queues(sqs: Any, orders: str) -> None:
    elsewhere = client("eu-west-1")
    with refused("QueueDoesNotExist", GONE):
        elsewhere.get_queue_url(QueueName="orders")
    make(elsewhere)
    send(sqs, orders, "a")
    assert bodies(elsewhere, "orders") == []
    assert len(elsewhere.list_queues()["QueueUrls"]) == 1


def test_china_has_its_own_suffix(aws: World) -> None:
    beijing = client("cn-north-1")
    url = make(beijing)
    assert url == f"https://sqs.cn-north-1.amazonaws.com.cn/{ACCOUNT}/orders"
    found = beijing.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    assert found["Attributes"]["QueueArn"] == f"arn:aws-cn:sqs:cn-north-1:{ACCOUNT}:orders"


def test_list_queues_by_prefix_in_order_of_names(sqs: Any) -> None:
    assert "QueueUrls" not in sqs.list_queues()
    for name in ("b2", "a", "b1", "B0"):
        make(sqs, name)
    assert sqs.list_queues()["QueueUrls"] == [URL + name for name in ("B0", "a", "b1", "b2")]
    assert sqs.list_queues(QueueNamePrefix="b")["QueueUrls"] == [URL + "b1", URL + "b2"]
    assert "QueueUrls" not in sqs.list_queues(QueueNamePrefix="x")


def test_pages_of_queues(sqs: Any) -> None:
    names = [f"q{number}" for number in range(5)]
    for name in names:
        make(sqs, name)
    first = sqs.list_queues(MaxResults=2)
    assert first["QueueUrls"] == [URL + "q0", URL + "q1"]
    pages = [page["QueueUrls"] for page in sqs.get_paginator("list_queues").paginate(PaginationConfig={"PageSize": 2})]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [url for page in pages for url in page] == [URL + name for name in names]
    assert "NextToken" not in sqs.list_queues(MaxResults=5)
    with invalid("Invalid or expired next token."):
        sqs.list_queues(MaxResults=2, NextToken="x")
    with invalid("Invalid or expired next token."):
        sqs.list_queues(MaxResults=2, NextToken=first["NextToken"], QueueNamePrefix="q")


@pytest.mark.parametrize("count", [-1, 1_001])
def test_range_of_max_results(sqs: Any, count: int) -> None:
    with invalid(
        "Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000."
    ):
        sqs.list_queues(MaxResults=count)


def test_more_than_a_thousand_are_cut_silently(sqs: Any) -> None:
    for number in range(1_001):
        make(sqs, f"q{number:04}")
    answer = sqs.list_queues()
    assert (len(answer["QueueUrls"]), answer["QueueUrls"][-1]) == (1_000, URL + "q0999")
    assert "NextToken" not in answer
    assert len(sqs.list_queues(MaxResults=0)["QueueUrls"]) == 1_000


def test_deleted_queue_is_gone_with_its_messages(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a")
    sqs.delete_queue(QueueUrl=orders)
    with refused("QueueDoesNotExist", GONE):
        send(sqs, orders, "b")
    with refused("QueueDoesNotExist", GONE):
        sqs.delete_queue(QueueUrl=orders)
    aws.clock.advance(minutes=1)
    make(sqs)
    assert bodies(sqs, orders) == []


def test_handles_die_with_their_queue(aws: World, sqs: Any, orders: str) -> None:
    send(sqs, orders, "a")
    handle = sqs.receive_message(QueueUrl=orders)["Messages"][0]["ReceiptHandle"]
    sqs.delete_queue(QueueUrl=orders)
    aws.clock.advance(minutes=1)
    make(sqs)
    with refused("ReceiptHandleIsInvalid", f'The input receipt handle "{handle}" is not a valid receipt handle.'):
        sqs.delete_message(QueueUrl=orders, ReceiptHandle=handle)
