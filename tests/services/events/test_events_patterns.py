"""One table of patterns for all who filter: rules, TestEventPattern, mappings, and SNS where it has the operator."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from fakeaws import World
from tests.aws.patterns.test_event_patterns import OPERATORS

from .ruling import ACCOUNT, make_queue, put, received, watch

#: Rows that mean the same to SNS, in a message's body.
SHARED_WITH_SNS = (
    "literals",
    "300 and 300.0",
    "null",
    "empty string",
    "prefix",
    "empty prefix",
    "suffix",
    "empty suffix",
    "equals-ignore-case",
    "wildcard",
    "escaped star",
    "escaped backslash",
    "anything-but",
    "anything-but list",
    "anything-but numbers",
    "anything-but prefix",
    "numeric range",
    "cidr",
    "cidr, bits after the mask",
    "cidr IPv6",
    "exists false",
)
ROWS = [pytest.param(name, wanted, matching, others, id=name) for name, wanted, matching, others in OPERATORS]


def event(value: Any) -> dict[str, Any]:
    return {
        "id": "1",
        "account": ACCOUNT,
        "source": "shop",
        "time": "2026-01-05T00:00:00Z",
        "region": "us-east-1",
        "resources": [],
        "detail-type": "Order",
        "detail": {"key": value},
    }


@pytest.mark.parametrize(("name", "wanted", "matching", "others"), ROWS)
def test_rules_mappings_and_topics_agree(
    aws: World, events: Any, sqs: Any, sns: Any, name: str, wanted: list[Any], matching: list[Any], others: list[Any]
) -> None:
    pattern = {"detail": {"key": wanted}}
    text = json.dumps(pattern)
    values = [*matching, *others]

    tested = [
        value
        for value in values
        if events.test_event_pattern(EventPattern=text, Event=json.dumps(event(value)))["Result"]
    ]
    assert tested == matching

    watch(aws, events, sqs, pattern=pattern)
    for value in values:
        put(events, {"key": value})
    assert [each["detail"]["key"] for each in received(aws)] == matching

    seen: list[Any] = []
    aws.lambda_.register("f", lambda batch, context: seen.extend(json.loads(r["body"]) for r in batch["Records"]))
    source = make_queue(aws, sqs, "source")
    filters = {"Filters": [{"Pattern": json.dumps({"body": pattern})}]}
    boto3.client("lambda").create_event_source_mapping(
        EventSourceArn=source, FunctionName="f", BatchSize=1, FilterCriteria=filters
    )
    for value in values:
        sqs.send_message(QueueUrl=aws.sqs.queue("source").url, MessageBody=json.dumps({"detail": {"key": value}}))
    aws.clock.advance(seconds=5)
    assert sorted(json.dumps(each["detail"]["key"]) for each in seen) == sorted(map(json.dumps, matching))

    if name in SHARED_WITH_SNS:
        topic = sns.create_topic(Name="t")["TopicArn"]
        attributes = {"RawMessageDelivery": "true", "FilterPolicy": text, "FilterPolicyScope": "MessageBody"}
        queue = make_queue(aws, sqs, "subscriber", topic)
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue, Attributes=attributes)
        for value in values:
            sns.publish(TopicArn=topic, Message=json.dumps({"detail": {"key": value}}))
        assert [each["detail"]["key"] for each in received(aws, "subscriber")] == matching


def test_the_rows_that_topics_share_are_there() -> None:
    assert set(SHARED_WITH_SNS) <= {name for name, *_ in OPERATORS}
