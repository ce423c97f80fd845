"""The handshake of web endpoints: asked, confirmed by the application itself, ended, restored."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any
from xml.etree import ElementTree

import boto3
import pytest

from fakeaws import World
from fakeaws.endpoints import Request
from tests.services.sns.web import URL, Shop, confirm, kind, subscribed

NAMESPACE = "{http://sns.amazonaws.com/doc/2010-03-31/}"


def attributes(sns: Any, arn: str) -> dict[str, str]:
    found: dict[str, str] = sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
    return found


def subscriptions(sns: Any) -> list[str]:
    return [each["SubscriptionArn"] for each in sns.list_subscriptions()["Subscriptions"]]


def test_the_endpoint_is_asked(aws: World, sns: Any) -> None:
    endpoint = aws.sns.register_endpoint(URL, lambda request: None)
    topic = subscribed(sns)
    aws.clock.run_until_idle()
    [asked] = endpoint.requests
    document = asked.json()
    assert list(document) == [
        "Type",
        "MessageId",
        "Token",
        "TopicArn",
        "Message",
        "SubscribeURL",
        "Timestamp",
        "SignatureVersion",
        "Signature",
        "SigningCertURL",
    ]
    assert asked.text.startswith('{\n  "Type" : "SubscriptionConfirmation",\n  "MessageId" : ')
    assert dict(asked.headers.pairs) == {
        "x-amz-sns-message-type": "SubscriptionConfirmation",
        "x-amz-sns-message-id": document["MessageId"],
        "x-amz-sns-topic-arn": topic,
        "Content-Length": str(len(asked.body)),
        "Content-Type": "text/plain; charset=UTF-8",
        "Host": "shop.example.com",
        "Connection": "Keep-Alive",
        "User-Agent": "Amazon Simple Notification Service Agent",
        "Accept-Encoding": "gzip,deflate",
    }
    assert subscriptions(sns) == ["PendingConfirmation"]


def test_the_application_confirms_in_its_own_handler(aws: World, sns: Any) -> None:
    shop = Shop(aws)
    topic = subscribed(sns)
    [arn] = subscriptions(sns)
    assert arn.startswith(f"{topic}:")
    shown = attributes(sns, arn)
    assert (shown["PendingConfirmation"], shown["ConfirmationWasAuthenticated"]) == ("false", "false")
    sns.publish(TopicArn=topic, Message="hello")
    aws.clock.run_until_idle()
    assert [each.json()["Message"] for each in shop.notifications] == ["hello"]
    assert [record.actor for record in aws.timeline.select(kind="ConfirmSubscription")] == ["shop.example.com/sns"]


def test_the_answer_is_awss_xml(aws: World, sns: Any) -> None:
    endpoint = aws.sns.register_endpoint(URL, lambda request: None)
    subscribed(sns)
    aws.clock.run_until_idle()
    first, second = confirm(endpoint.requests[0]), confirm(endpoint.requests[0])
    root = ElementTree.fromstring(first)
    assert root.tag == f"{NAMESPACE}ConfirmSubscriptionResponse"
    path = f"{NAMESPACE}ConfirmSubscriptionResult/{NAMESPACE}SubscriptionArn"
    assert [root.findtext(path)] == [ElementTree.fromstring(second).findtext(path)] == subscriptions(sns)


@pytest.mark.parametrize(
    ("token", "code", "message"),
    [("short", "InvalidParameter", "Invalid token"), ("a" * 288, "InvalidParameter", "Invalid parameter: Token")],
)
def test_a_wrong_token_is_awss_error(aws: World, sns: Any, token: str, code: str, message: str) -> None:
    topic = sns.create_topic(Name="orders")["TopicArn"]
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(
            f"https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn={topic}&Token={token}"
        )
    root = ElementTree.fromstring(caught.value.read())
    assert caught.value.code == 400
    assert root.tag == f"{NAMESPACE}ErrorResponse"
    assert root.findtext(f"{NAMESPACE}Error/{NAMESPACE}Code") == code
    assert root.findtext(f"{NAMESPACE}Error/{NAMESPACE}Message") == message
    caught.value.close()


def test_what_is_published_before_the_confirmation_is_lost(aws: World, sns: Any) -> None:
    endpoint = aws.sns.register_endpoint(URL, lambda request: None)
    topic = subscribed(sns)
    early = sns.publish(TopicArn=topic, Message="early")
    aws.clock.advance(days=1)
    confirm(endpoint.requests[0])
    sns.publish(TopicArn=topic, Message="late")
    aws.clock.run_until_idle()
    assert [each.json()["Message"] for each in endpoint.requests if kind(each) == "Notification"] == ["late"]
    assert aws.timeline.select(outcome="unconfirmed")[0].message_id == early["MessageId"]


def test_an_endpoint_that_refuses_is_not_confirmed(aws: World, sns: Any) -> None:
    endpoint = aws.sns.register_endpoint(URL, lambda request: 500)
    subscribed(sns)
    aws.clock.advance(hours=1)
    assert len(endpoint.requests) == 1
    assert subscriptions(sns) == ["PendingConfirmation"]


def test_subscribing_again_asks_again(aws: World, sns: Any) -> None:
    endpoint = aws.sns.register_endpoint(URL, lambda request: None)
    subscribed(sns)
    subscribed(sns)
    aws.clock.run_until_idle()
    first, second = endpoint.requests
    assert first.json()["Token"] != second.json()["Token"]


def test_nobody_confirms_an_endpoint_that_is_not_registered(aws: World, sns: Any) -> None:
    subscribed(sns)
    aws.clock.advance(seconds=1)
    [record] = aws.timeline.select(service="http")
    assert (record.resource, record.outcome) == (URL, "connection refused")
    assert record.cause is not None
    assert record.cause.kind == "Subscribe"


@pytest.mark.parametrize(
    ("protocol", "endpoint"),
    [
        ("https", "http://shop.example.com/sns"),
        ("http", "https://shop.example.com/sns"),
        ("https", "shop.example.com"),
        ("https", "https:///sns"),
        ("https", "https://[half/"),
        ("http", ""),
    ],
)
def test_the_endpoint_has_to_fit_the_protocol(aws: World, sns: Any, protocol: str, endpoint: str) -> None:
    topic = sns.create_topic(Name="orders")["TopicArn"]
    with pytest.raises(sns.exceptions.InvalidParameterException) as caught:
        sns.subscribe(TopicArn=topic, Protocol=protocol, Endpoint=endpoint)
    message = caught.value.response["Error"]["Message"]
    assert message == "Invalid parameter: Endpoint must match the specified protocol"
    assert subscriptions(sns) == []


def test_the_unsubscribe_link(aws: World, sns: Any) -> None:
    shop = Shop(aws)
    topic = subscribed(sns)
    sns.publish(TopicArn=topic, Message="hello")
    aws.clock.run_until_idle()
    [arn] = subscriptions(sns)
    answer = urllib.request.urlopen(shop.notifications[0].json()["UnsubscribeURL"]).read()
    assert ElementTree.fromstring(answer).tag == f"{NAMESPACE}UnsubscribeResponse"
    aws.clock.run_until_idle()
    assert subscriptions(sns) == []
    [goodbye] = shop.of_kind("UnsubscribeConfirmation")
    assert goodbye.headers["x-amz-sns-subscription-arn"] == arn
    assert goodbye.headers["content-type"] == "text/plain; charset=UTF-8"
    assert goodbye.json()["Message"].startswith(f"You have chosen to deactivate subscription {arn}.\n")
    confirm(goodbye)
    assert subscriptions(sns) == [arn]


def test_authenticated_unsubscribes(aws: World, sns: Any) -> None:
    endpoint = aws.sns.register_endpoint(URL, lambda request: None)
    topic = subscribed(sns)
    aws.clock.run_until_idle()
    arn = sns.confirm_subscription(
        TopicArn=topic, Token=endpoint.requests[0].json()["Token"], AuthenticateOnUnsubscribe="true"
    )["SubscriptionArn"]
    assert attributes(sns, arn)["ConfirmationWasAuthenticated"] == "true"
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn={arn}")
    assert caught.value.code == 403
    assert b"<Code>AuthorizationError</Code>" in caught.value.read()
    caught.value.close()
    assert subscriptions(sns) == [arn]
    sns.unsubscribe(SubscriptionArn=arn)
    assert subscriptions(sns) == []


def test_a_link_does_not_end_a_signed_subscription(aws: World, sns: Any, sqs: Any) -> None:
    sqs.create_queue(QueueName="inbox")
    topic = sns.create_topic(Name="orders")["TopicArn"]
    arn = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=aws.sqs.queue("inbox").arn)["SubscriptionArn"]
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn={arn}")
    assert subscriptions(sns) == [arn]


def test_a_topic_of_another_account_and_region(aws: World) -> None:
    sns: Any = aws.boto3_session(account="210987654321", region="eu-central-1").client("sns")
    shop = Shop(aws)
    topic = subscribed(sns)
    sns.publish(TopicArn=topic, Message="hallo")
    aws.clock.run_until_idle()
    [notification] = shop.notifications
    assert notification.json()["UnsubscribeURL"].startswith("https://sns.eu-central-1.amazonaws.com/?")


def test_confirmed_with_boto3(aws: World, sns: Any) -> None:
    def app(request: Request) -> None:
        document = json.loads(request.body)
        if document["Type"] == "SubscriptionConfirmation":
            boto3.client("sns").confirm_subscription(TopicArn=document["TopicArn"], Token=document["Token"])

    aws.sns.register_endpoint(URL, app)
    subscribed(sns)
    assert subscriptions(sns) != ["PendingConfirmation"]
