"""``config={"sqs": {"fifo_throughput": …}}``: calls per second that a FIFO queue takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from botocore.config import Config

from fakeaws import World, mock_aws
from fakeaws.errors import InvalidOption

from .support import make, receive, refused

HIGH = {"DeduplicationScope": "messageGroup", "FifoThroughputLimit": "perMessageGroupId"}
NO_RETRIES = Config(retries={"mode": "standard", "total_max_attempts": 1})


@contextmanager
def world(throughput: Any, region: str = "us-east-1", **options: Any) -> Iterator[tuple[World, Any]]:
    """A world with that setting and a client that does not retry."""
    with mock_aws(region=region, config={"sqs": {"fifo_throughput": throughput}}, **options) as aws:
        yield aws, boto3.client("sqs", config=NO_RETRIES)


class Sender:
    """Sends numbered messages, each to a group of its own unless told."""

    def __init__(self, sqs: Any, url: str) -> None:
        self.sqs = sqs
        self.url = url
        self.sent = 0

    def __call__(self, count: int = 1, group: str | None = None) -> None:
        for _ in range(count):
            self.sqs.send_message(QueueUrl=self.url, **self.message(group))

    def message(self, group: str | None = None) -> dict[str, str]:
        self.sent += 1
        name = str(self.sent)
        return {"MessageBody": name, "MessageGroupId": group or name, "MessageDeduplicationId": name}


def is_throttled() -> Any:
    return refused("RequestThrottled", "Rate exceeded")


def test_off_by_default(sqs: Any, fifo: str) -> None:
    Sender(sqs, fifo)(301)


def test_standard_queues_have_no_limit() -> None:
    with world(1) as (_, sqs):
        url = make(sqs)
        for _ in range(3):
            sqs.send_message(QueueUrl=url, MessageBody="a")


def test_300_calls_a_second_for_each_action_and_queue() -> None:
    with world("aws") as (aws, sqs):
        aws.clock.advance(seconds=0.5)
        send, other = Sender(sqs, make(sqs, "orders.fifo")), Sender(sqs, make(sqs, "other.fifo"))
        send(300)
        with is_throttled():
            send()
        other()
        handle = receive(sqs, send.url, 1)[0]["ReceiptHandle"]
        for _ in range(299):
            receive(sqs, send.url, 1)
        with is_throttled():
            receive(sqs, send.url, 1)
        for _ in range(300):
            sqs.change_message_visibility(QueueUrl=send.url, ReceiptHandle=handle, VisibilityTimeout=60)
        with is_throttled():
            sqs.change_message_visibility(QueueUrl=send.url, ReceiptHandle=handle, VisibilityTimeout=60)
        sqs.delete_message(QueueUrl=send.url, ReceiptHandle=handle)
        assert len(aws.sqs.queue("orders.fifo").messages) == 299  # what was throttled did nothing
        aws.clock.advance(seconds=0.499)
        with is_throttled():
            send()
        aws.clock.advance(seconds=0.001)  # the next whole second
        send(300)
        with is_throttled():
            send()


def test_reading_attributes_is_not_limited() -> None:
    with world(1) as (_, sqs):
        url = make(sqs, "orders.fifo")
        for _ in range(5):
            sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])


def test_a_batch_is_one_call_and_counts_with_its_single_form() -> None:
    with world(3) as (_, sqs):
        send = Sender(sqs, make(sqs, "orders.fifo"))

        def batch() -> None:
            entries = [{"Id": str(n), **send.message()} for n in range(10)]
            assert len(sqs.send_message_batch(QueueUrl=send.url, Entries=entries)["Successful"]) == 10

        batch()
        batch()
        send()
        with is_throttled():
            batch()
        with is_throttled():
            send()
        messages = receive(sqs, send.url)
        entries = [{"Id": str(n), "ReceiptHandle": each["ReceiptHandle"]} for n, each in enumerate(messages)]
        for _ in range(3):
            sqs.delete_message_batch(QueueUrl=send.url, Entries=entries)
        with is_throttled():
            sqs.delete_message(QueueUrl=send.url, ReceiptHandle=messages[0]["ReceiptHandle"])


@pytest.mark.parametrize(
    ("region", "rate"), [("eu-west-2", 4_500), ("eu-north-1", 2_400), ("ap-south-1", 9_000), ("us-east-2", 19_000)]
)
def test_high_throughput_by_region(region: str, rate: int) -> None:
    with world("aws", region) as (aws, sqs):
        send = Sender(sqs, make(sqs, "orders.fifo", **HIGH))
        caller = aws.caller(None)
        for _ in range(rate - 1):
            aws.call("sqs", "SendMessage", {"QueueUrl": send.url, **send.message()}, caller=caller)
        send()
        with is_throttled():
            send()


def test_high_throughput_has_300_sends_a_second_to_one_group() -> None:
    with world("aws") as (aws, sqs):
        send = Sender(sqs, make(sqs, "orders.fifo", **HIGH))
        send(298, "g")
        entries = [{"Id": str(n), **send.message("g" if n else "h")} for n in range(10)]
        sqs.send_message_batch(QueueUrl=send.url, Entries=entries)  # one call to each of the two groups
        send(1, "g")
        with is_throttled():
            send(1, "g")
        entries = [{"Id": str(n), **send.message("g" if n else "h")} for n in range(10)]
        with is_throttled():
            sqs.send_message_batch(QueueUrl=send.url, Entries=entries)
        send(299, "h")
        with is_throttled():
            send(1, "h")
        aws.clock.advance(seconds=1)
        send(300, "g")


def test_the_mode_can_be_changed() -> None:
    with world({"per_queue": 1, "high_throughput": 5, "per_group": None}) as (_, sqs):
        send = Sender(sqs, make(sqs, "orders.fifo", DeduplicationScope="messageGroup"))
        send(1, "g")
        with is_throttled():
            send(1, "g")
        sqs.set_queue_attributes(QueueUrl=send.url, Attributes=HIGH)
        send(5, "g")
        with is_throttled():
            send(1, "g")
        sqs.set_queue_attributes(QueueUrl=send.url, Attributes={"VisibilityTimeout": "5"})
        with is_throttled():
            send(1, "g")


def test_keys_left_out_are_awss_and_none_is_no_limit() -> None:
    with world({"per_group": 2}) as (_, sqs):
        send = Sender(sqs, make(sqs, "high.fifo", **HIGH))
        send(2, "g")
        with is_throttled():
            send(1, "g")
        normal = Sender(sqs, make(sqs, "orders.fifo"))
        normal(300, "g")
        with is_throttled():
            normal()
    with world({"per_queue": None}) as (_, sqs):
        Sender(sqs, make(sqs, "orders.fifo"))(301)


@pytest.mark.parametrize("setting", [0, -1, True, 2.5, "off", {"per_topic": 3}, {"per_queue": "300"}, [300]])
def test_other_settings_are_refused(setting: Any) -> None:
    with (
        pytest.raises(InvalidOption, match=r"fifo_throughput.*must be"),
        mock_aws(config={"sqs": {"fifo_throughput": setting}}),
    ):
        boto3.client("sqs").list_queues()


@pytest.mark.parametrize("mode", ["legacy", "standard"])
def test_botocore_retries_in_virtual_time(mode: str) -> None:
    def run() -> tuple[float, int]:
        with mock_aws(seed=3, config={"sqs": {"fifo_throughput": 2}}) as aws:
            sqs = boto3.client("sqs", config=Config(retries={"mode": mode, "max_attempts": 8}))
            send = Sender(sqs, make(sqs, "orders.fifo"))
            send(2)
            answer = sqs.send_message(QueueUrl=send.url, **send.message())
            assert len(aws.sqs.queue("orders.fifo").messages) == 3
            retries = answer["ResponseMetadata"]["RetryAttempts"]
            refusals = aws.timeline.select(kind="SendMessage", outcome="RequestThrottled")
            assert len(refusals) == retries > 0
            return aws.clock.elapsed.total_seconds(), retries

    elapsed, retries = run()
    assert elapsed >= 1  # from the next second on
    assert run() == (elapsed, retries)


def test_retries_end_with_awss_error() -> None:
    with mock_aws(config={"sqs": {"fifo_throughput": 1}}):
        sqs = boto3.client("sqs", config=Config(retries={"mode": "standard", "total_max_attempts": 2}))
        send = Sender(sqs, make(sqs, "orders.fifo"))
        send()
        with pytest.raises(sqs.exceptions.RequestThrottled) as caught:
            for _ in range(50):
                send()
        assert caught.value.response["ResponseMetadata"]["RetryAttempts"] == 1


def test_latency_comes_once_an_attempt() -> None:
    with world(1, latency=0.25) as (aws, sqs):
        send = Sender(sqs, make(sqs, "orders.fifo"))
        aws.clock.advance(seconds=0.75)
        send()
        begin = aws.clock.elapsed
        with is_throttled():
            send()
        assert (aws.clock.elapsed - begin).total_seconds() == 0.25


@pytest.mark.asyncio
@pytest.mark.parametrize("latency", [0, 0.01])
async def test_aiobotocore_retries_too(latency: float) -> None:
    session = pytest.importorskip("aiobotocore.session").get_session()
    with mock_aws(latency=latency, config={"sqs": {"fifo_throughput": 2}}) as aws:
        async with session.create_client("sqs", region_name="us-east-1") as aio:
            created = await aio.create_queue(QueueName="orders.fifo", Attributes={"FifoQueue": "true"})
            send = Sender(aio, created["QueueUrl"])
            retries = 0
            for _ in range(3):
                answer = await aio.send_message(QueueUrl=send.url, **send.message())
                retries += answer["ResponseMetadata"]["RetryAttempts"]
        assert retries > 0
        assert aws.clock.elapsed.total_seconds() >= 1
        assert len(aws.sqs.queue("orders.fifo").messages) == 3
