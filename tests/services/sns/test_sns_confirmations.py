"""Confirmation, as queues of other accounts are asked for it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore import UNSIGNED
from botocore.config import Config

from fakeaws import World

from .subscribers import ACCOUNT, ARN, OTHER, QUEUE, bodies, invalid, make_queue, make_topic, refused, shown


@pytest.fixture
def topic(sns: Any) -> str:
    return make_topic(sns)


@pytest.fixture
def stranger(aws: World, sns: Any, topic: str) -> Any:
    """SNS of another account, which may subscribe."""
    sns.add_permission(TopicArn=topic, Label="l", AWSAccountId=[OTHER], ActionName=["Subscribe"])
    return aws.boto3_session(account=OTHER).client("sns")


def ask(stranger: Any, topic: str, **params: Any) -> str:
    arn: str = stranger.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=QUEUE + "q", **params)["SubscriptionArn"]
    return arn


def counts(sns: Any, topic: str) -> tuple[str, str]:
    found = sns.get_topic_attributes(TopicArn=topic)["Attributes"]
    return found["SubscriptionsConfirmed"], found["SubscriptionsPending"]


def test_the_owner_of_the_queue_is_asked(aws: World, sns: Any, sqs: Any, topic: str, stranger: Any) -> None:
    make_queue(sqs, aws, "q", topic)
    assert ask(stranger, topic) == "pending confirmation"
    [item] = stranger.list_subscriptions()["Subscriptions"]
    assert (item["SubscriptionArn"], item["Owner"]) == ("PendingConfirmation", OTHER)
    assert sns.list_subscriptions()["Subscriptions"] == []
    assert counts(sns, topic) == ("0", "1")
    [body] = bodies(aws, "q")
    document = json.loads(body)
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
    assert body.startswith('{\n  "Type" : "SubscriptionConfirmation",\n  "MessageId" : "')
    token = document["Token"]
    assert len(token) == 288
    assert document["Message"] == (
        f"You have chosen to subscribe to the topic {topic}.\n"
        "To confirm the subscription, visit the SubscribeURL included in this message."
    )
    assert document["SubscribeURL"] == (
        f"https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn={topic}&Token={token}"
    )

    lost = sns.publish(TopicArn=topic, Message="before")
    assert [record.outcome for record in aws.trace(lost)] == ["ok", "unconfirmed"]
    confirmed = sns.confirm_subscription(TopicArn=topic, Token=token)["SubscriptionArn"]
    assert sns.confirm_subscription(TopicArn=ARN + "other", Token=token)["SubscriptionArn"] == confirmed
    assert counts(sns, topic) == ("1", "0")
    found = shown(sns, confirmed)
    assert (found["PendingConfirmation"], found["ConfirmationWasAuthenticated"]) == ("false", "false")
    sent = sns.publish(TopicArn=topic, Message="after")
    assert aws.trace(sent).fates == {"q": "visible"}


def test_the_arn_on_request_and_a_fresh_token(aws: World, sns: Any, sqs: Any, topic: str, stranger: Any) -> None:
    make_queue(sqs, aws, "q", topic)
    arn = ask(stranger, topic, ReturnSubscriptionArn=True)
    assert shown(sns, arn)["PendingConfirmation"] == "true"
    assert ask(stranger, topic) == "pending confirmation"
    first, second = (json.loads(body)["Token"] for body in bodies(aws, "q"))
    assert first != second
    sns.confirm_subscription(TopicArn=topic, Token=second, AuthenticateOnUnsubscribe="true")
    assert shown(sns, arn)["ConfirmationWasAuthenticated"] == "true"


def test_what_is_no_token(sns: Any, topic: str) -> None:
    with invalid("Token"):
        sns.confirm_subscription(TopicArn=topic, Token="0" * 288)
    with refused("InvalidParameter", "Invalid token"):
        sns.confirm_subscription(TopicArn=topic, Token="token")
    for arn in ("topic", f"arn:aws:sns:eu-west-1:{ACCOUNT}:orders"):
        with invalid("Topic"):
            sns.confirm_subscription(TopicArn=arn, Token="0" * 288)


def test_who_unsubscribes_without_signing(aws: World, sns: Any, sqs: Any, topic: str, stranger: Any) -> None:
    make_queue(sqs, aws, "q", topic)
    arn = ask(stranger, topic, ReturnSubscriptionArn=True)
    token = json.loads(bodies(aws, "q")[0])["Token"]
    unsigned = aws.boto3_session().client("sns", config=Config(signature_version=UNSIGNED))
    sns.confirm_subscription(TopicArn=topic, Token=token, AuthenticateOnUnsubscribe="true")
    with pytest.raises(unsigned.exceptions.AuthorizationErrorException):
        unsigned.unsubscribe(SubscriptionArn=arn)
    sns.unsubscribe(SubscriptionArn=arn)
    ask(stranger, topic)
    token = json.loads(bodies(aws, "q")[1])["Token"]
    arn = unsigned.confirm_subscription(TopicArn=topic, Token=token)["SubscriptionArn"]
    unsigned.unsubscribe(SubscriptionArn=arn)
    assert counts(sns, topic) == ("0", "0")


def test_unconfirmed_it_goes_after_three_days(aws: World, sns: Any, sqs: Any, topic: str, stranger: Any) -> None:
    make_queue(sqs, aws, "q", topic)
    arn = ask(stranger, topic, ReturnSubscriptionArn=True)
    with pytest.raises(sns.exceptions.InvalidParameterException):
        sns.unsubscribe(SubscriptionArn=arn)
    token = json.loads(bodies(aws, "q")[0])["Token"]
    aws.clock.advance(days=2)
    with invalid("Token"):
        sns.confirm_subscription(TopicArn=topic, Token=token)
    aws.clock.advance(hours=23, minutes=59)
    assert counts(sns, topic) == ("0", "1")
    aws.clock.advance(minutes=1)
    assert counts(sns, topic) == ("0", "0")
    assert stranger.list_subscriptions()["Subscriptions"] == []


def test_confirmed_it_stays(aws: World, sns: Any, sqs: Any, topic: str, stranger: Any) -> None:
    make_queue(sqs, aws, "q", topic)
    ask(stranger, topic)
    sns.confirm_subscription(TopicArn=topic, Token=json.loads(bodies(aws, "q")[0])["Token"])
    aws.clock.advance(days=4)
    assert counts(sns, topic) == ("1", "0")
