"""`World.diagnose`: whom it asks, in which order it answers, and that it changes nothing."""

from __future__ import annotations

from typing import Any

import boto3

from fakeaws import World, mock_aws
from fakeaws.timeline.digest import digest
from fakeaws.timeline.explaining import explain_comparison
from fakeaws.timeline.findings import Finding, in_order
from tests.timeline.hand_made import dead_lettered


def die(sqs: Any, name: str) -> None:
    """A message that nobody receives, in a queue that keeps it for a minute."""
    url = sqs.create_queue(QueueName=name, Attributes={"MessageRetentionPeriod": "60"})["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="42")


def test_nothing_happened(aws: World) -> None:
    assert aws.diagnose() == []


def test_by_when_each_began_then_by_rule() -> None:
    records = list(dead_lettered())
    found = [
        Finding(rule, "", "", records[number : number + 2])
        for rule, number in (("late", 3), ("b", 1), ("a", 1), ("early", 0))
    ]
    assert [finding.rule for finding in in_order(found)] == ["early", "a", "b", "late"]


def test_every_account_and_region_once(aws: World) -> None:
    here: Any = boto3.client("sqs")
    there = boto3.client("sqs", region_name="eu-central-1")
    theirs = aws.boto3_session(account="210987654321").client("sqs")
    for sqs in (there, here, theirs):
        die(sqs, "orders")
    aws.clock.advance(minutes=1)
    found = aws.diagnose()
    assert [finding.records[0].resource for finding in found] == [
        "arn:aws:sqs:eu-central-1:123456789012:orders",
        "orders",
        "arn:aws:sqs:us-east-1:210987654321:orders",
    ]
    assert {finding.rule for finding in found} == {"died-of-retention"}


def test_asking_changes_nothing(aws: World) -> None:
    die(boto3.client("sqs"), "orders")
    aws.clock.advance(minutes=1)
    before = digest(aws.timeline)
    assert aws.diagnose() == aws.diagnose()
    assert digest(aws.timeline) == before


def test_the_same_words_for_the_same_seed() -> None:
    def words(seed: int) -> list[str]:
        with mock_aws(seed=seed) as aws:
            die(aws.boto3_session().client("sqs"), "orders")
            aws.clock.advance(minutes=1)
            return [str(finding) for finding in aws.diagnose()]

    assert words(1) == words(1)
    assert words(1) != words(2)


def test_a_world_that_was_left_still_tells(aws: World) -> None:
    with mock_aws() as inner:
        die(inner.boto3_session().client("sqs"), "orders")
        inner.clock.advance(minutes=1)
    assert [finding.rule for finding in inner.diagnose()] == ["died-of-retention"]
    assert aws.diagnose() == []


def test_as_text_and_in_a_failed_assertion() -> None:
    found = Finding("some-rule", "Something happened.", "Do it otherwise.", [dead_lettered()[0]])
    assert str(found) == "some-rule: Something happened.\n  fix: Do it otherwise."
    assert repr(found) == "<finding some-rule: Something happened.>"
    assert explain_comparison("==", [found], []) == [
        "[some-rule] == []",
        "some-rule: Something happened.",
        "  fix: Do it otherwise.",
    ]
