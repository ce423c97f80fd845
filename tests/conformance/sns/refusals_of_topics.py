"""Refusals of topics: made (3), changed (4, 10, 13), deleted, tagged (2), protected (16), opened to others (14)."""

from __future__ import annotations

import json
from typing import Any

from fakeaws.services.sns import limits
from tests.conformance.contract import Refusal, Stage
from tests.conformance.sns import furniture as f
from tests.conformance.sns.rows import VALIDATION, broken, invalid, row

_FIFO = {"FifoTopic": "true"}
_DIFFERENT = "Attributes Reason: Topic already exists with different attributes"
_DIFFERENT_TAGS = "Tags Reason: Topic already exists with different tags"
_DUPLICATE = "Duplicated keys are not allowed."
_TAG_QUOTA = "Could not complete request: tag quota of per resource exceeded"
_OUT_OF_SCOPE = "Policy statement action out of service scope!"
_TEAM = {"Key": "team", "Value": "shop"}


def _tag(key: str, value: str = "") -> dict[str, str]:
    return {"Key": key, "Value": value}


def _full(limit: str) -> Any:
    """There are as many topics of that type as there may be."""

    def given(on: Stage) -> None:
        on.monkeypatch.setattr(limits, limit, 2)

    return given


def _both(id: str, name: str, value: str, text: str, topic: str = f.ORDERS) -> tuple[Refusal, Refusal]:
    """An attribute's value, refused when a topic is made and when it is changed."""
    attributes = {name: value, **(_FIFO if topic == f.FIFO else {})}
    new = "new.fifo" if topic == f.FIFO else "new"
    return (
        invalid(f"{name} {id}", "CreateTopic", f"Attributes Reason: {text}", Name=new, Attributes=attributes),
        invalid(f"{name} {id}", "SetTopicAttributes", text, TopicArn=topic, AttributeName=name, AttributeValue=value),
    )


def _delivery(id: str, text: str, **http: Any) -> tuple[Refusal, Refusal]:
    return _both(id, "DeliveryPolicy", json.dumps({"http": http}), f"DeliveryPolicy: {text}")


def _policy(id: str, what: str, **changed: Any) -> Refusal:
    """A policy of one statement with something changed."""
    statement = {"Effect": "Allow", "Principal": "*", "Action": "SNS:Publish", "Resource": f.ORDERS, **changed}
    return _policy_text(id, what, json.dumps({"Version": "2012-10-17", "Statement": [statement]}))


def _policy_text(id: str, what: str, text: str) -> Refusal:
    return invalid(f"Policy {id}", "SetTopicAttributes", what, AttributeName="Policy", AttributeValue=text)


def _protection(id: str, reason: str, **changed: Any) -> Refusal:
    document = {**json.loads(f.PROTECTION), **changed}
    return _protection_text(id, reason, json.dumps(document))


def _protection_text(id: str, reason: str, text: str) -> Refusal:
    what = f"DataProtectionPolicy Reason: {reason}"
    return invalid(id, "PutDataProtectionPolicy", what, DataProtectionPolicy=text)


def _statement(id: str, reason: str, **changed: Any) -> Refusal:
    [statement] = json.loads(f.PROTECTION)["Statement"]
    kept = {name: value for name, value in {**statement, **changed}.items() if value is not None}
    return _protection(id, reason, Statement=[kept])


_STATEMENTS = [
    {"Sid": str(n), "Effect": "Allow", "Principal": "*", "Action": "SNS:Publish", "Resource": f.ORDERS}
    for n in range(101)
]

TABLE: tuple[Refusal, ...] = (
    # -- 3: names
    *(
        invalid(f"name {name[:8]!r} of {len(name)}", "CreateTopic", "Topic Name", Name=name)
        for name in ("", "x" * 257, "a b", "a.b", "ä", "a\n", "new.fifo", "x" * 252 + ".fifo")
    ),
    *(
        invalid(f"FIFO name {name[:8]!r} of {len(name)}", "CreateTopic", "Topic Name", Name=name, Attributes=_FIFO)
        for name in ("new", ".fifo", "x" * 252 + ".fifo", "a.b.fifo", "new.FIFO")
    ),
    # -- 3: what is there already
    *(
        invalid(f"other {name}", "CreateTopic", _DIFFERENT, Name="orders", Attributes={name: value})
        for name, value in (
            ("DisplayName", "Others"),
            ("SignatureVersion", "2"),
            ("KmsMasterKeyId", "alias/aws/sns"),
            ("Policy", "{}"),
            ("NoSuch", "x"),
        )
    ),
    invalid(
        "other flag of deduplication",
        "CreateTopic",
        _DIFFERENT,
        Name="orders.fifo",
        Attributes={**_FIFO, "ContentBasedDeduplication": "true"},
    ),
    invalid("no flag of a FIFO topic", "CreateTopic", "Topic Name", Name="orders.fifo"),
    *(
        invalid(id, "CreateTopic", _DIFFERENT_TAGS, Name="orders", Tags=tags)
        for id, tags in (("further tag", [_TEAM, _tag("b")]), ("other value", [_tag("team")]))
    ),
    # -- 3: attributes
    invalid("unknown attribute", "CreateTopic", "Attributes Reason: Unknown attribute X", Attributes={"X": "1"}),
    *(
        invalid(
            f"{name} of a standard topic",
            "CreateTopic",
            f"Attributes Reason: {name} can only be set on a FIFO topic",
            Attributes={name: value},
        )
        for name, value in (
            ("ContentBasedDeduplication", "true"),
            ("FifoThroughputScope", "Topic"),
            ("ArchivePolicy", '{"MessageRetentionPeriod":"1"}'),
        )
    ),
    row(
        "too many topics",
        "CreateTopic",
        "TopicLimitExceededException",
        "You have reached the maximum number of topics",
        _full("STANDARD_TOPICS"),
    ),
    row(
        "too many FIFO topics",
        "CreateTopic",
        "TopicLimitExceededException",
        "You have reached the maximum number of topics",
        _full("FIFO_TOPICS"),
        Name="new.fifo",
        Attributes=_FIFO,
    ),
    # -- 4: attributes
    *(
        invalid(f"attribute {name}", "SetTopicAttributes", "AttributeName", AttributeName=name, AttributeValue="true")
        for name in ("FifoTopic", "TopicArn", "Owner", "X", "displayname", "", "ContentBasedDeduplication")
    ),
    *(
        invalid(
            f"{name} of a FIFO topic",
            "SetTopicAttributes",
            "AttributeName",
            TopicArn=f.FIFO,
            AttributeName=name,
            AttributeValue="true",
        )
        for name in ("FifoTopic", "BeginningArchiveTime")
    ),
    *_both("of 101", "DisplayName", "x" * 101, "DisplayName: must be at most 100 characters long"),
    *_both("3", "SignatureVersion", "3", "SignatureVersion: Invalid value [3]. Please use either 1 or 2"),
    *_both("on", "TracingConfig", "on", "TracingConfig: Invalid value [on]. Please use either PassThrough or Active"),
    *(
        row
        for value in ("1023", "1048577", "x", "-1", "")
        for row in _both(
            repr(value),
            "MaximumMessageSize",
            value,
            f"MaximumMessageSize: Invalid value [{value}]. Must be an integer between 1024 and 1048576.",
        )
    ),
    invalid(
        "MaximumMessageSize beyond 256 KiB with text messages",
        "SetTopicAttributes",
        "MaximumMessageSize: more than 262144 bytes need at most 100 subscriptions, all of the protocols sqs, lambda, "
        "firehose",
        AttributeName="MaximumMessageSize",
        AttributeValue="262145",
    ),
    *(
        row
        for value in ("101", "x", "")
        for row in _both(
            repr(value),
            "SQSSuccessFeedbackSampleRate",
            value,
            f"SQSSuccessFeedbackSampleRate: Invalid value [{value}]. Must be an integer between 0 and 100.",
        )
    ),
    *_both(
        "yes",
        "ContentBasedDeduplication",
        "yes",
        "ContentBasedDeduplication: Invalid value [yes]. Must be true or false.",
        f.FIFO,
    ),
    *_both(
        "group",
        "FifoThroughputScope",
        "group",
        "FifoThroughputScope: Invalid value [group]. Please use either Topic or MessageGroup",
        f.FIFO,
    ),
    # -- 10: delivery policies
    *_both("no JSON", "DeliveryPolicy", "{", "DeliveryPolicy: failed to parse JSON."),
    *_both("other member", "DeliveryPolicy", '{"https":{}}', "DeliveryPolicy: Unexpected JSON member: https"),
    *_delivery("other member of http", "Unexpected JSON member: http.x", x=1),
    *_delivery(
        "without numRetries",
        "http.defaultHealthyRetryPolicy.numRetries must be specified",
        defaultHealthyRetryPolicy={"minDelayTarget": 1, "maxDelayTarget": 1},
    ),
    *_delivery(
        "with a delay of 0",
        "http.defaultHealthyRetryPolicy.minDelayTarget must be greater than or equal to 1",
        defaultHealthyRetryPolicy={"minDelayTarget": 0, "maxDelayTarget": 1, "numRetries": 1},
    ),
    *_delivery(
        "over an hour",
        "Total policy retry time cannot be greater than 3600 seconds",
        defaultHealthyRetryPolicy={"minDelayTarget": 1_801, "maxDelayTarget": 1_801, "numRetries": 2},
    ),
    *_delivery(
        "rate of 0",
        "http.defaultThrottlePolicy.maxReceivesPerSecond must be greater than or equal to 1",
        defaultThrottlePolicy={"maxReceivesPerSecond": 0},
    ),
    *_delivery("flag", "http.disableSubscriptionOverrides must be a boolean", disableSubscriptionOverrides="yes"),
    # -- 13: archives
    *(
        row
        for id, text in (
            ("of 0 days", '{"MessageRetentionPeriod":"0"}'),
            ("of 366 days", '{"MessageRetentionPeriod":"366"}'),
            ("of x days", '{"MessageRetentionPeriod":"x"}'),
            ("of other members", '{"Days":"1"}'),
        )
        for row in _both(
            id,
            "ArchivePolicy",
            text,
            "ArchivePolicy: MessageRetentionPeriod must be an integer between 1 and 365",
            f.FIFO,
        )
    ),
    *_both("no JSON", "ArchivePolicy", "{", "ArchivePolicy: failed to parse JSON.", f.FIFO),
    row(
        "archive",
        "DeleteTopic",
        "InvalidStateException",
        "Invalid state: a topic with an ArchivePolicy cannot be deleted; deactivate the policy first",
        TopicArn=f.FIFO,
    ),
    # -- 14: policies
    _policy_text("no JSON", "Policy Error: This policy contains invalid Json", "{"),
    _policy("another service's action", _OUT_OF_SCOPE, Action="sqs:SendMessage"),
    _policy("another topic", "Policy Error: null", Resource=f.PLAIN),
    _policy("two resources", "Policy Error: null", Resource=[f.ORDERS, f.PLAIN]),
    _policy("all resources", "Policy Error: null", Resource="*"),
    _policy(
        "201 principals",
        "Policy Reason: a statement must have at most 200 principals",
        Principal={"AWS": [str(100_000_000_000 + number) for number in range(201)]},
    ),
    _policy_text(
        "101 statements",
        "Policy Reason: must have at most 100 statements",
        json.dumps({"Version": "2012-10-17", "Statement": _STATEMENTS}),
    ),
    _policy_text(
        "30,721 bytes",
        "Policy Reason: must be at most 30720 bytes long",
        json.dumps({"Version": "2012-10-17", "Statement": _STATEMENTS[:1]}).ljust(30_721),
    ),
    invalid("label is taken", "AddPermission", "Statement already exists", Label="label"),
    invalid(
        "label of the default statement", "AddPermission", "Statement already exists", Label="__default_statement_ID"
    ),
    *(
        invalid(f"action {action}", "AddPermission", _OUT_OF_SCOPE, ActionName=["Publish", action])
        for action in ("Unsubscribe", "SNS:Publish", "*", "")
    ),
    *(
        invalid(f"account {account!r}", "AddPermission", "Policy Error: null", AWSAccountId=[f.OTHER, account])
        for account in ("", "12345678901", "abc")
    ),
    # -- 2: tags
    invalid("key twice", "CreateTopic", _DUPLICATE, Tags=[_tag("a"), _tag("a", "b")]),
    invalid("key twice", "TagResource", _DUPLICATE, Tags=[_tag("a"), _tag("a", "b")]),
    row("51 tags", "CreateTopic", "TagLimitExceededException", _TAG_QUOTA, Tags=[_tag(f"a{n}") for n in range(51)]),
    row(
        "50 further tags",
        "TagResource",
        "TagLimitExceededException",
        _TAG_QUOTA,
        Tags=[_tag(f"a{n}") for n in range(50)],
    ),
    *(
        Refusal(
            f"{id} of a tag",
            operation,
            {**params, "Tags": [_TEAM, tag]},
            VALIDATION,
            broken(f"tags.2.member.{part}", value, f"Member must have length {words}"),
            unchecked=not value,
        )
        for operation, params in (("CreateTopic", {"Name": "new"}), ("TagResource", {"ResourceArn": f.ORDERS}))
        for id, part, tag, value, words in (
            ("empty key", "key", _tag(""), "", "greater than or equal to 1"),
            ("long key", "key", _tag("k" * 129), "k" * 129, "less than or equal to 128"),
            ("long value", "value", _tag("k", "v" * 257), "v" * 257, "less than or equal to 256"),
        )
    ),
    *(
        invalid(
            "key of AWS's own",
            operation,
            "Tags Reason: aws: prefixed tag key names are not allowed for external use",
            Tags=[_tag("AWS:team")],
        )
        for operation in ("CreateTopic", "TagResource")
    ),
    # -- 16: data protection
    _protection_text("no JSON", "failed to parse JSON", "{"),
    _protection_text("no object", "must be a JSON object", "[]"),
    _protection_text("30,721 characters", "must be at most 30720 characters long", f.PROTECTION.ljust(30_721)),
    _protection("no name", "Name is required", Name=""),
    _protection("version", "Version must be 2021-06-01", Version="2012-10-17"),
    _protection("no statement", "Statement must be a list with at least one element", Statement=[]),
    _protection("statement of text", "a Statement must be a JSON object", Statement=["x"]),
    *(
        _statement(f"statement without {name}", f"{name} is required in a Statement", **{name: None})
        for name in ("DataDirection", "Principal", "DataIdentifier", "Operation")
    ),
    _statement("direction", "DataDirection must be Inbound or Outbound", DataDirection="Sideways"),
    _statement("operation", "Operation must be one of Audit, Deidentify and Deny", Operation={"Delete": {}}),
    invalid(
        "FIFO topic",
        "PutDataProtectionPolicy",
        "DataProtectionPolicy Reason: data protection policies are not supported for FIFO topics",
        ResourceArn=f.FIFO,
        DataProtectionPolicy=f.PROTECTION,
    ),
    invalid(
        "data protection policy",
        "CreateTopic",
        "DataProtectionPolicy Reason: failed to parse JSON",
        DataProtectionPolicy="{",
    ),
)
