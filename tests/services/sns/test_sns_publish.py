"""Publish and PublishBatch: what is accepted, and what is refused in which words."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.config import Config

from fakeaws import World, mock_aws
from fakeaws.aws.service import Caller

from .subscribers import ACCOUNT, ARN, OTHER, invalid, make_topic, no_topic, refused, subscribe_queue, text

BAD_NAME = "Invalid non-alphanumeric character '#x5E' was found in the message attribute name. Can only include "
SET = "the set of supported type prefixes is Binary, Number, and String."


@pytest.fixture
def topic(sns: Any) -> str:
    return make_topic(sns)


@pytest.fixture
def unchecked(aws: World) -> Any:
    """A client that lets anything through."""
    config = Config(parameter_validation=False)
    return aws.boto3_session().client("sns", config=config)


def publish(sns: Any, topic: str, message: str = "a", **params: Any) -> Any:
    return sns.publish(TopicArn=topic, Message=message, **params)


def publish_batch(sns: Any, topic: str, *entries: dict[str, Any]) -> Any:
    return sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=entries)


def entry(name: str = "1", message: str = "a", **params: Any) -> dict[str, Any]:
    return {"Id": name, "Message": message, **params}


def test_nobody_has_to_listen(sns: Any, topic: str) -> None:
    first, second = publish(sns, topic), publish(sns, topic)
    assert first["MessageId"] != second["MessageId"]
    assert "SequenceNumber" not in first
    assert "MessageId" in sns.publish(TargetArn=topic, Message="a")


def test_somewhere(unchecked: Any, topic: str) -> None:
    with invalid("TopicArn or TargetArn Reason: no value for required parameter"):
        unchecked.publish(Message="a")
    with invalid("TopicArn or TargetArn Reason: only one of them may be given"):
        unchecked.publish(TopicArn=topic, TargetArn=topic, Message="a")
    with no_topic():
        unchecked.publish(TargetArn=ARN + "x", Message="a")


def test_size(aws: World, sns: Any, sqs: Any, topic: str) -> None:
    publish(sns, topic, "x" * 262_144)
    with invalid("Message too long"):
        publish(sns, topic, "x" * 262_145)
    with invalid("Message too long"):
        publish(sns, topic, "é" * 131_073)
    attributes = {"n": {"DataType": "String", "StringValue": "v"}}
    publish(sns, topic, "x" * (262_144 - 8), MessageAttributes=attributes)
    with invalid("Message too long"):
        publish(sns, topic, "x" * (262_144 - 7), MessageAttributes=attributes)
    sns.set_topic_attributes(TopicArn=topic, AttributeName="MaximumMessageSize", AttributeValue="1024")
    with invalid("Message too long"):
        publish(sns, topic, "x" * 1_025)
    with invalid("Empty message"):
        publish(sns, topic, "")


@pytest.mark.parametrize("subject", ["", "x" * 101, "a\nb", "a\x00b"])
def test_subject(sns: Any, topic: str, subject: str) -> None:
    publish(sns, topic, Subject="x" * 100)
    with invalid("Subject"):
        publish(sns, topic, Subject=subject)


class TestStructure:
    @pytest.mark.parametrize(
        ("message", "what"),
        [
            ("no json", "JSON message body failed to parse"),
            ("[]", "JSON message body failed to parse"),
            ('{"sqs":"a"}', "No default entry in JSON message body"),
            ('{"default":1}', "No default entry in JSON message body"),
        ],
    )
    def test_refused(self, sns: Any, topic: str, message: str, what: str) -> None:
        with invalid(f"Message Structure - {what}"):
            publish(sns, topic, message, MessageStructure="json")

    def test_other(self, sns: Any, topic: str) -> None:
        with invalid("MessageStructure"):
            publish(sns, topic, MessageStructure="xml")
        publish(sns, topic, '{"default":"a","default":"b"}', MessageStructure="json")


class TestAttributes:
    CASES = [
        (
            "a",
            {"DataType": "String"},
            "must contain non-empty message attribute value for message attribute type 'String'.",
        ),
        (
            "a",
            {"DataType": "String", "StringValue": ""},
            "must contain non-empty message attribute value for message attribute type 'String'.",
        ),
        (
            "a",
            {"DataType": "Binary", "BinaryValue": b""},
            "must contain non-empty message attribute value for message attribute type 'Binary'.",
        ),
        ("a", {"DataType": "String", "BinaryValue": b"x"}, "with type 'String' must use field 'String'."),
        ("a", {"DataType": "Number", "BinaryValue": b"1"}, "with type 'Number' must use field 'String'."),
        ("a", {"DataType": "Binary", "StringValue": "x"}, "with type 'Binary' must use field 'Binary'."),
        ("a", {"DataType": "Text", "StringValue": "x"}, f"has an invalid message attribute type, {SET}"),
    ]

    @pytest.mark.parametrize(("name", "attribute", "what"), CASES)
    def test_values(self, sns: Any, topic: str, name: str, attribute: dict[str, Any], what: str) -> None:
        for call in (
            lambda: publish(sns, topic, MessageAttributes={name: attribute}),
            lambda: publish_batch(sns, topic, entry(MessageAttributes={name: attribute})),
        ):
            with refused("ParameterValueInvalid", f"The message attribute '{name}' {what}"):
                call()

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("x" * 257, "Length of message attribute name must be less than 256 bytes."),
            ("a^b", f"{BAD_NAME}alphanumeric characters, hyphens, underscores, or dots."),
            (".a", "Invalid message attribute name starting with character '.' was found."),
            ("a.", "Invalid message attribute name ending with character '.' was found."),
            ("a..b", "Message attribute name can not have successive '.' character."),
        ],
    )
    def test_names(self, sns: Any, topic: str, name: str, message: str) -> None:
        with refused("ParameterValueInvalid", message):
            publish(sns, topic, MessageAttributes={name: text("x")})

    def test_numbers(self, sns: Any, topic: str) -> None:
        for value in ("1", "-1.5", "3.015e2"):
            publish(sns, topic, MessageAttributes={"price": {"DataType": "Number", "StringValue": value}})
        with refused("ParameterValueInvalid", "Could not cast message attribute 'price' value to number."):
            publish(sns, topic, MessageAttributes={"price": {"DataType": "Number", "StringValue": "cheap"}})

    def test_suffixes_are_fine(self, sns: Any, topic: str) -> None:
        publish(sns, topic, MessageAttributes={"a": {"DataType": "String.prefixed", "StringValue": "x"}})

    def test_no_type(self, unchecked: Any, topic: str) -> None:
        path = "messageAttributes.a.member.dataType"
        words = "failed to satisfy constraint: Member must not be null"
        with refused("ValidationError", f"1 validation error detected: Value null at '{path}' {words}"):
            publish(unchecked, topic, MessageAttributes={"a": {"StringValue": "x"}})
        path = f"publishBatchRequestEntries.2.member.{path}"
        with refused("ValidationError", f"1 validation error detected: Value null at '{path}' {words}"):
            publish_batch(unchecked, topic, entry(), entry("2", MessageAttributes={"a": {"StringValue": "x"}}))


class TestIds:
    def test_of_a_standard_topic(self, sns: Any, topic: str) -> None:
        publish(sns, topic, MessageGroupId="g")
        with invalid(
            "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for "
            "this topic type"
        ):
            publish(sns, topic, MessageDeduplicationId="d")

    def test_of_a_fifo_topic(self, sns: Any) -> None:
        topic = make_topic(sns, "orders.fifo")
        for call in (
            lambda **given: publish(sns, topic, **given),
            lambda **given: publish_batch(sns, topic, entry(**given)),
        ):
            with invalid("The MessageGroupId parameter is required for FIFO topics"):
                call()
            with invalid(
                "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided "
                "explicitly"
            ):
                call(MessageGroupId="g")
        with pytest.raises(sns.exceptions.InvalidParameterException):
            publish(sns, topic, MessageGroupId="g h", MessageDeduplicationId="d")


class TestBatch:
    def test_accepted(self, aws: World, sns: Any, sqs: Any, topic: str) -> None:
        subscribe_queue(sns, sqs, aws, topic, "q", RawMessageDelivery="true")
        answer = publish_batch(sns, topic, entry("a", "1"), entry("b-_", "2"))
        assert [each["Id"] for each in answer["Successful"]] == ["a", "b-_"]
        assert answer["Failed"] == []
        assert [message.body for message in aws.sqs.queue("q").messages] == ["1", "2"]
        assert aws.trace(answer["Successful"][1]).fates == {"q": "visible"}

    @pytest.mark.parametrize(
        ("entries", "code", "message"),
        [
            (
                [entry(str(n)) for n in range(11)],
                "TooManyEntriesInBatchRequest",
                "The batch request contains more entries than permissible.",
            ),
            ([], "EmptyBatchRequest", "The batch request doesn't contain any entries."),
            (
                [entry(), entry()],
                "BatchEntryIdsNotDistinct",
                "Two or more batch entries in the request have the same Id.",
            ),
            (
                [entry("a b")],
                "InvalidBatchEntryId",
                "The Id of a batch entry in the batch request contains an impermissible character: a b",
            ),
            (
                [entry("a" * 81)],
                "InvalidBatchEntryId",
                f"The Id of a batch entry in the batch request is too long: {'a' * 81}",
            ),
            (
                [entry(str(n), "x" * 30_000) for n in range(10)],
                "BatchRequestTooLong",
                "The length of all the messages put together is more than the limit.",
            ),
        ],
    )
    def test_refused(self, sns: Any, topic: str, entries: list[dict[str, Any]], code: str, message: str) -> None:
        with refused(code, message):
            publish_batch(sns, topic, *entries)

    def test_no_topic(self, sns: Any) -> None:
        with no_topic():
            publish_batch(sns, ARN + "x", entry())

    def test_one_bad_entry_fails_all(self, aws: World, sns: Any, sqs: Any, topic: str) -> None:
        subscribe_queue(sns, sqs, aws, topic, "q")
        with invalid("Message Structure - No default entry in JSON message body"):
            publish_batch(sns, topic, entry("a"), entry("b", "{}", MessageStructure="json"))
        assert aws.sqs.queue("q").messages == []


class TestServices:
    """AWS services that publish, as an alarm or an EventBridge rule does."""

    @staticmethod
    def publish(aws: World, topic: str, service: str, account: str = ACCOUNT) -> None:
        caller = Caller(account, "", "AIDA", service=service, source_arn=f"arn:aws:x:us-east-1:{account}:source")
        aws.call("sns", "Publish", {"TopicArn": topic, "Message": "a"}, caller=caller)

    def test_the_default_policy_lets_alarms_in(self) -> None:
        with mock_aws(policies="enforced") as aws:
            topic = make_topic(aws.boto3_session().client("sns"))
            self.publish(aws, topic, "cloudwatch.amazonaws.com")
            for service, account in (("events.amazonaws.com", ACCOUNT), ("cloudwatch.amazonaws.com", OTHER)):
                with pytest.raises(Exception, match=f"User: {service} is not authorized to perform: SNS:Publish"):
                    self.publish(aws, topic, service, account)

    def test_attached_warns_where_aws_would_refuse(self, aws: World, topic: str) -> None:
        from fakeaws import MissingPolicyWarning

        with pytest.warns(MissingPolicyWarning, match=r"events\.amazonaws\.com.*'Action': 'sns:Publish'"):
            self.publish(aws, topic, "events.amazonaws.com")
        self.publish(aws, topic, "events.amazonaws.com")  # a second warning would be an error
