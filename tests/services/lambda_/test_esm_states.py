"""A mapping's life: Creating, Enabled, Updating, Disabled, Deleting, gone; and what it waits for meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World
from tests.services.lambda_.esm_support import CREATING, Shop, refused

IN_USE = "Cannot {} the event source mapping because it is in use."


def test_the_answer_to_its_creation(aws: World, shop: Shop) -> None:
    shop.queue()
    shop.handler()
    answer = shop.client.create_event_source_mapping(FunctionName="bill", EventSourceArn=shop.arn())
    assert answer.pop("ResponseMetadata")["HTTPStatusCode"] == 202
    uuid = answer["UUID"]
    assert answer == {
        "UUID": uuid,
        "BatchSize": 10,
        "MaximumBatchingWindowInSeconds": 0,
        "EventSourceArn": "arn:aws:sqs:us-east-1:123456789012:orders",
        "EventSourceMappingArn": f"arn:aws:lambda:us-east-1:123456789012:event-source-mapping:{uuid}",
        "FunctionArn": "arn:aws:lambda:us-east-1:123456789012:function:bill",
        "LastModified": aws.clock.now,
        "State": "Creating",
        "StateTransitionReason": "USER_INITIATED",
        "FunctionResponseTypes": [],
    }
    aws.clock.advance(seconds=CREATING)
    got = shop.client.get_event_source_mapping(UUID=uuid)
    assert {name: value for name, value in got.items() if answer.get(name) != value} == {
        "State": "Enabled",
        "ResponseMetadata": got["ResponseMetadata"],
    }


def test_nothing_is_polled_before_it_is_enabled(aws: World, shop: Shop) -> None:
    shop.queue()
    handler = shop.handler()
    shop.map(ready=False)
    shop.send("a")
    aws.clock.advance(seconds=CREATING - 0.5)
    assert (shop.state(), handler.batches) == ("Creating", [])
    aws.clock.advance(seconds=0.5)
    assert (shop.state(), handler.batches) == ("Enabled", [["a"]])


def test_disabled_and_enabled_again(aws: World, shop: Shop) -> None:
    shop.queue()
    handler = shop.handler()
    shop.map(Enabled=False)
    shop.send("a")
    aws.clock.advance(seconds=60)
    assert (shop.state(), handler.batches) == ("Disabled", [])
    assert shop.client.update_event_source_mapping(UUID=shop.uuid, Enabled=True)["State"] == "Enabling"
    aws.clock.advance(seconds=CREATING)
    assert (shop.state(), handler.batches) == ("Enabled", [["a"]])
    assert shop.client.update_event_source_mapping(UUID=shop.uuid, Enabled=False)["State"] == "Disabling"
    shop.send("b")
    aws.clock.advance(seconds=60)
    assert (shop.state(), handler.batches, shop.left()) == ("Disabled", [["a"]], ["b"])
    assert shop.client.update_event_source_mapping(UUID=shop.uuid, BatchSize=1)["State"] == "Updating"
    aws.clock.advance(seconds=CREATING)
    assert shop.state() == "Disabled"


def test_an_update_counts_when_it_is_over(aws: World, shop: Shop) -> None:
    shop.queue()
    handler = shop.handler()
    shop.map()
    answer = shop.client.update_event_source_mapping(UUID=shop.uuid, BatchSize=1, FunctionResponseTypes=[])
    assert (answer["State"], answer["BatchSize"]) == ("Updating", 1)
    shop.send_at_once("a", "b")
    aws.clock.advance(seconds=CREATING - 0.5)
    assert handler.batches == [["a", "b"]]
    aws.clock.advance(seconds=0.5)
    shop.send_at_once("c", "d")
    aws.clock.advance(seconds=1)
    assert handler.batches == [["a", "b"], ["c"], ["d"]]


def test_another_function(aws: World, shop: Shop) -> None:
    shop.queue()
    first, second = shop.handler(), shop.handler(name="audit")
    shop.map()
    shop.send("a")
    answer = shop.client.update_event_source_mapping(UUID=shop.uuid, FunctionName="audit")
    assert answer["FunctionArn"].endswith(":function:audit")
    aws.clock.advance(seconds=CREATING)
    shop.send("b")
    aws.clock.advance(seconds=1)
    assert (first.batches, second.batches) == ([["a"]], [["b"]])


def test_deleted(aws: World, shop: Shop) -> None:
    shop.queue()
    handler = shop.handler(takes=1)
    shop.map()
    shop.send("a")
    assert shop.client.delete_event_source_mapping(UUID=shop.uuid)["State"] == "Deleting"
    shop.send("b")
    assert shop.state() == "Deleting"
    aws.clock.advance(seconds=CREATING)
    with refused("ResourceNotFoundException", "The resource you requested does not exist.", 404):
        shop.state()
    assert (handler.batches, shop.left()) == ([["a"]], ["b"])  # what was under way was finished


@pytest.mark.parametrize("change", ["create", "update", "delete"])
def test_in_use_while_it_changes(aws: World, shop: Shop, change: str) -> None:
    shop.queue()
    shop.handler()
    shop.map(ready=False)
    if change != "create":
        aws.clock.advance(seconds=CREATING)
        getattr(shop.client, f"{change}_event_source_mapping")(UUID=shop.uuid)
    before = shop.client.get_event_source_mapping(UUID=shop.uuid)
    with refused("ResourceInUseException", IN_USE.format("update")):
        shop.client.update_event_source_mapping(UUID=shop.uuid, BatchSize=5)
    with refused("ResourceInUseException", IN_USE.format("delete")):
        shop.client.delete_event_source_mapping(UUID=shop.uuid)
    after = shop.client.get_event_source_mapping(UUID=shop.uuid)
    assert {**after, "ResponseMetadata": 0} == {**before, "ResponseMetadata": 0}


@pytest.mark.fakeaws(config={"lambda": {"mapping_transition": 30}})
def test_how_long_it_takes_can_be_chosen(aws: World, shop: Shop) -> None:
    shop.queue()
    shop.handler()
    shop.map()
    aws.clock.advance(seconds=27)
    assert shop.state() == "Creating"
    aws.clock.advance(seconds=1)
    assert shop.state() == "Enabled"


def test_a_month_without_messages_is_free(aws: World, shop: Shop) -> None:
    shop.queue()
    handler = shop.handler()
    shop.map()
    rows, timers = len(aws.timeline), len(aws.simulation.scheduler)
    aws.clock.advance(days=31)
    assert (len(aws.timeline), len(aws.simulation.scheduler)) == (rows, timers)
    shop.send("a")
    aws.clock.run_until_idle()
    assert (handler.batches, shop.left()) == ([["a"]], [])


class TestTheQueueIsDeleted:
    def problem(self, shop: Shop) -> Any:
        got = shop.client.get_event_source_mapping(UUID=shop.uuid)
        return got["State"], got.get("LastProcessingResult")

    def test_it_goes_on_with_a_new_queue_of_that_name(self, aws: World, shop: Shop) -> None:
        shop.queue()
        handler = shop.handler()
        shop.map()
        shop.sqs.delete_queue(QueueUrl=shop.url)
        assert self.problem(shop) == ("Enabled", "PROBLEM: The specified queue does not exist.")
        aws.clock.advance(minutes=5)
        shop.queue()
        shop.send("a")
        aws.clock.advance(minutes=10)
        assert (handler.batches, self.problem(shop)) == ([["a"]], ("Enabled", None))

    def test_in_the_end_it_is_disabled(self, aws: World, shop: Shop) -> None:
        shop.queue()
        shop.handler()
        shop.map()
        shop.sqs.delete_queue(QueueUrl=shop.url)
        aws.clock.advance(hours=2)
        got = shop.client.get_event_source_mapping(UUID=shop.uuid)
        assert (got["State"], got["StateTransitionReason"]) == ("Disabled", "LAMBDA_INITIATED")
        assert got["LastProcessingResult"] == "PROBLEM: The specified queue does not exist."
        rows = len(aws.timeline)
        aws.clock.advance(days=31)
        assert len(aws.timeline) == rows


def test_the_function_is_gone_and_comes_back(aws: World, shop: Shop) -> None:
    shop.queue(VisibilityTimeout=10)
    shop.handler()
    shop.map()
    service: Any = aws.router.service("lambda", aws.account, aws.region)
    del service.functions["bill"]
    shop.send("a")
    got = shop.client.get_event_source_mapping(UUID=shop.uuid)
    assert got["LastProcessingResult"].startswith("PROBLEM: Function not found: ")
    aws.clock.advance(minutes=2)
    assert len(aws.timeline.select(kind="ReceiveMessage")) == 1  # nothing is received for a function that is not there
    handler = shop.handler()
    aws.clock.advance(minutes=5)
    assert (handler.batches, shop.left()) == ([["a"]], [])


def test_a_receive_that_aws_refuses_is_repeated(aws: World, shop: Shop) -> None:
    shop.queue()
    handler = shop.handler()
    shop.send("a")
    shop.map(ready=False)
    aws.faults.throttle("sqs.ReceiveMessage", times=2)
    aws.clock.advance(seconds=CREATING + 2)
    assert handler.batches == []
    assert shop.client.get_event_source_mapping(UUID=shop.uuid)["LastProcessingResult"].startswith("PROBLEM: ")
    aws.clock.advance(seconds=1)
    assert handler.at == [CREATING + 3]
    assert "LastProcessingResult" not in shop.client.get_event_source_mapping(UUID=shop.uuid)


def test_idle_waits_for_what_the_mapping_does(aws: World, shop: Shop) -> None:
    shop.queue()
    handler = shop.handler(takes=2, does=lambda event: None)
    shop.map(ready=False, MaximumBatchingWindowInSeconds=5)
    shop.send("a")
    aws.clock.run_until_idle()
    assert (handler.batches, shop.left()) == ([["a"]], [])
    assert aws.clock.elapsed.total_seconds() == CREATING + 5 + 2


def test_listing(aws: World, shop: Shop) -> None:
    shop.handler()
    shop.handler(name="audit")
    uuids = []
    for queue, function in (("q1", "bill"), ("q1", "audit"), ("q2", "bill")):
        shop.queue(queue)
        uuids.append(shop.map(FunctionName=function, ready=False))

    def listed(**params: Any) -> list[str]:
        pages = shop.client.get_paginator("list_event_source_mappings").paginate(**params)
        return [mapping["UUID"] for page in pages for mapping in page["EventSourceMappings"]]

    assert listed() == uuids
    assert listed(PaginationConfig={"PageSize": 1}) == uuids
    assert listed(FunctionName="bill") == [uuids[0], uuids[2]]
    assert listed(EventSourceArn=shop.arn("q1")) == uuids[:2]
    assert listed(EventSourceArn=shop.arn("q1"), FunctionName="audit") == uuids[1:2]
    assert listed(FunctionName="nobody") == []
    with refused("InvalidParameterValueException", "Invalid Marker."):
        shop.client.list_event_source_mappings(Marker="x")
