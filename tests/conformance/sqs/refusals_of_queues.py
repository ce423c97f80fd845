"""Refusals that are about queues: unknown ones, their names, their attributes. In the fact sheet's order."""

from __future__ import annotations

import json
from typing import Any

from tests.conformance.contract import Refusal, Stage
from tests.conformance.sqs.furniture import ARN, DEAD, FIFO, GONE, ORDERS, OTHER, PLAIN, URL
from tests.conformance.sqs.rows import (
    BAD_NAME,
    BAD_VALUE,
    INVALID,
    MISSING,
    ON_A_QUEUE,
    asked,
    lacking,
    value_is_invalid,
)

_UNKNOWN = "The specified queue does not exist."
_NAME = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
_FIFO_NAME = (
    "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, "
    "must end with .fifo suffix and be 1 to 80 in length"
)
_OTHER_REGION = "https://sqs.eu-west-1.amazonaws.com/"
_DIFFERS = "A queue already exists with the same name and a different value for attribute "
_SUPPORTED_FORMAT = "Amazon SQS can't create the redrive allow policy, as it’s in an unsupported format."


def _create(id: str, shape: str, message: str, name: str, **attributes: str) -> Refusal:
    return Refusal(id, "CreateQueue", {"QueueName": name, "Attributes": attributes}, shape, message)


def _set(id: str, shape: str, message: str, queue: str = ORDERS, **attributes: str) -> Refusal:
    return Refusal(id, "SetQueueAttributes", {"QueueUrl": queue, "Attributes": attributes}, shape, message)


def _both(id: str, shape: str, message: str, **attributes: str) -> tuple[Refusal, Refusal]:
    """The same when a standard queue is created, and when it is changed."""
    return _create(id, shape, message, "new", **attributes), _set(id, shape, message, **attributes)


def _number(name: str, low: int, high: int) -> list[Refusal]:
    bad = (str(low - 1), str(high + 1), "", f" {low}", f"{low} ", "1.5", "ten", "true", "²")
    message = f"Invalid value for the parameter {name}."
    rows = [_create(f"{name} {value!r}", BAD_VALUE, message, "new", **{name: value}) for value in bad]
    return [*rows, _set(f"{name} {bad[1]!r}", BAD_VALUE, message, **{name: bad[1]})]


def _statements(count: int, **parts: Any) -> str:
    statement = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": ARN + "orders"}
    return json.dumps({"Version": "2012-10-17", "Statement": [{**statement, **parts}] * count})


def _policy(id: str, policy: str) -> tuple[Refusal, Refusal]:
    return _both(id, BAD_VALUE, "Invalid value for the parameter Policy.", Policy=policy)


def _redrive(id: str, reason: str, queue: str = ORDERS, **parts: object) -> Refusal:
    text = json.dumps(parts)
    message = value_is_invalid(text, "RedrivePolicy", reason)
    return _set(id, INVALID, message, queue, RedrivePolicy=text)


def _receives(count: Any) -> Refusal:
    reason = f"Invalid value for maxReceiveCount: {count}, valid values are from 1 to 1000 both inclusive."
    return _redrive(f"maxReceiveCount {count!r}", reason, deadLetterTargetArn=ARN + "dead", maxReceiveCount=count)


def _target(id: str, reason: str, arn: str, queue: str = ORDERS) -> Refusal:
    return _redrive(id, reason, queue, deadLetterTargetArn=arn, maxReceiveCount=3)


def _allow_format(id: str, text: str) -> Refusal:
    message = f"Invalid value for the parameter RedriveAllowPolicy. Reason: {_SUPPORTED_FORMAT}"
    return _set(id, BAD_VALUE, message, DEAD, RedriveAllowPolicy=text)


def _allow(id: str, reason: str, **parts: object) -> Refusal:
    text = json.dumps(parts)
    reason = f"Amazon SQS can't create the redrive allow policy. {reason}"
    return _set(id, INVALID, value_is_invalid(text, "RedriveAllowPolicy", reason), DEAD, RedriveAllowPolicy=text)


def _closed_target(on: Stage) -> None:
    on.ask("SetQueueAttributes", QueueUrl=DEAD, Attributes={"RedriveAllowPolicy": '{"redrivePermission": "denyAll"}'})


_TO_CLOSED = json.dumps({"deadLetterTargetArn": ARN + "dead", "maxReceiveCount": 3})

_UNKNOWN_QUEUES = [
    Refusal(f"{id} queue", operation, asked(operation, url), "QueueDoesNotExist", _UNKNOWN)
    for operation in ON_A_QUEUE
    for id, url in (
        ("unknown", URL + "nothing"),
        ("deleted", GONE),
    )
]
_OTHER_REGIONS = [
    Refusal(
        "queue of another region",
        operation,
        asked(operation, f"{_OTHER_REGION}123456789012/orders"),
        "InvalidAddress",
        f"The address {_OTHER_REGION} is not valid for this endpoint.",
    )
    for operation in ON_A_QUEUE
]

TABLE: tuple[Refusal, ...] = (
    *_UNKNOWN_QUEUES,
    Refusal(
        "queue of an unknown account",
        "SendMessage",
        asked("SendMessage", URL.replace("123456789012", OTHER) + "orders"),
        "QueueDoesNotExist",
        _UNKNOWN,
    ),
    Refusal("unknown queue", "GetQueueUrl", {"QueueName": "nothing"}, "QueueDoesNotExist", _UNKNOWN),
    Refusal(
        "unknown account",
        "GetQueueUrl",
        {"QueueName": "orders", "QueueOwnerAWSAccountId": OTHER},
        "QueueDoesNotExist",
        _UNKNOWN,
    ),
    *_OTHER_REGIONS,
    *(lacking(operation, "QueueUrl") for operation in ON_A_QUEUE),
    Refusal(
        "no QueueName",
        "GetQueueUrl",
        {},
        MISSING,
        "The request must contain the parameter QueueName.",
        unchecked=True,
    ),
    # -- names
    *(
        _create(f"name {name[:12]!r} of {len(name)}", INVALID, _NAME, name)
        for name in ("a b", "a/b", "a.b", "ä", "a\n", "x" * 81, "orders.fifo", "new.fifo")
    ),
    *(
        _create(f"FIFO name {name[:12]!r} of {len(name)}", INVALID, _FIFO_NAME, name, FifoQueue="true")
        for name in ("new", ".fifo", "a b.fifo", "new.FIFO", "x" * 76 + ".fifo")
    ),
    Refusal(
        "no name",
        "CreateQueue",
        {},
        INVALID,
        "Value for parameter QueueName is invalid. Reason: Must specify a queue name.",
        unchecked=True,
    ),
    _create("empty name", INVALID, "Queue name cannot be empty", ""),
    _create(
        "another value",
        "QueueNameExists",
        _DIFFERS + "VisibilityTimeout",
        "orders",
        DelaySeconds="0",
        VisibilityTimeout="1",
    ),
    _create("another value than the default", "QueueNameExists", _DIFFERS + "DelaySeconds", "plain", DelaySeconds="1"),
    _create(
        "within 60 s of its deletion",
        "QueueDeletedRecently",
        "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
        "gone",
    ),
    # -- attributes of FIFO queues
    _create("FifoQueue=false", BAD_NAME, "Unknown Attribute FifoQueue.", "new", FifoQueue="false"),
    _set("FifoQueue=false on a standard queue", BAD_NAME, "Unknown Attribute FifoQueue.", FifoQueue="false"),
    _set("FifoQueue=true on a standard queue", BAD_NAME, "Unknown Attribute FifoQueue.", FifoQueue="true"),
    *_both(
        "ContentBasedDeduplication on a standard queue",
        BAD_NAME,
        "Unknown Attribute ContentBasedDeduplication.",
        ContentBasedDeduplication="true",
    ),
    *(
        row
        for name, value in (("DeduplicationScope", "queue"), ("FifoThroughputLimit", "perQueue"))
        for row in _both(
            f"{name} on a standard queue",
            BAD_NAME,
            f"You can specify the {name} only when FifoQueue is set to true.",
            **{name: value},
        )
    ),
    _set(
        "FifoQueue=false on a FIFO queue",
        BAD_VALUE,
        "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.",
        FIFO,
        FifoQueue="false",
    ),
    # -- attributes in general
    *(
        row
        for name in ("Nonsense", "", "visibilityTimeout", "QueueArn", "CreatedTimestamp", "All")
        for row in _both(f"attribute {name!r}", BAD_NAME, f"Unknown Attribute {name}.", **{name: "1"})
    ),
    *(
        Refusal(
            f"attribute {name!r}",
            "GetQueueAttributes",
            {"QueueUrl": ORDERS, "AttributeNames": ["QueueArn", name]},
            BAD_NAME,
            f"Unknown Attribute {name}.",
        )
        for name in ("Nonsense", "", "queueArn")
    ),
    *_number("DelaySeconds", 0, 900),
    *_number("MaximumMessageSize", 1_024, 1_048_576),
    *_number("MessageRetentionPeriod", 60, 1_209_600),
    *_number("ReceiveMessageWaitTimeSeconds", 0, 20),
    *_number("VisibilityTimeout", 0, 43_200),
    *_number("KmsDataKeyReusePeriodSeconds", 60, 86_400),
    *(
        _set(f"{name} {value!r}", BAD_VALUE, f"Invalid value for the parameter {name}.", FIFO, **{name: value})
        for name, value in (
            ("SqsManagedSseEnabled", "yes"),
            ("ContentBasedDeduplication", "1"),
            ("FifoQueue", ""),
            ("DeduplicationScope", "group"),
            ("FifoThroughputLimit", "perqueue"),
        )
    ),
    _set(
        "throughput by group without that scope",
        BAD_VALUE,
        "Invalid value for the parameter FifoThroughputLimit. Reason: The perMessageGroupId value is allowed only "
        "when the value for DeduplicationScope is messageGroup.",
        FIFO,
        FifoThroughputLimit="perMessageGroupId",
    ),
    _set(
        "the second of two attributes",
        BAD_VALUE,
        "Invalid value for the parameter DelaySeconds.",
        VisibilityTimeout="1",
        DelaySeconds="901",
    ),
    _set("no attributes", MISSING, "The request must contain the parameter Attribute.Name."),
    lacking("SetQueueAttributes", "Attributes", "Attribute.Name"),
    # -- policies
    *_policy("policy that is no JSON", "{"),
    *_policy("policy that is no object", "[]"),
    *_policy("policy of another version", _statements(1).replace("2012", "2013")),
    *_policy("policy without statements", _statements(0)),
    *_policy("policy with an unknown key", _statements(1).replace("Version", "Vision")),
    *_policy("policy whose statement has an unknown key", _statements(1, Whatever="*")),
    *_both(
        "policy of 21 statements",
        "OverLimit",
        "21 statements were found in the submitted policy, max allowed is 20",
        Policy=_statements(21),
    ),
    *_both(
        "policy with 8 actions",
        "OverLimit",
        "8 actions were found in a statement from the submitted policy, max allowed is 7",
        Policy=_statements(1, Action=["sqs:SendMessage"] * 8),
    ),
    *_both(
        "policy with 51 principals",
        "OverLimit",
        "51 principals were found in a statement from the submitted policy, max allowed is 50",
        Policy=_statements(1, Principal={"AWS": [OTHER] * 51}),
    ),
    *_both(
        "policy with 11 conditions",
        "OverLimit",
        "11 conditions were found in a statement from the submitted policy, max allowed is 10",
        Policy=_statements(1, Condition={"StringEquals": {f"aws:RequestTag/{number}": "a" for number in range(11)}}),
    ),
    *_both(
        "policy of 8,193 bytes",
        "OverLimit",
        "Submitted policy is over max allowed size.",
        Policy=_statements(1).ljust(8_193),
    ),
    # -- encryption
    *_both(
        "two encryptions",
        BAD_NAME,
        "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.",
        KmsMasterKeyId="alias/orders",
        SqsManagedSseEnabled="true",
    ),
    # -- redrive policies
    *(
        _set(
            f"redrive policy {text}",
            BAD_VALUE,
            "Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON map.",
            RedrivePolicy=text,
        )
        for text in ("nonsense", "[]", '"a"', "3")
    ),
    _redrive(
        "no maxReceiveCount",
        "Redrive policy does not contain mandatory attribute: maxReceiveCount.",
        deadLetterTargetArn=ARN + "dead",
    ),
    _redrive(
        "no deadLetterTargetArn",
        "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.",
        maxReceiveCount=3,
    ),
    *(_receives(count) for count in (0, -1, 1_001, "0", "1001", "ten", 1.5)),
    _target(
        "target of another service",
        "Only SQS queues are valid resources for deadLetterTargetArn.",
        "arn:aws:sns:us-east-1:123456789012:dead",
    ),
    _target("target that is no ARN", "Only SQS queues are valid resources for deadLetterTargetArn.", "dead"),
    _target("unknown target", "Dead letter target does not exist.", ARN + "nothing"),
    _target(
        "target of another type", "Dead-letter queue must be same type of queue as the source.", ARN + "orders.fifo"
    ),
    _target(
        "target of another type, FIFO source",
        "Dead-letter queue must be same type of queue as the source.",
        ARN + "dead",
        FIFO,
    ),
    _target(
        "target of another account",
        "Dead-letter target owner should be same as the source.",
        f"arn:aws:sqs:us-east-1:{OTHER}:dead",
    ),
    _redrive(
        "redrive policy with another key",
        "Only following attributes are supported: [maxReceiveCount, deadLetterTargetArn].",
        deadLetterTargetArn=ARN + "dead",
        maxReceiveCount=3,
        minReceiveCount=1,
    ),
    # -- redrive allow policies
    *(
        _allow_format(f"redrive allow policy {text}", text)
        for text in (
            "nonsense",
            "[]",
            "{}",
            '{"redrivePermission": "some"}',
            '{"redrivePermission": "allowAll", "other": 1}',
            '{"redrivePermission": "byQueue", "sourceQueueArns": "a"}',
        )
    ),
    *(
        _allow(
            f"byQueue with {parts}",
            "When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values.",
            redrivePermission="byQueue",
            **parts,
        )
        for parts in ({}, {"sourceQueueArns": []})
    ),
    _allow(
        "byQueue with 11 ARNs",
        "The maximum number of source queue ARNs you can specify is 10.",
        redrivePermission="byQueue",
        sourceQueueArns=[f"{ARN}q{number}" for number in range(11)],
    ),
    *(
        _allow(
            f"{permission} with ARNs",
            "To specify one or more source queue ARNs, you must set redrivePermission to byQueue.",
            redrivePermission=permission,
            sourceQueueArns=[ARN + "orders"],
        )
        for permission in ("allowAll", "denyAll")
    ),
    Refusal(
        "target that allows no source",
        "SetQueueAttributes",
        {"QueueUrl": PLAIN, "Attributes": {"RedrivePolicy": _TO_CLOSED}},
        INVALID,
        value_is_invalid(
            _TO_CLOSED,
            "RedrivePolicy",
            "The redrive allow policy of the dead-letter queue does not allow this source queue.",
        ),
        given=_closed_target,
    ),
)
