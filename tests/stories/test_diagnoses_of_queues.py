"""What `diagnose` says about queues and senders: each mistake is named, and the same with the fix is left alone."""

from __future__ import annotations

import json
import re
from typing import Any

import boto3
import pytest

from fakeaws import World
from tests.stories import careless, shop
from tests.stories.diagnosing import fails, rules, takes

DAY = 86_400


@pytest.fixture
def visits(aws: World, sqs: Any) -> str:
    """A FIFO queue with deduplication by content and no dead-letter queue."""
    attributes = {"FifoQueue": "true", "ContentBasedDeduplication": "true"}
    url: str = sqs.create_queue(QueueName="visits.fifo", Attributes=attributes)["QueueUrl"]
    return url


class TestDeadLetterQueueRetention:
    RULE = "dead-letter-queue-retention"

    @staticmethod
    def fail_after(aws: World, url: str, **passed: int) -> str:
        """A message that nobody receives for a while and nobody can digest then."""
        message_id: str = boto3.client("sqs").send_message(QueueUrl=url, MessageBody="poison")["MessageId"]
        aws.clock.advance(**passed)
        consumer = aws.spawn(shop.consume, url, work=shop.reject_poison, name="consumer")
        aws.clock.advance(minutes=2)
        consumer.kill()
        assert aws.trace(message_id).fates == {"orders": "dead-lettered", "orders-dlq": "visible"}
        return message_id

    def test_four_hours_are_left(self, aws: World, orders: str) -> None:
        message_id = self.fail_after(aws, orders, days=3, hours=20)
        assert rules(aws) == [self.RULE]
        [found] = aws.diagnose()
        assert found.text.startswith(
            f"Message {message_id[:8]}, sent at +00:00:00, came from queue 'orders' to its dead-letter queue "
            "'orders-dlq' at +3d 20:01:30 and expires there 4 h later: "
        )
        assert "MessageRetentionPeriod of 'orders-dlq' to \"1209600\" (14 d, the longest)" in found.fix
        assert [record.kind for record in found.records] == ["SendMessage", "Redrive"]
        aws.clock.advance(hours=4)
        assert rules(aws) == [self.RULE]
        assert "expired there 4 h later" in aws.diagnose()[0].text

    def test_it_failed_at_once_and_died_unseen(self, aws: World, orders: str) -> None:
        self.fail_after(aws, orders, seconds=0)
        assert aws.diagnose() == []  # four days are left
        aws.clock.advance(days=4)
        assert rules(aws) == [self.RULE]

    def test_healthy_with_fourteen_days(self, aws: World, sqs: Any, orders: str) -> None:
        dead = aws.sqs.queue("orders-dlq").url
        sqs.set_queue_attributes(QueueUrl=dead, Attributes={"MessageRetentionPeriod": str(14 * DAY)})
        self.fail_after(aws, orders, days=3, hours=20)
        assert aws.diagnose() == []
        aws.clock.advance(days=14)
        assert aws.sqs.queue("orders-dlq").messages == []
        assert aws.diagnose() == []

    def test_healthy_when_somebody_takes_care_of_it_in_time(self, aws: World, sqs: Any, orders: str) -> None:
        self.fail_after(aws, orders, days=3, hours=20)
        dead = aws.sqs.queue("orders-dlq").url
        [message] = sqs.receive_message(QueueUrl=dead)["Messages"]
        sqs.delete_message(QueueUrl=dead, ReceiptHandle=message["ReceiptHandle"])
        assert aws.diagnose() == []

    def test_fourteen_days_before_it_are_too_many(self, aws: World, sqs: Any, orders: str) -> None:
        for url in (orders, aws.sqs.queue("orders-dlq").url):
            sqs.set_queue_attributes(QueueUrl=url, Attributes={"MessageRetentionPeriod": str(14 * DAY)})
        self.fail_after(aws, orders, days=8)
        assert rules(aws) == [self.RULE]
        assert "MessageRetentionPeriod of 'orders' (14 d) well below that of 'orders-dlq'" in aws.diagnose()[0].fix

    def test_a_fifo_queue_counts_anew(self, aws: World, sqs: Any) -> None:
        url = shop.create_queue(sqs, "orders.fifo")
        sqs.send_message(QueueUrl=url, MessageBody="poison", MessageGroupId="ann", MessageDeduplicationId="1")
        aws.clock.advance(days=3, hours=20)
        aws.spawn(shop.consume, url, work=shop.reject_poison, name="consumer")
        aws.clock.advance(hours=5)
        assert len(aws.sqs.queue("orders-dlq.fifo").visible) == 1
        assert aws.diagnose() == []


class TestFifoGroupBlocked:
    RULE = "fifo-group-blocked"

    @staticmethod
    def send(url: str, *names: str) -> list[str]:
        """Messages called ``group/body``; their ids."""
        sqs = boto3.client("sqs")
        return [
            sqs.send_message(
                QueueUrl=url,
                MessageBody=name.split("/")[1],
                MessageGroupId=name.split("/")[0],
                MessageDeduplicationId=name,
            )["MessageId"]
            for name in names
        ]

    def test_a_poison_message_without_a_dead_letter_queue(self, aws: World, visits: str) -> None:
        head, *_ = self.send(visits, "ann/poison", "ann/2", "bob/1", "ann/3")
        aws.spawn(shop.consume, visits, work=shop.reject_poison, name="consumer")
        aws.clock.advance(seconds=59)
        assert self.RULE not in rules(aws)  # twice for nothing; the third time may be the last
        aws.clock.advance(seconds=30)
        [found] = [found for found in aws.diagnose() if found.rule == self.RULE]
        assert found.text == (
            f"Group 'ann' of queue 'visits.fifo' is blocked by its message {head[:8]}, received 3 times for nothing "
            "(from +00:00:00 to +00:01:00, last by consumer) and not deleted: 2 messages behind it have waited for 89 s."
        )
        assert '"maxReceiveCount": 3' in found.fix
        assert "VisibilityTimeout (now 30 s)" in found.fix
        assert len([record for record in found.records if record.kind == "ReceiveMessage"]) == 3
        assert len([record for record in found.records if record.kind == "SendMessage"]) == 3

    def test_a_crashed_consumer_and_a_long_timeout(self, aws: World, sqs: Any) -> None:
        url = shop.create_queue(sqs, "orders.fifo")
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "43200"})
        self.send(url, "ann/1", "ann/2")
        first = aws.spawn(shop.consume, url, work=takes(60), name="consumer-1")
        aws.clock.advance(seconds=30)
        first.kill()
        aws.spawn(shop.consume, url, work=takes(60), name="consumer-2")
        aws.clock.advance(minutes=14)
        assert aws.diagnose() == []
        aws.clock.advance(minutes=1)
        assert rules(aws) == [self.RULE]
        [found] = aws.diagnose()
        assert (
            "received by consumer-1 at +00:00:00 for nothing and not deleted: 1 message behind it has waited"
            in found.text
        )
        assert "VisibilityTimeout (now 12 h)" in found.fix

    def test_a_dead_letter_queue_after_too_many_receives(self, aws: World, sqs: Any) -> None:
        url = shop.create_queue(sqs, "orders.fifo")
        policy = json.dumps({"deadLetterTargetArn": aws.sqs.queue("orders-dlq.fifo").arn, "maxReceiveCount": 50})
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": policy})
        self.send(url, "ann/poison", "ann/2")
        aws.spawn(shop.consume, url, work=shop.reject_poison, name="consumer")
        aws.clock.advance(hours=1)
        assert aws.sqs.queue(url).messages == []
        assert rules(aws) == [self.RULE]
        [found] = aws.diagnose()
        assert "was blocked" in found.text
        assert "has waited for 25 min" in found.text
        assert "Lower maxReceiveCount (now 50)" in found.fix

    def test_healthy_with_a_dead_letter_queue(self, aws: World, sqs: Any) -> None:
        url = shop.create_queue(sqs, "orders.fifo")
        self.send(url, "ann/poison", "ann/2", "bob/1")
        aws.spawn(shop.consume, url, work=shop.reject_poison, name="consumer")
        for _ in range(5):
            aws.clock.advance(seconds=30)
            assert aws.diagnose() == []
        assert aws.sqs.queue(url).messages == []

    def test_healthy_when_the_work_is_long(self, aws: World, visits: str) -> None:
        """Those behind wait, as they should."""
        self.send(visits, "ann/1", "ann/2")
        aws.spawn(shop.consume_with_heartbeat, visits, takes(1800), name="consumer")
        for _ in range(4):
            aws.clock.advance(minutes=20)
            assert aws.diagnose() == []
        assert aws.sqs.queue(visits).messages == []

    def test_healthy_when_it_works_in_the_end(self, aws: World, visits: str) -> None:
        self.send(visits, "ann/1", "ann/2")
        aws.spawn(shop.consume, visits, work=fails(4), name="consumer")
        aws.clock.advance(minutes=5)
        assert aws.sqs.queue(visits).messages == []
        assert aws.diagnose() == []


class TestDeduplicationSwallowed:
    RULE = "deduplication-swallowed"

    def test_the_second_visit_is_not_heard_of(self, aws: World, visits: str) -> None:
        careless.note_visit(visits, "ann")
        aws.clock.advance(minutes=1)
        careless.note_visit(visits, "ann")
        assert len(aws.sqs.queue(visits).messages) == 1
        assert rules(aws) == [self.RULE]
        [found] = aws.diagnose()
        assert re.match(
            r"What test sent to queue 'visits\.fifo' at \+00:01:00 was swallowed as a duplicate of message \w{8}, sent "
            r"by test at \+00:00:00: ",
            found.text,
        )
        assert "MessageDeduplicationId=event_id" in found.fix
        assert [record.outcome for record in found.records] == ["visible", "deduplicated"]

    def test_two_of_one_batch(self, aws: World, sqs: Any, visits: str) -> None:
        entries = [{"Id": str(n), "MessageBody": "hello", "MessageGroupId": "ann"} for n in range(2)]
        assert len(sqs.send_message_batch(QueueUrl=visits, Entries=entries)["Successful"]) == 2
        assert rules(aws) == [self.RULE]

    def test_healthy_with_an_id_of_the_event(self, aws: World, sqs: Any, visits: str) -> None:
        for number in (1, 2, 2):  # the second is sent twice, and says so
            sqs.send_message(
                QueueUrl=visits, MessageBody="visit", MessageGroupId="ann", MessageDeduplicationId=f"visit-{number}"
            )
        assert len(aws.sqs.queue(visits).messages) == 2
        assert aws.diagnose() == []

    def test_healthy_after_five_minutes(self, aws: World, visits: str) -> None:
        for _ in range(2):
            careless.note_visit(visits, "ann")
            aws.clock.advance(minutes=5)
        assert len(aws.sqs.queue(visits).messages) == 2
        assert aws.diagnose() == []

    def test_healthy_when_botocore_repeats_a_lost_reply(self, aws: World, visits: str) -> None:
        lost = aws.faults.lose_reply("sqs.SendMessage")
        careless.note_visit(visits, "ann")
        assert lost.fired
        assert [record.outcome for record in aws.timeline.select(kind="SendMessage")] == [
            "visible",
            "reply lost",
            "deduplicated",
        ]
        assert aws.diagnose() == []
        careless.note_visit(visits, "ann")  # this one has no excuse
        assert rules(aws) == [self.RULE]

    def test_healthy_when_the_application_repeats_a_lost_reply(self, aws: World, visits: str) -> None:
        from botocore.config import Config
        from botocore.exceptions import ConnectionClosedError

        aws.faults.lose_reply("sqs.SendMessageBatch")
        sqs: Any = boto3.client("sqs", config=Config(retries={"total_max_attempts": 1}))
        entries = [{"Id": "1", "MessageBody": "hello", "MessageGroupId": "ann"}]
        with pytest.raises(ConnectionClosedError):
            sqs.send_message_batch(QueueUrl=visits, Entries=entries)
        sqs.send_message_batch(QueueUrl=visits, Entries=entries)
        assert aws.diagnose() == []

    def test_healthy_when_a_message_is_handled_again(self, aws: World, sqs: Any, orders: str, visits: str) -> None:
        """That the second delivery's send changes nothing is what deduplication is for."""
        tries = fails(1)

        def forward(body: str) -> None:
            careless.note_visit(visits, body)
            tries(body)

        sqs.send_message(QueueUrl=orders, MessageBody="ann")
        aws.spawn(shop.consume, orders, work=forward, name="forwarder")
        aws.clock.advance(minutes=2)
        assert len(aws.timeline.select(resource="visits.fifo", kind="SendMessage")) == 2
        assert aws.diagnose() == []

    def test_two_sends_for_one_delivery(self, aws: World, sqs: Any, orders: str, visits: str) -> None:
        def note_twice(body: str) -> None:
            careless.note_visit(visits, body)
            careless.note_visit(visits, body)

        sqs.send_message(QueueUrl=orders, MessageBody="ann")
        aws.spawn(shop.consume, orders, work=note_twice, name="forwarder")
        aws.clock.advance(minutes=2)
        assert rules(aws) == [self.RULE]

    def test_two_messages_that_are_forwarded_alike(self, aws: World, sqs: Any, orders: str, visits: str) -> None:
        for _ in range(2):
            sqs.send_message(QueueUrl=orders, MessageBody="ann")
        aws.spawn(shop.consume, orders, work=lambda body: careless.note_visit(visits, body), name="forwarder")
        aws.clock.advance(minutes=2)
        assert rules(aws) == [self.RULE]

    def test_healthy_when_a_crashed_sender_starts_again(self, aws: World, visits: str) -> None:
        def sender() -> None:
            careless.note_visit(visits, "ann")
            takes(5)("before it has noted that it did")

        first = aws.spawn(sender, name="sender")
        aws.clock.advance(seconds=1)
        first.kill()
        aws.spawn(sender, name="sender").result()
        assert [record.outcome for record in aws.timeline.select(kind="SendMessage")] == ["visible", "deduplicated"]
        assert aws.diagnose() == []


class TestShortPollLoop:
    RULE = "short-poll-loop"

    def test_a_consumer_that_asks_every_second(self, aws: World, orders: str) -> None:
        aws.spawn(careless.consume_by_asking, orders, takes(1), name="consumer")
        aws.clock.advance(minutes=1)
        assert rules(aws) == [self.RULE]
        [found] = aws.diagnose()
        assert found.text.startswith("consumer asked queue 'orders' 10 times within 9.9 s from +00:00:00.100 on, ")
        assert "WaitTimeSeconds=20" in found.fix
        assert '"ReceiveMessageWaitTimeSeconds": "20"' in found.fix
        assert len(found.records) == 55  # each takes 0.1 s itself

    def test_healthy_with_long_polls(self, aws: World, sqs: Any, orders: str) -> None:
        aws.spawn(shop.consume, orders, work=takes(1), name="consumer")
        sqs.set_queue_attributes(QueueUrl=orders, Attributes={"ReceiveMessageWaitTimeSeconds": "20"})
        aws.spawn(careless.consume_by_asking, orders, takes(1), pause=0, name="by-setting")
        aws.clock.advance(minutes=10)
        assert aws.diagnose() == []

    def test_healthy_when_it_asks_seldom(self, aws: World, orders: str) -> None:
        aws.spawn(careless.consume_by_asking, orders, takes(1), pause=5, name="consumer")
        aws.clock.advance(hours=1)
        assert aws.diagnose() == []

    def test_healthy_when_there_is_something_most_times(self, aws: World, sqs: Any, orders: str) -> None:
        aws.spawn(careless.consume_by_asking, orders, takes(0), name="consumer")
        for _ in range(20):
            sqs.send_message(QueueUrl=orders, MessageBody="42")
            aws.clock.advance(seconds=7)
        assert aws.diagnose() == []

    def test_the_test_s_own_receives_are_no_loop(self, aws: World, sqs: Any, orders: str) -> None:
        for _ in range(30):
            assert "Messages" not in sqs.receive_message(QueueUrl=orders)
            aws.clock.advance(seconds=1)
        assert aws.diagnose() == []


class TestDiedOfRetention:
    RULE = "died-of-retention"

    def test_never_received(self, aws: World, sqs: Any, orders: str) -> None:
        ids = [sqs.send_message(QueueUrl=orders, MessageBody=body)["MessageId"] for body in "ab"]
        aws.clock.advance(days=5)
        assert rules(aws) == [self.RULE]
        [found] = aws.diagnose()
        assert found.text == (
            f"Message {ids[0][:8]}, sent to queue 'orders' at +00:00:00, was never received: it expired at "
            "+4d 00:00:00, when its retention period of 4 d was over. So did 1 other message."
        )
        assert found.fix.startswith("Run a consumer of 'orders'")
        assert [record.message_id for record in found.records] == ids + ids

    def test_received_again_and_again(self, aws: World, sqs: Any) -> None:
        url = sqs.create_queue(QueueName="plain", Attributes={"MessageRetentionPeriod": "300"})["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody="poison")
        aws.spawn(shop.consume, url, work=shop.reject_poison, name="consumer")
        aws.clock.advance(minutes=6)
        assert rules(aws) == [self.RULE, "missing-delete"]
        found = aws.diagnose()[0]
        assert "was received 10 times, the last at +00:04:30, and never deleted: it expired at +00:05:00" in found.text
        assert "RedrivePolicy" in found.fix

    def test_healthy_with_a_consumer(self, aws: World, sqs: Any, orders: str) -> None:
        sqs.send_message(QueueUrl=orders, MessageBody="42")
        aws.spawn(shop.consume, orders, work=takes(5), name="consumer")
        aws.clock.advance(minutes=1)
        sqs.set_queue_attributes(QueueUrl=orders, Attributes={"MessageRetentionPeriod": "60"})
        aws.clock.advance(minutes=2)
        assert aws.diagnose() == []

    def test_healthy_when_it_is_purged(self, aws: World, sqs: Any, orders: str) -> None:
        sqs.send_message(QueueUrl=orders, MessageBody="42")
        sqs.purge_queue(QueueUrl=orders)
        aws.clock.advance(days=5)
        assert aws.diagnose() == []
