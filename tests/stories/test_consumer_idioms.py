"""How consumers are written, and what their well-known mistakes look like: each delivery at its instant."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
import pytest_asyncio

from fakeaws import World
from tests.stories import consumers

HOUR = 3600


@pytest.fixture
def sqs(aws: World) -> Any:
    return boto3.client("sqs")


@pytest.fixture
def orders(sqs: Any) -> str:
    """Thirty seconds of visibility, three receives, then orders-dlq."""
    sqs.create_queue(QueueName="orders-dlq")
    redrive = {"deadLetterTargetArn": "arn:aws:sqs:us-east-1:123456789012:orders-dlq", "maxReceiveCount": 3}
    url: str = sqs.create_queue(QueueName="orders", Attributes={"RedrivePolicy": json.dumps(redrive)})["QueueUrl"]
    return url


@pytest_asyncio.fixture
async def aio_sqs(aws: World) -> AsyncIterator[Any]:
    from aiobotocore.session import get_session

    async with get_session().create_client("sqs") as client:
        yield client


def deliveries(aws: World, sent: Any) -> list[tuple[str, float]]:
    return [(delivery.actor, delivery.at.total_seconds()) for delivery in aws.trace(sent).deliveries]


def send(sqs: Any, url: str, body: str = "42", **more: Any) -> Any:
    return sqs.send_message(QueueUrl=url, MessageBody=body, **more)


class TestHeartbeat:
    """Work of 100 s under a visibility timeout of 30 s, extended every 20 s."""

    @staticmethod
    def work(body: str) -> None:
        time.sleep(100)

    def test_healthy(self, aws: World, sqs: Any, orders: str) -> None:
        sent = send(sqs, orders)
        for name in ("one", "two"):
            aws.spawn(consumers.consume_with_heartbeat, orders, self.work, name=name)
        aws.clock.run_until_idle()
        assert deliveries(aws, sent) == [("one", 0)]
        assert aws.clock.elapsed == timedelta(seconds=100)
        beats = aws.timeline.select(kind="ChangeMessageVisibility", actor="heartbeat of one")
        assert [beat.at.seconds for beat in beats] == [20, 40, 60, 80]

    def test_the_heartbeat_dies(self, aws: World, sqs: Any, orders: str) -> None:
        sent = send(sqs, orders)
        aws.spawn(consumers.consume_with_heartbeat, orders, self.work, beats=2, name="one")
        aws.spawn(consumers.consume_with_heartbeat, orders, self.work, name="two")
        aws.clock.advance(minutes=10)
        assert deliveries(aws, sent) == [("one", 0), ("two", 70)]  # thirty seconds after the second beat
        late, done = aws.timeline.select(kind="DeleteMessage")
        assert (late.actor, late.at.seconds, late.outcome) == ("one", 100, "in-flight")
        assert "old receipt handle" in late.details
        assert (done.actor, done.at.seconds, done.outcome) == ("two", 170, "deleted")

    @pytest.mark.parametrize("consume", [consumers.consume_with_heartbeat, consumers.consume_with_a_cached_handle])
    def test_the_handle_of_an_earlier_receive_extends_nothing(
        self, aws: World, sqs: Any, orders: str, consume: Any
    ) -> None:
        first = [True]

        def fails_once(body: str) -> None:
            if first:
                first.clear()
                raise consumers.Failed
            time.sleep(100)

        sent = send(sqs, orders)
        aws.spawn(consume, orders, fails_once, name="one")
        aws.clock.advance(seconds=30)
        aws.spawn(consumers.consume_with_heartbeat, orders, self.work, name="two")
        aws.clock.advance(minutes=10)
        healthy = [("one", 0), ("one", 30)]
        if consume is consumers.consume_with_heartbeat:
            assert deliveries(aws, sent) == healthy
        else:
            assert deliveries(aws, sent) == [*healthy, ("two", 60)]

    def test_twelve_hours_are_the_most(self, aws: World, sqs: Any, orders: str) -> None:
        sent = send(sqs, orders)
        aws.spawn(
            consumers.consume_with_heartbeat,
            orders,
            lambda body: time.sleep(13 * HOUR),
            visibility=HOUR,
            every=HOUR / 2,
            name="one",
        )
        aws.clock.advance(seconds=1)
        aws.spawn(consumers.consume_with_heartbeat, orders, self.work, name="two")
        aws.clock.advance(hours=14)
        [refused] = aws.timeline.select(kind="ChangeMessageVisibility", outcome="InvalidParameterValue")
        assert refused.at == timedelta(hours=11)  # the hour from here on would end at twelve
        assert deliveries(aws, sent) == [("one", 0), ("two", 11.5 * HOUR)]


class TestStop:
    """A consumer is told to stop at second 5 of a long poll of 20 s."""

    @pytest.mark.parametrize("consume", [consumers.consume_until, consumers.consume_until_and_forget])
    def test_without_a_message_it_ends_with_the_poll(self, aws: World, orders: str, consume: Any) -> None:
        stop = threading.Event()
        consumer = aws.spawn(consume, stop, orders, print)
        aws.clock.advance(seconds=5)
        stop.set()
        aws.clock.advance(seconds=14.999_999)
        assert not consumer.done
        consumer.result()
        assert aws.clock.elapsed == timedelta(seconds=20)

    @pytest.mark.parametrize(
        ("consume", "second_delivery"), [(consumers.consume_until, 8), (consumers.consume_until_and_forget, 38)]
    )
    def test_a_message_arrives_just_then(
        self, aws: World, sqs: Any, orders: str, consume: Any, second_delivery: int
    ) -> None:
        stop = threading.Event()
        stopping = aws.spawn(consume, stop, orders, print, name="stopping")
        aws.clock.advance(seconds=1)
        aws.spawn(consumers.consume_until, threading.Event(), orders, print, name="next")
        aws.clock.advance(seconds=4)
        stop.set()
        aws.clock.advance(seconds=3)
        sent = send(sqs, orders)
        aws.clock.advance(minutes=1)
        assert stopping.done
        assert deliveries(aws, sent) == [("stopping", 8), ("next", second_delivery)]
        assert aws.trace(sent).fates == {"orders": "deleted"}

    @pytest.mark.asyncio
    async def test_a_cancelled_poll_takes_nothing(self, aws: World, orders: str, aio_sqs: Any) -> None:
        async def work(body: str) -> None:
            raise AssertionError("there was nothing to do")

        task = asyncio.create_task(consumers.aio_consume(aio_sqs, orders, work))
        await asyncio.sleep(5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert aws.clock.elapsed == timedelta(seconds=5)
        sent = await aio_sqs.send_message(QueueUrl=orders, MessageBody="42")
        assert aws.trace(sent).fates == {"orders": "visible"}
        await aws.aclock.advance(seconds=3)
        await aio_sqs.receive_message(QueueUrl=orders, WaitTimeSeconds=20)
        assert [delivery.at.seconds for delivery in aws.trace(sent).deliveries] == [8]

    @pytest.mark.asyncio
    async def test_a_poll_under_a_timeout_takes_nothing_later(self, aws: World, orders: str, aio_sqs: Any) -> None:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(aio_sqs.receive_message(QueueUrl=orders, WaitTimeSeconds=20), timeout=5)
        sent = await aio_sqs.send_message(QueueUrl=orders, MessageBody="42")
        await aws.aclock.advance(seconds=20)
        assert aws.trace(sent).fates == {"orders": "visible"}

    @pytest.mark.asyncio
    @pytest.mark.parametrize(
        ("consume", "second_delivery"), [(consumers.aio_consume, 7), (consumers.aio_consume_and_forget, 30)]
    )
    async def test_the_work_is_cancelled(
        self, aws: World, orders: str, aio_sqs: Any, consume: Any, second_delivery: int
    ) -> None:
        sent = await aio_sqs.send_message(QueueUrl=orders, MessageBody="42")
        task = asyncio.create_task(consume(aio_sqs, orders, lambda body: asyncio.sleep(60)))
        await asyncio.sleep(7)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        while not (await aio_sqs.receive_message(QueueUrl=orders, WaitTimeSeconds=20)).get("Messages"):
            pass
        assert [delivery.at.seconds for delivery in aws.trace(sent).deliveries] == [0, second_delivery]


def test_what_is_given_back_is_tried_by_the_next_one_until_the_dead_letter_queue_has_it(
    aws: World, sqs: Any, orders: str
) -> None:
    def refuse(body: str) -> None:
        time.sleep(2)
        raise consumers.Failed

    sent = send(sqs, orders, "poison")
    for name in ("one", "two", "three", "four"):
        aws.spawn(consumers.consume_or_give_back, orders, refuse, name=name)
    aws.clock.advance(minutes=1)
    assert deliveries(aws, sent) == [("one", 0), ("two", 2), ("three", 4)]
    assert aws.trace(sent).fates == {"orders": "dead-lettered", "orders-dlq": "visible"}
    [gone] = [record for record in aws.trace(sent) if record.outcome == "dead-lettered"]
    assert gone.at == timedelta(seconds=6)
    [dead] = aws.sqs.queue("orders-dlq").messages
    assert (dead.body, dead.receive_count) == ("poison", 3)


class TestRequestAndReply:
    @pytest.fixture
    def requests(self, sqs: Any) -> str:
        url: str = sqs.create_queue(QueueName="requests")["QueueUrl"]
        return url

    @pytest.fixture
    def replies(self, sqs: Any) -> str:
        url: str = sqs.create_queue(QueueName="replies")["QueueUrl"]
        return url

    @staticmethod
    def answer(body: str) -> str:
        """``"3 ann"`` takes three seconds."""
        time.sleep(int(body.split()[0]))
        return f"reply to {body}"

    def test_in_time(self, aws: World, requests: str, replies: str) -> None:
        aws.spawn(consumers.serve, requests, self.answer, name="server")
        assert consumers.request(requests, replies, "3 ann", timeout=10) == "reply to 3 ann"
        assert aws.clock.elapsed == timedelta(seconds=3)
        [sent] = aws.timeline.select(kind="SendMessage", resource="replies")
        assert (sent.actor, sent.at.seconds) == ("server", 3)
        assert deliveries(aws, sent) == [("test", 3)]
        assert aws.trace(sent).fates == {"replies": "deleted"}

    def test_too_late(self, aws: World, requests: str, replies: str) -> None:
        aws.spawn(consumers.serve, requests, self.answer, name="server")
        with pytest.raises(consumers.NoReply):
            consumers.request(requests, replies, "25 ann", timeout=23)
        assert aws.clock.elapsed == timedelta(seconds=23)
        aws.clock.advance(seconds=2)
        [sent] = aws.timeline.select(kind="SendMessage", resource="replies")
        assert (sent.at.seconds, deliveries(aws, sent)) == (25, [])
        assert [message.body for message in aws.sqs.queue("replies").visible] == ["reply to 25 ann"]

    @pytest.mark.parametrize("give_back", [True, False])
    def test_two_share_a_queue_for_replies(self, aws: World, requests: str, replies: str, give_back: bool) -> None:
        for name in ("server-1", "server-2"):
            aws.spawn(consumers.serve, requests, self.answer, name=name)
        ann, bob = (
            aws.spawn(consumers.request, requests, replies, body, timeout=15, give_back=give_back, name=name)
            for name, body in (("ann", "8 ann"), ("bob", "5 bob"))
        )
        aws.clock.advance(seconds=15)
        first, second = aws.timeline.select(kind="SendMessage", resource="replies")
        if give_back:
            assert (ann.result(), bob.result()) == ("reply to 8 ann", "reply to 5 bob")
            assert deliveries(aws, first) == [("ann", 5), ("bob", 5)]  # who waits longest gets it first
            assert deliveries(aws, second) == [("ann", 8)]
        else:
            for requester in (ann, bob):  # each has the other's reply
                with pytest.raises(consumers.NoReply):
                    requester.result()
            assert [deliveries(aws, sent) for sent in (first, second)] == [[("ann", 5)], [("bob", 8)]]
            assert aws.trace(first).fates == aws.trace(second).fates == {"replies": "in-flight"}


def test_of_a_batch_only_what_failed_comes_back(aws: World, sqs: Any, orders: str) -> None:
    failures = {"bad": 1, "worse": 99}

    def work(body: str) -> None:
        time.sleep(1)
        if failures.get(body, 0):
            failures[body] -= 1
            raise consumers.Failed

    bodies = ("good", "bad", "fine", "worse")
    answer = sqs.send_message_batch(QueueUrl=orders, Entries=[{"Id": body, "MessageBody": body} for body in bodies])
    sent = {entry["Id"]: entry for entry in answer["Successful"]}
    aws.spawn(consumers.consume_batches, orders, work, name="consumer")
    aws.clock.advance(minutes=5)
    assert {body: [at for _, at in deliveries(aws, sent[body])] for body in bodies} == {
        "good": [0],
        "bad": [0, 30],
        "fine": [0],
        "worse": [0, 30, 60],
    }
    assert {body: aws.trace(sent[body]).fates for body in bodies} == {
        "good": {"orders": "deleted"},
        "bad": {"orders": "deleted"},
        "fine": {"orders": "deleted"},
        "worse": {"orders": "dead-lettered", "orders-dlq": "visible"},
    }
    batches = [record.at.seconds for record in aws.timeline.select(kind="DeleteMessage", outcome="deleted")]
    assert batches == [4, 4, 32]
