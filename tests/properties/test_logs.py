"""A log group does what the model does; filter patterns mean what they are made of; one seed makes one world."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from hypothesis import given as drawn
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from fakeaws import mock_aws
from fakeaws.services.logs.filter_patterns.parsing import parse

from .logs_model import DAY_MS, HOUR_MS, MINUTE_MS, Group
from .scale import scaled

LOGS: Any = boto3.session.Session().client(
    "logs", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
)
STREAMS = ("one", "two", "three")
NAMES = st.sampled_from(STREAMS)
_AGES = (0, 0, 0, 1, 2, -1, MINUTE_MS, HOUR_MS, DAY_MS, DAY_MS + 1, 3 * DAY_MS)
#: Just in time, and just not.
_BORDERS = (-2 * HOUR_MS, -2 * HOUR_MS - 1, 14 * DAY_MS, 14 * DAY_MS + 1)
AGES = st.sampled_from([*_AGES, *_BORDERS])
MESSAGES = st.sampled_from(["a", "x", "ax", "é x", "b"])
BATCHES = st.lists(st.tuples(AGES, MESSAGES), min_size=1, max_size=5)


class LogMachine(RuleBasedStateMachine):
    """Batches come in at any time of theirs, expire, and are read in every way."""

    def __init__(self) -> None:
        super().__init__()
        self.mock = mock_aws(seed="logs")
        self.aws = self.mock.start()
        LOGS.create_log_group(logGroupName="g")
        metric = {"metricName": "x", "metricNamespace": "N", "metricValue": "1"}
        LOGS.put_metric_filter(logGroupName="g", filterName="x", filterPattern="x", metricTransformations=[metric])
        self.group = Group()
        self.create("one")
        self.follower: tuple[str | None, tuple[int, int]] = (None, (0, 0))

    def teardown(self) -> None:
        self.mock.stop()

    @property
    def now(self) -> int:
        return self.aws.wall_us // 1000

    @rule(name=NAMES)
    def create(self, name: str) -> None:
        try:
            LOGS.create_log_stream(logGroupName="g", logStreamName=name)
        except LOGS.exceptions.ResourceAlreadyExistsException:
            assert name in self.group.streams
            return
        assert self.group.streams.setdefault(name, []) == []

    @rule(name=st.sampled_from(STREAMS[1:]))
    def delete(self, name: str) -> None:
        try:
            LOGS.delete_log_stream(logGroupName="g", logStreamName=name)
        except LOGS.exceptions.ResourceNotFoundException:
            assert name not in self.group.streams
            return
        del self.group.streams[name]

    @rule(name=NAMES, batch=BATCHES, ordered=st.sampled_from([True, True, True, False]))
    def put(self, name: str, batch: list[tuple[int, str]], ordered: bool) -> None:
        events = [(self.now - age, message) for age, message in batch]
        if ordered:
            events.sort(key=lambda event: event[0])
        given = [{"timestamp": timestamp, "message": message} for timestamp, message in events]
        try:
            answer = LOGS.put_log_events(logGroupName="g", logStreamName=name, logEvents=given)
        except ClientError as error:
            if error.response["Error"]["Code"] == "ResourceNotFoundException":
                assert name not in self.group.streams
            else:
                assert self.group.put(name, events, self.now) is None
            return
        assert answer.get("rejectedLogEventsInfo", {}) == self.group.put(name, events, self.now)

    @rule(days=st.sampled_from([None, 1, 3, 14, 30]))
    def retain(self, days: int | None) -> None:
        self.group.expire(self.now)
        self.group.retention = days
        if days is None:
            LOGS.delete_retention_policy(logGroupName="g")
        else:
            LOGS.put_retention_policy(logGroupName="g", retentionInDays=days)

    @rule(seconds=st.sampled_from([0.001, 1, 60, 3600, 86_400, 3 * 86_400]))
    def wait(self, seconds: float) -> None:
        self.aws.clock.advance(seconds=seconds)
        self.group.expire(self.now)

    @rule()
    def follow(self) -> None:
        """Somebody who reads "one" from where he was: he sees all that is later than what he saw."""
        token, seen = self.follower
        page = LOGS.get_log_events(
            logGroupName="g", logStreamName="one", startFromHead=True, **({"nextToken": token} if token else {})
        )
        later = [entry for entry in self.group.streams["one"] if (entry.timestamp, entry.place) > seen]
        assert [event["message"] for event in page["events"]] == [entry.message for entry in later]
        if later:
            seen = (later[-1].timestamp, later[-1].place)
        elif token is not None:
            assert page["nextForwardToken"] == token
        self.follower = (page["nextForwardToken"], seen)

    @rule(
        name=NAMES,
        first=st.sampled_from([0, 1, 2, 3]),
        last=st.sampled_from([-1, -2, -3, 0]),
        before=st.sampled_from([0, 0, 1, -1]),
        limit=st.sampled_from([1, 2, 5]),
    )
    def read_a_part(self, name: str, first: int, last: int, before: int, limit: int) -> None:
        """From one event of the group to another: of a stream, its end exclusive; of the group, its end inclusive."""
        entries = self.group.all()
        if name not in self.group.streams or not entries:
            return
        ends = entries[min(first, len(entries) - 1)][1], entries[max(last, -len(entries))][1]
        first, last = sorted(max(0, end.timestamp - before) for end in ends)
        times = {"startTime": first, "endTime": last}
        inside = [entry.message for entry in self.group.streams[name] if first <= entry.timestamp < last]
        page = LOGS.get_log_events(logGroupName="g", logStreamName=name, **times)
        assert [event["message"] for event in page["events"]] == inside
        wanted = [entry.message for _, entry in self.group.all() if first <= entry.timestamp <= last]
        assert self.filtered(limit=limit, **times) == wanted
        assert self.filtered(limit=limit, startFromHead=False, **times) == wanted[::-1]

    def filtered(self, **params: Any) -> list[str]:
        """Messages of all pages."""
        found: list[str] = []
        token: dict[str, str] = {}
        for _ in range(len(self.group.all()) + 1):
            page = LOGS.filter_log_events(logGroupName="g", **params, **token)
            assert len(page["events"]) <= params["limit"]
            found += [event["message"] for event in page["events"]]
            if "nextToken" not in page:
                return found
            token = {"nextToken": page["nextToken"]}
        raise AssertionError(f"pages without end: {found}")

    @rule()
    def ask_for_metrics(self) -> None:
        ended = self.now // MINUTE_MS
        told = {}
        for datum in self.aws.router.service("logs", self.aws.account, self.aws.region).metrics_until(self.aws.now_us):
            told[datum.wall_us // 60_000_000] = sum(datum.counts)
        assert list(told) == sorted(told)
        wanted = {minute: count for minute, count in self.group.counts.items() if minute < ended}
        assert told == wanted
        for minute in wanted:
            del self.group.counts[minute]

    @invariant()
    def the_group_holds_what_the_model_holds(self) -> None:
        events = LOGS.filter_log_events(logGroupName="g")["events"]
        shown = [(event["logStreamName"], event["timestamp"], event["message"]) for event in events]
        assert shown == [(name, entry.timestamp, entry.message) for name, entry in self.group.all()]
        assert len({event["eventId"] for event in events}) == len(events)
        [group] = LOGS.describe_log_groups()["logGroups"]
        assert group["storedBytes"] == sum(len(entry.message.encode()) + 26 for _, entry in self.group.all())

    @invariant()
    def streams_are_read_from_both_ends(self) -> None:
        for name, entries in self.group.streams.items():
            messages = [entry.message for entry in entries]
            for from_head, token_name in ((True, "nextForwardToken"), (False, "nextBackwardToken")):
                found: list[str] = []
                page: Any = {}
                for _ in range(len(messages) + 1):
                    token = {"nextToken": page[token_name]} if page else {}
                    page = LOGS.get_log_events(
                        logGroupName="g", logStreamName=name, startFromHead=from_head, limit=3, **token
                    )
                    part = [event["message"] for event in page["events"]]
                    found = found + part if from_head else part + found
                assert page["events"] == []
                assert found == messages

    @invariant()
    def streams_know_their_ends(self) -> None:
        for shown in LOGS.describe_log_streams(logGroupName="g")["logStreams"]:
            entries = self.group.streams[shown["logStreamName"]]
            ends = (entries[0].timestamp, entries[-1].timestamp) if entries else (None, None)
            assert (shown.get("firstEventTimestamp"), shown.get("lastEventTimestamp")) == ends


TestLogGroup = LogMachine.TestCase
TestLogGroup.settings = scaled(60, stateful_step_count=25)


# -- filter patterns --------------------------------------------------------------------------------------------------

_FIELDS = ("a", "b", "c")
_VALUES: list[Any] = [0, 1, 2.5, "x", "xy", "yx", None, True, False]
DOCUMENTS = st.dictionaries(st.sampled_from(_FIELDS), st.sampled_from(_VALUES), max_size=3)
_LEAVES = st.one_of(
    st.tuples(
        st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), st.sampled_from(_FIELDS), st.sampled_from([0, 1, 2.5])
    ),
    st.tuples(st.sampled_from(["=", "!="]), st.sampled_from(_FIELDS), st.sampled_from(["x", "x*", "*x", "*x*"])),
    st.tuples(
        st.sampled_from(["IS NULL", "IS TRUE", "IS FALSE", "EXISTS", "NOT EXISTS"]), st.sampled_from(_FIELDS), st.none()
    ),
)
TREES = st.recursive(_LEAVES, lambda parts: st.tuples(st.sampled_from(["&&", "||"]), parts, parts), max_leaves=6)


def written(tree: Any) -> str:
    """The tree as a pattern, with no more parentheses than it needs."""
    operator, left, right = tree
    if operator in ("&&", "||"):
        sides = [
            f"({written(side)})" if operator == "&&" and side[0] == "||" else written(side) for side in (left, right)
        ]
        return f" {operator} ".join(sides)
    return f"$.{left} {operator}" + ("" if right is None else f' "{right}"' if isinstance(right, str) else f" {right}")


def means(tree: Any, document: dict[str, Any]) -> bool:
    """What the tree says of a document."""
    operator, left, right = tree
    if operator == "&&":
        return means(left, document) and means(right, document)
    if operator == "||":
        return means(left, document) or means(right, document)
    if operator.endswith("EXISTS"):
        return (left in document) is (operator == "EXISTS")
    if left not in document:
        return False
    value = document[left]
    if operator.startswith("IS"):
        return value is {"NULL": None, "TRUE": True, "FALSE": False}[operator[3:]]
    if isinstance(right, str):
        text = value if isinstance(value, str) else json.dumps(value) if value is not None else ""
        core = right.strip("*")
        same = {
            (False, False): text == core,
            (True, False): text.endswith(core),
            (False, True): text.startswith(core),
            (True, True): core in text,
        }[right[0] == "*", right[-1] == "*"]
        return same is (operator == "=")
    number = value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    if operator == "!=":
        return number != right
    if number is None:
        return False
    return {
        "<": number < right,
        "<=": number <= right,
        ">": number > right,
        ">=": number >= right,
        "=": number == right,
    }[operator]


@scaled(400)
@drawn(tree=TREES, document=DOCUMENTS)
def test_patterns_mean_what_they_are_made_of(tree: Any, document: dict[str, Any]) -> None:
    assert parse("{ " + written(tree) + " }").matches(json.dumps(document)) is means(tree, document)


# -- determinism ------------------------------------------------------------------------------------------------------


def _play(seed: int, batches: list[list[tuple[int, str]]]) -> Any:
    with mock_aws(seed=seed) as aws:
        LOGS.create_log_group(logGroupName="g")
        answers = []
        for number, batch in enumerate(batches):
            name = f"s{number % 2}"
            if number < 2:
                LOGS.create_log_stream(logGroupName="g", logStreamName=name)
            now = aws.wall_us // 1000
            events = [
                {"timestamp": now - number, "message": message} for number, (_, message) in enumerate(batch[::-1])
            ]
            answers.append(LOGS.put_log_events(logGroupName="g", logStreamName=name, logEvents=events[::-1]))
            aws.clock.advance(seconds=1)
        answers.append(LOGS.filter_log_events(logGroupName="g", limit=2))
        answers.append(LOGS.describe_log_streams(logGroupName="g"))
        return json.dumps(answers), aws.timeline.jsonl()


@scaled(15)
@drawn(seed=st.sampled_from([0, 7]), batches=st.lists(BATCHES, min_size=1, max_size=4))
def test_same_seed_same_answers(seed: int, batches: list[list[tuple[int, str]]]) -> None:
    assert _play(seed, batches) == _play(seed, batches)


def test_a_broken_model_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine compares: a group that forgets a stream's last event is found out."""
    from fakeaws.services.logs.streams import LogStream

    append = LogStream.append
    monkeypatch.setattr(LogStream, "append", lambda stream, batch: append(stream, list(batch)[:-1]))
    machine = LogMachine()
    try:
        machine.put("one", [(0, "a")], True)
        with pytest.raises(AssertionError):
            machine.the_group_holds_what_the_model_holds()
    finally:
        machine.teardown()
