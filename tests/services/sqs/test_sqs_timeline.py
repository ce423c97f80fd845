"""What SQS writes on the timeline: one record for each message that something happens to."""

from __future__ import annotations

from typing import Any

from fakeaws import World, mock_aws

from .support import ACCOUNT, ARN, OTHER, bodies, client, delete, make, put, receive, send


def story(aws: World, skip: int = 1) -> list[tuple[float, str, str, str, str]]:
    return [
        (record.at.total_seconds(), record.actor, record.kind, record.resource, record.outcome)
        for record in aws.timeline[skip:]
    ]


def test_life_of_a_message(aws: World, sqs: Any, orders: str) -> None:
    [id] = send(sqs, orders, "a", DelaySeconds=5)
    aws.clock.advance(seconds=5)
    receive(sqs, orders)
    aws.clock.advance(seconds=30)
    [message] = receive(sqs, orders)
    sqs.change_message_visibility(QueueUrl=orders, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=60)
    sqs.change_message_visibility(QueueUrl=orders, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
    delete(sqs, orders, message)
    assert story(aws) == [
        (0, "test", "SendMessage", "orders", "delayed"),
        (5, "aws", "DelayOver", "orders", "visible"),
        (5, "test", "ReceiveMessage", "orders", "in-flight"),
        (35, "aws", "VisibilityTimeout", "orders", "visible"),
        (35, "test", "ReceiveMessage", "orders", "in-flight"),
        (35, "test", "ChangeMessageVisibility", "orders", "in-flight"),
        (35, "test", "ChangeMessageVisibility", "orders", "visible"),
        (35, "test", "DeleteMessage", "orders", "deleted"),
    ]
    records = list(aws.timeline[1:])
    assert {record.message_id for record in records} == {id}
    assert [record.cause for record in records] == [None, *records[:-1]]


def test_dead_lettered_and_expired(aws: World, sqs: Any) -> None:
    make(sqs, "dlq", MessageRetentionPeriod=60)
    policy = f'{{"deadLetterTargetArn": "{ARN}dlq", "maxReceiveCount": 1}}'
    url = make(sqs, VisibilityTimeout=10, RedrivePolicy=policy)
    [id] = send(sqs, url, "a")
    receive(sqs, url)
    aws.clock.advance(seconds=10)
    assert bodies(sqs, url) == []
    aws.clock.advance(minutes=1)
    assert story(aws, 2) == [
        (0, "test", "SendMessage", "orders", "visible"),
        (0, "test", "ReceiveMessage", "orders", "in-flight"),
        (10, "aws", "VisibilityTimeout", "orders", "visible"),
        (10, "aws", "Redrive", "orders", "dead-lettered"),
        (10, "aws", "Redrive", "dlq", "visible"),
        (10, "test", "ReceiveMessage", "orders", "empty"),
        (60, "aws", "RetentionExpired", "dlq", "expired"),
    ]
    leaving, arriving = aws.timeline.select(kind="Redrive")
    assert arriving.cause == leaving
    assert aws.trace(id).fates == {"orders": "dead-lettered", "dlq": "expired"}


def test_batches_are_recorded_by_message(aws: World, sqs: Any, orders: str) -> None:
    sqs.send_message_batch(QueueUrl=orders, Entries=[{"Id": "1", "MessageBody": "a"}, {"Id": "2", "MessageBody": "\0"}])
    [message] = receive(sqs, orders)
    entries = [{"Id": "1", "ReceiptHandle": message["ReceiptHandle"]}, {"Id": "2", "ReceiptHandle": "x"}]
    sqs.delete_message_batch(QueueUrl=orders, Entries=entries)
    assert story(aws) == [
        (0, "test", "SendMessage", "orders", "visible"),
        (0, "test", "SendMessage", "orders", "InvalidMessageContents"),
        (0, "test", "ReceiveMessage", "orders", "in-flight"),
        (0, "test", "DeleteMessage", "orders", "deleted"),
        (0, "test", "DeleteMessage", "orders", "ReceiptHandleIsInvalid"),
    ]


def test_long_poll_is_recorded_for_who_polls(aws: World, sqs: Any, orders: str) -> None:
    aws.spawn(bodies, sqs, orders, WaitTimeSeconds=20, name="worker")
    aws.clock.advance(seconds=3)
    sent = send(sqs, orders, "a")
    aws.spawn(bodies, sqs, orders, WaitTimeSeconds=2, name="late")
    aws.clock.advance(seconds=3)
    assert story(aws) == [
        (3, "test", "SendMessage", "orders", "visible"),
        (3, "worker", "ReceiveMessage", "orders", "in-flight"),
        (5, "late", "ReceiveMessage", "orders", "empty"),
    ]
    assert [(record.actor, record.at.total_seconds()) for record in aws.trace(sent[0]).deliveries] == [("worker", 3)]


def test_old_handle_does_not_change_the_fate(aws: World, sqs: Any, orders: str) -> None:
    [id] = send(sqs, orders, "a")
    [first] = receive(sqs, orders)
    aws.clock.advance(seconds=30)
    [second] = receive(sqs, orders)
    delete(sqs, orders, first)
    assert aws.trace(id).fates == {"orders": "in-flight"}
    delete(sqs, orders, second)
    delete(sqs, orders, first)
    assert aws.trace(id).fates == {"orders": "deleted"}


def test_receive_without_timeout_ends_visible(aws: World, sqs: Any, orders: str) -> None:
    [id] = send(sqs, orders, "a")
    receive(sqs, orders, VisibilityTimeout=0)
    assert aws.trace(id).fates == {"orders": "visible"}
    assert len(aws.trace(id).deliveries) == 1


def test_deleted_queue_takes_its_messages_along(aws: World, sqs: Any, orders: str) -> None:
    [id] = send(sqs, orders, "a")
    sqs.delete_queue(QueueUrl=orders)
    assert aws.trace(id).fates == {"orders": "purged"}


def test_other_accounts_and_regions_go_by_arn(aws: World, sqs: Any) -> None:
    frankfurt = client("eu-central-1")
    send(frankfurt, make(frankfurt), "a")
    stranger = aws.boto3_session(account=OTHER).client("sqs")
    send(stranger, make(stranger), "b")
    resources = [record.resource for record in aws.timeline.select(kind="SendMessage")]
    assert resources == [f"arn:aws:sqs:eu-central-1:{ACCOUNT}:orders", f"arn:aws:sqs:us-east-1:{OTHER}:orders"]


def test_ids_of_one_region_do_not_move_those_of_another(sqs: Any) -> None:
    frankfurt = client("eu-central-1")
    with mock_aws(seed=5):
        here, there = make(sqs), make(frankfurt)
        ids = [send(each, url, "a")[0] for _ in range(2) for each, url in ((sqs, here), (frankfurt, there))]
    assert len(set(ids)) == 4
    with mock_aws(seed=5):
        assert send(sqs, make(sqs), "a", "b") == [ids[0], ids[2]]
    with mock_aws(seed=6):
        assert send(sqs, make(sqs), "a", "b") != [ids[0], ids[2]]


def test_group_of_records_in_a_fifo_receive(aws: World, sqs: Any, fifo: str) -> None:
    put(sqs, fifo, "g-1", "g-2")
    receive(sqs, fifo)
    assert [record.outcome for record in aws.timeline.select(kind="ReceiveMessage")] == ["in-flight", "in-flight"]
