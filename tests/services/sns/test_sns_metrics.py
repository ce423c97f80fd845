"""What SNS tells as metrics of ``AWS/SNS``, minute by minute."""

from __future__ import annotations

import copy
from typing import Any

import boto3.session
import pytest

from fakeaws import World
from fakeaws.endpoints import Response
from tests.support.told_metrics import Told

from .subscribers import make_queue, make_topic, messages, subscribe, subscribe_queue
from .web import Shop, subscribed

PUBLISHED = "NumberOfMessagesPublished"
SIZE = "PublishSize"
DELIVERED = "NumberOfNotificationsDelivered"
FAILED = "NumberOfNotificationsFailed"
FILTERED = "NumberOfNotificationsFilteredOut"
REDRIVEN = "NumberOfNotificationsRedrivenToDlq"
NOT_REDRIVEN = "NumberOfNotificationsFailedToRedriveToDlq"
PHONE = "+15551234567"


@pytest.fixture
def aws_options() -> dict[str, Any]:
    return {"config": {"sns": {"sms_sandbox": False}}}


@pytest.fixture
def told(aws: World, sns: Any) -> Told:
    return Told(aws, "sns")


def sums(told: Told, name: str = "orders", dimension: str = "TopicName") -> dict[str, float]:
    """Everything that was told about a topic since the world began, but zeros."""
    told.ask()
    found = {metric: sum(told.of(name, metric, dimension).values()) for metric in told.metrics(name)}
    return {metric: value for metric, value in found.items() if value}


def one_minute(aws: World) -> None:
    aws.clock.advance(minutes=1)


# -- publishing --------------------------------------------------------------------------------------------------------


def test_publishes_and_their_sizes(aws: World, sns: Any, told: Told) -> None:
    topic = make_topic(sns)
    sns.publish(TopicArn=topic, Message="hello")
    one_minute(aws)
    attributes = {"a": {"DataType": "String", "StringValue": "xyz"}}
    entries = [{"Id": "a", "Message": "hello"}, {"Id": "b", "Message": "ü", "MessageAttributes": attributes}]
    sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=entries)
    one_minute(aws)
    told.ask()
    assert told.of("orders", PUBLISHED, "TopicName") == {0: 1, 1: 2}
    first, second = (datum for datum in told.data if datum.name == SIZE)
    assert (first.unit, first.values, first.counts) == ("Bytes", (5.0,), (1.0,))
    assert (second.values, second.counts) == ((5.0, 12.0), (1.0, 1.0))
    assert {(datum.namespace, datum.dimensions) for datum in told.data} == {("AWS/SNS", (("TopicName", "orders"),))}


def test_an_active_topic_tells_zeros_and_after_six_hours_nothing(aws: World, sns: Any, told: Told) -> None:
    make_topic(sns)
    aws.clock.advance(days=2)
    assert len(told.ask()) == 3 * 360
    assert {datum.name for datum in told.data} == {PUBLISHED, DELIVERED, FAILED}
    assert sums(told) == {}


def test_a_deleted_topic_tells_its_last_minute(aws: World, sns: Any, told: Told) -> None:
    topic = make_topic(sns)
    sns.publish(TopicArn=topic, Message="hello")
    sns.delete_topic(TopicArn=topic)
    aws.clock.advance(minutes=5)
    told.ask()
    assert told.of("orders", PUBLISHED, "TopicName") == {0: 1}


def test_a_duplicate_counts_as_published(aws: World, sns: Any, told: Told) -> None:
    topic = make_topic(sns, "orders.fifo")
    for _ in range(2):
        sns.publish(TopicArn=topic, Message="abc", MessageGroupId="g", MessageDeduplicationId="same")
    one_minute(aws)
    assert sums(told, "orders.fifo") == {PUBLISHED: 2, SIZE: 6}


def test_a_topic_of_another_region_is_another_topic(aws: World, sns: Any, told: Told) -> None:
    make_topic(sns)
    elsewhere: Any = boto3.session.Session().client(
        "sns", region_name="eu-west-1", aws_access_key_id="test", aws_secret_access_key="test"
    )
    topic = make_topic(elsewhere)
    elsewhere.publish(TopicArn=topic, Message="hello")
    one_minute(aws)
    assert sums(told) == {}
    there = list(aws.router.service("sns", aws.account, "eu-west-1").metrics_until(aws.now_us))
    assert [datum.values for datum in there if datum.name == PUBLISHED] == [(1.0,)]
    elsewhere.delete_topic(TopicArn=topic)
    one_minute(aws)
    told.ask()
    assert set(told.of("orders", PUBLISHED, "TopicName")) == {0, 1}


# -- deliveries --------------------------------------------------------------------------------------------------------


def test_delivered_to_each_subscriber_and_counted_by_sqs_too(aws: World, sns: Any, sqs: Any, told: Told) -> None:
    topic = make_topic(sns)
    for name in ("one", "two"):
        subscribe_queue(sns, sqs, aws, topic, name)
    sns.publish(TopicArn=topic, Message="hello")
    one_minute(aws)
    assert sums(told) == {PUBLISHED: 1, SIZE: 5, DELIVERED: 2}
    queues = Told(aws, "sqs")
    queues.ask()
    assert [queues.of(name, "NumberOfMessagesSent") for name in ("one", "two")] == [{0: 1}, {0: 1}]


@pytest.mark.parametrize(
    ("policy", "scope", "given", "reason"),
    [
        ({"kind": ["book"]}, "MessageAttributes", {"kind": "toy"}, "MessageAttributes"),
        ({"kind": ["book"]}, "MessageAttributes", {}, "NoMessageAttributes"),
        ({"kind": ["book"]}, "MessageBody", {}, "InvalidMessageBody"),
    ],
)
def test_filtered_out(
    aws: World, sns: Any, sqs: Any, told: Told, policy: Any, scope: str, given: dict[str, str], reason: str
) -> None:
    topic = make_topic(sns)
    subscribe_queue(sns, sqs, aws, topic, "books", FilterPolicy=policy, FilterPolicyScope=scope)
    attributes = {name: {"DataType": "String", "StringValue": value} for name, value in given.items()}
    sns.publish(TopicArn=topic, Message="no JSON", MessageAttributes=attributes)
    one_minute(aws)
    assert sums(told) == {PUBLISHED: 1, SIZE: sum(told.one("orders", SIZE, "TopicName").values), FILTERED: 1} | {
        f"{FILTERED}-{reason}": 1
    }


def gone_queue(sqs: Any, aws: World, name: str, topic: str) -> str:
    """The ARN of a queue that was deleted."""
    arn = make_queue(sqs, aws, name, topic)
    sqs.delete_queue(QueueUrl=aws.sqs.queue(name).url)
    return arn


def test_refused_by_a_queue_and_redriven(aws: World, sns: Any, sqs: Any, told: Told) -> None:
    topic = make_topic(sns)
    dead = make_queue(sqs, aws, "dead", topic)
    subscribe(sns, topic, gone_queue(sqs, aws, "gone", topic), RedrivePolicy={"deadLetterTargetArn": dead})
    sns.publish(TopicArn=topic, Message="hello")
    one_minute(aws)
    assert messages(aws, "dead") == ["hello"]
    assert sums(told) == {PUBLISHED: 1, SIZE: 5, FAILED: 1, REDRIVEN: 1}


def test_refused_by_the_dead_letter_queue_too(aws: World, sns: Any, sqs: Any, told: Told) -> None:
    topic = make_topic(sns)
    policy = {"deadLetterTargetArn": make_queue(sqs, aws, "dead", topic)}
    subscribe(sns, topic, gone_queue(sqs, aws, "gone", topic), RedrivePolicy=policy)
    sqs.delete_queue(QueueUrl=aws.sqs.queue("dead").url)
    sns.publish(TopicArn=topic, Message="hello")
    one_minute(aws)
    assert sums(told) == {PUBLISHED: 1, SIZE: 5, FAILED: 1, NOT_REDRIVEN: 1}


def test_every_failed_attempt_to_a_web_endpoint_counts(aws: World, sns: Any, told: Told) -> None:
    statuses = iter((500, 503))
    Shop(aws, lambda request: Response(next(statuses, 200)))
    topic = subscribed(sns)
    sns.publish(TopicArn=topic, Message="hello")
    aws.clock.advance(minutes=5)
    assert sums(told) == {PUBLISHED: 1, SIZE: 5, FAILED: 2, DELIVERED: 1}


def test_a_replayed_message_has_metrics_of_its_own(aws: World, sns: Any, sqs: Any, told: Told) -> None:
    topic = make_topic(sns, "orders.fifo", ArchivePolicy='{"MessageRetentionPeriod":"1"}')
    sns.publish(TopicArn=topic, Message="old", MessageGroupId="g", MessageDeduplicationId="1")
    one_minute(aws)
    start = {"PointType": "Timestamp", "StartingPoint": "2026-01-05T00:00:00.000Z"}
    subscribe_queue(sns, sqs, aws, topic, "late.fifo", ReplayPolicy=start)
    one_minute(aws)
    assert messages(aws, "late.fifo") == ["old"]
    assert sums(told, "orders.fifo") == {PUBLISHED: 1, SIZE: 3, "NumberOfReplayedNotificationsDelivered": 1}


# -- phones and apps ---------------------------------------------------------------------------------------------------


def test_text_messages(aws: World, sns: Any, told: Told) -> None:
    sns.publish(PhoneNumber="+1 555 123 4567", Message="hello")
    one_minute(aws)
    aws.sns.opt_out(PHONE)
    sns.publish(PhoneNumber=PHONE, Message="hello again")
    one_minute(aws)
    told.ask()
    assert told.of(PHONE, PUBLISHED, "PhoneNumber") == {0: 1, 1: 1}
    assert told.of(PHONE, SIZE, "PhoneNumber") == {0: 5, 1: 11}
    assert told.of(PHONE, DELIVERED, "PhoneNumber") == {0: 1}
    assert told.of(PHONE, FAILED, "PhoneNumber") == {1: 1}
    assert told.of(PHONE, "SMSSuccessRate", "PhoneNumber") == {0: 1, 1: 0}


def test_text_messages_of_a_topic(aws: World, sns: Any, told: Told) -> None:
    topic = make_topic(sns)
    subscribe(sns, topic, PHONE, "sms")
    sns.publish(TopicArn=topic, Message="hello")
    one_minute(aws)
    assert sums(told) == {PUBLISHED: 1, SIZE: 5, DELIVERED: 1}
    assert sums(told, PHONE, "PhoneNumber") == {"SMSSuccessRate": 1}


def test_push_notifications(aws: World, sns: Any, told: Told) -> None:
    credentials = {"PlatformCredential": "secret"}
    application = sns.create_platform_application(Name="shop", Platform="GCM", Attributes=credentials)
    endpoint = sns.create_platform_endpoint(
        PlatformApplicationArn=application["PlatformApplicationArn"], Token="token-1"
    )["EndpointArn"]
    sns.publish(TargetArn=endpoint, Message="hello")
    one_minute(aws)
    assert sums(told, "shop", "Application") == {PUBLISHED: 1, SIZE: 5, DELIVERED: 1}
    assert {datum.dimensions for datum in told.data} == {(("Application", "shop"), ("Platform", "GCM"))}


def test_a_copy_of_a_world_tells_its_own(aws: World, sns: Any, sqs: Any, told: Told) -> None:
    topic = make_topic(sns)
    subscribe_queue(sns, sqs, aws, topic, "one")
    sns.publish(TopicArn=topic, Message="hello")
    one_minute(aws)
    service = copy.deepcopy(aws).router.service("sns", aws.account, aws.region)
    assert list(service.metrics_until(aws.now_us)) == told.ask() != []
