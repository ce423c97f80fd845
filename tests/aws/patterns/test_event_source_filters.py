"""The dialect of event source mappings: a record's data may be JSON or plain text."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeaws.aws.patterns.dialects import EVENT_SOURCE
from fakeaws.aws.patterns.errors import PatternError
from fakeaws.aws.patterns.event_sources import explain_record
from fakeaws.aws.patterns.parsing import parse


def passes(document: Any, body: str, **record: Any) -> bool:
    pattern = parse(json.dumps(document), EVENT_SOURCE).pattern
    return bool(explain_record(pattern, {"messageId": "1", "body": body, **record}))


@pytest.mark.parametrize(
    ("body", "document", "passing"),
    [
        ("text", {"body": ["text"]}, True),
        ("text", {"body": ["other"]}, False),
        ("text", {"body": {"key": ["text"]}}, False),
        ('{"key": "a"}', {"body": ['{"key": "a"}']}, False),
        ('{"key": "a"}', {"body": {"key": ["a"]}}, True),
        ('{"key": "a"}', {"body": {"key": ["b"]}}, False),
        ('{"key": "a"}', {"messageId": ["1"]}, True),
        ("text", {"messageId": ["1"]}, True),
        ("text", {"messageId": ["2"]}, False),
    ],
)
def test_bodies_and_patterns(body: str, document: Any, passing: bool) -> None:
    assert passes(document, body) is passing


@pytest.mark.parametrize(
    ("wanted", "passing", "others"),
    [
        ({"a": ["x"]}, '{"a": "x"}', '{"a": "y"}'),
        ({"a": ["x", "y"]}, '{"a": "y"}', '{"a": "z"}'),
        ({"a": ["x"], "b": [1]}, '{"a": "x", "b": 1}', '{"a": "x"}'),
        ({"a": [{"exists": True}]}, '{"a": null}', '{"b": 1}'),
        ({"a": [{"numeric": [">", 100]}]}, '{"a": 101}', '{"a": 100}'),
        ({"a": [{"numeric": ["<", 100]}]}, '{"a": 99.5}', "99.5"),
        ({"a": [{"numeric": [">=", 100, "<", 200]}]}, '{"a": 100}', '{"a": 200}'),
        ({"a": [{"prefix": "us-"}]}, '{"a": "us-1"}', '{"a": "eu-1"}'),
    ],
)
def test_operators(wanted: Any, passing: str, others: str) -> None:
    assert passes({"body": wanted}, passing)
    assert not passes({"body": wanted}, others)


def test_absence_does_not_let_the_wrong_kind_of_body_pass() -> None:
    assert not passes({"body": {"key": [{"exists": False}]}}, "text")
    assert passes({"body": {"key": [{"exists": False}]}}, '{"other": 1}')
    assert not passes({"body": [{"exists": False}]}, '{"other": 1}')
    assert passes({"$or": [{"body": {"key": ["a"]}}, {"messageId": ["1"]}]}, "text")


def test_other_keys_of_the_record() -> None:
    found = {"region": {"stringValue": "eu", "dataType": "String"}}
    assert passes({"messageAttributes": {"region": {"stringValue": ["eu"]}}}, "text", messageAttributes=found)


@pytest.mark.parametrize("text", ["null", '"text"', '{"body":"a"}', '{"body":[]}', '{"body":{"a":"b"}}'])
def test_no_patterns(text: str) -> None:
    with pytest.raises(PatternError):
        parse(text, EVENT_SOURCE)


def test_why_not() -> None:
    pattern = parse('{"body":{"key":["a"]}}', EVENT_SOURCE).pattern
    assert str(explain_record(pattern, {"body": "text"})) == 'body.key: wanted ["a"], found text'
