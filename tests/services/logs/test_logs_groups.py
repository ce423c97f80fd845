"""Log groups and streams: names, listings, settings, tags."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import NotSupportedError, World

from .writing import DAY, found, now_of, put, refused

ARN = "arn:aws:logs:us-east-1:123456789012:log-group:orders"


def names(answer: Any) -> list[str]:
    return [group["logGroupName"] for group in answer["logGroups"]]


def test_a_new_group(aws: World, logs: Any) -> None:
    assert logs.describe_log_groups()["logGroups"] == [
        {
            "logGroupName": "orders",
            "creationTime": now_of(aws),
            "metricFilterCount": 0,
            "arn": ARN + ":*",
            "storedBytes": 0,
            "logGroupClass": "STANDARD",
            "logGroupArn": ARN,
            "deletionProtectionEnabled": False,
        }
    ]


def test_bytes_are_messages_and_26_each(aws: World, logs: Any) -> None:
    put(logs, (now_of(aws), "é"), (now_of(aws), "abc"))
    assert logs.describe_log_groups()["logGroups"][0]["storedBytes"] == 2 + 3 + 2 * 26


def test_pages_of_fifty_by_name(logs: Any) -> None:
    made = [f"g{number:03}" for number in range(120)]
    for name in reversed(made):
        logs.create_log_group(logGroupName=name)
    pages = [names(page) for page in logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix="g")]
    assert [len(page) for page in pages] == [50, 50, 20]
    assert [name for page in pages for name in page] == made
    first = logs.describe_log_groups(limit=3)
    logs.create_log_group(logGroupName="a-new-one-before")
    assert names(logs.describe_log_groups(limit=3, nextToken=first["nextToken"])) == made[3:6]


def test_patterns_of_names(logs: Any) -> None:
    for name in ("/aws/lambda/one", "my/aws/lambda/two"):
        logs.create_log_group(logGroupName=name)
    assert names(logs.describe_log_groups(logGroupNamePattern="lambda/t")) == ["my/aws/lambda/two"]
    [shown] = logs.describe_log_groups(logGroupNamePattern="lambda/t")["logGroups"]
    assert set(shown) == {"logGroupName", "creationTime", "arn"}
    assert names(logs.list_log_groups(logGroupNamePattern="^/aws/lambda")) == ["/aws/lambda/one"]
    assert names(logs.list_log_groups(logGroupNamePattern="^/aws|rders")) == ["/aws/lambda/one", "orders"]
    with pytest.raises(NotSupportedError):
        logs.list_log_groups(fieldIndexNames=["a"])


@pytest.mark.parametrize(
    ("values", "matches"),
    [([], True), (["shop"], True), (["sho"], False), (["sh*"], True), (["*op"], True), (["*ho*"], True), (["!shop"], False)],
)  # fmt: skip
def test_groups_by_tags(logs: Any, values: list[str], matches: bool) -> None:
    logs.tag_log_group(logGroupName="orders", tags={"team": "shop"})
    answer = logs.list_log_groups(logGroupTags=[{"key": "team", "values": values}])
    assert (names(answer) == ["orders"]) is matches
    assert names(logs.list_log_groups(logGroupTags=[{"key": "other"}])) == []


def test_retention_expires_events(aws: World, logs: Any) -> None:
    now = now_of(aws)
    logs.put_retention_policy(logGroupName="orders", retentionInDays=3)
    put(logs, (now, "old"), (now + 1, "newer"))
    aws.clock.advance(seconds=3 * 86_400)
    assert found(logs) == ["old", "newer"]
    aws.clock.advance(seconds=0.001)
    assert found(logs) == ["newer"]
    logs.delete_retention_policy(logGroupName="orders")
    aws.clock.advance(seconds=86_400)
    assert found(logs) == ["newer"]
    assert logs.describe_log_groups()["logGroups"][0]["storedBytes"] == 5 + 26


def test_a_longer_retention_brings_nothing_back(aws: World, logs: Any) -> None:
    put(logs, (now_of(aws) - 2 * DAY, "old"))
    logs.put_retention_policy(logGroupName="orders", retentionInDays=1)
    logs.put_retention_policy(logGroupName="orders", retentionInDays=30)
    assert found(logs) == []


def test_tags_by_both_families(logs: Any) -> None:
    logs.tag_log_group(logGroupName="orders", tags={"a": "1", "b": "2"})
    logs.tag_resource(resourceArn=ARN, tags={"a": "3"})
    logs.untag_log_group(logGroupName="orders", tags=["b", "none"])
    assert logs.list_tags_for_resource(resourceArn=ARN)["tags"] == {"a": "3"}
    assert logs.list_tags_log_group(logGroupName="orders")["tags"] == {"a": "3"}


def test_a_protected_group_stays(logs: Any) -> None:
    logs.put_log_group_deletion_protection(logGroupIdentifier=ARN, deletionProtectionEnabled=True)
    with refused("ValidationException", "deletion protection"):
        logs.delete_log_group(logGroupName="orders")
    logs.put_log_group_deletion_protection(logGroupIdentifier=ARN, deletionProtectionEnabled=False)
    logs.delete_log_group(logGroupName="orders")
    assert logs.describe_log_groups()["logGroups"] == []


def test_keys_are_kept(logs: Any) -> None:
    logs.associate_kms_key(logGroupName="orders", kmsKeyId="key")
    assert logs.describe_log_groups()["logGroups"][0]["kmsKeyId"] == "key"
    logs.disassociate_kms_key(resourceIdentifier=ARN)
    assert "kmsKeyId" not in logs.describe_log_groups()["logGroups"][0]


def test_accounts_and_regions_have_their_own(aws: World, logs: Any) -> None:
    elsewhere = aws.boto3_session(region="eu-west-1").client("logs")
    somebody = aws.boto3_session(account="210987654321").client("logs")
    assert elsewhere.describe_log_groups()["logGroups"] == somebody.describe_log_groups()["logGroups"] == []


def test_policies_of_the_account_and_of_groups(logs: Any) -> None:
    document = '{"Version": "2012-10-17", "Statement": [{}]}'
    logs.put_resource_policy(policyName="p", policyDocument=document)
    own = logs.put_resource_policy(resourceArn=ARN, policyDocument=document)
    newer = logs.put_resource_policy(resourceArn=ARN, policyDocument=document, expectedRevisionId=own["revisionId"])
    assert newer["revisionId"] != own["revisionId"]
    assert [each["policyName"] for each in logs.describe_resource_policies()["resourcePolicies"]] == ["p"]
    logs.delete_log_group(logGroupName="orders")
    assert logs.describe_resource_policies(policyScope="RESOURCE")["resourcePolicies"] == []


class TestStreams:
    def names(self, answer: Any) -> list[str]:
        return [stream["logStreamName"] for stream in answer["logStreams"]]

    def test_by_name_and_by_their_last_event(self, aws: World, logs: Any) -> None:
        now = now_of(aws)
        for name in ("b", "bb", "c"):
            logs.create_log_stream(logGroupName="orders", logStreamName=name)
        put(logs, (now + 2, "x"), stream="a")
        put(logs, (now + 1, "x"), stream="c")
        describe = logs.describe_log_streams
        assert self.names(describe(logGroupName="orders")) == ["a", "b", "bb", "c"]
        assert self.names(describe(logGroupName="orders", descending=True)) == ["c", "bb", "b", "a"]
        assert self.names(describe(logGroupName="orders", logStreamNamePrefix="b")) == ["b", "bb"]
        by_time = {"logGroupIdentifier": ARN, "orderBy": "LastEventTime", "descending": True}
        first = describe(**by_time, limit=1)
        assert self.names(first) == ["a"]
        assert self.names(describe(**by_time, nextToken=first["nextToken"])) == ["c", "bb", "b"]

    def test_what_is_known_of_its_events(self, aws: World, logs: Any) -> None:
        now = now_of(aws)
        [stream] = logs.describe_log_streams(logGroupName="orders")["logStreams"]
        assert stream == {
            "logStreamName": "a",
            "creationTime": now,
            "arn": ARN + ":log-stream:a",
            "storedBytes": 0,
        }
        aws.clock.advance(seconds=1)
        put(logs, (now - 5, "x"), (now, "y"))
        [stream] = logs.describe_log_streams(logGroupName="orders")["logStreams"]
        assert (stream["firstEventTimestamp"], stream["lastEventTimestamp"]) == (now - 5, now)
        assert stream["lastIngestionTime"] == now + 1000
        assert len(stream["uploadSequenceToken"]) == 56

    def test_a_new_stream_of_an_old_name_is_empty(self, aws: World, logs: Any) -> None:
        put(logs, (now_of(aws), "x"))
        logs.delete_log_stream(logGroupName="orders", logStreamName="a")
        logs.create_log_stream(logGroupName="orders", logStreamName="a")
        assert found(logs) == []
