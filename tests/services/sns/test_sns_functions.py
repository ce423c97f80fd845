"""Deliveries to functions and streams: the functions, and the calls that SNS makes to services that only listen."""

from __future__ import annotations

import json
import sys
from types import ModuleType
from typing import Any, ClassVar

import pytest

from fakeaws import NotSupportedError, World, router
from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Call, Result, Service

from .subscribers import ACCOUNT, QUEUE, invalid, make_queue, make_topic, messages, subscribe, text

FUNCTION = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:f"
STREAM = f"arn:aws:firehose:us-east-1:{ACCOUNT}:deliverystream/s"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/r"

#: The function has no policy that lets the topic in.
LET_IN = pytest.mark.filterwarnings("ignore::fakeaws.errors.MissingPolicyWarning")


class Listener(Service):
    """Keeps calls; answers or refuses."""

    name = "listener"
    validates = False
    calls: ClassVar[list[Call]] = []
    error: ClassVar[AwsError | None] = None

    def invoke(self, call: Call) -> Result:
        self.calls.append(call)
        if type(self).error is not None:
            raise type(self).error
        return {"StatusCode": 202}

    def put_record(self, call: Call) -> Result:
        self.calls.append(call)
        return {"RecordId": "1"}


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[Call]:
    """The calls to Lambda and Firehose, which are there for this test."""
    module: Any = ModuleType("listener")
    module.SERVICE = Listener
    monkeypatch.setitem(sys.modules, "listener", module)
    for service in ("lambda", "firehose"):
        monkeypatch.setitem(router.SERVICES, service, "listener")
        monkeypatch.setitem(router._classes, service, Listener)
    monkeypatch.setattr(Listener, "calls", [])
    monkeypatch.setattr(Listener, "error", None)
    return Listener.calls


@pytest.fixture
def topic(sns: Any) -> str:
    return make_topic(sns)


def test_without_firehose_it_says_so(sns: Any, topic: str) -> None:
    with pytest.raises(NotSupportedError, match="'firehose' need the service 'firehose'"):
        subscribe(sns, topic, STREAM, "firehose", SubscriptionRoleArn=ROLE)
    assert sns.list_subscriptions()["Subscriptions"] == []


def test_no_arn_of_a_function(sns: Any, topic: str) -> None:
    with invalid("Lambda endpoint ARN"):
        subscribe(sns, topic, "f", "lambda")
    assert sns.list_subscriptions()["Subscriptions"] == []


@LET_IN
def test_a_function(aws: World, sns: Any, topic: str) -> None:
    aws.lambda_.register("f", lambda event, context: event["Records"][0]["Sns"]["Message"])
    subscribe(sns, topic, FUNCTION, "lambda")
    sent = sns.publish(TopicArn=topic, Message="hello")
    aws.clock.run_until_idle()
    assert [each.result for each in aws.lambda_.function("f").invocations] == ["hello"]
    assert aws.trace(sent).fates == {"f": "delivered"}


@LET_IN
def test_accepted_is_delivered_whatever_the_function_does(aws: World, sns: Any, topic: str) -> None:
    @aws.lambda_.register("f")
    def fail(event: Any, context: Any) -> None:
        raise ValueError

    subscribe(sns, topic, FUNCTION, "lambda")
    sent = sns.publish(TopicArn=topic, Message="hello")
    aws.clock.run_until_idle()
    assert aws.trace(sent).fates == {"f": "delivered"}
    assert len(aws.lambda_.function("f").invocations) == 3


def test_an_unknown_function_is_not_tried_again(aws: World, sns: Any, sqs: Any, topic: str) -> None:
    make_queue(sqs, aws, "dlq", topic)
    subscribe(sns, topic, FUNCTION, "lambda", RedrivePolicy={"deadLetterTargetArn": QUEUE + "dlq"})
    sent = sns.publish(TopicArn=topic, Message="hello")
    assert aws.trace(sent).fates == {"f": "dead-lettered", "dlq": "visible"}
    [refusal] = aws.timeline.select(service="lambda", kind="Invoke")
    assert refusal.outcome == "ResourceNotFoundException"


def test_fifo_topics_have_no_functions(aws: World, sns: Any) -> None:
    fifo = make_topic(sns, "orders.fifo")
    aws.lambda_.register("f", lambda event, context: None)
    with pytest.raises(sns.exceptions.InvalidParameterException):
        subscribe(sns, fifo, FUNCTION, "lambda")


def test_the_event(aws: World, sns: Any, topic: str, calls: list[Call]) -> None:
    subscription = subscribe(sns, topic, FUNCTION + ":live", "lambda")
    attributes = {
        "s": text("x"),
        "n": {"DataType": "Number", "StringValue": "1"},
        "b": {"DataType": "Binary", "BinaryValue": b"\x02"},
    }
    sent = sns.publish(TopicArn=topic, Message="é", MessageAttributes=attributes)
    assert aws.trace(sent).fates == {"f": "delivered"}
    [call] = calls
    assert call.params["FunctionName"] == FUNCTION + ":live"
    assert call.params["InvocationType"] == "Event"
    assert (call.caller.service, call.caller.source_arn) == ("sns.amazonaws.com", topic)
    assert call.cause is not None
    event = json.loads(call.params["Payload"])
    [record] = event["Records"]
    sns_part = record.pop("Sns")
    assert record == {"EventSource": "aws:sns", "EventVersion": "1.0", "EventSubscriptionArn": subscription}
    assert list(sns_part) == [
        "Type",
        "MessageId",
        "TopicArn",
        "Subject",
        "Message",
        "Timestamp",
        "SignatureVersion",
        "Signature",
        "SigningCertUrl",
        "UnsubscribeUrl",
        "MessageAttributes",
    ]
    assert (sns_part["Subject"], sns_part["Message"], sns_part["MessageId"]) == (None, "é", sent["MessageId"])
    assert sns_part["MessageAttributes"] == {
        "s": {"Type": "String", "Value": "x"},
        "n": {"Type": "String", "Value": "1"},
        "b": {"Type": "Binary", "Value": "Ag=="},
    }


def test_no_raw_delivery(sns: Any, topic: str, calls: list[Call]) -> None:
    with invalid("Delivery protocol [lambda] does not support raw message delivery."):
        subscribe(sns, topic, FUNCTION, "lambda", RawMessageDelivery="true")


def test_refused_it_goes_to_the_dead_letter_queue_as_an_envelope(
    aws: World, sns: Any, sqs: Any, topic: str, calls: list[Call]
) -> None:
    make_queue(sqs, aws, "dlq", topic)
    subscribe(sns, topic, FUNCTION, "lambda", RedrivePolicy={"deadLetterTargetArn": QUEUE + "dlq"})
    Listener.error = AwsError("AccessDeniedException", "no", 403)
    message = json.dumps({"default": "d", "lambda": "for functions"})
    sent = sns.publish(TopicArn=topic, Message=message, MessageStructure="json")
    assert aws.trace(sent).fates == {"f": "dead-lettered", "dlq": "visible"}
    assert messages(aws, "dlq") == ["for functions"]


def test_streams(aws: World, sns: Any, topic: str, calls: list[Call]) -> None:
    subscribe(sns, topic, STREAM, "firehose", SubscriptionRoleArn=ROLE, RawMessageDelivery="true")
    sent = sns.publish(TopicArn=topic, Message="a")
    assert aws.trace(sent).fates == {"s": "delivered"}
    assert calls[0].params == {"DeliveryStreamName": "s", "Record": {"Data": b"a\n"}}
