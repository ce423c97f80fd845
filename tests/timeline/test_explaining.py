"""What a failed assertion shows."""

from __future__ import annotations

from fakeaws.timeline.explaining import MAX_LINES, Room, explain_comparison
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


def test_of_two_lists_of_records_each_side_shows_what_only_it_has() -> None:
    timeline = dead_lettered()
    received = timeline.select(kind="ReceiveMessage")
    lines = explain_comparison("==", received, [timeline[0], received[0]])
    assert lines == [
        "[2 records] == [2 records]",
        "only on the left:",
        "  +00:00:01  consumer  sqs.ReceiveMessage  orders  bbbbbbbb  in-flight",
        "only on the right:",
        "  +00:00:00  test  sqs.SendMessage  orders  aaaaaaaa  visible",
    ]
    assert explain_comparison("==", received, []) == [
        "[2 records] == []",
        "only on the left:",
        "  +00:00:01  consumer  sqs.ReceiveMessage  orders  aaaaaaaa  in-flight",
        "  +00:00:01  consumer  sqs.ReceiveMessage  orders  bbbbbbbb  in-flight",
    ]


def test_the_same_records_in_another_order() -> None:
    received = dead_lettered().select(kind="ReceiveMessage")
    lines = explain_comparison("==", received, received[::-1])
    assert lines is not None
    assert lines[1] == "the same records in another order, or one of them again; on the left:"
    assert len(lines) == 4


def test_otherwise_compared_records_are_shown_in_order_and_once() -> None:
    timeline = dead_lettered()
    received = timeline.select(kind="ReceiveMessage")
    lines = explain_comparison("in", received[0], [received[1], timeline[0], received[0]])
    assert lines is not None
    assert lines[1] == "the records concerned:"
    assert [line.split()[2] for line in lines[2:]] == ["sqs.SendMessage", "sqs.ReceiveMessage", "sqs.ReceiveMessage"]


def test_two_records_say_in_what_they_differ() -> None:
    ann, bob = dead_lettered().select(kind="ReceiveMessage")
    lines = explain_comparison("==", ann, bob)
    assert lines is not None
    assert lines[1] == "they differ in message_id, cause, number"


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


ROOM = Room(lines=8, chars=640)


def fits(lines: list[str]) -> bool:
    return len(lines) <= ROOM.lines and sum(map(len, lines)) <= ROOM.chars


def test_with_little_room_a_story_shows_its_end() -> None:
    timeline = dead_lettered()
    fates = trace(timeline, ANN).fates
    lines = explain_comparison("==", fates, {"orders": "deleted"}, ROOM)
    assert lines is not None
    assert fits(lines)
    assert lines[3] == f"what happened to message {ANN}, at last (-vv: all 5 records):"
    assert [line.split()[2] for line in lines[4:]] == [
        "sqs.VisibilityTimeout",
        "sqs.Redrive",
        "sqs.Redrive",
    ]
    short = explain_comparison("==", trace(timeline, BOB).fates, {"orders": "visible"}, ROOM)
    assert short == explain_comparison("==", trace(timeline, BOB).fates, {"orders": "visible"})


def test_with_little_room_lists_show_their_beginnings() -> None:
    timeline = HandMade()
    for second in range(20):
        timeline.at(second)
        timeline.note("ReceiveMessage", "orders", "in-flight", ANN)
    lines = explain_comparison("==", list(timeline), [], ROOM)
    assert lines is not None
    assert fits(lines)
    assert lines[1] == "only on the left, at first (-vv: all 20 records):"
    assert lines[2].split()[0] == "+00:00:00"


def test_what_a_snapshot_has_to_say_is_left_to_it() -> None:
    """Snapshot libraries compare with objects of their own, and explain them."""
    assert explain_comparison("==", trace(dead_lettered(), ANN).fates, object()) is None
