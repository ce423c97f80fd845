"""FIFO queues behind a mapping: order in a group, groups beside each other."""

from __future__ import annotations

from typing import Any

from fakeaws import World
from tests.services.lambda_.esm_support import CREATING, Shop


def test_one_batch_of_a_group_at_a_time(aws: World, shop: Shop) -> None:
    shop.queue("orders.fifo")
    handler = shop.handler(takes=2)
    shop.map(BatchSize=2)
    shop.send(*(f"ann-{number}" for number in range(5)))
    aws.clock.run_until_idle()
    assert [body for batch in handler.batches for body in batch] == [f"ann-{number}" for number in range(5)]
    assert handler.most == 1


def test_groups_run_beside_each_other(aws: World, shop: Shop) -> None:
    shop.queue("orders.fifo")
    handler = shop.handler(takes=2)
    shop.map(BatchSize=1)
    shop.send(*(f"{group}-{number}" for number in range(2) for group in "abcdefgh"))
    aws.clock.run_until_idle()
    assert handler.most == 8  # the active groups, not the five of a standard queue
    assert handler.at == [CREATING] * 8 + [CREATING + 2] * 8


def test_maximum_concurrency(aws: World, shop: Shop) -> None:
    shop.queue("orders.fifo")
    handler = shop.handler(takes=2)
    shop.map(BatchSize=1, ScalingConfig={"MaximumConcurrency": 3})
    shop.send(*(f"{group}-0" for group in "abcdefg"))
    aws.clock.run_until_idle()
    assert (handler.most, len(handler.batches)) == (3, 7)


def test_a_batch_may_mix_groups(aws: World, shop: Shop) -> None:
    shop.queue("orders.fifo")
    handler = shop.handler()
    shop.map()
    shop.send_at_once("a-0", "b-0", "a-1", "b-1")
    aws.clock.run_until_idle()
    [batch] = handler.batches
    assert sorted(batch) == ["a-0", "a-1", "b-0", "b-1"]
    for group in "ab":
        assert [body for body in batch if body[0] == group] == [f"{group}-0", f"{group}-1"]


def test_a_failed_message_blocks_its_own_group_only(aws: World, shop: Shop) -> None:
    def does(event: Any) -> None:
        if event["Records"][0]["body"] == "a-bad" and len(handler.events) < 4:
            raise ValueError("bad")

    shop.queue("orders.fifo")
    handler = shop.handler(does)
    shop.map(BatchSize=1)
    shop.send("a-bad", "a-1", "b-0")
    aws.clock.run_until_idle()
    assert handler.batches == [["a-bad"], ["b-0"], ["a-bad"], ["a-bad"], ["a-1"]]
    assert handler.at == [CREATING, CREATING, CREATING + 30, CREATING + 60, CREATING + 60]


def test_what_came_back_too_early_is_not_kept_waiting(aws: World, shop: Shop) -> None:
    """The queue's visibility timeout was shortened: its group is free again while the function is still at it."""
    shop.queue("orders.fifo")
    handler = shop.handler(takes=20, timeout=30)
    shop.map()
    shop.sqs.set_queue_attributes(QueueUrl=shop.url, Attributes={"VisibilityTimeout": "15"})
    shop.send("ann-0")
    aws.clock.advance(seconds=16)
    assert handler.at == [CREATING, CREATING + 15]
