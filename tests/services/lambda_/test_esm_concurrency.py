"""How many batches at one time: growth with a backlog, limits, errors and throttles."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeaws import World
from tests.services.lambda_.esm_support import CREATING, Shop, fail


def backlog(shop: Shop, count: int) -> None:
    shop.send_at_once(*(str(number) for number in range(count)))


def test_five_at_first_then_three_hundred_more_each_minute(aws: World, shop: Shop) -> None:
    shop.queue(VisibilityTimeout=900)
    handler = shop.handler(takes=600, timeout=900)
    backlog(shop, 700)
    shop.map(BatchSize=1)
    seen = []
    for _ in range(4):
        seen.append(handler.running)
        aws.clock.advance(seconds=60)
    assert seen == [5, 305, 605, 700]


@pytest.mark.parametrize(
    ("setting", "most"),
    [
        ({"ScalingConfig": {"MaximumConcurrency": 2}}, [2, 2]),
        ({"ScalingConfig": {"MaximumConcurrency": 20}}, [5, 20]),
        ({"ProvisionedPollerConfig": {"MinimumPollers": 2, "MaximumPollers": 3}}, [20, 30]),
    ],
)
def test_limits(aws: World, shop: Shop, setting: dict[str, Any], most: list[int]) -> None:
    shop.queue(VisibilityTimeout=900)
    handler = shop.handler(takes=600, timeout=900)
    backlog(shop, 40)
    shop.map(BatchSize=1, **setting)
    seen = [handler.running]
    aws.clock.advance(seconds=60)
    seen.append(handler.running)
    assert seen == most


def test_what_is_over_the_limit_stays_in_the_queue(aws: World, shop: Shop) -> None:
    """A mapping does not receive what it cannot process."""
    shop.queue()
    handler = shop.handler(takes=2)
    backlog(shop, 50)
    shop.map(BatchSize=1, ScalingConfig={"MaximumConcurrency": 2})
    queue = aws.sqs.queue("orders")
    assert (len(queue.visible), len(queue.in_flight)) == (48, 2)
    aws.clock.run_until_idle()
    assert (handler.most, len(handler.batches)) == (2, 50)
    counts = {
        record["attributes"]["ApproximateReceiveCount"] for event in handler.events for record in event["Records"]
    }
    assert counts == {"1"}


def test_a_backlog_that_is_gone_ends_the_growth(aws: World, shop: Shop) -> None:
    shop.queue(VisibilityTimeout=900)
    handler = shop.handler(takes=100, timeout=900)
    backlog(shop, 10)
    shop.map(BatchSize=1)
    aws.clock.run_until_idle()
    assert handler.most == 10
    handler.most = 0
    backlog(shop, 8)
    aws.clock.advance(seconds=50)
    assert handler.most == 5


def test_errors_make_it_careful(aws: World, shop: Shop) -> None:
    shop.queue(VisibilityTimeout=900)
    handler = shop.handler(fail, takes=10, timeout=900)
    backlog(shop, 40)
    shop.map(BatchSize=1)
    seen = []
    for _ in range(6):
        seen.append(handler.running)
        aws.clock.advance(seconds=10)
    assert seen == [5, 1, 1, 1, 1, 1]
    handler.does = None
    seen = []
    for _ in range(6):
        seen.append(handler.running)
        aws.clock.advance(seconds=10)
    assert seen == [1, 2, 4, 5, 5, 5]


class TestThrottled:
    def test_it_tries_again_with_the_same_messages(self, aws: World, shop: Shop) -> None:
        shop.queue()
        handler = shop.handler()
        shop.map()
        throttle = aws.faults.throttle("lambda.Invoke", times=3)
        shop.send("a")
        aws.clock.run_until_idle()
        assert throttle.fired
        assert (handler.batches, handler.at) == ([["a"]], [CREATING + 1 + 2 + 4])
        assert handler.events[0]["Records"][0]["attributes"]["ApproximateReceiveCount"] == "1"
        assert shop.left() == []

    def test_until_the_visibility_timeout_is_over(self, aws: World, shop: Shop) -> None:
        shop.queue(VisibilityTimeout=30)
        handler = shop.handler()
        shop.map()
        aws.faults.throttle("lambda.Invoke", times=5)  # after 0, 1, 3, 7, 15 s; 31 s would be too late
        shop.send("a")
        aws.clock.run_until_idle()
        assert (handler.batches, handler.at) == ([["a"]], [CREATING + 30])
        assert handler.events[0]["Records"][0]["attributes"]["ApproximateReceiveCount"] == "2"

    def test_what_was_never_processed_may_be_dead_lettered(self, aws: World, shop: Shop) -> None:
        shop.queue("dead")
        policy = json.dumps({"deadLetterTargetArn": shop.arn("dead"), "maxReceiveCount": 1})
        shop.queue(RedrivePolicy=policy)
        handler = shop.handler()
        shop.map()
        aws.faults.throttle("lambda.Invoke", times=5)
        sent = shop.send("a")[0]
        aws.clock.advance(minutes=1)
        assert handler.batches == []
        assert aws.trace(sent).fates == {"orders": "dead-lettered", "dead": "visible"}

    def test_a_lost_answer_means_once_more(self, aws: World, shop: Shop) -> None:
        shop.queue()
        handler = shop.handler()
        shop.map()
        aws.faults.lose_reply("lambda.Invoke")
        shop.send("a")
        aws.clock.run_until_idle()
        assert handler.batches == [["a"], ["a"]]


def test_two_mappings_share_a_queue(aws: World, shop: Shop) -> None:
    shop.queue()
    first, second = shop.handler(takes=1), shop.handler(takes=1, name="audit")
    shop.map()
    shop.map(FunctionName="audit")
    for number in range(12):
        shop.send(str(number))
    aws.clock.run_until_idle()
    got = [body for handler in (first, second) for batch in handler.batches for body in batch]
    assert sorted(got, key=int) == [str(number) for number in range(12)]
    assert first.batches
    assert second.batches
