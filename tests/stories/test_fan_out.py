"""A topic and its subscribers as users write them, and what `diagnose` says when they are wired wrongly."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from fakeaws import World
from fakeaws.aws.policies import evaluate, parse_policy
from fakeaws.aws.policies.requests import Principal, Request
from tests.stories import shop
from tests.stories.diagnosing import rules, the

ENFORCED = pytest.mark.fakeaws(policies="enforced")
US = {"region": {"DataType": "String", "StringValue": "us"}}


@pytest.fixture
def sns(aws: World) -> Any:
    return boto3.client("sns")


@pytest.fixture
def topic(aws: World, sns: Any) -> str:
    """Orders go to audit, and to billing if they are from the EU; no queue lets the topic in yet."""
    return shop.create_topic(sns, boto3.client("sqs"))


def grant(aws: World, topic: str, *names: str) -> None:
    for name in names:
        aws.sqs.queue(name).grant_send(topic)


def set_billing(aws: World, sns: Any, **attributes: str) -> None:
    """Change billing's subscription."""
    [billing] = [each for each in aws.sns.topic("orders").subscriptions if each.endpoint.endswith("billing")]
    for name, value in attributes.items():
        sns.set_subscription_attributes(SubscriptionArn=billing.arn, AttributeName=name, AttributeValue=value)


def attributes_of(given: dict[str, tuple[str, str]]) -> dict[str, dict[str, str]]:
    """Message attributes by name, of a type and a text each."""
    return {name: {"DataType": data_type, "StringValue": text} for name, (data_type, text) in given.items()}


@ENFORCED
def test_us_orders_do_not_reach_billing(aws: World, sns: Any, topic: str) -> None:
    for name in ("billing", "audit"):
        aws.sqs.queue(name).grant_send(topic)
    sent = sns.publish(TopicArn=topic, Message="{}", MessageAttributes=US)
    assert aws.trace(sent).fates == {"billing": "filtered", "audit": "visible"}
    assert aws.diagnose() == []


@ENFORCED
class TestTopicNotAllowed:
    RULE = "topic-not-allowed"

    def test_no_policy(self, aws: World, sns: Any, topic: str) -> None:
        grant(aws, topic, "billing")
        sent = sns.publish(TopicArn=topic, Message="{}", MessageAttributes=US)
        sns.publish(TopicArn=topic, Message="{}", MessageAttributes=US)
        assert aws.trace(sent).fates == {"billing": "filtered", "audit": "refused"}
        assert rules(aws) == [self.RULE]
        found = the(aws, self.RULE)
        assert found.text == (
            f"Message {sent['MessageId'][:8]}, published to topic 'orders', did not reach queue 'audit' at +00:00:00: the "
            "queue's policy does not let SNS send on behalf of the topic. Neither Subscribe nor Publish tells; it is lost. "
            "So did 1 other message."
        )
        assert [record.kind for record in found.records] == ["Publish", "Deliver"] * 2

    def test_the_fix_is_the_statement(self, aws: World, sns: Any, topic: str) -> None:
        sns.publish(TopicArn=topic, Message="{}", MessageAttributes=US)
        fix = the(aws, self.RULE).fix
        statement = json.JSONDecoder().raw_decode(fix[fix.index("{") :])[0]
        policy = {"Version": "2012-10-17", "Statement": [statement]}
        arn = aws.sqs.queue("audit").arn
        request = Request(Principal.of_service("sns.amazonaws.com"), "sqs:SendMessage", arn, {"aws:SourceArn": topic})
        assert evaluate((parse_policy(policy),), request).allowed
        boto3.client("sqs").set_queue_attributes(
            QueueUrl=aws.sqs.queue("audit").url, Attributes={"Policy": json.dumps(policy)}
        )
        sent = sns.publish(TopicArn=topic, Message="{}", MessageAttributes=US)
        assert aws.trace(sent).fates["audit"] == "visible"

    def test_healthy_with_a_policy(self, aws: World, sns: Any, topic: str) -> None:
        grant(aws, topic, "billing", "audit")
        sns.publish(TopicArn=topic, Message="{}", MessageAttributes=US)
        assert aws.diagnose() == []


@ENFORCED
class TestDeadLetterQueueRefuses:
    RULE = "dead-letter-queue-refuses"

    @staticmethod
    def lose(aws: World, sns: Any, topic: str, *granted: str) -> str:
        """A message for a queue that is gone, with a dead-letter queue behind it."""
        sqs = boto3.client("sqs")
        sqs.create_queue(QueueName="audit-dlq")
        grant(aws, topic, "billing", "audit", *granted)
        redrive = json.dumps({"deadLetterTargetArn": aws.sqs.queue("audit-dlq").arn})
        [audit] = [each for each in aws.sns.topic("orders").subscriptions if each.endpoint.endswith("audit")]
        sns.set_subscription_attributes(
            SubscriptionArn=audit.arn, AttributeName="RedrivePolicy", AttributeValue=redrive
        )
        sqs.delete_queue(QueueUrl=aws.sqs.queue("audit").url)
        message_id: str = sns.publish(TopicArn=topic, Message="{}", MessageAttributes=US)["MessageId"]
        return message_id

    def test_no_policy_there_either(self, aws: World, sns: Any, topic: str) -> None:
        message_id = self.lose(aws, sns, topic)
        assert aws.trace(message_id).fates == {"billing": "filtered", "audit": "refused"}
        found = the(aws, self.RULE)
        assert rules(aws) == [self.RULE]
        assert "its dead-letter queue" not in found.text
        assert "dead-letter queue 'audit-dlq' did not take it either at +00:00:00 (AccessDenied: " in found.text
        assert found.fix.startswith("Add this statement to the Policy of queue 'audit-dlq': {")
        assert f'"aws:SourceArn": "{topic}"' in found.fix

    def test_healthy_with_a_policy(self, aws: World, sns: Any, topic: str) -> None:
        message_id = self.lose(aws, sns, topic, "audit-dlq")
        fates = {"billing": "filtered", "audit": "dead-lettered", "audit-dlq": "visible"}
        assert aws.trace(message_id).fates == fates
        assert aws.diagnose() == []


class TestFilterLooksElsewhere:
    RULE = "filter-looks-elsewhere"

    def test_data_in_the_body(self, aws: World, sns: Any, topic: str) -> None:
        grant(aws, topic, "billing", "audit")
        sent = sns.publish(TopicArn=topic, Message='{"region": "eu"}')
        assert aws.trace(sent).fates == {"billing": "filtered", "audit": "visible"}
        assert rules(aws) == [self.RULE]
        found = the(aws, self.RULE)
        assert "was filtered out for 'billing': the filter policy looks at its message attributes" in found.text
        assert "what it asks for is in the message's body" in found.text
        assert found.fix.startswith("Set the subscription's FilterPolicyScope to MessageBody")

    def test_healthy_when_the_scope_is_the_body(self, aws: World, sns: Any, topic: str) -> None:
        grant(aws, topic, "billing", "audit")
        set_billing(aws, sns, FilterPolicyScope="MessageBody")
        assert aws.trace(sns.publish(TopicArn=topic, Message='{"region": "eu"}')).fates["billing"] == "visible"
        assert aws.trace(sns.publish(TopicArn=topic, Message='{"region": "us"}')).fates["billing"] == "filtered"
        assert aws.diagnose() == []

    def test_healthy_when_something_got_through(self, aws: World, sns: Any, topic: str) -> None:
        grant(aws, topic, "billing", "audit")
        eu = {"region": {"DataType": "String", "StringValue": "eu"}}
        sns.publish(TopicArn=topic, Message="{}", MessageAttributes=eu)
        sns.publish(TopicArn=topic, Message='{"region": "eu"}')
        assert aws.diagnose() == []

    def test_healthy_when_the_scope_was_changed_since(self, aws: World, sns: Any, topic: str) -> None:
        grant(aws, topic, "billing", "audit")
        sns.publish(TopicArn=topic, Message='{"region": "eu"}')
        set_billing(aws, sns, FilterPolicyScope="MessageBody")
        assert aws.diagnose() == []
        assert aws.trace(sns.publish(TopicArn=topic, Message='{"region": "eu"}')).fates["billing"] == "visible"
        assert aws.diagnose() == []


class TestFilterNeverMatches:
    RULE = "filter-never-matches"

    @pytest.mark.parametrize(
        ("policy", "published", "differs", "fix"),
        [
            (
                {"region": ["EU"]},
                {"region": ("String", "eu")},
                "letter case at region",
                "Publish the value in the letter",
            ),
            ({"region": [{"prefix": "EU-"}]}, {"region": ("String", "eu-west")}, "letter case at region", "Publish"),
            ({"region": ["eu"]}, {"region": ("String", "eu ")}, "surrounding whitespace at region", "Strip the value"),
            (
                {"region": [" EU"]},
                {"region": ("String", "eu")},
                "letter case at region (and surrounding whitespace)",
                "",
            ),
            (
                {"items": [5]},
                {"items": ("String", "5")},
                "type at items (a string instead of a number)",
                "Publish the value in the type that the FilterPolicy asks for",
            ),
            ({"items": ["5"]}, {"items": ("Number", "5.0")}, "type at items (a number instead of a string)", "Publish"),
            (
                {"items": [{"numeric": [">", 4]}]},
                {"items": ("String", "5 ")},
                "surrounding whitespace at items",
                "Strip",
            ),
            (
                {"tags": ["gift"]},
                {"tags": ("String", '["gift", "new"]')},
                "type at tags (a string instead of a list)",
                "Publish the value in the type",
            ),
            (
                {"tags": ["gift"]},
                {"tags": ("String.Array", "gift")},
                "type at tags (a String.Array that is no JSON list)",
                "Publish the value in the type",
            ),
            (
                {"customerType": ["gold"]},
                {"customer_type": ("String", "gold")},
                "spelling of the key at customerType (the message has customer_type)",
                "Spell the key alike",
            ),
            (
                {"region": ["EU"], "items": [5], "paid": ["yes"]},
                {"region": ("String", "eu"), "items": ("String", "5"), "paid": ("String", "yes")},
                "letter case at region, type at items (a string instead of a number)",
                "Publish the value in the letter case",
            ),
        ],
    )
    def test_attributes(
        self,
        aws: World,
        sns: Any,
        topic: str,
        policy: dict[str, Any],
        published: dict[str, tuple[str, str]],
        differs: str,
        fix: str,
    ) -> None:
        grant(aws, topic, "billing", "audit")
        set_billing(aws, sns, FilterPolicy=json.dumps(policy))
        sent = sns.publish(TopicArn=topic, Message="{}", MessageAttributes=attributes_of(published))
        assert aws.trace(sent).fates == {"billing": "filtered", "audit": "visible"}
        assert rules(aws) == [self.RULE]
        assert f"and all that differs is the {differs}. Nothing got through yet." in the(aws, self.RULE).text
        assert the(aws, self.RULE).fix.startswith(fix)

    @pytest.mark.parametrize(
        ("policy", "body", "differs"),
        [
            ({"order": {"region": ["eu"]}}, {"order": {"region": "EU"}}, "letter case at order.region"),
            ({"paid": [True]}, {"paid": "true"}, "type at paid (a string instead of a boolean)"),
            ({"paid": ["true"]}, {"paid": True}, "type at paid (a boolean instead of a string)"),
            (
                {"order": {"customerType": [{"exists": True}]}},
                {"Order": {"customer-type": "gold"}},
                "spelling of the key at order.customerType (the message has Order.customer-type)",
            ),
        ],
    )
    def test_bodies(
        self, aws: World, sns: Any, topic: str, policy: dict[str, Any], body: dict[str, Any], differs: str
    ) -> None:
        grant(aws, topic, "billing", "audit")
        set_billing(aws, sns, FilterPolicy="{}")
        set_billing(aws, sns, FilterPolicyScope="MessageBody")
        set_billing(aws, sns, FilterPolicy=json.dumps(policy))
        sns.publish(TopicArn=topic, Message=json.dumps(body))
        assert rules(aws) == [self.RULE]
        assert f"all that differs is the {differs}." in the(aws, self.RULE).text

    def test_what_it_says(self, aws: World, sns: Any, topic: str) -> None:
        grant(aws, topic, "billing", "audit")
        shouted = attributes_of({"region": ("String", "EU")})
        sns.publish(TopicArn=topic, Message="{}", MessageAttributes=US)
        sent = sns.publish(TopicArn=topic, Message="{}", MessageAttributes=shouted)
        sns.publish(TopicArn=topic, Message="{}", MessageAttributes=shouted)
        found = the(aws, self.RULE)
        assert found.text == (
            f"Message {sent['MessageId'][:8]}, published to topic 'orders' at +00:00:00, was filtered out for 'billing' "
            '(region: wanted ["eu"], found "EU"), and all that differs is the letter case at region. Nothing got '
            "through yet. So did 1 other message."
        )
        assert [record.kind for record in found.records] == ["Publish", "Deliver"] * 2

    @pytest.mark.parametrize(
        ("policy", "published"),
        [
            ({"region": ["eu"]}, {"region": ("String", "us")}),
            ({"region": ["eu"], "paid": ["yes"]}, {"region": ("String", "EU"), "paid": ("String", "no")}),
            ({"items": [5]}, {"items": ("String", "6")}),
            ({"items": [{"anything-but": ["5"]}]}, {"items": ("String", "5")}),
            ({"region": [{"anything-but": {"prefix": "test"}}]}, {"region": ("String", "test-1")}),
            ({"region": [{"exists": False}]}, {"region": ("String", "eu")}),
            ({"tags": ["gift"]}, {"tags": ("String.Array", '["new"]')}),
            ({"customerType": ["gold"]}, {"customer_type": ("String", "silver")}),
            ({"customerType": ["gold"]}, {"kind": ("String", "gold")}),
        ],
    )
    def test_healthy_when_it_just_does_not_match(
        self, aws: World, sns: Any, topic: str, policy: dict[str, Any], published: dict[str, tuple[str, str]]
    ) -> None:
        grant(aws, topic, "billing", "audit")
        set_billing(aws, sns, FilterPolicy=json.dumps(policy))
        sent = sns.publish(TopicArn=topic, Message="{}", MessageAttributes=attributes_of(published))
        assert aws.trace(sent).fates == {"billing": "filtered", "audit": "visible"}
        assert aws.diagnose() == []

    def test_healthy_when_something_got_through(self, aws: World, sns: Any, topic: str) -> None:
        grant(aws, topic, "billing", "audit")
        for region in ("EU", "eu"):
            given = attributes_of({"region": ("String", region)})
            sns.publish(TopicArn=topic, Message="{}", MessageAttributes=given)
        assert aws.diagnose() == []

    def test_healthy_when_the_policy_was_corrected_since(self, aws: World, sns: Any, topic: str) -> None:
        grant(aws, topic, "billing", "audit")
        shouted = attributes_of({"region": ("String", "EU")})
        sns.publish(TopicArn=topic, Message="{}", MessageAttributes=shouted)
        assert rules(aws) == [self.RULE]
        set_billing(aws, sns, FilterPolicy='{"region": [{"equals-ignore-case": "eu"}]}')
        assert aws.diagnose() == []
        sent = sns.publish(TopicArn=topic, Message="{}", MessageAttributes=shouted)
        assert aws.trace(sent).fates["billing"] == "visible"
        set_billing(aws, sns, FilterPolicy='{"region": ["eu"]}')
        sns.publish(TopicArn=topic, Message="{}", MessageAttributes=shouted)
        assert rules(aws) == [self.RULE]


class TestUnconfirmedSubscription:
    RULE = "unconfirmed-subscription"

    @staticmethod
    def subscribe(aws: World, sns: Any, topic: str) -> str:
        """Another account subscribes our queue; the token that the queue got."""
        grant(aws, topic, "billing", "audit")
        sqs = boto3.client("sqs")
        url = sqs.create_queue(QueueName="partner")["QueueUrl"]
        grant(aws, topic, "partner")
        sns.add_permission(TopicArn=topic, Label="partner", AWSAccountId=["210987654321"], ActionName=["Subscribe"])
        stranger = aws.boto3_session(account="210987654321").client("sns")
        stranger.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=aws.sqs.queue("partner").arn)
        [message] = sqs.receive_message(QueueUrl=url)["Messages"]
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        token: str = json.loads(message["Body"])["Token"]
        return token

    def test_nobody_confirmed(self, aws: World, sns: Any, topic: str) -> None:
        self.subscribe(aws, sns, topic)
        aws.clock.advance(hours=1)
        sns.publish(TopicArn=topic, Message="{}", MessageAttributes=US)
        assert rules(aws) == [self.RULE]
        found = the(aws, self.RULE)
        assert "passed the subscription of 'partner' by: it has waited for confirmation since +00:00:00." in found.text
        aws.clock.advance(days=3)
        assert "nobody confirmed it within 3 d, and it is gone" in the(aws, self.RULE).text

    def test_healthy_when_confirmed(self, aws: World, sns: Any, topic: str) -> None:
        sns.confirm_subscription(TopicArn=topic, Token=self.subscribe(aws, sns, topic))
        sent = sns.publish(TopicArn=topic, Message="{}", MessageAttributes=US)
        assert aws.trace(sent).fates["partner"] == "visible"
        assert aws.diagnose() == []
