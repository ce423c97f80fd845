"""The way of one message through the records."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from fakeaws.timeline.tracing import FATES, Trace, trace
from tests.timeline.hand_made import ANN, BOB, CID, HandMade, dead_lettered, fanned_out


def test_fates_path_and_deliveries_of_a_dead_lettered_message() -> None:
    ann = trace(dead_lettered(), ANN)
    assert ann.fates == {"orders": "dead-lettered", "orders-dlq": "visible"}
    assert list(ann.fates) == ["orders", "orders-dlq"]
    assert ann.path == ["orders", "orders-dlq"]
    assert [(d.actor, d.at) for d in ann.deliveries] == [("consumer", timedelta(seconds=1))]


def test_a_receive_that_hands_nothing_over_is_no_delivery() -> None:
    timeline = dead_lettered()
    timeline.note("ReceiveMessage", "orders-dlq", "OverLimit", ANN)
    timeline.note("ChangeMessageVisibility", "orders-dlq", "in-flight", ANN)
    assert len(trace(timeline, ANN).deliveries) == 1


def test_a_message_beside_it_is_not_part_of_it() -> None:
    bob = trace(dead_lettered(), BOB)
    assert bob.fates == {"orders": "deleted"}
    assert [record.number for record in bob] == [1, 3, 4]
    assert len(bob) == 3


def test_copies_under_other_ids_are_followed() -> None:
    timeline = fanned_out()
    published = trace(timeline, ANN)
    assert published.fates == {"billing": "visible", "audit": "expired", "https://example.test/hook": "delivered"}
    assert published.path == ["events", "billing", "audit", "https://example.test/hook"]
    assert trace(timeline, CID).fates == {"audit": "expired"}


def test_a_cause_among_two_messages_of_their_own_is_not_followed() -> None:
    """In a FIFO group the next message becomes receivable because the one before it left."""
    timeline = HandMade()
    timeline.note("SendMessage", "orders.fifo", "visible", ANN)
    timeline.note("SendMessage", "orders.fifo", "visible", BOB)
    deleted = timeline.note("DeleteMessage", "orders.fifo", "deleted", ANN)
    timeline.note("ReceiveMessage", "orders.fifo", "in-flight", BOB, cause=deleted)
    assert trace(timeline, ANN).fates == {"orders.fifo": "deleted"}


def test_a_message_that_comes_back_visits_its_queue_again() -> None:
    timeline = dead_lettered()
    timeline.at(60, "aws")
    timeline.note("MessageMoveTask", "orders", "visible", CID, cause=7)
    ann = trace(timeline, ANN)
    assert ann.path == ["orders", "orders-dlq", "orders"]
    assert ann.fates == {"orders": "visible", "orders-dlq": "visible"}


def test_a_duplicate_leaves_the_fate_of_the_first() -> None:
    timeline = HandMade()
    timeline.note("SendMessage", "orders.fifo", "visible", ANN)
    timeline.note("SendMessage", "orders.fifo", "deduplicated", ANN)
    assert trace(timeline, ANN).fates == {"orders.fifo": "visible"}
    timeline.note("SendMessage", "audit.fifo", "deduplicated", BOB)
    assert trace(timeline, BOB).fates == {"audit.fifo": "deduplicated"}


def test_outcomes_that_are_no_fate_do_not_count() -> None:
    timeline = dead_lettered()
    timeline.note("ChangeMessageVisibility", "orders-dlq", "InvalidParameterValue", ANN)
    assert trace(timeline, ANN).fates["orders-dlq"] == "visible"
    assert "InvalidParameterValue" not in FATES


@pytest.mark.parametrize(
    "x",
    [
        ANN,
        ANN[:8],
        {"MessageId": ANN, "MD5OfMessageBody": "…"},
        {"messageId": ANN, "eventSource": "aws:sqs"},
        {"Successful": [{"Id": "1", "MessageId": ANN}]},
        {"Messages": [{"MessageId": ANN, "Body": "…"}]},
        SimpleNamespace(message_id=ANN),
    ],
)
def test_what_names_a_message(x: object) -> None:
    assert trace(dead_lettered(), x).message_id == ANN


def test_a_record_names_its_message_or_that_of_its_cause() -> None:
    timeline = fanned_out()
    assert trace(timeline, timeline[1]).message_id == BOB
    assert trace(timeline, timeline[4]).message_id == ANN


def test_a_record_about_no_message_is_refused() -> None:
    timeline = HandMade()
    timeline.note("CreateQueue", "orders", "ok")
    with pytest.raises(LookupError, match=r"sqs\.CreateQueue orders: ok> is about no message"):
        trace(timeline, timeline[0])


def test_a_batch_is_ambiguous() -> None:
    answer = {"Successful": [{"Id": "1", "MessageId": ANN}, {"Id": "2", "MessageId": BOB}]}
    with pytest.raises(LookupError, match=r'2 messages .*: pass one, as in trace\(answer\["Successful"\]\[0\]\)'):
        trace(dead_lettered(), answer)
    with pytest.raises(LookupError, match=r"names 0 messages \(none\)"):
        trace(dead_lettered(), {"Successful": [], "Failed": [{"Id": "1"}]})


def test_an_unknown_id_names_the_nearest_and_what_is_accepted() -> None:
    with pytest.raises(LookupError) as caught:
        trace(dead_lettered(), BOB.replace("4", "5"))
    assert f"the nearest known: {BOB}." in str(caught.value)
    assert "SendMessageBatch's Successful" in str(caught.value)


def test_an_id_without_likeness_names_the_newest() -> None:
    with pytest.raises(LookupError, match=f"the nearest known: {ANN}, {BOB}"):
        trace(dead_lettered(), "zzz")


def test_first_letters_that_several_share_are_refused() -> None:
    timeline = HandMade()
    timeline.note("SendMessage", "orders", "visible", ANN)
    timeline.note("SendMessage", "orders", "visible", ANN.replace("4", "5"))
    with pytest.raises(LookupError, match="2 messages begin so"):
        trace(timeline, "aaaa")


def test_an_empty_timeline_says_so() -> None:
    with pytest.raises(LookupError, match="no message at all"):
        trace(HandMade(), ANN)


def test_answers_and_things_without_a_message() -> None:
    with pytest.raises(LookupError, match="no MessageId among QueueUrl, ResponseMetadata"):
        trace(dead_lettered(), {"QueueUrl": "…", "ResponseMetadata": {}})
    with pytest.raises(TypeError, match="not a message: int"):
        trace(dead_lettered(), 7)


def test_a_trace_prints_its_records() -> None:
    ann = trace(dead_lettered(), ANN)
    assert str(ann) == ann.text()
    assert len(ann.text().splitlines()) == 5
    assert repr(ann) == "<trace of aaaaaaaa: {'orders': 'dead-lettered', 'orders-dlq': 'visible'}>"


def test_each_row_is_looked_at_once_however_often_one_traces() -> None:
    class Rows(list):  # type: ignore[type-arg]
        read = 0

        def __getitem__(self, index):  # type: ignore[no-untyped-def]
            Rows.read += 1
            return super().__getitem__(index)

    timeline = HandMade()
    timeline.rows = Rows()
    for number in range(300):
        timeline.note("SendMessage", "orders", "visible", f"{number:08x}")
        assert trace(timeline, f"{number:08x}").fates == {"orders": "visible"}
    # One look for the index, one for the record: not 300 * 300 / 2.
    assert Rows.read <= 3 * 300


def test_recording_builds_no_index() -> None:
    timeline = dead_lettered()
    assert timeline._messages is None
    assert isinstance(trace(timeline, ANN), Trace)
    assert timeline._messages is not None
