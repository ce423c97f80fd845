"""What a failed assertion shows."""

from __future__ import annotations

from fakeaws.timeline.explaining import MAX_LINES, explain_comparison
from fakeaws.timeline.tracing import trace
from tests.timeline.hand_made import ANN, BOB, HandMade, dead_lettered


def test_wrong_fates_name_each_difference_and_show_that_message_only() -> None:
    timeline = dead_lettered()
    fates = trace(timeline, ANN).fates
    assert explain_comparison("==", fates, {"orders": "deleted", "audit": "visible"}) == [
        "{'orders': 'dead-lettered', 'orders-dlq': 'visible'} == {'orders': 'deleted', 'audit': 'visible'}",
        "orders is dead-lettered; deleted was expected",
        "orders-dlq is visible; it was not expected there",
        "audit never had the message; visible was expected",
        f"what happened to message {ANN}:",
        *("  " + line for line in trace(timeline, ANN).text().splitlines()),
    ]


def test_the_fates_may_stand_on_the_right() -> None:
    fates = trace(dead_lettered(), BOB).fates
    lines = explain_comparison("==", {"orders": "visible"}, fates)
    assert lines is not None
    assert lines[1] == "orders is deleted; visible was expected"


def test_a_comparison_with_something_else_still_shows_the_message() -> None:
    fates = trace(dead_lettered(), BOB).fates
    lines = explain_comparison("in", "audit", fates)
    assert lines is not None
    assert lines[:2] == ["'audit' in {'orders': 'deleted'}", f"what happened to message {BOB}:"]
    assert len(lines) == 2 + 3


def test_compared_records_are_shown_in_order_and_once() -> None:
    timeline = dead_lettered()
    received = timeline.select(kind="ReceiveMessage")
    lines = explain_comparison("==", received, [timeline[0], received[0]])
    assert lines is not None
    assert lines[:2] == ["[2 records] == [2 records]", "the records concerned:"]
    assert [line.split()[2] for line in lines[2:]] == ["sqs.SendMessage", "sqs.ReceiveMessage", "sqs.ReceiveMessage"]


def test_a_record_alone_and_a_trace_are_explained() -> None:
    timeline = dead_lettered()
    lines = explain_comparison("==", timeline[0], None)
    assert lines is not None
    assert lines[0] == "<+00:00:00 test sqs.SendMessage orders aaaaaaaa: visible> == None"
    assert explain_comparison("==", trace(timeline, ANN), 1) is not None


def test_everything_else_is_left_to_pytest() -> None:
    assert explain_comparison("==", {"orders": "visible"}, {}) is None
    assert explain_comparison("==", [1], [2]) is None


def test_a_very_long_story_is_cut_in_the_middle() -> None:
    timeline = HandMade()
    for second in range(200):
        timeline.at(second)
        timeline.note("ReceiveMessage", "orders", "in-flight", ANN)
    lines = explain_comparison("==", trace(timeline, ANN).fates, {"orders": "deleted"})
    assert lines is not None
    table = lines[3:]
    assert len(table) == MAX_LINES + 1
    assert table[MAX_LINES // 2] == f"  … {200 - MAX_LINES} more …"
    assert table[-1].strip().startswith("+00:03:19")
