"""What `diagnose` says about consumers: each mistake is named, and the same application with the fix is left alone."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from aiobotocore.session import get_session

from fakeaws import World
from tests.stories import careless, shop
from tests.stories.diagnosing import fails, rules, takes, the


@pytest.fixture
def plain(aws: World, sqs: Any) -> str:
    """30 s of visibility, no dead-letter queue."""
    url: str = sqs.create_queue(QueueName="plain")["QueueUrl"]
    return url


class TestVisibilityShorterThanWork:
    RULE = "visibility-shorter-than-work"

    @pytest.fixture
    def message_id(self, sqs: Any, orders: str) -> str:
        sent: str = sqs.send_message(QueueUrl=orders, MessageBody="42")["MessageId"]
        return sent

    @staticmethod
    def consumers(aws: World, url: str, consume: Callable[..., None] = shop.consume) -> None:
        for name in ("consumer-1", "consumer-2"):
            aws.spawn(consume, url, work=takes(45), name=name)

    def test_the_first_consumer_deletes_too_late(self, aws: World, orders: str, message_id: str) -> None:
        self.consumers(aws, orders)
        aws.clock.advance(seconds=50)
        found = the(aws, self.RULE)
        assert found.text == (
            f"consumer-1 received message {message_id[:8]} of queue 'orders' at +00:00:00 and came to delete it at +00:00:45, "
            "45 s later. Its visibility timeout of 30 s had ended at +00:00:30: consumer-2 received it at +00:00:30."
        )
        assert 'Attributes={"VisibilityTimeout": "46"}' in found.fix
        assert "change_message_visibility" in found.fix
        assert [(record.kind, record.actor, record.at.seconds) for record in found.records] == [
            ("ReceiveMessage", "consumer-1", 0),
            ("VisibilityTimeout", "aws", 30),
            ("ReceiveMessage", "consumer-2", 30),
            ("DeleteMessage", "consumer-1", 45),
        ]

    def test_the_first_consumer_is_still_at_it(self, aws: World, orders: str, message_id: str) -> None:
        self.consumers(aws, orders)
        aws.clock.advance(seconds=29)
        assert aws.diagnose() == []
        aws.clock.advance(seconds=11)
        assert rules(aws) == [self.RULE]
        assert "at +00:00:00 and is still at it, 40 s later" in aws.diagnose()[0].text

    def test_a_batch_that_takes_too_long(self, aws: World, sqs: Any, plain: str) -> None:
        def consume() -> None:
            for message in sqs.receive_message(QueueUrl=plain, MaxNumberOfMessages=10)["Messages"]:
                time.sleep(20)
                sqs.delete_message(QueueUrl=plain, ReceiptHandle=message["ReceiptHandle"])

        for body in "abcde":
            sqs.send_message(QueueUrl=plain, MessageBody=body)
        aws.spawn(consume, name="consumer-1")
        aws.clock.advance(seconds=20)
        aws.spawn(shop.consume, plain, work=takes(0), name="consumer-2")
        aws.clock.advance(seconds=15)
        assert rules(aws) == [self.RULE]
        assert "still at it, 35 s later" in aws.diagnose()[0].text
        assert "So did 3 other messages." in aws.diagnose()[0].text  # the first was done in time

    def test_slow_work_that_is_dead_lettered_meanwhile(self, aws: World, sqs: Any, plain: str) -> None:
        policy = f'{{"deadLetterTargetArn": "{aws.sqs.queue("plain").arn}", "maxReceiveCount": 1}}'
        once = sqs.create_queue(QueueName="once", Attributes={"RedrivePolicy": policy})["QueueUrl"]
        sqs.send_message(QueueUrl=once, MessageBody="42")
        self.consumers(aws, once)
        aws.clock.advance(seconds=50)
        assert "it was moved to the dead-letter queue at +00:00:30" in the(aws, self.RULE).text

    def test_a_fifo_queue_with_one_consumer(self, aws: World, sqs: Any) -> None:
        """The refused delete shows that the work was done; the consumer then does it again."""
        url = shop.create_queue(sqs, "orders.fifo")
        shop.place_order(url, "42")
        aws.spawn(careless.consume_whatever_happens, url, takes(45), name="consumer")
        aws.clock.advance(seconds=60)
        assert rules(aws) == [self.RULE, "stale-receipt-handle"]

    @pytest.mark.asyncio
    async def test_two_tasks_of_one_loop(self, aws: World, orders: str, message_id: str) -> None:
        """They act under one name: that both receipt handles are used tells them from one that mixes handles up."""

        async def consume(sqs: Any) -> None:
            while True:
                for message in (await sqs.receive_message(QueueUrl=orders, WaitTimeSeconds=20)).get("Messages", ()):
                    await asyncio.sleep(45)
                    await sqs.delete_message(QueueUrl=orders, ReceiptHandle=message["ReceiptHandle"])

        async with get_session().create_client("sqs") as sqs:
            tasks = [asyncio.create_task(consume(sqs)) for _ in range(2)]
            await aws.aclock.advance(seconds=80)
            assert rules(aws) == [self.RULE, "stale-receipt-handle"]
            for task in tasks:
                task.cancel()

    def test_the_fix_in_so_many_words(self, aws: World, sqs: Any, orders: str, message_id: str) -> None:
        self.consumers(aws, orders)
        aws.clock.advance(seconds=100)
        needed = re.search(r'"VisibilityTimeout": "(\d+)"', the(aws, self.RULE).fix)
        assert needed is not None
        twin = sqs.create_queue(QueueName="twin", Attributes={"VisibilityTimeout": needed[1]})["QueueUrl"]
        before = len(aws.diagnose())
        sqs.send_message(QueueUrl=twin, MessageBody="42")
        self.consumers(aws, twin)
        aws.clock.advance(seconds=100)
        assert aws.sqs.queue("twin").messages == []
        assert len(aws.diagnose()) == before

    def test_healthy_with_a_heartbeat(self, aws: World, orders: str, message_id: str) -> None:
        self.consumers(aws, orders, shop.consume_with_heartbeat)
        aws.clock.advance(minutes=5)
        assert aws.trace(message_id).fates == {"orders": "deleted"}
        assert aws.diagnose() == []

    def test_healthy_when_a_consumer_crashes(self, aws: World, orders: str, message_id: str) -> None:
        """That is what the visibility timeout is for."""
        first = aws.spawn(shop.consume, orders, work=takes(45), name="consumer-1")
        aws.clock.advance(seconds=20)
        first.kill()
        aws.spawn(shop.consume, orders, work=takes(5), name="consumer-2")
        aws.clock.advance(minutes=2)
        assert aws.trace(message_id).fates == {"orders": "deleted"}
        assert aws.diagnose() == []

    def test_healthy_when_nobody_else_gets_it(self, aws: World, orders: str, message_id: str) -> None:
        """A standard queue deletes a late message that nobody received meanwhile."""
        aws.spawn(shop.consume, orders, work=takes(45), name="consumer")
        aws.clock.advance(minutes=2)
        assert aws.trace(message_id).fates == {"orders": "deleted"}
        assert aws.diagnose() == []

    def test_healthy_when_the_pool_of_a_failed_consumer_is_idle(self, aws: World, plain: str, sqs: Any) -> None:

        sqs.send_message(QueueUrl=plain, MessageBody="42")
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(sqs.receive_message, QueueUrl=plain).result()["Messages"]
            aws.spawn(shop.consume, plain, work=takes(5), name="consumer")
            aws.clock.advance(minutes=1)
            assert aws.diagnose() == []


class TestMissingDelete:
    RULE = "missing-delete"

    def test_a_consumer_that_never_deletes(self, aws: World, sqs: Any, plain: str) -> None:
        sent = sqs.send_message(QueueUrl=plain, MessageBody="42")
        aws.spawn(careless.consume_without_deleting, plain, takes(5), name="consumer")
        aws.clock.advance(seconds=70)
        assert rules(aws) == [self.RULE]
        [found] = aws.diagnose()
        assert found.text == (
            f"consumer received message {sent['MessageId'][:8]} of queue 'plain' 3 times, from +00:00:00 to +00:01:00, "
            "finished with it and never deleted it: it came back each time its visibility timeout (30 s) was over."
        )
        assert "delete_message(QueueUrl=…" in found.fix
        assert "RedrivePolicy" in found.fix
        assert [record.kind for record in found.records] == [
            *("ReceiveMessage", "VisibilityTimeout") * 2,
            "ReceiveMessage",
        ]

    def test_jobs_that_end_without_deleting(self, aws: World, sqs: Any, plain: str) -> None:
        def job() -> None:
            sqs.receive_message(QueueUrl=plain)

        sqs.send_message(QueueUrl=plain, MessageBody="42")
        for _ in range(2):
            aws.spawn(job).result()
            aws.clock.advance(seconds=30)
        assert rules(aws) == [self.RULE]
        assert "job and job-2 received" in aws.diagnose()[0].text

    def test_one_delivery_may_have_failed(self, aws: World, sqs: Any, plain: str) -> None:
        tries = fails(1)

        def work(body: str) -> None:
            tries(body)
            time.sleep(20)

        sqs.send_message(QueueUrl=plain, MessageBody="42")
        aws.spawn(shop.consume, plain, work=work, name="consumer")
        aws.clock.advance(seconds=40)
        assert aws.diagnose() == []  # the second delivery is being worked on
        aws.clock.advance(minutes=2)
        assert aws.sqs.queue("plain").messages == []
        assert aws.diagnose() == []

    def test_nothing_deleted_from_a_queue_with_a_dead_letter_queue(self, aws: World, sqs: Any, orders: str) -> None:
        for body in ("a", "b", "c"):
            sqs.send_message(QueueUrl=orders, MessageBody=body)
        aws.spawn(careless.consume_without_deleting, orders, takes(5), name="consumer")
        aws.clock.advance(minutes=3)
        assert rules(aws) == [self.RULE]
        assert "So did 2 other messages. Nothing was ever deleted from 'orders'." in aws.diagnose()[0].text

    def test_healthy(self, aws: World, sqs: Any, plain: str, orders: str) -> None:
        for url in (plain, orders):
            sqs.send_message(QueueUrl=url, MessageBody="42")
            aws.spawn(shop.consume, url, work=takes(5))
        aws.clock.advance(minutes=5)
        assert aws.diagnose() == []

    def test_healthy_when_a_consumer_refuses_messages(self, aws: World, sqs: Any, orders: str) -> None:
        """Not deleting is how: the dead-letter queue takes them."""
        for body in ("poison", "good", "poison", "poison"):
            sqs.send_message(QueueUrl=orders, MessageBody=body)
        aws.spawn(shop.consume, orders, work=shop.reject_poison, name="consumer")
        aws.clock.advance(minutes=5)
        assert len(aws.sqs.queue("orders-dlq").messages) == 3
        assert aws.diagnose() == []

    def test_the_test_s_own_receives_are_no_consumer(self, aws: World, sqs: Any, plain: str) -> None:
        sqs.send_message(QueueUrl=plain, MessageBody="42")
        for _ in range(4):
            assert sqs.receive_message(QueueUrl=plain)["Messages"]
            aws.clock.advance(seconds=30)
        assert aws.diagnose() == []

    def test_healthy_when_jobs_fail(self, aws: World, sqs: Any, plain: str) -> None:
        def job() -> None:
            sqs.receive_message(QueueUrl=plain)
            raise shop.Rejected

        sqs.send_message(QueueUrl=plain, MessageBody="42")
        for _ in range(3):
            actor = aws.spawn(job)
            with pytest.raises(shop.Rejected):
                actor.result()
            aws.clock.advance(seconds=30)
        assert aws.diagnose() == []

    def test_healthy_when_a_pool_deletes_what_a_poller_received(self, aws: World, sqs: Any, plain: str) -> None:
        """The poller goes on while the work is done elsewhere: to ask again does not mean to be done."""

        def work(message: Any) -> None:
            time.sleep({"short": 5, "long": 100}[message["Body"]])
            sqs.delete_message(QueueUrl=plain, ReceiptHandle=message["ReceiptHandle"])

        def poll() -> None:
            with ThreadPoolExecutor(4) as pool:
                while True:
                    for message in sqs.receive_message(QueueUrl=plain, WaitTimeSeconds=20).get("Messages", ()):
                        pool.submit(work, message)

        aws.spawn(poll, name="poller")
        sqs.send_message(QueueUrl=plain, MessageBody="short")
        aws.clock.advance(seconds=10)
        sqs.send_message(QueueUrl=plain, MessageBody="long")
        aws.clock.advance(seconds=80)
        assert aws.diagnose() == []  # not yet: nothing shows which of the pool's workers has which message
        aws.clock.advance(seconds=30)
        assert rules(aws) == [TestVisibilityShorterThanWork.RULE, "stale-receipt-handle"]


class TestStaleReceiptHandle:
    RULE = "stale-receipt-handle"

    def test_a_remembered_handle_deletes_nothing(self, aws: World, sqs: Any, orders: str) -> None:
        sent = sqs.send_message(QueueUrl=orders, MessageBody="42")
        aws.spawn(careless.consume_with_remembered_handles, orders, fails(1), name="consumer")
        aws.clock.advance(seconds=50)
        assert rules(aws) == [self.RULE]
        [found] = aws.diagnose()
        assert found.text == (
            f"consumer called DeleteMessage for message {sent['MessageId'][:8]} of queue 'orders' at +00:00:30 with the "
            "receipt handle that it got at +00:00:00. It had received the message again at +00:00:30, so "
            "the call succeeded and deleted nothing."
        )
        assert "the ReceiptHandle of the newest receive" in found.fix
        assert [(record.kind, record.at.seconds) for record in found.records] == [
            ("ReceiveMessage", 30),
            ("DeleteMessage", 30),
        ]

    def test_a_fifo_queue_refuses(self, aws: World, sqs: Any) -> None:
        url = shop.create_queue(sqs, "orders.fifo")
        shop.place_order(url, "42")
        [message] = sqs.receive_message(QueueUrl=url)["Messages"]
        aws.clock.advance(seconds=31)
        for _ in range(2):
            with pytest.raises(sqs.exceptions.ClientError, match="The receipt handle has expired"):
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        entries = [{"Id": "1", "ReceiptHandle": message["ReceiptHandle"], "VisibilityTimeout": 60}]
        assert sqs.change_message_visibility_batch(QueueUrl=url, Entries=entries)["Failed"]
        assert rules(aws) == [self.RULE] * 2
        assert [found.fix.split(" with ")[0] for found in aws.diagnose()] == ["Delete", "Extend the visibility"]
        delete = aws.diagnose()[0]
        assert "Its visibility timeout had ended at +00:00:30, so the call was refused." in delete.text
        assert "1 other call did the same." in delete.text
        assert [record.kind for record in aws.trace(message)] == [
            *("SendMessage", "ReceiveMessage", "VisibilityTimeout"),
            *("DeleteMessage", "DeleteMessage", "ChangeMessageVisibility"),
        ]

    def test_a_heartbeat_with_an_old_handle(self, aws: World, sqs: Any, orders: str) -> None:
        sqs.send_message(QueueUrl=orders, MessageBody="42")
        [first] = sqs.receive_message(QueueUrl=orders)["Messages"]
        aws.clock.advance(seconds=30)
        sqs.receive_message(QueueUrl=orders)
        with pytest.raises(sqs.exceptions.ClientError, match="not available for visibility timeout change"):
            sqs.change_message_visibility(QueueUrl=orders, ReceiptHandle=first["ReceiptHandle"], VisibilityTimeout=60)
        found = the(aws, self.RULE)
        assert "test called ChangeMessageVisibility" in found.text
        assert "It had received the message again at +00:00:30, so the call was refused." in found.text

    def test_healthy(self, aws: World, sqs: Any, orders: str) -> None:
        sqs.send_message(QueueUrl=orders, MessageBody="42")
        aws.spawn(shop.consume, orders, work=fails(1), name="consumer")
        aws.clock.advance(minutes=5)
        assert aws.sqs.queue("orders").messages == []
        assert aws.diagnose() == []

    def test_healthy_when_a_message_is_deleted_twice(self, aws: World, sqs: Any, orders: str) -> None:
        sqs.send_message(QueueUrl=orders, MessageBody="42")
        [message] = sqs.receive_message(QueueUrl=orders)["Messages"]
        for _ in range(2):
            sqs.delete_message(QueueUrl=orders, ReceiptHandle=message["ReceiptHandle"])
        with pytest.raises(sqs.exceptions.ClientError):  # a heartbeat's last beat
            sqs.change_message_visibility(QueueUrl=orders, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=60)
        assert aws.diagnose() == []
