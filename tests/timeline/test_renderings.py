"""Text, Mermaid, JSON lines and the digest: the same records, the same bytes."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest

from fakeaws.timeline.digest import digest
from fakeaws.timeline.text import offset, render
from tests.timeline.hand_made import ANN, HandMade, dead_lettered, fanned_out


def test_the_text_is_an_aligned_table() -> None:
    assert dead_lettered().text().splitlines() == [
        "+00:00:00.000  test      sqs.SendMessage        orders      aaaaaaaa  visible",
        "+00:00:00.000  test      sqs.SendMessage        orders      bbbbbbbb  visible",
        "+00:00:01.000  consumer  sqs.ReceiveMessage     orders      aaaaaaaa  in-flight",
        "+00:00:01.000  consumer  sqs.ReceiveMessage     orders      bbbbbbbb  in-flight",
        "+00:00:02.500  consumer  sqs.DeleteMessage      orders      bbbbbbbb  deleted",
        "+00:00:31.000  aws       sqs.VisibilityTimeout  orders      aaaaaaaa  visible (receives 1), "
        "because of ReceiveMessage by consumer at +00:00:01.000",
        "+00:00:31.000  aws       sqs.Redrive            orders      aaaaaaaa  dead-lettered, "
        "because of VisibilityTimeout at +00:00:31.000",
        "+00:00:31.000  aws       sqs.Redrive            orders-dlq  aaaaaaaa  visible, "
        "because of Redrive in orders at +00:00:31.000",
    ]


def test_what_select_found_renders_alike_and_whole_seconds_stay_whole() -> None:
    timeline = dead_lettered()
    assert render(timeline.select(actor="test")).splitlines() == [
        "+00:00:00  test  sqs.SendMessage  orders  aaaaaaaa  visible",
        "+00:00:00  test  sqs.SendMessage  orders  bbbbbbbb  visible",
    ]
    assert render([]) == ""


def test_a_record_stays_on_one_line() -> None:
    timeline = HandMade()
    timeline.note("SendMessage", "orders", "refused", ANN, details={"reason": "no\nsuch  thing"})
    assert timeline.text().endswith("refused (reason no such thing)")


def test_times_of_more_than_a_day_stand_right_aligned() -> None:
    timeline = HandMade()
    timeline.note("CreateQueue", "q", "ok")
    timeline.at(86_400 * 12 + 3_661)
    timeline.note("CreateQueue", "r", "ok")
    assert [line[:13] for line in timeline.text().splitlines()] == ["    +00:00:00", "+12d 01:01:01"]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "+00:00:00"),
        (90.25, "+00:01:30.250"),
        (0.000001, "+00:00:00.000001"),
        (86_399.999, "+23:59:59.999"),
        (86_400, "+1d 00:00:00"),
    ],
)
def test_offsets(seconds: float, text: str) -> None:
    assert offset(timedelta(seconds=seconds)) == text


def test_mermaid_draws_calls_hand_overs_and_what_aws_did() -> None:
    assert dead_lettered().mermaid().splitlines() == [
        "sequenceDiagram",
        "    participant p1 as test",
        "    participant p2 as orders",
        "    participant p3 as consumer",
        "    participant p4 as orders-dlq",
        "    p1->>p2: +00:00:00 SendMessage aaaaaaaa: visible",
        "    p1->>p2: +00:00:00 SendMessage bbbbbbbb: visible",
        "    p2-->>p3: +00:00:01 ReceiveMessage aaaaaaaa: in-flight",
        "    p2-->>p3: +00:00:01 ReceiveMessage bbbbbbbb: in-flight",
        "    p3->>p2: +00:00:02.500 DeleteMessage bbbbbbbb: deleted",
        "    Note over p2: +00:00:31 VisibilityTimeout aaaaaaaa: visible",
        "    Note over p2: +00:00:31 Redrive aaaaaaaa: dead-lettered",
        "    p2->>p4: +00:00:31 Redrive aaaaaaaa: visible",
    ]


def test_mermaid_escapes_and_keeps_an_actor_apart_from_a_queue_of_its_name() -> None:
    timeline = HandMade()
    timeline.at(0, "orders")
    timeline.note("SendMessage", "orders", "a;b#c")
    assert timeline.mermaid().splitlines()[1:] == [
        "    participant p1 as orders",
        "    participant p2 as orders",
        "    p1->>p2: +00:00:00 SendMessage: a#59;b#35;c",
    ]


def test_json_lines_hold_everything() -> None:
    lines = dead_lettered().jsonl().splitlines()
    assert json.loads(lines[5]) == {
        "number": 5,
        "at": 31.0,
        "time": "2026-01-05T00:00:31.000000Z",
        "actor": "aws",
        "service": "sqs",
        "kind": "VisibilityTimeout",
        "resource": "orders",
        "message_id": ANN,
        "outcome": "visible",
        "cause": 2,
        "details": {"receives": 1},
    }
    assert len(lines) == 8


def test_details_have_a_stable_form_or_none() -> None:
    timeline = HandMade()
    moment = datetime(2026, 1, 5, tzinfo=timezone.utc)
    timeline.note("X", "q", "ok", details={"when": moment, "for": timedelta(minutes=1), "bytes": b"\0"})
    assert json.loads(timeline.jsonl())["details"] == {
        "when": "2026-01-05T00:00:00.000000Z",
        "for": 60.0,
        "bytes": "AA==",
    }
    timeline.note("X", "q", "ok", details={"thing": object()})
    with pytest.raises(TypeError, match="details hold a object"):
        timeline.jsonl()


def test_the_digest_tells_runs_apart() -> None:
    assert digest(dead_lettered()) == digest(dead_lettered())
    assert digest(dead_lettered()) != digest(fanned_out())
    longer = dead_lettered()
    longer.note("CreateQueue", "q", "ok")
    assert digest(longer) != digest(dead_lettered())
    assert digest(HandMade()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
