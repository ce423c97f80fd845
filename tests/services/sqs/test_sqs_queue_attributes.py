"""Queue attributes: ranges, defaults, who has which, what setting them changes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeaws import World, mock_aws

from .support import ARN, attributes, client, make, refused, send

STANDARD = {
    "ApproximateNumberOfMessages": "0",
    "ApproximateNumberOfMessagesDelayed": "0",
    "ApproximateNumberOfMessagesNotVisible": "0",
    "CreatedTimestamp": "1767571200",
    "DelaySeconds": "0",
    "LastModifiedTimestamp": "1767571200",
    "MaximumMessageSize": "1048576",
    "MessageRetentionPeriod": "345600",
    "QueueArn": ARN + "orders",
    "ReceiveMessageWaitTimeSeconds": "0",
    "SqsManagedSseEnabled": "true",
    "VisibilityTimeout": "30",
}
FIFO = {
    **STANDARD,
    "QueueArn": ARN + "orders.fifo",
    "ContentBasedDeduplication": "false",
    "DeduplicationScope": "queue",
    "FifoQueue": "true",
    "FifoThroughputLimit": "perQueue",
}
RANGES = [
    ("DelaySeconds", 0, 900),
    ("MaximumMessageSize", 1_024, 1_048_576),
    ("MessageRetentionPeriod", 60, 1_209_600),
    ("ReceiveMessageWaitTimeSeconds", 0, 20),
    ("VisibilityTimeout", 0, 43_200),
    ("KmsDataKeyReusePeriodSeconds", 60, 86_400),
]


def set_attributes(sqs: Any, url: str, **values: str) -> None:
    sqs.set_queue_attributes(QueueUrl=url, Attributes=values)


def test_all_of_a_standard_queue(sqs: Any, orders: str) -> None:
    assert attributes(sqs, orders) == STANDARD


def test_all_of_a_fifo_queue(sqs: Any, fifo: str) -> None:
    assert attributes(sqs, fifo) == FIFO


def test_none_asked_none_answered(sqs: Any, orders: str) -> None:
    assert "Attributes" not in sqs.get_queue_attributes(QueueUrl=orders)
    assert "Attributes" not in sqs.get_queue_attributes(QueueUrl=orders, AttributeNames=["Policy", "FifoQueue"])


@pytest.mark.parametrize("name", ["Foo", "", "visibilitytimeout"])
def test_unknown_name(sqs: Any, orders: str, name: str) -> None:
    with refused("InvalidAttributeName", f"Unknown Attribute {name}."):
        attributes(sqs, orders, "QueueArn", name)
    with refused("InvalidAttributeName", f"Unknown Attribute {name}."):
        set_attributes(sqs, orders, **{name: "1"})
    with refused("InvalidAttributeName", f"Unknown Attribute {name}."):
        sqs.create_queue(QueueName="other", Attributes={name: "1"})


@pytest.mark.parametrize("name", ["QueueArn", "CreatedTimestamp", "ApproximateNumberOfMessages"])
def test_computed_attributes_cannot_be_set(sqs: Any, orders: str, name: str) -> None:
    with refused("InvalidAttributeName", f"Unknown Attribute {name}."):
        set_attributes(sqs, orders, **{name: "1"})


@pytest.mark.parametrize(("name", "low", "high"), RANGES)
def test_ranges(sqs: Any, orders: str, name: str, low: int, high: int) -> None:
    set_attributes(sqs, orders, KmsMasterKeyId="alias/made-up")  # else the reuse period is not shown
    for value in (low, high):
        set_attributes(sqs, orders, **{name: str(value)})
        assert attributes(sqs, orders, name) == {name: str(value)}
    for bad in (str(low - 1), str(high + 1), "", f" {low}", f"{high} ", f"{low}.0", "true", "+1", "x"):
        with refused("InvalidAttributeValue", f"Invalid value for the parameter {name}."):
            set_attributes(sqs, orders, **{name: bad})
        with refused("InvalidAttributeValue", f"Invalid value for the parameter {name}."):
            sqs.create_queue(QueueName="other", Attributes={name: bad})
    assert attributes(sqs, orders, name) == {name: str(high)}


def test_set_without_attributes(sqs: Any, orders: str) -> None:
    with refused("MissingRequiredParameterException", "The request must contain the parameter Attribute.Name."):
        set_attributes(sqs, orders)


def test_all_or_nothing(sqs: Any, orders: str) -> None:
    with refused("InvalidAttributeValue", "Invalid value for the parameter DelaySeconds."):
        set_attributes(sqs, orders, VisibilityTimeout="1", DelaySeconds="901")
    assert attributes(sqs, orders) == STANDARD


def test_setting_moves_the_modification_time(aws: World, sqs: Any, orders: str) -> None:
    aws.clock.advance(seconds=90)
    set_attributes(sqs, orders, VisibilityTimeout="1")
    found = attributes(sqs, orders, "CreatedTimestamp", "LastModifiedTimestamp")
    assert found == {"CreatedTimestamp": "1767571200", "LastModifiedTimestamp": "1767571290"}


@pytest.mark.parametrize("value", ["true", "false"])
def test_fifo_flag_of_a_standard_queue(sqs: Any, orders: str, value: str) -> None:
    with refused("InvalidAttributeName", "Unknown Attribute FifoQueue."):
        set_attributes(sqs, orders, FifoQueue=value)


def test_fifo_flag_of_a_fifo_queue(sqs: Any, fifo: str) -> None:
    set_attributes(sqs, fifo, FifoQueue="true")
    with refused(
        "InvalidAttributeValue",
        "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.",
    ):
        set_attributes(sqs, fifo, FifoQueue="false")


def test_deduplication_is_for_fifo_queues(sqs: Any, orders: str) -> None:
    with refused("InvalidAttributeName", "Unknown Attribute ContentBasedDeduplication."):
        make(sqs, "other", ContentBasedDeduplication="true")
    for name, value in (("DeduplicationScope", "queue"), ("FifoThroughputLimit", "perQueue")):
        text = f"You can specify the {name} only when FifoQueue is set to true."
        with refused("InvalidAttributeName", text):
            make(sqs, "other", **{name: value})
        with refused("InvalidAttributeName", text):
            set_attributes(sqs, orders, **{name: value})


def test_fifo_choices(sqs: Any, fifo: str) -> None:
    set_attributes(sqs, fifo, DeduplicationScope="messageGroup", FifoThroughputLimit="perMessageGroupId")
    assert attributes(sqs, fifo, "FifoThroughputLimit") == {"FifoThroughputLimit": "perMessageGroupId"}
    for name in ("DeduplicationScope", "FifoThroughputLimit", "ContentBasedDeduplication"):
        with refused("InvalidAttributeValue", f"Invalid value for the parameter {name}."):
            set_attributes(sqs, fifo, **{name: "other"})


def test_throughput_per_group_needs_deduplication_per_group(sqs: Any, fifo: str) -> None:
    with refused(
        "InvalidAttributeValue",
        "Invalid value for the parameter FifoThroughputLimit. Reason: The perMessageGroupId value is allowed "
        "only when the value for DeduplicationScope is messageGroup.",
    ):
        set_attributes(sqs, fifo, FifoThroughputLimit="perMessageGroupId")


def test_kms_key_replaces_sqs_encryption(sqs: Any, orders: str) -> None:
    set_attributes(sqs, orders, KmsMasterKeyId="alias/made-up")
    found = attributes(sqs, orders)
    assert (found["KmsMasterKeyId"], found["SqsManagedSseEnabled"]) == ("alias/made-up", "false")
    assert found["KmsDataKeyReusePeriodSeconds"] == "300"
    set_attributes(sqs, orders, KmsMasterKeyId="")
    assert attributes(sqs, orders) == {**STANDARD, "SqsManagedSseEnabled": "false"}


def test_two_encryptions(sqs: Any, orders: str) -> None:
    text = "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE."
    with refused("InvalidAttributeName", text):
        make(sqs, "other", KmsMasterKeyId="k", SqsManagedSseEnabled="true")
    set_attributes(sqs, orders, KmsMasterKeyId="k")
    with refused("InvalidAttributeName", text):
        set_attributes(sqs, orders, SqsManagedSseEnabled="true")


def test_policy_is_kept_and_removed(sqs: Any, orders: str) -> None:
    policy = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "sqs:SendMessage", "Resource": ARN + "orders"}],
    }
    set_attributes(sqs, orders, Policy=json.dumps(policy))
    assert json.loads(attributes(sqs, orders, "Policy")["Policy"]) == policy
    set_attributes(sqs, orders, Policy="")
    assert attributes(sqs, orders) == STANDARD
    send(sqs, orders, "a")


@pytest.mark.parametrize(
    "policy",
    [
        "x",
        "[]",
        '"text"',
        "{}",
        '{"Version": "2020-01-01", "Statement": []}',
        '{"Version": "2012-10-17", "Statement": []}',
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sqs:*"}], "X": 1}',
    ],
)
def test_bad_policy(sqs: Any, orders: str, policy: str) -> None:
    with refused("InvalidAttributeValue", "Invalid value for the parameter Policy."):
        set_attributes(sqs, orders, Policy=policy)


def test_largest_policy(sqs: Any, orders: str) -> None:
    statement = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}
    with refused("OverLimit", "21 statements were found in the submitted policy, max allowed is 20"):
        set_attributes(sqs, orders, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement] * 21}))
    long = {"Version": "2012-10-17", "Statement": [{**statement, "Resource": "x" * 8_192}]}
    with refused("OverLimit", "Submitted policy is over max allowed size."):
        set_attributes(sqs, orders, Policy=json.dumps(long))
    full = {
        **statement,
        "Principal": {"AWS": ["123456789012"] * 49, "Service": "sns.amazonaws.com"},
        "Action": ["sqs:SendMessage"] * 7,
        "Condition": {"StringEquals": {f"aws:RequestTag/{number}": "x" for number in range(10)}},
    }
    set_attributes(sqs, orders, Policy=json.dumps({"Version": "2012-10-17", "Statement": [full] * 2}))


def test_ceiling_of_message_size_is_a_setting() -> None:
    with mock_aws(config={"sqs": {"maximum_message_size": 262_144}}):
        sqs = client()
        url = make(sqs)
        assert attributes(sqs, url, "MaximumMessageSize") == {"MaximumMessageSize": "262144"}
        with refused("InvalidAttributeValue", "Invalid value for the parameter MaximumMessageSize."):
            set_attributes(sqs, url, MaximumMessageSize="262145")
