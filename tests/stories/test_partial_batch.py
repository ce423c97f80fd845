"""Batches of a queue in a function that reports which of their records failed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fakeaws import World
from tests.stories import shop


def failures(event: Any, *bad: str) -> dict[str, Any]:
    failed = [record["messageId"] for record in event["Records"] if record["body"] in bad]
    return {"batchItemFailures": [{"itemIdentifier": each} for each in failed]}


def test_only_the_failed_record_comes_back(aws: World, sqs: Any, lambda_client: Any, orders: str) -> None:
    @aws.lambda_.register("bill", timeout=30)
    def bill(event: Any, context: Any) -> Any:
        bad = [r["messageId"] for r in event["Records"] if r["body"] == "bad"]
        return {"batchItemFailures": [{"itemIdentifier": i} for i in bad]}

    shop.map_queue(lambda_client, "bill", orders, report_failures=True)
    sqs.send_message_batch(QueueUrl=orders, Entries=[{"Id": b, "MessageBody": b} for b in ("good", "bad")])
    calls = aws.lambda_.function("bill").invocations
    aws.clock.run_until(lambda: len(calls) == 2, within=timedelta(minutes=1))
    assert [[r["body"] for r in c.event["Records"]] for c in calls] == [["good", "bad"], ["bad"]]


def test_without_the_setting_the_failed_record_is_lost(aws: World, sqs: Any, lambda_client: Any, orders: str) -> None:
    aws.lambda_.register("bill", lambda event, context: failures(event, "bad"), timeout=30)
    shop.map_queue(lambda_client, "bill", orders)
    sent = sqs.send_message(QueueUrl=orders, MessageBody="bad")
    aws.clock.run_until_idle()
    assert aws.trace(sent).fates == {"orders": "deleted"}
    assert [finding.rule for finding in aws.diagnose()] == ["batch-item-failures-ignored"]


def test_poison_blocks_one_customer(aws: World, sqs: Any, lambda_client: Any) -> None:
    """As in the story of a consumer: only the poison's own customer waits, until the dead-letter queue takes it."""
    fifo = shop.create_queue(sqs, "orders.fifo")

    @aws.lambda_.register("bill")
    def bill(event: Any, context: Any) -> Any:
        """Stops in each group at its first failure, and reports the rest of the group with it."""
        stopped = set()
        failed = []
        for record in event["Records"]:
            group = record["attributes"]["MessageGroupId"]
            if record["body"] == "poison" or group in stopped:
                stopped.add(group)
                failed.append({"itemIdentifier": record["messageId"]})
        return {"batchItemFailures": failed}

    def send(body: str, customer: str) -> Any:
        return sqs.send_message(QueueUrl=fifo, MessageBody=body, MessageGroupId=customer, MessageDeduplicationId=body)

    shop.map_queue(lambda_client, "bill", fifo, report_failures=True)
    poison, behind, other = send("poison", "ann"), send("next", "ann"), send("hello", "bob")
    aws.clock.advance(seconds=3)
    assert aws.trace(other).fates == {"orders.fifo": "deleted"}
    assert aws.trace(behind).fates == {"orders.fifo": "in-flight"}
    aws.clock.advance(seconds=30 * 3)
    assert aws.trace(poison).fates == {"orders.fifo": "dead-lettered", "orders-dlq.fifo": "visible"}
    # Received together with the poison each time, it has used up its receives, too.
    assert aws.trace(behind).fates == {"orders.fifo": "dead-lettered", "orders-dlq.fifo": "visible"}


def test_poison_alone_in_its_batch_costs_nobody_a_receive(aws: World, sqs: Any, lambda_client: Any) -> None:
    fifo = shop.create_queue(sqs, "orders.fifo")

    @aws.lambda_.register("bill")
    def bill(event: Any, context: Any) -> None:
        shop.reject_poison(event["Records"][0]["body"])

    arn = aws.sqs.queue(fifo).arn
    lambda_client.create_event_source_mapping(FunctionName="bill", EventSourceArn=arn, BatchSize=1)
    for body in ("poison", "next"):
        shop_send = {"MessageGroupId": "ann", "MessageDeduplicationId": body}
        sqs.send_message(QueueUrl=fifo, MessageBody=body, **shop_send)
    aws.clock.advance(minutes=2)
    assert [message.body for message in aws.sqs.queue("orders-dlq.fifo").messages] == ["poison"]
    assert aws.sqs.queue(fifo).messages == []
    calls = aws.lambda_.function("bill").invocations
    assert [(call.event["Records"][0]["body"], call.outcome) for call in calls] == [
        ("poison", "failed"),
        ("poison", "failed"),
        ("poison", "failed"),
        ("next", "succeeded"),
    ]
