"""Records: what they show, when they are equal, and that a long chain of causes costs nothing."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from fakeaws.timeline.records import Record, Timeline
from tests.timeline.hand_made import ANN, HandMade, dead_lettered


def test_a_record_shows_what_was_noted() -> None:
    timeline = dead_lettered()
    record = timeline[5]
    assert record.time == datetime(2026, 1, 5, 0, 0, 31, tzinfo=timezone.utc)
    assert record.at == timedelta(seconds=31)
    assert (record.actor, record.service, record.kind) == ("aws", "sqs", "VisibilityTimeout")
    assert (record.resource, record.message_id, record.outcome) == ("orders", ANN, "visible")
    assert record.details == {"receives": 1}
    assert record.number == 5
    assert record.cause is not None
    assert record.cause.kind == "ReceiveMessage"
    assert timeline[0].cause is None
    assert timeline[0].details == {}


def test_records_of_two_equal_runs_are_equal() -> None:
    one, two = dead_lettered(), dead_lettered()
    assert list(one) == list(two)
    assert len({*one, *two}) == len(one)


@pytest.mark.parametrize(
    "other",
    [
        {"outcome": "delayed"},
        {"about": None},
        {"details": {"seconds": 1}},
        {"resource": "other"},
    ],
)
def test_records_that_differ_in_anything_are_not_equal(other: dict[str, object]) -> None:
    usual = {"kind": "SendMessage", "resource": "orders", "outcome": "visible", "about": ANN}
    one, two = HandMade(), HandMade()
    one.note(**usual)  # type: ignore[arg-type]
    two.note(**{**usual, **other})  # type: ignore[arg-type]
    assert one[0] != two[0]
    assert one[0] != "something else"


def test_the_repr_of_a_record_is_short() -> None:
    assert repr(dead_lettered()[2]) == "<+00:00:01 consumer sqs.ReceiveMessage orders aaaaaaaa: in-flight>"


def test_an_actor_can_be_named() -> None:
    timeline = HandMade()
    timeline.note("ReceiveMessage", "orders", "in-flight", ANN, actor="consumer-7")
    assert timeline[0].actor == "consumer-7"


def test_a_timeline_reads_like_a_list() -> None:
    timeline = dead_lettered()
    assert len(timeline) == 8
    assert timeline[-1] == timeline.record(7)
    assert [record.number for record in timeline[2:6:2]] == [2, 4]
    assert timeline[3] in timeline
    with pytest.raises(IndexError):
        timeline[8]


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({"kind": "Redrive"}, [6, 7]),
        ({"resource": "orders-dlq"}, [7]),
        ({"actor": "consumer", "outcome": "in-flight"}, [2, 3]),
        ({"service": "sns"}, []),
        ({}, list(range(8))),
    ],
)
def test_select_takes_what_matches_everything(wanted: dict[str, str], numbers: list[int]) -> None:
    assert [record.number for record in dead_lettered().select(**wanted)] == numbers


def test_a_chain_of_ten_thousand_causes_is_no_trouble() -> None:
    timeline = HandMade()
    cause = None
    for _ in range(10_000):
        cause = timeline.note("ReceiveMessage", "orders", "in-flight", ANN, cause=cause)
    last: Record = timeline[-1]
    assert repr(last.cause).startswith("<+00:00:00")
    assert list(timeline)[9_999] == last


def test_the_timeline_prints_itself() -> None:
    timeline: Timeline = dead_lettered()
    assert str(timeline) == timeline.text()
    assert repr(timeline) == "<timeline of 8 records>"
