"""Log events: put, read page by page, filtered."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World

from .writing import DAY, HOUR, found, messages, now_of, put, read, refused


class TestPutting:
    def test_sequence_tokens_are_ignored_and_answered(self, aws: World, logs: Any) -> None:
        event = [{"timestamp": now_of(aws), "message": "x"}]
        first = logs.put_log_events(logGroupName="orders", logStreamName="a", logEvents=event, sequenceToken="x")
        second = logs.put_log_events(logGroupName="orders", logStreamName="a", logEvents=event)
        assert int(second["nextSequenceToken"]) == int(first["nextSequenceToken"]) + 1
        assert len(second["nextSequenceToken"]) == 56
        assert "rejectedLogEventsInfo" not in first

    def test_events_out_of_their_time_are_left_out(self, aws: World, logs: Any) -> None:
        now = now_of(aws)
        oldest, newest = now - 14 * DAY, now + 2 * HOUR
        assert "rejectedLogEventsInfo" not in put(logs, (oldest, "oldest"))
        assert "rejectedLogEventsInfo" not in put(logs, (newest, "newest"))
        answer = put(logs, (oldest - 2, "x"), (oldest - 1, "x"), (now, "now"), (newest + 1, "x"))
        assert answer["rejectedLogEventsInfo"] == {"tooOldLogEventEndIndex": 2, "tooNewLogEventStartIndex": 3}
        assert found(logs) == ["oldest", "now", "newest"]
        answer = put(logs, (newest + 1, "x"))
        assert answer["rejectedLogEventsInfo"] == {"tooNewLogEventStartIndex": 0}
        answer = put(logs, (oldest - 1, "x"))
        assert answer["rejectedLogEventsInfo"] == {"tooOldLogEventEndIndex": 1}

    def test_expired_ones_too(self, aws: World, logs: Any) -> None:
        now = now_of(aws)
        logs.put_retention_policy(logGroupName="orders", retentionInDays=1)
        answer = put(logs, (now - 15 * DAY, "x"), (now - DAY - 1, "x"), (now - DAY, "kept"))
        assert answer["rejectedLogEventsInfo"] == {"tooOldLogEventEndIndex": 1, "expiredLogEventEndIndex": 2}
        assert found(logs) == ["kept"]

    def test_a_batch_may_span_a_day(self, aws: World, logs: Any) -> None:
        now = now_of(aws)
        put(logs, (now - DAY, "a"), (now, "b"))
        with refused("InvalidParameterException", "24 hours"):
            put(logs, (now - DAY - 1, "a"), (now, "b"))
        put(logs, (now - 15 * DAY, "does not count"), (now, "c"))
        assert found(logs) == ["a", "b", "c"]

    def test_its_size(self, aws: World, logs: Any) -> None:
        now = now_of(aws)
        put(logs, (now, "x" * (1_048_576 - 26)))
        with refused("InvalidParameterException", "Upload too large: 1048577 bytes exceeds limit of 1048576"):
            put(logs, (now, "x" * (1_048_576 - 25)))
        event = {"timestamp": now, "message": "x"}
        with refused("InvalidParameterException", "Member must have length less than or equal to 10000"):
            logs.put_log_events(logGroupName="orders", logStreamName="a", logEvents=[event] * 10_001)
        logs.put_log_events(logGroupName="orders", logStreamName="a", logEvents=[event] * 10_000)

    def test_later_batches_may_be_older(self, aws: World, logs: Any) -> None:
        now = now_of(aws)
        put(logs, (now, "c"), (now + 2, "e"))
        put(logs, (now - 1, "a"), (now - 1, "b"), (now, "d"), (now + 3, "f"))
        assert messages(read(logs, startFromHead=True)) == ["a", "b", "c", "d", "e", "f"]


class TestReading:
    @pytest.fixture
    def now(self, aws: World, logs: Any) -> int:
        """Ten events, a millisecond apart; when the first was."""
        now = now_of(aws)
        put(logs, *((now + number, str(number)) for number in range(10)))
        return now

    def test_latest_first_and_back_to_the_begin(self, logs: Any, now: int) -> None:
        seen = []
        page = read(logs, limit=4)
        while page["events"]:
            seen.append("".join(messages(page)))
            page = read(logs, limit=4, nextToken=page["nextBackwardToken"])
        assert seen == ["6789", "2345", "01"]
        assert read(logs, nextToken=page["nextBackwardToken"])["nextBackwardToken"] == page["nextBackwardToken"]
        assert messages(read(logs, nextToken=page["nextForwardToken"], limit=2)) == ["0", "1"]

    def test_the_forward_token_stays_at_the_end_and_goes_on(self, aws: World, logs: Any, now: int) -> None:
        page = read(logs, startFromHead=True, limit=8)
        page = read(logs, startFromHead=True, limit=8, nextToken=page["nextForwardToken"])
        assert messages(page) == ["8", "9"]
        end = page["nextForwardToken"]
        page = read(logs, startFromHead=True, nextToken=end)
        assert (page["events"], page["nextForwardToken"]) == ([], end)
        assert messages(read(logs, nextToken=page["nextBackwardToken"], limit=2)) == ["8", "9"]
        put(logs, (now + 9, "new"))
        assert messages(read(logs, startFromHead=True, nextToken=end)) == ["new"]

    def test_an_empty_stream_can_be_followed(self, aws: World, logs: Any) -> None:
        page = read(logs)
        assert page["events"] == []
        assert read(logs, nextToken=page["nextForwardToken"])["nextForwardToken"] == page["nextForwardToken"]
        put(logs, (now_of(aws), "first"))
        assert messages(read(logs, nextToken=page["nextForwardToken"])) == ["first"]

    def test_the_end_is_exclusive(self, logs: Any, now: int) -> None:
        assert messages(read(logs, startTime=now + 2, endTime=now + 5)) == ["2", "3", "4"]
        assert messages(read(logs, startTime=now + 9)) == ["9"]
        assert messages(read(logs, endTime=now)) == []

    def test_a_page_has_one_megabyte(self, logs: Any, aws: World) -> None:
        now = now_of(aws)
        for number in range(3):
            put(logs, (now + number, str(number) * 500_000))
        assert [len(messages(page)) for page in (read(logs), read(logs, startFromHead=True))] == [2, 2]
        assert messages(read(logs))[0][0] == "1"

    def test_waiting_for_the_end_of_paging(self, logs: Any, now: int) -> None:
        """As applications do it: until the token does not change."""
        token, seen = None, []
        while True:
            page = read(logs, startFromHead=True, limit=3, **({"nextToken": token} if token else {}))
            seen += messages(page)
            if page["nextForwardToken"] == token:
                break
            token = page["nextForwardToken"]
        assert seen == [str(number) for number in range(10)]


class TestFiltering:
    @pytest.fixture
    def now(self, aws: World, logs: Any) -> int:
        """Two streams, whose events alternate; when the first was."""
        now = now_of(aws)
        logs.create_log_stream(logGroupName="orders", logStreamName="b")
        put(logs, *((now + number, f"a{number}") for number in (0, 2, 4)))
        put(logs, *((now + number, f"b{number}") for number in (1, 2, 3)), stream="b")
        return now

    def test_streams_are_interleaved(self, logs: Any, now: int) -> None:
        assert found(logs) == ["a0", "b1", "a2", "b2", "b3", "a4"]
        assert found(logs, logStreamNames=["b"]) == ["b1", "b2", "b3"]
        assert found(logs, logStreamNamePrefix="a") == ["a0", "a2", "a4"]

    def test_latest_first(self, logs: Any, now: int) -> None:
        latest = {"logGroupName": "orders", "startFromHead": False, "startTime": now, "limit": 4}
        first = logs.filter_log_events(**latest)
        assert messages(first) == ["a4", "b3", "b2", "a2"]
        token = first["nextToken"]
        second = logs.filter_log_events(logGroupName="orders", startTime=now, nextToken=token)
        assert messages(second) == ["b1", "a0"]

    def test_the_end_is_inclusive(self, logs: Any, now: int) -> None:
        assert found(logs, startTime=now + 1, endTime=now + 3) == ["b1", "a2", "b2", "b3"]

    def test_pages(self, logs: Any, now: int) -> None:
        pages = logs.get_paginator("filter_log_events").paginate(
            logGroupName="orders", filterPattern="a", PaginationConfig={"PageSize": 2}
        )
        assert [messages(page) for page in pages] == [["a0", "a2"], ["a4"]]

    def test_ids_are_those_of_no_other_event_and_in_order(self, logs: Any, now: int) -> None:
        events = logs.filter_log_events(logGroupName="orders")["events"]
        ids = [event["eventId"] for event in events]
        assert len(set(ids)) == 6
        assert {len(id) for id in ids} == {56}
        by_time = sorted(events, key=lambda event: event["eventId"])
        assert [event["timestamp"] for event in by_time] == [event["timestamp"] for event in events]

    def test_a_token_belongs_to_its_filter(self, logs: Any, now: int) -> None:
        token = logs.filter_log_events(logGroupName="orders", limit=1)["nextToken"]
        with refused("InvalidParameterException", "nextToken"):
            logs.filter_log_events(logGroupName="orders", filterPattern="a", nextToken=token)


def test_a_copied_world_goes_its_own_way(aws: World, logs: Any) -> None:
    from copy import deepcopy

    from fakeaws.world import user_of

    put(logs, (now_of(aws), "both"))
    twin = deepcopy(aws)
    put(logs, (now_of(aws), "here"))
    event = [{"timestamp": now_of(aws), "message": "there"}]
    ask = {"logGroupName": "orders", "logStreamName": "a", "logEvents": event}
    twin.call("logs", "PutLogEvents", ask, caller=user_of(twin.account))
    there = twin.call("logs", "FilterLogEvents", {"logGroupName": "orders"}, caller=user_of(twin.account))
    assert messages(there) == ["both", "there"]
    assert found(logs) == ["both", "here"]
