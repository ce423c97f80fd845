"""``aws.sns.outbox``: mails, push notifications, and the order of what was delivered."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import FrozenInstanceError
from datetime import timedelta
from typing import Any

import pytest

from fakeaws import World

from .subscribers import invalid, make_topic, subscribe, text
from .test_sns_platforms import make_app, make_endpoint

ANN = "ann@example.com"
PHONE = "+15551234567"


@pytest.fixture
def aws_options() -> dict[str, Any]:
    return {"config": {"sns": {"sms_sandbox": False}}}


def confirmed(aws: World, sns: Any, topic: str, address: str = ANN, protocol: str = "email") -> str:
    """A subscription by mail that its reader confirmed."""
    assert sns.subscribe(TopicArn=topic, Protocol=protocol, Endpoint=address)["SubscriptionArn"] == (
        "pending confirmation"
    )
    mail = aws.sns.outbox("email")[-1]
    arn: str = sns.confirm_subscription(TopicArn=topic, Token=mail.token)["SubscriptionArn"]
    assert arn == mail.subscription
    return arn


class TestMails:
    def test_a_confirmation_carries_its_token(self, aws: World, sns: Any) -> None:
        topic = make_topic(sns)
        sns.subscribe(TopicArn=topic, Protocol="email", Endpoint=ANN)
        lost = sns.publish(TopicArn=topic, Message="too early")
        [mail] = aws.sns.outbox("email")
        assert (mail.kind, mail.to, mail.topic) == ("confirmation", ANN, topic)
        assert mail.sender == "AWS Notifications <no-reply@sns.amazonaws.com>"
        assert mail.subject == "AWS Notification - Subscription Confirmation"
        assert mail.token is not None
        assert f"Action=ConfirmSubscription&TopicArn={topic}&Token={mail.token}" in mail.body
        assert aws.trace(lost).fates == {}

    def test_a_notification(self, aws: World, sns: Any) -> None:
        topic = make_topic(sns, DisplayName="Corner Shop")
        subscription = confirmed(aws, sns, topic)
        aws.clock.advance(hours=1)
        sent = sns.publish(TopicArn=topic, Subject="News", Message="line 1\nline 2")
        plain = sns.publish(TopicArn=topic, Message="no subject")
        first, second = aws.sns.outbox("email")[1:]
        assert (first.kind, first.to, first.subject, first.message) == ("notification", ANN, "News", "line 1\nline 2")
        assert first.sender == "Corner Shop <no-reply@sns.amazonaws.com>"
        assert first.body.startswith("line 1\nline 2\n\n--\n")
        assert f"Action=Unsubscribe&SubscriptionArn={subscription}" in first.body
        assert (first.message_id, first.topic, first.subscription) == (sent["MessageId"], topic, subscription)
        assert (first.at, first.time, first.token) == (timedelta(hours=1), aws.clock.now, None)
        assert (second.subject, second.message_id) == ("AWS Notification Message", plain["MessageId"])
        assert aws.trace(sent).fates == {ANN: "delivered"}

    def test_as_json(self, aws: World, sns: Any) -> None:
        topic = make_topic(sns)
        confirmed(aws, sns, topic, protocol="email-json")
        sns.publish(TopicArn=topic, Subject="News", Message="hello", MessageAttributes={"a": text("1")})
        asked, mail = aws.sns.outbox("email")
        assert json.loads(asked.body)["Token"] == asked.token
        document = json.loads(mail.body)
        assert (document["Type"], document["Message"], mail.message) == ("Notification", "hello", "hello")
        assert document["MessageAttributes"] == {"a": {"Type": "String", "Value": "1"}}

    def test_its_own_text(self, aws: World, sns: Any) -> None:
        topic = make_topic(sns)
        confirmed(aws, sns, topic)
        sns.publish(TopicArn=topic, MessageStructure="json", Message='{"default": "d", "email": "e"}')
        assert aws.sns.outbox("email")[-1].message == "e"

    def test_a_goodbye_restores(self, aws: World, sns: Any) -> None:
        topic = make_topic(sns)
        arn = confirmed(aws, sns, topic)
        sns.unsubscribe(SubscriptionArn=arn)
        lost = sns.publish(TopicArn=topic, Message="lost")
        goodbye = aws.sns.outbox("email")[-1]
        assert (goodbye.kind, goodbye.subject) == ("goodbye", "AWS Notification - Unsubscribe Confirmation")
        assert aws.trace(lost).fates == {}
        assert sns.confirm_subscription(TopicArn=topic, Token=goodbye.token)["SubscriptionArn"] == arn
        sns.publish(TopicArn=topic, Message="hello again")
        assert aws.sns.outbox("email")[-1].message == "hello again"

    def test_a_goodbye_after_a_new_subscription(self, aws: World, sns: Any) -> None:
        topic = make_topic(sns)
        first = confirmed(aws, sns, topic)
        sns.unsubscribe(SubscriptionArn=first)
        goodbye = aws.sns.outbox("email")[-1]
        second = confirmed(aws, sns, topic)
        assert second != first
        assert sns.confirm_subscription(TopicArn=topic, Token=goodbye.token)["SubscriptionArn"] == second
        listed = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
        assert [each["SubscriptionArn"] for each in listed] == [second]

    def test_on_the_timeline(self, aws: World, sns: Any) -> None:
        confirmed(aws, sns, make_topic(sns))
        [record] = aws.timeline.select(kind="Confirm")
        assert (record.resource, record.outcome, record.actor) == (ANN, "delivered", "aws")
        assert record.cause is not None
        assert record.cause.kind == "Subscribe"

    @pytest.mark.parametrize("address", ["", "ann", "ann@", "@example.com", "ann@example", "a b@example.com"])
    @pytest.mark.parametrize("protocol", ["email", "email-json"])
    def test_addresses(self, sns: Any, address: str, protocol: str) -> None:
        topic = make_topic(sns)
        with invalid("Email address"):
            sns.subscribe(TopicArn=topic, Protocol=protocol, Endpoint=address)

    @pytest.mark.parametrize("protocol", ["email", "email-json"])
    def test_raw_delivery_is_not_for_mails(self, sns: Any, protocol: str) -> None:
        with invalid(f"Delivery protocol [{protocol}] does not support raw message delivery."):
            subscribe(sns, make_topic(sns), ANN, protocol, RawMessageDelivery="true")


class TestPush:
    @pytest.mark.parametrize(
        ("platform", "payload"),
        [
            ("APNS", '{"aps":{"alert":"grüß \\"dich\\""}}'),
            ("APNS_VOIP_SANDBOX", '{"aps":{"alert":"grüß \\"dich\\""}}'),
            ("MACOS", '{"aps":{"alert":"grüß \\"dich\\""}}'),
            ("GCM", '{"data":{"default":"grüß \\"dich\\""}}'),
            ("ADM", '{"data":{"default":"grüß \\"dich\\""}}'),
            ("BAIDU", '{"title":"grüß \\"dich\\"","description":"grüß \\"dich\\""}'),
            ("WNS", 'grüß "dich"'),
        ],
    )
    def test_wrapped_for_its_platform(self, aws: World, sns: Any, platform: str, payload: str) -> None:
        app = make_app(sns, platform=platform)
        arn = make_endpoint(sns, app)
        sent = sns.publish(TargetArn=arn, Message='grüß "dich"')
        [message] = aws.sns.outbox("push")
        assert message.payload == payload
        assert (message.endpoint, message.application, message.platform) == (arn, app, platform)
        assert (message.token, message.topic, message.message_id) == ("token", None, sent["MessageId"])
        assert (message.ttl, message.at) == (timedelta(weeks=4), timedelta(0))
        assert aws.trace(sent).fates == {arn: "delivered"}

    def test_its_own_payload(self, aws: World, sns: Any) -> None:
        topic = make_topic(sns)
        payloads = {"APNS": '{"aps": {"alert": "a"}}', "GCM": '{"notification": {"title": "g"}}'}
        for platform in ("APNS", "GCM", "ADM"):
            subscribe(sns, topic, make_endpoint(sns, make_app(sns, platform=platform)), "application")
        sns.publish(TopicArn=topic, MessageStructure="json", Message=json.dumps({"default": "d", **payloads}))
        assert [(message.platform, message.payload) for message in aws.sns.outbox("push")] == [
            *payloads.items(),
            ("ADM", '{"data":{"default":"d"}}'),
        ]
        assert {message.topic for message in aws.sns.outbox("push")} == {topic}

    def test_a_payload_that_is_no_json(self, aws: World, sns: Any) -> None:
        arn = make_endpoint(sns, make_app(sns))
        sent = sns.publish(TargetArn=arn, MessageStructure="json", Message='{"default": "d", "GCM": "hello"}')
        assert aws.trace(sent).fates == {arn: "refused"}
        assert aws.sns.outbox("push") == []

    @pytest.mark.parametrize(
        ("platform", "body", "attributes", "seconds"),
        [
            ("GCM", {"time_to_live": 60}, {}, 60),
            ("GCM", {"time_to_live": 60}, {"AWS.SNS.MOBILE.GCM.TTL": "30"}, 30),
            ("GCM", {"time_to_live": "soon"}, {}, 2_419_200),
            ("GCM", {}, {"AWS.SNS.MOBILE.APNS.TTL": "30"}, 2_419_200),
            ("ADM", {"expiresAfter": 120}, {}, 120),
            ("APNS", {"time_to_live": 60}, {"AWS.SNS.MOBILE.APNS.TTL": "0"}, 0),
        ],
    )
    def test_time_to_live(
        self, aws: World, sns: Any, platform: str, body: Any, attributes: dict[str, str], seconds: int
    ) -> None:
        arn = make_endpoint(sns, make_app(sns, platform=platform))
        sns.publish(
            TargetArn=arn,
            MessageStructure="json",
            Message=json.dumps({"default": "d", platform: json.dumps(body)}),
            MessageAttributes={name: text(value) for name, value in attributes.items()},
        )
        assert [message.ttl for message in aws.sns.outbox("push")] == [timedelta(seconds=seconds)]

    def test_a_time_to_live_that_is_none(self, aws: World, sns: Any) -> None:
        arn = make_endpoint(sns, make_app(sns))
        sent = sns.publish(TargetArn=arn, Message="m", MessageAttributes={"AWS.SNS.MOBILE.GCM.TTL": text("soon")})
        assert aws.trace(sent).fates == {arn: "refused"}

    def test_attributes_for_the_platform(self, aws: World, sns: Any) -> None:
        arn = make_endpoint(sns, make_app(sns, platform="APNS"))
        wanted = {"AWS.SNS.MOBILE.APNS.PUSH_TYPE": text("background")}
        others = {"AWS.SNS.MOBILE.APNS_VOIP.TTL": text("1"), "customer": text("ann")}
        sns.publish(TargetArn=arn, Message="m", MessageAttributes={**wanted, **others})
        assert [message.attributes for message in aws.sns.outbox("push")] == [wanted]

    def test_raw_delivery_is_not_for_apps(self, sns: Any) -> None:
        arn = make_endpoint(sns, make_app(sns))
        with invalid("Delivery protocol [application] does not support raw message delivery."):
            subscribe(sns, make_topic(sns), arn, "application", RawMessageDelivery="true")


class TestOutboxes:
    def test_in_order_of_delivery_from_everywhere(self, aws: World, sns: Any) -> None:
        elsewhere: Any = aws.boto3_session(region="eu-west-1").client("sns")
        for number, client in enumerate((sns, elsewhere, sns)):
            client.publish(PhoneNumber=PHONE, Message=str(number))
        assert [message.text for message in aws.sns.outbox("sms")] == ["0", "1", "2"]

    def test_snapshots(self, aws: World, sns: Any) -> None:
        before = aws.sns.outbox("sms")
        sns.publish(PhoneNumber=PHONE, Message="hello")
        [message] = aws.sns.outbox("sms")
        assert before == []
        with pytest.raises(FrozenInstanceError):
            message.text = "changed"  # type: ignore[misc]

    def test_unknown_ones(self, aws: World) -> None:
        with pytest.raises(ValueError, match="there is no outbox 'fax'"):
            aws.sns.outbox("fax")  # type: ignore[call-overload]

    def test_a_copied_world_has_its_own(self, aws: World, sns: Any) -> None:
        make_endpoint(sns, make_app(sns, EventEndpointCreated=make_topic(sns)))
        sns.publish(PhoneNumber=PHONE, Message="both")
        assert len(aws.sns.outbox("sms")) == 1
        sns.create_sms_sandbox_phone_number(PhoneNumber=PHONE)  # its password is still to be sent
        twin = deepcopy(aws)
        sns.publish(PhoneNumber=PHONE, Message="one")
        assert len(aws.sns.outbox("sms")) == 3
        assert [message.text for message in twin.sns.outbox("sms")] == ["both"]
