"""What queues get from topics."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest

from fakeaws import World, mock_aws

from .subscribers import ACCOUNT, ARN, bodies, make_queue, make_topic, messages, subscribe, subscribe_queue, text


@pytest.fixture
def topic(sns: Any) -> str:
    return make_topic(sns)


def received(sqs: Any, aws: World, queue: str) -> dict[str, Any]:
    [message] = sqs.receive_message(
        QueueUrl=aws.sqs.queue(queue).url, MessageAttributeNames=["All"], MessageSystemAttributeNames=["All"]
    )["Messages"]
    found: dict[str, Any] = message
    return found


def test_the_envelope_byte_for_byte(aws: World, sns: Any, sqs: Any, topic: str) -> None:
    subscription = subscribe_queue(sns, sqs, aws, topic, "q")
    aws.clock.advance(seconds=1, milliseconds=7)
    sent = sns.publish(
        TopicArn=topic,
        Message='Grüße\n"\u2028\t/',
        Subject="Héllo",
        MessageAttributes={
            "attr1": {"DataType": "Number", "StringValue": "1"},
            "bin": {"DataType": "Binary", "BinaryValue": b"\x02\x03\x04"},
        },
    )
    [body] = bodies(aws, "q")
    document = json.loads(body)
    assert body == (
        "{\n"
        '  "Type" : "Notification",\n'
        f'  "MessageId" : "{sent["MessageId"]}",\n'
        f'  "TopicArn" : "{topic}",\n'
        '  "Subject" : "Héllo",\n'
        '  "Message" : "Grüße\\n\\"\u2028\\t/",\n'
        '  "Timestamp" : "2026-01-05T00:00:01.007Z",\n'
        '  "SignatureVersion" : "1",\n'
        f'  "Signature" : "{document["Signature"]}",\n'
        f'  "SigningCertURL" : "{document["SigningCertURL"]}",\n'
        '  "UnsubscribeURL" : "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn='
        f'{subscription}",\n'
        '  "MessageAttributes" : {\n'
        '    "attr1" : {"Type":"Number","Value":"1"},\n'
        '    "bin" : {"Type":"Binary","Value":"AgME"}\n'
        "  }\n"
        "}"
    )
    assert document["SigningCertURL"].startswith("https://sns.us-east-1.amazonaws.com/SimpleNotificationService-")
    message = received(sqs, aws, "q")
    assert "MessageAttributes" not in message
    assert message["Attributes"]["SenderId"].startswith("AIDA")


def test_what_is_absent_is_left_out(aws: World, sns: Any, sqs: Any, topic: str) -> None:
    subscribe_queue(sns, sqs, aws, topic, "q")
    sns.publish(TopicArn=topic, Message="a")
    document = json.loads(bodies(aws, "q")[0])
    assert "Subject" not in document
    assert list(document)[-1] == "UnsubscribeURL"


def test_structure_json(aws: World, sns: Any, sqs: Any, topic: str) -> None:
    subscribe_queue(sns, sqs, aws, topic, "q")
    for message in ({"default": "d", "sqs": "for queues"}, {"default": "d", "http": "x"}, {"default": "d", "sqs": 1}):
        sns.publish(TopicArn=topic, Message=json.dumps(message), MessageStructure="json")
    assert messages(aws, "q") == ["for queues", "d", "d"]


class TestRaw:
    def test_message_and_attributes(self, aws: World, sns: Any, sqs: Any, topic: str) -> None:
        subscribe_queue(sns, sqs, aws, topic, "q", RawMessageDelivery="true")
        attributes = {
            "s": text("x"),
            "b": {"DataType": "Binary", "BinaryValue": b"\x00"},
            "l": {"DataType": "String.Array", "StringValue": '["a"]'},
        }
        sns.publish(TopicArn=topic, Message="a", Subject="dropped", MessageAttributes=attributes)
        message = received(sqs, aws, "q")
        assert message["Body"] == "a"
        assert message["MessageAttributes"] == attributes

    def test_more_than_ten_attributes_are_lost(self, aws: World, sns: Any, sqs: Any, topic: str) -> None:
        subscribe_queue(sns, sqs, aws, topic, "raw", RawMessageDelivery="true")
        subscribe_queue(sns, sqs, aws, topic, "wrapped")
        attributes = {f"a{number}": text("x") for number in range(11)}
        sent = sns.publish(TopicArn=topic, Message="a", MessageAttributes=attributes)
        assert aws.trace(sent).fates == {"raw": "refused", "wrapped": "visible"}
        [refusal] = aws.timeline.select(outcome="refused")
        assert "11 message attributes" in refusal.details["ErrorMessage"]
        aws.clock.advance(hours=1)
        assert bodies(aws, "raw") == []


def test_trace_header(aws: World, sns: Any, sqs: Any, topic: str) -> None:
    subscribe_queue(sns, sqs, aws, topic, "q")
    header = "Root=1-5759e988-bd862e3fe1be46a994272793"
    client = aws.boto3_session().client("sns")
    client.meta.events.register(
        "before-call.sns.Publish", lambda params, **_: params["headers"].update({"X-Amzn-Trace-Id": header})
    )
    client.publish(TopicArn=topic, Message="a")
    assert received(sqs, aws, "q")["Attributes"]["AWSTraceHeader"] == header


def test_the_group_of_a_standard_message(aws: World, sns: Any, sqs: Any, topic: str) -> None:
    subscribe_queue(sns, sqs, aws, topic, "q")
    sns.publish(TopicArn=topic, Message="a", MessageGroupId="tenant")
    assert received(sqs, aws, "q")["Attributes"]["MessageGroupId"] == "tenant"


def test_queues_of_other_regions_and_accounts(aws: World, sns: Any, topic: str) -> None:
    there = aws.boto3_session(region="eu-west-1").client("sqs")
    url = there.create_queue(QueueName="q")["QueueUrl"]
    arn = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:q"
    aws.sqs.queue(arn).grant_send(topic)
    subscribe(sns, topic, arn)
    sent = sns.publish(TopicArn=topic, Message="a")
    assert aws.trace(sent).fates == {arn: "visible"}
    assert len(there.receive_message(QueueUrl=url)["Messages"]) == 1


def test_a_queue_that_is_not_there(aws: World, sns: Any, sqs: Any, topic: str) -> None:
    subscribe_queue(sns, sqs, aws, topic, "q")
    sqs.delete_queue(QueueUrl=aws.sqs.queue("q").url)
    sent = sns.publish(TopicArn=topic, Message="a")
    assert aws.trace(sent).fates == {"q": "refused"}


class TestTimeline:
    def test_from_the_publish_to_the_consumer(self, aws: World, sns: Any, sqs: Any, topic: str) -> None:
        subscribe_queue(sns, sqs, aws, topic, "q")
        sent = sns.publish(TopicArn=topic, Message="a")
        message = received(sqs, aws, "q")
        sqs.delete_message(QueueUrl=aws.sqs.queue("q").url, ReceiptHandle=message["ReceiptHandle"])
        trace = aws.trace(sent)
        assert [(record.service, record.kind, record.resource, record.actor, record.outcome) for record in trace] == [
            ("sns", "Publish", "orders", "test", "ok"),
            ("sns", "Deliver", "q", "aws", "delivered"),
            ("sqs", "SendMessage", "q", "aws", "visible"),
            ("sqs", "ReceiveMessage", "q", "test", "in-flight"),
            ("sqs", "DeleteMessage", "q", "test", "deleted"),
        ]
        publish, deliver, send = trace.records[:3]
        assert (send.cause, deliver.cause) == (deliver, publish)
        assert publish.message_id == deliver.message_id == sent["MessageId"]
        assert send.message_id == message["MessageId"]
        assert trace.path == ["orders", "q"]
        assert trace.fates == {"q": "deleted"}
        assert [record.at for record in trace.deliveries] == [record.at for record in (publish,)]

    def test_idle_when_delivered(self, aws: World, sns: Any, sqs: Any, topic: str) -> None:
        subscribe_queue(sns, sqs, aws, topic, "q")
        sns.publish(TopicArn=topic, Message="a")
        aws.clock.run_until_idle()
        assert len(bodies(aws, "q")) == 1


def test_a_deleted_subscription_gets_nothing(aws: World, sns: Any, sqs: Any, topic: str) -> None:
    subscription = subscribe_queue(sns, sqs, aws, topic, "q")
    sns.unsubscribe(SubscriptionArn=subscription)
    assert list(aws.trace(sns.publish(TopicArn=topic, Message="a")).fates) == []


class TestFifo:
    @pytest.fixture
    def fifo(self, sns: Any) -> str:
        return make_topic(sns, "orders.fifo", ContentBasedDeduplication="true")

    def test_to_a_fifo_queue(self, aws: World, sns: Any, sqs: Any, fifo: str) -> None:
        subscribe_queue(sns, sqs, aws, fifo, "q.fifo")
        sent = sns.publish(TopicArn=fifo, Message="a", MessageGroupId="g")
        message = received(sqs, aws, "q.fifo")
        document = json.loads(message["Body"])
        assert list(document) == [
            "Type",
            "MessageId",
            "SequenceNumber",
            "TopicArn",
            "Message",
            "Timestamp",
            "UnsubscribeURL",
        ]
        assert document["SequenceNumber"] == sent["SequenceNumber"]
        assert len(sent["SequenceNumber"]) == 20
        assert message["Attributes"]["MessageGroupId"] == "g"
        assert message["Attributes"]["MessageDeduplicationId"] == sha256(b"a").hexdigest()

    def test_to_a_standard_queue(self, aws: World, sns: Any, sqs: Any, fifo: str) -> None:
        subscribe_queue(sns, sqs, aws, fifo, "q")
        sns.publish(TopicArn=fifo, Message="a", MessageGroupId="g")
        assert "MessageGroupId" not in received(sqs, aws, "q")["Attributes"]

    def test_explicit_ids(self, aws: World, sns: Any, sqs: Any, fifo: str) -> None:
        subscribe_queue(sns, sqs, aws, fifo, "q.fifo", RawMessageDelivery="true")
        sns.publish(TopicArn=fifo, Message="a", MessageGroupId="g", MessageDeduplicationId="mine")
        message = received(sqs, aws, "q.fifo")
        assert (message["Body"], message["Attributes"]["MessageDeduplicationId"]) == ("a", "mine")


def test_without_a_policy_nothing_arrives() -> None:
    with mock_aws(policies="enforced") as aws:
        session = aws.boto3_session()
        sns, sqs = session.client("sns"), session.client("sqs")
        topic = make_topic(sns)
        subscribe(sns, topic, make_queue(sqs, aws, "q"))
        sent = sns.publish(TopicArn=topic, Message="a")
        assert aws.trace(sent).fates == {"q": "refused"}
        assert aws.timeline.select(kind="Deliver")[0].details["ErrorCode"] == "AccessDenied"
        assert topic == ARN + "orders"
