"""PutEvents: what becomes of entries, and what is delivered byte for byte."""

from __future__ import annotations

import datetime
import json
from typing import Any

import boto3
import pytest

from fakeaws import World, mock_aws

from .ruling import ACCOUNT, EVENTS, OTHER, aim, bodies, entry, make_queue, make_rule, put, received, refused, watch


def test_the_event_byte_for_byte(aws: World, events: Any, sqs: Any) -> None:
    watch(aws, events, sqs)
    time = datetime.datetime(2024, 4, 10, 8, 59, 54, 900_000, tzinfo=datetime.timezone.utc)
    resources = ["arn:aws:s3:::a", "ü"]
    event_id = put(events, None, Time=time, Resources=resources, Detail='{ "é": [1, 2.5, true, null, "/\\n"] }')
    assert bodies(aws) == [
        f'{{"version":"0","id":"{event_id}","detail-type":"Order","source":"shop","account":"{ACCOUNT}",'
        '"time":"2024-04-10T08:59:54Z","region":"us-east-1","resources":["arn:aws:s3:::a","ü"],'
        '"detail":{"é":[1,2.5,true,null,"/\\n"]}}'
    ]


def test_without_a_time_it_is_that_of_arrival(aws: World, events: Any, sqs: Any) -> None:
    watch(aws, events, sqs)
    aws.clock.advance(seconds=61, milliseconds=999)
    put(events)
    [event] = received(aws)
    assert (event["time"], event["resources"], event["detail"]) == ("2026-01-05T00:01:01Z", [], {})


@pytest.mark.parametrize(
    ("changed", "code", "message"),
    [
        *(
            (
                {name: missing},
                "InvalidArgument",
                f"Parameter {name} is not valid. Reason: {name} is a required argument.",
            )
            for name in ("Source", "DetailType", "Detail")
            for missing in (None, "")
        ),
        *(
            ({"Detail": text}, "MalformedDetail", "Detail is malformed.")
            for text in ("x", "[]", '"a"', '{"a":NaN}', '{"a":1e999}')
        ),
        ({"Source": "aws.s3"}, "NotAuthorizedForSourceException", "Not authorized for the source."),
    ],
)
def test_an_entry_fails_alone(
    aws: World, events: Any, sqs: Any, changed: dict[str, Any], code: str, message: str
) -> None:
    watch(aws, events, sqs, pattern={"account": [ACCOUNT]})
    bad = {name: value for name, value in entry(**changed).items() if value is not None}
    answer = events.put_events(Entries=[entry({"n": 1}), bad, entry({"n": 2})])
    assert answer["FailedEntryCount"] == 1
    assert [sorted(each) for each in answer["Entries"]] == [["EventId"], ["ErrorCode", "ErrorMessage"], ["EventId"]]
    assert answer["Entries"][1] == {"ErrorCode": code, "ErrorMessage": message}
    assert [event["detail"]["n"] for event in received(aws)] == [1, 2]


def test_an_unknown_bus_takes_events_and_drops_them(aws: World, events: Any) -> None:
    event_id = put(events, EventBusName="gone")
    assert aws.trace(event_id).fates == {"gone": "refused"}


def test_a_long_detail_type_is_taken_and_dropped(aws: World, events: Any, sqs: Any) -> None:
    watch(aws, events, sqs)
    put(events, {"n": 1}, DetailType="x" * 128)
    lost = put(events, {"n": 2}, DetailType="x" * 129)
    assert [event["detail"]["n"] for event in received(aws)] == [1]
    assert aws.trace(lost).fates == {"default": "refused"}


@pytest.mark.parametrize("limit", [1_048_576, 262_144])
def test_the_size_of_all_entries(limit: int) -> None:
    with mock_aws(config={"events": {"max_entries_bytes": limit}}):
        events = boto3.client("events")
        time = datetime.datetime(2024, 4, 10, tzinfo=datetime.timezone.utc)
        size = 14 + len("shop") + len("Order") + len("ü".encode()) + len('{"a":""}')

        def of(length: int) -> list[dict[str, Any]]:
            return [entry(Time=time, Resources=["ü"], Detail=json.dumps({"a": "x" * length}, separators=(",", ":")))]

        assert events.put_events(Entries=of(limit - 1 - size))["FailedEntryCount"] == 0
        with refused("ValidationException", "Total size of the entries in the request is over the limit."):
            events.put_events(Entries=of(limit - size))


def test_events_of_one_call_keep_their_order(aws: World, events: Any, sqs: Any) -> None:
    watch(aws, events, sqs)
    events.put_events(Entries=[entry({"n": n}) for n in range(10)])
    assert [event["detail"]["n"] for event in received(aws)] == list(range(10))


def test_another_accounts_bus_needs_its_policy(aws: World, events: Any, sqs: Any) -> None:
    watch(aws, events, sqs)
    stranger = aws.boto3_session(account=OTHER).client("events")
    default = EVENTS + "event-bus/default"
    message = (
        f"User: arn:aws:iam::{OTHER}:user/test is not authorized to perform: events:PutEvents on resource: {default} "
        "because no resource-based policy allows the events:PutEvents action"
    )
    with refused("AccessDeniedException", message):
        put(stranger, EventBusName=default)
    events.put_permission(Action="events:PutEvents", Principal=OTHER, StatementId="other")
    put(stranger, EventBusName=default)
    assert [event["account"] for event in received(aws)] == [OTHER]


def test_one_seed_gives_one_timeline() -> None:
    def play(seed: int) -> str:
        with mock_aws(seed=seed) as aws:
            events, sqs = boto3.client("events"), boto3.client("sqs")
            watch(aws, events, sqs)
            aws.faults.fail("sqs.SendMessage", code="InternalError", status=500, times=3)
            put(events)
            aws.clock.run_until_idle()
            return aws.timeline.jsonl()

    assert play(1) == play(1) != play(2)


def test_trace_goes_through_the_bus(aws: World, events: Any, sqs: Any) -> None:
    watch(aws, events, sqs)
    answer = events.put_events(Entries=[entry()])
    trace = aws.trace(answer)
    assert trace.message_id == answer["Entries"][0]["EventId"]
    assert [(record.service, record.kind, record.outcome) for record in trace] == [
        ("events", "PutEvents", "ok"),
        ("events", "Match", "matched"),
        ("events", "Deliver", "delivered"),
        ("sqs", "SendMessage", "visible"),
    ]
    assert trace.fates == {"audit": "visible"}


def test_a_copy_of_a_rule_and_its_queue_share_an_event(aws: World, events: Any, sqs: Any) -> None:
    """A target may be named twice: it gets the event twice."""
    rule = make_rule(events)
    queue = make_queue(aws, sqs, "audit", rule)
    aim(events, queue, id="1")
    aim(events, queue, id="2", Input='"two"')
    put(events)
    assert [body[:10] for body in bodies(aws)] == ['{"version"', '"two"']


def test_trace_asks_which_of_several(aws: World, events: Any) -> None:
    answer = events.put_events(Entries=[entry(), entry(Source="")])
    with pytest.raises(LookupError, match=r"names 2 messages \(.*, a failed one\): pass one, .*Entries"):
        aws.trace(answer)
    assert aws.trace(answer["Entries"][0]).message_id == answer["Entries"][0]["EventId"]
