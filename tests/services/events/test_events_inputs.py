"""What targets get instead of the event: constants, parts, and what templates make of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeaws import World

from .ruling import EVENTS, bodies, put, received, refused, watch

DETAIL = {"id": "0a", "foo": {"acc": "0a78", "sf": 'b"z'}, "n": 1, "list": ["A", "B"], "none": None, "text": 'say "é"'}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("$.detail.n", "1"),
        ("$.detail.id", '"0a"'),
        ("$.detail.list", '["A","B"]'),
        ("$.detail.list[1]", '"B"'),
        ("$.detail.list[*]", '["A","B"]'),
        ("$.detail.none", "null"),
        ("$.detail-type", '"Order"'),
        ("$['detail-type']", '"Order"'),
        ('$.detail["foo"]', '{"acc":"0a78","sf":"b\\"z"}'),
    ],
)
def test_a_part(aws: World, events: Any, sqs: Any, path: str, body: str) -> None:
    watch(aws, events, sqs, InputPath=path)
    put(events, DETAIL)
    assert bodies(aws) == [body]


def test_all_of_it(aws: World, events: Any, sqs: Any) -> None:
    watch(aws, events, sqs, InputPath="$")
    event_id = put(events, DETAIL)
    assert [event["id"] for event in received(aws)] == [event_id]


@pytest.mark.parametrize("path", ["$.detail.gone", "$.detail.list[2]", "$.detail.id[0]", "$.detail.n.m"])
def test_a_part_that_is_not_there_is_not_delivered(aws: World, events: Any, sqs: Any, path: str) -> None:
    watch(aws, events, sqs, InputPath=path)
    assert aws.trace(put(events, DETAIL)).fates == {"audit": "refused"}
    assert bodies(aws) == []


def test_a_constant(aws: World, events: Any, sqs: Any) -> None:
    watch(aws, events, sqs, Input='{ "a" : "é" }')
    put(events)
    assert bodies(aws) == ['{ "a" : "é" }']


@pytest.mark.parametrize(
    ("template", "body"),
    [
        ('"id <id> of <foo>"', '"id 0a of {acc:0a78,sf:b\\z}"'),
        ('"<list> <n> <gone>."', '"[A,B] 1 ."'),
        ('"<text>"', '"say \\"é\\""'),
        ('"a <id>"\n"b <n>"', '"a 0a"\n"b 1"'),
        ('{"id": <id>, "foo": <foo>, "n": <n>}', '{"id": "0a", "foo": {"acc":"0a78","sf":"b\\"z"}, "n": 1}'),
        ('{"id": "<id>", "n": "<n>", "both": "<id>-<n>"}', '{"id": "0a", "n": "1", "both": "0a-1"}'),
        ('{"gone": <gone>, "text": "<gone>", "list": <list>}', '{"gone": "", "text": "", "list": ["A","B"]}'),
        ('{"a": "\\"<id>\\""}', '{"a": "\\"0a\\""}'),
        ("<n>", "1"),
        ('"a < b"', '"a < b"'),
        ('{"rule": <aws.events.rule-name>}', '{"rule": "audit"}'),
        ('"<aws.events.rule-arn>"', f'"{EVENTS}rule/audit"'),
        ('"<aws.events.event.ingestion-time>"', '"2026-01-05T00:00:00Z"'),
    ],
)
def test_a_template(aws: World, events: Any, sqs: Any, template: str, body: str) -> None:
    paths = {name: f"$.detail.{name}" for name in (*DETAIL, "gone")}
    watch(aws, events, sqs, InputTransformer={"InputPathsMap": paths, "InputTemplate": template})
    put(events, DETAIL, Time=0)
    assert bodies(aws) == [body]


def test_the_event_in_a_template(aws: World, events: Any, sqs: Any) -> None:
    template = '{"envelope": <aws.events.event>, "all": <aws.events.event.json>}'
    watch(aws, events, sqs, InputTransformer={"InputTemplate": template})
    event_id = put(events, {"n": 1})
    [made] = received(aws)
    assert (made["all"]["id"], made["all"]["detail"]) == (event_id, {"n": 1})
    assert made["envelope"] == {
        "detailType" if key == "detail-type" else key: value for key, value in made["all"].items() if key != "detail"
    }


@pytest.mark.parametrize("template", ["<n> is", "is <n>", '{"a": <n>', "{<n>: 1}", "a"])
def test_a_template_that_is_no_json(aws: World, events: Any, sqs: Any, template: str) -> None:
    with pytest.raises(Exception, match="Invalid InputTemplate for target 1 : "):
        watch(aws, events, sqs, InputTransformer={"InputPathsMap": {"n": "$.detail.n"}, "InputTemplate": template})
    assert events.list_targets_by_rule(Rule="audit")["Targets"] == []


def test_json_made_of_lists(aws: World, events: Any, sqs: Any) -> None:
    detail = {"items": [{"status": "ACTIVE"}, {"status": "INACTIVE"}, {}]}
    transformer = {"InputPathsMap": {"all": "$.detail.items[*].status"}, "InputTemplate": '"<all>"'}
    watch(aws, events, sqs, InputTransformer=transformer)
    put(events, detail)
    assert [json.loads(body) for body in bodies(aws)] == ["[ACTIVE,INACTIVE]"]


def test_one_bad_target_leaves_the_others_out(aws: World, events: Any, sqs: Any) -> None:
    watch(aws, events, sqs)
    good = {"Id": "2", "Arn": aws.sqs.queue("audit").arn}
    with refused("ValidationException", "Invalid JSON path x for target 3."):
        events.put_targets(Rule="audit", Targets=[good, {**good, "Id": "3", "InputPath": "x"}])
    assert [target["Id"] for target in events.list_targets_by_rule(Rule="audit")["Targets"]] == ["1"]
