"""Archives, and replays of what they hold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

import boto3.session
import pytest
from botocore.exceptions import ClientError

from fakeaws import World
from fakeaws.services.events import limits

START = datetime(2026, 1, 5, tzinfo=timezone.utc)
BUS = "arn:aws:events:us-east-1:123456789012:event-bus/default"
ARCHIVE = "arn:aws:events:us-east-1:123456789012:archive/all"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:{}"
RULE = "arn:aws:events:us-east-1:123456789012:rule/{}"


_KEYS = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}


@pytest.fixture(scope="module")
def _clients() -> dict[str, Any]:
    session = boto3.session.Session(**_KEYS)
    return {name: session.client(name) for name in ("events", "sqs")}


@pytest.fixture
def events(aws: World, _clients: dict[str, Any]) -> Any:
    """EventBridge of a fresh world, with the archive "all"."""
    _clients["events"].create_archive(ArchiveName="all", EventSourceArn=BUS)
    return _clients["events"]


@pytest.fixture
def sqs(events: Any, _clients: dict[str, Any]) -> Any:
    """SQS of the same world: rules "a" and "b" for everything of the shop, each with a queue of its name."""
    client = _clients["sqs"]
    for name in ("a", "b"):
        policy = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage"}
        text = json.dumps({"Version": "2012-10-17", "Statement": [{**policy, "Resource": QUEUE.format(name)}]})
        client.create_queue(QueueName=name, Attributes={"Policy": text})
        events.put_rule(Name=name, EventPattern='{"source": ["shop"]}')
        events.put_targets(Rule=name, Targets=[{"Id": "q", "Arn": QUEUE.format(name)}])
    return client


def put(events: Any, number: int, source: str = "shop", **more: Any) -> None:
    entry = {"Source": source, "DetailType": "Order", "Detail": json.dumps({"number": number}), **more}
    assert events.put_events(Entries=[entry])["FailedEntryCount"] == 0


def received(sqs: Any, name: str = "a") -> list[dict[str, Any]]:
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    found: list[dict[str, Any]] = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            found.append(json.loads(message["Body"]))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found


def numbers(found: Sequence[dict[str, Any]]) -> list[int]:
    return [event["detail"]["number"] for event in found]


def replay(events: Any, name: str = "again", begin: int = 0, end: int = 3600, **more: Any) -> dict[str, Any]:
    """``begin`` and ``end`` in seconds from the world's start."""
    times = {"EventStartTime": START + timedelta(seconds=begin), "EventEndTime": START + timedelta(seconds=end)}
    rules = more.pop("rules", None)
    destination = {"Arn": BUS, **({"FilterArns": [RULE.format(rule) for rule in rules]} if rules else {})}
    params = {"ReplayName": name, "EventSourceArn": ARCHIVE, "Destination": destination, **times, **more}
    answer: dict[str, Any] = events.start_replay(**params)
    return answer


def test_a_replay_sends_the_same_events_again(aws: World, events: Any, sqs: Any) -> None:
    for number in range(3):
        put(events, number)
        aws.clock.advance(seconds=40)
    first = received(sqs)
    answer = replay(events)
    assert (answer["State"], answer["ReplayStartTime"]) == ("STARTING", aws.clock.now)
    aws.clock.run_until_idle()
    assert received(sqs) == [{**event, "replay-name": "again"} for event in first]
    shown = events.describe_replay(ReplayName="again")
    assert shown["State"] == "COMPLETED"
    assert shown["EventLastReplayedTime"] == START + timedelta(seconds=80)
    assert shown["ReplayEndTime"] > shown["ReplayStartTime"]


def test_minute_after_minute_of_the_events_own_time(aws: World, events: Any, sqs: Any) -> None:
    for number, minutes in enumerate((5, 1, 3, 1)):
        put(events, number, Time=START + timedelta(minutes=minutes, seconds=20 - number))
    aws.clock.advance(seconds=1)
    received(sqs)
    replay(events)
    states, arrivals = [], []
    for _ in range(5):
        states.append(events.describe_replay(ReplayName="again")["State"])
        aws.clock.advance(seconds=1)
        arrivals.append(numbers(received(sqs)))
    assert arrivals == [[1, 3], [2], [0], [], []]
    assert states == ["STARTING", "RUNNING", "RUNNING", "RUNNING", "COMPLETED"]


def test_begin_counts_and_end_does_not(aws: World, events: Any, sqs: Any) -> None:
    for number in range(4):
        put(events, number)
        aws.clock.advance(seconds=10)
    received(sqs)
    replay(events, begin=10, end=30)
    aws.clock.run_until_idle()
    assert numbers(received(sqs)) == [1, 2]


def test_to_some_rules_only(aws: World, events: Any, sqs: Any) -> None:
    put(events, 1)
    aws.clock.advance(seconds=1)
    assert (numbers(received(sqs)), numbers(received(sqs, "b"))) == ([1], [1])
    replay(events, rules=["b"])
    aws.clock.run_until_idle()
    assert (numbers(received(sqs)), numbers(received(sqs, "b"))) == ([], [1])


def test_replayed_events_are_not_archived_again(aws: World, events: Any, sqs: Any) -> None:
    put(events, 1)
    aws.clock.advance(seconds=1)
    replay(events)
    aws.clock.run_until_idle()
    assert events.describe_archive(ArchiveName="all")["EventCount"] == 1


def test_archives_hold_what_matches_and_what_is_young(aws: World, events: Any) -> None:
    events.create_archive(
        ArchiveName="some", EventSourceArn=BUS, EventPattern='{"detail": {"number": [1]}}', RetentionDays=2
    )
    for number in (1, 2, 1):
        put(events, number)
        aws.clock.advance(days=1)
    shown = events.describe_archive(ArchiveName="some")
    assert shown["EventCount"] == 1
    assert 200 < shown["SizeBytes"] < 300
    assert events.describe_archive(ArchiveName="all")["EventCount"] == 3
    aws.clock.advance(days=1)
    shown = events.describe_archive(ArchiveName="some")
    assert (shown["EventCount"], shown["SizeBytes"]) == (0, 0)


def test_an_update_changes_what_comes_later(aws: World, events: Any) -> None:
    put(events, 1)
    aws.clock.advance(seconds=1)
    events.update_archive(ArchiveName="all", EventPattern='{"detail": {"number": [2]}}', Description="twos")
    for number in (1, 2, 2):
        put(events, number)
    aws.clock.advance(seconds=1)
    shown = events.describe_archive(ArchiveName="all")
    assert (shown["EventCount"], shown["Description"], shown["RetentionDays"]) == (3, "twos", 0)
    with pytest.raises(ClientError, match="InvalidEventPatternException"):
        events.update_archive(ArchiveName="all", EventPattern="{", RetentionDays=3)
    assert events.describe_archive(ArchiveName="all")["RetentionDays"] == 0


def test_an_archive_that_is_deleted_takes_nothing_more(aws: World, events: Any) -> None:
    events.delete_archive(ArchiveName="all")
    put(events, 1)
    aws.clock.advance(seconds=1)
    with pytest.raises(events.exceptions.ResourceNotFoundException, match=r"Archive all does not exist\."):
        events.describe_archive(ArchiveName="all")
    events.create_archive(ArchiveName="all", EventSourceArn=BUS)
    assert events.describe_archive(ArchiveName="all")["EventCount"] == 0


def test_cancelling(aws: World, events: Any, sqs: Any) -> None:
    for number in range(3):
        put(events, number)
        aws.clock.advance(minutes=1)
    received(sqs)
    replay(events)
    aws.clock.advance(seconds=1)
    assert events.cancel_replay(ReplayName="again")["State"] == "CANCELLING"
    with pytest.raises(events.exceptions.IllegalStatusException, match="not in a valid state for this operation"):
        events.cancel_replay(ReplayName="again")
    aws.clock.run_until_idle()
    assert events.describe_replay(ReplayName="again")["State"] == "CANCELLED"
    assert numbers(received(sqs)) == [0]
    aws.clock.advance(hours=1)
    assert received(sqs) == []


def test_ten_replays_at_one_time(aws: World, events: Any) -> None:
    for number in range(limits.REPLAYS):
        replay(events, f"r{number}")
    with pytest.raises(events.exceptions.LimitExceededException):
        replay(events, "more")
    aws.clock.run_until_idle()
    replay(events, "more")
    states = [found["State"] for found in events.list_replays()["Replays"]]
    assert sorted(states) == ["COMPLETED"] * 10 + ["STARTING"]
    assert [found["ReplayName"] for found in events.list_replays(State="STARTING")["Replays"]] == ["more"]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            {"EventSourceArn": ARCHIVE + "x"},
            "Parameter EventSourceArn is not valid. Reason: Archive allx does not exist.",
        ),
        (
            {"begin": 3600},
            "Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.",
        ),
        ({"Destination": {"Arn": BUS + "x"}}, "Event bus defaultx does not exist."),
        (
            {"Destination": {"Arn": BUS.replace("default", "other")}},
            "Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.",
        ),
        ({"name": "old"}, "Replay old already exists."),
    ],
)
def test_replays_that_do_not_start(events: Any, changed: dict[str, Any], message: str) -> None:
    events.create_event_bus(Name="other")
    replay(events, "old")
    with pytest.raises(ClientError) as caught:
        replay(events, **changed)
    assert caught.value.response["Error"]["Message"] == message
    assert len(events.list_replays()["Replays"]) == 1


def test_listings(events: Any) -> None:
    events.create_event_bus(Name="other")
    events.create_archive(ArchiveName="another", EventSourceArn=BUS.replace("default", "other"))

    def names(**filters: Any) -> list[str]:
        return [archive["ArchiveName"] for archive in events.list_archives(**filters)["Archives"]]

    assert names() == ["all", "another"]
    assert names(EventSourceArn=BUS) == ["all"]
    assert names(NamePrefix="an") == ["another"]
    assert names(State="DISABLED") == []
    first = events.list_archives(Limit=1)
    assert names(Limit=1, NextToken=first["NextToken"]) == ["another"]
    with pytest.raises(ClientError, match=r"At most one filter is allowed for ListArchives\."):
        events.list_archives(NamePrefix="a", State="ENABLED")
