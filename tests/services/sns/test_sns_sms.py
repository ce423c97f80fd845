"""Text messages: settings, numbers, opting out, what reaches a phone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fakeaws import World

from .subscribers import invalid, make_queue, make_topic, messages, refused, subscribe, text

PHONE = "+15551234567"
BADLY = "PhoneNumber Reason: input incorrectly formatted"


@pytest.fixture
def aws_options() -> dict[str, Any]:
    return {"config": {"sns": {"sms_sandbox": False}}}


def number(value: str) -> dict[str, str]:
    return {"DataType": "Number", "StringValue": value}


def send(sns: Any, to: str = PHONE, message: str = "hello", **params: Any) -> Any:
    return sns.publish(PhoneNumber=to, Message=message, **params)


class TestSettings:
    def test_of_a_region_that_nobody_touched(self, sns: Any) -> None:
        assert sns.get_sms_attributes()["attributes"] == {"MonthlySpendLimit": "1"}

    def test_only_those_that_are_asked_for(self, sns: Any) -> None:
        sns.set_sms_attributes(attributes={"DefaultSMSType": "Transactional", "DefaultSenderID": "Shop"})
        asked = sns.get_sms_attributes(attributes=["DefaultSenderID", "UsageReportS3Bucket"])
        assert asked["attributes"] == {"DefaultSenderID": "Shop"}
        assert len(sns.get_sms_attributes()["attributes"]) == 3

    def test_of_each_region(self, aws: World, sns: Any) -> None:
        sns.set_sms_attributes(attributes={"DefaultSenderID": "Shop"})
        elsewhere: Any = aws.boto3_session(region="eu-west-1").client("sns")
        assert elsewhere.get_sms_attributes()["attributes"] == {"MonthlySpendLimit": "1"}

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("MonthlySpendLimit", "200"),
            ("DeliveryStatusIAMRole", "arn:aws:iam::123456789012:role/sns"),
            ("DeliveryStatusSuccessSamplingRate", "100"),
            ("DefaultSenderID", "Shop1"),
            ("DefaultSMSType", "Promotional"),
            ("UsageReportS3Bucket", "reports"),
        ],
    )
    def test_values(self, sns: Any, name: str, value: str) -> None:
        sns.set_sms_attributes(attributes={name: value})
        assert sns.get_sms_attributes(attributes=[name])["attributes"] == {name: value}

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("DefaultSMSType", "invalidtype"),
            ("DefaultSMSType", ""),
            ("DefaultSenderID", "12345"),
            ("DefaultSenderID", "my shop"),
            ("DefaultSenderID", "twelveletter"),
            ("MonthlySpendLimit", "-1"),
            ("DeliveryStatusSuccessSamplingRate", "101"),
            ("DeliveryStatusIAMRole", "sns"),
            ("UsageReportS3Bucket", "A"),
        ],
    )
    def test_bad_values_change_nothing(self, sns: Any, name: str, value: str) -> None:
        before = sns.get_sms_attributes()["attributes"]
        with refused("InvalidParameter", f"{name} is invalid"):
            sns.set_sms_attributes(attributes={"MonthlySpendLimit": "7", name: value})
        assert sns.get_sms_attributes()["attributes"] == before

    def test_unknown_attributes(self, sns: Any) -> None:
        with refused("InvalidParameter", "InvalidAttribute is not a valid attribute"):
            sns.set_sms_attributes(attributes={"InvalidAttribute": "x"})

    def test_no_attributes(self, sns: Any) -> None:
        with refused(
            "ValidationError",
            "1 validation error detected: Value null at 'attributes' failed to satisfy constraint: Member must not be null",
        ):
            sns.set_sms_attributes(attributes={})

    def test_some_can_be_taken_away(self, sns: Any) -> None:
        sns.set_sms_attributes(attributes={"DefaultSenderID": "Shop"})
        sns.set_sms_attributes(attributes={"DefaultSenderID": ""})
        assert "DefaultSenderID" not in sns.get_sms_attributes()["attributes"]


class TestNumbers:
    @pytest.mark.parametrize("to", [PHONE, "+1-555-123-4567", "+1 (555) 123-4567", "15551234567"])
    def test_spellings_of_one(self, aws: World, sns: Any, to: str) -> None:
        sent = send(sns, to)
        assert [message.to for message in aws.sns.outbox("sms")] == [PHONE]
        assert aws.trace(sent).fates == {PHONE: "delivered"}

    @pytest.mark.parametrize(
        "to",
        ["+1a234", "", "+", "NAA+15551234567", "+15--551234567", "+15551234567.", "/+15551234567", "+1234567890123456"],
    )
    def test_what_is_none(self, aws: World, sns: Any, to: str) -> None:
        with invalid(f"PhoneNumber Reason: {to} is not valid to publish to"):
            send(sns, to)
        with refused("InvalidParameter", f"Invalid SMS endpoint: {to}"):
            sns.subscribe(TopicArn=make_topic(sns), Protocol="sms", Endpoint=to)
        with invalid(BADLY):
            sns.check_if_phone_number_is_opted_out(phoneNumber=to)
        with invalid(BADLY):
            sns.opt_in_phone_number(phoneNumber=to)
        with pytest.raises(ValueError, match="not a phone number"):
            aws.sns.opt_out(to)
        assert aws.sns.outbox("sms") == []


class TestOptOut:
    def test_accepted_and_not_delivered(self, aws: World, sns: Any) -> None:
        aws.sns.opt_out("+1 555 123 4567")
        assert sns.check_if_phone_number_is_opted_out(phoneNumber=PHONE)["isOptedOut"] is True
        sent = send(sns)
        assert aws.sns.outbox("sms") == []
        assert aws.trace(sent).fates == {PHONE: "refused"}
        [refusal] = aws.timeline.select(kind="Deliver", outcome="refused")
        assert refusal.details["reason"] == "the phone number is opted out"

    def test_a_refused_message_goes_to_the_dead_letter_queue(self, aws: World, sns: Any, sqs: Any) -> None:
        topic = make_topic(sns)
        dead = make_queue(sqs, aws, "dead", topic)
        subscribe(sns, topic, PHONE, "sms", RedrivePolicy={"deadLetterTargetArn": dead})
        aws.sns.opt_out(PHONE)
        sns.publish(TopicArn=topic, Message="42")
        assert messages(aws, "dead") == ["42"]

    def test_opted_in_again(self, aws: World, sns: Any) -> None:
        aws.sns.opt_out(PHONE)
        sns.opt_in_phone_number(phoneNumber=PHONE)
        assert sns.check_if_phone_number_is_opted_out(phoneNumber=PHONE)["isOptedOut"] is False
        send(sns)
        assert len(aws.sns.outbox("sms")) == 1

    def test_once_in_thirty_days(self, aws: World, sns: Any) -> None:
        for _ in range(2):
            sns.opt_in_phone_number(phoneNumber=PHONE)  # was never opted out
        aws.sns.opt_out(PHONE)
        sns.opt_in_phone_number(phoneNumber=PHONE)
        aws.sns.opt_out(PHONE)
        aws.clock.advance(timedelta(days=30) - timedelta(microseconds=1))
        with invalid(f"PhoneNumber Reason: {PHONE} can be opted in only once every 30 days"):
            sns.opt_in_phone_number(phoneNumber=PHONE)
        aws.clock.advance(timedelta(microseconds=1))
        sns.opt_in_phone_number(phoneNumber=PHONE)

    def test_pages_of_a_hundred(self, aws: World, sns: Any) -> None:
        assert sns.list_phone_numbers_opted_out()["phoneNumbers"] == []
        numbers = [f"+1555{digits:07}" for digits in range(201)]
        for each in reversed(numbers):
            aws.sns.opt_out(each)
        first = sns.list_phone_numbers_opted_out()
        assert first["phoneNumbers"] == numbers[:100]
        second = sns.list_phone_numbers_opted_out(nextToken=first["nextToken"])
        third = sns.list_phone_numbers_opted_out(nextToken=second["nextToken"])
        assert (third["phoneNumbers"], "nextToken" in third) == ([numbers[200]], False)
        pages = sns.get_paginator("list_phone_numbers_opted_out").paginate()
        assert [each for page in pages for each in page["phoneNumbers"]] == numbers
        with invalid("nextToken"):
            sns.list_phone_numbers_opted_out(nextToken="x")

    def test_of_one_account_and_region(self, aws: World, sns: Any) -> None:
        aws.sns.opt_out(PHONE, region="eu-west-1")
        elsewhere: Any = aws.boto3_session(region="eu-west-1").client("sns")
        assert elsewhere.list_phone_numbers_opted_out()["phoneNumbers"] == [PHONE]
        assert sns.list_phone_numbers_opted_out()["phoneNumbers"] == []


class TestMessages:
    def test_to_a_number(self, aws: World, sns: Any) -> None:
        aws.clock.advance(minutes=1)
        sent = send(sns, message="hello", Subject="not used")
        [message] = aws.sns.outbox("sms")
        assert (message.to, message.text, message.message_id) == (PHONE, "hello", sent["MessageId"])
        assert (message.type, message.sender, message.topic, message.parts) == ("Promotional", None, None, 1)
        assert (message.at, message.time) == (timedelta(minutes=1), aws.clock.now)

    def test_from_a_topic(self, aws: World, sns: Any) -> None:
        topic = make_topic(sns, DisplayName="Corner Shop")
        subscription = sns.subscribe(TopicArn=topic, Protocol="sms", Endpoint="+1-555-123-4567")["SubscriptionArn"]
        assert subscription.startswith(f"{topic}:")
        sent = sns.publish(TopicArn=topic, Message="hello")
        [message] = aws.sns.outbox("sms")
        assert (message.text, message.topic) == ("Corner Sho> hello", topic)
        assert aws.trace(sent).fates == {PHONE: "delivered"}

    def test_a_topic_without_display_name(self, aws: World, sns: Any) -> None:
        topic = make_topic(sns)
        subscribe(sns, topic, PHONE, "sms")
        sns.publish(TopicArn=topic, MessageStructure="json", Message='{"default": "long", "sms": "short"}')
        assert [message.text for message in aws.sns.outbox("sms")] == ["short"]

    def test_raw_delivery_is_not_for_phones(self, sns: Any) -> None:
        with invalid("Delivery protocol [sms] does not support raw message delivery."):
            subscribe(sns, make_topic(sns), PHONE, "sms", RawMessageDelivery="true")

    def test_attributes_of_the_message(self, aws: World, sns: Any) -> None:
        attributes = {
            "AWS.SNS.SMS.SenderID": text("Shop"),
            "AWS.SNS.SMS.SMSType": text("Transactional"),
            "AWS.SNS.SMS.MaxPrice": number("0.50"),
            "AWS.MM.SMS.EntityId": text("entity"),
            "AWS.MM.SMS.TemplateId": text("template"),
        }
        send(sns, MessageAttributes=attributes)
        [message] = aws.sns.outbox("sms")
        assert (message.sender, message.type, message.max_price) == ("Shop", "Transactional", "0.50")
        assert (message.entity_id, message.template_id) == ("entity", "template")

    def test_defaults_of_the_account(self, aws: World, sns: Any) -> None:
        sns.set_sms_attributes(attributes={"DefaultSMSType": "Transactional", "DefaultSenderID": "Shop"})
        send(sns)
        send(sns, MessageAttributes={"AWS.SNS.SMS.SenderID": text("Other"), "AWS.SNS.SMS.SMSType": text("Promotional")})
        send(sns, MessageAttributes={"AWS.MM.SMS.OriginationNumber": text("+15550001111")})
        assert [(message.sender, message.type) for message in aws.sns.outbox("sms")] == [
            ("Shop", "Transactional"),
            ("Other", "Promotional"),
            ("+15550001111", "Transactional"),
        ]

    @pytest.mark.parametrize(
        ("name", "attribute"),
        [
            ("AWS.SNS.SMS.SenderID", text("12345")),
            ("AWS.SNS.SMS.SenderID", {"DataType": "Binary", "BinaryValue": b"Shop"}),
            ("AWS.SNS.SMS.SMSType", text("Other")),
            ("AWS.SNS.SMS.MaxPrice", text("0.50")),
        ],
    )
    def test_bad_attributes(self, aws: World, sns: Any, name: str, attribute: Any) -> None:
        with invalid(f"MessageAttributes Reason: The value of message attribute {name} is invalid"):
            send(sns, MessageAttributes={name: attribute})
        topic = make_topic(sns)
        subscribe(sns, topic, PHONE, "sms")
        sent = sns.publish(TopicArn=topic, Message="hello", MessageAttributes={name: attribute})
        assert aws.trace(sent).fates == {PHONE: "refused"}
        assert aws.sns.outbox("sms") == []

    def test_sixteen_hundred_characters(self, aws: World, sns: Any) -> None:
        send(sns, message="x" * 1_600)
        with invalid("Message too long"):
            send(sns, message="x" * 1_601)
        topic = make_topic(sns)
        subscribe(sns, topic, PHONE, "sms")
        sent = sns.publish(TopicArn=topic, Message="x" * 1_601)
        assert aws.trace(sent).fates == {PHONE: "refused"}
        assert [message.parts for message in aws.sns.outbox("sms")] == [11]

    @pytest.mark.parametrize(
        ("message", "parts"),
        [
            ("x" * 160, 1),
            ("x" * 161, 2),
            ("x" * 306, 2),
            ("x" * 307, 3),
            ("é" * 160, 1),
            ("€" * 80, 1),
            ("€" * 81, 2),
            ("x" * 152 + "€" + "x" * 151, 2),
            ("x" * 152 + "€" + "x" * 152, 3),  # 306 places, but no € is torn apart
            ("ж" * 70, 1),
            ("ж" * 71, 2),
            ("ж" * 134, 2),
            ("ж" * 135, 3),
            ("x" * 70 + "ж", 2),
            ("😀" * 35, 1),
            ("😀" * 36, 2),
            ("😀" * 67, 3),  # 33 in each part
        ],
    )
    def test_parts(self, aws: World, sns: Any, message: str, parts: int) -> None:
        send(sns, message=message)
        assert [sent.parts for sent in aws.sns.outbox("sms")] == [parts]


def test_there_are_no_origination_numbers(sns: Any) -> None:
    assert sns.list_origination_numbers(MaxResults=30)["PhoneNumbers"] == []
    with refused(
        "ValidationError",
        "1 validation error detected: Value '31' at 'maxResults' failed to satisfy constraint: Member must have value "
        "less than or equal to 30",
    ):
        sns.list_origination_numbers(MaxResults=31)
    with invalid("NextToken"):
        sns.list_origination_numbers(NextToken="x")
