"""Topics: names, attributes, what CreateTopic may be repeated with, and the policy."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeaws import World, mock_aws

from .subscribers import ACCOUNT, ARN, OTHER, invalid, make_topic, no_topic, refused, subscribe_queue

RETRY = {
    "minDelayTarget": 20,
    "maxDelayTarget": 20,
    "numRetries": 3,
    "numMaxDelayRetries": 0,
    "numNoDelayRetries": 0,
    "numMinDelayRetries": 0,
    "backoffFunction": "linear",
}


def attributes(sns: Any, arn: str) -> dict[str, str]:
    found: dict[str, str] = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    return found


def change(sns: Any, arn: str, name: str, value: str) -> None:
    sns.set_topic_attributes(TopicArn=arn, AttributeName=name, AttributeValue=value)


def test_a_fresh_topic(sns: Any) -> None:
    arn = make_topic(sns, "orders")
    assert arn == ARN + "orders"
    assert attributes(sns, arn) == {
        "TopicArn": arn,
        "Owner": ACCOUNT,
        "DisplayName": "",
        "SubscriptionsConfirmed": "0",
        "SubscriptionsPending": "0",
        "SubscriptionsDeleted": "0",
        "Policy": '{"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID",'
        '"Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:GetTopicAttributes","SNS:SetTopicAttributes",'
        '"SNS:AddPermission","SNS:RemovePermission","SNS:DeleteTopic","SNS:Subscribe","SNS:ListSubscriptionsByTopic",'
        '"SNS:Publish"],"Resource":"arn:aws:sns:us-east-1:123456789012:orders","Condition":{"StringEquals":'
        '{"AWS:SourceOwner":"123456789012"}}}]}',
        "EffectiveDeliveryPolicy": '{"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,'
        '"numRetries":3,"numMaxDelayRetries":0,"numNoDelayRetries":0,"numMinDelayRetries":0,"backoffFunction":"linear"},'
        '"disableSubscriptionOverrides":false,"defaultRequestPolicy":{"headerContentType":"text/plain; charset=UTF-8"}}}',
    }


def test_a_fresh_fifo_topic(sns: Any) -> None:
    found = attributes(sns, make_topic(sns, "orders.fifo"))
    assert (found["FifoTopic"], found["ContentBasedDeduplication"]) == ("true", "false")
    assert len(found) == 10


@pytest.mark.parametrize("name", ["", "a" * 257, "a b", "ä", "orders.fifo", "a" * 257 + ".fifo"])
def test_names(sns: Any, name: str) -> None:
    with invalid("Topic Name"):
        sns.create_topic(Name=name)


def test_fifo_names(sns: Any) -> None:
    for name in ("orders", ".fifo", "a" * 252 + ".fifo"):
        with invalid("Topic Name"):
            sns.create_topic(Name=name, Attributes={"FifoTopic": "true"})
    make_topic(sns, "a" * 251 + ".fifo")
    make_topic(sns, "a" * 256)


class TestCreateTopicAgain:
    DIFFERENT = "Attributes Reason: Topic already exists with different attributes"

    def test_with_what_it_has(self, sns: Any) -> None:
        arn = make_topic(sns, "orders", DisplayName="Orders")
        for given in ({}, {"DisplayName": "Orders"}, {"FifoTopic": "false"}):
            assert make_topic(sns, "orders", **given) == arn
        assert sns.create_topic(Name="orders")["TopicArn"] == arn
        assert "FifoTopic" not in attributes(sns, arn)

    def test_with_something_else(self, sns: Any) -> None:
        make_topic(sns, "orders")
        for given in ({"DisplayName": "x"}, {"SignatureVersion": "2"}):
            with invalid(self.DIFFERENT):
                make_topic(sns, "orders", **given)

    def test_tags(self, sns: Any) -> None:
        tag, other = {"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}
        arn = sns.create_topic(Name="orders", Tags=[tag])["TopicArn"]
        for tags in ([], [tag]):
            assert sns.create_topic(Name="orders", Tags=tags)["TopicArn"] == arn
        for tags in ([tag, other], [other], [{"Key": "a", "Value": "2"}]):
            with invalid("Tags Reason: Topic already exists with different tags"):
                sns.create_topic(Name="orders", Tags=tags)
        with invalid("Duplicated keys are not allowed."):
            sns.create_topic(Name="new", Tags=[tag, tag])
        sns.delete_topic(TopicArn=arn)
        sns.create_topic(Name="orders", Tags=[other])

    def test_elsewhere_it_is_another(self, aws: World, sns: Any) -> None:
        make_topic(sns, "orders")
        there = aws.boto3_session(region="eu-west-1").client("sns")
        assert (
            there.create_topic(Name="orders", Attributes={"DisplayName": "x"})["TopicArn"].split(":")[3] == "eu-west-1"
        )


class TestArns:
    def test_too_short(self, sns: Any) -> None:
        for given, parts in (("", 1), ("orders", 1), ("arn:aws:sns:us-east-1:123456789012", 5)):
            with invalid(f"TopicArn Reason: An ARN must have at least 6 elements, not {parts}"):
                sns.get_topic_attributes(TopicArn=given)

    def test_another_region(self, sns: Any) -> None:
        arn = f"arn:aws:sns:eu-west-1:{ACCOUNT}:orders"
        for call in (sns.get_topic_attributes, sns.delete_topic, sns.list_subscriptions_by_topic):
            with invalid("TopicArn"):
                call(TopicArn=arn)
        with invalid("TopicArn"):
            sns.publish(TopicArn=arn, Message="a")

    def test_no_such_topic(self, sns: Any) -> None:
        with no_topic():
            sns.get_topic_attributes(TopicArn=ARN + "orders")
        with no_topic():
            sns.publish(TopicArn=ARN + "orders", Message="a")


def test_deleting_is_idempotent(aws: World, sns: Any, sqs: Any) -> None:
    arn = make_topic(sns)
    subscription = subscribe_queue(sns, sqs, aws, arn, "q")
    for _ in range(2):
        sns.delete_topic(TopicArn=arn)
    sns.delete_topic(TopicArn=ARN + "never")
    with no_topic():
        sns.get_topic_attributes(TopicArn=arn)
    assert sns.get_subscription_attributes(SubscriptionArn=subscription)["Attributes"]["TopicArn"] == arn
    aws.clock.advance(minutes=1)
    assert sns.list_subscriptions()["Subscriptions"] == []
    make_topic(sns)
    assert attributes(sns, arn)["SubscriptionsConfirmed"] == "0"


def test_pages_of_a_hundred(sns: Any) -> None:
    for number in range(201):
        make_topic(sns, f"t{number:03}")
    sizes, arns = [], []
    for page in sns.get_paginator("list_topics").paginate():
        sizes.append(len(page["Topics"]))
        arns += [topic["TopicArn"] for topic in page["Topics"]]
    assert sizes == [100, 100, 1]
    assert arns == [f"{ARN}t{number:03}" for number in range(201)]
    with invalid("NextToken"):
        sns.list_topics(NextToken="x")


class TestAttributes:
    def test_changing(self, sns: Any) -> None:
        arn = make_topic(sns)
        for name, value in (
            ("DisplayName", "Orders"),
            ("SignatureVersion", "2"),
            ("TracingConfig", "Active"),
            ("KmsMasterKeyId", "alias/aws/sns"),
            ("MaximumMessageSize", "1024"),
            ("SQSSuccessFeedbackSampleRate", "100"),
            ("LambdaFailureFeedbackRoleArn", "arn:aws:iam::123456789012:role/r"),
        ):
            assert name == "DisplayName" or name not in attributes(sns, arn)
            change(sns, arn, name, value)
            assert attributes(sns, arn)[name] == value

    @pytest.mark.parametrize(
        "name", ["FifoTopic", "Nonsense", "ContentBasedDeduplication", "ArchivePolicy", "TopicArn"]
    )
    def test_names_that_cannot_be_changed(self, sns: Any, name: str) -> None:
        with invalid("AttributeName"):
            change(sns, make_topic(sns), name, "true")

    def test_values_that_are_not_allowed(self, sns: Any) -> None:
        arn = make_topic(sns)
        before = attributes(sns, arn)
        for name, value in (
            ("DisplayName", "x" * 101),
            ("SignatureVersion", "3"),
            ("TracingConfig", "on"),
            ("MaximumMessageSize", "1023"),
            ("MaximumMessageSize", "1048577"),
            ("HTTPSuccessFeedbackSampleRate", "101"),
        ):
            with pytest.raises(sns.exceptions.InvalidParameterException, match=f"^.*Invalid parameter: {name}: "):
                change(sns, arn, name, value)
        assert attributes(sns, arn) == before

    def test_unknown_at_creation(self, sns: Any) -> None:
        with invalid("Attributes Reason: Unknown attribute X"):
            make_topic(sns, "orders", X="1")
        with invalid("Attributes Reason: ContentBasedDeduplication can only be set on a FIFO topic"):
            make_topic(sns, "orders", ContentBasedDeduplication="true")
        with no_topic():
            attributes(sns, ARN + "orders")


class TestDeliveryPolicy:
    def test_shown_as_given_and_in_effect(self, sns: Any) -> None:
        arn = make_topic(sns)
        retry = {"minDelayTarget": 1, "maxDelayTarget": 2, "numRetries": 5}
        change(sns, arn, "DeliveryPolicy", json.dumps({"http": {"defaultHealthyRetryPolicy": retry}}))
        found = attributes(sns, arn)
        assert json.loads(found["DeliveryPolicy"]) == {
            "http": {"defaultHealthyRetryPolicy": retry, "disableSubscriptionOverrides": False}
        }
        effective = json.loads(found["EffectiveDeliveryPolicy"])["http"]
        assert effective["defaultHealthyRetryPolicy"] == {**RETRY, **retry}
        change(sns, arn, "DeliveryPolicy", "")
        assert "DeliveryPolicy" not in attributes(sns, arn)

    def test_null_leaves_a_rest(self, sns: Any) -> None:
        arn = make_topic(sns)
        change(sns, arn, "DeliveryPolicy", '{"http":{"defaultHealthyRetryPolicy":null}}')
        assert attributes(sns, arn)["DeliveryPolicy"] == '{"http":{"disableSubscriptionOverrides":false}}'
        assert json.loads(attributes(sns, arn)["EffectiveDeliveryPolicy"])["http"]["defaultHealthyRetryPolicy"] == RETRY


class TestPolicy:
    def test_replaced_and_reset(self, sns: Any) -> None:
        arn = make_topic(sns)
        default = attributes(sns, arn)["Policy"]
        statement = {"Effect": "Allow", "Principal": {"AWS": OTHER}, "Action": "sns:Publish", "Resource": arn}
        text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        change(sns, arn, "Policy", text)
        assert attributes(sns, arn)["Policy"] == text
        change(sns, arn, "Policy", "")
        assert attributes(sns, arn)["Policy"] == default

    def test_refused(self, sns: Any) -> None:
        arn = make_topic(sns)

        def put(**changes: Any) -> None:
            statement = {"Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": arn, **changes}
            change(sns, arn, "Policy", json.dumps({"Version": "2012-10-17", "Statement": [statement]}))

        with invalid("Policy statement action out of service scope!"):
            put(Action="sqs:SendMessage")
        with invalid("Policy Error: null"):
            put(Resource=arn + "x")
        with invalid("Policy Error: This policy contains invalid Json"):
            change(sns, arn, "Policy", "{")

    def test_permissions(self, sns: Any) -> None:
        arn = make_topic(sns)
        default = json.loads(attributes(sns, arn)["Policy"])

        def add(label: str, accounts: list[str], actions: list[str]) -> None:
            sns.add_permission(TopicArn=arn, Label=label, AWSAccountId=accounts, ActionName=actions)

        add("one", [OTHER], ["publish"])
        add("two", [OTHER, ACCOUNT], ["Publish", "Subscribe"])
        one, two = json.loads(attributes(sns, arn)["Policy"])["Statement"][1:]
        assert list(one.items()) == [
            ("Sid", "one"),
            ("Effect", "Allow"),
            ("Principal", {"AWS": f"arn:aws:iam::{OTHER}:root"}),
            ("Action", "SNS:Publish"),
            ("Resource", arn),
        ]
        assert two["Principal"] == {"AWS": [f"arn:aws:iam::{OTHER}:root", f"arn:aws:iam::{ACCOUNT}:root"]}
        assert two["Action"] == ["SNS:Publish", "SNS:Subscribe"]
        with invalid("Statement already exists"):
            add("one", [OTHER], ["Publish"])
        with invalid("Policy statement action out of service scope!"):
            add("three", [OTHER], ["Unsubscribe"])
        with no_topic():
            sns.add_permission(TopicArn=arn + "x", Label="l", AWSAccountId=[OTHER], ActionName=["Publish"])
        sns.remove_permission(TopicArn=arn, Label="one")
        sns.remove_permission(TopicArn=arn, Label="unknown")
        sns.remove_permission(TopicArn=arn, Label="two")
        assert json.loads(attributes(sns, arn)["Policy"]) == default

    def test_strangers_need_it(self, aws: World, sns: Any) -> None:
        arn = make_topic(sns)
        stranger = aws.boto3_session(account=OTHER).client("sns")
        who = f"User: arn:aws:iam::{OTHER}:user/test is not authorized to perform: SNS:Publish on resource: {arn}"
        with refused(
            "AuthorizationError", f"{who} because no resource-based policy allows the SNS:Publish action", 403
        ):
            stranger.publish(TopicArn=arn, Message="a")
        sns.add_permission(TopicArn=arn, Label="l", AWSAccountId=[OTHER], ActionName=["Publish"])
        stranger.publish(TopicArn=arn, Message="a")
        with pytest.raises(stranger.exceptions.AuthorizationErrorException):
            stranger.get_topic_attributes(TopicArn=arn)

    def test_a_deny_binds_the_owner(self, sns: Any) -> None:
        arn = make_topic(sns)
        statement = {"Effect": "Deny", "Principal": "*", "Action": "sns:Publish", "Resource": arn}
        change(sns, arn, "Policy", json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
        who = f"User: arn:aws:iam::{ACCOUNT}:user/test is not authorized to perform: SNS:Publish on resource: {arn}"
        with refused("AuthorizationError", f"{who} with an explicit deny in a resource-based policy", 403):
            sns.publish(TopicArn=arn, Message="a")

    def test_nothing_is_judged_when_off(self) -> None:
        with mock_aws(policies="off") as aws:
            arn = make_topic(aws.boto3_session().client("sns"))
            aws.boto3_session(account=OTHER).client("sns").publish(TopicArn=arn, Message="a")
