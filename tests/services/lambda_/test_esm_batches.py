"""Batches: their size, their window, 6 MB; what is hidden how long; what is deleted."""

from __future__ import annotations

import time
from typing import Any

import pytest

from fakeaws import World
from tests.services.lambda_.esm_support import CREATING, Handler, Shop, fail
from tests.services.sqs.support import counts


def sizes(handler: Handler) -> list[int]:
    return [len(batch) for batch in handler.batches]


def numbered(count: int) -> list[str]:
    return [str(number) for number in range(count)]


@pytest.mark.parametrize(("size", "seen"), [(1, [1] * 12), (5, [5, 5, 2]), (10, [10, 2])])
def test_at_most_batch_size_at_once(aws: World, shop: Shop, size: int, seen: list[int]) -> None:
    shop.queue()
    handler = shop.handler()
    shop.send_at_once(*numbered(12))
    shop.map(BatchSize=size)
    aws.clock.run_until_idle()
    assert sizes(handler) == seen
    assert [body for batch in handler.batches for body in batch] == numbered(12)
    assert shop.left() == []


def test_without_a_window_what_is_there_is_taken(aws: World, shop: Shop) -> None:
    shop.queue()
    handler = shop.handler()
    shop.map()
    for body in "abc":
        shop.send(body)
    shop.send_at_once("d", "e")
    aws.clock.run_until_idle()
    assert handler.batches == [["a"], ["b"], ["c"], ["d", "e"]]


class TestAWindow:
    def test_gathers_until_it_is_over(self, aws: World, shop: Shop) -> None:
        shop.queue()
        handler = shop.handler()
        shop.map(MaximumBatchingWindowInSeconds=20)
        aws.clock.advance(seconds=8)  # it begins with the first message
        for body in "abc":
            shop.send(body)
            aws.clock.advance(seconds=5)
        aws.clock.advance(seconds=4)
        assert handler.batches == []
        aws.clock.advance(seconds=1)
        assert (handler.batches, handler.at) == ([["a", "b", "c"]], [CREATING + 28])

    def test_ends_with_the_batch_size(self, aws: World, shop: Shop) -> None:
        shop.queue()
        handler = shop.handler()
        shop.map(BatchSize=25, MaximumBatchingWindowInSeconds=300)
        shop.send_at_once(*numbered(60))
        aws.clock.advance(seconds=1)
        assert sizes(handler) == [25, 25]
        aws.clock.advance(seconds=300)
        assert sizes(handler) == [25, 25, 10]
        assert shop.left() == []

    def test_each_batch_has_its_own(self, aws: World, shop: Shop) -> None:
        shop.queue()
        handler = shop.handler()
        shop.map(MaximumBatchingWindowInSeconds=10)
        for body in "ab":
            shop.send(body)
            aws.clock.advance(seconds=12)
        assert (handler.batches, handler.at) == ([["a"], ["b"]], [CREATING + 10, CREATING + 22])

    def test_disabling_ends_it(self, aws: World, shop: Shop) -> None:
        shop.queue()
        handler = shop.handler()
        shop.map(MaximumBatchingWindowInSeconds=300)
        shop.send("a")
        aws.clock.advance(seconds=10)
        shop.client.update_event_source_mapping(UUID=shop.uuid, Enabled=False)
        aws.clock.advance(seconds=1)
        assert (handler.batches, shop.left()) == ([["a"]], [])

    @pytest.mark.parametrize(
        ("window", "timeout", "visibility", "hidden"), [(20, 11, 30, 61), (20, 10, 30, 30), (0, 3, 30, 30)]
    )
    def test_hides_messages_for_longer_if_it_must(
        self, aws: World, shop: Shop, window: int, timeout: int, visibility: int, hidden: int
    ) -> None:
        shop.queue(VisibilityTimeout=visibility)
        shop.handler(fail, timeout=timeout)
        shop.map(MaximumBatchingWindowInSeconds=window)
        shop.send("a")
        aws.clock.advance(seconds=hidden - 1)
        assert counts(shop.sqs, shop.url) == (0, 1, 0)
        aws.clock.advance(seconds=1)
        assert [each.at.total_seconds() for each in aws.timeline.select(kind="ReceiveMessage")] == [
            CREATING,
            CREATING + hidden,
        ]


class TestSixMegabytes:
    BODY = "x" * 1_040_000  # six fit an event, seven do not

    def test_a_receive_is_split(self, aws: World, shop: Shop) -> None:
        shop.queue()
        handler = shop.handler()
        shop.send(*[self.BODY] * 8)
        shop.map()
        aws.clock.run_until_idle()
        assert sizes(handler) == [6, 2]
        assert shop.left() == []

    def test_a_window_ends_with_them(self, aws: World, shop: Shop) -> None:
        shop.queue()
        handler = shop.handler()
        shop.map(MaximumBatchingWindowInSeconds=100)
        shop.send(*[self.BODY] * 8)
        aws.clock.advance(seconds=1)
        assert sizes(handler) == [6]
        aws.clock.advance(seconds=100)
        assert sizes(handler) == [6, 2]

    def test_a_group_stays_in_order(self, aws: World, shop: Shop) -> None:
        shop.queue("orders.fifo")
        handler = shop.handler(takes=2)
        bodies = [f"g-{number}{self.BODY}" for number in range(8)]
        shop.send(*bodies)
        shop.map()
        aws.clock.run_until_idle()
        assert (handler.batches, handler.most) == ([bodies[:6], bodies[6:]], 1)

    def test_what_failed_is_not_overtaken(self, aws: World, shop: Shop) -> None:
        shop.queue("orders.fifo")
        handler = shop.handler(lambda event: fail(event) if len(handler.events) == 1 else None)
        bodies = [f"g-{number}{self.BODY}" for number in range(8)]
        shop.send(*bodies)
        shop.map()
        aws.clock.advance(seconds=40)
        assert handler.batches == [bodies[:6], bodies[:6], bodies[6:]]


def test_success_deletes_whatever_is_returned(aws: World, shop: Shop) -> None:
    shop.queue()
    shop.handler(lambda event: "done?")
    shop.map()
    sent = shop.send("a")[0]
    aws.clock.run_until_idle()
    assert aws.trace(sent).fates == {"orders": "deleted"}


@pytest.mark.parametrize("ending", ["raises", "times out"])
def test_a_function_error_leaves_all_to_the_visibility_timeout(aws: World, shop: Shop, ending: str) -> None:
    def does(event: Any) -> None:
        if len(handler.events) == 1:
            if ending == "raises":
                raise ValueError("no")
            time.sleep(60)

    shop.queue(VisibilityTimeout=30)
    handler = shop.handler(does, timeout=10)
    shop.map()
    shop.send_at_once("a", "b")
    aws.clock.run_until_idle()
    assert (handler.batches, handler.at) == ([["a", "b"]] * 2, [CREATING, CREATING + 30])
    assert [record["attributes"]["ApproximateReceiveCount"] for record in handler.events[1]["Records"]] == ["2", "2"]
    assert shop.left() == []


def test_after_the_last_receive_it_is_dead_lettered(aws: World, shop: Shop) -> None:
    dead = shop.queue("dead")
    shop.queue(RedrivePolicy=f'{{"deadLetterTargetArn": "{shop.arn("dead")}", "maxReceiveCount": 2}}')
    handler = shop.handler(fail)
    shop.map()
    sent = shop.send("a")[0]
    aws.clock.advance(minutes=5)
    assert (handler.batches, dead != shop.url) == ([["a"], ["a"]], True)
    assert aws.trace(sent).fates == {"orders": "dead-lettered", "dead": "visible"}


def test_a_delete_that_fails_means_once_more(aws: World, shop: Shop) -> None:
    shop.queue()
    handler = shop.handler()
    shop.map()
    aws.faults.fail("sqs.DeleteMessage", code="InternalError", status=500)
    shop.send("a")
    aws.clock.run_until_idle()
    assert (handler.batches, shop.left()) == ([["a"], ["a"]], [])


def test_the_handle_in_the_record_is_good(aws: World, shop: Shop) -> None:
    """A handler may choose how long a message stays hidden that it could not process."""

    def does(event: Any) -> None:
        [record] = event["Records"]
        if record["attributes"]["ApproximateReceiveCount"] == "1":
            shop.sqs.change_message_visibility(
                QueueUrl=shop.url, ReceiptHandle=record["receiptHandle"], VisibilityTimeout=5
            )
            raise ValueError("later")

    shop.queue(VisibilityTimeout=600)
    handler = shop.handler(does)
    shop.map()
    shop.send("a")
    aws.clock.run_until_idle()
    assert handler.at == [CREATING, CREATING + 5]


def test_a_trace_shows_the_way_through_the_function(aws: World, shop: Shop) -> None:
    shop.queue()
    shop.handler()
    shop.map()
    sent = shop.send("a")[0]
    aws.clock.run_until_idle()
    trace = aws.trace(sent)
    assert [(each.actor, each.at.total_seconds()) for each in trace.deliveries] == [("bill", CREATING)]
    told = [(record.kind, record.outcome) for record in trace if record.service in ("sqs", "lambda")]
    assert told == [
        ("SendMessage", "visible"),
        ("ReceiveMessage", "in-flight"),
        ("Invoke", "started"),
        ("Invoke", "succeeded"),
        ("DeleteMessage", "deleted"),
    ]
    assert trace.path == ["orders", "bill"]


def test_a_queue_of_another_account(aws: World, shop: Shop) -> None:
    other = aws.boto3_session(account="210987654321").client("sqs")
    url = other.create_queue(QueueName="theirs")["QueueUrl"]
    arn = "arn:aws:sqs:us-east-1:210987654321:theirs"
    for action in ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes"):
        other.add_permission(QueueUrl=url, Label=action, AWSAccountIds=[aws.account], Actions=[action])
    handler = shop.handler()
    shop.map(EventSourceArn=arn)
    other.send_message(QueueUrl=url, MessageBody="a")
    aws.clock.run_until_idle()
    assert handler.batches == [["a"]]
    assert aws.sqs.queue(arn).messages == []
    assert handler.events[0]["Records"][0]["eventSourceARN"] == arn
